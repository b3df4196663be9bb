"""The mail that did not leave: without SMTP, whoever manages the instance reads it here; a demonstration shows it.

With SMTP these pages do not exist: what is written to people is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mitoyen.access import policy
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.plumbing.outbox.writing import content_of
from mitoyen.plumbing.readonly import reads

if TYPE_CHECKING:
    from django.core.paginator import Page

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.http import Request

# Whether everything here is invented: the project tells, since plumbing knows no territory.
IsDemonstration: TypeAlias = Callable[[], bool]

_ABSENT = Sentence("Ce courrier n'existe pas, ou vous n'y avez pas accès.", "There is no such mail, or not for you.")
_PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPage:
    """What ``plumbing/web/outbox.html`` may use."""

    messages: Page[OutboxMessage]
    is_demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """What ``plumbing/web/message.html`` may use."""

    message: OutboxMessage
    attachments: list[str]


@require_safe
@reads
def outbox(request: Request, is_demonstration: IsDemonstration) -> HttpResponse:
    """List the mail, the latest first."""
    shown = is_demonstration()
    _require(request.actor, is_demonstration=shown)
    pages = Paginator(OutboxMessage.objects.order_by("-pk").defer("body", "body_html", "attachments"), _PER_PAGE)
    page = OutboxPage(messages=pages.get_page(request.GET.get("page")), is_demonstration=shown)
    return render(request, "plumbing/web/outbox.html", {"page": page})


@require_safe
@reads
def message(request: Request, pk: int, is_demonstration: IsDemonstration) -> HttpResponse:
    """Show one mail as a person would read it."""
    row = _message(request.actor, pk, is_demonstration)
    page = MessagePage(message=row, attachments=[kept["name"] for kept in row.attachments])
    return render(request, "plumbing/web/message.html", {"page": page})


@require_safe
@reads
def attachment(request: Request, pk: int, rank: int, is_demonstration: IsDemonstration) -> HttpResponse:
    """Download what goes with a mail."""
    row = _message(request.actor, pk, is_demonstration)
    if rank >= len(row.attachments):
        raise AbsentError(_ABSENT)
    kept = row.attachments[rank]
    name = "".join(letter for letter in kept["name"] if letter.isalnum() or letter in "-_. ")
    response = HttpResponse(content_of(kept), content_type=kept["type"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _message(actor: Actor, pk: int, is_demonstration: IsDemonstration) -> OutboxMessage:
    _require(actor, is_demonstration=is_demonstration())
    row = OutboxMessage.objects.filter(pk=pk).first()
    if row is None:
        raise AbsentError(_ABSENT)
    return row


def _require(actor: Actor, *, is_demonstration: bool) -> None:
    if settings.SMTP.host or not (is_demonstration or policy.decide(actor, "plumbing.read_outbox")):
        raise AbsentError(_ABSENT)
