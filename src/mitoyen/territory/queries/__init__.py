"""Reads of the territory: public knowledge, the actor first all the same.

==================  ==============================================================
``organisations``   organisations, communes, intercommunal bodies, areas
``outlines``        contours to draw, simplified together, kept in the cache
``distances``       kilometres as the crow flies, in SQL or between two points
==================  ==============================================================
"""

from mitoyen.territory.queries.distances import Point, crow_fly, metres_between, town_hall_of
from mitoyen.territory.queries.organisations import (
    area_or_refuse,
    areas_of,
    body_or_refuse,
    commune_or_refuse,
    communes_of,
    is_demonstration,
    organisation_or_refuse,
    organisations_matching,
    stakes_of_commune,
    visible_organisations,
)
from mitoyen.territory.queries.outlines import Outline, outlines_of

__all__ = [
    "Outline",
    "Point",
    "area_or_refuse",
    "areas_of",
    "body_or_refuse",
    "commune_or_refuse",
    "communes_of",
    "crow_fly",
    "is_demonstration",
    "metres_between",
    "organisation_or_refuse",
    "organisations_matching",
    "outlines_of",
    "stakes_of_commune",
    "town_hall_of",
    "visible_organisations",
]
