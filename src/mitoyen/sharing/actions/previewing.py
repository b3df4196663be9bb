"""What importing a file of bookings would do: read, never written nor locked, so that others book meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.readonly import reads
from mitoyen.sharing.actions.importing import Refused, lines_of, wish_of
from mitoyen.sharing.actions.placing import NoUnitError, already_booked, place, require_calendar, require_times
from mitoyen.sharing.bridge.refusal import taken_error
from mitoyen.sharing.bridge.rules import blocked_window, opening_of
from mitoyen.sharing.queries.facts import facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.bridge.estimate import Wish
    from mitoyen.sharing.bridge.rules import Window
    from mitoyen.sharing.models import Booking
    from mitoyen.sharing.queries.facts import Facts


@dataclass(frozen=True, slots=True)
class Previewed:
    """What an import would do: the bookings by line, none of them written, and the refused lines."""

    bookings: tuple[tuple[int, Booking], ...]
    refused: tuple[Refused, ...]


@reads
def preview_bookings(actor: Actor, content: bytes | str) -> Previewed:
    """What ``import_bookings`` would do with this file, if nobody books meanwhile; writes nothing, sends nothing.

    Each line is tried as if those before it were booked, so that the second one to ask for a thing is refused here
    as it would be there.
    """
    seen, now = _Seen(), clock.now()
    done: list[tuple[int, Booking]] = []
    refused: list[Refused] = []
    for number, row in lines_of(content):
        try:
            done.append((number, _tried(actor, wish_of(row, number), number, seen, now)))
        except MitoyenError as error:
            refused.append(Refused(number, error.where, error.code, error.sentence))
    return Previewed(tuple(done), tuple(refused))


@dataclass(slots=True)
class _Seen:
    """What the lines before this one would keep."""

    facts: dict[int, Facts | None] = field(default_factory=dict)
    kept: dict[int, dict[int, list[Window]]] = field(default_factory=dict)  # resource, unit
    lines: dict[int, list[tuple[int, Window]]] = field(default_factory=dict)  # resource
    asked: dict[tuple[int, str], Booking] = field(default_factory=dict)  # borrower, request key


def _tried(actor: Actor, wish: Wish, line: int, seen: _Seen, now: datetime) -> Booking:
    policy.require(actor, "sharing.book", {"borrower": wish.borrower})
    require_times(wish)
    repeated = seen.asked.get((wish.borrower, wish.request_key)) if wish.request_key else None
    if booked := repeated or already_booked(wish):
        return booked
    if wish.resource not in seen.facts:
        seen.facts[wish.resource] = facts_of(actor, wish.resource)
    facts = require_calendar(seen.facts[wish.resource], wish)
    kept = seen.kept.setdefault(wish.resource, {})
    try:
        placed = place(actor, wish, facts, now, kept)
    except NoUnitError as taken:
        raise _taken_by_the_file(wish, seen) or taken_error(actor, wish, now, taken.known) from None
    booking = placed.booking
    kept.setdefault(booking.unit_id, []).append(placed.blocked)
    seen.lines.setdefault(wish.resource, []).append((line, placed.blocked))
    if wish.request_key:
        seen.asked[wish.borrower, wish.request_key] = booking
    return booking


def _taken_by_the_file(wish: Wish, seen: _Seen) -> ConflictError | None:
    """The refusal of a line whose thing is kept by another line of the same file."""
    facts = seen.facts[wish.resource]
    if facts is None:
        return None
    wanted = blocked_window(facts.resource, opening_of(facts.resource, facts.closed_days), wish.window)
    lines = [
        line for line, each in seen.lines.get(wish.resource, []) if each.start < wanted.end and wanted.start < each.end
    ]
    if not lines:
        return None
    name = facts.resource.name
    return ConflictError(
        Sentence(
            f"{name} serait déjà prise par la ligne {lines[0]} de ce fichier : changez l'une des deux.",
            f"{name} would be taken by line {lines[0]} of this file: change one of them.",
        )
    )
