"""The invented weather and calendar of the val: which days of the year a thing is wanted.

Pure. Everything is drawn from the day itself, so that the same day is the same whenever the demonstration is loaded.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

from mitoyen.demonstration.territory import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SEED = "val-mitoyen"
DAY = timedelta(days=1)
SATURDAY = 5
# January to December
DIGGING = (0.25, 0.4, 1.3, 1.8, 1.6, 1.0, 0.5, 0.35, 1.2, 1.7, 1.4, 0.5)
MOWING = (0, 0, 0.15, 1.2, 1.9, 2.1, 1.7, 1.5, 1.5, 1.1, 0, 0)
BUILDING = (0.4, 0.6, 1.1, 1.3, 1.3, 1.3, 1.0, 0.6, 1.3, 1.3, 1.0, 0.5)
WOOD = (1.9, 1.8, 1.4, 0.5, 0.2, 0.1, 0.1, 0.2, 0.5, 1.2, 1.9, 1.6)
STORMS = (0.4, 0.5, 0.8, 1.1, 1.6, 1.8, 1.6, 1.6, 1.0, 1.2, 0.9, 0.5)
FEAST = (0.2, 0.3, 0.5, 0.7, 1.2, 1.9, 2.4, 2.0, 1.2, 0.6, 0.4, 0.9)
_SCHOOL_HOLIDAYS = (((2, 8), (2, 23)), ((4, 5), (4, 20)), ((7, 4), (8, 31)), ((10, 18), (11, 2)), ((12, 20), (12, 31)))


def days(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, included."""
    for rank in range((last - first).days + 1):
        yield first + rank * DAY


def dice(*names: object) -> random.Random:
    """The dice of something: the same names always throw the same."""
    return random.Random("/".join(map(str, (SEED, *names))))  # noqa: S311  (invented figures, no secret)


@lru_cache(maxsize=16)
def snow_days(winter: int) -> frozenset[date]:
    """The days of snow of the winter that begins in December of ``winter``; all communes have them together."""
    throw, found, day = dice("snow", winter), set(), date(winter, 11, 25)
    while day < date(winter + 1, 3, 31):
        day += throw.randint(3, 13) * DAY
        for _ in range(throw.choice((1, 1, 2, 2, 3))):
            found.add(day)
            day += DAY
    return frozenset(found)


def snows(day: date) -> bool:
    """Whether it snows in the val."""
    return day in snow_days(day.year if day.month > 6 else day.year - 1)  # noqa: PLR2004


def is_school(day: date) -> bool:
    """Whether the schools of the val work (invented dates, the same each year)."""
    where = (day.month, day.day)
    is_holiday = where <= (1, 4) or any(first <= where <= last for first, last in _SCHOOL_HOLIDAYS)
    return day.weekday() < SATURDAY and not is_holiday


@lru_cache(maxsize=16)
def village_feasts(year: int) -> Mapping[date, tuple[str, ...]]:
    """The Saturdays of the village feasts; two villages share some of them, and all share 14 July."""
    found: dict[date, tuple[str, ...]] = {}
    saturday = date(year, 6, 6)
    while saturday.weekday() != SATURDAY:
        saturday += DAY
    for rank, place in enumerate(PLACES):
        day = saturday + (rank * 7 // 12) * 14 * DAY
        found[day] = (*found.get(day, ()), place.name)
    return found


def _monthly(weights: tuple[float, ...], weekend: float = 0.0) -> Callable[[date], float]:
    return lambda day: weights[day.month - 1] * (weekend if day.weekday() >= SATURDAY else 1.0)


def _weekend(day: date) -> float:
    return (0.3, 0.3, 0.6, 0.4, 1.2, 3.0, 2.2)[day.weekday()] * (0.8 if day.month in (1, 8) else 1.0)


def _evenings(day: date) -> float:
    return (1.1, 1.4, 1.2, 1.5, 1.0, 0.4, 0.1)[day.weekday()] * (0.25 if day.month in (7, 8) else 1.0)


def _school(day: date) -> float:
    return 1.5 if is_school(day) else 1.2 if day.weekday() == SATURDAY and day.month not in (7, 8) else 0.15


SEASONS: Mapping[str, Callable[[date], float]] = {
    "digging": _monthly(DIGGING),
    "mowing": _monthly(MOWING),
    "building": _monthly(BUILDING),
    "wood": _monthly(WOOD, weekend=0.0),
    "storms": _monthly(STORMS, weekend=0.0),
    "feast": lambda day: FEAST[day.month - 1] * (0.3, 0.3, 0.3, 0.4, 2.4, 1.6, 0.4)[day.weekday()],
    "weekend": _weekend,
    "evenings": _evenings,
    "school": _school,
    "steady": _monthly((1.0,) * 12),
    "snow": lambda day: 1.0 if snows(day) else 0.0,
}


@lru_cache(maxsize=16)
def mean(season: str) -> float:
    """The mean weight of a day, over four years: what makes ``Habit.yearly`` a yearly number."""
    span = list(days(date(2025, 1, 1), date(2028, 12, 31)))
    return sum(SEASONS[season](day) for day in span) / len(span)


def poisson(throw: random.Random, expected: float) -> int:
    """How many, when ``expected`` are expected (Knuth's product of uniforms, for small means)."""
    floor, product, count = exp(-expected), throw.random(), 0
    while product > floor:
        product *= throw.random()
        count += 1
    return count
