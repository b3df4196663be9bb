"""Pages that cross domains, and the frame of every page."""
