"""A table of exact amounts, rounded so that every cell is its floor or its ceiling and every margin is right.

Members by budget lines: the columns are invoices in whole cents, the rows what each member pays.
Rounding cell by cell breaks the sums; rounding each column breaks the rows. "Controlled rounding"
(Causey, Cox and Ernst, "Applications of transportation theory to statistical problems", Journal of
the American Statistical Association 80, 1985) is a transportation problem and always has an answer
when the margins are left free to be their own floor or ceiling.

Method: a spare column takes the rounding of the rows and a spare row that of the columns, so that all
margins are whole. Each column is rounded by largest remainder, the best when rows do not matter. Then
cents walk from rows that hold too many to rows that hold too few, each time by the cheapest path,
a step being a swap of two roundings inside one column. Costs are exact and the order is fixed: the
same table always gives the same cents, and no other rounding is closer in sum of absolute gaps
(the gaps of the spare cells, that is of the margins, counted with the others).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from mitoyen.calculus.division.remainders import round_shares
from mitoyen.calculus.division.waterfilling import DivisionError
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Rate
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


def round_table(cells: Sequence[Sequence[Rate]], rows: Sequence[int] | None = None) -> list[list[int]]:
    """Round every cell to its floor or ceiling so that rows and columns sum to their rounded margins.

    A margin that is whole is kept exactly; another becomes its floor or its ceiling. ``rows`` imposes
    the sum of each row (what each member was already billed). Raises :class:`InvalidError` when the
    table is not rectangular, and :class:`DivisionError` when the imposed rows cannot be met.

    >>> round_table([[Fraction(1, 3), Fraction(2, 3)], [Fraction(2, 3), Fraction(1, 3)]])
    [[0, 1], [1, 0]]
    >>> round_table([[Fraction(50, 3)] * 2] * 3, rows=[34, 33, 33])
    [[17, 17], [16, 17], [17, 16]]
    """
    exact = [[Fraction(cell) for cell in row] for row in cells]
    if not exact or not exact[0]:
        return [[] for _ in exact]
    if len({len(row) for row in exact}) > 1:
        raise InvalidError(
            Sentence(
                "Le tableau n'est pas rectangulaire : donnez autant de colonnes à chaque ligne.",
                "The table is not rectangular: give every row as many columns.",
            )
        )
    height, width = len(exact), len(exact[0])
    targets = [ceil(sum(row)) for row in exact] if rows is None else list(rows)
    if rows is None:
        exact = [[*row, target - sum(row, Fraction(0))] for row, target in zip(exact, targets, strict=True)]
    spare = [ceil(sum(column)) - sum(column) for column in zip(*exact, strict=True)]
    exact.append(spare)
    targets.append(sum(sum(row) for row in exact).numerator - sum(targets))
    walk = _Walk(exact, targets)
    walk.settle()
    return [row[:width] for row in walk.whole[:height]]


@dataclass(frozen=True, slots=True)
class _Step:
    """One cent moved from one row to another inside a column."""

    cost: Fraction
    column: int


class _Walk:
    """A rounding whose columns are right, and whose rows become right one cent at a time."""

    def __init__(self, exact: list[list[Fraction]], targets: list[int]) -> None:
        self.exact = exact
        self.targets = targets
        columns = [round_shares(column) for column in zip(*exact, strict=True)]
        self.whole = [list(row) for row in zip(*columns, strict=True)]

    def settle(self) -> None:
        """Move cents until every row has its target."""
        while True:
            gaps = [sum(row) - target for row, target in zip(self.whole, self.targets, strict=True)]
            if not any(gaps):
                return
            self._move(*self._cheapest_path(gaps))

    def _step(self, giver: int, taker: int) -> _Step | None:
        """The cheapest swap from ``giver`` to ``taker``: one cell goes down, the other up, in one column."""
        best = None
        for column, (down, up) in enumerate(zip(self.exact[giver], self.exact[taker], strict=True)):
            may_go_down = self.whole[giver][column] > floor(down)
            may_go_up = self.whole[taker][column] < ceil(up)
            if may_go_down and may_go_up:
                # |gap| after, less before: a cell rounded up is (ceil - x) off, rounded down (x - floor).
                cost = 2 * ((down - floor(down)) - (up - floor(up)))
                if best is None or cost < best.cost:
                    best = _Step(cost, column)
        return best

    def _cheapest_path(self, gaps: list[int]) -> tuple[list[int], list[_Step]]:
        """Bellman–Ford from the rows that hold too many cents; the order of rows breaks ties."""
        size = len(gaps)
        steps = {(a, b): step for a in range(size) for b in range(size) if a != b and (step := self._step(a, b))}
        reach: list[Fraction | None] = [Fraction(0) if gap > 0 else None for gap in gaps]
        before = [-1] * size
        for _ in range(size):
            changed = False
            for (a, b), step in steps.items():
                start, there = reach[a], reach[b]
                if start is not None and (there is None or start + step.cost < there):
                    reach[b], before[b], changed = start + step.cost, a, True
            if not changed:
                break
        ends = [(cost, row) for row, cost in enumerate(reach) if cost is not None and gaps[row] < 0]
        if not ends:
            raise DivisionError(
                Sentence(
                    "Aucun arrondi des cases au centime voisin ne donne les totaux de ligne demandés "
                    f"({', '.join(map(str, self.targets[:-1]))}) : laissez-les libres.",
                    "No rounding of the cells to a neighbouring cent gives the row totals asked for "
                    f"({', '.join(map(str, self.targets[:-1]))}): leave them free.",
                ),
                "weights",
            )
        path = [min(ends)[1]]
        while before[path[-1]] >= 0:
            path.append(before[path[-1]])
        path.reverse()
        return path, [steps[a, b] for a, b in pairwise(path)]

    def _move(self, path: list[int], steps: list[_Step]) -> None:
        for (a, b), step in zip(pairwise(path), steps, strict=True):
            self.whole[a][step.column] -= 1
            self.whole[b][step.column] += 1
