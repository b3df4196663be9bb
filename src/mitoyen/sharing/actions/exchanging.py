"""Hand over, take back, be late, change units.

A phone without network keeps its forms and sends them later, in any order: each has its own request key, says
when it happened, and is accepted once. A return that arrives before its hand-over is accepted; the hand-over
then takes its place in the past.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock, words
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing import due
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.booking import require_state
from mitoyen.sharing.actions.invoicing import invoice_use
from mitoyen.sharing.actions.metering import counted_tenths, write_reading
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.bridge.lateness import delayed
from mitoyen.sharing.bridge.receipts import given_back, handed_over
from mitoyen.sharing.bridge.rules import opening_of
from mitoyen.sharing.bridge.wording import moment_said
from mitoyen.sharing.errors import MissingPapersError, TakenError
from mitoyen.sharing.models import (
    BLOCKING,
    Booking,
    HandOver,
    Reading,
    ReadingKind,
    Requirement,
    Resource,
    Return,
    State,
    Unit,
)
from mitoyen.sharing.queries.bookings import booking_or_refuse, following
from mitoyen.sharing.queries.catalogue import absent, closures_of
from mitoyen.sharing.queries.occupation import occupations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.bridge.opening import Opening

MINUTE = timedelta(minutes=1)
Kept = TypeVar("Kept", HandOver, Return)
CLOCKS_DIFFER = timedelta(minutes=10)  # a phone may be a little ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a hand-over or a return form says.

    ``answers``: ``[{"question", "answer", "note"}]``; ``accessories``: the names present; ``given_by`` and
    ``taken_by``: ``{"name", "at", "drawing"}`` (the drawing is an SVG path, empty when signed by a code);
    ``papers`` (hand-over): ``[{"requirement": id, "name", "until": "2029-05-04"}]``; ``meter_note`` confirms a
    reading that was doubted; ``request_key`` is made once by the form.
    """

    at: datetime
    request_key: str
    given_by: Mapping[str, str]
    taken_by: Mapping[str, str]
    answers: Sequence[Mapping[str, str]] = ()
    accessories: Sequence[str] = ()
    meter_tenths: int | None = None
    meter_note: str = ""
    papers: Sequence[Mapping[str, Any]] = ()
    note: str = ""
    photos: Sequence[int] = field(default_factory=tuple)


@retried
def hand_over(actor: Actor, booking: int, form: Form, *, unit: int | None = None) -> HandOver:
    """The thing leaves: checks papers and meter, writes the receipt; ``unit`` gives another copy than planned."""
    now = clock.now()
    with transaction.atomic():
        found = _locked(actor, booking)
        if known := HandOver.objects.filter(booking_id=found.pk).first():
            return _same(known, form)
        require_state(found, State.CONFIRMED, State.RETURNED, State.CLOSED)
        _require_form(form, now)
        _require_papers(found, form)
        if unit is not None and unit != found.unit_id:
            _give_unit(found, unit, now)
        made = HandOver.objects.create(
            booking=found, unit=found.unit, papers=[dict(each) for each in form.papers], **_exchange(actor, form, now)
        )
        made.reading = _reading(actor, found, form, ReadingKind.START)
        if made.reading:
            made.save(update_fields=["reading"])
        made.photos.set(form.photos)
        before = found.state
        if found.state == State.CONFIRMED:
            found.state = State.HANDED_OVER
            found.save(update_fields=["state"])
        record(
            actor,
            "sharing.hand_over",
            subject=found,
            before={"state": before},
            after={"state": found.state, "at": form.at.isoformat(), "to": form.taken_by.get("name", "")},
        )
        telling.tell_borrower(found, *handed_over(found, made))
    return made


@retried
def take_back(actor: Actor, booking: int, form: Form) -> Return:
    """The thing is back: frees what follows, prices what was used with the frozen rule, posts it to the book.

    However late it is recorded, it never blocks the next booking: what it still keeps ends where that one starts.
    """
    now = clock.now()
    with transaction.atomic():
        found = _locked(actor, booking)
        if known := Return.objects.filter(booking_id=found.pk).first():
            return _same(known, form)
        require_state(found, State.HANDED_OVER, State.CONFIRMED)
        _require_form(form, now)
        given = HandOver.objects.select_related("reading").filter(booking_id=found.pk).first()
        if given and form.at < given.at:
            said = moment_said(given.at)
            raise InvalidError(
                Sentence(
                    f"Le retour ne peut pas précéder la remise, faite le {said.fr}.",
                    f"The return cannot precede the hand-over, made on {said.en}.",
                ),
                where="at",
            )
        made = Return.objects.create(booking=found, **_exchange(actor, form, now))
        made.reading = _reading(actor, found, form, ReadingKind.END)
        if made.reading:
            made.save(update_fields=["reading"])
        made.photos.set(form.photos)
        counted = _counted(given, made)
        before = found.state
        found.state = State.RETURNED
        found.blocked = _freed(found, form.at)
        price = invoice_use(actor, found, given, made, counted)
        found.save(update_fields=["state", "blocked", "invoice_cents", "invoice"])
        due.cancel("sharing.watch_return", str(found.pk))
        record(
            actor,
            "sharing.take_back",
            subject=found,
            before={"state": before},
            after={"state": found.state, "at": form.at.isoformat(), "invoice_cents": price.total_cents},
        )
        telling.tell_borrower(found, *given_back(found, made, price.total_cents))
    return made


@retried
def announce_late_return(actor: Actor, booking: int, *, expected: datetime) -> Booking:
    """It will be back late: keep it out until then (never beyond the next booking), tell who comes next at once."""
    now = clock.now()
    with transaction.atomic():
        found = booking_or_refuse(actor, booking, locked=True)
        policy.require(actor, "sharing.announce_late", found.stakes)
        require_state(found, State.HANDED_OVER)
        if expected <= max(now, found.period.upper):
            said = moment_said(max(now, found.period.upper))
            raise InvalidError(
                Sentence(
                    f"Un retard va plus loin que le {said.fr} : donnez l'heure du retour.",
                    f"A late return is later than {said.en}: give the time of the return.",
                ),
                where="expected",
            )
        found.announced_return = expected
        found.blocked = _freed(found, expected)
        found.save(update_fields=["announced_return", "blocked"])
        record(actor, "sharing.announce_late_return", subject=found, after={"expected": expected.isoformat()})
        _tell_announced(actor, found, expected)
        tell_next(found, expected, now)
        due.schedule("sharing.watch_return", str(found.pk), expected, {"booking": found.pk})
    return found


def _tell_announced(actor: Actor, booking: Booking, expected: datetime) -> None:
    """Tell whoever keeps the thing what the borrower announced, or the borrower what the keeper wrote down."""
    what, said = telling.thing(booking), moment_said(expected)
    subject = Sentence(f"Retour retardé : {what}", f"Return delayed: {what}")
    body = Sentence(
        f"{what}, avec {booking.borrower.name}, est annoncé en retard : retour le {said.fr}.",
        f"{what}, with {booking.borrower.name}, is announced late: back on {said.en}.",
    )
    if policy.decide(actor, "sharing.hand_over", booking.stakes).allowed:
        telling.tell_borrower(booking, subject, body)
    else:
        telling.tell_keeper(booking, subject, body)


@retried
def declare_late(booking: int, now: datetime) -> bool:
    """Due work: it should be back and is not. Tells the borrower, the keeper and who comes next; once."""
    with transaction.atomic():
        found = (
            Booking.objects.select_related("resource__place", "resource__holder", "unit", "borrower", "agent")
            .select_for_update(of=("self",), no_key=True)
            .filter(pk=booking, state=State.HANDED_OVER)
            .first()
        )
        if found is None or (found.announced_return or found.period.upper) > now:
            return False
        what, due_said = telling.thing(found), moment_said(found.announced_return or found.period.upper)
        subject = Sentence(f"Retour attendu : {what}", f"Return expected: {what}")
        body = Sentence(
            f"{what} devait être rendu par {found.borrower.name} le {due_said.fr}. "
            "Annoncez le nouveau moment du retour : la personne qui suit en sera avertie.",
            f"{what} was to be returned by {found.borrower.name} on {due_said.en}. "
            "Say when it will be back: whoever comes next will be told.",
        )
        telling.tell_borrower(found, subject, body)
        telling.tell_keeper(found, subject, body)
        tell_next(found, None, now)
    return True


def tell_next(booking: Booking, expected: datetime | None, now: datetime) -> Booking | None:
    """Warn who comes next on this unit when the late return reaches her booking, with substitutes nearby."""
    after = following(booking)
    if after is None or after.agent_id is None or after.state == State.HELD:
        return None
    delay = delayed(booking, after, expected, now)
    if delay is None:
        return None
    names = {language: " ; ".join(_named(*each, language) for each in delay.instead) for language in ("fr", "en")}
    what = telling.thing(after)
    back = moment_said(expected) if expected else Sentence("moment inconnu", "unknown time")
    telling.tell_borrower(
        after,
        Sentence(f"Retard avant votre réservation : {what}", f"Late before your booking: {what}"),
        Sentence(
            f"{booking.borrower.name} rend {what} en retard (retour annoncé : {back.fr}). Votre réservation "
            f"{telling.span(after).fr} pourrait commencer plus tard."
            + (f"\nLibre aux mêmes dates, à proximité : {names['fr']}." if delay.instead else ""),
            f"{booking.borrower.name} returns {what} late (expected: {back.en}). Your booking "
            f"{telling.span(after).en} may start later."
            + (f"\nFree at the same dates, nearby: {names['en']}." if delay.instead else ""),
        ),
    )
    return after


@retried
def change_unit(actor: Actor, booking: int, *, unit: int) -> Booking:
    """Give a booking to come another copy of the same resource; refuses one that is not free."""
    now = clock.now()
    with transaction.atomic():
        found = _locked(actor, booking)
        require_state(found, State.PENDING, State.CONFIRMED)
        before = found.unit_id
        _give_unit(found, unit, now)
        record(actor, "sharing.change_unit", subject=found, before={"unit": before}, after={"unit": unit})
    return found


def _locked(actor: Actor, pk: int) -> Booking:
    """A booking with its resource locked first, in the order in which :func:`book` locks them."""
    seen = booking_or_refuse(actor, pk)
    policy.require(actor, "sharing.hand_over", seen.stakes)
    Resource.objects.select_for_update(no_key=True).filter(pk=seen.resource_id).values_list("pk").first()
    return booking_or_refuse(actor, pk, locked=True)


def _same(known: Kept, form: Form) -> Kept:
    """The form that was already received; another one is refused."""
    if known.request_key == form.request_key:
        return known
    said = moment_said(known.at)
    raise ConflictError(
        Sentence(
            f"C'est déjà enregistré, le {said.fr} : ouvrez ce reçu pour le lire.",
            f"This is already recorded, on {said.en}: open that receipt to read it.",
        )
    )


def _require_form(form: Form, now: datetime) -> None:
    if not 1 <= len(form.request_key) <= 64:  # noqa: PLR2004  (the length of the column)
        raise InvalidError(
            Sentence("Ce formulaire n'a pas sa clé : rechargez la page.", "This form lacks its key: reload the page."),
            where="request_key",
        )
    if form.at.tzinfo is None or form.at > now + CLOCKS_DIFFER:
        raise InvalidError(
            Sentence(
                "L'heure de ce formulaire est dans le futur : réglez l'horloge du téléphone.",
                "The time of this form is in the future: set the clock of the phone.",
            ),
            where="at",
        )
    for where, who in (("given_by", form.given_by), ("taken_by", form.taken_by)):
        if not str(who.get("name", "")).strip():
            raise InvalidError(
                Sentence("Les deux personnes signent : un nom manque.", "Both people sign: a name is missing."),
                where=where,
            )


def _require_papers(booking: Booking, form: Form) -> None:
    """Refuse to hand over without the papers asked for, valid on the day."""
    day = form.at.astimezone(clock.PARIS).date().isoformat()
    shown = {each.get("requirement"): str(each.get("until") or "9999") for each in form.papers}
    for each in Requirement.objects.filter(resource_id=booking.resource_id):
        until = shown.get(each.pk)
        if until is None or until < day:
            state = Sentence("manque", "is missing") if until is None else Sentence("est périmé", "has expired")
            raise MissingPapersError(
                Sentence(
                    f"{each.name} {state.fr} : la remise n'est pas possible sans lui.",
                    f"{each.name} {state.en}: it cannot be handed over without it.",
                ),
                where="papers",
            )


def _exchange(actor: Actor, form: Form, now: datetime) -> dict[str, Any]:
    return {
        "at": form.at,
        "recorded_at": now,
        "recorded_by_id": actor.person,
        "answers": [dict(each) for each in form.answers],
        "accessories": list(form.accessories),
        "note": form.note,
        "given_by": dict(form.given_by),
        "taken_by": dict(form.taken_by),
        "request_key": form.request_key,
    }


def _reading(actor: Actor, booking: Booking, form: Form, kind: ReadingKind) -> Reading | None:
    if not booking.resource.meter_unit:
        return None
    if form.meter_tenths is None:
        raise InvalidError(
            Sentence("Relevez le compteur : il fait foi.", "Read the meter: it settles the price."), where="meter"
        )
    unit = Unit.objects.select_for_update(no_key=True).get(pk=booking.unit_id)
    unit.resource = booking.resource
    return write_reading(actor, unit, kind, form.meter_tenths, form.at, booking=booking, note=form.meter_note)


def _counted(given: HandOver | None, back: Return) -> int | None:
    if given is None or given.reading is None or back.reading is None:
        return None
    return counted_tenths(given.reading, back.reading)


def _opening(resource: Resource) -> Opening:
    return opening_of(resource, closures_of([resource.place_id]).get(resource.place_id) if resource.place_id else None)


def _freed(booking: Booking, back: datetime) -> DateTimeTZRange:
    """What the booking blocks once it ends at ``back``: to the end of its buffer, but never into the next one."""
    start = booking.blocked.lower
    wanted = max(_opening(booking.resource).after(back, booking.resource.buffer_after_minutes), start + MINUTE)
    following_block = (
        Booking.objects.filter(unit_id=booking.unit_id, state__in=BLOCKING, blocked__startswith__gt=start)
        .exclude(pk=booking.pk)
        .order_by("blocked")
        .values_list("blocked", flat=True)
        .first()
    )
    if following_block is not None:
        wanted = min(wanted, following_block.lower)
    return DateTimeTZRange(start, wanted)


def _give_unit(booking: Booking, unit: int, now: datetime) -> None:
    chosen = Unit.objects.filter(pk=unit, resource_id=booking.resource_id).first()
    if chosen is None:
        raise absent(Sentence(f"L'exemplaire n° {unit}", f"Unit no. {unit}"))
    busy = occupations([unit], booking.blocked.lower, booking.blocked.upper, now)
    if busy:
        raise TakenError(
            Sentence(
                f"{chosen} n'est pas libre à ces dates : choisissez un autre exemplaire.",
                f"{chosen} is not free at these dates: choose another unit.",
            )
        )
    booking.unit = chosen
    booking.save(update_fields=["unit"])


def _named(resource: Resource, metres: int | None, language: str) -> str:
    where = resource.place.name if resource.place else resource.holder.name
    return f"{resource.name} ({where}{f', {words.distance(metres, language)}' if metres is not None else ''})"
