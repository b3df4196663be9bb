"""The ledger, month by month: what is due is posted; the months before the last whole one are closed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mitoyen.journal.leaves import plain
from mitoyen.journal.models import Act
from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions.closing import statements_of
from mitoyen.ledger.actions.posting import row_of, write_rows
from mitoyen.ledger.models import Book, Entry, Statement, StatementLine
from mitoyen.sharing.actions.invoicing import entry_of
from mitoyen.sharing.bridge.opening import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.demonstration.lives import Life
    from mitoyen.ledger.actions import NewEntry
    from mitoyen.territory.models import Organisation

CLOSING_DAY = 6  # of the month after


def last_closed(today: date) -> date:
    """The first day of the last closed month: the month before the last whole one, which waits to be checked."""
    return add_months(today.replace(day=1), -2)


def keep(
    lives: Sequence[Life],
    damages: Sequence[tuple[datetime, NewEntry]],
    organisations: Mapping[str, Organisation],
    treasurers: Mapping[int, Actor],
    today: date,
) -> list[Act]:
    """Write the entries and the closed months in bulk; the lines of the journal that go with them, not yet written."""
    entries = _entries(lives, damages, treasurers)
    write_rows(entries)
    acts = [_posted(entry, treasurers[entry.payee_id]) for entry in entries]
    names = {each.pk: each.sort_key for each in organisations.values()}
    by_book: dict[int, dict[date, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        by_book[entry.payee_id][entry.period].append(entry)
    made: list[Statement] = []
    lines: list[StatementLine] = []
    for payee, months in sorted(by_book.items()):
        numbers: dict[int, int] = defaultdict(int)  # they start again each year
        for month in sorted(each for each in months if each <= last_closed(today)):
            rows = sorted(months[month], key=lambda row: (names[row.payer_id], row.payer_id, row.date, row.pk))
            closed_at = _closed_at(month)
            closed, listed = statements_of(payee, month, rows, numbers[month.year], treasurers[payee].person)
            for statement in closed:
                statement.closed_at = closed_at
            numbers[month.year] += len(closed)
            made += closed
            lines += listed
            acts.append(_closed(payee, month, closed, treasurers[payee]))
    Statement.objects.bulk_create(made)
    for line in lines:
        line.statement = line.statement  # its number is known by now
    StatementLine.objects.bulk_create(lines)
    Book.objects.bulk_create(Book(organisation_id=payee, closed_through=last_closed(today)) for payee in by_book)
    return acts


def _entries(
    lives: Sequence[Life], damages: Sequence[tuple[datetime, NewEntry]], treasurers: Mapping[int, Actor]
) -> list[Entry]:
    """The entries of all that is due, in order of time; recorded when they fell due."""
    uses = ((life.due[1], entry_of(life.booking, life.due[0], local_day(life.due[1]))) for life in lives if life.due)
    due = [*((at, entry) for at, entry in uses if entry is not None), *damages]
    rows = []
    for at, entry in sorted(due, key=lambda each: (each[0], each[1].source)):
        row = row_of(treasurers[entry.payee], entry, None)
        row.recorded_at = at
        rows.append(row)
    return rows


def _posted(entry: Entry, actor: Actor) -> Act:
    after = {"entries": 1, "total": entry.amount_incl, "first": entry.source}
    return _act("ledger.post", actor, entry.payee_id, entry.recorded_at, after)


def _closed(payee: int, month: date, made: Sequence[Statement], actor: Actor) -> Act:
    total = Euros.total(row.amount_incl for row in made)
    after = {"month": f"{month:%Y-%m}", "statements": [row.reference for row in made], "total": total}
    return _act("ledger.close_month", actor, payee, _closed_at(month), after)


def _act(verb: str, actor: Actor, organisation: int, at: datetime, after: dict[str, object]) -> Act:
    return Act(
        instant=at,
        person=actor.person,
        actor_name=actor.name,
        mandate=",".join(each.role.value for each in actor.mandates),
        organisation=organisation,
        verb=verb,
        after=plain(after),
    )


def _closed_at(month: date) -> datetime:
    day = add_months(month, 1) + timedelta(days=CLOSING_DAY - 1)
    return datetime.combine(day, time(10), PARIS)
