"""The ``calendar`` section: needs that members declare for want of a record."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.needs import DeclaredNeed, Season, Weather
from mitoyen.engines.pooling.needs.declared import EVERY_DAY
from mitoyen.engines.pooling.study.settings import Calendar, Kind, Member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.study.entries import Entry

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEAP_YEAR = 2024


def read_calendar(entry: Entry, members: Sequence[Member], kinds: Sequence[Kind]) -> Calendar | None:
    """Read declared needs and weather events."""
    if not entry.exists:
        return None
    entry.only("weather", "needs")
    weather = {name: _weather(one) for name, one in entry.at("weather")}
    declared = tuple(_declared(one, members, kinds, tuple(weather)) for one in entry.at("needs").items())
    return Calendar(declared=declared, weather=weather)


def _weather(entry: Entry) -> Weather:
    entry.only("chance", "together", "persistence", "days")
    if entry.at("days").exists:
        return Weather(days=frozenset(item.day() for item in entry.at("days").items()))
    return Weather(
        chance=float(entry.at("chance").fraction(least=0, most=1)),
        together=float(entry.at("together").fraction(Fraction(8, 10), least=0, most=1)),
        persistence=float(entry.at("persistence").fraction(Fraction(1, 2), least=0, most=Fraction(99, 100))),
    )


def _declared(entry: Entry, members: Sequence[Member], kinds: Sequence[Kind], weather: tuple[str, ...]) -> DeclaredNeed:
    entry.only("members", "kind", "season", "days", "hours", "units", "weight", "weather")
    names = tuple(member.id for member in members)
    who = entry.at("members")
    everybody = not who.exists or (who.node is not None and getattr(who.node, "value", None) == "all")
    days = entry.at("days").items()
    hours = entry.at("hours").only("from", "to")
    start, end = hours.at("from").hour(), hours.at("to").hour()
    if start == end:
        hours.refuse("le besoin dure zéro heure.", "the need lasts no time.")
    return DeclaredNeed(
        members=names if everybody else tuple(item.choice(names) for item in who.items()),
        kind=entry.at("kind").choice([kind.id for kind in kinds], kinds[0].id if len(kinds) == 1 else None),
        season=_season(entry.at("season")),
        weekdays=frozenset(WEEK.index(item.choice(WEEK)) for item in days) if days else EVERY_DAY,
        start=start,
        end=end,
        units=entry.at("units").whole(1, least=1, most=1000),
        weight=float(entry.at("weight").fraction(Fraction(1), least=Fraction(1, 10**6))),
        weather=entry.at("weather").choice(weather) if entry.at("weather").exists else "",
    )


def _season(entry: Entry) -> Season:
    if not entry.exists:
        return Season((1, 1), (12, 31))
    entry.only("from", "to")
    return Season(_day_of_year(entry.at("from")), _day_of_year(entry.at("to")))


def _day_of_year(entry: Entry) -> tuple[int, int]:
    written = entry.text()
    found = re.fullmatch(r"(\d{2})-(\d{2})", written)
    try:
        day = date(_LEAP_YEAR, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        entry.refuse(
            f"« {written} » n'est pas un jour de l'année ; écrivez le mois et le jour, comme 11-15.",
            f"'{written}' is not a day of the year; write the month and the day, such as 11-15.",
        )
    return day.month, day.day
