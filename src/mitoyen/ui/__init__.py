"""The design system: tokens, layouts, components, gallery."""
