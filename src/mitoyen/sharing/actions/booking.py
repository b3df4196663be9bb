"""Book, hold, confirm an option: the only way in for pages, API and imports."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from mitoyen.access import policy
from mitoyen.access.actors import Actor
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing import due
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.placing import (
    NoUnitError,
    already_booked,
    no_resource,
    place,
    require_calendar,
    require_times,
)
from mitoyen.sharing.actions.retrying import constraint_of, retried
from mitoyen.sharing.bridge.estimate import Estimate, Wish, estimated, papers_of
from mitoyen.sharing.bridge.refusal import Known, taken_error
from mitoyen.sharing.bridge.wording import moment_said
from mitoyen.sharing.errors import ExpiredError, StateError, WindowError
from mitoyen.sharing.models import Booking, Resource, State
from mitoyen.sharing.queries.bookings import booking_or_refuse
from mitoyen.sharing.queries.catalogue import organisation_or_refuse, tariffs_of, visible_resources
from mitoyen.sharing.queries.facts import locked_facts

if TYPE_CHECKING:
    pass

NOBODY = Actor(name="Mitoyen")  # what the clock does by itself
_OVERLAP, _REPEATED = "sharing_no_double_booking", "sharing_one_booking_per_request"


@retried
def book(actor: Actor, wish: Wish) -> Booking:
    """Book a unit for an organisation; the booking is ``confirmed``, or ``pending`` when the owner must answer.

    ``wish`` is a :class:`~mitoyen.sharing.bridge.estimate.Wish`; its ``request_key`` makes a double click book
    once and get the same booking back. Raises ``TakenError`` (with reasons, the next free time and substitutes
    nearby), ``WindowError`` (notice, horizon, grid, durations, closed depot), ``RefusedError``, ``AbsentError``.

    >>> # booking = book(request.actor, Wish(resource=7, borrower=3, start=start, end=end, request_key=key))
    """
    return _place(actor, wish, option_until=None)


@retried
def hold(actor: Actor, wish: Wish, *, until: datetime | None = None) -> Booking:
    """Take an option: it blocks like a booking until ``until`` (at most what the resource allows), then nothing.

    Confirm it with :func:`confirm`. Once run out it blocks nothing, whether or not a worker has run.
    """
    return _place(actor, wish, option_until=until or datetime.max.replace(tzinfo=wish.start.tzinfo))


@retried
def confirm(actor: Actor, booking: int) -> Booking:
    """Turn an option into a booking (confirmed, or pending when the owner must answer); refuses one that ran out."""
    now = clock.now()
    with transaction.atomic():
        found = booking_or_refuse(actor, booking, locked=True)
        policy.require(actor, "sharing.book", found.stakes)
        if found.state == State.EXPIRED or (found.held_until and found.held_until <= now):
            raise ExpiredError(
                Sentence(
                    "Cette option a pris fin sans être confirmée : réservez de nouveau, si c'est encore libre.",
                    "This option has run out unconfirmed: book again, if it is still free.",
                )
            )
        require_state(found, State.HELD)
        found.state = State.PENDING if found.answer_by else State.CONFIRMED
        found.held_until = None
        found.save(update_fields=["state", "held_until"])
        record(
            actor,
            "sharing.confirm",
            subject=found,
            organisation=found.borrower_id,
            before={"state": "held"},
            after={"state": found.state},
        )
        due.cancel("sharing.expire", str(found.pk))
        _after_placing(found, [Sentence(**each) for each in found.warnings], now)
    return found


def estimate(actor: Actor, wish: Wish) -> Estimate:
    """What booking ``wish`` would cost and ask for; reads only, and does not look at other bookings."""
    now = clock.now()
    resource = visible_resources(actor).select_related("place", "owner", "holder").filter(pk=wish.resource).first()
    if resource is None:
        raise no_resource(wish.resource)
    require_times(wish)
    tariffs = tariffs_of([resource.pk]).get(resource.pk, [])
    borrower = organisation_or_refuse(wish.borrower)
    return estimated(resource, borrower, wish, now, tariffs=tariffs, papers=papers_of(resource.pk))


def _place(actor: Actor, wish: Wish, option_until: datetime | None) -> Booking:
    policy.require(actor, "sharing.book", {"borrower": wish.borrower})
    require_times(wish)
    now = clock.now()
    try:
        with transaction.atomic():
            return _insert(actor, wish, option_until, now)
    except NoUnitError as taken:
        known: Known | None = taken.known
    except IntegrityError as error:
        if constraint_of(error) not in (_OVERLAP, _REPEATED):
            raise
        known = None
    if booked := already_booked(wish):
        return booked
    raise taken_error(actor, wish, now, known)


def _insert(actor: Actor, wish: Wish, option_until: datetime | None, now: datetime) -> Booking:
    facts = require_calendar(locked_facts(actor, wish.resource), wish)  # bookings of one thing queue here
    placed = place(actor, wish, facts, now)
    booking, resource = placed.booking, facts.resource
    if placed.run_out:
        expire(list(placed.run_out), now)
    if option_until is not None:
        booking.state = State.HELD
        booking.held_until = _option_end(resource, option_until, wish, now)
    booking.save(force_insert=True)
    record(
        actor,
        "sharing.hold" if option_until else "sharing.book",
        subject=booking,
        organisation=booking.borrower_id,
        after={
            "state": booking.state,
            "unit": booking.unit_id,
            "period": [wish.start.isoformat(), wish.end.isoformat()],
            "price_cents": booking.price_cents,
        },
    )
    if booking.held_until:
        due.schedule("sharing.expire", str(booking.pk), booking.held_until, {"booking": booking.pk})
    else:
        _after_placing(booking, placed.warnings, now)
    return booking


def expire(bookings: list[int], now: datetime) -> int:
    """Say that options have run out; they blocked nothing any more for whoever read the clock."""
    rows = list(
        Booking.objects.select_for_update(no_key=True)
        .filter(pk__in=bookings, state=State.HELD, held_until__lte=now)
        .order_by("pk")
    )
    for row in rows:
        row.state = State.EXPIRED
        row.save(update_fields=["state"])
        record(NOBODY, "sharing.expire", subject=row, organisation=row.borrower_id, after={"state": "expired"})
    return len(rows)


def _after_placing(booking: Booking, warnings: tuple[Sentence, ...] | list[Sentence], now: datetime) -> None:
    """Write the mails and the due work of a booking that is no option (any more)."""
    said, when, what = telling.span(booking), telling.when(booking), telling.thing(booking)
    if booking.state == State.PENDING and booking.answer_by:
        until = moment_said(booking.answer_by)
        telling.tell_borrower(
            booking,
            Sentence(f"Demande envoyée : {what}", f"Request sent: {what}"),
            Sentence(
                f"Votre demande {said.fr} attend la réponse de {booking.resource.holder.name}, promise avant le "
                f"{until.fr}. D'ici là, personne d'autre ne peut réserver.",
                f"Your request {said.en} waits for {booking.resource.holder.name}, who will answer before {until.en}. "
                "Until then nobody else can book.",
            ),
        )
        telling.tell_keeper(
            booking,
            Sentence(f"À confirmer : {what}", f"To be confirmed: {what}"),
            Sentence(
                f"{booking.borrower.name} demande {what} {when.fr}. Répondez avant le {until.fr}.",
                f"{booking.borrower.name} asks for {what} {when.en}. Answer before {until.en}.",
            ),
        )
        due.schedule("sharing.remind_answer", str(booking.pk), booking.answer_by, {"booking": booking.pk})
        return
    telling.tell_borrower(
        booking,
        Sentence(f"Réservation confirmée : {what}", f"Booking confirmed: {what}"),
        telling.booked(booking, warnings),
        with_calendar=True,
    )
    due.schedule("sharing.watch_return", str(booking.pk), max(booking.period.upper, now), {"booking": booking.pk})


def _option_end(resource: Resource, until: datetime, wish: Wish, now: datetime) -> datetime:
    """When an option runs out: as asked, at most what the resource allows, and before the use starts."""
    if until <= now:
        raise WindowError(
            Sentence("Une option doit finir plus tard que maintenant.", "An option must end later than now."),
            where="until",
        )
    return min(until, now + timedelta(minutes=resource.hold_minutes), wish.start)


def require_state(booking: Booking, *states: State) -> None:
    """Refuse a verb that does not fit where the booking stands."""
    if booking.state not in states:
        now_fr = State(booking.state).label
        raise StateError(
            Sentence(
                f"La réservation n° {booking.pk} est « {now_fr} » : cette action n'est plus possible. "
                "Rechargez la page.",
                f"Booking no. {booking.pk} is '{booking.state}': this is no longer possible. Reload the page.",
            )
        )
