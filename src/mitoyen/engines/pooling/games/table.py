"""The levels of a game that is a table: all the coalitions, searched in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import exact_form, halves, indicator
from mitoyen.engines.pooling.games.levels import Held, LevelError, Row, Stage, settled_by
from mitoyen.engines.pooling.games.rational import in_span, mixed_normal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents
    from mitoyen.engines.pooling.games.rational import Span

LARGEST = 1000.0  # bound in floats: HiGHS is exact to 1e-10, so to 1e-13 of it
_TOLERANCE = 1e-9
_ENTERING = 12


@dataclass(frozen=True, slots=True, eq=False)
class TableLevels:
    """Bounds and weights over coalitions (``weights`` all one by default); ``x(N) = total``.

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

    @property
    def everyone(self) -> Held:
        """The group of all."""
        return (1,) * self.n

    def row(self, coalition: int) -> Row:
        """The row of a coalition."""
        weight = 1 if self.weights is None else int(self.weights[coalition])
        return Row(tuple(indicator(coalition, self.n)), weight, int(self.bounds[coalition]))

    def first_rows(self) -> list[Row]:
        """Each alone, all but each, and the ceilings."""
        n, everyone = self.n, len(self.bounds) - 1
        if n == 1:
            return []
        coalitions = dict.fromkeys([1 << i for i in range(n)] + [everyone ^ (1 << i) for i in range(n)])
        return [self.row(coalition) for coalition in coalitions] + self._ceiling_rows()

    def _ceiling_rows(self) -> list[Row]:
        ceilings = self.ceilings or ()
        return [Row(tuple(indicator(1 << i, self.n)), 0, ceiling) for i, ceiling in enumerate(ceilings)]

    def search(self) -> CoalitionTable:
        """A search over all the coalitions."""
        return CoalitionTable(self)

    def worst(self, span: Span, shares: Sequence[Fraction], level: Fraction) -> Row | None:
        """The coalition outside the span that falls furthest below ``level``, if one does; all are looked at."""
        for share, row in zip(shares, self._ceiling_rows(), strict=False):
            if share > row.bound:
                return row
        unit = lcm(level.denominator, *(share.denominator for share in shares))
        parts = [int(share * unit) for share in shares]
        gains = exact_form(self.bounds, unit, parts, int(level * unit), self.weights)
        gains[0] = gains[-1] = 0
        gains[in_span(span)] = 0
        worst = int(gains.argmin())
        return self.row(worst) if gains[worst] < 0 else None

    def even_savings(self, first: Stage) -> tuple[TableLevels, list[tuple[Held, Fraction]]]:
        """The least saving of a member, raised, under bounds that keep every group at the first level."""
        unit, level = first.level.denominator, first.level.numerator
        if unit * int(np.abs(self.bounds).max()) + abs(level) >= 2**62:
            raise LevelError("amounts too large for the denominator of the level")
        single = [1 << i for i in range(self.n)]
        bounds = unit * self.bounds - level
        bounds[single] = unit * self.bounds[single]
        weights = np.zeros_like(bounds)
        weights[single] = 1
        return TableLevels(bounds, unit * self.total, weights), settled_by(first)


class CoalitionTable:
    """Bounds and weights of all the coalitions but none and all, in floats of a fixed order.

    The table is a matrix: a row for each coalition of the last players, a column for each of the first.
    """

    def __init__(self, problem: TableLevels) -> None:
        """Copy the table in floats."""
        bounds, weights = problem.bounds, problem.weights
        self._problem = problem
        self.scale = float(max(np.abs(bounds).max(), 1)) / LARGEST
        self.unit = 1.0 if weights is None else float(max(int(weights.max()), 1))
        shape = (-1, 1 << (problem.n + 1) // 2)
        self._bounds = (bounds / self.scale).reshape(shape)
        self._bounds[0, 0] = self._bounds[-1, -1] = np.inf
        self._weights = None if weights is None else (weights / self.unit).reshape(shape)
        self._slack = np.empty_like(self._bounds)
        self._luck = np.random.default_rng(2015)

    def violated(self, level: float, shares: Sequence[float]) -> list[Row]:
        """The unsettled coalitions that most exceed their bound, at most one by row of the matrix."""
        low, high = halves(np.array(shares))
        if self._weights is None:
            np.subtract(self._bounds, low, out=self._slack)
            high = high + level
        else:
            np.multiply(self._weights, -level, out=self._slack)
            self._slack += self._bounds
            self._slack -= low
        least = self._slack.min(axis=1) - high
        rows = np.flatnonzero(least < -_TOLERANCE)
        rows = rows[np.argsort(least[rows], kind="stable")[:_ENTERING]]
        return [self._problem.row(int(row) * len(low) + int(self._slack[row].argmin())) for row in rows]

    def forget(self, span: Span) -> None:
        """Stop looking at the coalitions in the span of the settled ones.

        They are orthogonal to whatever the settled ones are orthogonal to: one random vector, in
        whole numbers modulo ``2 ** 64``, tells them from the others but for a chance in millions of
        millions, which the certificate would catch.
        """
        low, high = halves(mixed_normal(span, self._luck))
        self._bounds[low == -high[:, None]] = np.inf

    def is_settled(self, held: Held) -> bool:
        """Whether a coalition was forgotten."""
        coalition = sum(1 << i for i, one in enumerate(held) if one)
        return bool(np.isinf(self._bounds.flat[coalition]))
