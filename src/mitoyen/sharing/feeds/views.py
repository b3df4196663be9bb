"""Calendars by their secret address: an unknown, revoked or mistyped one is simply absent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.bridge.calendars import calendar_of
from mitoyen.sharing.bridge.secrets import hash_of
from mitoyen.sharing.queries.catalogue import absent
from mitoyen.sharing.queries.keys import bookings_of_feed, feed_by_hash

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT_DAYS = 60
MOST_EVENTS = 2000


@require_safe
def calendar(_request: HttpRequest, key: str) -> HttpResponse:
    """The iCalendar text of a feed."""
    now = clock.now()
    feed = feed_by_hash(hash_of(key))
    if feed is None:
        raise absent(Sentence("Cet agenda", "This calendar"))
    shown = bookings_of_feed(feed, now, now - timedelta(days=KEPT_DAYS))[:MOST_EVENTS]
    subject = feed.organisation or feed.resource or feed.person
    text = calendar_of(shown, name=feed.label or f"Mitoyen : {subject}", now=now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = 'inline; filename="mitoyen.ics"'
    return response
