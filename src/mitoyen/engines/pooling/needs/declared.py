"""A calendar that members declare when they have no record: seasons, days of the week, weather days.

A weather event strikes a share of the days of its season. Two numbers make it real: ``together`` (how
much the same morning strikes everybody: 0 never on purpose, 1 always) and ``persistence`` (how much a day
is like the one before). The same seed gives the same calendar. It remains a hypothesis, and studies made
from it say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.calculus.draws.streams import chances
from mitoyen.calculus.normal import normal_chance, normal_quantile
from mitoyen.engines.pooling.needs.paris import MissingHourError, minutes_of
from mitoyen.engines.pooling.needs.records import Needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Season:
    """From one day of the year to another, both included; it may run over the new year.

    >>> winter = Season((11, 15), (3, 15))
    >>> winter.holds(date(2027, 1, 3)), winter.holds(date(2027, 7, 3))
    (True, False)
    """

    first: tuple[int, int]  # month, day
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether ``day`` is in the season."""
        place = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= place <= self.last
        return place >= self.first or place <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """An event that strikes some days: drawn (``chance``…), or known (``days``)."""

    chance: float = 0.0
    together: float = 0.8
    persistence: float = 0.5
    days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredNeed:
    """What some members need on some days: from ``start`` to ``end``, the next day when ``end`` is earlier."""

    members: tuple[str, ...]
    season: Season
    start: time
    end: time
    kind: str = ""
    units: int = 1
    weight: float = 1.0
    weekdays: frozenset[int] = field(default=EVERY_DAY)  # Monday is 0
    weather: str = ""


def needs_of_calendar(
    members: Sequence[str],
    declared: Sequence[DeclaredNeed],
    weather: Mapping[str, Weather],
    *,
    first: date,
    last: date,
    seed: int,
) -> Needs:
    """The needs that this calendar gives from ``first`` to ``last``, both included.

    >>> tuesdays = DeclaredNeed(members=("ury",), season=Season((4, 1), (4, 30)), start=time(8), end=time(12),
    ...                         weekdays=frozenset({1}))
    >>> needs = needs_of_calendar(["ury"], [tuesdays], {}, first=date(2027, 1, 1), last=date(2027, 12, 31), seed=1)
    >>> needs.count, needs.hours.sum()
    (4, np.float64(16.0))
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    struck = {name: _struck(event, name, tuple(members), days, seed) for name, event in weather.items()}
    rows: list[tuple[str, int, int, int, float, str]] = []
    for need in declared:
        for place, day in enumerate(days):
            if not need.season.holds(day) or day.weekday() not in need.weekdays:
                continue
            start, end = _hours(need, day)
            rows.extend(
                (member, start, end, need.units, need.weight, need.kind)
                for member in need.members
                if not need.weather or struck[need.weather][members.index(member), place]
            )
    return Needs.of(members, rows)


def _hours(need: DeclaredNeed, day: date) -> tuple[int, int]:
    start = _minutes(datetime.combine(day, need.start))
    until = day if need.end > need.start else day + timedelta(days=1)
    return start, _minutes(datetime.combine(until, need.end))


def _minutes(moment: datetime) -> int:
    """A declared hour that clocks jump over is the next one: nobody meant a particular day."""
    try:
        return minutes_of(moment)
    except MissingHourError:
        return minutes_of(moment + timedelta(hours=1))


def _struck(event: Weather, name: str, members: tuple[str, ...], days: Sequence[date], seed: int) -> Bools:
    """Members × days: whether the event strikes."""
    if event.days:
        known = np.array([day in event.days for day in days], dtype=np.bool_)
        return np.tile(known, (len(members), 1))
    common = _persistent(chances(seed, f"weather {name}", (1, len(days))), event.persistence)
    own = np.concatenate(
        [
            _persistent(chances(seed, f"weather {name} at {member}", (1, len(days))), event.persistence)
            for member in members
        ]
    )
    mixed = np.sqrt(event.together) * common + np.sqrt(1.0 - event.together) * own
    struck: Bools = normal_chance(mixed) < event.chance
    return struck


def _persistent(independent: Floats, persistence: float) -> Floats:
    """Normal scores that remember the day before, each still of variance one."""
    scores = normal_quantile(independent)
    fresh = np.sqrt(1.0 - persistence**2)
    for place in range(1, scores.shape[1]):
        scores[:, place] = persistence * scores[:, place - 1] + fresh * scores[:, place]
    return scores
