"""What a booking would be, before it is one: its price, its answer, the papers still to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.pricing import Extra, Price, Use, priced
from mitoyen.sharing.bridge.rules import Window, asks_membership, chosen_tariff, needs_answer, rule_of
from mitoyen.sharing.models import Accessory, Requirement
from mitoyen.sharing.queries.catalogue import are_neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.sharing.models import Resource, Tariff
    from mitoyen.territory.models import Organisation

EARTH_METRES = 6_371_009  # mean radius


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for: a resource (or one ``unit`` of it), for an organisation, from ``start`` to ``end``.

    ``accessories`` are ids; ``planned_meter_tenths`` what the meter is expected to count; ``transport_km`` the
    kilometres out and back when the keeper's team transports, None when the borrower fetches it herself.
    ``request_key`` is made once by the form (or the program): sent twice, it books once.
    """

    resource: int
    borrower: int
    start: datetime
    end: datetime
    unit: int | None = None
    purpose: str = ""
    accessories: Sequence[int] = ()
    planned_meter_tenths: int | None = None
    transport_km: int | None = None
    request_key: str = ""

    @property
    def window(self) -> Window:
        """The time asked for."""
        return Window(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What booking would give; ``warnings`` are the papers that the hand-over will ask for."""

    price: Price
    accessories: tuple[Accessory, ...]
    needs_answer: bool
    warnings: tuple[Sentence, ...]


def estimated(
    resource: Resource,
    borrower: Organisation,
    wish: Wish,
    now: datetime,
    *,
    tariffs: Sequence[Tariff],
    papers: Sequence[str],
) -> Estimate:
    """Price ``wish`` and say what will be asked; no query but for accessories, and for who is a neighbour of whom."""
    booked_on, used_on = local_day(now), local_day(wish.start)
    is_member = asks_membership(resource, tariffs) and are_neighbours(resource.owner_id, borrower.pk, booked_on)
    tariff = chosen_tariff(tariffs, borrower.kind, booked_on, used_on, is_member=is_member)
    accessories = _accessories(resource, wish.accessories)
    use = Use(
        start=wish.start,
        end=wish.end,
        meter_tenths=wish.planned_meter_tenths,
        transport_km=wish.transport_km,
        extras=extras_of(accessories),
    )
    return Estimate(
        price=priced(rule_of(tariff, resource, used_on), use),
        accessories=accessories,
        needs_answer=needs_answer(resource, is_member=is_member),
        warnings=tuple(map(warning, papers)),
    )


def extras_of(accessories: Sequence[Accessory]) -> tuple[Extra, ...]:
    """The accessories that cost."""
    return tuple(Extra(each.name, each.day_cents, each.fixed_cents) for each in accessories if not each.is_included)


def _accessories(resource: Resource, wanted: Sequence[int]) -> tuple[Accessory, ...]:
    if not wanted:
        return ()
    found = tuple(Accessory.objects.filter(resource_id=resource.pk, pk__in=list(wanted), is_active=True))
    if missing := sorted(set(wanted) - {each.pk for each in found}):
        said = ", ".join(map(str, missing))
        raise InvalidError(
            Sentence(
                f"{resource.name} n'a pas d'accessoire n° {said} : choisissez dans sa liste.",
                f"{resource.name} has no accessory no. {said}: choose from its list.",
            ),
            where="accessories",
        )
    return found


def papers_of(resource: int) -> list[str]:
    """The names of the papers that a hand-over asks for."""
    return list(Requirement.objects.filter(resource_id=resource).values_list("name", flat=True))


def warning(paper: str) -> Sentence:
    """What must be shown when the thing is fetched."""
    return Sentence(f"{paper} : à présenter à la remise.", f"{paper}: to be shown at the hand-over.")


def crow_metres(from_e6: tuple[int | None, int | None], to_e6: tuple[int | None, int | None]) -> int | None:
    """The distance as the crow flies, in metres; None when a place is not known.

    >>> crow_metres((48_856_600, 2_352_200), (45_764_000, 4_835_700))  # Paris, Lyon
    391499
    """
    if None in from_e6 or None in to_e6:
        return None
    lat1, lon1, lat2, lon2 = (radians((value or 0) / 1_000_000) for value in (*from_e6, *to_e6))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(half)))


def distance_metres(resource: Resource, organisation: Organisation) -> int | None:
    """From the organisation (its town hall when it has no point of its own) to the place of the resource."""
    place = resource.place
    if place is None:
        return None
    here = (organisation.latitude_e6, organisation.longitude_e6)
    if None in here and organisation.commune is not None:
        here = (organisation.commune.town_hall_latitude_e6, organisation.commune.town_hall_longitude_e6)
    return crow_metres(here, (place.latitude_e6, place.longitude_e6))
