"""The cheapest way for every group to be served, by itself or split in smaller groups: the subadditive cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import members
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_COVERED = 16


def subsets_holding(coalition: int, player: int) -> NDArray[np.int64]:
    """The subsets of ``coalition`` that hold ``player``.

    >>> [bin(subset) for subset in subsets_holding(0b111, 2)]
    ['0b100', '0b101', '0b110', '0b111']
    """
    subsets = np.array([1 << player], dtype=np.int64)
    for i in members(coalition & ~(1 << player)):
        subsets = np.concatenate([subsets, subsets | (1 << i)])
    return subsets


def subadditive_cover(game: Game) -> Game:
    """The game where each group may split in the best way (highest earnings for a value game). O(3 ** n).

    Raises :class:`GameError` above 16 players.

    >>> towns = Game(("A", "B", "C"), np.array([0, 5, 5, 12, 5, 9, 9, 20]))
    >>> subadditive_cover(towns).amounts.tolist()
    [0, 5, 5, 10, 5, 9, 9, 14]
    """
    if game.n > MOST_COVERED:
        raise GameError(
            Sentence(
                f"Chercher tous les découpages de {game.n} membres est trop long (au plus {MOST_COVERED}).",
                f"Searching every split of {game.n} members takes too long (at most {MOST_COVERED}).",
            )
        )
    costs = game.costs
    best = costs.copy()
    for coalition in range(1, 1 << game.n):
        # The part that holds the last member is a group of its own; the others are already at their best.
        first = subsets_holding(coalition, coalition.bit_length() - 1)
        best[coalition] = (costs[first] + best[coalition ^ first]).min()
    return Game(game.players, game.sign * best, game.kind, game.decimals)


def best_split(game: Game) -> list[int]:
    """The coalitions of the cheapest partition of everyone, the one that holds the last member first.

    >>> towns = Game(("A", "B", "C"), np.array([0, 5, 5, 12, 5, 9, 9, 20]))
    >>> [towns.group(part) for part in best_split(towns)]
    [('B', 'C'), ('A',)]
    """
    costs, best = game.costs, subadditive_cover(game).costs
    parts, left = [], game.everyone
    while left:
        first = subsets_holding(left, left.bit_length() - 1)
        # Among equals, the largest group: splitting must bring something.
        worth = costs[first] + best[left ^ first]
        chosen = max(first[worth == worth.min()].tolist(), key=lambda part: (part.bit_count(), part))
        parts.append(chosen)
        left ^= chosen
    return parts
