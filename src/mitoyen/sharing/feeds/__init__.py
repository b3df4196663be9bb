"""What other programs fetch without signing in: calendars, by their secret address."""
