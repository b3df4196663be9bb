"""The best set of pools: all together, in groups, or each on its own.

``costs`` is a table of coalitions: ``costs[mask]`` is what the members of ``mask`` (bit ``i`` for member
``i``) pay together, in cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

Ints = npt.NDArray[np.int64]

MOST_MEMBERS = 15
_BLOCK = 256


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
    """For every subset, its cheapest cost when parted, and the group of its lowest member.

    Subsets are taken by size, all those of one size in one array: those they leave are smaller, and known.
    """
    members = table.size.bit_length() - 1
    best = np.zeros(table.size, dtype=np.int64)
    choice = np.zeros(table.size, dtype=np.int64)
    # The number of pools breaks ties: it is carried in the low digits of the cost.
    scale = members + 1
    for size in range(1, members + 1):
        bits = np.array(list(combinations(range(members), size)), dtype=np.int64)
        subsets = (1 << bits).sum(axis=1)
        patterns = (np.arange(1 << (size - 1))[:, None] >> np.arange(size - 1)) & 1
        for first in range(0, len(subsets), _BLOCK):
            block = slice(first, first + _BLOCK)
            groups = (1 << bits[block, :1]) + (1 << bits[block, 1:]) @ patterns.T
            total = table[groups] * scale + 1 + best[subsets[block, None] ^ groups]
            place = total.argmin(axis=1)
            rows = np.arange(len(place))
            best[subsets[block]], choice[subsets[block]] = total[rows, place], groups[rows, place]
    return best // scale, choice


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
