"""Cooperative games: what every group would pay alone, and shares that follow from it.

================  ===========================================================================
``game``          the table of coalitions, in whole cents; the order of players is that of bits
``coalitions``    sums and exact comparisons over all of them at once; ``rational``: exact equations
``shapley``       what each adds, on average over the orders of joining; also by types
``sampling``      the same for many members, by draws, with its interval
``airport``       closed forms when a group costs what its costliest member does; ``airport_levels``: the rest
``nucleolus``     raise the worst-off groups first: total, per member, per euro; least core
``levels``        what is raised, and under which bounds; ``table``: over all the coalitions of a game
``ladder``        the climb, by linear programs (``program``); ``certificate``: its proof
``separable``     what joining adds, and the rest by benefits or equally (SCRB, ENSC, ACA, Gately)
``core``          which groups would be better off alone, and by how much
``cover``         the best way to split every group
``joining``       who loses when the next one joins
``report``        is the table monotone, subadditive, concave
``reading``       GAME.json (``document``: its numbers, ``groups``: its table), errors that say where
================  ===========================================================================
"""
