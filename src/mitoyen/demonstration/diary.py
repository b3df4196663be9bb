"""Lay the wishes on the units, in the order in which they were made: nobody ever has a unit that another one has."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mitoyen.demonstration.seasons import DAY
from mitoyen.sharing.bridge.opening import instant
from mitoyen.sharing.bridge.rules import Window, blocked_window, refusals, window_of_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from mitoyen.demonstration.catalogue import Lent
    from mitoyen.demonstration.wants import Want
    from mitoyen.sharing.models import Unit

GIVEN_UP = 0.045  # how often a booking is given back
REFUSED = 0.05  # how often a keeper who must answer says no
CLOSED_DAYS = 4  # how far a closed day may push a wish


@dataclass(slots=True, kw_only=True)
class Placed:
    """A wish as it was laid on a unit; ``freed_at`` when it was given back or refused, and ``unmet`` on none."""

    want: Want
    lent: Lent
    unit: Unit
    window: Window
    blocked: Window
    freed_at: datetime | None = None
    is_refused: bool = False
    is_unmet: bool = False
    staged: str = ""  # arranged by hand: "yes", "held", "pending", "late" or "moved" (by its keeper)
    announced: datetime | None = None  # when a late one is said to come back


@dataclass(slots=True)
class Diary:
    """What each unit is kept for: ``(start, end, free from)``, in order of start."""

    kept: dict[int, list[tuple[datetime, datetime, datetime | None]]] = field(default_factory=dict)

    def keep(self, unit: int, blocked: Window, freed_at: datetime | None = None) -> None:
        """Write that a unit is kept during ``blocked``, until ``freed_at`` when it was given back."""
        insort(self.kept.setdefault(unit, []), (blocked.start, blocked.end, freed_at), key=lambda each: each[0])

    def is_free(self, unit: int, blocked: Window, at: datetime) -> bool:
        """Whether nobody has the unit during ``blocked``, as it was known at ``at``."""
        return not any(
            start < blocked.end and end > blocked.start and (freed_at is None or freed_at > at)
            for start, end, freed_at in self.kept.get(unit, ())
        )


def window_of(lent: Lent, day: date, length: int, hours: tuple[int, int] | None) -> Window | None:
    """The time of a wish: by the hour, or from an opening to a closing; pushed by closed days, None when too far."""
    if hours is not None and lent.opening.is_always_open:
        return Window(instant(day, hours[0]), instant(day, hours[1]))
    first = next((day + rank * DAY for rank in range(CLOSED_DAYS) if lent.opening.intervals(day + rank * DAY)), None)
    if first is None:
        return None
    last = first + (length - 1) * DAY
    while not lent.opening.intervals(last):
        last -= DAY
    if lent.opening.is_always_open:
        return Window(instant(first, 480), instant(last, 1200))
    return window_of_days(lent.opening, first, last)


def place(
    wants: Iterable[Want], catalogue: Mapping[str, Lent], diary: Diary, clear: Mapping[str, Window]
) -> list[Placed]:
    """Every wish that could be asked for, on the first thing that was free, or told as unmet.

    Wishes that meet the time kept ``clear`` on a thing go to another, or are not made.
    """
    found = []
    for want in wants:
        asked = (_offer(want, catalogue[thing.key]) for thing in want.things)
        offers = [offer for offer in asked if offer is not None and not _meets(offer, clear)]
        if not offers:
            continue
        free = next((each for each in offers if _free(each, diary)), None)
        if free is None:
            offers[0].is_unmet = True
            found.append(offers[0])
            continue
        _foresee(free)
        diary.keep(free.unit.pk, free.blocked, free.freed_at)
        found.append(free)
    return found


def _meets(offer: Placed, clear: Mapping[str, Window]) -> bool:
    kept = clear.get(offer.lent.thing.key)
    return kept is not None and offer.blocked.start < kept.end and offer.blocked.end > kept.start


def _offer(want: Want, lent: Lent) -> Placed | None:
    """What a thing would give, on its first unit; None when its rules do not allow to ask."""
    window = window_of(lent, want.day, want.length, want.hours)
    if window is None or any(refusals(lent.resource, lent.opening, window, want.asked_at)):
        return None
    blocked = blocked_window(lent.resource, lent.opening, window)
    return Placed(want=want, lent=lent, unit=lent.units[0], window=window, blocked=blocked)


def _free(offer: Placed, diary: Diary) -> bool:
    """Give the offer its first free unit; whether there was one."""
    for unit in offer.lent.units:
        if diary.is_free(unit.pk, offer.blocked, offer.want.asked_at):
            offer.unit = unit
            return True
    return False


def _foresee(placed: Placed) -> None:
    """Throw the dice of an answer, then of giving it back."""
    throw, asked = placed.want.throw, placed.want.asked_at
    until = placed.window.start - asked
    needs_answer = placed.lent.resource.approval == "always"
    if needs_answer and throw.random() < REFUSED:
        hours = min(throw.randint(2, placed.lent.resource.answer_hours), max(1, until // timedelta(hours=1)))
        placed.freed_at, placed.is_refused = asked + timedelta(hours=hours), True
    elif throw.random() < GIVEN_UP:
        placed.freed_at = asked + until * throw.uniform(0.2, 0.98)
