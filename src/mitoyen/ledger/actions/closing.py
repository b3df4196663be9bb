"""Close a month: exactly what was checked becomes statements, numbered without a gap."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from mitoyen.access import policy
from mitoyen.journal import actions as journal
from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.actions.posting import lock_books
from mitoyen.ledger.actions.telling import tell_payers
from mitoyen.ledger.errors import MonthChangedError, MonthNotClosableError
from mitoyen.ledger.models import Book, Entry, Statement, StatementLine
from mitoyen.ledger.queries.months import check_month
from mitoyen.ledger.queries.statements import statement_or_refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from mitoyen.access.actors import Actor


def close_month(
    actor: Actor, payee: int, month: date, *, checked: str, address_of: Callable[[Statement], str]
) -> list[Statement]:
    """Make the statements of ``month`` for what ``payee`` is owed, and write to whoever pays.

    Later entries go to the next open month. ``address_of`` gives the full address at which a statement is read.

    ``checked`` is the fingerprint of what the treasurer read (``check_month(…).fingerprint``): when an entry came
    since, nothing is closed and :class:`MonthChangedError` says so.
    """
    policy.require(actor, "ledger.close_period", {"payee": payee})
    month = month.replace(day=1)
    with transaction.atomic():
        lock_books([payee])
        check = check_month(actor, payee, month)
        if check.blockers:
            raise MonthNotClosableError(check.blockers[0].sentence, where="month")
        if check.fingerprint != checked:
            raise MonthChangedError(
                Sentence(
                    "Des écritures sont arrivées depuis votre vérification. Relisez le mois, puis clôturez-le.",
                    "Entries came since you checked. Read the month again, then close it.",
                ),
                where="checked",
            )
        made = _make(actor, payee, month)
        Book.objects.filter(organisation=payee).update(closed_through=month)
        journal.record(
            actor,
            "ledger.close_month",
            organisation=payee,
            after={
                "month": f"{month:%Y-%m}",
                "statements": [row.reference for row in made],
                "total": Euros.total(row.amount_incl for row in made),
            },
        )
        tell_payers(made, address_of, clock.today())
    return made


def record_references(actor: Actor, statement: int, *, title_number: str, engagement_number: str) -> Statement:
    """Write the numbers that the public accountant gave to a closed statement."""
    with transaction.atomic():
        row = statement_or_refuse(actor, statement)
        policy.require(actor, "ledger.close_period", {"payee": row.payee_id})
        before = {"title_number": row.title_number, "engagement_number": row.engagement_number}
        row.title_number, row.engagement_number = title_number.strip()[:40], engagement_number.strip()[:40]
        row.save(update_fields=["title_number", "engagement_number"])
        after = {"title_number": row.title_number, "engagement_number": row.engagement_number}
        journal.record(
            actor, "ledger.record_references", subject=row, organisation=row.payee_id, before=before, after=after
        )
    return row


def statements_of(
    payee: int, month: date, entries: Sequence[Entry], last_number: int, closed_by: int | None
) -> tuple[list[Statement], list[StatementLine]]:
    """The statements of ``entries`` (in order of payer), numbered after ``last_number``; not yet written."""
    statements: list[Statement] = []
    lines: list[StatementLine] = []
    for number, (payer, group) in enumerate(groupby(entries, key=lambda row: row.payer_id), last_number + 1):
        rows = list(group)
        statement = Statement(
            payee_id=payee,
            payer_id=payer,
            period=month,
            year=month.year,
            number=number,
            amount_excl=Euros.total(row.amount_excl for row in rows),
            vat=Euros.total(row.vat for row in rows),
            amount_incl=Euros.total(row.amount_incl for row in rows),
            closed_by=closed_by,
        )
        statements.append(statement)
        lines += [StatementLine(statement=statement, entry=row, rank=rank) for rank, row in enumerate(rows, 1)]
    return statements, lines


def _make(actor: Actor, payee: int, month: date) -> list[Statement]:
    entries = Entry.objects.filter(payee=payee, period=month, in_statement__isnull=True)
    ordered = list(entries.select_related("payer").order_by("payer__sort_key", "payer_id", "date", "pk"))
    last = Statement.objects.filter(payee=payee, year=month.year).aggregate(last=Max("number"))["last"] or 0
    statements, lines = statements_of(payee, month, ordered, last, actor.person)
    Statement.objects.bulk_create(statements)
    StatementLine.objects.bulk_create(lines)
    return statements
