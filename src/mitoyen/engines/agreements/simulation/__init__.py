"""Who gains and who loses what, in good years and bad: the clauses of settlement, on arrays of scenarios.

===============  =================================================================================
``laws``         the law of each driver, and the figures that it asks for
``drivers``      what the assumptions draw, quantised to the decimals of each fact
``running``      ``simulate``: period after period, all scenarios at once, by ``pipeline.run``
``spreads``      mean, quantiles, CVaR95 of one amount, with their intervals
``figures``      the spread of every account and clause, how often each cap binds
``shapley``      what each player brings whatever the order of arrival
``attribution``  what each clause changes, its share of the risk, the variance of each driver
``telling``      the tree that is published, and the sentences a council reads
===============  =================================================================================

Draws are common to all runs of one seed: leaving a clause out changes nothing else. Floats are used to draw
and to report, never in an amount.
"""
