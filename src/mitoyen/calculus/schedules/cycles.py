"""Dates that come back: every three months, every 27 days, with or without a short last period.

A cycle is written as ACTUS writes it: ``P3ML0`` is every three months with a *long* last period
when the dates do not fall on the end, ``P3ML1`` with a *short* one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mitoyen.calculus.schedules.day_counts import is_last_of_month
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

MOST_DATES = 2_000
"""A monthly loan of 166 years: past this a cycle is a slip of the pen, or an attack."""

_WRITTEN = re.compile(r"P(?P<number>\d{1,5})(?P<unit>[DWMQHY])(?:L(?P<stub>[01]))?")
_DAYS = {"D": 1, "W": 7}
_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12}


@dataclass(frozen=True, slots=True)
class Cycle:
    """Every ``number`` days or months; ``has_long_end`` merges a broken last period with the one before."""

    number: int
    in_months: bool
    has_long_end: bool

    @classmethod
    def parse(cls, written: str) -> Cycle:
        """Read ``P3ML0``; without its stub the last period is short.

        >>> Cycle.parse("P1QL0"), str(Cycle.parse("P1W"))
        (Cycle(number=3, in_months=True, has_long_end=True), 'P7DL1')
        """
        found = _WRITTEN.fullmatch(written.strip().upper())
        if found is None or not int(found["number"]):
            raise InvalidError(
                Sentence(
                    f"« {written[:20]} » n'est pas un rythme : écrivez P1ML0 (chaque mois), P1YL1 (chaque année)…",
                    f"'{written[:20]}' is not a cycle: write P1ML0 (each month), P1YL1 (each year)…",
                )
            )
        in_months = found["unit"] in _MONTHS
        each = (_MONTHS if in_months else _DAYS)[found["unit"]]
        return cls(int(found["number"]) * each, in_months, found["stub"] == "0")

    def __str__(self) -> str:
        return f"P{self.number}{'M' if self.in_months else 'D'}L{0 if self.has_long_end else 1}"

    def after(self, anchor: datetime, turns: int, *, at_month_end: bool = False) -> datetime:
        """The date ``turns`` cycles after ``anchor``, counted from it and not from the date before.

        ``at_month_end`` keeps an anchor on the last day of its month on the last day of the others.

        >>> month = Cycle.parse("P1M")
        >>> [f"{month.after(datetime(2027, 2, 28), n, at_month_end=True):%d/%m}" for n in (0, 1, 2)]
        ['28/02', '31/03', '30/04']
        """
        try:
            if not self.in_months:
                return anchor + timedelta(days=self.number * turns)
            day = add_months(anchor.date(), self.number * turns)
        except (OverflowError, ValueError) as error:
            raise InvalidError(
                Sentence(
                    f"{turns} fois {self} après le {anchor:%Y-%m-%d} sort du calendrier : vérifiez rythme et montants.",
                    f"{turns} times {self} after {anchor:%Y-%m-%d} leaves the calendar: check cycle and amounts.",
                ),
                where=str(self),
            ) from error
        if at_month_end and is_last_of_month(anchor.date()):
            day = _last_of_month(day)
        return datetime.combine(day, anchor.time())


def dates_of(
    anchor: datetime, cycle: Cycle | None, end: datetime, *, at_month_end: bool = False, with_end: bool = False
) -> list[datetime]:
    """The dates from ``anchor`` to ``end``, the end itself only when ``with_end``.

    Without a cycle the anchor stands alone. A long last period drops the date before the end.

    >>> start, end = datetime(2027, 1, 5), datetime(2027, 12, 1)
    >>> [f"{date:%d/%m}" for date in dates_of(start, Cycle.parse("P3ML0"), end, with_end=True)]
    ['05/01', '05/04', '05/07', '01/12']
    """
    dates = list(_before(anchor, cycle, end, at_month_end=at_month_end))
    falls_on_end = cycle is None or cycle.after(anchor, len(dates), at_month_end=at_month_end) == end
    if with_end:
        dates.append(end)
    if cycle is not None and cycle.has_long_end and not falls_on_end and len(dates) > 2:  # noqa: PLR2004  ACTUS: start, one date, end
        del dates[-2 if with_end else -1]
    return dates


def _before(anchor: datetime, cycle: Cycle | None, end: datetime, *, at_month_end: bool) -> Iterator[datetime]:
    """Every date of the cycle before ``end``; refuses to make more than anybody could read."""
    turns, moment = 0, anchor
    while moment < end and (cycle is not None or not turns):
        if turns >= MOST_DATES:
            raise InvalidError(
                Sentence(
                    f"Le rythme {cycle}, du {anchor:%Y-%m-%d} au {end:%Y-%m-%d}, passe {MOST_DATES} dates : vérifiez.",
                    f"Cycle {cycle}, from {anchor:%Y-%m-%d} to {end:%Y-%m-%d}, passes {MOST_DATES} dates: check it.",
                ),
                where=str(cycle),
            )
        yield moment
        turns += 1
        if cycle is not None:
            moment = cycle.after(anchor, turns, at_month_end=at_month_end)


def _last_of_month(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
