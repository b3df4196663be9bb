"""Answer a request, take it back, say that nobody came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing import due
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.booking import require_state
from mitoyen.sharing.actions.invoicing import invoice_fee
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.bridge.rules import opening_of
from mitoyen.sharing.bridge.wording import NO_BREAK, euros, moment_said
from mitoyen.sharing.errors import StateError
from mitoyen.sharing.models import Booking, State
from mitoyen.sharing.queries.bookings import booking_or_refuse
from mitoyen.sharing.queries.catalogue import closures_of

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor

ALIVE = (State.HELD, State.PENDING, State.CONFIRMED)


@retried
def approve(actor: Actor, booking: int) -> Booking:
    """Say yes to a request: it is confirmed, and its agent receives the mail with the .ics."""
    with transaction.atomic():
        found = _to_answer(actor, booking)
        _move(actor, found, "sharing.approve", State.CONFIRMED)
        warnings = [Sentence(**each) for each in found.warnings]
        telling.tell_borrower(
            found,
            Sentence(f"Réservation acceptée : {telling.thing(found)}", f"Booking accepted: {telling.thing(found)}"),
            telling.booked(found, warnings),
            with_calendar=True,
        )
        due.schedule("sharing.watch_return", str(found.pk), found.period.upper, {"booking": found.pk})
    return found


@retried
def refuse(actor: Actor, booking: int, *, reason: str) -> Booking:
    """Say no to a request, and why: the time is free again."""
    said = _required(reason)
    with transaction.atomic():
        found = _to_answer(actor, booking)
        _move(actor, found, "sharing.refuse", State.REFUSED, said)
        telling.tell_borrower(
            found,
            Sentence(f"Demande refusée : {telling.thing(found)}", f"Request refused: {telling.thing(found)}"),
            Sentence(
                f"{found.resource.holder.name} n'a pas pu accepter votre demande {telling.span(found).fr} : {said}",
                f"{found.resource.holder.name} could not accept your request {telling.span(found).en}: {said}",
            ),
        )
    return found


@retried
def cancel(actor: Actor, booking: int, *, reason: str = "") -> Booking:
    """Give a booking back; says in its ``invoice`` what is due when it is later than its free term.

    The borrower cancels with the terms of the resource; the owner cancels without any fee, and must say why.
    """
    now = clock.now()
    with transaction.atomic():
        found = booking_or_refuse(actor, booking, locked=True)
        policy.require(actor, "sharing.cancel_booking", found.stakes)
        require_state(found, *ALIVE)
        is_own = policy.decide(actor, "sharing.book", found.stakes).allowed
        said = reason.strip()[:300] if is_own else _required(reason)
        fee = cancellation_fee(found, now) if is_own and found.state == State.CONFIRMED else 0
        _move(actor, found, "sharing.cancel", State.CANCELLED, said)
        if fee:
            invoice_fee(
                actor,
                found,
                fee,
                Sentence(
                    f"Annulation après le délai sans frais ({_free_days(found)} jours ouvrés avant)",
                    f"Cancelled after the free term ({_free_days(found)} working days before)",
                ),
                now,
            )
        _tell_cancelled(found, said, fee, is_own=is_own)
    return found


def free_until(booking: Booking) -> datetime:
    """The last instant of a cancellation without fee: the start of the use less the working days of its terms."""
    resource = booking.resource
    closures = closures_of([resource.place_id]).get(resource.place_id) if resource.place_id else None
    opening = opening_of(resource, closures)
    return opening.working_days_before(booking.period.lower, resource.free_cancel_working_days)


def cancellation_fee(booking: Booking, now: datetime) -> int:
    """What cancelling now would cost, in cents: nothing in time; then so many days of the booked price."""
    days = booking.resource.late_cancel_days
    if not days or now < free_until(booking):
        return 0
    rule = (booking.price or {}).get("rule") or {}
    daily = rule.get("day_cents") or 0
    return min(booking.price_cents, daily * days if daily else booking.price_cents)


@retried
def mark_no_show(actor: Actor, booking: int) -> Booking:
    """Say that nobody came for it: the time is free again, and the terms say what is due."""
    now = clock.now()
    with transaction.atomic():
        found = booking_or_refuse(actor, booking, locked=True)
        policy.require(actor, "sharing.hand_over", found.stakes)
        require_state(found, State.CONFIRMED)
        if found.period.lower > now:
            said = moment_said(found.period.lower)
            raise StateError(
                Sentence(
                    f"Cette réservation commence le {said.fr} : attendez ce moment.",
                    f"This booking starts on {said.en}: wait until then.",
                )
            )
        _move(actor, found, "sharing.mark_no_show", State.NO_SHOW)
        fee = found.price_cents * found.resource.no_show_percent // 100
        if fee:
            invoice_fee(actor, found, fee, no_show_said(found), now)
        telling.tell_borrower(
            found,
            Sentence(f"Personne n'est venu : {telling.thing(found)}", f"Nobody came: {telling.thing(found)}"),
            Sentence(
                f"Votre réservation {telling.span(found).fr} n'a pas été honorée. Somme due : {euros(fee)}.",
                f"Your booking {telling.span(found).en} was not kept. Amount due: {euros(fee, 'en')}.",
            ),
        )
    return found


def no_show_said(booking: Booking) -> Sentence:
    """Why a booking to which nobody came is invoiced, and the calculation: « 50 % de 96,00 € »."""
    percent, price = booking.resource.no_show_percent, booking.price_cents
    return Sentence(
        f"Réservation non honorée ({percent}{NO_BREAK}% de {euros(price)})",
        f"Booking not kept ({percent}% of {euros(price, 'en')})",
    )


def _to_answer(actor: Actor, booking: int) -> Booking:
    found = booking_or_refuse(actor, booking, locked=True)
    policy.require(actor, "sharing.answer_booking", found.stakes)
    require_state(found, State.PENDING)
    return found


def _move(actor: Actor, booking: Booking, verb: str, state: State, reason: str = "") -> None:
    before = booking.state
    booking.state, booking.reason, booking.answered_at = state, reason, clock.now()
    booking.save(update_fields=["state", "reason", "answered_at"])
    record(
        actor,
        verb,
        subject=booking,
        before={"state": before},
        after={"state": str(state.value), **({"reason": reason} if reason else {})},
    )
    for kind in ("sharing.expire", "sharing.remind_answer", "sharing.watch_return"):
        due.cancel(kind, str(booking.pk))


def _tell_cancelled(booking: Booking, reason: str, fee: int, *, is_own: bool) -> None:
    what, said = telling.thing(booking), telling.span(booking)
    subject = Sentence(f"Réservation annulée : {what}", f"Booking cancelled: {what}")
    tail = f" : {reason}" if reason else "."
    body = Sentence(
        f"La réservation {said.fr} pour {booking.borrower.name} est annulée{tail}"
        + (f"\nSomme due selon les conditions : {euros(fee)}." if fee else ""),
        f"The booking {said.en} for {booking.borrower.name} is cancelled{tail}"
        + (f"\nAmount due by its terms: {euros(fee, 'en')}." if fee else ""),
    )
    telling.tell_borrower(booking, subject, body, with_calendar=True)
    if is_own:
        telling.tell_keeper(booking, subject, body)


def _required(reason: str) -> str:
    said = reason.strip()[:300]
    if not said:
        raise InvalidError(
            Sentence("Dites pourquoi : la personne lira votre raison.", "Say why: the person will read your reason."),
            where="reason",
        )
    return said


def _free_days(booking: Booking) -> int:
    return booking.resource.free_cancel_working_days
