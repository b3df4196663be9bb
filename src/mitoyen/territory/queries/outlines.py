"""Contours to draw: simplified together, so that neighbours keep one border, and kept in the cache.

The key of the cache is made of the contours themselves: an import needs to forget nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import F, TextField
from django.db.models.functions import MD5, Cast

from mitoyen.territory.models import Commune

if TYPE_CHECKING:
    from collections.abc import Collection

    from mitoyen.access.actors import Actor

TOLERANCE = 0.0008  # degrees, about 60 metres: a third of a pixel for an intercommunality on a screen
KEPT = 7 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a commune, ready for ``ui.maps.draw_map``."""

    insee: str
    name: str
    geometry: dict[str, Any]


def outlines_of(_actor: Actor, communes: Collection[int]) -> tuple[Outline, ...]:
    """The outlines of communes (primary keys), those without contour left out.

    One query when the drawing is known, two the first time.
    """
    marks = list(
        Commune.objects.filter(pk__in=communes, contour__isnull=False)
        .annotate(mark=MD5(Cast(F("contour"), TextField())))
        .order_by("insee")
        .values_list("pk", "insee", "name", "mark")
    )
    if not marks:
        return ()
    key = "outlines:" + hashlib.sha256("".join(mark for *_, mark in marks).encode()).hexdigest()
    drawn: dict[str, Any] | None = cache.get(key)
    if drawn is None:
        contours = dict(Commune.objects.filter(pk__in=[pk for pk, *_ in marks]).values_list("insee", "contour"))
        drawn = _simplified(contours)
        cache.set(key, drawn, KEPT)
    return tuple(Outline(insee, name, drawn[insee]) for _, insee, name, _ in marks)


def _simplified(contours: dict[str, Any]) -> dict[str, Any]:
    import shapely  # noqa: PLC0415 - heavy, and only the first drawing needs it

    codes = list(contours)
    shapes = [shapely.make_valid(shapely.from_geojson(json.dumps(contours[code]))) for code in codes]
    thin = shapely.coverage_simplify(shapes, TOLERANCE)
    return {code: json.loads(shapely.to_geojson(shape)) for code, shape in zip(codes, thin, strict=True)}
