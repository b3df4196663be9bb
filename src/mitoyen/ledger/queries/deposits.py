"""Deposits that an actor may read; equal to ``ledger.see_deposit`` in the table, and a test proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import ExpressionWrapper, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.models import Deposit
from mitoyen.plumbing.fields import EurosField

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor


def visible_deposits(actor: Actor) -> QuerySet[Deposit]:
    """The deposits held or left by an organisation in which ``actor`` has a mandate, with ``held``: what is left."""
    organisations = actor.organisations()
    gone = Coalesce(Sum("outcomes__amount"), Value(Euros(0), output_field=EurosField()))
    rows = Deposit.objects.filter(Q(owner__in=organisations) | Q(depositor__in=organisations))
    left = ExpressionWrapper(F("amount") - F("gone"), output_field=EurosField())
    return rows.select_related("owner", "depositor").annotate(gone=gone).annotate(held=left)


def deposits_held(actor: Actor, *, owner: int, depositor: int) -> QuerySet[Deposit]:
    """What ``owner`` still holds of what ``depositor`` left, the oldest first."""
    held = visible_deposits(actor).filter(owner=owner, depositor=depositor, amount__gt=F("gone"))
    return held.order_by("held_on", "pk")


def deposit_or_refuse(actor: Actor, deposit: int) -> Deposit:
    """The deposit, for who may read it."""
    row = visible_deposits(actor).filter(pk=deposit).first()
    if row is None:
        raise AbsentError(
            Sentence("Ce dépôt n'existe pas, ou vous n'y avez pas accès.", "There is no such deposit, or not for you.")
        )
    return row
