"""A state of a booking as a mark: its tone and its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext, gettext_noop

from mitoyen.sharing.models import State

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.sharing.models import Booking

_SHOWN = {
    State.HELD: ("pending", gettext_noop("Option")),
    State.PENDING: ("warn", gettext_noop("À confirmer")),
    State.CONFIRMED: ("kept", gettext_noop("Confirmée")),
    State.HANDED_OVER: ("info", gettext_noop("En cours")),
    State.RETURNED: ("kept", gettext_noop("Rendue")),
    State.CLOSED: ("kept", gettext_noop("Close")),
    State.CANCELLED: ("pending", gettext_noop("Annulée")),
    State.REFUSED: ("broken", gettext_noop("Refusée")),
    State.EXPIRED: ("pending", gettext_noop("Option expirée")),
    State.NO_SHOW: ("broken", gettext_noop("Personne n’est venu")),
}


class Mark(NamedTuple):
    """What ``<c-mark>`` shows."""

    tone: str
    word: str


def mark_of(booking: Booking, now: datetime) -> Mark:
    """Its state; what should be back says that it is late."""
    if is_late(booking, now):
        return Mark("broken", gettext("En retard"))
    if booking.state == State.HELD and booking.held_until and booking.held_until <= now:
        return Mark("pending", gettext("Option expirée"))
    tone, word = _SHOWN[State(booking.state)]
    return Mark(tone, gettext(word))


def is_late(booking: Booking, now: datetime) -> bool:
    """Whether it should be back."""
    return booking.state == State.HANDED_OVER and booking.period.upper < now
