"""Every rule, asserted on what was loaded: the demonstration is not shown when one is broken."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from django.db import connection

from mitoyen.demonstration.books import last_closed
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.models import Book, Entry
from mitoyen.sharing.bridge.pricing import Extra, Rule, Use, priced
from mitoyen.sharing.models import Block, Booking, Reading, ReadingKind, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

KEPT = (State.HELD, State.PENDING, State.CONFIRMED, State.HANDED_OVER, State.RETURNED, State.CLOSED)


class BrokenRuleError(MitoyenError):
    """The invented territory breaks a rule of the software: a fault of its description."""

    code = "demonstration.broken_rule"


def require_rules(today: date) -> None:
    """Refuse data that break a rule."""
    broken = next(chain(overlaps(), prices(), meters(), books(today), journal()), None)
    if broken is not None:
        raise BrokenRuleError(
            Sentence(f"La démonstration enfreint une règle : {broken}", f"The demonstration breaks a rule: {broken}")
        )


def overlaps() -> Iterator[str]:
    """Two bookings, or a booking and a block, that meet on a unit; buffers included."""
    kept: dict[int, list[tuple[datetime, datetime, str]]] = defaultdict(list)
    for pk, unit, blocked in Booking.objects.filter(state__in=KEPT).values_list("pk", "unit", "blocked"):
        kept[unit].append((blocked.lower, blocked.upper, f"booking {pk}"))
    for pk, unit, period in Block.objects.filter(lifted_at=None).values_list("pk", "unit", "period"):
        kept[unit].append((period.lower, period.upper, f"block {pk}"))
    for unit, stretches in kept.items():
        for one, other in pairwise(sorted(stretches)):
            if one[1] > other[0]:
                yield f"unit {unit}: {one[2]} meets {other[2]}"


def prices() -> Iterator[str]:
    """A frozen price, or an invoice, that its own rule does not give."""
    columns = ("pk", "period", "planned_meter_tenths", "transport_km", "accessories", "price_cents", "price")
    for pk, period, meter, km, accessories, cents, price in Booking.objects.values_list(*columns):
        extras = tuple(
            Extra(each["name"], each.get("day_cents", 0), each.get("fixed_cents", 0)) for each in accessories
        )
        use = Use(period.lower, period.upper, meter, km, extras)
        again = priced(Rule(**price["rule"]), use).total_cents
        if (again, again) != (cents, price["total_cents"]):
            yield f"booking {pk}: {cents} cents, its rule gives {again}"


def meters() -> Iterator[str]:
    """A meter that goes back, or that counted while nobody had the thing."""
    rows = Reading.objects.order_by("unit", "at", "pk").values_list("unit", "at", "kind", "tenths")
    for (unit, _, _, before), (other, at, kind, tenths) in pairwise(rows):
        if unit == other and (tenths < before or (kind == ReadingKind.START and tenths != before)):
            yield f"unit {unit}: {before} then {tenths} on {at}"


def books(today: date) -> Iterator[str]:
    """An entry that does not balance, a month that should be closed, a statement that does not sum to its lines."""
    for code, said in (
        (_UNBALANCED, "an entry whose lines do not sum to zero"),
        (_STATEMENTS, "a statement that differs from its entries"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(code)
            yield from (f"{said}: {row[0]}" for row in cursor.fetchall())
    closed = last_closed(today)
    for pk in Entry.objects.filter(period__lte=closed, in_statement=None).values_list("pk", flat=True):
        yield f"entry {pk} is in no statement though its month is over"
    for organisation in Book.objects.exclude(closed_through=closed).values_list("organisation", flat=True):
        yield f"the book of {organisation} is not closed through {closed}"


def journal() -> Iterator[str]:
    """A booking that the journal does not know."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD)
        yield from (f"booking {row[0]} has no line in the journal" for row in cursor.fetchall())


_UNBALANCED = """
SELECT line.entry_id FROM ledger_line line JOIN ledger_account account ON account.id = line.account_id
GROUP BY line.entry_id, account.organisation_id HAVING sum(line.debit) <> sum(line.credit)
"""
_STATEMENTS = """
SELECT s.id FROM ledger_statement s JOIN ledger_statementline l ON l.statement_id = s.id
JOIN ledger_entry e ON e.id = l.entry_id GROUP BY s.id HAVING s.amount_incl <> sum(e.amount_incl)
"""
_UNTOLD = """
SELECT id FROM sharing_booking b WHERE NOT EXISTS (
    SELECT 1 FROM journal_act a WHERE a.subject_kind = 'sharing.booking' AND a.subject_id = b.id::text
)
"""
