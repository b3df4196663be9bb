"""Month by month: what an organisation is owed, and what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.money import Euros
from mitoyen.ledger.models import Book
from mitoyen.ledger.queries.visibility import visible_entries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mitoyen.access.actors import Actor

NOTHING = Euros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One month of what an organisation is owed."""

    month: date
    entries: int
    payers: int
    amount: Euros
    is_closed: bool
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """One statement, open or closed, that an organisation has to pay."""

    month: date
    payee: int
    payee_name: str
    entries: int
    amount: Euros
    is_closed: bool


def months_owed_to(actor: Actor, organisation: int) -> Sequence[MonthRow]:
    """The months of what ``organisation`` is owed, the latest first; two queries."""
    policy.require(actor, "ledger.see_statement", {"payee": organisation})
    closed = Book.objects.filter(organisation=organisation).values_list("closed_through", flat=True).first()
    rows = (
        visible_entries(actor)
        .filter(payee=organisation)
        .order_by("-period")
        .values("period")
        .annotate(entries=Count("pk"), payers=Count("payer", distinct=True), amount=Sum("amount_incl"))
    )
    today = clock.today()
    return [
        MonthRow(
            month=row["period"],
            entries=row["entries"],
            payers=row["payers"],
            amount=row["amount"] or NOTHING,
            is_closed=closed is not None and row["period"] <= closed,
            is_over=today >= add_months(row["period"], 1),
        )
        for row in rows
    ]


def owed_by(actor: Actor, organisation: int) -> Sequence[OwedRow]:
    """What ``organisation`` owes, month by month and payee by payee, the latest first; two queries."""
    policy.require(actor, "ledger.see_statement", {"payer": organisation})
    rows = list(
        visible_entries(actor)
        .filter(payer=organisation)
        .order_by("-period", "payee__sort_key")
        .values("period", "payee", "payee__name")
        .annotate(entries=Count("pk"), amount=Sum("amount_incl"))
    )
    books = Book.objects.filter(organisation__in={row["payee"] for row in rows})
    closed = dict(books.values_list("organisation_id", "closed_through"))
    return [
        OwedRow(
            month=row["period"],
            payee=row["payee"],
            payee_name=row["payee__name"],
            entries=row["entries"],
            amount=row["amount"] or NOTHING,
            is_closed=(through := closed.get(row["payee"])) is not None and row["period"] <= through,
        )
        for row in rows
    ]
