"""Write a mail inside the transaction of what it tells: if that is undone, nothing is sent."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST_ATTACHMENTS = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail: text (an .ics) or bytes (a PDF)."""

    name: str
    media_type: str
    content: str | bytes

    @property
    def as_kept(self) -> dict[str, str]:
        """How the row keeps it."""
        kept = {"name": self.name, "type": self.media_type}
        if isinstance(self.content, str):
            return kept | {"text": self.content}
        return kept | {"base64": base64.b64encode(self.content).decode("ascii")}


def content_of(kept: dict[str, str]) -> bytes:
    """The bytes of an attachment as the row keeps it."""
    return kept["text"].encode() if "text" in kept else base64.b64decode(kept["base64"])


def write(
    to: str | Iterable[str], subject: str, body: str, html: str = "", attachments: Sequence[Attachment] = ()
) -> list[OutboxMessage]:
    """Put a mail in the outbox, one row for each recipient (none learns of the others); one INSERT."""
    recipients = list(dict.fromkeys([to] if isinstance(to, str) else to))
    for recipient in recipients:
        _refuse_address(recipient)
    if sum(len(attachment.content) for attachment in attachments) > LARGEST_ATTACHMENTS:
        raise InvalidError(
            Sentence("Les pièces jointes pèsent plus de 5 Mo.", "The attachments weigh more than 5 MB."),
            where="attachments",
        )
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(
            recipient=recipient,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=" ".join(subject.split())[:300],
            body=body,
            body_html=html,
            attachments=[attachment.as_kept for attachment in attachments],
        )
        for recipient in recipients
    )


def _refuse_address(recipient: str) -> None:
    try:
        validate_email(recipient)
    except ValidationError as error:
        raise InvalidError(
            Sentence(
                f"« {recipient} » n'est pas une adresse électronique.", f"'{recipient}' is not an e-mail address."
            ),
            where="email",
        ) from error
