"""The levels of an airport game, by types: any number of movements, groups told by how many of each type they hold.

Shares that follow from a lexicographic program are the same for movements alike, so one unknown by type is enough.
Among the groups that need a given facility, the one that falls furthest below its bound holds all the movements that
pay and none of those that are paid; if that group is settled, then the furthest unsettled one is one or two
movements away from it. (Were all its neighbours settled, every step away from it would be settled too, and so
every group.) Looking at those groups is looking at all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from mitoyen.engines.pooling.games.levels import Held, LevelError, Row, Stage, settled_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from mitoyen.engines.pooling.games.rational import Span

Weighing: TypeAlias = Literal["one", "members", "bound", "single"]

MOST_TYPES = 30
_LARGEST = 1000.0
_TOLERANCE = 1e-9
_ENTERING = 12


@dataclass(frozen=True, slots=True, eq=False)
class AirportLevels:
    """Types with their costs and counts; a group is bounded by its costliest type.

    ``weighing`` says what weighs a bound: one, the members of the group, the bound itself, or only single
    members (the bounds of larger groups never move). ``alone`` are the bounds of single members, those of
    larger groups being ``costs``.
    """

    costs: tuple[int, ...]
    counts: tuple[int, ...]
    total: int
    weighing: Weighing = "one"
    alone: tuple[int, ...] | None = None

    @property
    def everyone(self) -> Held:
        """The group of all."""
        return self.counts

    def row(self, held: Held) -> Row:
        """The row of a group."""
        members = sum(held)
        top = max(range(len(held)), key=lambda kind: (held[kind] > 0, self.costs[kind]))
        bound = self.costs[top] if members > 1 or self.alone is None else self.alone[top]
        match self.weighing:
            case "one":
                return Row(held, 1, bound)
            case "members":
                return Row(held, members, bound)
            case "bound":
                return Row(held, bound, bound)
            case "single":
                return Row(held, int(members == 1), bound)

    def first_rows(self) -> list[Row]:
        """One movement of each type, and all but one."""
        kinds = range(len(self.costs))
        single = [tuple(int(kind == other) for other in kinds) for kind in kinds]
        rest = [tuple(count - one for count, one in zip(self.counts, held, strict=True)) for held in single]
        return [self.row(held) for held in dict.fromkeys(single + rest) if self._is_group(held)]

    def _is_group(self, held: Held) -> bool:
        return any(held) and held != self.counts

    def search(self) -> AirportSearch:
        """A search over the groups that can be the furthest below their bound."""
        return AirportSearch(self)

    def candidates(self, pays: Sequence[float] | Sequence[Fraction]) -> Iterator[NDArray[np.int64]]:
        """Groups by facility, when a movement of each type adds ``pays`` to what its group pays above its bound."""
        counts = np.array(self.counts, dtype=np.int64)
        costs = np.array(self.costs)
        paying = np.array([pay > 0 for pay in pays])
        steps = _steps(len(counts))
        for cost in sorted(set(self.costs)):
            allowed = np.where(costs <= cost, counts, 0)
            furthest = np.where(paying, allowed, 0)
            tops = np.flatnonzero(costs == cost)
            if not furthest[tops].any():
                furthest[max(tops.tolist(), key=lambda kind: pays[kind])] = 1
            groups = furthest + steps
            members = groups.sum(axis=1)
            valid = (groups >= 0).all(axis=1) & (groups <= allowed).all(axis=1) & groups[:, tops].any(axis=1)
            valid &= (groups != counts).any(axis=1)
            if self.weighing == "single":
                valid &= members > 1
            yield groups[valid]
        if self.weighing == "single":
            single = np.eye(len(counts), dtype=np.int64)
            yield single[(single != counts).any(axis=1)]

    def weights_and_bounds(self, groups: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The same as :meth:`row`, for many groups, in floats."""
        rows = [self.row(tuple(held)) for held in groups.tolist()]
        return np.array([float(row.weight) for row in rows]), np.array([float(row.bound) for row in rows])

    def added_by_level(self, level: Fraction | float) -> Fraction | float:
        """What the level adds to the share of each member of a group."""
        return level if self.weighing == "members" else 0

    def worst(self, span: Span, shares: Sequence[Fraction], level: Fraction) -> Row | None:
        """A group outside the span that falls below ``level``, if there is one."""
        pays = [share + self.added_by_level(level) for share in shares]
        rough = np.array([float(share) for share in shares])
        for groups in self.candidates([Fraction(pay) for pay in pays]):
            weights, bounds = self.weights_and_bounds(groups)
            slack = bounds - float(level) * weights - groups @ rough
            noise = 1e-9 * (1.0 + np.abs(bounds) + abs(float(level)) * weights + groups @ np.abs(rough))
            for held in map(tuple, groups[slack < noise].tolist()):
                row = self.row(held)
                paid = sum((count * share for count, share in zip(held, shares, strict=True)), Fraction(0))
                if paid + row.weight * level > row.bound and not span.holds(held):
                    return row
        return None

    def even_savings(self, first: Stage) -> tuple[AirportLevels, list[tuple[Held, Fraction]]]:
        """The least saving of a movement, raised, under bounds that keep every group at the first level."""
        if self.weighing != "one":
            raise LevelError("only the least core evens out savings")
        unit, level = first.level.denominator, first.level.numerator
        costs = tuple(unit * cost - level for cost in self.costs)
        alone = tuple(unit * cost for cost in self.costs)
        return AirportLevels(costs, self.counts, unit * self.total, "single", alone), settled_by(first)


def _steps(kinds: int) -> NDArray[np.int64]:
    """No step, one, or two, up or down."""
    ones = np.concatenate([np.eye(kinds, dtype=np.int64), -np.eye(kinds, dtype=np.int64)])
    twos = (ones[:, None, :] + ones[None, :, :]).reshape(-1, kinds)
    return np.unique(np.concatenate([np.zeros((1, kinds), dtype=np.int64), ones, twos]), axis=0)


class AirportSearch:
    """The candidates of an airport game, in floats."""

    def __init__(self, problem: AirportLevels) -> None:
        """Nothing is settled yet."""
        self._problem = problem
        self._span: Span | None = None
        self.scale = max(*map(float, problem.costs), float(problem.total), 1.0) / _LARGEST
        widest = {"members": float(sum(problem.counts)), "bound": self.scale * _LARGEST}
        self.unit = widest.get(problem.weighing, 1.0)

    def violated(self, level: float, shares: Sequence[float]) -> list[Row]:
        """The unsettled candidates that most exceed their bound."""
        problem = self._problem
        pays = [share + float(problem.added_by_level(level / self.unit)) for share in shares]
        found: list[tuple[float, Row]] = []
        for groups in problem.candidates(pays):
            weights, bounds = problem.weights_and_bounds(groups)
            slack = bounds / self.scale - level * weights / self.unit - groups @ np.array(shares)
            below = slack < -_TOLERANCE
            found += zip(slack[below].tolist(), map(problem.row, map(tuple, groups[below].tolist())), strict=True)
        found.sort(key=lambda entry: entry[0])
        unsettled = (row for _, row in found if not self.is_settled(row.held))
        return [row for row, _ in zip(unsettled, range(_ENTERING), strict=False)]

    def forget(self, span: Span) -> None:
        """Settled groups are those in the span."""
        self._span = span

    def is_settled(self, held: Held) -> bool:
        """Whether the worth of a group follows from the settled ones."""
        return self._span is not None and self._span.holds(held)
