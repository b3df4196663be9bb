"""The Shapley value of a worth: what each player brings, whatever the order in which they arrive.

Exact over all groups when there are few players; else over orders of arrival drawn in pairs, with an interval.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.calculus.draws.streams import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Worth = Callable[[frozenset[str]], np.ndarray]
    Values = dict[str, tuple[np.ndarray, np.ndarray]]

PAIRS = 60
"""How many orders of arrival are drawn: each, with its reverse, is one pair."""
STUDENT_95 = 2.000995
"""The half-width of 95 % of a mean of 60 pairs, in standard errors (Student, 59 degrees of freedom)."""


def exact_values(players: Sequence[str], worth: Worth) -> Values:
    """The value of each player, and a half-width of zero; ``worth`` is asked for every group.

    >>> heaviest = {"a": 1.0, "b": 3.0}
    >>> values = exact_values(["a", "b"], lambda group: np.array(max([0.0, *(heaviest[one] for one in group)])))
    >>> {one: float(value) for one, (value, _) in values.items()}
    {'a': 0.5, 'b': 2.5}
    """
    count = len(players)
    values: Values = {}
    for player in players:
        others = [each for each in players if each != player]
        value = np.zeros_like(worth(frozenset()))
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for group in map(frozenset, combinations(others, size)):
                value = value + weight * (worth(group | {player}) - worth(group))
        values[player] = (value, np.zeros_like(value))
    return values


def drawn_values(players: Sequence[str], worth: Worth, seed: int) -> Values:
    """The value of each player over orders drawn with their reverses, and the half-width of its 95 % interval.

    The mean of an order and of its reverse varies less than that of two draws.
    """
    rng = stream(seed, "orders of arrival")
    pairs: dict[str, list[np.ndarray]] = {player: [] for player in players}
    for _ in range(PAIRS):
        order = [players[rank] for rank in rng.permutation(len(players))]
        brought = [_arrivals(each, worth) for each in (order, order[::-1])]
        for player in players:
            pairs[player].append((brought[0][player] + brought[1][player]) / 2)
    return {
        player: (np.mean(values, axis=0), STUDENT_95 * np.std(values, axis=0, ddof=1) / np.sqrt(PAIRS))
        for player, values in pairs.items()
    }


def _arrivals(order: Sequence[str], worth: Worth) -> dict[str, np.ndarray]:
    present: frozenset[str] = frozenset()
    brought = {}
    for player in order:
        brought[player] = worth(present | {player}) - worth(present)
        present |= {player}
    return brought
