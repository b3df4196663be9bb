"""Who wants what, when, and when they ask: two years of invented wishes, in the order in which they were made. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from mitoyen.demonstration.seasons import DAY, SATURDAY, SEASONS, days, dice, mean, poisson, snows, village_feasts
from mitoyen.demonstration.territory import PLACES, PORT_CITY
from mitoyen.demonstration.things import THINGS, Habit, Thing
from mitoyen.kernel.clock import PARIS

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

COMMUNES = {place.name: float(place.inhabitants) for place in PLACES}
CIRCLES: dict[str, dict[str, float]] = {
    "communes": COMMUNES | {"Syndicat des eaux de la Mitte": 500.0},
    "festive": COMMUNES | {"La Ruche d'Orsonne": 900.0, "Comité des fêtes de Montbrisel": 1600.0,
                           "Ski-club du Haut-Val": 500.0, "Collège des Deux-Rives": 700.0},
    "trips": {"Collège des Deux-Rives": 2600.0, "Ski-club du Haut-Val": 1800.0}
             | {name: people * 0.25 for name, people in COMMUNES.items()},
    "quarter": {"Habitants du quartier des Bassins": 8.0, "Régie de quartier des Bassins": 1.0,
                "Ressourcerie du Vieux-Port": 1.0, "École Rosa-Bonheur": 1.0, PORT_CITY.name: 0.5},
}  # fmt: skip
NATIONAL_DAY = (7, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A wish: things that would do (the first choice first), for whom, from when; ``hours`` in minutes of the day."""

    things: tuple[Thing, ...]
    borrower: str
    day: date
    length: int
    hours: tuple[int, int] | None
    purpose: str
    asked_at: datetime
    throw: random.Random  # the dice of what becomes of it


def habits() -> dict[Habit, tuple[Thing, ...]]:
    """The things of each habit."""
    found: dict[Habit, list[Thing]] = {}
    for thing in THINGS:
        if thing.family.habit is not None:
            found.setdefault(thing.family.habit, []).append(thing)
    return {habit: tuple(things) for habit, things in found.items()}


def wants(first: date, last: date, metres: dict[tuple[str, str], int]) -> list[Want]:
    """The wishes for uses that start from ``first`` to ``last``, in the order in which they are made.

    ``metres`` tells how far a borrower is from the keeper's place, by their names.
    """
    found = [
        want
        for habit, things in habits().items()
        for day in days(first, last)
        for want in _of_day(habit, things, day, metres)
    ]
    return sorted(found, key=lambda want: (want.asked_at, want.day, want.borrower, want.things[0].key))


def _of_day(habit: Habit, things: tuple[Thing, ...], day: date, metres: dict[tuple[str, str], int]) -> Iterator[Want]:
    if habit.season == "snow":
        yield from _snow_of_day(habit, things, day, metres)
        return
    throw = dice(habit.name, day)
    weight = SEASONS[habit.season](day) / mean(habit.season)
    for _ in range(poisson(throw, habit.yearly / 365 * weight)):
        yield _want(habit, _choice(habit, things, throw, metres), day, throw)
    if habit.season == "feast":
        for commune in _feasting(day, throw):
            chosen = throw.sample(things, k=2)
            for thing in chosen:
                yield _want(habit, (commune, (thing,)), day, throw)


def _feasting(day: date, throw: random.Random) -> list[str]:
    """The communes that feast on ``day``: each on its Saturday, nearly all on 14 July."""
    if (day.month, day.day) == NATIONAL_DAY:
        return [place.name for place in PLACES if throw.random() < 0.75]  # noqa: PLR2004
    return list(village_feasts(day.year).get(day, ()))


def _snow_of_day(
    habit: Habit, things: tuple[Thing, ...], day: date, metres: dict[tuple[str, str], int]
) -> Iterator[Want]:
    """When it snows, it snows for all: the higher the village, the surer it asks for a plough."""
    if not snows(day):
        return
    throw = dice(habit.name, day)
    for place in PLACES:
        likely = 0.3 + 0.6 * min(1.0, max(0.0, (place.altitude - 450) / 600))
        if throw.random() < likely:
            near = sorted(things, key=lambda thing: metres[place.name, thing.keeper])[:3]
            yield _want(habit, (place.name, tuple(near)), day, throw)


def _choice(
    habit: Habit, things: tuple[Thing, ...], throw: random.Random, metres: dict[tuple[str, str], int]
) -> tuple[str, tuple[Thing, ...]]:
    """Who asks, and the things that would do, the nearest first."""
    circle = CIRCLES[habit.circle]
    if throw.random() < habit.own_share:
        mine = throw.choice([thing for thing in things if thing.keeper in circle or thing.commune in circle])
        return (mine.keeper if mine.keeper in circle else mine.commune), (mine,)
    who = throw.choices(list(circle), weights=list(circle.values()))[0]
    if not habit.is_fungible:
        return who, (throw.choice(things),)
    reach = habit.reach_km * 1000
    near = sorted(things, key=lambda thing: metres[who, thing.keeper] * throw.uniform(0.7, 1.4))
    return who, tuple(thing for thing in near if metres[who, thing.keeper] <= reach)[:4] or tuple(near[:1])


def _want(habit: Habit, choice: tuple[str, tuple[Thing, ...]], day: date, throw: random.Random) -> Want:
    who, things = choice
    hours = throw.choice(habit.hours) if habit.hours else None
    return Want(
        things=things,
        borrower=who,
        day=day,
        length=throw.choice(habit.lengths),
        hours=hours,
        purpose=throw.choice(things[0].purposes or habit.purposes),
        asked_at=_asked_at(habit, day, throw),
        throw=dice(habit.name, day, who, things[0].key, throw.random()),
    )


def _asked_at(habit: Habit, day: date, throw: random.Random) -> datetime:
    """A moment of an office day, ahead of the use; for snow, the evening before."""
    if habit.season == "snow":
        return datetime.combine(day - DAY, time(17, throw.randint(0, 59)), PARIS).astimezone(UTC)
    asked = day - throw.randint(*habit.lead) * DAY
    while asked.weekday() >= SATURDAY and habit.circle != "quarter":
        asked -= DAY
    moment = time(throw.choice((8, 9, 9, 10, 10, 11, 14, 14, 15, 16)), throw.randint(0, 59))
    return datetime.combine(asked, moment, PARIS).astimezone(UTC)
