"""What is answered to a problem: the shares of each method, stability, and what is remarkable."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from mitoyen.engines.pooling.games.game import GameError, Shares, whole_cents
from mitoyen.engines.pooling.games.reading import Options, Problem
from mitoyen.engines.pooling.games.report import Report
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Group: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodAnswer:
    """The shares of one method, in whole units of money; ``blocks`` lists the worst of the ``block_count`` groups.

    ``one_each`` is what one movement of each type pays, in an airport game.
    """

    shares: Shares
    rounded: tuple[str, ...]
    blocks: tuple[tuple[Group, Fraction], ...]
    block_count: int
    remarks: tuple[Sentence, ...] = ()
    one_each: Shares | None = None


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """Whether some shares content every group; if none do, the groups that show it and the subsidy that would.

    ``is_empty`` is nothing when it could not be proven either way.
    """

    is_empty: bool | None
    least_core_excess: Fraction | None
    subsidy: Fraction = Fraction(0)
    family: tuple[tuple[Group, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """When ``joining`` comes in, ``loser`` is worse off (Shapley value)."""

    joining: str
    loser: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is told of a problem; amounts in whole units of money."""

    problem: Problem
    players: Group
    total: Fraction
    alone: Shares
    methods: Mapping[str, MethodAnswer]
    unavailable: Mapping[str, Sentence]
    core: CoreAnswer
    report: Report | None = None
    losses: tuple[Loss, ...] = ()
    remarks: tuple[Sentence, ...] = field(default_factory=tuple)

    @property
    def options(self) -> Options:
        """What the file said beside its amounts."""
        return self.problem.options


def attempted(
    names: Iterable[str], attempt: Callable[[str], MethodAnswer]
) -> tuple[dict[str, MethodAnswer], dict[str, Sentence]]:
    """The methods that are defined, and why the others are not."""
    found: dict[str, MethodAnswer] = {}
    unavailable: dict[str, Sentence] = {}
    for name in names:
        try:
            found[name] = attempt(name)
        except GameError as error:
            unavailable[name] = error.sentence
    return found, unavailable


def on_grid(players: Sequence[str], shares: Sequence[Fraction], decimals: int) -> tuple[str, ...]:
    """Shares as text with ``decimals``, summing to the rounded total.

    >>> on_grid(["A", "B"], [Fraction(1, 3), Fraction(2, 3)], 2)
    ('0.33', '0.67')
    """
    unit = 10**decimals
    return tuple(written(whole, decimals) for whole in whole_cents(players, [share * unit for share in shares]))


def written(whole: int, decimals: int) -> str:
    """A whole number of the smallest units, as data writes it."""
    sign, digits = "-" if whole < 0 else "", str(abs(whole)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
