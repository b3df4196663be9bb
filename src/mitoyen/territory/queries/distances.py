"""Distances as the crow flies, and said so: whole metres, by the haversine on a sphere.

The sphere of 6 371 008.8 m (mean radius of the IUGG) is at most 0.5 % away from the ellipsoid: enough to say
« à 14 km », never to pay by the kilometre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, IntegerField, Value
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Round, Sin, Sqrt

from mitoyen.territory.models import Organisation

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from mitoyen.access.actors import Actor

MEAN_RADIUS = 6_371_008.8  # metres


@dataclass(frozen=True, slots=True)
class Point:
    """A place in whole microdegrees, WGS 84."""

    latitude_e6: int
    longitude_e6: int


def metres_between(here: Point, there: Point) -> int:
    """The distance between two points, in metres.

    >>> metres_between(Point(47_411_200, -2_168_590), Point(47_476_810, -2_057_530))
    11083
    """
    lower, upper = math.radians(here.latitude_e6 / 1e6), math.radians(there.latitude_e6 / 1e6)
    across = math.radians((there.longitude_e6 - here.longitude_e6) / 1e6)
    chord = math.sin((upper - lower) / 2) ** 2 + math.cos(lower) * math.cos(upper) * math.sin(across / 2) ** 2
    return round(2 * MEAN_RADIUS * math.asin(math.sqrt(chord)))


def crow_fly(here: Point, latitude_e6: str = "latitude_e6", longitude_e6: str = "longitude_e6") -> Combinable:
    """An expression: metres from ``here`` to the point in these columns; null where they are.

    ``Resource.objects.annotate(metres=crow_fly(here, "depot_latitude_e6", "depot_longitude_e6"))``
    """
    upper = Radians(F(latitude_e6) / Value(1e6))
    across = Radians((F(longitude_e6) - Value(here.longitude_e6)) / Value(1e6))
    lower = math.radians(here.latitude_e6 / 1e6)
    chord = Power(Sin((upper - Value(lower)) / Value(2.0)), 2) + Value(math.cos(lower)) * Cos(upper) * Power(
        Sin(across / Value(2.0)), 2
    )
    return Cast(Round(Value(2 * MEAN_RADIUS) * ASin(Sqrt(chord))), IntegerField())


def town_hall_of(_actor: Actor, organisation: int | None) -> Point | None:
    """From where an organisation counts its distances: its own place, else the town hall of its commune; one query."""
    if organisation is None:
        return None
    row = (
        Organisation.objects.filter(pk=organisation)
        .values_list(
            "latitude_e6",
            "longitude_e6",
            "commune__town_hall_latitude_e6",
            "commune__town_hall_longitude_e6",
            "commune__latitude_e6",
            "commune__longitude_e6",
        )
        .first()
    )
    pairs = zip(row[::2], row[1::2], strict=True) if row else ()
    return next((Point(north, east) for north, east in pairs if north is not None and east is not None), None)
