"""The record of acts, and the leaves of the public log.

==============  ======================================================================
``models``      :class:`~mitoyen.journal.models.Act`: written once, never changed
``leaves``      what the public log holds of a public act, and its hash
``wording``     how each verb, and what it is done to, is said on a page
``fields``      how each thing that an act changed is called, and its value read
``queries``     the acts that an actor may read
``actions``     ``record``, and the erasure of a name
``web``         the journal page
==============  ======================================================================

The journal is below territory and people: it holds plain numbers and texts, and no foreign key.
"""
