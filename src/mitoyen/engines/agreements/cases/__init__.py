"""Published cases (terms, observations, expected results) redone by the engine that settles agreements.

==============  =================================================================================
``vocabulary``  the words that terms use for one idea, in one table; ``naming``, how names compare
``given``       terms and observations as people wrote them
``tables``      steps, bands, blocks; ``counted``, prices and their counts; ``rounding``
``trial``       a case as a small agreement, settled
``tariffs``     social tariffs by blocks; ``incomes``, by income; ``usages``, fees
``revisions``   indexation; ``hours``, insertion hours
``shares``      cost shares; ``penalties``
``outcomes``    outcomes that must reach something; ``weights``, several targets
``payments``    what outcomes pay, with ``effects`` and ``paying``
``bands``       demand bands, bonus-malus; ``guarantees``; ``borrowing``, loans
``duties``      availability, universal service; ``inclusion``, access, equality, hiring; ``reports``
``funds``       caps of exposure, reserves, grants, royalties; ``cascades``; ``endings``, reviews and ends
``any_clause``  any kind of clause, by its own parameters
``forms``       which recipe reads which form
``answers``     a file of cases in, computed figures out; ``asked``, the figures asked for
==============  =================================================================================

A recipe maps the terms of one form of clause to clauses and facts. It gives its figures by the names that published
cases use; :mod:`answers` keeps those that a case expects. A term that no recipe looked at is named, and one that might
change an amount is refused: a figure is never given as if it were not there.
"""
