"""Mails about bookings: written in the transaction of what they tell, sent after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.kernel.text import Sentence
from mitoyen.people.models import Person
from mitoyen.plumbing import outbox
from mitoyen.sharing.bridge.calendars import calendar_of
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.wording import euros, moments_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mitoyen.sharing.models import Booking
    from mitoyen.territory.models import Organisation

_ANSWERS = (Role.ADMINISTRATOR.value, Role.MANAGER.value, Role.AGENT.value)


def thing(booking: Booking) -> str:
    """What is booked, in a few words."""
    return f"{booking.resource.name}{f', {booking.unit.label}' if booking.unit.label else ''}"


def when(booking: Booking) -> Sentence:
    """When it is used, after a verb: « le 9 mars 2027 de 8 h à 17 h »."""
    return moments_said(booking.period.lower, booking.period.upper, year=True)


def span(booking: Booking) -> Sentence:
    """When it is used, after a noun: « (votre réservation) du 9 mars 2027 de 8 h à 17 h »."""
    return of_moments(booking.period.lower, booking.period.upper)


def of_moments(start: datetime, end: datetime) -> Sentence:
    """Two moments after a noun: French says « du » where a verb is followed by « le »."""
    said = moments_said(start, end, year=True)
    return Sentence(f"du {said.fr.removeprefix('le ')}" if said.fr.startswith("le ") else said.fr, said.en)


def tell_borrower(booking: Booking, subject: Sentence, body: Sentence, *, with_calendar: bool = False) -> None:
    """Write to the agent who booked; when she has left, to her organisation."""
    agent = booking.agent
    to, language = (agent.email, agent.language) if agent is not None else (booking.borrower.email, "fr")
    if to:
        tell([to], booking, subject, body, language=language, with_calendar=with_calendar)


def tell_keeper(booking: Booking, subject: Sentence, body: Sentence) -> None:
    """Write to the organisation that keeps the thing: its own address, else those who may answer for it."""
    holder = booking.resource.holder
    to = [holder.email] if holder.email else addresses_of(holder, clock.now())
    if to:
        tell(to, booking, subject, body)


def tell(
    to: Sequence[str],
    booking: Booking,
    subject: Sentence,
    body: Sentence,
    *,
    language: str = "fr",
    with_calendar: bool = False,
) -> None:
    """Put one mail in the outbox for each address."""
    attachments = ()
    if with_calendar:
        text = calendar_of([booking], name=thing(booking), now=clock.now())
        attachments = (outbox.Attachment("reservation.ics", "text/calendar", text),)  # type: ignore[assignment]
    reference = Sentence(f"Réservation n° {booking.pk}", f"Booking no. {booking.pk}")
    outbox.write(
        to,
        subject.said_in(language),
        f"{body.said_in(language)}\n\n{reference.said_in(language)}",
        attachments=attachments,
    )


def addresses_of(organisation: Organisation, now: datetime) -> list[str]:
    """Those who may answer for an organisation today."""
    today = local_day(now)
    people = Person.objects.filter(
        is_active=True,
        mandates__organisation=organisation,
        mandates__role__in=_ANSWERS,
        mandates__since__lte=today,
    ).exclude(mandates__until__lt=today)
    return list(people.order_by("pk").values_list("email", flat=True).distinct()[:10])


def booked(booking: Booking, warnings: Iterable[Sentence]) -> Sentence:
    """The body of the mail that follows a booking."""
    said, place = when(booking), booking.resource.place
    papers = list(warnings)
    fr = [f"Votre réservation est confirmée : {thing(booking)}, {said.fr}, pour {booking.borrower.name}."]
    en = [f"Your booking is confirmed: {thing(booking)}, {said.en}, for {booking.borrower.name}."]
    if place is not None:
        note = f" {place.access_note}" if place.access_note else ""
        where = ", ".join(part for part in (place.name, place.address) if part)
        fr.append(f"Remise : {where}.{note}")
        en.append(f"Hand-over: {where}.{note}")
    fr.append(f"Prix estimé : {euros(booking.price_cents)}.")
    en.append(f"Estimated price: {euros(booking.price_cents, 'en')}.")
    fr += [warning.fr for warning in papers]
    en += [warning.en for warning in papers]
    return Sentence("\n".join(fr), "\n".join(en))
