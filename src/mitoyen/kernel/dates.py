"""Half-open periods of days, and how a clerk writes them.

Documents say the last day; the engine says the day after: a period is ``[start, end)``.

>>> quarter = Period.parse("2027-Q1")
>>> quarter.start, quarter.end, quarter.days
(datetime.date(2027, 1, 1), datetime.date(2027, 4, 1), 90)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

Frequency: TypeAlias = Literal["month", "quarter", "half_year", "year"]
MONTHS: dict[Frequency, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

_FORMS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(\d{4})"), 12),
    (re.compile(r"(\d{4})-[Ss]([12])"), 6),
    (re.compile(r"(\d{4})-[QqTt]([1-4])"), 3),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), 1),
)
_MONTHS = re.compile(r"(\d{4})-(\d{2})/(\d{4})-(\d{2})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")


def add_months(day: date, months: int) -> date:
    """The same day of month ``months`` later; the last one when that month is shorter.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start``, included, to ``end``, excluded."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidError(
                Sentence(
                    f"La période finit ({self.last}) avant de commencer ({self.start}).",
                    f"The period ends ({self.last}) before it starts ({self.start}).",
                )
            )

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """From the first day to the last, both included, as a clerk reads it."""
        return cls(first, last + timedelta(days=1))

    @classmethod
    def parse(cls, written: str) -> Period:
        """Read ``2027``, ``2027-S1``, ``2027-Q1``, ``2027-03``, ``2026-10/2027-09`` or two days.

        >>> Period.parse("2026-10/2027-09").end
        datetime.date(2027, 10, 1)
        """
        try:
            return cls._parsed(written.strip())
        except ValueError as error:
            raise _not_a_period(written) from error

    @classmethod
    def _parsed(cls, written: str) -> Period:
        for form, months in _FORMS:
            if found := form.fullmatch(written):
                rank = int(found[2]) if found.lastindex == 2 else 1  # noqa: PLR2004
                start = date(int(found[1]), (rank - 1) * months + 1, 1)
                return cls(start, add_months(start, months))
        if found := _MONTHS.fullmatch(written):
            last = date(int(found[3]), int(found[4]), 1)
            return cls(date(int(found[1]), int(found[2]), 1), add_months(last, 1))
        if found := _DAYS.fullmatch(written):
            return cls.inclusive(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        raise _not_a_period(written)

    @property
    def last(self) -> date:
        """The last day of the period, as a clerk would write it."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it counts."""
        return (self.end - self.start).days

    def overlap(self, other: Period) -> Period | None:
        """The days that both periods hold, if any."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def cut(self, frequency: Frequency) -> Iterator[Period]:
        """This period cut every ``frequency`` from its start; the last piece may be shorter.

        >>> [piece.label for piece in Period.parse("2027").cut("half_year")]
        ['2027-S1', '2027-S2']
        """
        rank, months = 0, MONTHS[frequency]
        while (start := add_months(self.start, rank * months)) < self.end:
            rank += 1
            yield Period(start, min(add_months(self.start, rank * months), self.end))

    @property
    def label(self) -> str:
        """The shortest writing that :meth:`parse` reads back.

        >>> Period.parse("2026-10/2027-09").label, Period.parse("2027-T1").label
        ('2026-10/2027-09', '2027-Q1')
        """
        start, end = self.start, self.end
        if start.day != 1 or end.day != 1:
            return f"{start}/{self.last}"
        months = (end.year - start.year) * 12 + end.month - start.month
        if months == 1:
            return f"{start:%Y-%m}"
        names = {3: f"{start.year}-Q{(start.month + 2) // 3}", 6: f"{start.year}-S{(start.month + 5) // 6}"}
        names[12] = f"{start.year}"
        if months in names and (start.month - 1) % months == 0:
            return names[months]
        return f"{start:%Y-%m}/{self.last:%Y-%m}"


def _not_a_period(written: str) -> InvalidError:
    return InvalidError(
        Sentence(
            f"« {written} » n'est pas une période : écrivez par exemple 2027, 2027-Q1, 2027-03 ou 2026-10/2027-09.",
            f"'{written}' is not a period: write for instance 2027, 2027-Q1, 2027-03 or 2026-10/2027-09.",
        )
    )
