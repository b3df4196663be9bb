"""The fraction of a year between two days, by the convention that a contract names.

The formulas are those of the *2006 ISDA Definitions*, section 4.16: (b) Actual/Actual, (d) Actual/365
(Fixed), (e) Actual/360, (g) 30E/360, (h) 30E/360 (ISDA); 28E/336 is the ACTUS dictionary's. Fractions
are exact.

>>> start, end = date(2027, 1, 31), date(2027, 2, 28)
>>> [str(year_fraction(start, end, name)) for name in ("30E360", "30E360ISDA", "A365", "A360")]
['7/90', '1/12', '28/365', '7/90']
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

DayCount: TypeAlias = Literal["AA", "A360", "A365", "30E360", "30E360ISDA", "28E336"]
DAY_COUNTS: tuple[DayCount, ...] = get_args(DayCount)

END_OF_DAY = time(23, 59, 59)
_ACTUAL = {"A360": 360, "A365": 365}
_SHORT_MONTH, _LONG_MONTH = 28, 30


def counted_day(moment: datetime) -> date:
    """The day on which interest stops at ``moment``: the last second of a day counts as the next day.

    >>> counted_day(datetime(2013, 12, 31, 23, 59, 59))
    datetime.date(2014, 1, 1)
    """
    return moment.date() + timedelta(days=1) if moment.time() == END_OF_DAY else moment.date()


@lru_cache(maxsize=4_096)
def year_fraction(start: date, end: date, convention: DayCount, maturity: date | None = None) -> Fraction:
    """How much of a year runs from ``start`` to ``end``; negative when they are the other way round.

    ``maturity`` matters to ``30E360ISDA`` alone: the last day of February is a 30th, save at maturity.

    >>> year_fraction(date(2012, 12, 30), date(2013, 1, 9), "AA") == Fraction(2, 366) + Fraction(8, 365)
    True
    """
    if end < start:
        return -year_fraction(end, start, convention, maturity)
    if convention == "AA":
        return _actual_actual(start, end)
    if convention in _ACTUAL:
        return Fraction((end - start).days, _ACTUAL[convention])
    month, first, last = _SHORT_MONTH if convention == "28E336" else _LONG_MONTH, start.day, end.day
    if convention == "30E360ISDA":
        first = _thirtieth(start)
        last = end.day if end == maturity else _thirtieth(end)
    return Fraction(_even_days(start, end, month, first, last), 12 * month)


def is_last_of_month(day: date) -> bool:
    """Whether ``day`` is the last of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _even_days(start: date, end: date, month: int, first: int, last: int) -> int:
    """Days between two dates when every month has ``month`` of them."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months * month + min(last, month) - min(first, month)


def _thirtieth(day: date) -> int:
    return _LONG_MONTH if is_last_of_month(day) else day.day


def _actual_actual(start: date, end: date) -> Fraction:
    """Each day weighs 1/365, or 1/366 in a leap year."""
    if start.year == end.year:
        return Fraction((end - start).days, _days_of(start.year))
    opening = Fraction((date(start.year + 1, 1, 1) - start).days, _days_of(start.year))
    closing = Fraction((end - date(end.year, 1, 1)).days, _days_of(end.year))
    return opening + (end.year - start.year - 1) + closing


def _days_of(year: int) -> int:
    return 366 if calendar.isleap(year) else 365
