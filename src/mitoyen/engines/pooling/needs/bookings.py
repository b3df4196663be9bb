"""Bookings and refusals, as plain facts: what pages know already becomes needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.needs.paris import minutes_of
from mitoyen.engines.pooling.needs.records import Needs
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBooking:
    """One use that took place, or one that was refused for want of a free thing.

    ``resource`` names the thing that was used; it is empty, or the one that was asked for, when
    ``refused``. Moments are aware, or read in Paris.
    """

    member: str
    start: datetime
    end: datetime
    kind: str = ""
    units: int = 1
    weight: float = 1.0
    resource: str = ""
    refused: bool = False

    def __post_init__(self) -> None:
        if minutes_of(self.end) <= minutes_of(self.start):
            raise InvalidError(
                Sentence(
                    f"La réservation de {self.member} finit ({self.end:%Y-%m-%d %H:%M}) avant de commencer "
                    f"({self.start:%Y-%m-%d %H:%M}).",
                    f"The booking of {self.member} ends ({self.end:%Y-%m-%d %H:%M}) before it starts "
                    f"({self.start:%Y-%m-%d %H:%M}).",
                )
            )


def needs_of_bookings(members: Sequence[str], bookings: Iterable[PastBooking]) -> Needs:
    """Needs from bookings: a refused one was a need as much as the others."""
    return Needs.of(
        members,
        [
            (past.member, minutes_of(past.start), minutes_of(past.end), past.units, past.weight, past.kind)
            for past in bookings
        ],
    )
