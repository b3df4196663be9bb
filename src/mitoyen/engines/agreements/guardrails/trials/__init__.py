"""The agreement tried before it is signed, by the very pipeline that will settle it.

================  =================================================================================
``supposing``     settle it on supposed figures (numbers only: no draw, no numpy)
``foreseen``      what sanctions and their ceilings are worth in an ordinary period
``effects``       what an outcome payment gives for no effect, for the aim, through the noise
``scales``        the values of an indicator that are worth trying
``side_by_side``  thousands of suppositions settled at once, in arrays
``worsening``     whether somebody that is judged gains when an indicator worsens
``simulating``    the quick simulation that some rules share, run at most once and only when asked
================  =================================================================================
"""
