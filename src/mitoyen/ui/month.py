"""A month as a real table: a word and a shape a day, whole weeks from Monday."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitoyen.kernel.dates import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping

DayState: TypeAlias = Literal["free", "chosen", "taken", "wash", "fix", "option", "closed", "past"]

CSS: Mapping[DayState, str] = MappingProxyType(
    {
        "free": "free",
        "chosen": "chosen",
        "taken": "busy",
        "option": "busy",
        "wash": "care",
        "fix": "care",
        "closed": "out",
        "past": "out",
    }
)
SIGNS: Mapping[DayState, str] = MappingProxyType(
    {
        "free": "free",
        "chosen": "free",
        "taken": "taken",
        "option": "option",
        "wash": "wash",
        "fix": "fix",
        "closed": "shut",
        "past": "",
    }
)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the table. ``word`` is what is read (libre, prise, lavage); a free day has an address."""

    day: date | None = None
    state: DayState = "past"
    word: str = ""
    href: str = ""
    is_today: bool = False

    @property
    def css(self) -> str:
        """Its classes."""
        return f"{CSS[self.state]} today" if self.is_today else CSS[self.state]

    @property
    def sign(self) -> str:
        """Its sign of the sprite, or none."""
        return SIGNS[self.state]


@dataclass(frozen=True, slots=True)
class Month:
    """What ``<c-month>`` shows."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def weekdays(self) -> tuple[date, ...]:
        """Seven days from a Monday, to name the columns."""
        monday = date(2024, 1, 1)
        return tuple(monday + timedelta(days=n) for n in range(7))


def month_of(any_day: date, days: Mapping[date, Day], *, today: date) -> Month:
    """The month of ``any_day``; a day that ``days`` does not tell about is left blank.

    >>> shown = month_of(date(2027, 3, 16), {date(2027, 3, 5): Day(date(2027, 3, 5), "free")}, today=date(2027, 3, 2))
    >>> len(shown.weeks), shown.weeks[0][4].css, shown.weeks[0][1].css, shown.weeks[-1][3].day
    (5, 'free', 'out today', None)
    """
    first = any_day.replace(day=1)
    end = add_months(first, 1)
    cells = [Day()] * first.weekday()
    for n in range((end - first).days):
        each = first + timedelta(days=n)
        cells.append(replace(days.get(each, Day()), day=each, is_today=each == today))
    cells += [Day()] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7))
    return Month(first, weeks)
