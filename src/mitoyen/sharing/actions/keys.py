"""Secret addresses of calendars, tokens of the API: made, shown once, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.access import policy
from mitoyen.journal.actions import record
from mitoyen.kernel import clock
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.secrets import hash_of, new_key
from mitoyen.sharing.models import ApiToken, CalendarFeed
from mitoyen.sharing.queries.catalogue import absent, resource_or_refuse

if TYPE_CHECKING:
    from collections.abc import Collection

    from mitoyen.access.actors import Actor

MOST_TOKEN_DAYS = 366
SCOPES = tuple(
    sorted(verb for verb in policy.POLICY if verb.startswith(("sharing.", "studies.")) and "make_" not in verb)
)
"""Verbs that a token may be given: those of sharing, and of the studies above it; the table knows them all."""


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A feed and its key: the only time that the key is known."""

    feed: CalendarFeed
    key: str


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token and its key: the only time that the key is known."""

    token: ApiToken
    key: str


def make_feed(
    actor: Actor, *, organisation: int | None = None, resource: int | None = None, label: str = ""
) -> MadeFeed:
    """Make a secret calendar address: of an organisation, of a resource, or (neither given) of one's own bookings."""
    if organisation is not None and resource is not None:
        raise InvalidError(
            Sentence("Un agenda suit une organisation ou une ressource.", "A feed follows one thing."), where="resource"
        )
    policy.require(actor, "people.export_own_data")
    if organisation is not None:
        policy.require(actor, "sharing.make_feed", {"organisation": organisation})
    if resource is not None:
        resource_or_refuse(actor, resource)
    key = new_key()
    with transaction.atomic():
        made = CalendarFeed.objects.create(
            person_id=actor.person or 0,
            organisation_id=organisation,
            resource_id=resource,
            label=label[:120],
            key_hash=hash_of(key),
        )
        record(actor, "sharing.make_feed", subject=made, organisation=organisation)
    return MadeFeed(made, key)


def revoke_feed(actor: Actor, feed: int) -> None:
    """Close a calendar address: it answers no more."""
    with transaction.atomic():
        found = CalendarFeed.objects.filter(pk=feed, person_id=actor.person or 0, revoked_at=None).first()
        if found is None:
            raise absent(Sentence(f"L'agenda n° {feed}", f"Feed no. {feed}"))
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
        record(actor, "sharing.revoke_feed", subject=found)


def make_token(actor: Actor, *, organisation: int, label: str, scopes: Collection[str], days: int = 90) -> MadeToken:
    """Make a token: it acts for the actor, in one organisation, for these verbs of the table, for so many days."""
    policy.require(actor, "sharing.make_token", {"organisation": organisation})
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise InvalidError(
            Sentence(
                f"Portées inconnues ou absentes : {', '.join(unknown) or '—'}. Choisissez parmi : {', '.join(SCOPES)}.",
                f"Unknown or missing scopes: {', '.join(unknown) or '—'}. Choose among: {', '.join(SCOPES)}.",
            ),
            where="scopes",
        )
    if not 1 <= days <= MOST_TOKEN_DAYS or not label.strip():
        raise InvalidError(
            Sentence(
                f"Un jeton a un nom et dure de 1 à {MOST_TOKEN_DAYS} jours.",
                f"A token has a name and lasts 1 to {MOST_TOKEN_DAYS} days.",
            ),
            where="days" if label.strip() else "label",
        )
    key = new_key()
    with transaction.atomic():
        made = ApiToken.objects.create(
            person_id=actor.person or 0,
            organisation_id=organisation,
            label=label.strip()[:120],
            key_hash=hash_of(key),
            scopes=sorted(set(scopes)),
            expires_at=clock.now() + timedelta(days=days),
        )
        record(actor, "sharing.make_token", subject=made, organisation=organisation, after={"scopes": made.scopes})
    return MadeToken(made, key)


def revoke_token(actor: Actor, token: int) -> None:
    """Close a token at once."""
    with transaction.atomic():
        found = ApiToken.objects.filter(pk=token, person_id=actor.person or 0, revoked_at=None).first()
        if found is None:
            raise absent(Sentence(f"Le jeton n° {token}", f"Token no. {token}"))
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
        record(actor, "sharing.revoke_token", subject=found, organisation=found.organisation_id)
