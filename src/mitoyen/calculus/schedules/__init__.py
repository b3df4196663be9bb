"""When things fall due, and how much of a year lies between two days.

==================  ==========================================================
``day_counts``      the fraction of a year between two days, by convention
``cycles``          « every three months from the 31st », with its last stub
``business_days``   what happens to a date that falls on a Saturday
==================  ==========================================================

A moment is a bare ``datetime``: contracts are dated by calendars, not by clocks. Midnight is the
usual hour; ``23:59:59`` is how many contracts write the end of a day, and counts as the next one.
"""
