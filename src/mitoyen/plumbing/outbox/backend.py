"""Django's mail backend: a mail is a row; the worker sends it once the transaction has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMultiAlternatives

from mitoyen.plumbing.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage


class OutboxBackend(BaseEmailBackend):
    """Write each message into the outbox, one row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; returns how many were."""
        rows = [
            OutboxMessage(
                recipient=recipient,
                sender=message.from_email,
                subject=" ".join(str(message.subject).split()),
                body=str(message.body),
                body_html=_html_of(message),
            )
            for message in email_messages
            for recipient in message.recipients()
        ]
        OutboxMessage.objects.bulk_create(rows)
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    if isinstance(message, EmailMultiAlternatives):
        return next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
    return ""
