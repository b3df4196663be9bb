"""Which clause carries the risk, and which uncertainty makes it.

Every comparison draws the same facts (common random numbers). Leave-one-out tells what a clause changes, all others
being there; the Shapley value shares a risk among clauses whatever their order of arrival, so that clauses that work
together share what they do together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.calculus.draws import stream
from mitoyen.engines.agreements.simulation.figures import spread, worst_tail
from mitoyen.engines.agreements.simulation.running import Simulated, simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.simulation.figures import Spread

    Progress = Callable[[int, int], None]
    Worth = Callable[[frozenset[str]], np.ndarray]

EXACT_CLAUSES = 8
ORDERS = 60
"""How many orders of arrival are drawn beyond: each, with its reverse, is one pair."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a risk that a clause carries, in cents; ``half_width`` is zero when it is exact."""

    value: float
    half_width: float = 0.0


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
    total = 2 ** len(clauses) if len(clauses) <= EXACT_CLAUSES else 2 * ORDERS * len(clauses)

    def worth(present: frozenset[str]) -> np.ndarray:
        if present not in tried:
            run = _again(simulated, simulated.without | (set(clauses) - present))
            tried[present] = np.array([worst_tail(run.net(account)) for account in accounts])
            if progress:
                progress(min(len(tried), total), total)
        return tried[present]

    shares = _exact(clauses, worth) if len(clauses) <= EXACT_CLAUSES else _drawn(clauses, worth, simulated.seed)
    return {
        account: {clause: Share(float(value[rank]), float(width[rank])) for clause, (value, width) in shares.items()}
        for rank, account in enumerate(accounts)
    }


def variance_by_driver(
    document: Document, scenarios: int, seed: int, account: str, progress: Progress | None = None
) -> dict[str, float]:
    """For each driver, the part of the variance of ``account`` that goes when it is held at its mean."""
    assumed = document.agreement.assumptions
    names = list(assumed.drivers) if assumed else []
    whole = float(simulate(document, scenarios=scenarios, seed=seed).net(account).var())
    parts: dict[str, float] = {}
    for rank, name in enumerate(names):
        held = float(simulate(document, scenarios=scenarios, seed=seed, frozen={name}).net(account).var())
        parts[name] = 1 - held / whole if whole else 0.0
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


def _exact(clauses: Sequence[str], worth: Worth) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    count = len(clauses)
    shares = {}
    for clause in clauses:
        others = [each for each in clauses if each != clause]
        value = np.zeros_like(worth(frozenset()))
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for present in map(frozenset, combinations(others, size)):
                value = value + weight * (worth(present | {clause}) - worth(present))
        shares[clause] = (value, np.zeros_like(value))
    return shares


def _drawn(clauses: Sequence[str], worth: Worth, seed: int) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """Orders of arrival drawn with their reverses: the mean of each pair varies less than two draws."""
    rng = stream(seed, "orders of arrival")
    pairs: dict[str, list[np.ndarray]] = {clause: [] for clause in clauses}
    for _ in range(ORDERS):
        order = [clauses[rank] for rank in rng.permutation(len(clauses))]
        brought = [_arrivals(each, worth) for each in (order, order[::-1])]
        for clause in clauses:
            pairs[clause].append((brought[0][clause] + brought[1][clause]) / 2)
    return {
        clause: (np.mean(values, axis=0), 1.959964 * np.std(values, axis=0, ddof=1) / np.sqrt(ORDERS))
        for clause, values in pairs.items()
    }


def _arrivals(order: Sequence[str], worth: Worth) -> dict[str, np.ndarray]:
    present: frozenset[str] = frozenset()
    brought = {}
    for clause in order:
        brought[clause] = worth(present | {clause}) - worth(present)
        present |= {clause}
    return brought
