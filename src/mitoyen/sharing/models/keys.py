"""Secret addresses of calendars, and tokens of the API: only their hashes are kept."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.sharing.models.catalogue import Resource
from mitoyen.territory.models import Organisation


class CalendarFeed(models.Model):
    """A calendar that a person's own program reads: of an organisation, of a resource, or her own bookings."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    resource = models.ForeignKey(Resource, models.CASCADE, null=True, related_name="+")
    label = models.CharField(max_length=120, blank=True)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(resource__isnull=True), name="sharing_feed_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.label


class ApiToken(models.Model):
    """A program acts for a person, in the name of one organisation, for some verbs, until a date."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    label = models.CharField(max_length=120)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=60))
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.label
