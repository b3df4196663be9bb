"""How many units are enough: alone, in every group, all together; and what that costs.

================  ==========================================================================
``demand``        needs laid on the timeline, by member and by weight
``curves``        what stays unmet with each number of units, for every group of members
``serving``       which needs a fleet serves when a need is served whole or not at all
``journeys``      fleets that must drive from one need to the next
``classes``       a bigger machine that can do the work of a smaller one
``queues``        random demand: Erlang, Engset, safety stocks
``together``      do members need it at the same time? measured, and as if independent
``replay``        the record drawn again by whole days, all members together
``shortage``      who goes without, under a written rule
``costs``         machines, pooling itself, pay-back, CO2
``partitions``    the best set of pools
``network``       cheapest flows, by HiGHS
================  ==========================================================================
"""
