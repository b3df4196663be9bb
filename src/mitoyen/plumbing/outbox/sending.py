"""Send what waits, by SMTP; what fails is tried again, later and later, and says why.

A message is claimed with SKIP LOCKED while it is sent: two workers never send the same one. A worker that dies
between the server's yes and its own commit sends it again; the Message-ID stays, so that mail servers see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction

from mitoyen.plumbing.backoff import backoff
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.plumbing.outbox.writing import content_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend

MOST_TRIES = 12
KEPT_DAYS = 90
_TLS_FROM_THE_START = 465
_PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """What one pass has sent."""

    sent: int = 0
    failed: int = 0


def smtp_backend() -> BaseEmailBackend | None:
    """The way out that the settings tell; None when mail stays in the outbox."""
    smtp = settings.SMTP
    if not smtp.host:
        return None
    starts_in_tls = smtp.port == _TLS_FROM_THE_START
    return EmailBackend(
        host=smtp.host,
        port=smtp.port,
        username=smtp.user,
        password=smtp.password,
        use_tls=smtp.uses_tls and not starts_in_tls,
        use_ssl=starts_in_tls,
        timeout=_PATIENCE_SECONDS,
    )


def send_waiting(now: datetime, *, backend: BaseEmailBackend | None = None, at_most: int = 200) -> Sent:
    """Send the mails whose turn has come; nothing happens without SMTP."""
    backend = backend or smtp_backend()
    if backend is None:
        return Sent()
    sent = failed = 0
    try:
        while sent + failed < at_most:
            outcome = _send_one(backend, now)
            if outcome is None:
                break
            sent, failed = sent + outcome, failed + (not outcome)
    finally:
        backend.close()
    return Sent(sent, failed)


def forget_old_mail(now: datetime) -> int:
    """Remove mails sent long ago: they name people."""
    removed, _ = OutboxMessage.objects.filter(sent_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return removed


def _send_one(backend: BaseEmailBackend, now: datetime) -> bool | None:
    with transaction.atomic():
        row = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(sent_at__isnull=True, next_try_at__lte=now, tries__lt=MOST_TRIES)
            .order_by("next_try_at", "pk")
            .first()
        )
        if row is None:
            return None
        row.last_error = _attempt(backend, row)
        row.tries += 1
        if row.last_error:
            row.next_try_at = now + backoff(row.tries)
        else:
            row.sent_at = now
        row.save(update_fields=["sent_at", "tries", "last_error", "next_try_at"])
        return not row.last_error


def _attempt(backend: BaseEmailBackend, row: OutboxMessage) -> str:
    """Give the message to the server; returns what it answered when it refused."""
    try:
        backend.send_messages([as_mail(row)])
    except (OSError, ValueError) as error:  # every error of smtplib is an OSError
        backend.close()
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def as_mail(row: OutboxMessage) -> EmailMultiAlternatives:
    """The row as a message, with its text, its page and its attachments."""
    domain = parseaddr(row.sender)[1].rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        row.subject,
        row.body,
        row.sender,
        [row.recipient],
        headers={
            "Message-ID": f"<outbox-{row.pk}-{row.written_at:%Y%m%d%H%M%S}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if row.body_html:
        mail.attach_alternative(row.body_html, "text/html")
    for kept in row.attachments:
        content = content_of(kept)
        mail.attach(kept["name"], content.decode() if "text" in kept else content, kept["type"])
    return mail
