"""A study, its members, and each answer that was computed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.territory.models import Organisation


class StudyState(models.TextChoices):
    """Who a study is for."""

    DRAFT = "draft", _("en préparation")
    SHARED = "shared", _("montrée aux membres")
    ARCHIVED = "archived", _("archivée")


class Study(models.Model):
    """A question put by one organisation: whether these members should pool these machines.

    ``first`` and ``last`` are the days studied, both included. ``settings`` holds what was typed, as text:
    ``{"machines": […], "service": {…}, "pooling": {…}, "travel": {…}, "key": {…}}`` (``bridge.writing`` makes
    STUDY.yaml of it, and the engine checks it). ``answer`` is the last one that was computed.
    """

    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="studies")
    state = models.CharField(max_length=8, choices=StudyState, default=StudyState.DRAFT)
    first = models.DateField()
    last = models.DateField()
    settings = models.JSONField(default=dict)
    chosen_key = models.CharField(max_length=40, blank=True)
    answer = models.ForeignKey("Answer", models.SET_NULL, null=True, related_name="+")
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="studies_period_in_order"),
            models.CheckConstraint(condition=~Q(title=""), name="studies_study_has_a_title"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-changed_at"], name="studies_of_owner")]

    def __str__(self) -> str:
        return self.title

    @property
    def absolute_saving(self) -> int:
        """What pooling changes a year, in cents of whole euros, without its sign; zero without an answer."""
        return (abs(self.answer.saving_cents) + 50) // 100 * 100 if self.answer is not None else 0


class StudyMember(models.Model):
    """An organisation whose needs are studied; ``code`` names it in STUDY.yaml.

    ``stock`` is ``{machine: units}`` that it owns; a candidate is not in the pool: the study says what its joining
    would change.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="members", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    population = models.PositiveIntegerField(null=True)
    stock = models.JSONField(default=dict)
    is_candidate = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "organisation"], name="studies_one_member_once"),
            models.UniqueConstraint(fields=["study", "code"], name="studies_one_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class ReplayState(models.TextChoices):
    """Where the replay of the record stands: it gives the intervals."""

    WAITING = "waiting", _("attend son tour")
    RUNNING = "running", _("en cours")
    DONE = "done", _("faite")
    FAILED = "failed", _("interrompue")


class Answer(models.Model):
    """What a study answered, with everything it was computed from: the same inputs and method give it again.

    ``document`` is the engine's answer as data (docs/pooling/study.md) with what pages say beside. ``replayed_from``
    is the fingerprint of the inputs without the chosen key: intervals do not depend on it.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="answers")
    method = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    replayed_from = models.CharField(max_length=64)
    settings_yaml = models.TextField()
    needs_csv = models.TextField(
        blank=True
    )  # the record as given to the engine; declared calendars are in the settings
    needs_count = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    headline_fr = models.CharField(max_length=400)
    headline_en = models.CharField(max_length=400)
    saving_cents = models.BigIntegerField()
    document = models.JSONField()
    answered_at = models.DateTimeField(default=clock.now)
    replay = models.CharField(max_length=8, choices=ReplayState, default=ReplayState.WAITING)
    replay_done = models.PositiveIntegerField(default=0)
    replay_total = models.PositiveIntegerField(default=0)
    replay_moved_at = models.DateTimeField(default=clock.now)
    intervals = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-answered_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(replay="done", intervals__isnull=False) | ~Q(replay="done") & Q(intervals__isnull=True),
                name="studies_intervals_once_replayed",
            ),
            models.CheckConstraint(
                condition=Q(replay_done__lte=F("replay_total")), name="studies_replay_within_its_total"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["together", "groups", "alone"]), name="studies_known_verdict"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="studies_fingerprint_form"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["replay_moved_at"],
                condition=Q(replay__in=["waiting", "running"]),
                name="studies_replays_to_watch",
            )
        ]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.verdict} {self.sha256[:12]}"
