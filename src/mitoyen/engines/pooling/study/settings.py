"""What a study is asked: the members, the machines, the service, the costs, the keys.

Read from STUDY.yaml by :mod:`~mitoyen.engines.pooling.study.reading`, or made by pages; documented in
``docs/pooling/study.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.costs import NOTHING, Machine, PoolingCosts
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.pooling.fleets.shortage import Rule
    from mitoyen.engines.pooling.keys import Key
    from mitoyen.engines.pooling.needs import DeclaredNeed, Weather

Floats = npt.NDArray[np.float64]
Measure: TypeAlias = Literal["fill_rate", "unmet_hours", "everything", "random"]
Counting: TypeAlias = Literal["hours", "whole_needs"]

METHODS = ("shapley", "nucleolus", "least_core", "coincident_peak")
"""Keys that follow from the study itself, beside those that members name."""

COMPUTED = ("equal", "hours", "uses", "alone")
"""Drivers that the study knows without being told: equal parts, hours needed, number of needs, cost alone."""

MOST_MEMBERS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member; ``quantities`` are what keys may share by (population, length of road…)."""

    id: str
    name: str
    quantities: Mapping[str, Fraction] = field(default_factory=dict)
    stock: Mapping[str, int] = field(default_factory=dict)
    load: Mapping[str, Fraction] = field(default_factory=dict)
    is_candidate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of machine. ``one`` and ``many`` name it; the bigger ``does_work_of`` smaller ones."""

    id: str
    one: Sentence
    many: Sentence
    machine: Machine
    before: int = 0
    after: int = 0
    availability: float = 1.0
    hire_per_hour: Euros = NOTHING
    resale: Euros = NOTHING
    carbon_kg: float = 0.0
    does_work_of: tuple[str, ...] = ()
    is_feminine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is promised, alone and together alike.

    ``fill_rate``: at least ``level`` of the weighted hours are served. ``unmet_hours``: at most
    ``unmet_hours`` a year for each member, summed over a pool. ``everything``: all of it.
    ``random``: at most ``1 - level`` of the needs are lost, by Erlang's formula from loads alone.
    """

    measure: Measure = "fill_rate"
    level: Fraction = Fraction(98, 100)
    unmet_hours: Fraction = Fraction(0)
    counting: Counting = "whole_needs"


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Travel:
    """Distances between members (kilometres, in the order of members), and what driving costs."""

    kilometres: Floats
    speed_kmh: float = 0.0
    carbon_kg_per_km: float = 0.0
    is_as_the_crow_flies: bool = False

    def minutes(self) -> Floats:
        """Minutes from member to member; zero when no speed is given."""
        return self.kilometres / self.speed_kmh * 60.0 if self.speed_kmh else np.zeros_like(self.kilometres)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedKey:
    """A key and what it is called before a council."""

    key: Key
    label: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The needs that members declare for want of a record."""

    declared: tuple[DeclaredNeed, ...]
    weather: Mapping[str, Weather]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTerms:
    """What a drafted agreement needs and the study does not know."""

    agreement: str = ""
    coordinator: str = "coordinateur"
    coordinator_name: str = "Coordinateur à désigner"
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class StudySettings:
    """Everything that a study is asked; ``text`` is the file as it was written, for the frozen inputs."""

    id: str
    title: Sentence
    members: tuple[Member, ...]
    kinds: tuple[Kind, ...]
    service: Service
    pooling: PoolingCosts
    pooling_lines: Mapping[str, Euros] = field(default_factory=dict)
    one_off: Mapping[str, Euros] = field(default_factory=dict)
    travel: Travel | None = None
    shortage: Rule = "pro_rata"
    keys: tuple[NamedKey, ...] = ()
    methods: tuple[str, ...] = ("shapley", "nucleolus")
    chosen_key: str = ""
    fragile_below: Euros | None = None
    period: tuple[date, date] | None = None
    calendar: Calendar | None = None
    notes: tuple[Sentence, ...] = ()
    draft: DraftTerms = field(default_factory=DraftTerms)
    seed: int = 1
    replays: int = 2000
    confidence: Fraction = Fraction(8, 10)
    days_together: int = 1
    text: str = ""

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each member by its identifier."""
        return {member.id: member.name for member in self.members}

    @property
    def pool_mask(self) -> int:
        """The members that are in the pool, as bits; candidates are not."""
        return sum(1 << place for place, member in enumerate(self.members) if not member.is_candidate)

    @property
    def stock(self) -> Mapping[tuple[str, str], int]:
        """The units that members say they own, by member and kind."""
        return {(member.id, kind): units for member in self.members for kind, units in member.stock.items()}

    def place(self, member: str) -> int:
        """The rank of a member."""
        return next(place for place, known in enumerate(self.members) if known.id == member)
