"""What leaves for people's own mail boxes."""
