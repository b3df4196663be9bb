"""What somebody looked for and did not find: what later studies weigh."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.sharing.models.catalogue import Category, Resource
from mitoyen.territory.models import Organisation


class UnmetNeed(models.Model):
    """An organisation needed something for ``days`` (half-open, when known), and could not have it.

    ``words`` is what was asked for; ``category`` or ``resource`` say more when they are known.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="unmet_needs")
    words = models.CharField(max_length=200)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    resource = models.ForeignKey(Resource, models.SET_NULL, null=True, related_name="unmet_needs")
    days = DateRangeField(null=True)
    within_km = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(default=clock.now)
    told_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-told_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "request_key"],
                condition=~Q(request_key=""),
                name="sharing_one_need_per_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.words}"
