"""Organisations, communes, intercommunal bodies and areas: all of them public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mitoyen.access import policy
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.identity import unaccented
from mitoyen.kernel.text import Sentence
from mitoyen.territory.models import Area, Commune, Intercommunality, Organisation, OrganisationKind, Population

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mitoyen.access.actors import Actor


def visible_organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that ``actor`` may see, by name: all that are active, for everybody."""
    if not policy.decide(actor, "territory.see"):
        return Organisation.objects.none()
    return Organisation.objects.filter(is_active=True)


def organisations_matching(actor: Actor, words: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Those whose name, postcode, SIREN or SIRET holds each of ``words``, accents or not."""
    found = visible_organisations(actor).select_related("commune")
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    digits = "".join(words.replace("\u202f", "").replace("\u00a0", "").split())
    if digits.isdigit():
        return found.filter(
            Q(siren__startswith=digits) | Q(siret__startswith=digits) | Q(commune__postcodes__contains=digits)
        )
    for word in unaccented(words.replace("\x00", "")).split():
        found = found.filter(Q(sort_key__contains=word) | Q(commune__sort_key__contains=word))
    return found


def organisation_or_refuse(actor: Actor, pk: int) -> Organisation:
    """One organisation, with its commune."""
    found = visible_organisations(actor).select_related("commune").filter(pk=pk).first()
    if found is None:
        raise AbsentError(Sentence("Cette organisation n'existe pas.", "This organisation does not exist."))
    return found


def commune_or_refuse(actor: Actor, insee: str) -> Commune:
    """One commune, by its INSEE code."""
    found = Commune.objects.filter(insee=insee).first() if policy.decide(actor, "territory.see") else None
    if found is None:
        raise AbsentError(
            Sentence(f"La commune {insee} n'est pas dans ce territoire.", f"Commune {insee} is not in this territory.")
        )
    return found


def stakes_of_commune(commune: Commune) -> Mapping[str, int | None]:
    """Which organisation answers for a commune: its town hall."""
    hall = Organisation.objects.filter(commune=commune, kind=OrganisationKind.COMMUNE)
    return {"organisation": hall.values_list("pk", flat=True).first()}


def body_or_refuse(_actor: Actor, pk: int | None = None) -> Intercommunality:
    """An intercommunal body; without ``pk``, the first of the instance."""
    bodies = Intercommunality.objects.select_related("organisation")
    found = (bodies.filter(pk=pk) if pk is not None else bodies.order_by("pk")).first()
    if found is None:
        raise AbsentError(
            Sentence(
                "Aucun territoire n'est encore chargé : « mitoyen territory import --epci SIREN ».",
                "No territory is loaded yet: 'mitoyen territory import --epci SIREN'.",
            )
        )
    return found


def communes_of(_actor: Actor, body: Intercommunality, as_of: date) -> QuerySet[Commune]:
    """The members of a body on ``as_of``, with ``inhabitants``, ``counted_in`` and ``counted_by``; one query."""
    latest = Population.objects.filter(
        commune=OuterRef("pk"), kind=Population.Kind.MUNICIPALE, year__lte=as_of.year
    ).order_by("-year")
    return (
        Commune.objects.defer("contour")
        .filter(
            Q(membership__since__isnull=True) | Q(membership__since__lte=as_of),
            Q(membership__until__isnull=True) | Q(membership__until__gte=as_of),
            membership__intercommunality=body,
        )
        .annotate(
            inhabitants=Subquery(latest.values("count")[:1]),
            counted_in=Subquery(latest.values("year")[:1]),
            counted_by=Subquery(latest.values("source")[:1]),
            hall_id=Subquery(
                Organisation.objects.filter(commune=OuterRef("pk"), kind=OrganisationKind.COMMUNE).values("pk")[:1]
            ),
        )
    )


def areas_of(_actor: Actor, commune: Commune) -> QuerySet[Area]:
    """The areas of a commune, by name."""
    return Area.objects.filter(commune=commune)


def area_or_refuse(_actor: Actor, pk: int) -> Area:
    """One area, with its commune."""
    found = Area.objects.select_related("commune").filter(pk=pk).first()
    if found is None:
        raise AbsentError(Sentence("Cette zone n'existe pas.", "This area does not exist."))
    return found


def is_demonstration() -> bool:
    """Whether every organisation here is invented: one real one, and this is nobody's demonstration any more."""
    invented = Organisation.objects.filter(is_fictitious=True).exists()
    return invented and not Organisation.objects.filter(is_fictitious=False).exists()
