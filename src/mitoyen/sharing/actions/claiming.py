"""Damage: found with photos, then settled: what is repaired, for how much, and who pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.actions import telling
from mitoyen.sharing.actions.booking import require_state
from mitoyen.sharing.actions.compensating import bears_vat, post_claim, take_from_deposit
from mitoyen.sharing.actions.filing import keep_while_disputed
from mitoyen.sharing.actions.retrying import retried
from mitoyen.sharing.bridge.wording import euros
from mitoyen.sharing.errors import StateError
from mitoyen.sharing.models import Claim, ClaimState, HandOver, Return, State
from mitoyen.sharing.queries.bookings import booking_or_refuse, claim_or_refuse
from mitoyen.sharing.queries.catalogue import organisation_or_refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.models import Booking


@retried
def open_claim(
    actor: Actor, booking: int, *, description: str, photos: Sequence[int] = (), request_key: str = ""
) -> Claim:
    """Say that damage was found on what this booking used; both sides receive it."""
    said = _required(description, "description", "Décrivez le dommage.", "Describe the damage.")
    with transaction.atomic():
        found = booking_or_refuse(actor, booking, locked=True)
        policy.require(actor, "sharing.open_claim", found.stakes)
        require_state(found, State.HANDED_OVER, State.RETURNED, State.CLOSED)
        if request_key and (known := Claim.objects.filter(booking=found, request_key=request_key).first()):
            return known
        made = Claim.objects.create(
            booking=found, description=said, opened_by_id=actor.person, request_key=request_key[:64]
        )
        made.photos.set(photos)
        _keep_proofs(found, photos)
        record(actor, "sharing.open_claim", subject=made, after={"booking": found.pk, "description": said})
        subject = Sentence(f"Dommage signalé : {telling.thing(found)}", f"Damage reported: {telling.thing(found)}")
        body = Sentence(
            f"Après l'usage {telling.span(found).fr} par {found.borrower.name} : {said}",
            f"After the use {telling.span(found).en} by {found.borrower.name}: {said}",
        )
        telling.tell_borrower(found, subject, body)
        telling.tell_keeper(found, subject, body)
    return made


@retried
def settle_claim(  # noqa: PLR0913 - what a decision says
    actor: Actor,
    claim: int,
    *,
    outcome: str,
    cost_cents: int = 0,
    payer: int | None = None,
    is_dismissed: bool = False,
    vat_reason: str = "",
    deposit: int | None = None,
) -> Claim:
    """Decide: what is done, for how much, who pays. A cost paid by another than the owner is posted to the book.

    It bears no VAT, unless ``vat_reason`` says why the repair is a service; what ``deposit`` gives is deducted.
    """
    said = _required(outcome, "outcome", "Dites ce qui est décidé.", "Say what is decided.")
    if cost_cents < 0:
        raise InvalidError(
            Sentence("Un coût ne peut pas être négatif.", "A cost cannot be negative."), where="cost_cents"
        )
    with transaction.atomic():
        found = claim_or_refuse(actor, claim, locked=True)
        booking = found.booking
        policy.require(actor, "sharing.settle_claim", booking.stakes)
        if found.state != ClaimState.OPEN:
            raise StateError(Sentence("Ce sinistre est déjà réglé.", "This claim is already settled."))
        if cost_cents and payer not in (booking.borrower_id, booking.resource.owner_id, booking.resource.holder_id):
            raise InvalidError(
                Sentence(
                    "Dites qui paie : l'emprunteur, le propriétaire ou le gardien.",
                    "Say who pays: the borrower, the owner or the keeper.",
                ),
                where="payer",
            )
        if vat_reason.strip() and not bears_vat(booking):
            raise InvalidError(
                Sentence(
                    "Le prix de cette réservation ne porte pas de TVA : n'en facturez pas sur la réparation.",
                    "The price of this booking bears no VAT: charge none on the repair.",
                ),
                where="vat_reason",
            )
        found.state = ClaimState.DISMISSED if is_dismissed else ClaimState.SETTLED
        found.outcome, found.cost_cents, found.settled_at = said, cost_cents, clock.now()
        found.payer = organisation_or_refuse(payer) if cost_cents else None
        found.vat_reason = vat_reason.strip()[:200] if cost_cents else ""
        if cost_cents and deposit is not None:
            found.deposit_cents = take_from_deposit(actor, found, deposit)
        written = ["state", "outcome", "cost_cents", "payer", "settled_at", "vat_reason", "deposit_cents"]
        found.save(update_fields=written)
        record(
            actor,
            "sharing.settle_claim",
            subject=found,
            before={"state": "open"},
            after={
                "state": found.state,
                "outcome": said,
                "cost_cents": cost_cents,
                "payer": payer,
                **({"vat_reason": found.vat_reason} if found.vat_reason else {}),
                **({"deposit_cents": found.deposit_cents} if found.deposit_cents else {}),
            },
        )
        post_claim(actor, found)
        _tell_settled(found, said)
    return found


def _keep_proofs(booking: Booking, photos: Sequence[int]) -> None:
    """While it is disputed, the photos of the damage and of what was seen before are not erased."""
    before = [row.pk for kind in (HandOver, Return) for each in kind.objects.filter(booking=booking)
              for row in each.photos.all()]  # fmt: skip
    keep_while_disputed([*photos, *before])


def _tell_settled(claim: Claim, outcome: str) -> None:
    booking = claim.booking
    what = telling.thing(booking)
    payer = f", payé par {claim.payer.name}" if claim.payer else ""
    payer_en = f", paid by {claim.payer.name}" if claim.payer else ""
    cost = f"\nCoût : {euros(claim.cost_cents)}{payer}." if claim.cost_cents else ""
    cost_en = f"\nCost: {euros(claim.cost_cents, 'en')}{payer_en}." if claim.cost_cents else ""
    if claim.deposit_cents:
        taken, rest = claim.deposit_cents, claim.cost_cents - claim.deposit_cents
        cost += f"\nPris sur la caution : {euros(taken)} ; reste dû : {euros(rest)}."
        cost_en += f"\nTaken from the deposit: {euros(taken, 'en')}; still due: {euros(rest, 'en')}."
    subject = Sentence(f"Dommage réglé : {what}", f"Damage settled: {what}")
    body = Sentence(f"Décision : {outcome}{cost}", f"Decision: {outcome}{cost_en}")
    telling.tell_borrower(booking, subject, body)
    telling.tell_keeper(booking, subject, body)


def _required(text: str, where: str, fr: str, en: str) -> str:
    said = text.strip()[: 2000 if where == "description" else 300]
    if not said:
        raise InvalidError(Sentence(fr, en), where=where)
    return said
