"""What a late return does to whoever comes next on the same unit, and what she may take instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mitoyen.access.actors import Actor
from mitoyen.sharing.bridge.refusal import substitutes
from mitoyen.sharing.bridge.rules import Window, blocked_window, opening_of
from mitoyen.sharing.models import State
from mitoyen.sharing.queries.bookings import preceding
from mitoyen.sharing.queries.catalogue import closures_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mitoyen.sharing.models import Booking, Resource

SOON = timedelta(days=1)  # a return of which nobody knows when worries who comes within a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """``before`` is not back in time; ``instead``: what is free at the times of who waits, the nearest first."""

    before: Booking
    expected: datetime | None
    instead: Sequence[tuple[Resource, int | None]]


def delay_of(booking: Booking, now: datetime) -> Delay | None:
    """What makes a booking to come start late, as far as is known ``now``; None when nothing does."""
    if booking.state not in (State.PENDING, State.CONFIRMED):
        return None
    before = preceding(booking)
    if before is None:
        return None
    expected = before.announced_return if before.announced_return and before.announced_return > now else None
    if expected is None and before.period.upper > now:
        return None
    return delayed(before, booking, expected, now)


def delayed(before: Booking, after: Booking, expected: datetime | None, now: datetime) -> Delay | None:
    """Whether ``before``, back at ``expected`` (None: nobody knows), is ready too late for ``after``."""
    resource = before.resource
    closures = closures_of([resource.place_id]).get(resource.place_id) if resource.place_id else None
    back = Window(before.period.lower, expected or now)
    is_ready = blocked_window(resource, opening_of(resource, closures), back).end <= after.period.lower
    if is_ready and (expected is not None or after.period.lower > now + SOON):
        return None
    reader = Actor(acting_for=after.borrower_id)  # whoever is told of substitutes sees the public catalogue
    wanted = Window(after.period.lower, after.period.upper)
    return Delay(
        before=before,
        expected=expected,
        instead=substitutes(reader, after.resource, wanted, now, borrower=after.borrower_id),
    )
