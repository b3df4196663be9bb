"""``request.actor``: who asks, and under which mandates; read once, at the edge, and only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.people.queries.standing import NOBODY, Standing, standing_of
from mitoyen.plumbing.http import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class PersonRequest(Request):
    """A request whose standing is known too (a type: Django makes its own objects)."""

    standing: Standing


class ActorMiddleware:
    """Give each request its actor, and its day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach ``standing`` and ``actor``, lazily: a page that does not ask costs no query."""
        request.standing = standing = SimpleLazyObject(lambda: _standing_of(request))  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: standing.actor)  # type: ignore[attr-defined]
        return self.get_response(request)


def _standing_of(request: HttpRequest) -> Standing:
    person = request.user
    return standing_of(person, clock.today()) if isinstance(person, Person) else NOBODY
