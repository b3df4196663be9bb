"""Which clause carries the risk, and which uncertainty makes it.

Every comparison draws the same facts (common random numbers). Leave-one-out tells what a clause changes, all others
being there; the Shapley value shares a risk among clauses whatever their order of arrival, so that clauses that work
together share what they do together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.agreements.simulation.figures import spread, worst_tail
from mitoyen.engines.agreements.simulation.running import Simulated, simulate
from mitoyen.engines.agreements.simulation.shapley import PAIRS, drawn_values, exact_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mitoyen.engines.agreements.simulation.figures import Spread

    Progress = Callable[[int, int], None]

EXACT_CLAUSES = 8


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a risk that a clause carries, in cents; ``half_width`` is zero when it is exact."""

    value: float
    half_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Risk:
    """Where the risk of each account comes from: each clause in its bad years, each driver in its variance."""

    by_clause: Mapping[str, Mapping[str, Share]]
    by_driver: Mapping[str, Mapping[str, float]]


def moving_clauses(simulated: Simulated) -> list[str]:
    """The clauses that move money, in the order of the document."""
    moving = {clause for clause, _, _ in simulated.flows}
    return [clause.id for clause in simulated.document.agreement.clauses if clause.id in moving]


def leave_one_out(
    simulated: Simulated, clauses: Sequence[str], progress: Progress | None = None
) -> dict[str, dict[str, Spread]]:
    """For each clause, what it changes for each account over the term: with it, minus without it."""
    changes: dict[str, dict[str, Spread]] = {}
    for rank, clause in enumerate(clauses):
        without = _again(simulated, simulated.without | {clause})
        accounts = {**simulated.accounts, **without.accounts}
        changes[clause] = {name: spread(simulated.net(name) - without.net(name)) for name in accounts}
        if progress:
            progress(rank + 1, len(clauses))
    return changes


def shares_of_risk(
    simulated: Simulated, clauses: Sequence[str], accounts: Sequence[str], progress: Progress | None = None
) -> dict[str, dict[str, Share]]:
    """For each account, how much of its bad years (CVaR95 over the term) each clause brings or takes away.

    Exact up to eight clauses; beyond, over orders of arrival drawn in pairs, with the half-width of a 95 % interval.
    """
    tried: dict[frozenset[str], np.ndarray] = {}
    total = 2 ** len(clauses) if len(clauses) <= EXACT_CLAUSES else 2 * PAIRS * len(clauses)

    def worth(present: frozenset[str]) -> np.ndarray:
        if present not in tried:
            run = _again(simulated, simulated.without | (set(clauses) - present))
            tried[present] = np.array([worst_tail(run.net(account)) for account in accounts])
            if progress:
                progress(min(len(tried), total), total)
        return tried[present]

    few = len(clauses) <= EXACT_CLAUSES
    shares = exact_values(clauses, worth) if few else drawn_values(clauses, worth, simulated.seed)
    return {
        account: {clause: Share(float(value[rank]), float(width[rank])) for clause, (value, width) in shares.items()}
        for rank, account in enumerate(accounts)
    }


def variance_by_driver(
    simulated: Simulated, accounts: Sequence[str], progress: Progress | None = None
) -> dict[str, dict[str, float]]:
    """For each account, the part of its variance over the term that goes when each driver is held at its mean.

    Parts sum to one when drivers are independent and nothing bends (no cap, no threshold); else they do not.
    """
    assumed = simulated.document.agreement.assumptions
    names = list(assumed.drivers) if assumed else []
    whole = {account: float(simulated.net(account).var()) for account in accounts}
    parts: dict[str, dict[str, float]] = {account: {} for account in accounts}
    for rank, name in enumerate(names):
        held = simulate(
            simulated.document,
            scenarios=simulated.scenarios,
            seed=simulated.seed,
            without=simulated.without,
            frozen={name},
        )
        for account in accounts:
            left = float(held.net(account).var())
            parts[account][name] = 1 - left / whole[account] if whole[account] else 0.0
        if progress:
            progress(rank + 1, len(names))
    return parts


def _again(simulated: Simulated, without: frozenset[str] | set[str]) -> Simulated:
    """The same draws, without some clauses."""
    return simulate(
        simulated.document,
        scenarios=simulated.scenarios,
        seed=simulated.seed,
        without=frozenset(without),
        draws=simulated.draws,
    )
