"""Book, hold, confirm an option: the only way in for pages, API and imports."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.access import policy
from mitoyen.access.actors import Actor
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing import due
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.retrying import constraint_of, retried
from mitoyen.sharing.bridge.estimate import Estimate, Wish, estimated, papers_of
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.reasons import late_until
from mitoyen.sharing.bridge.refusal import Known, taken_error
from mitoyen.sharing.bridge.rules import Window, blocked_window, opening_of, refusals, require_borrower_kind
from mitoyen.sharing.bridge.wording import moment_said
from mitoyen.sharing.errors import ExpiredError, StateError, WindowError
from mitoyen.sharing.models import Booking, Resource, State, Unit
from mitoyen.sharing.queries.bookings import RELATED, booking_or_refuse
from mitoyen.sharing.queries.catalogue import absent, organisation_or_refuse, tariffs_of, visible_resources
from mitoyen.sharing.queries.facts import Facts, Parties, locked_facts, parties
from mitoyen.sharing.queries.occupation import occupations

if TYPE_CHECKING:
    from mitoyen.sharing.bridge.opening import Opening

NOBODY = Actor(name="Mitoyen")  # what the clock does by itself
_OVERLAP, _REPEATED = "sharing_no_double_booking", "sharing_one_booking_per_request"


class _Taken(Exception):  # noqa: N818  (never leaves this module)
    """No unit was free: said outside the transaction, with alternatives."""

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known


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
        raise _no_resource(wish.resource)
    _require_times(wish)
    tariffs = tariffs_of([resource.pk]).get(resource.pk, [])
    borrower = organisation_or_refuse(wish.borrower)
    return estimated(resource, borrower, wish, now, tariffs=tariffs, papers=papers_of(resource.pk))


def _place(actor: Actor, wish: Wish, option_until: datetime | None) -> Booking:
    policy.require(actor, "sharing.book", {"borrower": wish.borrower})
    _require_times(wish)
    now = clock.now()
    try:
        with transaction.atomic():
            return _insert(actor, wish, option_until, now)
    except _Taken as taken:
        known: Known | None = taken.known
    except IntegrityError as error:
        if constraint_of(error) not in (_OVERLAP, _REPEATED):
            raise
        known = None
    if booked := _already(wish):
        return booked
    raise taken_error(actor, wish, now, known)


def _insert(actor: Actor, wish: Wish, option_until: datetime | None, now: datetime) -> Booking:
    facts = _locked_facts(actor, wish.resource)
    who = parties(wish.borrower, actor.person)
    if who is None:
        raise absent(Sentence(f"L'organisation n° {wish.borrower}", f"Organisation no. {wish.borrower}"))
    resource, borrower = facts.resource, who.borrower
    require_borrower_kind(resource, borrower.kind)
    opening = opening_of(resource, facts.closed_days)
    for refused in refusals(resource, opening, wish.window, now):
        raise refused
    blocked = blocked_window(resource, opening, wish.window)
    offer = estimated(resource, borrower, wish, now, tariffs=facts.tariffs, papers=facts.papers)
    unit = _free_unit(facts, opening, wish, blocked, now)
    booking = _row(actor, wish, resource, who, unit, blocked, offer, now)
    if option_until is not None:
        booking.state = State.HELD
        booking.held_until = _option_end(resource, option_until, wish, now)
    booking.save(force_insert=True)
    record(
        actor,
        "sharing.hold" if option_until else "sharing.book",
        subject=booking,
        organisation=borrower.pk,
        after={
            "state": booking.state,
            "unit": unit.pk,
            "period": [wish.start.isoformat(), wish.end.isoformat()],
            "price_cents": booking.price_cents,
        },
    )
    if booking.held_until:
        due.schedule("sharing.expire", str(booking.pk), booking.held_until, {"booking": booking.pk})
    else:
        _after_placing(booking, offer.warnings, now)
    return booking


def _locked_facts(actor: Actor, pk: int) -> Facts:
    """The resource, locked: its bookings queue here, so that units, quotas and blocks are counted one by one."""
    found = locked_facts(actor, pk)
    if found is None:
        raise _no_resource(pk)
    if not found.resource.has_calendar:
        name = found.resource.name
        raise InvalidError(
            Sentence(
                f"{name} ne se réserve pas pour une durée : demandez des places ou une part.",
                f"{name} is not booked for a time: ask for seats or a share.",
            ),
            where="resource",
        )
    return found


def _free_unit(facts: Facts, opening: Opening, wish: Wish, blocked: Window, now: datetime) -> Unit:
    """A unit that nothing keeps during ``blocked``; options that have run out are told so on the way."""
    units = facts.in_service(local_day(wish.start))
    if wish.unit is not None:
        units = [unit for unit in units if unit.pk == wish.unit]
        if not units:
            raise absent(Sentence(f"L'exemplaire n° {wish.unit}", f"Unit no. {wish.unit}"))
    busy: set[int] = set()
    run_out: list[int] = []
    for each in occupations([unit.pk for unit in units], blocked.start, blocked.end, now, with_expired=True):
        if each.has_run_out(now):
            run_out.append(each.pk)
        elif not each.is_overdue(now) or blocked.start < max(each.end, late_until(each, opening, now)):
            busy.add(each.unit)
    chosen = next((unit for unit in units if unit.pk not in busy), None)
    if chosen is None:
        raise _Taken(Known(facts.resource, units, opening))
    if run_out:
        expire(run_out, now)
    return chosen


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


def _row(  # noqa: PLR0913, PLR0917  (a booking has that many sides)
    actor: Actor,
    wish: Wish,
    resource: Resource,
    who: Parties,
    unit: Unit,
    blocked: Window,
    offer: Estimate,
    now: datetime,
) -> Booking:
    unit.resource = resource
    answer_by = min(now + timedelta(hours=resource.answer_hours), max(wish.start, now)) if offer.needs_answer else None
    return Booking(
        resource=resource,
        unit=unit,
        borrower=who.borrower,
        agent=who.agent,
        agent_name=actor.name[:120],
        state=State.PENDING if offer.needs_answer else State.CONFIRMED,
        answer_by=answer_by,
        period=_range(wish.window),
        blocked=_range(blocked),
        purpose=wish.purpose[:200],
        accessories=[
            {"id": each.pk, "name": each.name}
            | ({} if each.is_included else {"day_cents": each.day_cents, "fixed_cents": each.fixed_cents})
            for each in offer.accessories
        ],
        planned_meter_tenths=wish.planned_meter_tenths,
        transport_km=wish.transport_km,
        price_cents=offer.price.total_cents,
        price=offer.price.as_json(),
        warnings=[asdict(each) for each in offer.warnings],
        booked_at=now,
        request_key=wish.request_key,
    )


def _range(window: Window) -> DateTimeTZRange:
    return DateTimeTZRange(window.start, window.end)


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


def _already(wish: Wish) -> Booking | None:
    """The booking that this very request has made; refuses a key that comes with another content."""
    if not wish.request_key:
        return None
    found = (
        Booking.objects.filter(borrower_id=wish.borrower, request_key=wish.request_key).select_related(*RELATED).first()
    )
    if found is None:
        return None
    if found.resource_id != wish.resource or (found.period.lower, found.period.upper) != (wish.start, wish.end):
        raise ConflictError(
            Sentence(
                "Cette demande a déjà été envoyée avec un autre contenu : rechargez la page et recommencez.",
                "This request was already sent with another content: reload the page and try again.",
            ),
            where="request_key",
        )
    return found


def _no_resource(pk: int) -> Exception:
    return absent(Sentence(f"La ressource n° {pk}", f"Resource no. {pk}"))


def _require_times(wish: Wish) -> None:
    for where, moment in (("start", wish.start), ("end", wish.end)):
        if moment.tzinfo is None:
            raise InvalidError(
                Sentence(
                    f"« {moment.isoformat()} » ne dit pas son fuseau horaire : écrivez par exemple +01:00.",
                    f"'{moment.isoformat()}' has no time zone: write for instance +01:00.",
                ),
                where=where,
            )
    if len(wish.request_key) > 64:  # noqa: PLR2004  (the length of the column)
        raise InvalidError(
            Sentence("La clé de requête dépasse 64 caractères.", "The request key exceeds 64 characters."),
            where="request_key",
        )


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
