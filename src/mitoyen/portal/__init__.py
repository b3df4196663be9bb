"""Pages that cross domains: home, search."""
