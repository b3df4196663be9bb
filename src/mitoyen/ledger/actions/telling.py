"""Write to whoever pays that a statement is closed, how much it is, and where each line can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.kernel import words
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.queries.months import month_name
from mitoyen.ledger.queries.recipients import recipients_of
from mitoyen.ledger.queries.statements import finding_of
from mitoyen.plumbing import outbox
from mitoyen.territory.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from mitoyen.ledger.models import Statement


def tell_payers(statements: Sequence[Statement], address_of: Callable[[Statement], str], as_of: date) -> None:
    """Put one mail in the outbox for each address of each payer, in its language."""
    parties = Organisation.objects.in_bulk({pk for row in statements for pk in (row.payee_id, row.payer_id)})
    recipients = recipients_of([parties[row.payer_id] for row in statements], as_of)
    for row in statements:
        row.payee, row.payer = parties[row.payee_id], parties[row.payer_id]
        for one in recipients[row.payer_id]:
            outbox.write(
                one.email, _subject(row).said_in(one.language), _body(row, address_of(row)).said_in(one.language)
            )


def _subject(row: Statement) -> Sentence:
    name = month_name(row.period)
    number = words.firm(f"n° {row.reference}")
    return Sentence(
        f"Décompte {number} : {row.payee.name}, {name.fr}",
        f"Statement no. {row.reference}: {row.payee.name}, {name.en}",
    )


def _body(row: Statement, address: str) -> Sentence:
    finding = finding_of(row.payee, row.payer, row.period, row.amount_incl)
    name = month_name(row.period)
    return Sentence(
        f"{row.payee.name} a clôturé {name.fr}.\n{finding.fr} : "
        f"{words.euros(row.amount_excl)} hors taxes et {words.euros(row.vat)} de TVA.\n\n"
        f"Chaque ligne, avec sa règle et son calcul, se lit à cette adresse ; "
        f"le décompte s'y télécharge en PDF, XLSX et CSV :\n{address}",
        f"{row.payee.name} closed {name.en}.\n{finding.en}: "
        f"{words.euros(row.amount_excl, 'en')} without VAT and {words.euros(row.vat, 'en')} of VAT.\n\n"
        f"Each line, with its rule and its calculation, is at this address; "
        f"the statement is there as PDF, XLSX and CSV:\n{address}",
    )
