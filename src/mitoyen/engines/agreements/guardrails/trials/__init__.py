"""The agreement tried before it is signed, by the very pipeline that will settle it.

==============  =================================================================================
``supposing``   settle it on supposed figures (numbers only: no draw, no numpy)
``simulating``  the quick simulation that some rules share, run at most once and only when asked
``effects``     what an outcome payment gives for no effect, for the aim, through the noise
==============  =================================================================================
"""
