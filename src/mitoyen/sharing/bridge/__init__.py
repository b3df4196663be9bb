"""Rows turned into facts, answers and papers; nothing here writes.

================  ==============================================================================================
``opening``       pure: opened hours, closed days, minutes counted in them
``pricing``       pure: a rule and a use make a price, step by step
``wording``       pure: small French and English: elisions, dates, hours, amounts
``rules``         what a resource allows: notice, horizon, grid, durations, opened depot, approval, tariff
``availability``  why a thing is free or not, day by day; the month table; the next free time
``search``        the catalogue searched, nearest free first, then the others with their reason
``planning``      a fortnight of units, for the desk
``estimate``      what a booking would be: unit, price, warnings, answer
``meters``        whether a reading can be, and whether it is likely
``calendars``     iCal texts
``papers``        lending agreement, hand-over receipt, labels: PDF by typst, QR by segno
``secrets``       keys of feeds and tokens, and their hashes
================  ==============================================================================================
"""
