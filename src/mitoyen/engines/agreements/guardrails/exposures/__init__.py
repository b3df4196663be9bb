"""The most that a party may have to pay, whatever happens.

=================  ==============================================================================
``bounds``         all clauses at their worst, through every cap, over some periods
``clause_bounds``    the most under each kind of clause, in one settlement (``fee_bounds``, ``result_bounds``,
                   ``duty_bounds``: by family)
``money_bounds``   the same for grants, loans, cash handed on, gains shared, endings
``reach``          how far facts and indicators can go       ``most``  sums that may have no bound
=================  ==============================================================================
"""
