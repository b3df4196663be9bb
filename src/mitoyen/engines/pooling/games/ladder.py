"""Lexicographic linear programs over all coalitions: raise the worst-off groups, level after level.

Every coalition ``S`` has a bound ``b(S)`` and a weight ``w(S) >= 0``. The program looks for the shares
``x``, with ``x(N)`` given, that raise the least level ``t`` such that ``x(S) + w(S) t <= b(S)`` for
every ``S``; then, those groups that stop it being settled, the next level; until one point is left.
A weight of zero makes a bound that never moves. With ``b = c`` and ``w = 1`` this is the nucleolus
(Schmeidler, "The nucleolus of a characteristic function game", SIAM Journal on Applied Mathematics 17,
1969) as a sequence of programs (Maschler, Peleg and Shapley, Mathematics of Operations Research 4, 1979).

Three traps, and what is done about them:

* *Too many rows.* HiGHS holds a few dozen; the others are looked at in one pass over the table,
  and the most violated enter.
* *Ties.* A group may be tight at one optimum and free at another; settling it gives a wrong answer
  (Guajardo and Jörnsten, "Common mistakes in computing the nucleolus", European Journal of Operational
  Research 241, 2015). Only rows with a positive multiplier are settled: they are tight at every optimum.
* *Floats.* HiGHS is only trusted with *which* rows stop a level. Their multipliers are solved again in
  whole numbers, which gives the exact level; the shares follow from the settled equations, exactly; and
  ``certificate.verify`` proves the whole without HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import halves, indicator
from mitoyen.engines.pooling.games.program import LevelError, LevelProgram, Row
from mitoyen.engines.pooling.games.rational import Span, solve
from mitoyen.engines.pooling.games.table import CoalitionTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents


@dataclass(frozen=True, slots=True)
class Stage:
    """A level and why it cannot be higher: rows whose weighted sum is already settled.

    The multipliers are positive, their sum over the weights is one, and the weighted sum of the
    rows' coalitions lies in the span of those settled before (and of all players).
    """

    level: Fraction
    rows: tuple[Row, ...]
    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """A lexicographic program: ``bounds`` and ``weights`` over coalitions (``None``: all one), ``x(N) = total``.

    ``ceilings`` adds ``x_i <= ceilings[i]``, which never moves.
    """

    bounds: Cents
    total: int
    weights: Cents | None = None
    ceilings: tuple[int, ...] | None = None

    @property
    def n(self) -> int:
        """How many players."""
        return len(self.bounds).bit_length() - 1

    def row(self, coalition: int) -> Row:
        """The row of a coalition."""
        weight = 1 if self.weights is None else int(self.weights[coalition])
        return Row(coalition, weight, int(self.bounds[coalition]))

    def first_rows(self) -> list[Row]:
        """Those without which the level has no limit: each alone, all but each, and the ceilings."""
        n, everyone = self.n, len(self.bounds) - 1
        if n == 1:
            return []
        coalitions = dict.fromkeys([1 << i for i in range(n)] + [everyone ^ (1 << i) for i in range(n)])
        ceilings = self.ceilings or ()
        return [self.row(coalition) for coalition in coalitions] + [
            Row(1 << i, 0, ceiling) for i, ceiling in enumerate(ceilings)
        ]


class Ladder:
    """The state of the climb: what is settled, and the stages that settled it."""

    def __init__(
        self,
        bounds: Bounds,
        *,
        settled: Iterable[tuple[int, Fraction]] = (),
        rows: Sequence[Row] = (),
        attempt: int = 0,
    ) -> None:
        """Start with ``x(N)`` settled, and the given coalitions too; ``rows`` are known to matter.

        Another ``attempt`` solves with other settings.
        """
        self.problem = bounds
        self.n = bounds.n
        self.stages: list[Stage] = []
        self.span = Span(self.n)
        self._table = CoalitionTable(bounds.bounds, bounds.weights)
        self._entered: set[int] = set()
        self._luck = np.random.default_rng(2015)
        self.program = LevelProgram(self.n, attempt)
        self._settle((1 << self.n) - 1, Fraction(bounds.total))
        for coalition, worth in settled:
            self._settle(coalition, worth)
        for row in [*bounds.first_rows(), *rows]:
            self._enter(row)
        self._drop_settled()

    def climb(self) -> list[Fraction]:
        """Every level up to the last: the shares that are left."""
        while self.span.rank < self.n:
            self.rise()
        return self.span.solution()

    def rise(self) -> Stage:
        """The next level."""
        while True:
            level, shares = self.program.solve()
            worst = [group for group in self._table.violated(level, shares) if group not in self._entered]
            if not worst:
                break
            for coalition in worst:
                self._enter(self.problem.row(coalition))
        stage = self._stage(self.program.binding())
        self.stages.append(stage)
        for row in stage.rows:
            self._settle(row.coalition, row.bound - row.weight * stage.level)
        self._drop_settled()
        return stage

    def _enter(self, row: Row) -> None:
        self.program.enter(row, row.weight / self._table.unit, row.bound / self._table.scale)
        if row.weight or self.problem.ceilings is None:
            self._entered.add(row.coalition)

    def _settle(self, coalition: int, worth: Fraction) -> None:
        if self.span.add(indicator(coalition, self.n), worth):
            self.program.fix(coalition, float(worth / Fraction(self._table.scale)))

    def _stage(self, binding: list[tuple[Row, float]]) -> Stage:
        """The multipliers of the rows that stop the level, and the level, exactly."""
        equations, scales, gaps, guess = [], [], [], []
        for row, multiplier in binding:
            rest, scale = self.span.reduced(indicator(row.coalition, self.n), row.bound)
            equations.append(rest[:-1])
            scales.append(scale)
            gaps.append(rest[-1])
            guess.append(Fraction(multiplier / self._table.unit).limit_denominator(10**9) / scale)
        system = [list(column) for column in zip(*equations, strict=True)]
        system.append([row.weight * scale for (row, _), scale in zip(binding, scales, strict=True)])
        scaled = solve(system, [0] * self.n + [1], guess)
        if not scaled or min(scaled) <= 0:
            raise LevelError("no positive multipliers")
        level = sum((part * gap for part, gap in zip(scaled, gaps, strict=True)), Fraction(0))
        return Stage(
            level,
            tuple(row for row, _ in binding),
            tuple(part * scale for part, scale in zip(scaled, scales, strict=True)),
        )

    def _drop_settled(self) -> None:
        """Forget the coalitions in the span of the settled ones: their worth is known.

        They are orthogonal to whatever the settled ones are orthogonal to: one random vector, in
        whole numbers modulo ``2 ** 64``, tells them from the others but for a chance in millions of
        millions, which the certificate would catch.
        """
        mixed = [0] * self.n
        for vector in self.span.orthogonal():
            factor = int(self._luck.integers(1, 2**63))
            mixed = [(a + factor * b) % 2**64 for a, b in zip(mixed, vector, strict=True)]
        low, high = halves(np.array(mixed, dtype=np.uint64).view(np.int64))
        settled = low == -high[:, None]
        self._table.forget(settled)
        self.program.release(lambda coalition: bool(settled.flat[coalition]))
