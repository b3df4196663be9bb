"""A month of what an organisation is owed: payer by payer, with what to look at before it is closed."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from mitoyen.access import policy
from mitoyen.kernel import clock, words
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.models import Book, Entry, Statement
from mitoyen.ledger.queries.visibility import visible_entries, visible_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from mitoyen.access.actors import Actor
    from mitoyen.territory.models import Organisation


def month_name(month: date) -> Sentence:
    """The month in words: « mars 2027 »."""
    return Sentence(words.month(month, "fr"), words.month(month, "en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that the check of a month found; a blocker prevents closing, the rest asks to be read."""

    code: str
    sentence: Sentence
    is_blocker: bool = False
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the check of a month says, and a fingerprint of exactly what it read."""

    findings: Sequence[Finding]
    fingerprint: str
    entries: int
    total: Euros

    @property
    def blockers(self) -> list[Finding]:
        """What prevents closing."""
        return [finding for finding in self.findings if finding.is_blocker]

    @property
    def warnings(self) -> list[Finding]:
        """What asks to be read."""
        return [finding for finding in self.findings if not finding.is_blocker]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerOfMonth:
    """What one organisation owes for the month, and its statement when the month is closed."""

    payer: Organisation
    entries: Sequence[Entry]
    amount_excl: Euros
    vat: Euros
    amount_incl: Euros
    statement: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of what ``payee`` is owed."""

    payee: int
    month: date
    is_closed: bool
    payers: Sequence[PayerOfMonth]
    amount_excl: Euros
    vat: Euros
    amount_incl: Euros

    @property
    def finding(self) -> Sentence:
        """What the month finds, in a sentence: what is owed, or what is to be given back."""
        name, count, amount = month_name(self.month), len(self.payers), self.amount_incl
        if amount < Euros(0):
            back = -amount
            return Sentence(
                f"En {name.fr}, vous devez rendre {words.euros(back)}",
                f"In {name.en}, you must give {words.euros(back, 'en')} back",
            )
        if not amount:
            return Sentence(f"En {name.fr}, personne ne vous doit rien", f"In {name.en}, nobody owes you anything")
        if count == 1:
            return Sentence(
                f"En {name.fr}, {self.payers[0].payer.name} vous doit {words.euros(amount)}",
                f"In {name.en}, {self.payers[0].payer.name} owes you {words.euros(amount, 'en')}",
            )
        fr = words.counted(count, "organisation", "organisations")
        en = words.counted(count, "organisation", "organisations", "en")
        return Sentence(
            f"En {name.fr}, {fr} vous doivent {words.euros(amount)}",
            f"In {name.en}, {en} owe you {words.euros(amount, 'en')}",
        )

    @property
    def entries(self) -> int:
        """How many entries it counts."""
        return sum(len(each.entries) for each in self.payers)


def month_of(actor: Actor, payee: int, month: date) -> Month:
    """The month of ``payee``, with the entries that ``actor`` may read; three queries."""
    rows = visible_entries(actor).filter(payee=payee, period=month).select_related("payer", "corrects")
    ordered = rows.order_by("payer__sort_key", "payer_id", "date", "pk")
    statements = {row.payer_id: row for row in visible_statements(actor).filter(payee=payee, period=month)}
    payers = [
        _payer(list(group), statements.get(payer)) for payer, group in groupby(ordered, key=lambda row: row.payer_id)
    ]
    closed_through = Book.objects.filter(organisation=payee).values_list("closed_through", flat=True).first()
    return Month(
        payee=payee,
        month=month,
        is_closed=closed_through is not None and month <= closed_through,
        payers=payers,
        amount_excl=Euros.total(each.amount_excl for each in payers),
        vat=Euros.total(each.vat for each in payers),
        amount_incl=Euros.total(each.amount_incl for each in payers),
    )


def months_with_entries(actor: Actor, payee: int) -> list[date]:
    """The months in which something is counted, the latest first."""
    periods = visible_entries(actor).filter(payee=payee).order_by("-period").values_list("period", flat=True)
    return list(periods.distinct())


def check_month(actor: Actor, payee: int, month: date) -> Check:
    """What must be settled, and what must be read, before ``month`` is closed."""
    policy.require(actor, "ledger.close_period", {"payee": payee})
    waiting = Entry.objects.filter(payee=payee, in_statement__isnull=True)
    rows = list(waiting.filter(period=month).select_related("payer").order_by("pk"))
    return Check(
        findings=[
            *_blockers(payee, month, rows, waiting.filter(period__lt=month).order_by("period").first()),
            *_readings(rows),
        ],
        fingerprint=fingerprint_of(rows),
        entries=len(rows),
        total=Euros.total(row.amount_incl for row in rows),
    )


def fingerprint_of(rows: Iterable[Entry]) -> str:
    """A hash of the entries and their amounts: it changes as soon as one comes."""
    told = ";".join(f"{row.pk}:{row.amount_incl.cents}" for row in rows)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _payer(entries: list[Entry], statement: Statement | None) -> PayerOfMonth:
    return PayerOfMonth(
        payer=entries[0].payer,
        entries=entries,
        amount_excl=Euros.total(row.amount_excl for row in entries),
        vat=Euros.total(row.vat for row in entries),
        amount_incl=Euros.total(row.amount_incl for row in entries),
        statement=statement,
    )


def _blockers(payee: int, month: date, rows: Sequence[Entry], earlier: Entry | None) -> Iterable[Finding]:
    closed_through = Book.objects.filter(organisation=payee).values_list("closed_through", flat=True).first()
    name = month_name(month)
    if closed_through is not None and month <= closed_through:
        yield Finding(
            code="closed",
            is_blocker=True,
            sentence=Sentence(f"Le mois de {name.fr} est déjà clôturé.", f"{name.en} is closed already."),
        )
        return
    if not rows:
        yield Finding(
            code="empty",
            is_blocker=True,
            sentence=Sentence(
                f"Rien à clôturer : {name.fr} ne compte aucune écriture.",
                f"Nothing to close: {name.en} counts no entry.",
            ),
        )
    if clock.today() < add_months(month, 1):
        yield Finding(
            code="not_over",
            is_blocker=True,
            sentence=Sentence(
                f"Le mois de {name.fr} n'est pas fini : clôturez-le à partir du {add_months(month, 1):%d/%m/%Y}.",
                f"{name.en} is not over: close it from {words.day(add_months(month, 1), 'en')}.",
            ),
        )
    if earlier is not None:
        before = month_name(earlier.period)
        yield Finding(
            code="earlier_open",
            is_blocker=True,
            entry=earlier,
            sentence=Sentence(
                f"Clôturez d'abord {before.fr} : il compte encore des écritures.",
                f"Close {before.en} first: it still counts entries.",
            ),
        )


def _readings(rows: Sequence[Entry]) -> Iterable[Finding]:
    unconfirmed = Counter(row.vat_source for row in rows if row.vat and not row.vat_is_confirmed)
    for source, count in unconfirmed.items():
        yield Finding(
            code="vat_unconfirmed",
            sentence=Sentence(
                f"Taux de TVA à confirmer sur {words.counted(count, 'ligne', 'lignes')} : {source}.",
                f"VAT rate to be confirmed on {words.counted(count, 'line', 'lines', 'en')}: {source}.",
            ),
        )
    for row in rows:
        said = row.said
        if row.booked and row.invoiced and row.booked != row.invoiced:
            yield Finding(
                code="invoiced_differs",
                entry=row,
                sentence=Sentence(
                    f"« {row.label} » : réservé {row.booked}, facturé {row.invoiced}.",
                    f"'{said['label'].en}': booked {said['booked'].en}, invoiced {said['invoiced'].en}.",
                ),
            )
        if row.corrects_id is not None:
            yield Finding(
                code="correction",
                entry=row,
                sentence=Sentence(f"« {row.label} » : {row.reason}", f"'{said['label'].en}': {row.reason}"),
            )
