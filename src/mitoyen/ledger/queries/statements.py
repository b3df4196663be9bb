"""One statement, open or closed, in one shape: what pages and exports show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.access import policy
from mitoyen.kernel import words
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.queries.visibility import visible_entries, visible_statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mitoyen.access.actors import Actor
    from mitoyen.ledger.models import Entry, Statement
    from mitoyen.territory.models import Organisation

NOTHING = Euros(0)
ABSENT = Sentence(
    "Ce décompte n'existe pas, ou vous n'y avez pas accès.", "There is no such statement, or not for you."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What ``payer`` owes ``payee`` for a month; without ``statement`` it is still open, and has no number."""

    payee: Organisation
    payer: Organisation
    month: date
    entries: Sequence[Entry]
    amount_excl: Euros
    vat: Euros
    amount_incl: Euros
    statement: Statement | None

    @property
    def is_closed(self) -> bool:
        """Whether its lines are fixed."""
        return self.statement is not None

    @property
    def reference(self) -> str:
        """Its number, or nothing while it is open."""
        return self.statement.reference if self.statement else ""

    @property
    def finding(self) -> Sentence:
        """What it finds, in a sentence."""
        return finding_of(self.payee, self.payer, self.month, self.amount_incl)

    @property
    def file_name(self) -> str:
        """The start of the name of its files."""
        return f"decompte-{self.reference or f'{self.month:%Y-%m}-provisoire'}-{self.payer.pk}"


def finding_of(payee: Organisation, payer: Organisation, month: date, amount: Euros) -> Sentence:
    """What a statement finds, in a sentence: who owes, who gives back, or that nothing is due."""
    fr, en = words.month(month), words.month(month, "en")
    if amount < NOTHING:
        back = -amount
        return Sentence(
            f"Pour {fr}, {payee.name} rend {words.euros(back)} {words.at(payer.name)}",
            f"For {en}, {payee.name} gives {words.euros(back, 'en')} back to {payer.name}",
        )
    if not amount:
        return Sentence(f"Pour {fr}, {payer.name} ne doit rien", f"For {en}, {payer.name} owes nothing")
    return Sentence(
        f"Pour {fr}, {payer.name} doit {words.euros(amount)}",
        f"For {en}, {payer.name} owes {words.euros(amount, 'en')}",
    )


def statement_or_refuse(actor: Actor, statement: int) -> Statement:
    """The closed statement, for who may read it; absent and forbidden look alike."""
    row = visible_statements(actor).filter(pk=statement).first()
    if row is None:
        raise AbsentError(ABSENT)
    return row


def statement_of(actor: Actor, payee: int, month: date, payer: int) -> StatementView:
    """The statement of a month between two organisations, open or closed; two queries."""
    month = month.replace(day=1)
    rows = visible_entries(actor).filter(payee=payee, payer=payer, period=month)
    entries = list(rows.select_related("payee", "payer", "corrects").order_by("date", "pk"))
    if not entries:
        raise AbsentError(ABSENT)
    statement = visible_statements(actor).filter(payee=payee, payer=payer, period=month).first()
    return StatementView(
        payee=entries[0].payee,
        payer=entries[0].payer,
        month=month,
        entries=entries,
        amount_excl=Euros.total(row.amount_excl for row in entries),
        vat=Euros.total(row.vat for row in entries),
        amount_incl=Euros.total(row.amount_incl for row in entries),
        statement=statement,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """An entry that the actor may correct, and what it amounts to with its corrections, in the terms of its price."""

    entry: Entry
    present: Euros


def correctable_or_refuse(actor: Actor, entry: int) -> Correctable:
    """The original of an entry, for who may correct it; absent and forbidden look alike."""
    row = visible_entries(actor).select_related("payer", "payee", "corrects").filter(pk=entry).first()
    original = row.corrects if row is not None and row.corrects is not None else row
    if original is None or not policy.decide(actor, "ledger.correct", {"payee": original.payee_id}):
        raise AbsentError(
            Sentence(
                "Cette écriture n'existe pas, ou vous ne pouvez pas la corriger.", "No such entry, or not for you."
            )
        )
    return Correctable(
        entry=original, present=Euros.total(each.price for each in (original, *original.corrections.all()))
    )
