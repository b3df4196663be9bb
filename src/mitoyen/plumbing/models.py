"""Rows that every app leans on: mail to send, stored files, due work, request keys.

They know people by number only: plumbing is below whoever has a name.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from mitoyen.kernel import clock


class OutboxMessage(models.Model):
    """A mail that waits for its transaction to end, then for the worker; kept a while, to be shown and retried."""

    recipient = models.EmailField()
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    body_html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)  # [{name, type, text}] or, for bytes, [{name, type, base64}]
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="plumbing_outbox_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class StoredFile(models.Model):
    """A file that somebody gave: what it truly is, its private original, and the version that may be shown."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=60)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=100)  # the media type that its content shows, whatever its name says
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    original = models.CharField(max_length=120, blank=True)
    public = models.CharField(max_length=120, blank=True)
    public_kind = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    stored_by = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField(default=clock.now)
    given_as = models.CharField(max_length=160, blank=True)  # the request that carried it, and where in its form
    erase_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["erase_on"], condition=Q(erased_at__isnull=True), name="plumbing_files_to_erase")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stored_by", "purpose", "given_as"], condition=~Q(given_as=""), name="plumbing_file_given_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.key)


class DueWork(models.Model):
    """Something to be done at an instant, once: claimed with SKIP LOCKED, done in the transaction that says so."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="plumbing_due_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="plumbing_due_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class RequestKey(models.Model):
    """A request that was executed, and what it answered: sent again, it is not executed again."""

    actor = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "key"], name="plumbing_one_request_per_key")]

    def __str__(self) -> str:
        return self.key
