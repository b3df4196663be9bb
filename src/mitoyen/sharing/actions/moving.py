"""Move a booking that is to come: other times, another copy, at the price of the rule frozen when it was booked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing import due
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.answering import cancellation_fee
from mitoyen.sharing.actions.booking import require_state
from mitoyen.sharing.actions.invoicing import measure_plan
from mitoyen.sharing.actions.retrying import constraint_of, retried
from mitoyen.sharing.bridge.estimate import Wish
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.refusal import taken_error
from mitoyen.sharing.bridge.rules import Window, blocked_window, opening_of, refusals
from mitoyen.sharing.bridge.wording import euros, moment_said
from mitoyen.sharing.errors import StateError
from mitoyen.sharing.models import Booking, State, Unit
from mitoyen.sharing.queries.bookings import booking_or_refuse
from mitoyen.sharing.queries.catalogue import absent
from mitoyen.sharing.queries.facts import locked_facts
from mitoyen.sharing.queries.occupation import occupations

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor
    from mitoyen.sharing.queries.facts import Facts

_OVERLAP = "sharing_no_double_booking"


class _Taken(Exception):  # noqa: N818  (never leaves this module)
    """No copy was free: said outside the transaction, with alternatives."""


@retried
def move(actor: Actor, booking: int, *, start: datetime, end: datetime, unit: int | None = None) -> Booking:
    """Give a booking to come other times, and perhaps another ``unit`` of the same resource.

    Its price follows the new times by the rule frozen at booking. Moved by its borrower, a request that the owner
    had to answer waits for an answer again; once leaving it would cost, only the keeper moves it. Both are told.
    Raises ``TakenError`` (with the next free time and substitutes), ``WindowError``, ``StateError``, ``RefusedError``.
    """
    now = clock.now()
    try:
        with transaction.atomic():
            return _moved(actor, booking, Window(start, end), unit, now)
    except _Taken:
        pass
    except IntegrityError as error:
        if constraint_of(error) != _OVERLAP:
            raise
    found = booking_or_refuse(actor, booking)
    wish = Wish(resource=found.resource_id, borrower=found.borrower_id, start=start, end=end, unit=unit)
    raise taken_error(actor, wish, now)


def _moved(actor: Actor, pk: int, window: Window, unit: int | None, now: datetime) -> Booking:
    seen = booking_or_refuse(actor, pk)
    policy.require(actor, "sharing.move_booking", seen.stakes)
    facts = locked_facts(actor, seen.resource_id)
    found = booking_or_refuse(actor, pk, locked=True)
    require_state(found, State.PENDING, State.CONFIRMED)
    keeps = policy.decide(actor, "sharing.hand_over", found.stakes).allowed
    _require_movable(found, now, keeps=keeps)
    opening = opening_of(found.resource, facts.closed_days if facts else None)
    for refused in refusals(found.resource, opening, window, now):
        raise refused
    blocked = blocked_window(found.resource, opening, window)
    before = (found.period, found.unit, found.price_cents)
    found.unit = _free_unit(found, facts, unit, blocked, now)
    found.period = DateTimeTZRange(window.start, window.end)
    found.blocked = DateTimeTZRange(blocked.start, blocked.end)
    price = measure_plan(found, local_day(window.start))
    if found.answer_by and not keeps:
        found.state = State.PENDING
        found.answer_by = min(now + timedelta(hours=found.resource.answer_hours), window.start)
    found.save(
        update_fields=["unit", "period", "blocked", "price", "price_cents", "state", "answer_by"],
    )
    record(
        actor,
        "sharing.move",
        subject=found,
        organisation=found.borrower_id,
        before={"unit": before[1].pk, "period": _said(before[0]), "price_cents": before[2]},
        after={"unit": found.unit_id, "period": _said(found.period), "price_cents": price.total_cents},
    )
    _tell(found, before[0].lower, before[0].upper, keeps=keeps)
    return found


def _require_movable(booking: Booking, now: datetime, *, keeps: bool) -> None:
    if booking.period.lower <= now:
        said = moment_said(booking.period.lower)
        raise StateError(
            Sentence(
                f"Cette réservation a commencé le {said.fr} : elle ne se déplace plus. "
                "Annoncez plutôt un retard, ou réservez de nouveau.",
                f"This booking began on {said.en}: it can no longer be moved. Announce a late return, or book again.",
            )
        )
    if not keeps and booking.state == State.CONFIRMED and cancellation_fee(booking, now):
        who = booking.resource.holder.name
        raise StateError(
            Sentence(
                f"Le délai sans frais est passé : demandez à {who} de la déplacer.",
                f"The free term has passed: ask {who} to move it.",
            )
        )


def _free_unit(booking: Booking, facts: Facts | None, wanted: int | None, blocked: Window, now: datetime) -> Unit:
    """The copy asked for; else its own when it is free, else another one that is."""
    units = facts.in_service(local_day(blocked.start)) if facts else [booking.unit]
    if wanted is not None:
        units = [each for each in units if each.pk == wanted]
        if not units:
            raise absent(Sentence(f"L'exemplaire n° {wanted}", f"Unit no. {wanted}"))
    units.sort(key=lambda each: each.pk != booking.unit_id)
    kept = occupations([each.pk for each in units], blocked.start, blocked.end, now)
    busy = {each.unit for each in kept if each.borrower is None or each.pk != booking.pk}
    chosen = next((each for each in units if each.pk not in busy), None)
    if chosen is None:
        raise _Taken
    chosen.resource = booking.resource
    return chosen


def _said(period: DateTimeTZRange) -> list[str]:
    return [period.lower.isoformat(), period.upper.isoformat()]


def _tell(booking: Booking, start: datetime, end: datetime, *, keeps: bool) -> None:
    """Tell both sides, and watch the new return."""
    what, said, was = telling.thing(booking), telling.when(booking), telling.of_moments(start, end)
    subject = Sentence(f"Réservation déplacée : {what}", f"Booking moved: {what}")
    waits_fr = waits_en = ""
    if booking.state == State.PENDING and booking.answer_by:
        until = moment_said(booking.answer_by)
        waits_fr = f"\n{booking.resource.holder.name} répond avant le {until.fr}."
        waits_en = f"\n{booking.resource.holder.name} answers before {until.en}."
    body = Sentence(
        f"{what}, pour {booking.borrower.name} : maintenant {said.fr}, au lieu {was.fr}."
        f"\nPrix estimé : {euros(booking.price_cents)}.{waits_fr}",
        f"{what}, for {booking.borrower.name}: now {said.en}, no longer {was.en}."
        f"\nEstimated price: {euros(booking.price_cents, 'en')}.{waits_en}",
    )
    telling.tell_borrower(booking, subject, body, with_calendar=True)
    if not keeps:
        telling.tell_keeper(booking, subject, body)
    for kind in ("sharing.remind_answer", "sharing.watch_return"):
        due.cancel(kind, str(booking.pk))
    if booking.state == State.PENDING and booking.answer_by:
        due.schedule("sharing.remind_answer", str(booking.pk), booking.answer_by, {"booking": booking.pk})
    else:
        due.schedule("sharing.watch_return", str(booking.pk), booking.period.upper, {"booking": booking.pk})
