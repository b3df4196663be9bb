"""``request.actor``: who asks, and under which mandates; read once, at the edge, and only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from mitoyen.access.actors import ANYBODY, Actor
from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.people.queries import actor_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ActorMiddleware:
    """Give each request its actor, and its day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach ``actor``, lazily: a page that does not ask costs no query."""
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor_of(request: HttpRequest) -> Actor:
    person = request.user
    return actor_for(person, clock.today()) if isinstance(person, Person) else ANYBODY
