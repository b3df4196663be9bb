"""Pages of the design system: its gallery, and the service worker of forms that survive the network."""
