"""Fleets for demand that comes at random, when all one knows is its load.

These formulas suppose that needs are independent of one another. Snow, harvest and the fourteenth of July
strike everybody at once: there, replay the real days instead (``replay``), and compare.

A load is a mean number of busy units: hours needed over hours of the period (an erlang).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_MOST = 100_000


def erlang_b(load: float, units: int) -> float:
    """The share of needs that find every unit busy and are lost.

    >>> round(erlang_b(3.0, 5), 5)
    0.11005
    """
    _check(load)
    blocked = 1.0
    for count in range(1, units + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_b_units(loads: npt.ArrayLike, most_lost: float) -> Ints:
    """The fewest units that lose at most ``most_lost`` of the needs, for each load.

    >>> erlang_b_units([5.0, 10.0], 0.01).tolist()
    [11, 18]
    """
    load = np.asarray(loads, dtype=np.float64)
    _check(float(load.min(initial=0.0)))
    if not 0 < most_lost <= 1:
        raise InvalidError(
            Sentence(
                f"La part de besoins perdus ({most_lost}) doit être entre 0 et 1 : rien ne sert toujours tout.",
                f"The share of lost needs ({most_lost}) must be between 0 and 1: no fleet always serves everything.",
            )
        )
    units = np.zeros(load.shape, dtype=np.int64)
    blocked = np.ones(load.shape)
    for count in range(1, _MOST):
        short = (blocked > most_lost * (1 + 1e-12)) & (load > 0)
        if not short.any():
            break
        blocked = np.where(short, load * blocked / (count + load * blocked), blocked)
        units[short] = count
    return units


def erlang_b_load(units: int, most_lost: float) -> float:
    """The load that ``units`` can carry with at most ``most_lost`` of the needs lost.

    >>> round(erlang_b_load(10, 0.01), 2)
    4.46
    """
    low, high = 0.0, float(units) + 1.0
    while erlang_b(high, units) < most_lost:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if erlang_b(middle, units) < most_lost else (low, middle)
    return low


def erlang_c(load: float, units: int) -> float:
    """The share of needs that must wait, when they wait instead of being lost; 1 when the queue never ends.

    >>> round(erlang_c(2.0, 3), 6)
    0.444444
    """
    if load >= units:
        return 1.0
    blocked = erlang_b(load, units)
    return blocked / (1.0 - load / units * (1.0 - blocked))


def mean_wait(load: float, units: int, duration: float) -> float:
    """The mean wait of a need, in the unit of its mean ``duration`` (exponential durations).

    >>> round(mean_wait(2.0, 3, 60.0), 6)
    26.666667
    """
    if load >= units:
        return float("inf")
    return erlang_c(load, units) * duration / (units - load)


def engset(sources: int, activity: float, units: int) -> float:
    """The share of needs lost when ``sources`` users share ``units``, each wanting one at a time.

    ``activity`` is the share of its time for which each would use a unit if it never waited for one.

    >>> engset(4, 0.5, 4), round(engset(3, 0.5, 1), 6)
    (0.0, 0.666667)
    """
    if not 0 <= activity < 1:
        raise InvalidError(
            Sentence(
                f"La part de temps d'usage ({activity}) doit être entre 0 et 1.",
                f"The share of time in use ({activity}) must be between 0 and 1.",
            )
        )
    drive = activity / (1.0 - activity)
    blocked = 1.0
    for count in range(1, units + 1):
        idle = max(sources - count, 0)  # the users who are not served when the others hold a unit
        blocked = idle * drive * blocked / (count + idle * drive * blocked)
    return blocked


def engset_units(sources: int, activity: float, most_lost: float) -> int:
    """The fewest units that lose at most ``most_lost`` of the needs of ``sources`` users.

    >>> engset_units(12, 0.1, 0.05)
    4
    """
    return next(units for units in range(sources + 1) if engset(sources, activity, units) <= most_lost)


def pooled_deviation(deviations: npt.ArrayLike, correlation: npt.ArrayLike) -> float:
    """The standard deviation of a sum: what the safety stock of a pool is proportional to.

    G. Eppen, *Management Science* 25 (1979), 498-501.

    >>> four = np.ones(4)
    >>> [round(pooled_deviation(four, np.full((4, 4), r) + (1 - r) * np.eye(4)) / 4, 4) for r in (0.0, 0.5, 1.0)]
    [0.5, 0.7906, 1.0]
    """
    spread = np.asarray(deviations, dtype=np.float64)
    variance = float(spread @ np.asarray(correlation, dtype=np.float64) @ spread)
    return float(np.sqrt(max(0.0, variance)))


def _check(load: float) -> None:
    if load < 0:
        raise InvalidError(
            Sentence(f"Une charge ne peut pas être négative ({load}).", f"A load is never below zero ({load}).")
        )
