"""Statements: the entries of a closed month between two organisations, under a number without gaps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mitoyen.kernel import clock
from mitoyen.ledger.models.entries import Entry
from mitoyen.plumbing.fields import EurosField
from mitoyen.territory.models import Organisation


class Statement(models.Model):
    """What ``payer`` owes ``payee`` for a closed month; only its accounting references may still be written."""

    payee = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    payer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    period = models.DateField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    amount_excl = EurosField()
    vat = EurosField()
    amount_incl = EurosField()
    title_number = models.CharField(max_length=40, blank=True)
    engagement_number = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-year", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payee", "year", "number"], name="ledger_one_statement_per_number"),
            models.UniqueConstraint(fields=["payee", "payer", "period"], name="ledger_one_statement_per_month"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as it is printed: ``2027-0042``."""
        return f"{self.year}-{self.number:04d}"


class StatementLine(models.Model):
    """An entry in a statement; an entry is in one at most."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="in_statement")
    rank = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["statement", "rank"], name="ledger_one_rank")]

    def __str__(self) -> str:
        return f"{self.statement_id}.{self.rank}"
