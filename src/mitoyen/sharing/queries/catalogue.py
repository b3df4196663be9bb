"""Reads of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, prefetch_related_objects

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.models import Category, Closure, Place, Resource, Tariff, Unit
from mitoyen.sharing.queries.facts import close
from mitoyen.territory.models import Commune, Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from mitoyen.access.actors import Actor

_KEEPERS = (Role.ADMINISTRATOR, Role.MANAGER, Role.AGENT)


def absent(what: Sentence) -> AbsentError:
    """Say that ``what`` is not there, or not for this person."""
    return AbsentError(
        Sentence(
            f"{what.fr} n'existe pas, ou vous n'y avez pas accès.",
            f"{what.en} does not exist, or is not open to you.",
        )
    )


def visible_resources(actor: Actor) -> QuerySet[Resource]:
    """The catalogue as ``actor`` sees it: what is listed, and what her organisations own or keep."""
    mine = actor.organisations(_KEEPERS)
    return Resource.objects.filter(Q(is_listed=True) | Q(owner_id__in=mine) | Q(holder_id__in=mine))


def open_to(organisation: int) -> Q:
    """What an organisation may borrow: things open to everybody, and those open to its kind; no query of its own."""
    kind = ArraySubquery(Organisation.objects.filter(pk=organisation).values("kind"))
    return Q(borrower_kinds=[]) | Q(borrower_kinds__contains=kind)


def resource_or_refuse(actor: Actor, pk: int) -> Resource:
    """One resource with its place, owner, holder and category; one query."""
    found = (
        visible_resources(actor)
        .select_related("place__commune", "place__organisation", "owner", "holder", "category")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise absent(Sentence(f"La ressource n° {pk}", f"Resource no. {pk}"))
    policy.require(actor, "sharing.see_resource", found.stakes)
    return found


def whole_resource(actor: Actor, pk: int) -> Resource:
    """One resource with all that its page shows: units, accessories, conditions, requirements, documents, questions."""
    resource = resource_or_refuse(actor, pk)
    names = ("units", "accessories", "conditions", "requirements", "questions", "tariffs", "documents")
    prefetch_related_objects([resource], *names)
    if resource.place is not None:
        prefetch_related_objects([resource.place], "closures")
    return resource


def unit_by_code(actor: Actor, code: str) -> Unit:
    """The unit whose QR label says ``code``."""
    found = Unit.objects.select_related("resource").filter(code=code.strip().upper()).first()
    if found is None or not visible_resources(actor).filter(pk=found.resource_id).exists():
        raise absent(Sentence(f"L'étiquette {code}", f"Label {code}"))
    return found


def unit_or_refuse(actor: Actor, pk: int) -> Unit:
    """One unit that has a meter, of a thing that the actor sees."""
    found = Unit.objects.select_related("resource").filter(pk=pk).exclude(resource__meter_unit="").first()
    if found is None or not visible_resources(actor).filter(pk=found.resource_id).exists():
        raise absent(Sentence(f"Le compteur de l'exemplaire n° {pk}", f"The meter of unit no. {pk}"))
    return found


def category_tree() -> list[Category]:
    """Every category, parents before children."""
    return list(Category.objects.select_related("parent").order_by("path"))


def below(path: str) -> Q:
    """The resources of a category and of those below it."""
    return Q(category__path=path) | Q(category__path__startswith=f"{path}/")


def units_in_service(resources: Collection[int], on: date) -> list[Unit]:
    """The units that can be booked on ``on``."""
    return list(
        Unit.objects.filter(resource_id__in=resources)
        .filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))
        .filter(Q(in_service_since__isnull=True) | Q(in_service_since__lte=on))
        .order_by("resource_id", "pk")
    )


def closures_of(places: Iterable[int]) -> dict[int, dict[date, str]]:
    """The closed days of places, each with its reason; one query."""
    found: dict[int, dict[date, str]] = {}
    for place, first, last, reason in Closure.objects.filter(place_id__in=set(places)).values_list(
        "place_id", "first", "last", "reason"
    ):
        close(found.setdefault(place, {}), first, last, reason)
    return found


def tariffs_of(resources: Collection[int]) -> dict[int, list[Tariff]]:
    """Every tariff of resources; one query."""
    found: dict[int, list[Tariff]] = {}
    for tariff in Tariff.objects.filter(resource_id__in=resources):
        found.setdefault(tariff.resource_id, []).append(tariff)
    return found


def are_neighbours(owner: int, borrower: int, on: date) -> bool:
    """Whether ``borrower`` is a member of the owner's circle on ``on``.

    That is: the same organisation, one that belongs to the owner's intercommunality (or is it), or sits in one of
    its communes.
    """
    if owner == borrower:
        return True
    now = (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))
    circles = Membership.objects.filter(now).filter(
        Q(intercommunality__organisation=owner) | Q(commune__organisations=owner)
    )
    return (
        Membership.objects.filter(now, intercommunality__in=circles.values("intercommunality"))
        .filter(Q(commune__organisations=borrower) | Q(intercommunality__organisation=borrower))
        .exists()
    )


def owners_in_circle(owners: Collection[int], borrower: int, on: date) -> frozenset[int]:
    """Those of ``owners`` for whom :func:`are_neighbours` says yes; one query for all."""
    now = (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))
    circles = Membership.objects.filter(now).filter(
        Q(intercommunality__organisation=borrower) | Q(commune__organisations=borrower)
    )
    rows = (
        Membership.objects.filter(now, intercommunality__in=circles.values("intercommunality"))
        .filter(Q(commune__organisations__in=owners) | Q(intercommunality__organisation__in=owners))
        .values_list("commune__organisations", "intercommunality__organisation")
    )
    found = {pk for pair in rows for pk in pair}
    return frozenset(owner for owner in owners if owner in found or owner == borrower)


def outlines() -> list[tuple[str, str, dict[str, Any]]]:
    """The communes that a map draws: ``(INSEE code, name, GeoJSON geometry)``; one query."""
    rows = Commune.objects.filter(intercommunalities__isnull=False, contour__isnull=False).order_by("insee").distinct()
    return [(insee, name, contour) for insee, name, contour in rows.values_list("insee", "name", "contour") if contour]


def organisation_or_refuse(pk: int | None) -> Organisation:
    """An organisation that is active."""
    known = Organisation.objects.filter(is_active=True, pk__in=[] if pk is None else [pk])
    found = known.select_related("commune").first()
    if found is None:
        raise absent(Sentence(f"L'organisation n° {pk}", f"Organisation no. {pk}"))
    return found


def places_of(organisations: Collection[int]) -> list[Place]:
    """The places that organisations keep."""
    return list(Place.objects.filter(organisation_id__in=organisations).select_related("commune", "organisation"))
