"""Does anyone lose when the next one joins? Population monotonicity, tried member by member.

Only a concave cost game guarantees that nobody does (Sprumont, "Population monotonic allocation schemes
for cooperative games with transferable utility", Games and Economic Behavior 2, 1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.shapley import shapley

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from mitoyen.engines.pooling.games.game import Game, Shares


@dataclass(frozen=True, slots=True)
class Loss:
    """When ``joining`` comes in, ``loser`` is worse off by ``amount`` (indices of players)."""

    joining: int
    loser: int
    amount: Fraction


def losses_by_joining(game: Game, method: Callable[[Game], Shares] = shapley) -> list[Loss]:
    """Who is worse off, under ``method``, with all than before the last one joined; the worst first.

    >>> import numpy as np
    >>> from mitoyen.engines.pooling.games.game import Game
    >>> losses_by_joining(Game(("Nord", "Sud"), np.array([0, 11, 7, 15])))
    []
    """
    if game.n == 1:
        return []
    after = method(game)
    found = []
    for joining in range(game.n):
        before = method(game.without(joining))
        others = [i for i in range(game.n) if i != joining]
        for other, share in zip(others, before, strict=True):
            lost = game.sign * (after[other] - share)
            if lost > 0:
                found.append(Loss(joining, other, lost))
    return sorted(found, key=lambda loss: (-loss.amount, loss.joining, loss.loser))
