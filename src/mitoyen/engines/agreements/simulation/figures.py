"""What the scenarios say, in figures: means, bad years, how often each cap binds.

Floats from here on: these are reports, not amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.agreements.simulation.spreads import Spread, chance_between, spread, worst_tail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.agreements.simulation.running import Cents, Simulated
    from mitoyen.engines.agreements.simulation.spreads import Between

__all__ = ["Figures", "Spread", "figures", "spread", "worst_tail"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a simulation says: each account over the term and in a year, each cap, each clause."""

    over_the_term: Mapping[str, Spread]
    in_a_year: Mapping[str, Spread]
    cap_in_a_period: Mapping[str, float]
    """For each cap, how often it binds in a period."""
    cap_ever: Mapping[str, float]
    """For each cap, in how many scenarios it binds at least once."""
    cap_ever_between: Mapping[str, Between]
    """The 95 % interval of that chance."""
    by_clause: Mapping[str, Mapping[str, Spread]]


def figures(simulated: Simulated) -> Figures:
    """Everything that is reported of a simulation."""
    accounts = simulated.accounts
    clauses = {clause for clause, _, _ in simulated.flows}
    touched = {
        clause: sorted({side for mover, *sides in simulated.flows if mover == clause for side in sides})
        for clause in clauses
    }
    ever = {cap: np.asarray(reached.any(axis=0)) for cap, reached in simulated.reached.items()}
    return Figures(
        over_the_term={name: spread(moved.sum(axis=0)) for name, moved in accounts.items()},
        in_a_year={name: spread(_by_year(simulated, moved)) for name, moved in accounts.items()},
        cap_in_a_period={cap: float(reached.mean()) for cap, reached in simulated.reached.items()},
        cap_ever={cap: float(ever[cap].mean()) for cap in ever},
        cap_ever_between={cap: chance_between(ever[cap]) for cap in ever},
        by_clause={
            clause: {account: spread(simulated.net_of_clause(clause, account)) for account in touched[clause]}
            for clause in (each.id for each in simulated.document.agreement.clauses)
            if clause in clauses
        },
    )


def _by_year(simulated: Simulated, moved: Cents) -> Cents:
    """Yearly totals, years × scenarios."""
    term = simulated.document.agreement.term
    years = [term.window("year", period.start) for period in simulated.periods]
    totals = [
        moved[[rank for rank, each in enumerate(years) if each == year]].sum(axis=0) for year in dict.fromkeys(years)
    ]
    return np.stack(totals)
