"""Two years of sharing in the Val Mitoyen, from the first thing put in common to next month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.demonstration import aftermath, books, catalogue, checks, depots, staging, writing
from mitoyen.demonstration.diary import Diary, place
from mitoyen.demonstration.lives import Circle, first_reading, lives
from mitoyen.demonstration.people import who_holds
from mitoyen.demonstration.things import THINGS
from mitoyen.demonstration.wants import CIRCLES, wants
from mitoyen.kernel.clock import PARIS
from mitoyen.sharing.bridge.estimate import crow_metres
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.rules import Window
from mitoyen.sharing.models import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.demonstration.diary import Placed
    from mitoyen.people.models import Person
    from mitoyen.territory.models import Organisation

AHEAD = timedelta(days=120)  # how far ahead people have booked


def load(organisations: Mapping[str, Organisation], people: Mapping[str, Person], since: date, now: datetime) -> None:
    """Write the things, their bookings since ``since``, and the books."""
    today = local_day(now)
    places = depots.load(THINGS, organisations, organisations, range(since.year, today.year + 2))
    lent = catalogue.load(organisations, places, since, today)
    circle = Circle(now, organisations, {name: people[who] for name, (who, _) in _agents().items()})
    asked = [want for want in wants(since, today + AHEAD, _metres(organisations)) if want.asked_at <= now]
    diary, stage = Diary(), staging.stage_of(lent, now)
    blocks = staging.blocks(stage, since, diary)
    arranged = staging.bookings(stage)
    for each in arranged:
        diary.keep(each.unit.pk, each.blocked, each.freed_at)
    clear = {**dict.fromkeys(staging.STAGED, stage.kept_clear), **_around(arranged)}
    told = lives([*arranged, *place(asked, lent, diary, clear)], circle)
    Block.objects.bulk_create(blocks)
    opened = datetime.combine(since, time(7), PARIS)
    writing.write(told, [reading for each in lent.values() for reading in first_reading(each, opened)])
    damages = aftermath.claims(told, circle)
    aftermath.deposits(told, circle)
    aftermath.allotments(lent, circle, range(since.year, today.year + 1))
    kept = books.keep(told, damages, organisations, _treasurers(organisations, people), today)
    writing.write_journal([*writing.acts(told, circle), *kept])
    checks.require_rules(today)


def _around(arranged: Iterable[Placed]) -> dict[str, Window]:
    """The arranged bookings of other things are already in the diary, whenever the others were asked for."""
    return {each.lent.thing.key: each.blocked for each in arranged if each.lent.thing.key not in staging.STAGED}


def _agents() -> dict[str, tuple[str, Role]]:
    return who_holds((Role.AGENT, Role.MANAGER))


def _treasurers(organisations: Mapping[str, Organisation], people: Mapping[str, Person]) -> dict[int, Actor]:
    """Who keeps the book of each organisation."""
    return {
        (pk := organisations[name].pk): Actor(
            person=people[who].pk, name=who, mandates=(Mandate(pk, role),), acting_for=pk
        )
        for name, (who, role) in who_holds((Role.TREASURER, Role.MANAGER)).items()
    }


def _metres(organisations: Mapping[str, Organisation]) -> dict[tuple[str, str], int]:
    """How far each borrower is from each keeper, as the crow flies."""
    borrowers = {name for circle in CIRCLES.values() for name in circle}
    points = {name: (each.latitude_e6, each.longitude_e6) for name, each in organisations.items()}
    return {
        (who, keeper): crow_metres(points[who], points[keeper]) or 0
        for who in borrowers
        for keeper in {thing.keeper for thing in THINGS}
    }
