"""Reads of bookings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from mitoyen.access import policy
from mitoyen.access.actors import Role
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.models import Block, Booking, Claim, ClaimState, State
from mitoyen.sharing.queries.catalogue import absent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from mitoyen.access.actors import Actor

RELATED = ("resource__place", "resource__owner", "resource__holder", "unit", "borrower", "agent")
_WORKS = (Role.ADMINISTRATOR, Role.MANAGER, Role.AGENT)


def visible_bookings(actor: Actor) -> QuerySet[Booking]:
    """The bookings of which ``actor`` sees who, why and how much; agrees with ``sharing.see_booking``."""
    mine = actor.organisations()
    if actor.scopes is not None and "sharing.see_booking" not in actor.scopes:
        return Booking.objects.none()
    return Booking.objects.filter(
        Q(borrower_id__in=mine) | Q(resource__owner_id__in=mine) | Q(resource__holder_id__in=mine)
    )


def borrowed_by(actor: Actor, organisation: int) -> QuerySet[Booking]:
    """What ``organisation`` borrows, as far as the actor sees it."""
    return visible_bookings(actor).filter(borrower_id=organisation)


def lent_by(actor: Actor, organisation: int) -> QuerySet[Booking]:
    """What ``organisation`` lends to others and to itself, as owner or keeper."""
    return visible_bookings(actor).filter(Q(resource__holder_id=organisation) | Q(resource__owner_id=organisation))


def open_claims(actor: Actor) -> QuerySet[Claim]:
    """The damages not settled yet, on bookings that the actor sees; the oldest first."""
    return (
        Claim.objects.filter(state=ClaimState.OPEN, booking__in=visible_bookings(actor).values("pk"))
        .select_related(*(f"booking__{name}" for name in RELATED))
        .order_by("opened_at", "pk")
    )


def booking_or_refuse(actor: Actor, pk: int, *, locked: bool = False) -> Booking:
    """One booking with its resource, unit and organisations; ``locked`` until the end of the transaction."""
    query = Booking.objects.select_related(*RELATED).filter(pk=pk)
    if locked:
        query = query.select_for_update(of=("self",), no_key=True)
    found = query.first()
    if found is None or not policy.decide(actor, "sharing.see_booking", found.stakes).allowed:
        raise absent(Sentence(f"La réservation n° {pk}", f"Booking no. {pk}"))
    return found


def to_answer(actor: Actor) -> QuerySet[Booking]:
    """The requests that wait for an answer of the actor's organisations, the most pressing first."""
    works, runs = actor.organisations(_WORKS), actor.organisations(_WORKS[:2])
    return (
        Booking.objects.filter(state=State.PENDING)
        .filter(Q(resource__holder_id__in=works) | Q(resource__owner_id__in=runs))
        .select_related(*RELATED)
        .order_by("answer_by", "pk")
    )


def late(actor: Actor, now: datetime) -> QuerySet[Booking]:
    """What should have come back, among what the actor sees."""
    return (
        visible_bookings(actor)
        .filter(state=State.HANDED_OVER, period__endswith__lt=now)
        .select_related(*RELATED)
        .order_by("period", "pk")
    )


def movements(actor: Actor, start: datetime, end: datetime, most: int) -> list[tuple[datetime, str, Booking]]:
    """The ``most`` first hand-overs and returns that fall in ``[start, end)``; two queries.

    A return is foreseen as soon as its booking is confirmed. Each is ``(when, "hand_over" or "return", booking)``,
    in order of time.
    """
    seen = visible_bookings(actor).select_related(*RELATED)
    leaving = seen.filter(state=State.CONFIRMED, period__startswith__gte=start, period__startswith__lt=end)
    coming = seen.filter(
        Q(period__endswith__gte=start, period__endswith__lt=end)
        | Q(announced_return__gte=start, announced_return__lt=end),
        state__in=[State.CONFIRMED, State.HANDED_OVER],
    )
    found = [(each.period.lower, "hand_over", each) for each in leaving.order_by("period__startswith", "pk")[:most]]
    back = coming.order_by(Coalesce("announced_return", "period__endswith"), "pk")[:most]
    found += [(each.announced_return or each.period.upper, "return", each) for each in back]
    return sorted(found, key=lambda each: (each[0], each[2].pk))[:most]


def following(booking: Booking) -> Booking | None:
    """The booking that comes next on the same unit."""
    return (
        Booking.objects.filter(
            unit_id=booking.unit_id,
            state__in=[State.HELD, State.PENDING, State.CONFIRMED],
            period__startswith__gte=booking.period.upper,
        )
        .exclude(pk=booking.pk)
        .select_related(*RELATED)
        .order_by("period")
        .first()
    )


def preceding(booking: Booking) -> Booking | None:
    """The booking with which the same unit still is, before this one."""
    return (
        Booking.objects.filter(
            unit_id=booking.unit_id, state=State.HANDED_OVER, period__endswith__lte=booking.period.lower
        )
        .select_related(*RELATED)
        .order_by("-period")
        .first()
    )


def block_or_refuse(actor: Actor, pk: int) -> Block:
    """One block that the actor may lift."""
    found = Block.objects.select_related("unit__resource__place").filter(pk=pk).first()
    if found is None or not policy.decide(actor, "sharing.block", found.unit.resource.stakes).allowed:
        raise absent(Sentence(f"L'indisponibilité n° {pk}", f"Block no. {pk}"))
    return found


def claim_or_refuse(actor: Actor, pk: int, *, locked: bool = False) -> Claim:
    """One claim about a booking that the actor sees."""
    query = Claim.objects.select_related(*(f"booking__{name}" for name in RELATED)).filter(pk=pk)
    if locked:
        query = query.select_for_update(of=("self",))
    found = query.first()
    if found is None or not policy.decide(actor, "sharing.see_booking", found.booking.stakes).allowed:
        raise absent(Sentence(f"Le sinistre n° {pk}", f"Claim no. {pk}"))
    return found


def bookings_met(units: Collection[int], start: datetime, end: datetime) -> list[Booking]:
    """The bookings to come or under way whose use meets ``[start, end)``."""
    return list(
        Booking.objects.filter(
            unit_id__in=units,
            state__in=[State.HELD, State.PENDING, State.CONFIRMED, State.HANDED_OVER],
            blocked__overlap=(start, end),
        )
        .select_related(*RELATED)
        .order_by(F("period"))
    )
