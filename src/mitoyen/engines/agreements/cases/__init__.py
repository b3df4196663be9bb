"""Published cases (terms, observations, expected results) redone by the engine that settles agreements.

==============  =================================================================================
``given``       terms and observations as people wrote them
``trial``       a case as a small agreement, settled
``tariffs``     social tariffs by blocks, insertion hours, indexation
``incomes``     prices by income: effort rates, steps
``shares``      cost shares, penalties, guarantees
``bands``       demand bands, bonus-malus, usage fees
``outcomes``    outcome payments
``any_clause``  any other kind of clause, by its own parameters
``answers``     a file of cases in, computed figures out
==============  =================================================================================

A recipe maps the terms of one form of clause to clauses and facts; it does no arithmetic of its own. It gives its
figures by the names that published cases use; :mod:`answers` keeps those that a case expects.
"""
