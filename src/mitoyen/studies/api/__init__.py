"""The JSON interface of studies, under ``/api/v1/studies``: the verbs and errors of the pages, for programs.

The interface itself, its tokens, limits and refusals are those of sharing: the project joins both.

==============  ==========================================================================
``schemas``     what is read and written; every value is bounded at the door
``said``        rows turned into what is written
``router``      the operations, each one verb of ``studies.actions`` or a read of ``studies.queries``
==============  ==========================================================================
"""
