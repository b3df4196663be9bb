"""Post entries: all of them or none, once for each source, in the month that is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.journal import actions as journal
from mitoyen.kernel import words
from mitoyen.kernel.dates import add_months
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.errors import EntryNotUnderstoodError, NothingToCorrectError, SourceReusedError
from mitoyen.ledger.models import Account, AccountKind, Book, Entry, Line
from mitoyen.ledger.models.accounts import DEFAULT_CODES
from mitoyen.ledger.models.entries import RATE_UNIT, TOLD
from mitoyen.ledger.models.vat import RATES, VatRegime, with_vat
from mitoyen.ledger.queries.statements import correctable_or_refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from mitoyen.access.actors import Actor

NOTHING = Euros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to post: ``payer`` owes ``payee`` (organisations) ``amount``, for a use on a day, by a rule.

    What is said may be a ``Sentence``: statements are read in both languages. ``amount`` includes VAT or not, as
    ``includes_vat`` says. ``steps`` are pairs (label, figure), each to be redone
    by hand. ``source`` is opaque and unique: posting it again changes nothing.
    """

    source: str
    on: date
    payer: int
    payee: int
    label: Sentence | str
    rule: Sentence | str
    amount: Euros
    includes_vat: bool = True
    vat: VatRegime = VatRegime.OUTSIDE
    quantity: Sentence | str = ""
    booked: Sentence | str = ""
    present: Sentence | str = ""
    invoiced: Sentence | str = ""
    steps: Sequence[tuple[Sentence | str, Sentence | str]] = ()
    income_account: str = ""
    expense_account: str = ""
    title_number: str = ""
    engagement_number: str = ""


def post(actor: Actor, entries: Sequence[NewEntry]) -> list[Entry]:
    """Write the entries and their lines in one transaction; those whose source is known already are only read.

    The caller has checked that ``actor`` may do what these entries follow from. Raises
    :class:`EntryNotUnderstoodError`, or :class:`SourceReusedError` when a known source comes with another content.
    """
    for each in entries:
        _refuse_nonsense(each)
    with transaction.atomic():
        closed = lock_books({each.payee for each in entries})
        known = {row.source: row for row in Entry.objects.filter(source__in=[each.source for each in entries])}
        rows: dict[str, Entry] = {}
        for each in entries:
            row = row_of(actor, each, closed[each.payee])
            rows[each.source] = _same(known.get(each.source) or rows.get(each.source), row)
        new = [row for source, row in rows.items() if source not in known]
        write_rows(new)
        if new:
            journal.record(actor, "ledger.post", organisation=new[0].payee_id, after=_told(new))
    return [rows[each.source] for each in entries]


def correct(actor: Actor, entry: int, *, right_amount: Euros, reason: str) -> Entry:
    """Post the difference between ``right_amount`` and what ``entry`` amounts to, earlier corrections included.

    ``right_amount`` includes VAT when the entry's price does. The VAT regime and rate stay those of the entry.
    """
    with transaction.atomic():
        original = correctable_or_refuse(actor, entry).entry
        closed = lock_books({original.payee_id})[original.payee_id]
        if not reason.strip():
            raise EntryNotUnderstoodError(
                Sentence("Dites pourquoi vous corrigez cette écriture.", "Say why you correct this entry."),
                where="reason",
            )
        earlier = list(original.corrections.order_by("pk"))
        present = Euros.total(row.price for row in (original, *earlier))
        if right_amount == present:
            raise NothingToCorrectError(
                Sentence(
                    f"Cette écriture s'élève déjà à {words.euros(present)}.",
                    f"This entry already amounts to {words.euros(present, 'en')}.",
                ),
                where="right_amount",
            )
        row = _difference(actor, original, right_amount - present, reason, closed, len(earlier) + 1)
        write_rows([row])
        journal.record(
            actor,
            "ledger.correct",
            subject=original,
            organisation=original.payee_id,
            before={"amount": present},
            after={"amount": right_amount, "reason": reason, "entry": row.pk},
        )
    return row


def lock_books(payees: Iterable[int]) -> dict[int, date | None]:
    """Hold the books of these organisations, in order, until the transaction ends; how far each is closed."""
    wanted = sorted(set(payees))
    locked = dict(_held_books(wanted))
    missing = [payee for payee in wanted if payee not in locked]
    if missing:
        Book.objects.bulk_create([Book(organisation_id=payee) for payee in missing], ignore_conflicts=True)
        locked = dict(_held_books(wanted))
    return locked


def _held_books(payees: list[int]) -> Iterable[tuple[int, date | None]]:
    books = Book.objects.select_for_update().filter(organisation__in=payees).order_by("organisation_id")
    return books.values_list("organisation_id", "closed_through")


def open_period(on: date, closed_through: date | None) -> date:
    """The first day of the month that counts what happened ``on``: its own, or the first one still open."""
    own = on.replace(day=1)
    return own if closed_through is None or own > closed_through else add_months(closed_through, 1)


def row_of(actor: Actor, each: NewEntry, closed_through: date | None) -> Entry:
    """The row of an entry, not yet written: its VAT is that of its day, its month the first one still open."""
    rate = RATES[each.vat].on(each.on)
    without, vat, whole = with_vat(each.amount, rate.value, includes_vat=each.includes_vat)
    return Entry(
        source=each.source,
        date=each.on,
        period=open_period(each.on, closed_through),
        payer_id=each.payer,
        payee_id=each.payee,
        **{name: str(getattr(each, name)) for name in TOLD},
        steps=[_english("label", label) | _english("figure", figure) for label, figure in each.steps],
        in_english={name: told.en for name in TOLD if isinstance(told := getattr(each, name), Sentence)},
        price_includes_vat=each.includes_vat,
        amount_excl=without,
        vat=vat,
        amount_incl=whole,
        vat_regime=each.vat.value,
        vat_rate_e4=int(rate.value * RATE_UNIT),
        vat_source=rate.source,
        vat_is_confirmed=rate.confirmed,
        income_account=each.income_account or DEFAULT_CODES[AccountKind.INCOME],
        expense_account=each.expense_account or DEFAULT_CODES[AccountKind.EXPENSE],
        title_number=each.title_number,
        engagement_number=each.engagement_number,
        recorded_by=actor.person,
    )


def _english(name: str, told: Sentence | str) -> dict[str, str]:
    """``told`` under ``name``, and its English beside it when it has one."""
    english = {f"{name}_en": told.en} if isinstance(told, Sentence) and told.en != told.fr else {}
    return {name: str(told)} | english


_SAME = ("date", "payer_id", "payee_id", "amount_incl", "vat", "label", "rule")


def _same(known: Entry | None, row: Entry) -> Entry:
    """The entry already written under this source, which must say the same; else ``row``."""
    if known is None:
        return row
    differs = [name for name in _SAME if getattr(known, name) != getattr(row, name)]
    if differs:
        raise SourceReusedError(
            Sentence(
                f"L'écriture « {known.source} » existe déjà et diffère ({', '.join(differs)}). "
                f"Corrigez-la au lieu de l'écrire de nouveau.",
                f"Entry '{known.source}' exists already and differs ({', '.join(differs)}). "
                f"Correct it instead of writing it again.",
            ),
            where=known.source,
        )
    return known


def _difference(actor: Actor, original: Entry, price: Euros, reason: str, closed: date | None, rank: int) -> Entry:
    without, vat, whole = with_vat(price, original.vat_rate, includes_vat=original.price_includes_vat)
    return Entry(
        source=f"{original.source}#{rank}"[-120:],
        date=original.date,
        period=open_period(original.date, closed),
        payer_id=original.payer_id,
        payee_id=original.payee_id,
        label=f"Correction : {original.label}"[:300],
        in_english={
            "label": f"Correction: {original.said['label'].en}"[:300],
            "rule": original.said["rule"].en,
        },
        rule=original.rule,
        price_includes_vat=original.price_includes_vat,
        amount_excl=without,
        vat=vat,
        amount_incl=whole,
        vat_regime=original.vat_regime,
        vat_rate_e4=original.vat_rate_e4,
        vat_source=original.vat_source,
        vat_is_confirmed=original.vat_is_confirmed,
        income_account=original.income_account,
        expense_account=original.expense_account,
        corrects=original,
        reason=reason.strip()[:300],
        recorded_by=actor.person,
    )


def write_rows(rows: list[Entry]) -> None:
    """Insert the entries and their lines: three statements, one more when an account is opened."""
    Entry.objects.bulk_create(rows)
    sides = [(row, *side) for row in rows for side in _sides(row) if side[-1]]
    accounts = _accounts({(organisation, kind, code) for _, organisation, kind, code, _ in sides})
    Line.objects.bulk_create(
        Line(
            entry=row,
            account_id=accounts[organisation, kind, code],
            debit=max(NOTHING, amount),
            credit=-amount if amount < NOTHING else NOTHING,
        )
        for row, organisation, kind, code, amount in sides
    )


_Side = tuple[int, AccountKind, str, Euros]


def _sides(row: Entry) -> list[_Side]:
    """The lines of an entry: a positive amount is a debit, a negative one a credit."""
    kinds = AccountKind
    return [
        (row.payee_id, kinds.RECEIVABLE, DEFAULT_CODES[kinds.RECEIVABLE], row.amount_incl),
        (row.payee_id, kinds.INCOME, row.income_account, -row.amount_excl),
        (row.payee_id, kinds.VAT_COLLECTED, DEFAULT_CODES[kinds.VAT_COLLECTED], -row.vat),
        (row.payer_id, kinds.EXPENSE, row.expense_account, row.amount_incl),
        (row.payer_id, kinds.PAYABLE, DEFAULT_CODES[kinds.PAYABLE], -row.amount_incl),
    ]


_Key = tuple[int, AccountKind, str]


def _accounts(wanted: set[_Key]) -> dict[_Key, int]:
    """The accounts, opened when they are not."""
    found = _found_accounts(wanted)
    if missing := wanted - found.keys():
        Account.objects.bulk_create(
            [
                Account(organisation_id=organisation, kind=kind, code=code)
                for organisation, kind, code in sorted(missing)
            ],
            ignore_conflicts=True,
        )
        found = _found_accounts(wanted)
    return found


def _found_accounts(wanted: set[_Key]) -> dict[_Key, int]:
    rows = Account.objects.filter(organisation__in={organisation for organisation, _, _ in wanted})
    return {(row.organisation_id, AccountKind(row.kind), row.code): row.pk for row in rows}


def _told(rows: list[Entry]) -> dict[str, object]:
    return {"entries": len(rows), "total": Euros.total(row.amount_incl for row in rows), "first": rows[0].source}


def _refuse_nonsense(each: NewEntry) -> None:
    if each.payer == each.payee:
        raise EntryNotUnderstoodError(
            Sentence(
                f"« {each.label} » : la même organisation paierait et serait payée.",
                f"'{getattr(each.label, 'en', each.label)}': the same organisation would pay and be paid.",
            ),
            where=each.source,
        )
    for name, fr, en in (
        ("source", "d'où elle vient", "where it comes from"),
        ("label", "de quel usage il s'agit", "which use it is for"),
        ("rule", "quelle règle s'applique", "which rule applies"),
    ):
        if not str(getattr(each, name)).strip():
            raise EntryNotUnderstoodError(
                Sentence(f"Une écriture doit dire {fr}.", f"An entry must say {en}."), where=f"{each.source}.{name}"
            )
