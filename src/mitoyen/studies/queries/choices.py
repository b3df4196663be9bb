"""What the guided pages offer: organisations, shelves of the catalogue, inhabitants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from mitoyen.sharing.models import Category, Kind
from mitoyen.territory.models import Organisation, OrganisationKind, Population
from mitoyen.territory.queries import visible_organisations

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from mitoyen.access.actors import Actor


def possible_members(actor: Actor) -> list[Organisation]:
    """Those who may pool: every organisation but households, communes first; one query."""
    found = visible_organisations(actor).exclude(kind=OrganisationKind.HOUSEHOLDS)
    return sorted(found, key=lambda each: (each.kind != OrganisationKind.COMMUNE, each.sort_key))


def inhabitants_of(organisations: Collection[int], as_of: date) -> dict[int, int]:
    """The inhabitants of the communes among ``organisations``; one query."""
    latest = Population.objects.filter(
        commune=OuterRef("commune"), kind=Population.Kind.MUNICIPALE, year__lte=as_of.year
    ).order_by("-year")
    rows = Organisation.objects.filter(pk__in=organisations, kind=OrganisationKind.COMMUNE).annotate(
        inhabitants=Subquery(latest.values("count")[:1])
    )
    return {pk: count for pk, count in rows.values_list("pk", "inhabitants") if count is not None}


def shelves() -> list[Category]:
    """The shelves on which something that has a calendar stands; one query."""
    kinds = [kind.value for kind in Kind if kind.has_calendar]
    return list(
        Category.objects.filter(Q(resources__kind__in=kinds) | Q(children__resources__kind__in=kinds))
        .distinct()
        .order_by("path")
    )
