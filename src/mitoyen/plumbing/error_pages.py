"""One place turns what was refused into a page, a part of a page, or a JSON body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, MitoyenError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

STATUS: tuple[tuple[type[MitoyenError], int], ...] = (
    (RefusedError, 403),
    (AbsentError, 404),
    (ConflictError, 409),
    (InvalidError, 422),
)


def status_of(error: MitoyenError) -> int:
    """The HTTP status of an error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def body_of(error: MitoyenError, language: str) -> dict[str, object]:
    """The one JSON shape of a refusal: a code, a sentence, and the place at fault."""
    return {"code": error.code, "message": error.sentence.said_in(language), "where": error.where}


class ErrorPagesMiddleware:
    """Render a :class:`MitoyenError` that a view lets through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what was refused, with the right status; other errors go on."""
        if not isinstance(error, MitoyenError):
            return None
        language, status = get_language() or "fr", status_of(error)
        if request.path.startswith("/api/"):
            return JsonResponse(body_of(error, language), status=status)
        context = {"sentence": error.sentence.said_in(language), "status": status, "code": error.code}
        return render(request, "plumbing/refusal.html", context, status=status)
