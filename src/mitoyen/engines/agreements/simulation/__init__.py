"""Who gains and who loses what, in good years and bad: the clauses of settlement, on arrays of scenarios.

===============  =================================================================================
``drivers``      what the assumptions draw, quantised to the decimals of each fact
``running``      ``simulate``: period after period, all scenarios at once, by ``settlement.run``
``figures``      mean, quantiles, CVaR95, how often each cap binds
``attribution``  what each clause changes, its share of the risk, the variance of each driver
``telling``      the tree that is published, and the sentences a council reads
===============  =================================================================================

Draws are common to all runs of one seed: leaving a clause out changes nothing else. Floats are used to draw
and to report, never in an amount.
"""
