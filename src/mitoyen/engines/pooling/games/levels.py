"""Lexicographic programs: what raises the worst-off groups, level after level, has to know of them.

Every group ``S`` has a bound ``b(S)`` and a weight ``w(S) >= 0``. The program looks for the shares ``x``, with
``x(N)`` given, that raise the least level ``t`` such that ``x(S) + w(S) t <= b(S)`` for every ``S``; then, those
groups that stop it being settled, the next level; until one point is left. A weight of zero makes a bound that
never moves. Groups are told by how many of each player they hold: zeros and ones, or counts when a player stands
for several alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.rational import Span

Held: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One bound: ``x(held) + weight * t <= bound``."""

    held: Held
    weight: int
    bound: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A level and why it cannot be higher: rows whose weighted sum is already settled.

    The multipliers are positive, their sum over the weights is one, and the weighted sum of the
    rows' groups lies in the span of those settled before (and of all players).
    """

    level: Fraction
    rows: tuple[Row, ...]
    multipliers: tuple[Fraction, ...]


class LevelError(ArithmeticError):
    """Floats did not single out the rows that stop a level."""


class Search(Protocol):
    """Where violated rows are looked for, in floats: bounds are divided by ``scale``, weights by ``unit``."""

    scale: float
    unit: float

    def violated(self, level: float, shares: Sequence[float]) -> list[Row]:
        """Some unsettled rows that the level and the shares most exceed."""

    def forget(self, span: Span) -> None:
        """Stop looking at the groups whose worth follows from the settled ones."""

    def is_settled(self, held: Held) -> bool:
        """Whether the worth of a group follows from the settled ones."""


class Levels(Protocol):
    """A lexicographic program."""

    @property
    def total(self) -> int:
        """What all pay together."""

    @property
    def everyone(self) -> Held:
        """The group of all."""

    def first_rows(self) -> list[Row]:
        """Those without which the level has no limit."""

    def search(self) -> Search:
        """A search over all the groups."""

    def worst(self, span: Span, shares: Sequence[Fraction], level: Fraction) -> Row | None:
        """A row, not settled by ``span``, that falls below ``level`` under ``shares``; exactly."""

    def even_savings(self, first: Stage) -> tuple[Levels, list[tuple[Held, Fraction]]]:
        """What is left to choose once the first level is reached: the least saving of a member, raised.

        No group falls below the level any more. Amounts are multiplied by the denominator of the level, to stay
        whole. The answer also tells what the rows of the first level are settled at.
        """


def settled_by(first: Stage) -> list[tuple[Held, Fraction]]:
    """The rows of a first stage and what they pay, multiplied by the denominator of its level."""
    unit, level = first.level.denominator, first.level.numerator
    return [(row.held, Fraction(unit * row.bound - row.weight * level)) for row in first.rows]
