"""Pages about people, and what tells every page who asks."""
