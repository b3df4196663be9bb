"""How an amount spreads over the scenarios, and how far each figure may be from what endless scenarios would give.

Quantiles are those of the draws, without smoothing. Intervals are of 95 %. Only scenarios are independent: when each
gives several amounts (one per year), what varies is counted from scenario to scenario, never from year to year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from mitoyen.engines.agreements.simulation.running import Cents

Between: TypeAlias = tuple[float, float]
TAIL = 0.05
NORMAL_95 = 1.959964
"""The half-width of 95 % of a mean of many, in standard errors."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How an amount spreads, in cents; ``worst`` is the mean of the worst twentieth (CVaR95).

    ``half_width`` is that of the 95 % interval of the mean, ``worst_half_width`` that of the worst twentieth;
    ``p5_between`` and ``p95_between`` hold the two quantiles. More scenarios narrow them all.
    """

    mean: float
    p5: float
    p50: float
    p95: float
    worst: float
    deviation: float
    half_width: float
    worst_half_width: float
    p5_between: Between
    p95_between: Between


def spread(cents: Cents) -> Spread:
    """How one amount spreads: one number per scenario, or years × scenarios.

    >>> found = spread(np.arange(1, 101))
    >>> found.p5, found.worst, found.p5_between
    (5.0, 3.0, (1.0, 10.0))
    """
    by_scenario = np.atleast_2d(cents)
    ordered = np.sort(by_scenario, axis=None)
    low, middle, high = (_at(ordered, chance) for chance in (TAIL, 0.5, 1 - TAIL))
    # The worst twentieth is the mean of this, scenario by scenario: what is below the quantile counts twenty times.
    tail = low + np.minimum(by_scenario - low, 0) / TAIL
    return Spread(
        mean=float(ordered.mean()),
        p5=low,
        p50=middle,
        p95=high,
        worst=worst_tail(ordered),
        deviation=float(ordered.std(ddof=1)) if ordered.size > 1 else 0.0,
        half_width=half_width_of_mean(by_scenario),
        worst_half_width=half_width_of_mean(tail),
        p5_between=_between(ordered, by_scenario, low, TAIL),
        p95_between=_between(ordered, by_scenario, high, 1 - TAIL),
    )


def worst_tail(cents: Cents, tail: float = TAIL) -> float:
    """The mean of the worst ``tail`` of the scenarios, the lowest being the worst (expected shortfall)."""
    count = max(1, round(cents.size * tail))
    return float(np.partition(cents, count - 1)[:count].mean())


def half_width_of_mean(by_scenario: npt.NDArray[np.generic]) -> float:
    """The half-width of the 95 % interval of a mean; ``by_scenario`` has one column per scenario."""
    means = by_scenario.mean(axis=0)
    return NORMAL_95 * float(means.std(ddof=1)) / float(np.sqrt(means.size)) if means.size > 1 else 0.0


def chance_between(happened: npt.NDArray[np.bool_]) -> Between:
    """The 95 % interval of a chance (Wilson's: it stays between 0 and 1, even for what never happened).

    >>> low, high = chance_between(np.zeros(100, dtype=bool))
    >>> round(low, 4), round(high, 4)
    (0.0, 0.037)
    """
    count, share, z2 = happened.size, float(happened.mean()), NORMAL_95**2
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = NORMAL_95 * float(np.sqrt(share * (1 - share) / count + z2 / (4 * count**2))) / (1 + z2 / count)
    return max(0.0, centre - half), min(1.0, centre + half)


def quantile(values: npt.NDArray[np.generic], chance: float) -> float:
    """The value that this share of the draws does not exceed, whatever their order.

    >>> quantile(np.array([30, 10, 20, 40]), 0.5)
    20.0
    """
    return _at(np.sort(values, axis=None), chance)


def _at(ordered: npt.NDArray[np.generic], chance: float) -> float:
    """The value that this share of the draws does not exceed."""
    return float(ordered[max(0, int(np.ceil(ordered.size * chance - 1e-9)) - 1)])


def _between(ordered: Cents, by_scenario: Cents, value: float, chance: float) -> Between:
    """The interval of a quantile: the values at the ranks between which its true place lies."""
    away = half_width_of_mean(by_scenario <= value) * ordered.size
    first, last = round(ordered.size * chance - away + 0.5), round(ordered.size * chance + away - 0.5) + 1
    return float(ordered[max(0, first - 1)]), float(ordered[min(ordered.size, last) - 1])
