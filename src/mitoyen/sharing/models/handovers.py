"""What was given, what came back, what the meter said, what was broken.

Phones send these forms late and out of order: each carries when it happened (``at``) and a request key;
meters are checked against their neighbours in time, not against the last one received.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.plumbing.models import StoredFile
from mitoyen.sharing.models.bookings import Booking
from mitoyen.sharing.models.catalogue import Unit
from mitoyen.territory.models import Organisation


class ReadingKind(models.TextChoices):
    """On what occasion a meter was read."""

    START = "start", "remise"
    END = "end", "retour"
    CHECK = "check", "contrôle"
    OLD_METER = "old_meter", "compteur déposé"
    NEW_METER = "new_meter", "compteur posé"


class Reading(models.Model):
    """A meter said ``tenths`` at ``at``; ``meter`` counts the meters that this unit has had, from 1."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="readings", db_index=False)
    meter = models.PositiveSmallIntegerField(default=1)
    tenths = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=ReadingKind)
    booking = models.ForeignKey(Booking, models.SET_NULL, null=True, related_name="readings")
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)  # asked for when a doubt was confirmed

    class Meta:
        ordering: ClassVar = ["unit_id", "meter", "at", "pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "meter", "at"], name="sharing_reading_of_unit")]

    def __str__(self) -> str:
        return f"{self.tenths} at {self.at}"


class Exchange(models.Model):
    """What a hand-over and a return have in common.

    ``answers`` is ``[{"question", "answer", "note"}]``; ``accessories`` the names present; ``given_by`` and
    ``taken_by`` are ``{"name", "at", "drawing"}`` where the drawing is the path of an SVG, or empty when
    the person signed by typing the code she was sent.
    """

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    answers = models.JSONField(default=list)
    accessories = models.JSONField(default=list)
    note = models.TextField(blank=True)
    given_by = models.JSONField(default=dict)
    taken_by = models.JSONField(default=dict)
    photos = models.ManyToManyField(StoredFile, related_name="+")
    request_key = models.CharField(max_length=64, unique=True)

    class Meta:
        abstract = True


class HandOver(Exchange):
    """The unit left with ``taken_by``; ``papers`` are those shown: ``[{"requirement", "name", "until"}]``."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="handover")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    reading = models.OneToOneField(Reading, models.PROTECT, null=True, related_name="+")
    papers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.booking_id} handed over at {self.at}"


class Return(Exchange):
    """The unit came back, and was received by ``taken_by``."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="returned")
    reading = models.OneToOneField(Reading, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.booking_id} returned at {self.at}"


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    OPEN = "open", "ouvert"
    SETTLED = "settled", "réglé"
    DISMISSED = "dismissed", "sans suite"


class Claim(models.Model):
    """Damage was found; the outcome says what is repaired, for how much, and who pays."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="claims")
    description = models.TextField()
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    outcome = models.CharField(max_length=300, blank=True)
    cost_cents = models.PositiveIntegerField(default=0)
    payer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    vat_reason = models.CharField(max_length=200, blank=True)  # why the repair bears VAT; empty: a compensation
    deposit_cents = models.PositiveIntegerField(default=0)  # of the cost, what a deposit gave
    request_key = models.CharField(max_length=64, blank=True)
    photos = models.ManyToManyField(StoredFile, related_name="+")

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(cost_cents=0) | Q(payer__isnull=False),
                name="sharing_claim_says_who_pays",
            ),
            models.CheckConstraint(
                condition=Q(deposit_cents__lte=models.F("cost_cents")),
                name="sharing_deposit_pays_at_most_the_claim",
            ),
            models.UniqueConstraint(
                fields=["booking", "request_key"], condition=~Q(request_key=""), name="sharing_one_claim_per_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.description[:40]}"
