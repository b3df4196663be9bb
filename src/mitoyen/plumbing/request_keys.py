"""A double click, or a form sent again when the network is back, is executed once and answers the same.

The page or the API client makes a key; the first transaction that writes it executes the request; another one
with the same key waits for it, then gets its answer. When the request is refused nothing is kept: it may be sent
again, corrected.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from mitoyen.kernel import clock
from mitoyen.kernel.errors import ConflictError, InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.models import RequestKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from mitoyen.access.actors import Actor

KEPT_DAYS = 30
LONGEST_KEY = 80


class KeyReusedError(ConflictError):
    """The same key came with another content."""

    code = "key_reused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the request answered, and whether it had already been executed."""

    value: Any
    is_repeated: bool


def fingerprint_of(content: Mapping[str, object]) -> str:
    """A hash of what was asked; the same content gives the same one, whatever the order.

    >>> fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def once(actor: Actor, key: str, fingerprint: str, function: Callable[[], Any]) -> Answer:
    """Execute ``function`` for the first request with this key, in one transaction with it; else repeat its answer.

    ``function`` returns something that JSON holds (an identifier, most often). Without a key it is simply executed.
    """
    if not key:
        return Answer(function(), is_repeated=False)
    if len(key) > LONGEST_KEY:
        raise InvalidError(
            Sentence(
                f"La clé de requête compte {len(key)} caractères ; {LONGEST_KEY} au plus.",
                f"The request key has {len(key)} characters; {LONGEST_KEY} at most.",
            ),
            where="request_key",
        )
    who = str(actor.person) if actor.is_signed_in else "anybody"
    with transaction.atomic():
        made = _insert(who, key, fingerprint)
        if made is None:
            return _repeated(who, key, fingerprint)
        value = function()
        RequestKey.objects.filter(pk=made).update(answer=value)
    return Answer(value, is_repeated=False)


def forget_old_keys(now: datetime) -> int:
    """Remove the keys that nobody will send again."""
    removed, _ = RequestKey.objects.filter(made_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return removed


def _insert(who: str, key: str, fingerprint: str) -> int | None:
    """The new row's number; None when the key exists (this waits for whoever is writing it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO plumbing_requestkey (actor, key, fingerprint, made_at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (actor, key) DO NOTHING RETURNING id",
            [who, key, fingerprint, clock.now()],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _repeated(who: str, key: str, fingerprint: str) -> Answer:
    row = RequestKey.objects.get(actor=who, key=key)
    if row.fingerprint != fingerprint:
        raise KeyReusedError(
            Sentence(
                "Cette demande a déjà été envoyée avec un autre contenu. Rechargez la page et envoyez-la de nouveau.",
                "This request was already sent with another content. Reload the page and send it again.",
            ),
            where="request_key",
        )
    return Answer(row.answer, is_repeated=True)
