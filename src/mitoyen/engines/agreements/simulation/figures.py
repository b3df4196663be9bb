"""What the scenarios say, in figures: means, bad years, how often each cap binds.

Floats from here on: these are reports, not amounts. Quantiles are those of the draws, without smoothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.agreements.simulation.running import Cents, Simulated

TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Spread:
    """How an amount spreads over the scenarios, in cents; ``worst`` is the mean of the worst twentieth (CVaR95).

    ``half_width`` is that of the 95 % interval of the mean, which more scenarios narrow.
    """

    mean: float
    p5: float
    p50: float
    p95: float
    worst: float
    deviation: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a simulation says: each account over the term and in a year, each cap, each clause."""

    over_the_term: Mapping[str, Spread]
    in_a_year: Mapping[str, Spread]
    cap_in_a_period: Mapping[str, float]
    """For each cap, how often it binds in a period."""
    cap_ever: Mapping[str, float]
    """For each cap, in how many scenarios it binds at least once."""
    by_clause: Mapping[str, Mapping[str, Spread]]


def spread(cents: Cents) -> Spread:
    """How one amount spreads.

    >>> spread(np.arange(1, 101)).p5, spread(np.arange(1, 101)).worst
    (5.0, 3.0)
    """
    low, middle, high = np.quantile(cents, [TAIL, 0.5, 1 - TAIL], method="inverted_cdf")
    deviation = float(cents.std(ddof=1)) if cents.size > 1 else 0.0
    return Spread(
        mean=float(cents.mean()),
        p5=float(low),
        p50=float(middle),
        p95=float(high),
        worst=worst_tail(cents),
        deviation=deviation,
        half_width=1.959964 * deviation / float(np.sqrt(cents.size)),
    )


def worst_tail(cents: Cents, tail: float = TAIL) -> float:
    """The mean of the worst ``tail`` of the scenarios, the lowest being the worst (expected shortfall)."""
    count = max(1, round(cents.size * tail))
    return float(np.partition(cents, count - 1)[:count].mean())


def figures(simulated: Simulated) -> Figures:
    """Everything that is reported of a simulation."""
    accounts = simulated.accounts
    clauses = {clause for clause, _, _ in simulated.flows}
    touched = {
        clause: sorted({side for mover, *sides in simulated.flows if mover == clause for side in sides})
        for clause in clauses
    }
    return Figures(
        over_the_term={name: spread(moved.sum(axis=0)) for name, moved in accounts.items()},
        in_a_year={name: spread(_by_year(simulated, moved)) for name, moved in accounts.items()},
        cap_in_a_period={cap: float(reached.mean()) for cap, reached in simulated.reached.items()},
        cap_ever={cap: float(reached.any(axis=0).mean()) for cap, reached in simulated.reached.items()},
        by_clause={
            clause: {account: spread(simulated.net_of_clause(clause, account)) for account in touched[clause]}
            for clause in (each.id for each in simulated.document.agreement.clauses)
            if clause in clauses
        },
    )


def _by_year(simulated: Simulated, moved: Cents) -> Cents:
    """Yearly totals of every scenario, years and scenarios together."""
    term = simulated.document.agreement.term
    years = [term.window("year", period.start) for period in simulated.periods]
    totals = [
        moved[[rank for rank, each in enumerate(years) if each == year]].sum(axis=0) for year in dict.fromkeys(years)
    ]
    return np.concatenate(totals)
