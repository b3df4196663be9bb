"""The journal page: what was done, by whom or in whose name."""
