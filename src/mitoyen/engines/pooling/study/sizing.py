"""How many units every group of members needs, at the same service, kind by kind.

Kinds that do one another's work form a *ladder*, sized together from the top; most ladders have one rung.
A group of two or more pays for distance in time: its units are also taken while they drive to the next
user, for the mean minutes from the other members of the pool. A member alone has no such journey.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.classes import nested_fleet
from mitoyen.engines.pooling.fleets.curves import (
    coalition_curves,
    fleets_within,
    member_curves,
    with_breakdowns,
)
from mitoyen.engines.pooling.fleets.demand import Demand, Layer, demand_of
from mitoyen.engines.pooling.fleets.queues import erlang_b, erlang_b_units
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.pooling.needs import Needs
    from mitoyen.engines.pooling.study.settings import Kind, StudySettings

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_DAYS_A_YEAR = 365.25
_HOURS_A_YEAR = 8766.0
_EXTRA = 4  # units tried beyond twice the peak, when some are out of order


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the record covers, both included."""

    first: date
    last: date

    @property
    def years(self) -> float:
        """How many years that is; whole when it runs from a day to the day before, years later."""
        following = self.last + timedelta(days=1)
        if (following.month, following.day) == (self.first.month, self.first.day):
            return float(following.year - self.first.year)
        return ((self.last - self.first).days + 1) / _DAYS_A_YEAR


@dataclass(frozen=True, eq=False, slots=True)
class Rung:
    """The needs that only this kind of the ladder, or a bigger one, can serve."""

    needs: Needs
    alone: Demand
    pooled: Demand


@dataclass(eq=False, slots=True)
class Ladder:
    """Kinds from the smallest to the biggest, with what each group needs at each rung or above.

    ``least[rung, mask]`` are units; ``unmet[mask]`` the plain hours a year that they leave unmet in all;
    ``verified[mask]`` says that needs were counted whole, one by one, and not by the hour.
    """

    kinds: tuple[Kind, ...]
    rungs: tuple[Rung, ...]
    least: Ints
    unmet: Floats
    verified: Bools
    curves: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    allowed: Floats = field(default_factory=lambda: np.zeros(0))
    loads: Floats | None = None

    @property
    def demand(self) -> Demand:
        """What the pool asks of the whole ladder."""
        return self.rungs[0].pooled

    @property
    def availability(self) -> float:
        """The share of the time that a unit works."""
        return min(kind.availability for kind in self.kinds)

    @property
    def units(self) -> Ints:
        """Units of each kind (kinds × groups)."""
        return nested_fleet(self.least.T).T


@dataclass(frozen=True, eq=False, slots=True)
class Sizing:
    """Every ladder sized for every group; ``hours`` and ``uses`` are a year's, by member."""

    span: Span
    ladders: tuple[Ladder, ...]
    hours: Floats
    hours_by_kind: dict[str, Floats]
    uses: Floats
    travel_minutes: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def units(self, kind: str) -> Ints:
        """The units of one kind that each group needs."""
        for ladder in self.ladders:
            for rank, known in enumerate(ladder.kinds):
                if known.id == kind:
                    row: Ints = ladder.units[rank]
                    return row
        raise KeyError(kind)


def size_up(settings: StudySettings, needs: Needs) -> Sizing:
    """Size every group, counting by the hour."""
    span = record_span(settings, needs)
    needs = needs.within(span.first, span.last)
    by_kind = {kind.id: needs.of_kind(kind.id) for kind in settings.kinds}
    hours_by_kind = {name: own.hours_by_member() / span.years for name, own in by_kind.items()}
    declared = {
        kind.id: np.array([float(member.load[kind.id]) for member in settings.members]) * _HOURS_A_YEAR
        for kind in settings.kinds
        if settings.service.measure == "random" and all(kind.id in member.load for member in settings.members)
    }
    hours_by_kind |= declared
    hours = np.asarray(sum(hours_by_kind.values(), np.zeros(len(settings.members))), dtype=np.float64)
    uses = np.bincount(needs.member, weights=needs.units, minlength=len(settings.members)) / span.years
    minutes = travel_minutes(settings, np.asarray(uses, dtype=np.float64))
    ladders = tuple(_ladder(settings, kinds, by_kind, span, minutes) for kinds in ladders_of(settings.kinds))
    return Sizing(span, ladders, hours, hours_by_kind, np.asarray(uses, dtype=np.float64), minutes)


def record_span(settings: StudySettings, needs: Needs) -> Span:
    """The period of the settings, or the whole years that hold the needs."""
    if settings.period is not None:
        return Span(*settings.period)
    days = needs.days()
    if days is None:
        if settings.service.measure == "random":
            return Span(date(2000, 1, 1), date(2000, 12, 31))  # loads need no calendar
        raise InvalidError(
            Sentence(
                "Il n'y a aucun besoin à étudier : le fichier est vide et aucun calendrier n'est déclaré.",
                "There is no need to study: the file is empty and no calendar is declared.",
            ),
            where="NEEDS.csv",
        )
    first, last = days
    start = _same_day(first.year, first)
    years = 1
    while _same_day(first.year + years, first) <= last:
        years += 1
    return Span(start, _same_day(first.year + years, first) - timedelta(days=1))


def _same_day(year: int, day: date) -> date:
    """That day of another year, the 28th when there is no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def ladders_of(kinds: tuple[Kind, ...]) -> list[tuple[Kind, ...]]:
    """Kinds grouped in ladders, each from the smallest to the biggest."""
    tops = [kind for kind in kinds if not any(kind.id in other.does_work_of for other in kinds)]
    by_name = {kind.id: kind for kind in kinds}
    ladders = []
    for top in tops:
        smaller = sorted((by_name[name] for name in top.does_work_of), key=lambda kind: len(kind.does_work_of))
        ladders.append((*smaller, top))
    return ladders


def travel_minutes(settings: StudySettings, uses: Floats) -> Ints:
    """The mean minutes that a unit drives to each member, from whoever of the pool used it before."""
    if settings.travel is None:
        return np.zeros(len(settings.members), dtype=np.int64)
    in_pool = np.array([not member.is_candidate for member in settings.members])
    weights = np.where(in_pool, uses, 0.0)
    if not weights.sum():
        weights = in_pool.astype(np.float64)
    minutes: Ints = np.ceil(settings.travel.minutes() @ weights / weights.sum() - 1e-9).astype(np.int64)
    return minutes


def _ladder(
    settings: StudySettings, kinds: tuple[Kind, ...], by_kind: dict[str, Needs], span: Span, minutes: Ints
) -> Ladder:
    if settings.service.measure == "random":
        return _random_ladder(settings, kinds[0], by_kind[kinds[0].id], span, minutes)
    rungs = tuple(_rung([(kind, by_kind[kind.id]) for kind in kinds[rank:]], minutes) for rank in range(len(kinds)))
    most = max(rung.pooled.peak for rung in rungs)
    availability = min(kind.availability for kind in kinds)
    counted = []
    for rung in rungs:
        curves = group_curves(rung)
        allowed = allowed_unmet(settings, curves[:, 0], span.years)
        if availability < 1:
            curves = with_breakdowns(curves, availability, most=2 * most + _EXTRA)
        counted.append((curves, allowed))
    least = np.stack([fleets_within(curves, allowed) for curves, allowed in counted])
    plain = counted[0][0]
    if len(rungs[0].pooled.layers) > 1:
        plain = group_curves(rungs[0], weighted=False)
        plain = with_breakdowns(plain, availability, most=2 * most + _EXTRA) if availability < 1 else plain
    elif rungs[0].pooled.layers:
        plain = plain / rungs[0].pooled.layers[0].step
    unmet = np.take_along_axis(plain, np.minimum(least[0], plain.shape[1] - 1)[:, None], axis=1)[:, 0]
    nobody_yet = np.zeros(least.shape[1], dtype=np.bool_)
    return Ladder(kinds, rungs, least, unmet / 60.0 / span.years, nobody_yet, *counted[0])


def _rung(needs: list[tuple[Kind, Needs]], minutes: Ints) -> Rung:
    """The needs of several kinds on one timeline, each with its own buffers."""
    merged = needs[0][1]
    alone, pooled = [], []
    for kind, own in needs:
        alone.append(demand_of(own, before=kind.before, after=kind.after))
        pooled.append(demand_of(own, before=kind.before + minutes, after=kind.after))
    if len(needs) == 1:
        return Rung(merged, alone[0], pooled[0])
    return Rung(merged, _together(alone), _together(pooled))


def _together(parts: list[Demand]) -> Demand:
    """Several demands on one timeline, weights set aside: every hour counts the same on a ladder."""
    members = parts[0].members
    edges = np.unique(np.concatenate([np.concatenate([part.start, part.start + part.minutes]) for part in parts]))
    busy = np.zeros((len(members), max(edges.size - 1, 0)), dtype=np.int32)
    day = np.zeros(max(edges.size - 1, 0), dtype=np.int64)
    for part in parts:
        first = np.searchsorted(edges, part.start)
        last = np.searchsorted(edges, part.start + part.minutes)
        slot = np.repeat(np.arange(part.start.size), last - first)
        place = first[slot] + np.arange(slot.size) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
        busy[:, place] += part.busy[:, slot]
        day[place] = part.day[slot]
    kept = busy.any(axis=0)
    return Demand(members, edges[:-1][kept], np.diff(edges)[kept], day[kept], (Layer(1.0, busy[:, kept]),))


def group_curves(rung: Rung, *, weighted: bool = True) -> Floats:
    """The curve of every group: with journeys for two members or more, without for one alone."""
    alone, pooled = (rung.alone, rung.pooled) if weighted else (_unweighted(rung.alone), _unweighted(rung.pooled))
    curves = coalition_curves(pooled)
    most = max(curves.shape[1] - 1, alone.peak)
    wide = np.zeros((curves.shape[0], most + 1))
    wide[:, : curves.shape[1]] = curves
    for place, curve in enumerate(member_curves(alone, most=most)):
        wide[1 << place] = curve
    return wide


def _unweighted(demand: Demand) -> Demand:
    return Demand(demand.members, demand.start, demand.minutes, demand.day, (Layer(1.0, demand.busy),))


def allowed_unmet(settings: StudySettings, asked: Floats, years: float) -> Floats:
    """The weighted minutes that each group may leave unmet over the record, given what it asks."""
    service = settings.service
    if service.measure == "fill_rate":
        return asked * float(1 - service.level)
    if service.measure == "unmet_hours":
        size = np.array([mask.bit_count() for mask in range(asked.size)])
        return np.asarray(size * float(service.unmet_hours) * 60.0 * years, dtype=np.float64)
    return np.zeros_like(asked)


def _random_ladder(settings: StudySettings, kind: Kind, needs: Needs, span: Span, minutes: Ints) -> Ladder:
    """Sized by Erlang's formula, from the loads alone."""
    count = len(settings.members)
    period = span.years * _HOURS_A_YEAR * 60.0
    alone = demand_of(needs, before=kind.before, after=kind.after)
    pooled = demand_of(needs, before=kind.before + minutes, after=kind.after)
    if all(kind.id in member.load for member in settings.members):
        own = np.array([float(member.load[kind.id]) for member in settings.members])
        shared = own
    else:
        own, shared = alone.asked_hours() * 60.0 / period, pooled.asked_hours() * 60.0 / period
    loads = np.zeros(1)
    for load in shared:
        loads = np.concatenate([loads, loads + load])
    loads[1 << np.arange(count)] = own
    fleets = erlang_b_units(loads, float(1 - settings.service.level))
    lost = np.array([erlang_b(float(load), int(fleet)) for load, fleet in zip(loads, fleets, strict=True)])
    return Ladder(
        (kind,), (Rung(needs, alone, pooled),), fleets[None, :], loads * lost * _HOURS_A_YEAR,
        np.ones(loads.size, dtype=np.bool_), loads=loads,
    )  # fmt: skip
