"""What the borrower is written once both have signed: who gave what to whom, the meter, and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.wording import euros, moment_said, tenths

if TYPE_CHECKING:
    from mitoyen.sharing.models import Booking, HandOver, Return


def handed_over(booking: Booking, given: HandOver) -> tuple[Sentence, Sentence]:
    """The subject and the body of the mail that follows a hand-over."""
    what, at, end = booking.resource.name, moment_said(given.at, year=True), moment_said(booking.period.upper)
    giver, taker, read = given.given_by.get("name", ""), given.taken_by.get("name", ""), _read(booking, given)
    return (
        Sentence(f"Remise signée : {what}", f"Hand-over signed: {what}"),
        Sentence(
            f"Le {at.fr}, {giver} a remis {what} à {taker}.{read.fr}\nRetour prévu le {end.fr}."
            "\nLe reçu signé est sur la page de la réservation.",
            f"On {at.en}, {giver} handed {what} over to {taker}.{read.en}\nTo be returned on {end.en}."
            "\nThe signed receipt is on the page of the booking.",
        ),
    )


def given_back(booking: Booking, back: Return, due_cents: int) -> tuple[Sentence, Sentence]:
    """The subject and the body of the mail that follows a return."""
    what, at = booking.resource.name, moment_said(back.at, year=True)
    giver, taker, read = back.given_by.get("name", ""), back.taken_by.get("name", ""), _read(booking, back)
    return (
        Sentence(f"Retour signé : {what}", f"Return signed: {what}"),
        Sentence(
            f"Le {at.fr}, {giver} a rendu {what} à {taker}.{read.fr}\nFacturé : {euros(due_cents)}."
            "\nLe détail et le reçu signé sont sur la page de la réservation.",
            f"On {at.en}, {giver} returned {what} to {taker}.{read.en}\nInvoiced: {euros(due_cents, 'en')}."
            "\nThe details and the signed receipt are on the page of the booking.",
        ),
    )


def _read(booking: Booking, exchange: HandOver | Return) -> Sentence:
    if exchange.reading is None:
        return Sentence("", "")
    unit, read = booking.resource.meter_unit, exchange.reading.tenths
    return Sentence(f"\nCompteur : {tenths(read)} {unit}.", f"\nMeter: {tenths(read, 'en')} {unit}.")
