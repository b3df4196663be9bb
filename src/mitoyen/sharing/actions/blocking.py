"""Take a unit out: workshop, breakdown, training, closing; the bookings that it meets are listed, not cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.bridge.refusal import substitutes
from mitoyen.sharing.bridge.rules import Window
from mitoyen.sharing.models import Block, BlockKind, Booking, Resource, State, Unit
from mitoyen.sharing.queries.bookings import block_or_refuse, bookings_met
from mitoyen.sharing.queries.catalogue import absent

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Blocked:
    """The block, and the bookings that it meets: to be moved (``change_unit``) or cancelled, with their agents."""

    block: Block
    met: tuple[Booking, ...]


@retried
def block(  # noqa: PLR0913
    actor: Actor, unit: int, *, kind: BlockKind, start: datetime, end: datetime, reason: str, is_estimate: bool = False
) -> Blocked:
    """Take ``unit`` out from ``start`` to ``end`` and say why; whoever booked it is told, with substitutes nearby."""
    now = clock.now()
    if end <= start:
        raise InvalidError(
            Sentence("La fin doit venir après le début.", "The end must come after the start."), where="end"
        )
    with transaction.atomic():
        found = Unit.objects.select_related("resource__place", "resource__holder").filter(pk=unit).first()
        if found is None:
            raise absent(Sentence(f"L'exemplaire n° {unit}", f"Unit no. {unit}"))
        policy.require(actor, "sharing.block", found.resource.stakes)
        # Bookings queue on the same lock: none can slip between the list below and the end of this transaction.
        Resource.objects.select_for_update(no_key=True).filter(pk=found.resource_id).values_list("pk").first()
        made = Block.objects.create(
            unit=found,
            kind=kind,
            period=DateTimeTZRange(start, end),
            reason=reason.strip()[:200],
            is_estimate=is_estimate,
        )
        met = bookings_met([found.pk], start, end)
        record(
            actor,
            "sharing.block",
            subject=made,
            after={"unit": unit, "kind": str(kind), "period": [start.isoformat(), end.isoformat()], "reason": reason},
        )
        for booking in met:
            if booking.state != State.HANDED_OVER:
                _tell_met(actor, booking, made, now)
    return Blocked(made, tuple(met))


@retried
def unblock(actor: Actor, block: int) -> Block:
    """The unit is back before the time foreseen."""
    with transaction.atomic():
        found = block_or_refuse(actor, block)
        policy.require(actor, "sharing.block", found.unit.resource.stakes)
        if found.lifted_at is None:
            found.lifted_at = clock.now()
            found.save(update_fields=["lifted_at"])
            record(actor, "sharing.unblock", subject=found, after={"unit": found.unit_id})
    return found


def _tell_met(actor: Actor, booking: Booking, made: Block, now: datetime) -> None:
    wanted = Window(booking.period.lower, booking.period.upper)
    others = substitutes(actor, booking.resource, wanted, now, borrower=booking.borrower_id)
    names = " ; ".join(
        f"{other.name} ({other.place.name if other.place else other.holder.name})" for other, _ in others
    )
    what = telling.thing(booking)
    telling.tell_borrower(
        booking,
        Sentence(f"Indisponible : {what}", f"Unavailable: {what}"),
        Sentence(
            f"{what} est indisponible pendant votre réservation {telling.span(booking).fr} : "
            f"{BlockKind(made.kind).label}, {made.reason}. {booking.resource.holder.name} vous propose une solution."
            + (f"\nLibre aux mêmes dates, à proximité : {names}." if names else ""),
            f"{what} is unavailable during your booking {telling.span(booking).en}: {made.kind}, {made.reason}."
            + (f"\nFree at the same dates, nearby: {names}." if names else ""),
        ),
    )
