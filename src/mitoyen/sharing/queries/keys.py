"""Feeds and tokens, found by the hash of their secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from mitoyen.access.actors import Actor
from mitoyen.people.queries import actor_for
from mitoyen.sharing.models import ApiToken, Booking, CalendarFeed, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

SHOWN = (State.HELD, State.PENDING, State.CONFIRMED, State.HANDED_OVER, State.RETURNED, State.CLOSED)


def feed_by_hash(key_hash: str) -> CalendarFeed | None:
    """The feed of this secret, unless it was revoked or its person has left."""
    return (
        CalendarFeed.objects.select_related("person", "organisation", "resource")
        .filter(key_hash=key_hash, revoked_at=None, person__is_active=True)
        .first()
    )


def bookings_of_feed(feed: CalendarFeed, now: datetime, since: datetime) -> QuerySet[Booking]:
    """What a feed shows: only what its person may still see today, from ``since`` on."""
    actor = actor_for(feed.person, now.date())
    mine = actor.organisations()
    seen = Q(borrower_id__in=mine) | Q(resource__owner_id__in=mine) | Q(resource__holder_id__in=mine)
    if feed.organisation_id:
        chosen = Q(borrower_id=feed.organisation_id) | Q(resource__holder_id=feed.organisation_id)
    elif feed.resource_id:
        chosen = Q(resource_id=feed.resource_id)
    else:
        chosen = Q(agent_id=feed.person_id)
    return (
        Booking.objects.filter(seen, chosen, state__in=SHOWN, period__endswith__gte=since)
        .exclude(state=State.HELD, held_until__lte=now)
        .select_related("resource__place", "unit", "borrower")
        .order_by("period")
    )


def token_by_hash(key_hash: str) -> ApiToken | None:
    """The token of this secret; whether it is still good is told by its dates."""
    return ApiToken.objects.select_related("person", "organisation").filter(key_hash=key_hash).first()


def actor_of_token(token: ApiToken, now: datetime) -> Actor:
    """Who a token acts for: its person, in its one organisation, with the mandates of today, within its scopes."""
    whole = actor_for(token.person, now.date())
    return Actor(
        person=whole.person,
        name=whole.name,
        mandates=tuple(each for each in whole.mandates if each.organisation == token.organisation_id),
        acting_for=token.organisation_id,
        scopes=frozenset(token.scopes),
    )


def own_feeds(actor: Actor) -> QuerySet[CalendarFeed]:
    """The feeds that a person has made and not revoked."""
    return CalendarFeed.objects.filter(person_id=actor.person or 0, revoked_at=None).select_related(
        "organisation", "resource"
    )


def own_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The tokens that a person has made and not revoked."""
    return ApiToken.objects.filter(person_id=actor.person or 0, revoked_at=None).select_related("organisation")
