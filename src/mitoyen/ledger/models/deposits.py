"""Deposits: what was left as a guarantee, by whom, and what became of it. Nothing is paid on line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock
from mitoyen.plumbing.fields import EurosField
from mitoyen.territory.models import Organisation


class DepositMeans(models.TextChoices):
    """What was left."""

    CHEQUE = "cheque", _("chèque")
    CASH = "cash", _("espèces")
    TRANSFER = "transfer", _("virement")
    LETTER = "letter", _("lettre d'engagement")


class OutcomeKind(models.TextChoices):
    """What became of it."""

    RETURNED = "returned", "rendu"
    KEPT = "kept", "gardé"


class Deposit(models.Model):
    """A sum held by ``owner``; append-only. ``depositor_name`` is for somebody who acts for no organisation."""

    source = models.CharField(max_length=120, unique=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    depositor = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    depositor_name = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=300)
    means = models.CharField(max_length=8, choices=DepositMeans)
    amount = EurosField()
    held_on = models.DateField()
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_deposit_is_positive"),
        ]

    def __str__(self) -> str:
        return self.label


class DepositOutcome(models.Model):
    """A part of a deposit given back, or kept with a reason; append-only, and never more than was held."""

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=8, choices=OutcomeKind)
    amount = EurosField()
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_outcome_is_positive"),
            models.CheckConstraint(
                condition=Q(kind=OutcomeKind.RETURNED) | ~Q(reason=""), name="ledger_kept_deposit_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
