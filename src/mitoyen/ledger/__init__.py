"""The double-entry book below everything that owes money.

==============  =============================================================================
``models``      accounts, entries and their lines, statements, deposits, dated VAT rates
``errors``      what can be refused, in sentences
``queries``     what an actor may read: months, statements, entries, deposits
``actions``     ``post``, ``correct``, ``close_month``, deposits
``feeds``       a statement as PDF, XLSX and CSV
``web``         the treasurer's pages
==============  =============================================================================

An entry carries an opaque ``source``: the ledger knows neither bookings nor agreements. What is written stays
written (triggers); a correction is a new entry that names the one it corrects.
"""
