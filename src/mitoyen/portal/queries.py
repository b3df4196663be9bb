"""Reads that cross domains, for the pages and the frame around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from mitoyen.sharing.models import Booking, Kind, Resource, State
from mitoyen.territory.models import Commune, Intercommunality, Organisation, Population

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The name on the door of this site."""

    name: str
    legal_form: str = ""
    is_fictitious: bool = False
    communes: int = 0
    inhabitants: int = 0


def name_on_the_door() -> Door:
    """The intercommunal body that the site is for (the first imported), in one query; our own name without one."""
    latest = (
        Population.objects.filter(kind=Population.Kind.MUNICIPALE, commune__membership__intercommunality=OuterRef("pk"))
        .values("year")
        .order_by("-year")
        .annotate(total=Sum("count"))
        .values("total")[:1]
    )
    found = (
        Intercommunality.objects.select_related("organisation")
        .annotate(communes=Count("members"), inhabitants=Subquery(latest))
        .order_by("pk")
        .first()
    )
    if found is None:
        return Door(name="Mitoyen")
    return Door(
        name=found.organisation.name,
        legal_form=found.legal_form,
        is_fictitious=found.organisation.is_fictitious,
        communes=found.communes,
        inhabitants=found.inhabitants or 0,
    )


def names_of(organisations: Collection[int]) -> dict[int, str]:
    """The names of these organisations, in alphabetical order; no query for none."""
    if not organisations:
        return {}
    rows = Organisation.objects.filter(pk__in=organisations).order_by("sort_key")
    return dict(rows.values_list("pk", "name"))


SHELVES: Mapping[str, tuple[Kind, ...]] = {
    "tools": (Kind.EQUIPMENT,),
    "rooms": (Kind.ROOM, Kind.FACILITY),
    "vehicles": (Kind.VEHICLE,),
    "skills": (Kind.SKILL,),
    "services": (Kind.SERVICE,),
    "knowledge": (Kind.IMMATERIAL,),
    "commons": (Kind.COMMONS,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharer:
    """A commune and how many things it, or somebody who lives there, puts in common."""

    insee: str
    name: str
    shared: int
    contour: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of the bookings of a period; ``kept`` were handed over as promised."""

    kept: int = 0
    no_show: int = 0
    cancelled: int = 0
    refused: int = 0

    @property
    def promised(self) -> int:
        """Those that were promised: refused ones never were."""
        return self.kept + self.no_show + self.cancelled


def shared_by_shelf() -> dict[str, int]:
    """How many things stand on each shelf of the front page; one query."""
    listed = Resource.objects.filter(is_listed=True).values_list("kind").annotate(n=Count("pk"))
    by_kind = dict(listed.order_by("kind"))
    return {shelf: sum(by_kind.get(kind, 0) for kind in kinds) for shelf, kinds in SHELVES.items()}


def sharers() -> list[Sharer]:
    """The communes of the intercommunal body, those that share most first; one query."""
    rows = (
        Commune.objects.filter(intercommunalities__isnull=False)
        .annotate(
            shared=Count("organisations__owned_resources", filter=Q(organisations__owned_resources__is_listed=True))
        )
        .order_by("-shared", "sort_key")
    )
    return [Sharer(insee=row.insee, name=row.name, shared=row.shared, contour=row.contour) for row in rows]


def kept_promises(since: datetime, until: datetime) -> Kept:
    """What became of the bookings that ended from ``since`` to ``until``, excluded; one query."""
    states = dict(
        Booking.objects.filter(period__endswith__gte=since, period__endswith__lt=until)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by("state")
    )
    return Kept(
        kept=sum(states.get(state, 0) for state in (State.HANDED_OVER, State.RETURNED, State.CLOSED)),
        no_show=states.get(State.NO_SHOW, 0),
        cancelled=states.get(State.CANCELLED, 0),
        refused=states.get(State.REFUSED, 0),
    )
