"""The double-entry book below everything that owes money."""
