"""Write the invented things: shelves, resources, units, what goes with them, their tariffs of each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mitoyen.demonstration.depots import place_name
from mitoyen.demonstration.seasons import dice
from mitoyen.demonstration.things import SHELVES, THINGS, Thing
from mitoyen.kernel.identity import slug
from mitoyen.sharing.bridge.opening import Opening
from mitoyen.sharing.bridge.rules import opening_of
from mitoyen.sharing.bridge.secrets import LETTERS
from mitoyen.sharing.bridge.wording import search_key
from mitoyen.sharing.models import (
    Accessory,
    Category,
    Condition,
    Kind,
    Place,
    Question,
    Requirement,
    Resource,
    Tariff,
    Unit,
)
from mitoyen.sharing.queries.catalogue import closures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mitoyen.territory.models import Organisation

DAY = 1440
YEARLY_RISE = 4  # percent: what tariffs gain each year
STEP = 50  # cents: tariffs are rounded to it


@dataclass(frozen=True, slots=True)
class Lent:
    """A thing as it was written, with what books need at hand."""

    thing: Thing
    resource: Resource
    units: tuple[Unit, ...]
    opening: Opening
    tariffs: tuple[Tariff, ...]
    extras: tuple[Accessory, ...]
    papers: tuple[Requirement, ...]


def load(
    organisations: Mapping[str, Organisation], places: Mapping[str, Place], since: date, today: date
) -> dict[str, Lent]:
    """Write everything that can be lent; what was written, by key."""
    shelves = _shelves()
    resources = {
        thing.key: _resource(thing, organisations[thing.keeper], places.get(place_name(thing)), shelves)
        for thing in THINGS
    }
    Resource.objects.bulk_create(resources.values())
    units = Unit.objects.bulk_create(each for thing in THINGS for each in _units(thing, resources[thing.key], since))
    extras = Accessory.objects.bulk_create(
        Accessory(
            resource=resources[thing.key],
            name=extra.name,
            is_included=not extra.day and not extra.fixed,
            day_cents=extra.day or 0,
            fixed_cents=extra.fixed,
        )
        for thing in THINGS
        for extra in thing.extras
    )
    papers = Requirement.objects.bulk_create(
        Requirement(resource=resources[thing.key], kind=kind, name=name)
        for thing in THINGS
        for kind, name in thing.family.papers
    )
    _texts(resources)
    tariffs = Tariff.objects.bulk_create(
        each for thing in THINGS for each in _tariffs(thing, resources[thing.key], since, today)
    )
    closed = closures_of(place.pk for place in places.values())
    openings = {
        place.pk: opening_of(resource, closed.get(place.pk))
        for resource in resources.values()
        if (place := resource.place) is not None
    }
    return {
        thing.key: Lent(
            thing=thing,
            resource=(resource := resources[thing.key]),
            units=tuple(each for each in units if each.resource_id == resource.pk),
            opening=openings[resource.place_id] if resource.place_id else Opening(),
            tariffs=tuple(each for each in tariffs if each.resource_id == resource.pk),
            extras=tuple(each for each in extras if each.resource_id == resource.pk),
            papers=tuple(each for each in papers if each.resource_id == resource.pk),
        )
        for thing in THINGS
    }


def _shelves() -> dict[str, Category]:
    """Write the shelves, parents first."""
    found: dict[str, Category] = {}
    for depth in (0, 1):
        rows = [
            Category(
                name=name,
                slug=slug(path.rpartition("/")[2]),
                path=path,
                parent=found.get(path.rpartition("/")[0]),
                rank=rank,
            )
            for rank, (path, name) in enumerate(SHELVES)
            if path.count("/") == depth
        ]
        found |= {row.path: row for row in Category.objects.bulk_create(rows)}
    return found


def _resource(thing: Thing, keeper: Organisation, place: Place | None, shelves: Mapping[str, Category]) -> Resource:
    family, kind = thing.family, Kind(thing.kind)
    category = shelves[family.shelf]
    grid = 30 if kind.has_calendar else 1
    return Resource(
        kind=kind.value,
        name=thing.name,
        summary=thing.summary,
        description=thing.about,
        category=category,
        owner=keeper,
        holder=keeper,
        place=place,
        search_text=search_key(
            thing.name, thing.summary, str(kind.label), category.name, *(each.name for each in thing.extras)
        ),
        drawing=thing.drawing or family.drawing,
        is_fictitious=True,
        borrower_kinds=list(family.borrowers),
        approval=family.approval,
        answer_hours=family.answer_hours,
        hold_minutes=21 * DAY,
        notice_minutes=family.notice_hours * 60,
        grid_minutes=grid,
        min_minutes=grid,
        max_minutes=family.max_days * DAY,
        buffer_before_minutes=family.before,
        buffer_after_minutes=family.after,
        buffer_name=family.buffer_name,
        free_cancel_working_days=family.free_cancel,
        late_cancel_days=family.late_cancel_days,
        meter_unit=family.meter,
        meter_name=family.meter_name,
        meter_tenths_per_day=family.counted_per_day,
        photo_views=list(family.views),
        seats=thing.seats,
        reuse_rights=thing.rights,
        yearly_allowance=thing.allowance,
        allowance_unit=thing.allowance_unit,
    )


def _units(thing: Thing, resource: Resource, since: date) -> Iterator[Unit]:
    if not Kind(thing.kind).has_calendar:
        return
    for rank in range(thing.units):
        letters = dice("code", thing.key, rank)
        yield Unit(
            resource=resource,
            label=thing.label or (f"n° {rank + 1}" if thing.units > 1 else ""),
            code="".join(letters.choice(LETTERS) for _ in range(8)),
            serial=f"VM-{thing.made_in}-{letters.randint(1000, 9999)}"
            if thing.kind in ("equipment", "vehicle")
            else "",
            made_in=thing.made_in if thing.kind in ("equipment", "vehicle") else None,
            in_service_since=since,
        )


def _texts(resources: Mapping[str, Resource]) -> None:
    """Write conditions and questions, those of a thing before those of its family."""
    Condition.objects.bulk_create(
        Condition(resource=resources[thing.key], heading=heading, text=text, rank=rank)
        for thing in THINGS
        for rank, (heading, text) in enumerate((*thing.conditions, *thing.family.conditions))
    )
    Question.objects.bulk_create(
        Question(resource=resources[thing.key], text=text, choices=list(choices), rank=rank)
        for thing in THINGS
        for rank, (text, choices) in enumerate(thing.family.questions)
    )


def _tariffs(thing: Thing, resource: Resource, since: date, today: date) -> Iterator[Tariff]:
    """A tariff for each year, voted in the December before; the amounts of the description are those of this year."""
    price = thing.price
    audiences: list[tuple[str, str, int | None]] = [("", "everybody", None)]
    audiences += [("association", "everybody", price.associations)] if price.associations is not None else []
    audiences += [("households", "everybody", price.households)] if price.households is not None else []
    audiences += [("", "others", price.others)] if price.others is not None else []
    if not Kind(thing.kind).has_calendar or not any((price.day, price.hour, price.fixed)):
        return
    for year in range(since.year, today.year + 1):
        late = today.year - year
        for kind, audience, amount in audiences:
            yield Tariff(
                resource=resource,
                label=f"Tarif {year}",
                source=f"voté le 10 décembre {year - 1}, au coût réel",
                borrower_kind=kind,
                audience=audience,
                since=date(year, 1, 1),
                until=date(year, 12, 31) if late else None,
                fixed_cents=_past(_part(price.fixed, amount), late),
                hour_cents=_past(_part(price.hour, amount if not price.day else None), late),
                day_cents=_past(_part(price.day, amount), late),
                km_cents=price.km,
                meter_cents=price.meter,
                free_meter_tenths=price.free,
                minimum_cents=price.minimum,
                half_day_after_minute=price.after_hours,
                includes_vat=price.vat != "standard",
                vat=price.vat,
            )


def _part(usual: int, other: int | None) -> int:
    """The amount for an audience: its own, when the usual one is what is billed."""
    return other if usual and other is not None else usual


def _past(cents: int, years: int) -> int:
    """A tariff as it was some years ago: a little less, rounded."""
    return cents * (100 - YEARLY_RISE * years) // 100 // STEP * STEP if years else cents
