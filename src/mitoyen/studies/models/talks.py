"""To whom a study is shown before they decide, and what they say of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.studies.models.studies import Study
from mitoyen.territory.models import Organisation


class Share(models.Model):
    """An organisation may read the study, and remark on it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="shares", db_index=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="studies_shown")
    shared_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "organisation"], name="studies_shown_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} → {self.organisation_id}"


class Remark(models.Model):
    """What somebody says of a study, in the name of her organisation."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="remarks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.CharField(max_length=2000)
    said_at = models.DateTimeField(default=clock.now)
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["said_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="studies_remark_says_something"),
            models.UniqueConstraint(
                fields=["study", "request_key"], condition=~Q(request_key=""), name="studies_one_remark_per_request"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
