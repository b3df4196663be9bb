"""Write the lives of bookings in bulk, with the lines of the journal that their verbs would have written."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from mitoyen.journal.leaves import plain
from mitoyen.journal.models import Act
from mitoyen.plumbing.models import DueWork
from mitoyen.sharing.models import Booking, HandOver, Reading, Return, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mitoyen.demonstration.lives import Circle, Life
    from mitoyen.people.models import Person

BATCH = 2000


def write(lives: Sequence[Life], first_readings: Iterable[Reading]) -> None:
    """Insert bookings, readings, hand-overs and returns; and the work that the clock still has to do."""
    Booking.objects.bulk_create((life.booking for life in lives), batch_size=BATCH)
    readings = sorted(chain(first_readings, *(life.readings for life in lives)), key=lambda each: each.at)
    for each in readings:
        each.booking = each.booking  # its number is known by now
    Reading.objects.bulk_create(readings, batch_size=BATCH)
    handovers = [life.handover for life in lives if life.handover]
    returns = [life.returned for life in lives if life.returned]
    for given in handovers:
        given.booking, given.reading = given.booking, given.reading
    for back in returns:
        back.booking, back.reading = back.booking, back.reading
    HandOver.objects.bulk_create(handovers, batch_size=BATCH)
    Return.objects.bulk_create(returns, batch_size=BATCH)
    DueWork.objects.bulk_create(_due_work(life.booking for life in lives))


def _due_work(bookings: Iterable[Booking]) -> Iterator[DueWork]:
    for booking in bookings:
        kind, at = _next_of(booking)
        if at is not None:
            yield DueWork(kind=kind, key=str(booking.pk), due_at=at, payload={"booking": booking.pk})


def _next_of(booking: Booking) -> tuple[str, datetime | None]:
    """What the clock has to do for a booking, as the verbs plan it."""
    if booking.state == State.PENDING:
        return "sharing.remind_answer", booking.answer_by
    if booking.state == State.HELD:
        return "sharing.expire", booking.held_until
    if booking.state in (State.CONFIRMED, State.HANDED_OVER):
        return "sharing.watch_return", booking.announced_return or booking.period.upper
    return "", None


def acts(lives: Iterable[Life], circle: Circle) -> list[Act]:
    """The lines of the journal that these lives would have left."""
    return list(chain.from_iterable(_acts_of(life, circle) for life in lives))


def write_journal(acts: Iterable[Act]) -> None:
    """Insert lines of the journal, in order of time."""
    Act.objects.bulk_create(sorted(acts, key=lambda act: act.instant), batch_size=BATCH)


def _acts_of(life: Life, circle: Circle) -> Iterator[Act]:
    booking, keeper = life.booking, circle.agent(life.placed.lent.thing.keeper)
    borrower, lender = booking.borrower_id, booking.resource.owner_id
    agent = circle.agent(life.placed.want.borrower)
    verb = "sharing.hold" if booking.state == State.HELD else "sharing.book"
    asked = State.PENDING if booking.answer_by else booking.state if verb == "sharing.hold" else State.CONFIRMED
    yield _act(
        verb, agent, borrower, booking, booking.booked_at, "",
        after={"state": asked, "unit": booking.unit_id, "price_cents": booking.price_cents,
               "period": [booking.period.lower.isoformat(), booking.period.upper.isoformat()]},
    )  # fmt: skip
    if life.answered_at is not None:
        verb, who, of = _answer(booking, agent, keeper, lender)
        after = {"state": booking.state if verb != "sharing.approve" else State.CONFIRMED}
        after |= {"reason": booking.reason} if booking.reason else {}
        yield _act(verb, who, of, booking, life.answered_at, asked, after=after)
    if life.handover is not None:
        to = life.handover.taken_by["name"]
        yield _act(
            "sharing.hand_over", keeper, lender, booking, life.handover.recorded_at, State.CONFIRMED,
            after={"state": State.HANDED_OVER, "at": life.handover.at.isoformat(), "to": to},
        )  # fmt: skip
    if life.returned is not None:
        yield _act(
            "sharing.take_back", keeper, lender, booking, life.returned.recorded_at, State.HANDED_OVER,
            after={"state": State.RETURNED, "at": life.returned.at.isoformat(),
            "invoice_cents": booking.invoice_cents},
        )  # fmt: skip


def _answer(booking: Booking, agent: Person, keeper: Person, lender: int) -> tuple[str, Person, int]:
    if booking.state == State.CANCELLED:
        return "sharing.cancel", agent, booking.borrower_id
    if booking.state == State.REFUSED:
        return "sharing.refuse", keeper, lender
    if booking.state == State.NO_SHOW:
        return "sharing.mark_no_show", keeper, lender
    return "sharing.approve", keeper, lender


def _act(  # noqa: PLR0913  (a line of the journal has that many sides)
    verb: str, who: Person, of: int, booking: Booking, at: datetime, before: str, *, after: dict[str, Any]
) -> Act:
    return Act(
        instant=at,
        person=who.pk,
        actor_name=who.name[:120],
        mandate="agent",
        organisation=of,
        verb=verb,
        subject_kind=Booking._meta.label_lower,
        subject_id=str(booking.pk),
        subject_label=str(booking)[:300],
        before=plain({"state": before}) if before else None,
        after=plain(after),
    )
