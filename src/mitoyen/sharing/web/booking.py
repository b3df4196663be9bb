"""A booking: where it stands, what can be done now, what it costs and why, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from mitoyen.access import policy
from mitoyen.kernel import clock, words
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import firm
from mitoyen.plumbing.readonly import reads
from mitoyen.sharing.actions.answering import ALIVE, cancellation_fee, free_until
from mitoyen.sharing.bridge.lateness import Delay, delay_of
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.pricing import Price, from_json
from mitoyen.sharing.bridge.wording import tenths
from mitoyen.sharing.models import Booking, Claim, HandOver, Return, State
from mitoyen.sharing.queries.bookings import booking_or_refuse, following
from mitoyen.sharing.web import addresses
from mitoyen.sharing.web.papers import Paper, papers_of
from mitoyen.sharing.web.seen import Seen, seen_of
from mitoyen.sharing.web.states import Mark, is_late, mark_of
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.kernel.errors import MitoyenError
    from mitoyen.plumbing.http import Request


class Moment(NamedTuple):
    """One line of what happened."""

    at: datetime
    what: str
    who: str


class Quantity(NamedTuple):
    """Booked, present or invoiced."""

    name: str
    span: str
    lasting: str
    meter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was asked and refused: what was typed is shown again beside the reason."""

    deed: str
    error: MitoyenError
    reason: str = ""
    day: str = ""
    hour: str = ""

    @property
    def said(self) -> str:
        """Why."""
        return self.error.sentence.said_in(get_language() or "fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPage:
    """What ``sharing/web/booking.html`` may use."""

    booking: Booking
    mark: Mark
    trail: Sequence[Link]
    thing: str
    price: Price
    invoice: Price | None
    quantities: Sequence[Quantity]
    history: Sequence[Moment]
    claims: Sequence[Claim]
    handover: HandOver | None
    returned: Return | None
    after: Booking | None
    may_answer: Decision
    may_hand_over: Decision
    may_cancel: Decision
    may_claim: Decision
    may_announce: Decision
    may_move: bool
    papers: Sequence[Paper]
    is_own: bool
    fee_cents: int
    free_until: datetime | None
    has_started: bool
    is_late: bool
    delay: Delay | None
    seen: Sequence[Seen]
    sent: Sent | None
    done: str

    @property
    def cancelling(self) -> bool:
        """Whether cancelling was just asked, and refused: what was typed stays in sight."""
        return self.sent is not None and self.sent.deed == "annuler"

    @property
    def typed_reason(self) -> str:
        """The reason that was typed and not accepted."""
        return self.sent.reason if self.sent else ""

    @property
    def typed_day(self) -> str:
        """The day that was typed and not accepted."""
        return self.sent.day if self.sent else ""

    @property
    def typed_hour(self) -> str:
        """The hour that was typed and not accepted."""
        return self.sent.hour if self.sent else ""

    @property
    def title(self) -> str:
        """What is booked, and when."""
        name = self.booking.resource.name
        if self.booking.unit.label:
            name = f"{name}, {firm(self.booking.unit.label)}"
        first, last = local_day(self.booking.period.lower), local_day(self.booking.period.upper)
        year = first.year != clock.today().year
        days = words.span(first, last, _language(), with_year=year)
        return gettext("%(name)s\u00a0: %(days)s") % {"name": name, "days": days}

    @property
    def instead(self) -> list[tuple[Link, int | None]]:
        """What may be taken instead of what comes back late, with its distance in metres."""
        period = self.booking.period
        days = {"du": f"{local_day(period.lower):%d/%m/%Y}", "au": f"{local_day(period.upper):%d/%m/%Y}"}
        return [
            (Link(label=each.name, href=f"{addresses.of_thing(each)}?{urlencode(days)}"), metres)
            for each, metres in (self.delay.instead if self.delay else ())
        ]

    @property
    def asked_papers(self) -> list[Sentence]:
        """What must be shown at the hand-over, as it was told when booking."""
        return [Sentence(**each) for each in self.booking.warnings]

    @property
    def awaits_answer(self) -> bool:
        """Whether the owner must say yes or no."""
        return self.booking.state == State.PENDING

    @property
    def awaits_handover(self) -> bool:
        """Whether it may be handed over."""
        return self.booking.state == State.CONFIRMED

    @property
    def is_out(self) -> bool:
        """Whether it is with the borrower."""
        return self.booking.state == State.HANDED_OVER

    @property
    def is_out_late(self) -> bool:
        """Whether it is, or will be, back later than it was booked."""
        return self.is_late or (self.is_out and self.booking.announced_return is not None)

    @property
    def is_option(self) -> bool:
        """Whether it waits for its borrower to confirm."""
        held_until = self.booking.held_until
        return self.booking.state == State.HELD and held_until is not None and held_until > clock.now()

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it can still be given back."""
        return self.booking.state in ALIVE and self.may_cancel.allowed

    @property
    def can_have_damage(self) -> bool:
        """Whether a damage may be told."""
        return self.booking.state in (State.HANDED_OVER, State.RETURNED, State.CLOSED) and self.may_claim.allowed

    @property
    def has_deeds(self) -> bool:
        """Whether the person may do something now."""
        state = self.booking.state
        answers = state == State.PENDING and self.may_answer.allowed
        hands = state in (State.CONFIRMED, State.HANDED_OVER) and self.may_hand_over.allowed
        announces = self.is_out and self.may_announce.allowed
        return answers or hands or announces or self.is_option or self.can_be_cancelled or self.may_move


@require_safe
@reads
def booking(request: Request, pk: int) -> HttpResponse:
    """Show a booking."""
    return shown(request, pk)


def shown(request: Request, pk: int, sent: Sent | None = None, status: int = 200) -> HttpResponse:
    """The page of a booking; ``sent`` is what was just asked and refused, with what was typed."""
    page = page_of(request, booking_or_refuse(request.actor, pk), sent)
    return render(request, "sharing/web/booking.html", {"page": page}, status=status)


def page_of(request: Request, found: Booking, sent: Sent | None) -> BookingPage:
    """Everything about a booking."""
    actor, now = request.actor, clock.now()
    handover = HandOver.objects.filter(booking=found).select_related("reading").first()
    returned = Return.objects.filter(booking=found).select_related("reading").first()
    claims = list(found.claims.select_related("payer"))
    may_hand_over = policy.decide(actor, "sharing.hand_over", found.stakes)
    is_own = policy.decide(actor, "sharing.book", found.stakes).allowed
    is_alive = found.state in ALIVE
    return BookingPage(
        booking=found,
        mark=mark_of(found, now),
        trail=[Link(label=gettext("Réservations"), href=reverse("sharing:bookings"))],
        thing=addresses.of_thing(found.resource),
        price=from_json(found.price),
        invoice=from_json({key: value for key, value in found.invoice.items() if key != "quantities"})
        if found.invoice
        else None,
        quantities=_quantities(found),
        history=_history(found, handover, returned, claims),
        claims=claims,
        handover=handover,
        returned=returned,
        after=following(found) if found.state == State.HANDED_OVER and may_hand_over.allowed else None,
        may_answer=policy.decide(actor, "sharing.answer_booking", found.stakes),
        may_hand_over=may_hand_over,
        may_cancel=policy.decide(actor, "sharing.cancel_booking", found.stakes),
        may_claim=policy.decide(actor, "sharing.open_claim", found.stakes),
        may_announce=policy.decide(actor, "sharing.announce_late", found.stakes),
        may_move=found.state in (State.PENDING, State.CONFIRMED)
        and found.period.lower > now
        and policy.decide(actor, "sharing.move_booking", found.stakes).allowed,
        papers=papers_of(found, handover, returned),
        is_own=is_own,
        fee_cents=cancellation_fee(found, now) if is_own and found.state == State.CONFIRMED else 0,
        free_until=free_until(found) if is_alive and found.resource.late_cancel_days else None,
        has_started=found.period.lower <= now,
        is_late=is_late(found, now),
        delay=delay_of(found, now),
        seen=seen_of(found, handover, returned),
        sent=sent,
        done=_done(request.GET.get("fait", "")),
    )


def _done(what: str) -> str:
    """What the phone has just sent."""
    return {"remise": gettext("Remise enregistrée."), "retour": gettext("Retour enregistré.")}.get(what, "")


def _history(found: Booking, handover: HandOver | None, returned: Return | None, claims: list[Claim]) -> list[Moment]:
    first = gettext("Demandée") if found.answer_by else gettext("Réservée")
    lines = [Moment(found.booked_at, first, found.agent_name or found.borrower.name)]
    if found.answered_at:
        word = {State.REFUSED: gettext("Refusée"), State.CANCELLED: gettext("Annulée")}.get(State(found.state))
        word = word or (gettext("Personne n’est venu") if found.state == State.NO_SHOW else gettext("Acceptée"))
        lines.append(Moment(found.answered_at, word, found.reason))
    if handover:
        lines.append(Moment(handover.at, gettext("Remise"), _between(handover)))
    if returned:
        lines.append(Moment(returned.at, gettext("Rendue"), _between(returned)))
    for claim in claims:
        lines.append(Moment(claim.opened_at, gettext("Dommage signalé"), claim.description[:120]))
        if claim.settled_at:
            lines.append(Moment(claim.settled_at, gettext("Dommage réglé"), claim.outcome))
    return sorted(lines, key=lambda each: each.at)


def _between(exchange: HandOver | Return) -> str:
    return gettext("par %(giver)s à %(taker)s") % {
        "giver": exchange.given_by.get("name", ""),
        "taker": exchange.taken_by.get("name", ""),
    }


def _quantities(found: Booking) -> list[Quantity]:
    """Booked, present, invoiced: three numbers kept apart."""
    kept = (found.invoice or {}).get("quantities") or {}
    names = {"booked": gettext("Réservé"), "present": gettext("Présent"), "invoiced": gettext("Facturé")}
    return [_quantity(said, kept[name], found) for name, said in names.items() if kept.get(name)]


def _quantity(name: str, kept: dict[str, object], found: Booking) -> Quantity:
    start, end, meter = kept.get("start"), kept.get("end"), kept.get("meter_tenths")
    has_span = isinstance(start, str) and isinstance(end, str)
    starts, ends = (datetime.fromisoformat(str(each)) if has_span else None for each in (start, end))
    return Quantity(
        name,
        words.moments(starts, ends, _language(), with_year=False) if starts and ends else gettext("non relevé"),
        words.lasting(ends - starts, _language()) if starts and ends else "—",
        f"{tenths(meter, _language())} {found.resource.meter_unit}" if isinstance(meter, int) else "—",
    )


def _language() -> str:
    return get_language() or "fr"
