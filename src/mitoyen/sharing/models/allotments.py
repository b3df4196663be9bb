"""What has no calendar: seats of an immaterial thing, shares of a natural commons."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.sharing.models.catalogue import Resource
from mitoyen.territory.models import Organisation


class Allotment(models.Model):
    """``quantity`` seats, or units of a commons, are an organisation's for ``days`` (half-open)."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="allotments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="allotments")
    quantity = models.PositiveIntegerField()
    days = DateRangeField()
    purpose = models.CharField(max_length=200, blank=True)
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    released_at = models.DateTimeField(null=True)
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-granted_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="sharing_allotment_is_something"),
            models.UniqueConstraint(
                fields=["organisation", "request_key"],
                condition=~Q(request_key=""),
                name="sharing_one_allotment_per_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.resource_id} for {self.organisation_id}"
