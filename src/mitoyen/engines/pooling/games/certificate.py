"""The proof that shares are the end of a ladder, in whole numbers and without any solver.

Each stage must show positive multipliers whose weighted sum of groups is already settled: then no
division of the total does better than its level, and every one that does as well settles its rows
(linear duality; for the nucleolus this is the criterion of Kohlberg, "On the nucleolus of a
characteristic function game", SIAM Journal on Applied Mathematics 20, 1971). And no group outside
those already settled may fare worse than that level under the shares: all of them are looked at.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.rational import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mitoyen.engines.pooling.games.levels import Held, Levels, Row, Stage


class UnprovenError(ArithmeticError):
    """The proof fails; ``row`` fares worse than the level that was claimed, when that is why."""

    def __init__(self, reason: str, row: Row | None = None) -> None:
        """Keep the row, so that it can enter the program."""
        super().__init__(reason)
        self.row = row


def verify(
    problem: Levels,
    shares: Sequence[Fraction],
    stages: Iterable[Stage],
    settled: Iterable[tuple[Held, Fraction]] = (),
) -> int:
    """Prove the ``stages`` for ``shares``, or raise :class:`UnprovenError`; the answer is the rank reached.

    The shares are the only ones at the end of the ladder when the rank is the number of players.
    """
    span = Span(len(problem.everyone))
    for held, worth in [(problem.everyone, Fraction(problem.total)), *settled]:
        _learn(span, held, worth, shares)
    for stage in stages:
        _check_multipliers(span, stage)
        worse = problem.worst(span, shares, stage.level)
        if worse is not None:
            raise UnprovenError("a group fares worse than the level", worse)
        for row in stage.rows:
            _learn(span, row.held, row.bound - row.weight * stage.level, shares)
    return span.rank


def _learn(span: Span, held: Held, worth: Fraction, shares: Sequence[Fraction]) -> None:
    if sum((count * share for count, share in zip(held, shares, strict=True)), Fraction(0)) != worth:
        raise UnprovenError("a settled group does not pay what it was settled at")
    span.add(held, worth)


def _check_multipliers(span: Span, stage: Stage) -> None:
    """``sum of multiplier * (bound - x(S))`` is known whatever the shares: it is the level."""
    if min(stage.multipliers) <= 0:
        raise UnprovenError("a multiplier is not positive")
    if sum(part * row.weight for part, row in zip(stage.multipliers, stage.rows, strict=True)) != 1:
        raise UnprovenError("the multipliers do not sum to one over the weights")
    unit = lcm(*(part.denominator for part in stage.multipliers))
    combined, bound = [0] * span.n, 0
    for part, row in zip(stage.multipliers, stage.rows, strict=True):
        whole = int(part * unit)
        bound += whole * row.bound
        combined = [a + whole * b for a, b in zip(combined, row.held, strict=True)]
    rest, scale = span.reduced(combined, bound)
    if any(rest[:-1]) or Fraction(rest[-1], scale * unit) != stage.level:
        raise UnprovenError("the multipliers do not give the level")
