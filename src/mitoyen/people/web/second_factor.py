"""Whoever acts for an organisation protects her account twice; until then, every page leads to that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Needed to sign in or out, to add the second factor, or to read in one's language.
OPEN_NAMES = frozenset(
    {"people:second_factor", "people:accept", "language", "service-worker", "accessibility", "privacy", "ui:gallery"}
)
MISSING = Sentence(
    "Ajoutez un second facteur à votre compte avant d'agir pour une organisation.",
    "Add a second factor to your account before acting for an organisation.",
)


class SecondFactorMiddleware:
    """Lead to the second factor whoever owes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in or out."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: object
    ) -> HttpResponse | None:
        """Let through who owes nothing, and the few pages that everybody needs; costs the actor's one query."""
        match = request.resolver_match
        if match is None or match.view_name in OPEN_NAMES or view.__module__.startswith("allauth."):
            return None
        if not request.user.is_authenticated or not request.standing.owes_second_factor:  # type: ignore[attr-defined]
            return None
        if request.path.startswith("/api/"):
            body = {"code": "second_factor_missing", "message": MISSING.said_in(get_language() or "fr"), "where": ""}
            return JsonResponse(body, status=403)
        address = reverse("people:second_factor")
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)
