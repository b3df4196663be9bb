"""The JSON interface of sharing, at ``/api/v1/``: the verbs and errors of the pages, for programs.

==============  ==========================================================================
``tokens``      who asks: a scoped token, or nobody
``limits``      how often one may ask
``schemas``     what is read and written; every value is bounded at the door
``said``        rows turned into what is written
``reading``     the operations that read
``writing``     the operations that write, each one verb of ``sharing.actions``
``router``      the interface itself, and its errors in the one JSON shape of the house
==============  ==========================================================================
"""
