"""Depots and other places where things are fetched and brought back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mitoyen.territory.models import Commune, Organisation


class Place(models.Model):
    """Where a thing is kept, and when somebody is there.

    ``hours`` lists, from Monday to Sunday, the opened intervals in minutes of the local day:
    ``[[[480, 720], [810, 1020]], …, [], []]``. An empty list means: always reachable (a key box, a
    hall), so that buffers are counted in plain minutes.
    """

    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="places")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    hours = models.JSONField(default=list, blank=True)
    closes_on_holidays = models.BooleanField(default=True)
    holiday_area = models.CharField(max_length=20, blank=True)  # "Alsace-Moselle" has two days more
    access_note = models.CharField(max_length=300, blank=True)  # told to borrowers only, with the confirmation

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude_e6__isnull=True, longitude_e6__isnull=True)
                | Q(latitude_e6__range=(-90_000_000, 90_000_000), longitude_e6__range=(-180_000_000, 180_000_000)),
                name="sharing_place_is_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """Days on which a place is closed beside its usual week (``last`` included)."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="closures")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["first"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="sharing_closure_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.first} – {self.last})"
