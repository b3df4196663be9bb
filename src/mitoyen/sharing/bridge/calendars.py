"""Bookings as calendar programs read them (RFC 5545), by the icalendar library."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from mitoyen.sharing.models import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.sharing.models import Booking

PRODUCT = "-//Mitoyen//Partage//FR"
STATUS = {State.HELD: "TENTATIVE", State.PENDING: "TENTATIVE", State.CANCELLED: "CANCELLED", State.REFUSED: "CANCELLED"}


def calendar_of(bookings: Iterable[Booking], *, name: str, now: datetime, method: str = "PUBLISH") -> str:
    """An iCalendar text. Each booking keeps one UID for life, so that a change moves the event and adds none."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    for booking in bookings:
        calendar.add_component(event_of(booking, now))
    return str(calendar.to_ical(), "utf-8")


def event_of(booking: Booking, now: datetime) -> Event:
    """One booking as an event; the place is said, the access code never."""
    event = Event()
    resource, place = booking.resource, booking.resource.place
    unit = f", {booking.unit.label}" if booking.unit.label else ""
    event.add("uid", f"booking-{booking.pk}@mitoyen")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", booking.period.lower.astimezone(UTC))
    event.add("dtend", booking.period.upper.astimezone(UTC))
    event.add("summary", f"{resource.name}{unit} : {booking.borrower.name}")
    event.add("status", STATUS.get(State(booking.state), "CONFIRMED"))
    event.add("sequence", int((now - booking.booked_at).total_seconds()) // 60 if now > booking.booked_at else 0)
    if place is not None:
        event.add("location", ", ".join(part for part in (place.name, place.address) if part))
    if booking.purpose:
        event.add("description", booking.purpose)
    return event
