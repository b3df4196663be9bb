"""Deposits: recorded when they are left, given back or kept afterwards; nothing is paid on line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from mitoyen.access import policy
from mitoyen.journal import actions as journal
from mitoyen.kernel import words
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.errors import DepositExceededError, SourceReusedError
from mitoyen.ledger.models import Deposit, DepositMeans, DepositOutcome, OutcomeKind
from mitoyen.ledger.queries.deposits import deposit_or_refuse

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.access.actors import Actor

NOTHING = Euros(0)


def record_deposit(  # noqa: PLR0913 - what a receipt for a deposit says
    actor: Actor,
    *,
    source: str,
    owner: int,
    amount: Euros,
    means: DepositMeans,
    label: str,
    held_on: date,
    depositor: int | None = None,
    depositor_name: str = "",
) -> Deposit:
    """Write that ``owner`` holds ``amount`` as a guarantee; the same ``source`` again changes nothing."""
    policy.require(actor, "ledger.record_deposit", {"owner": owner})
    _refuse_nothing(amount)
    if depositor is None and not depositor_name.strip():
        raise InvalidError(Sentence("Dites qui a laissé ce dépôt.", "Say who left this deposit."), where="depositor")
    with transaction.atomic():
        row, is_new = Deposit.objects.get_or_create(
            source=source,
            defaults={
                "owner_id": owner,
                "depositor_id": depositor,
                "depositor_name": depositor_name.strip()[:120],
                "label": label,
                "means": means,
                "amount": amount,
                "held_on": held_on,
                "recorded_by": actor.person,
            },
        )
        if (row.owner_id, row.amount) != (owner, amount):
            raise SourceReusedError(
                Sentence(
                    f"Un autre dépôt porte déjà la référence « {source} ».",
                    f"Another deposit already has the reference '{source}'.",
                ),
                where="source",
            )
        if is_new:
            journal.record(
                actor,
                "ledger.record_deposit",
                subject=row,
                organisation=owner,
                after={"amount": amount, "means": means, "held_on": held_on},
            )
    return row


def return_deposit(actor: Actor, deposit: int, *, on: date, amount: Euros | None = None) -> DepositOutcome:
    """Give back ``amount``, or all that is still held."""
    return _decide(actor, deposit, OutcomeKind.RETURNED, on, amount, "")


def keep_deposit(actor: Actor, deposit: int, *, on: date, reason: str, amount: Euros | None = None) -> DepositOutcome:
    """Keep ``amount``, or all that is still held, for a reason that the depositor will read."""
    if not reason.strip():
        raise InvalidError(
            Sentence("Dites pourquoi ce dépôt est gardé.", "Say why this deposit is kept."), where="reason"
        )
    return _decide(actor, deposit, OutcomeKind.KEPT, on, amount, reason.strip()[:300])


def _decide(
    actor: Actor, deposit: int, kind: OutcomeKind, on: date, amount: Euros | None, reason: str
) -> DepositOutcome:
    with transaction.atomic():
        row = deposit_or_refuse(actor, deposit)
        policy.require(actor, "ledger.record_deposit", {"owner": row.owner_id})
        Deposit.objects.select_for_update().get(pk=row.pk)
        gone = row.outcomes.aggregate(total=Sum("amount"))["total"] or NOTHING
        held = row.amount - gone
        wanted = held if amount is None else amount
        if wanted > held or not held:
            raise DepositExceededError(
                Sentence(
                    f"Il ne reste que {words.euros(held)} de ce dépôt ; {words.euros(wanted)} demandés.",
                    f"Only {words.euros(held, 'en')} of this deposit are left; {words.euros(wanted, 'en')} were asked.",
                ),
                where="amount",
            )
        _refuse_nothing(wanted)
        outcome = DepositOutcome.objects.create(
            deposit=row, kind=kind, amount=wanted, on=on, reason=reason, recorded_by=actor.person
        )
        verb = "ledger.return_deposit" if kind is OutcomeKind.RETURNED else "ledger.keep_deposit"
        journal.record(
            actor,
            verb,
            subject=row,
            organisation=row.owner_id,
            before={"held": held},
            after={"held": held - wanted, "reason": reason},
        )
    return outcome


def _refuse_nothing(amount: Euros) -> None:
    if amount <= NOTHING:
        raise InvalidError(
            Sentence(
                f"Un dépôt de {words.euros(amount)} n'a pas de sens.",
                f"A deposit of {words.euros(amount, 'en')} makes no sense.",
            ),
            where="amount",
        )
