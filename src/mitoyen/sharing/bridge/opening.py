"""When a depot is open; minutes are counted in its opened hours, exactly, across clock changes.

Pure: given the week, the closed days and an instant, it asks for nothing. Local hours become instants one
by one, so that a day of 23 or 25 hours is neither shorter nor longer to the wall clock of the depot.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import holidays

from mitoyen.kernel.clock import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Interval: TypeAlias = "tuple[datetime, datetime]"
Week: TypeAlias = "Sequence[Sequence[Sequence[int]]]"

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LOOKAHEAD_DAYS = 400  # a depot closed longer than that is closed for good


@lru_cache(maxsize=64)
def public_holidays(year: int, area: str = "") -> Mapping[date, str]:
    """The public holidays of ``year``, by their French names; ``area`` is empty or ``Alsace-Moselle``.

    >>> public_holidays(2027)[date(2027, 3, 29)]
    'Lundi de Pâques'
    """
    found = holidays.country_holidays("FR", subdiv=area and "57", years=year, language="fr")
    return {day: name.split(";")[0] for day, name in found.items()}


@lru_cache(maxsize=4096)
def instant(day: date, minute: int) -> datetime:
    """The instant when local clocks show ``minute`` minutes after midnight; 1440 is the next midnight.

    >>> instant(date(2027, 3, 28), 480).isoformat(), instant(date(2027, 3, 27), 480).isoformat()
    ('2027-03-28T06:00:00+00:00', '2027-03-27T07:00:00+00:00')
    """
    extra, minute = divmod(minute, 1440)
    local = datetime.combine(day + extra * DAY, time(minute // 60, minute % 60), tzinfo=PARIS)
    return local.astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The day that a calendar at the depot shows."""
    return moment.astimezone(PARIS).date()


@dataclass(frozen=True)
class Opening:
    """The week of a place and its closed days; ``week`` empty means always open."""

    week: Week = ()
    closures: Mapping[date, str] = field(default_factory=dict)
    closes_on_holidays: bool = True
    holiday_area: str = ""
    _days: dict[date, tuple[Interval, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_always_open(self) -> bool:
        """Whether minutes are plain minutes."""
        return not any(self.week)

    def closed_because(self, day: date) -> str:
        """The reason why ``day`` is closed, when it is not an ordinary day: a holiday, a closure; else empty."""
        if reason := self.closures.get(day):
            return reason
        if self.closes_on_holidays and not self.is_always_open:
            return public_holidays(day.year, self.holiday_area).get(day, "")
        return ""

    def is_holiday(self, day: date) -> bool:
        """Whether the place is closed that day because of a public holiday."""
        return (
            self.closes_on_holidays
            and not self.is_always_open
            and day not in self.closures
            and day in public_holidays(day.year, self.holiday_area)
        )

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The opened intervals of ``day``, as instants, in order."""
        if (known := self._days.get(day)) is not None:
            return known
        if self.closed_because(day):
            found: tuple[Interval, ...] = ()
        elif self.is_always_open:
            found = ((instant(day, 0), instant(day, 1440)),)
        else:
            found = tuple((instant(day, start), instant(day, end)) for start, end in self.week[day.weekday()])
        self._days[day] = found
        return found

    def from_(self, moment: datetime) -> Iterator[Interval]:
        """The opened intervals from ``moment`` on, the first one cut at it."""
        day = local_day(moment)
        for rank in range(LOOKAHEAD_DAYS):
            for start, end in self.intervals(day + rank * DAY):
                if end > moment:
                    yield max(start, moment), end

    def until(self, moment: datetime) -> Iterator[Interval]:
        """The opened intervals before ``moment``, backwards, the first one cut at it."""
        day = local_day(moment)
        for rank in range(LOOKAHEAD_DAYS):
            for start, end in reversed(self.intervals(day - rank * DAY)):
                if start < moment:
                    yield start, min(end, moment)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there at ``moment``, closing time included (one may come back at 17:00)."""
        if self.is_always_open and not self.closures:
            return True
        intervals = self.intervals(local_day(moment))
        rank = bisect_right(intervals, (moment, datetime.max.replace(tzinfo=UTC))) - 1
        return rank >= 0 and moment <= intervals[rank][1]

    def next_opening(self, moment: datetime) -> datetime | None:
        """``moment`` when open, else the next opening; None when there is none in sight."""
        return next((start for start, _ in self.from_(moment)), None)

    def after(self, moment: datetime, minutes: int) -> datetime:
        """The end of ``minutes`` opened minutes that start at ``moment``.

        >>> week = [[[480, 720], [810, 1020]]] * 5 + [[], []]
        >>> friday = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)  # 17:00 at the depot: it closes
        >>> Opening(week).after(friday, 120).isoformat()       # Monday 10:00
        '2027-03-15T09:00:00+00:00'
        """
        return self._walk(moment, minutes, backwards=False)

    def before(self, moment: datetime, minutes: int) -> datetime:
        """The start of ``minutes`` opened minutes that end at ``moment``."""
        return self._walk(moment, minutes, backwards=True)

    def _walk(self, moment: datetime, minutes: int, *, backwards: bool) -> datetime:
        moment = moment.astimezone(UTC)  # two local times of one zone would be subtracted by their wall clocks
        if minutes <= 0:
            return moment
        left = minutes * MINUTE
        sign = -1 if backwards else 1
        if self.is_always_open and not self.closures:
            return moment + sign * left
        for start, end in self.until(moment) if backwards else self.from_(moment):
            if end - start >= left:
                return end - left if backwards else start + left
            left -= end - start
        return moment + sign * LOOKAHEAD_DAYS * DAY

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """How many opened minutes ``[start, end)`` holds."""
        total, start, end = timedelta(), start.astimezone(UTC), end.astimezone(UTC)
        for opens, closes in self.from_(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total // MINUTE

    def working_days_before(self, moment: datetime, days: int) -> datetime:
        """The start of the opened day ``days`` opened days before that of ``moment``: the last free cancellation."""
        day, left = local_day(moment), days
        for _ in range(LOOKAHEAD_DAYS):
            if left <= 0:
                break
            day -= DAY
            left -= bool(self.intervals(day))
        return moment if days == 0 else instant(day + DAY, 0)
