"""Prices: dated, for each kind of borrower, with or without tax."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mitoyen.ledger.models.vat import OF_A_PRICE, VatRegime
from mitoyen.sharing.models.catalogue import Resource


class Tariff(models.Model):
    """What a use costs, from ``since`` to ``until`` (last day), to whom it applies.

    Amounts are whole cents; a part at zero is not counted. ``free_meter_tenths`` are included in each day (or
    hour, when only hours are billed). ``dated_by`` says which day chooses the tariff: that of the booking, or
    that of the use. The most precise tariff wins: kind of borrower, then members, then the latest.
    """

    class DatedBy(models.TextChoices):
        BOOKING = "booking", "date de réservation"
        USE = "use", "date d'usage"

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", "tous"
        MEMBERS = "members", "membres de l'intercommunalité"
        OTHERS = "others", "non-membres"

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="tariffs")
    label = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=200, blank=True)  # "voté le 10 décembre 2026, au coût réel"
    borrower_kind = models.CharField(max_length=16, blank=True)  # empty: every kind
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYBODY)
    since = models.DateField()
    until = models.DateField(null=True)
    dated_by = models.CharField(max_length=8, choices=DatedBy, default=DatedBy.USE)
    fixed_cents = models.PositiveIntegerField(default=0)
    hour_cents = models.PositiveIntegerField(default=0)
    day_cents = models.PositiveIntegerField(default=0)
    km_cents = models.PositiveIntegerField(default=0)  # transport by the keeper's team, out and back
    meter_cents = models.PositiveIntegerField(default=0)  # for one unit of the meter
    free_meter_tenths = models.PositiveIntegerField(default=0)
    minimum_cents = models.PositiveIntegerField(default=0)
    half_day_after_minute = models.PositiveSmallIntegerField(null=True)  # a return later in the day: half a day more
    includes_vat = models.BooleanField(default=True)
    vat = models.CharField(
        max_length=16, choices=[(regime.value, regime.value) for regime in OF_A_PRICE], default=VatRegime.OUTSIDE.value
    )  # its rate is that of the day, in ledger.models.vat

    class Meta:
        ordering: ClassVar = ["resource_id", "borrower_kind", "since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="sharing_tariff_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["resource", "borrower_kind", "audience", "since"], name="sharing_one_tariff_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.resource_id} {self.since}"
