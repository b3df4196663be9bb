"""Accounts of organisations, opened when the first line needs them, and how far each book is closed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mitoyen.territory.models import Organisation


class AccountKind(models.TextChoices):
    """What an account counts; the codes given by default are those of the M57 chart of accounts."""

    RECEIVABLE = "receivable", "redevables"
    PAYABLE = "payable", "fournisseurs"
    INCOME = "income", "produits"
    EXPENSE = "expense", "charges"
    VAT_COLLECTED = "vat_collected", "TVA collectée"


DEFAULT_CODES: dict[AccountKind, str] = {
    AccountKind.RECEIVABLE: "4111",
    AccountKind.PAYABLE: "4011",
    AccountKind.INCOME: "7083",
    AccountKind.EXPENSE: "6135",
    AccountKind.VAT_COLLECTED: "44571",
}


class Account(models.Model):
    """One account of one organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AccountKind)
    code = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind", "code"], name="ledger_one_account"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_kind_display()}"


class Book(models.Model):
    """The book of one organisation that is owed money: the row that whoever posts or closes must hold."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    closed_through = models.DateField(null=True)  # the first day of the last closed month

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.closed_through}"
