"""Who asks: ``Authorization: Bearer <key>``, or nobody (what is public stays readable)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from mitoyen.access.actors import ANYBODY, Actor
from mitoyen.kernel import clock, words
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.secrets import hash_of
from mitoyen.sharing.errors import TokenError
from mitoyen.sharing.queries.keys import actor_of_token, token_by_hash

if TYPE_CHECKING:
    from django.http import HttpRequest


class Token(HttpBearer):
    """A token of the API, good today."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The actor of the token; refuses one that is unknown, revoked or expired."""
        now = clock.now()
        found = token_by_hash(hash_of(token))
        if found is None or found.revoked_at is not None:
            raise TokenError(Sentence("Ce jeton n'ouvre rien : faites-en un autre.", "This token opens nothing."))
        if found.expires_at <= now:
            raise TokenError(
                Sentence(
                    f"Ce jeton a expiré le {found.expires_at:%d/%m/%Y} : faites-en un autre.",
                    f"This token expired on {words.day(found.expires_at, 'en')}: make another one.",
                )
            )
        return _known(request, actor_of_token(found, now))


def anybody(request: HttpRequest) -> Actor | None:
    """Nobody known, when no token was given."""
    return None if request.headers.get("Authorization") else _known(request, ANYBODY)


def _known(request: HttpRequest, actor: Actor) -> Actor:
    request.actor = actor  # type: ignore[attr-defined]
    return actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the authentication found."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found
