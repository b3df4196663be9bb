"""Seasons that repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mitoyen.calculus.draws.refusing import refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.calculus.normal import Floats


def seasonal(weights: Sequence[float], periods: int) -> Floats:
    """The factors of a season that repeats, of mean 1 over a cycle.

    >>> seasonal([1.0, 3.0], 3).tolist()
    [0.5, 1.5, 0.5]
    """
    cycle = np.asarray(weights, dtype=np.float64)
    if cycle.size == 0 or cycle.min() < 0 or cycle.sum() == 0:
        raise refused(
            f"La saison {list(weights)} n'a pas de moyenne",
            "donnez des poids positifs ou nuls, un au moins au-dessus de zéro",
            f"the season {list(weights)} has no mean",
            "give weights of zero or more, one of them above zero",
        )
    return np.resize(cycle / cycle.mean(), periods)
