"""What we share: the list of things that we own or keep, shelf by shelf, and the ways to everything about them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.sharing.queries.catalogue import visible_resources
from mitoyen.sharing.web import addresses
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A line: the thing, where it is, how many copies there are and how many of them are out."""

    name: str
    href: str
    place: str
    has_calendar: bool
    copies: int
    out: int
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingsPage:
    """What ``sharing/web/things.html`` may use."""

    shelves: Sequence[tuple[str, Sequence[Thing]]]
    count: int
    unlisted: int
    links: Sequence[Link]
    may: Decision


@login_required
@require_safe
def things(request: Request) -> HttpResponse:
    """The things that we own or keep."""
    actor = request.actor
    mine = actor.acting_for or 0
    may = policy.decide(actor, "sharing.edit_resource", {"owner": mine, "holder": mine})  # no link leads to a refusal
    ours = visible_resources(actor).filter(Q(owner_id=mine) | Q(holder_id=mine))
    rows = [(each.category.name, _told(each, keeps=bool(may))) for each in _counted(ours, clock.now())]
    page = ThingsPage(
        shelves=[
            (shelf, [thing for _name, thing in on_it]) for shelf, on_it in groupby(rows, key=lambda each: each[0])
        ],
        count=len(rows),
        unlisted=sum(not thing.is_listed for _shelf, thing in rows),
        links=[
            Link(label=gettext("Lieux et horaires"), href=reverse("sharing:places")),
            Link(label=gettext("Étiquettes QR à imprimer"), href=reverse("sharing:labels")),
            Link(label=gettext("Importer des réservations"), href=reverse("sharing:import_bookings")),
            Link(label=gettext("Agendas et jetons"), href=reverse("sharing:feeds")),
        ],
        may=may,
    )
    return render(request, "sharing/web/things.html", {"page": page})


def _counted(rows: QuerySet[Resource], now: datetime) -> QuerySet[Resource]:
    """Each thing with its copies in use, and those that are out at this moment, in one query."""
    in_use = Q(units__retired_on__isnull=True) | Q(units__retired_on__gt=now.date())
    out = in_use & Q(units__blocks__lifted_at__isnull=True, units__blocks__period__contains=now)
    return (
        rows.select_related("category", "place")
        .annotate(copies=Count("units", filter=in_use, distinct=True), out=Count("units", filter=out, distinct=True))
        .order_by("category__path", "name")
    )


def _told(each: Resource, *, keeps: bool) -> Thing:
    return Thing(
        name=each.name,
        href=reverse("sharing:edit_thing", args=[each.pk]) if keeps else addresses.of_thing(each),
        place=each.place.name if each.place else "",
        has_calendar=each.has_calendar,
        copies=each.copies,  # type: ignore[attr-defined]  # annotated
        out=each.out,  # type: ignore[attr-defined]  # annotated
        is_listed=each.is_listed,
    )
