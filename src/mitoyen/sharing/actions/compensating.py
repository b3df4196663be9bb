"""What whoever damaged a thing owes its owner: a compensation, which bears no VAT, less what a deposit gave already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger import actions as ledger
from mitoyen.ledger.actions import NewEntry
from mitoyen.ledger.models.vat import VatRegime
from mitoyen.ledger.queries.deposits import deposit_or_refuse
from mitoyen.sharing.bridge.opening import local_day
from mitoyen.sharing.bridge.rules import vat_basis_points
from mitoyen.sharing.bridge.wording import NO_BREAK, euros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.access.actors import Actor
    from mitoyen.ledger.models import Deposit
    from mitoyen.sharing.models import Booking, Claim


def bears_vat(booking: Booking) -> bool:
    """Whether the price of this booking bears VAT: only then may a repair be charged with it."""
    return vat_basis_points(booking.price["rule"]["vat"], local_day(booking.period.upper)) > 0


def post_claim(actor: Actor, claim: Claim) -> None:
    """Write what a claim costs in the book, and what a deposit gave of it: the payer owes the owner the rest."""
    if entries := list(entries_of_claim(claim)):
        ledger.post(actor, entries)


def entries_of_claim(claim: Claim) -> Iterator[NewEntry]:
    """What the payer of a claim owes the owner, as the book holds it; nothing when the owner pays.

    A compensation is the price of no service: it bears no VAT. When the repair is a service rendered to whoever
    pays, the keeper says why, and it bears that of the price of the booking.
    """
    booking = claim.booking
    owner = booking.resource.owner_id
    if claim.payer_id is None or claim.payer_id == owner or not claim.cost_cents:
        return
    on = local_day(claim.settled_at or claim.opened_at)
    number = f"n°{NO_BREAK}{claim.pk}", f"no.{NO_BREAK}{claim.pk}"
    taxed_fr = f". TVA : {claim.vat_reason}" if claim.vat_reason else ""
    taxed_en = f". VAT: {claim.vat_reason}" if claim.vat_reason else ""
    yield NewEntry(
        source=f"sharing/claim/{claim.pk}",
        on=on,
        payer=claim.payer_id,
        payee=owner,
        label=Sentence(
            f"{booking.resource.name} : dommage (réservation n°{NO_BREAK}{booking.pk})"[:300],
            f"{booking.resource.name}: damage (booking no.{NO_BREAK}{booking.pk})"[:300],
        ),
        rule=Sentence(
            f"Décision sur le sinistre {number[0]} : {claim.outcome}{taxed_fr}"[:500],
            f"Decision on claim {number[1]}: {claim.outcome}{taxed_en}"[:500],
        ),
        amount=Euros(claim.cost_cents),
        vat=VatRegime(booking.price["rule"]["vat"]) if claim.vat_reason else VatRegime.COMPENSATION,
        steps=[
            (
                Sentence(f"Dommage : {claim.description[:120]}", f"Damage: {claim.description[:120]}"),
                Sentence(euros(claim.cost_cents), euros(claim.cost_cents, "en")),
            )
        ],
    )
    if claim.deposit_cents:
        yield NewEntry(
            source=f"sharing/claim/{claim.pk}/deposit",
            on=on,
            payer=claim.payer_id,
            payee=owner,
            label=Sentence(
                f"{booking.resource.name} : caution gardée (réservation n°{NO_BREAK}{booking.pk})"[:300],
                f"{booking.resource.name}: deposit kept (booking no.{NO_BREAK}{booking.pk})"[:300],
            ),
            rule=Sentence(
                f"Sinistre {number[0]} : ce que la caution a déjà payé est déduit",
                f"Claim {number[1]}: what the deposit has paid already is deducted",
            ),
            amount=Euros(-claim.deposit_cents),
            vat=VatRegime.COMPENSATION,
        )


def take_from_deposit(actor: Actor, claim: Claim, deposit: int) -> int:
    """Keep of a deposit what the damage costs, or all that is left of it; the cents taken.

    Only a deposit that the payer left with the owner pays for this payer's damage.
    """
    row = deposit_or_refuse(actor, deposit)
    _refuse_another(claim, row)
    held: Euros = row.held  # type: ignore[attr-defined]  # annotated by the query
    taken = min(held, Euros(claim.cost_cents))
    ledger.keep_deposit(
        actor,
        deposit,
        on=local_day(claim.settled_at or claim.opened_at),
        amount=taken,
        reason=f"Dommage n°{NO_BREAK}{claim.pk} : {claim.outcome}",
    )
    return taken.cents


def _refuse_another(claim: Claim, row: Deposit) -> None:
    if (row.owner_id, row.depositor_id) == (claim.booking.resource.owner_id, claim.payer_id):
        return
    payer = claim.payer.name if claim.payer else "—"
    raise InvalidError(
        Sentence(
            f"« {row.label} » n'a pas été laissée par {payer} : choisissez une caution de qui paie, ou aucune.",
            f"'{row.label}' was not left by {payer}: choose a deposit of whoever pays, or none.",
        ),
        where="deposit",
    )
