"""Cooperative games: what every group would pay alone, and shares that follow from it.

================  ===========================================================================
``game``          the table of coalitions, in whole cents; the order of players is that of bits
``shapley``       what each adds, on average over the orders of joining; also by types
``sampling``      the same for many members, by draws, with its interval
``airport``       closed forms when a group costs what its costliest member does
``nucleolus``     raise the worst-off groups first: total, per member, per euro; least core
``ladder``        the linear programs behind it, ``program`` one of them, ``certificate`` their proof
``separable``     what joining adds, and the rest by benefits or equally (SCRB, ENSC, ACA, Gately)
``core``          which groups would be better off alone, and by how much
``joining``       who loses when the next one joins
``report``        is the table complete, monotone, subadditive, concave; and its cover
``reading``       GAME.json, with errors that say where
``answer``        every method on one problem; ``words`` says it in French and English
================  ===========================================================================
"""
