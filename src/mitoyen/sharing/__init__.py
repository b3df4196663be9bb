"""Shared things, their bookings, hand-overs, returns and prices."""
