"""Areas below the commune: given by a GeoJSON file, replaced by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal import actions as journal
from mitoyen.kernel.errors import AbsentError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.territory.models import Area
from mitoyen.territory.outside.geojson import read_areas
from mitoyen.territory.queries import commune_or_refuse, stakes_of_commune

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor
    from mitoyen.territory.models import Commune


def import_areas(
    actor: Actor, insee: str, content: bytes, *, source: str, is_dry_run: bool = False
) -> tuple[Commune, list[Area]]:
    """Write the areas of a GeoJSON file into a commune; those of the same code are replaced.

    All or nothing: :class:`~mitoyen.territory.errors.AreasRefusedError` names every fault of the file.
    """
    commune = commune_or_refuse(actor, insee)
    stakes = stakes_of_commune(commune)
    policy.require(actor, "territory.import_areas", stakes)
    if not source.strip():
        raise InvalidError(
            Sentence(
                "Dites d'où viennent ces contours : service, date, licence.",
                "Say where these outlines come from: service, date, licence.",
            ),
            where="source",
        )
    given = read_areas(content, commune_name=commune.name, commune_contour=commune.contour)
    rows = [
        Area(
            commune=commune,
            code=area.code,
            name=area.name,
            kind=area.kind,
            contour=area.contour,
            source=source.strip()[:200],
            is_fictitious=commune.is_fictitious,
        )
        for area in given
    ]
    if is_dry_run:
        return commune, rows
    with transaction.atomic():
        written = Area.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["commune", "code"],
            update_fields=["name", "sort_key", "kind", "contour", "source"],
        )
        journal.record(
            actor,
            "territory.import_areas",
            subject=commune,
            organisation=stakes["organisation"],
            after={"areas": [area.code for area in written], "source": source.strip()},
        )
    return commune, written


def remove_area(actor: Actor, pk: int) -> Commune:
    """Take an area away."""
    area = Area.objects.select_related("commune").filter(pk=pk).first()
    if area is None:
        raise AbsentError(Sentence("Cette zone n'existe pas, ou plus.", "This area does not exist any more."))
    stakes = stakes_of_commune(area.commune)
    policy.require(actor, "territory.import_areas", stakes)
    with transaction.atomic():
        journal.record(
            actor,
            "territory.remove_area",
            subject=area.commune,
            organisation=stakes["organisation"],
            before={"area": area.code, "name": area.name},
        )
        area.delete()
    return area.commune
