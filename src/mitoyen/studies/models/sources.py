"""Where the needs of a study come from: bookings already in Mitoyen, a file of past uses, a declared calendar."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock
from mitoyen.sharing.models import Category
from mitoyen.studies.models.studies import Study


class SourceKind(models.TextChoices):
    """What a source is."""

    BOOKINGS = "bookings", _("réservations")
    FILE = "file", _("fichier")
    CALENDAR = "calendar", _("calendrier déclaré")


class NeedSource(models.Model):
    """One source of needs. ``machine`` names the machine they are for (empty: the file says it line by line).

    Bookings: those of ``category`` and of the shelves below it (of the things whose name holds ``name``), by
    ``members`` (codes; empty: all of them), with what was refused to them when ``includes_refused``. File: ``text``
    as it was given, with the name it had. Calendar: ``calendar`` holds what was typed, and ``members`` for whom.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=8, choices=SourceKind)
    machine = models.SlugField(max_length=60, blank=True)
    members = models.JSONField(default=list)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    includes_refused = models.BooleanField(default=True)
    name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    calendar = models.JSONField(default=dict)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="bookings", category__isnull=False, text="", calendar={})
                | Q(kind="file", category__isnull=True, calendar={}) & ~Q(text="")
                | Q(kind="calendar", category__isnull=True, text="") & ~Q(calendar={}),
                name="studies_source_holds_what_it_is",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
