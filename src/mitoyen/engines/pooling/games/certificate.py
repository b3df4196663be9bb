"""The proof that shares are the end of a ladder, in whole numbers and without any solver.

Each stage must show positive multipliers whose weighted sum of coalitions is already settled: then no
division of the total does better than its level, and every one that does as well settles its rows
(linear duality; for the nucleolus this is the criterion of Kohlberg, "On the nucleolus of a
characteristic function game", SIAM Journal on Applied Mathematics 20, 1971). And no group outside
those already settled may fare worse than that level under the shares: all ``2 ** n`` are looked at.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import coalition_sums, exact_form, halves, indicator
from mitoyen.engines.pooling.games.rational import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mitoyen.engines.pooling.games.coalitions import Mask
    from mitoyen.engines.pooling.games.ladder import Bounds, Stage


class UnprovenError(ArithmeticError):
    """The proof fails; ``coalition`` fares worse than the level that was claimed, when that is why."""

    def __init__(self, reason: str, coalition: int = 0) -> None:
        """Keep the coalition, so that it can enter the program."""
        super().__init__(reason)
        self.coalition = coalition


def verify(
    problem: Bounds,
    shares: Sequence[Fraction],
    stages: Iterable[Stage],
    settled: Iterable[tuple[int, Fraction]] = (),
) -> int:
    """Prove the ``stages`` for ``shares``, or raise :class:`UnprovenError`; the answer is the rank reached.

    The shares are the only ones at the end of the ladder when the rank is the number of players.
    """
    span = Span(problem.n)
    for coalition, worth in [((1 << problem.n) - 1, Fraction(problem.total)), *settled]:
        _learn(span, coalition, worth, shares)
    if problem.ceilings is not None:
        for i, (share, ceiling) in enumerate(zip(shares, problem.ceilings, strict=True)):
            if share > ceiling:
                raise UnprovenError("a share is above its ceiling", 1 << i)
    for stage in stages:
        _check_multipliers(span, stage)
        _check_others(problem, span, shares, stage.level)
        for row in stage.rows:
            _learn(span, row.coalition, row.bound - row.weight * stage.level, shares)
    return span.rank


def _learn(span: Span, coalition: int, worth: Fraction, shares: Sequence[Fraction]) -> None:
    row = indicator(coalition, span.n)
    if sum((share for share, held in zip(shares, row, strict=True) if held), Fraction(0)) != worth:
        raise UnprovenError("a settled group does not pay what it was settled at")
    span.add(row, worth)


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
        combined = [a + whole * b for a, b in zip(combined, indicator(row.coalition, span.n), strict=True)]
    rest, scale = span.reduced(combined, bound)
    if any(rest[:-1]) or Fraction(rest[-1], scale * unit) != stage.level:
        raise UnprovenError("the multipliers do not give the level")


def _check_others(problem: Bounds, span: Span, shares: Sequence[Fraction], level: Fraction) -> None:
    """No coalition outside the span fares worse than ``level``."""
    unit = lcm(level.denominator, *(share.denominator for share in shares))
    parts = [int(share * unit) for share in shares]
    gains = exact_form(problem.bounds, unit, parts, int(level * unit), problem.weights)
    gains[0] = gains[-1] = 0
    gains[in_span(span)] = 0
    worst = int(gains.argmin())
    if gains[worst] < 0:
        raise UnprovenError("a group fares worse than the level", worst)


def in_span(span: Span) -> Mask:
    """Which coalitions are combinations of the equations known to ``span``, exactly."""
    basis = span.orthogonal()
    if not basis:
        return np.ones(1 << span.n, dtype=np.bool_)
    luck = np.random.default_rng(1971)
    mixed = [0] * span.n
    for vector in basis:
        factor = int(luck.integers(1, 2**63))
        mixed = [(a + factor * b) % 2**64 for a, b in zip(mixed, vector, strict=True)]
    low, high = halves(np.array(mixed, dtype=np.uint64).view(np.int64))
    likely: Mask = (low == -high[:, None]).ravel()  # all of the span, and with much bad luck others
    found = np.flatnonzero(likely)
    for vector in basis:
        if sum(map(abs, vector)) < 2**62:
            sums = np.zeros(len(found), dtype=np.int64)
            for i, entry in enumerate(vector):
                sums += ((found >> i) & 1) * entry
        else:
            sums = coalition_sums(np.array(vector, dtype=object))[found]
        found = found[sums == 0]
    exact = np.zeros_like(likely)
    exact[found] = True
    return exact
