"""Pages about the territory and its organisations; public, save where one writes."""
