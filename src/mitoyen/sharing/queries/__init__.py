"""Reads of sharing; the actor comes first: what she may not see does not exist for her.

==============  ==============================================================================================
``catalogue``   ``resource_or_refuse``, ``unit_by_code``, ``visible_resources``, ``category_tree``, tariffs, members
``matching``    ``nearest_matches``: what a search matches, the nearest first, with so many rows read whole
``occupation``  ``occupations``: what keeps units busy during a window, in one statement
``bookings``    ``booking_or_refuse``, ``visible_bookings``, ``to_answer``, ``late``, ``movements``
``meters``      the readings around an instant
``usage``       ``usage_between``: what was booked, present and invoiced, with a hash of the whole
``keys``        feeds and tokens by their secret
==============  ==============================================================================================
"""
