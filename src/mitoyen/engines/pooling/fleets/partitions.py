"""The best set of pools: all together, in groups, or each on its own.

``costs`` is a table of coalitions: ``costs[mask]`` is what the members of ``mask`` (bit ``i`` for member
``i``) pay together, in cents.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

Ints = npt.NDArray[np.int64]

MOST_MEMBERS = 15


@dataclass(frozen=True, slots=True)
class Partition:
    """Groups of members that leave nobody out, and what they cost in all."""

    groups: tuple[int, ...]
    cost: int


def best_partition(costs: Ints, whole: int | None = None) -> Partition:
    """The cheapest way to part the members of ``whole`` (everybody) into pools; the fewest pools when equal.

    Every subset is tried once with each of its own subsets: 3^n, hence fifteen members at most.

    >>> best_partition(np.array([0, 10, 10, 15, 10, 25, 25, 40]))
    Partition(groups=(3, 4), cost=25)
    """
    everybody = costs.size - 1 if whole is None else whole
    if everybody.bit_count() > MOST_MEMBERS:
        raise InvalidError(
            Sentence(
                f"La meilleure répartition en groupes se cherche jusqu'à {MOST_MEMBERS} membres "
                f"({everybody.bit_count()} ici) : étudiez d'abord des groupes de voisins.",
                f"The best set of pools is searched for up to {MOST_MEMBERS} members ({everybody.bit_count()} here): "
                "study groups of neighbours first.",
            )
        )
    members = [bit for bit in range(everybody.bit_length()) if everybody >> bit & 1]
    table = costs[_subsets(members)]
    best, choice = _cheapest(table)
    groups, left = [], table.size - 1
    while left:
        groups.append(int(choice[left]))
        left &= ~groups[-1]
    spread = tuple(sorted(_spread(group, members) for group in groups))
    return Partition(spread, int(best[-1]))


def _cheapest(table: Ints) -> tuple[Ints, Ints]:
    """For every subset, its cheapest cost when parted, and the group of its lowest member."""
    best = np.zeros(table.size, dtype=np.int64)
    pools = np.zeros(table.size, dtype=np.int64)
    choice = np.zeros(table.size, dtype=np.int64)
    for subset in range(1, table.size):
        lowest = subset & -subset
        groups = _subsets([bit for bit in range(subset.bit_length()) if (subset ^ lowest) >> bit & 1]) | lowest
        rest = subset ^ groups
        total = table[groups] + best[rest]
        least = total.min()
        tied = np.flatnonzero(total == least)
        place = tied[np.argmin(pools[rest[tied]])]
        best[subset], choice[subset] = least, groups[place]
        pools[subset] = pools[rest[place]] + 1
    return best, choice


def _subsets(bits: list[int]) -> Ints:
    """Every union of these bits; place ``p`` holds those whose ranks are the bits of ``p``."""
    unions = np.zeros(1, dtype=np.int64)
    for bit in bits:
        unions = np.concatenate([unions, unions | (1 << bit)])
    return unions


def _spread(group: int, members: list[int]) -> int:
    return sum(1 << member for rank, member in enumerate(members) if group >> rank & 1)


def best_split(costs: Ints, whole: int | None = None) -> Partition:
    """The cheapest way to stay together or to part in two groups, tried in one pass.

    >>> best_split(np.array([0, 10, 10, 15, 10, 25, 25, 40])).groups
    (3, 4)
    """
    everybody = costs.size - 1 if whole is None else whole
    members = [bit for bit in range(everybody.bit_length()) if everybody >> bit & 1]
    groups = _subsets(members)
    totals = costs[groups] + costs[everybody ^ groups]
    together = int(costs[everybody])
    place = int(np.argmin(totals))
    if totals[place] >= together:
        return Partition((everybody,), together)
    return Partition(tuple(sorted((int(groups[place]), everybody ^ int(groups[place])))), int(totals[place]))
