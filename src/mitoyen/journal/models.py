"""Rows of the journal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock


class Act(models.Model):
    """Somebody, under a mandate, did something to something; append-only by trigger.

    ``actor_name`` alone may be emptied (a person's right to erasure): no hash covers it.
    """

    instant = models.DateTimeField(default=clock.now)
    person = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    mandate = models.CharField(max_length=80, blank=True)  # the roles held in ``organisation``, joined by commas
    stands_in_for = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject_label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    is_public = models.BooleanField(default=False)
    leaf = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-id"], name="journal_acts_of_organisation"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="journal_acts_about"),
            models.Index(fields=["person", "-id"], name="journal_acts_of_person"),
            models.Index(fields=["-id"], condition=Q(is_public=True), name="journal_public_acts"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_public=True, leaf__regex=r"^[0-9a-f]{64}$") | Q(is_public=False, leaf=""),
                name="journal_public_acts_have_a_leaf",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"
