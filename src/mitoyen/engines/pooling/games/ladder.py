"""The climb of a lexicographic program: raise the worst-off groups, level after level.

With costs for bounds and weights of one this computes the nucleolus (Schmeidler, "The nucleolus of a
characteristic function game", SIAM Journal on Applied Mathematics 17, 1969) as a sequence of linear programs
(Maschler, Peleg and Shapley, Mathematics of Operations Research 4, 1979).

Three traps, and what is done about them:

* *Too many rows.* HiGHS holds a few dozen; the others are searched, and the most violated enter.
* *Ties.* A group may be tight at one optimum and free at another; settling it gives a wrong answer
  (Guajardo and Jörnsten, "Common mistakes in computing the nucleolus", European Journal of Operational
  Research 241, 2015). Only rows with a positive multiplier are settled: they are tight at every optimum.
* *Floats.* HiGHS is only trusted with *which* rows stop a level. Their multipliers are solved again in
  whole numbers, which gives the exact level; the shares follow from the settled equations, exactly; and
  ``certificate.verify`` proves the whole without HiGHS.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.levels import Held, LevelError, Levels, Row, Stage
from mitoyen.engines.pooling.games.program import LevelProgram
from mitoyen.engines.pooling.games.rational import Span, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Ladder:
    """The state of the climb: what is settled, and the stages that settled it."""

    def __init__(
        self,
        problem: Levels,
        *,
        settled: Iterable[tuple[Held, Fraction]] = (),
        rows: Sequence[Row] = (),
        attempt: int = 0,
    ) -> None:
        """Start with ``x(N)`` settled, and the given groups too; ``rows`` are known to matter.

        Another ``attempt`` solves with other settings.
        """
        self.n = len(problem.everyone)
        self.stages: list[Stage] = []
        self.span = Span(self.n)
        self._search = problem.search()
        self._entered: set[Row] = set()
        self._program = LevelProgram(self.n, attempt)
        for held, worth in [(problem.everyone, Fraction(problem.total)), *settled]:
            self._settle(held, worth)
        for row in [*problem.first_rows(), *rows]:
            self._enter(row)
        self._forget_settled()

    def climb(self) -> list[Fraction]:
        """Every level up to the last: the shares that are left."""
        while self.span.rank < self.n:
            self.rise()
        return self.span.solution()

    def rise(self) -> Stage:
        """The next level."""
        while True:
            level, shares = self._program.solve()
            worst = [row for row in self._search.violated(level, shares) if row not in self._entered]
            if not worst:
                break
            for row in worst:
                self._enter(row)
        stage = self._stage(self._program.binding())
        self.stages.append(stage)
        for row in stage.rows:
            self._settle(row.held, row.bound - row.weight * stage.level)
        self._forget_settled()
        return stage

    def _enter(self, row: Row) -> None:
        self._program.enter(row, row.weight / self._search.unit, row.bound / self._search.scale)
        self._entered.add(row)

    def _settle(self, held: Held, worth: Fraction) -> None:
        if self.span.add(held, worth):
            self._program.fix(held, float(worth / Fraction(self._search.scale)))

    def _forget_settled(self) -> None:
        self._search.forget(self.span)
        self._program.release(self._search.is_settled)

    def _stage(self, binding: list[tuple[Row, float]]) -> Stage:
        """The multipliers of the rows that stop the level, and the level, exactly."""
        equations, scales, gaps, guess = [], [], [], []
        for row, multiplier in binding:
            rest, scale = self.span.reduced(row.held, row.bound)
            equations.append(rest[:-1])
            scales.append(scale)
            gaps.append(rest[-1])
            guess.append(Fraction(multiplier / self._search.unit).limit_denominator(10**9) / scale)
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
