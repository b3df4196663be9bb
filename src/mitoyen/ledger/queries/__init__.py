"""Reads of the ledger; the actor comes first, and what she may not see does not exist.

==============  ====================================================================
``visibility``  which entries, statements and deposits an actor may read
``months``      a month of what an organisation is owed, and its check
``statements``  one statement, open or closed, line by line
``deposits``    what is held, and for whom
==============  ====================================================================
"""
