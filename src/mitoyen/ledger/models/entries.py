"""Entries: who owes what to whom, for which use, by which rule; and their lines, which sum to zero."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.models.accounts import Account
from mitoyen.ledger.models.vat import VatRegime
from mitoyen.plumbing.fields import EurosField
from mitoyen.territory.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLD = ("label", "rule", "quantity", "booked", "present", "invoiced")
RATE_UNIT = 10_000  # VAT rates are kept in hundredths of a percent: 550 is 5.5 %


class Entry(models.Model):
    """A sum that ``payer`` owes ``payee`` for one use; append-only. A negative one gives money back.

    ``period`` is the first day of the month that counts it: the month of ``date``, or the first one still open
    when that month was closed before. ``booked``, ``present`` and ``invoiced`` are three quantities kept apart.
    """

    source = models.CharField(max_length=120, unique=True)
    date = models.DateField()
    period = models.DateField()
    payer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    payee = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    label = models.CharField(max_length=300)
    rule = models.CharField(max_length=500)
    quantity = models.CharField(max_length=120, blank=True)
    booked = models.CharField(max_length=60, blank=True)
    present = models.CharField(max_length=60, blank=True)
    invoiced = models.CharField(max_length=60, blank=True)
    steps = models.JSONField(default=list)  # [{"label": …, "figure": …, "label_en": …}]: each can be redone by hand
    price_includes_vat = models.BooleanField()
    amount_excl = EurosField()
    vat = EurosField()
    amount_incl = EurosField()
    vat_regime = models.CharField(max_length=16, choices=[(regime.value, regime.value) for regime in VatRegime])
    vat_rate_e4 = models.PositiveSmallIntegerField()
    vat_source = models.CharField(max_length=200)
    vat_is_confirmed = models.BooleanField()
    income_account = models.CharField(max_length=12)
    expense_account = models.CharField(max_length=12)
    title_number = models.CharField(max_length=40, blank=True)
    engagement_number = models.CharField(max_length=40, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)
    in_english = models.JSONField(default=dict)  # {"label": …}: what our own program said; what people typed stays
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["date", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["payee", "period", "payer"], name="ledger_entries_of_month"),
            models.Index(fields=["payer", "period"], name="ledger_entries_of_payer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="ledger_nobody_owes_herself"),
            models.CheckConstraint(condition=Q(amount_incl=F("amount_excl") + F("vat")), name="ledger_vat_adds_up"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(label="") & ~Q(rule=""), name="ledger_entry_is_told"),
            models.CheckConstraint(condition=Q(period__day=1), name="ledger_period_is_a_month"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="ledger_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def said(self) -> Mapping[str, Sentence]:
        """What it says, in French and in English."""
        return {name: Sentence(french := getattr(self, name), self.in_english.get(name, french)) for name in TOLD}

    @property
    def steps_said(self) -> list[tuple[Sentence, Sentence]]:
        """Its calculation: pairs (label, figure)."""
        return [
            (
                Sentence(step["label"], step.get("label_en", step["label"])),
                Sentence(step["figure"], step.get("figure_en", step["figure"])),
            )
            for step in self.steps
        ]

    @property
    def vat_rate(self) -> Fraction:
        """The rate, exact."""
        return Fraction(self.vat_rate_e4, RATE_UNIT)

    @property
    def price(self) -> Euros:
        """The amount in the terms in which the price was given: with VAT or without."""
        return self.amount_incl if self.price_includes_vat else self.amount_excl


class Line(models.Model):
    """One debit or one credit of an account; append-only, and the lines of an entry balance in each book."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    debit = EurosField(default=0)
    credit = EurosField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(debit__gt=0) & Q(credit=0)) | (Q(debit=0) & Q(credit__gt=0)),
                name="ledger_line_on_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit} {self.credit}"
