"""What a study answers, ready for a page, a table or a chart: plain numbers, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mitoyen.engines.pooling.study.frozen import FrozenInputs
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sharing import KeyRow
    from mitoyen.kernel.text import Sentence

Verdict: TypeAlias = Literal["together", "groups", "alone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetPoint:
    """With this many units in common: what stays unmet, what it costs, whether the promise is kept."""

    units: int
    unmet_hours: float
    served_share: float
    cost_cents: int
    keeps_service: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Do members need it at the same time, and what supposing otherwise would announce.

    The last figures are empty when the study has no calendar of needs.
    """

    mean_correlation: float | None
    matrix: tuple[tuple[float, ...], ...]
    days_of_need: float
    days_all_at_once: float
    units_if_independent: int | None
    unmet_announced_hours: float | None
    unmet_real_hours: float | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberService:
    """The hours that one member needs and goes without, a year; alone, and in the pool under the written rule."""

    member: str
    needed_hours: float
    unmet_alone_hours: float
    unmet_together_hours: float
    units_alone: int

    @property
    def served_alone(self) -> float | None:
        """The share of its hours that are served alone; nothing when it needs none."""
        return 1 - self.unmet_alone_hours / self.needed_hours if self.needed_hours else None

    @property
    def served_together(self) -> float | None:
        """The share of its hours that are served in the pool."""
        return 1 - self.unmet_together_hours / self.needed_hours if self.needed_hours else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderAnswer:
    """The answer for one kind of machine, or for several that do one another's work."""

    kinds: tuple[str, ...]
    units_alone: Mapping[str, int]
    units_together: Mapping[str, int]
    unmet_alone_hours: float
    unmet_together_hours: float
    needed_hours: float
    units_if_each_keeps_its_service: int | None
    lost_needs: int | None
    curve: tuple[FleetPoint, ...]
    members: tuple[MemberService, ...]
    together: Together
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the sum that a clerk can redo: what, how, how much."""

    label: Sentence
    how: Sentence
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What it costs a year alone and together, and when what is spent once is paid back."""

    alone_cents: int
    together_cents: int
    by_member_alone: tuple[int, ...]
    steps: tuple[Step, ...]
    one_off_cents: int
    resale_cents: int
    units_sold: int
    pay_back_year: int | None
    kilometres: float
    sentences: tuple[Sentence, ...]

    @property
    def saving_cents(self) -> int:
        """What pooling saves a year; negative when it costs more."""
        return self.alone_cents - self.together_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the saving becomes when one thing changes."""

    label: Sentence
    saving_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """What distance costs: the same pool if members were neighbours, against the real one."""

    units_if_neighbours: Mapping[str, int]
    cost_if_neighbours_cents: int
    cost_cents: int
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A way to part the members into pools, and what it costs in all."""

    groups: tuple[tuple[str, ...], ...]
    cost_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The best set of pools; the best in two at most; the pool less one; whether any shares keep everybody."""

    best: Grouping
    best_in_two: Grouping
    without_one: tuple[tuple[str, int], ...]
    core_is_empty: bool
    least_core_excess_cents: float
    groups_counted_whole: int
    groups_in_all: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One member leaves, or one candidate joins: what everybody else then pays more (or less, when negative)."""

    member: str
    direction: Literal["leaves", "joins"]
    mover_change_cents: int
    others_change_cents: tuple[tuple[str, int], ...]
    units_after: Mapping[str, int]
    sentence: Sentence

    @property
    def losers(self) -> tuple[str, ...]:
        """Those whom the move costs something."""
        return tuple(member for member, change in self.others_change_cents if change > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsCalendar:
    """The hours of need of each member in a mean year, by month; and by hour of the day."""

    members: tuple[str, ...]
    by_month: tuple[tuple[float, ...], ...]
    by_hour: tuple[tuple[float, ...], ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonAnswer:
    """Kilograms of CO2 a year."""

    avoided_kg: float
    travel_kg: float
    saved_kg: float
    sentence: Sentence


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Answer:
    """The whole answer; members are named by identifier, in the order of ``members``."""

    settings: StudySettings
    frozen: FrozenInputs
    members: tuple[str, ...]
    names: Mapping[str, str]
    candidates: tuple[str, ...]
    period: tuple[date, date]
    years: float
    verdict: Verdict
    headline: Sentence
    standfirst: Sentence
    ladders: tuple[LadderAnswer, ...]
    money: Money
    keys: tuple[KeyRow, ...]
    chosen: str
    fragile_below_cents: int
    groups: Groups
    moves: tuple[Move, ...]
    effects: tuple[Effect, ...]
    calendar: NeedsCalendar | None
    distance: Distance | None = None
    carbon: CarbonAnswer | None = None
    limits: tuple[Sentence, ...] = field(default_factory=tuple)

    @property
    def chosen_key(self) -> KeyRow:
        """The row of the key that the study proposes."""
        return next(row for row in self.keys if row.name == self.chosen)

    @property
    def units_alone(self) -> dict[str, int]:
        """The units of each kind that members need alone, in all."""
        return {kind: units for ladder in self.ladders for kind, units in ladder.units_alone.items()}

    @property
    def units_together(self) -> dict[str, int]:
        """The units of each kind that the pool needs."""
        return {kind: units for ladder in self.ladders for kind, units in ladder.units_together.items()}
