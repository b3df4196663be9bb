"""Rows that every app leans on: mail to send, stored files, due work, request keys."""

from __future__ import annotations

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
    attachments = models.JSONField(default=list)  # [{name, type, text}]: small texts such as .ics
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
