"""Rows of studies to facts of the pooling engine, and answers back to rows.

==============  ==============================================================
``writing``     what was typed, as STUDY.yaml; where a fault of it was typed
``calendars``   a declared calendar, as the engine's ``calendar`` section
``record``      bookings and files, as NEEDS.csv
``answering``   the first answer as a document; the same answer again, later
``intervals``   what replays say, to a row and back
``idle``        things that rest while a need is refused
``agreement``   the drafted agreement, checked
``previews``    a file read before it is kept
==============  ==============================================================
"""
