"""One place turns what was refused into a page, a part of a page, or a JSON body: same words, same status.

The project names these functions as ``handler400``… and ``CSRF_FAILURE_VIEW``; the API answers with :func:`as_json`.
A page asked for by htmx gets the refusal alone, put at the top of what is on screen: nothing typed is lost.
"""

from __future__ import annotations

import logging
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, MitoyenError, RefusedError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

STATUS: tuple[tuple[type[MitoyenError], int], ...] = (
    (RefusedError, 403),
    (AbsentError, 404),
    (ConflictError, 409),
    (InvalidError, 422),
)
RETRY_AFTER_SECONDS = "30"
_LOG = logging.getLogger(__name__)


class NotUnderstoodError(MitoyenError):
    """A request that makes no sense to us (HTTP 400)."""

    code = "bad_request"


class StaleFormError(RefusedError):
    """A form whose protection against forgery does not match (HTTP 403)."""

    code = "stale_form"


class TooManyError(MitoyenError):
    """Too many tries in a short time (HTTP 429)."""

    code = "too_many"


NO_PAGE = Sentence("Cette page n'existe pas, ou vous n'y avez pas accès.", "There is no such page, or not for you.")
NOT_ALLOWED = Sentence("Vous n'avez pas accès à cette page.", "This page is not for you.")
BAD_REQUEST = Sentence("Nous n'avons pas compris cette demande.", "We did not understand this request.")
STALE_FORM = Sentence(
    "Ce formulaire est resté ouvert trop longtemps, ou votre navigateur refuse nos cookies.",
    "This form stayed open too long, or your browser refuses our cookies.",
)
TOO_MANY = Sentence(
    "Trop d'essais en peu de temps : attendez un quart d'heure, puis recommencez.",
    "Too many tries in a short time: wait a quarter of an hour, then try again.",
)


def status_of(error: MitoyenError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, TooManyError):
        return 429
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def body_of(error: MitoyenError, language: str) -> dict[str, object]:
    """The one JSON shape of a refusal: a code, a sentence, and the place at fault."""
    return {"code": error.code, "message": error.sentence.said_in(language), "where": error.where}


def as_json(error: MitoyenError) -> JsonResponse:
    """The refusal as the API says it."""
    return JsonResponse(body_of(error, get_language() or "fr"), status=status_of(error))


def refuse(request: HttpRequest, error: MitoyenError) -> HttpResponse:
    """The refusal as whoever asked can read it: a page, a part for htmx, or JSON."""
    if _wants_json(request):
        return as_json(error)
    status = status_of(error)
    is_part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    is_known = bool(getattr(getattr(request, "actor", None), "is_signed_in", False))
    context = {
        "layout": "ui/layouts/desk.html" if is_known else "ui/layouts/base.html",
        "sentence": error.sentence.said_in(get_language() or "fr"),
        "status": status,
        "code": error.code,
        "was_sent": request.method not in {"GET", "HEAD"},
        "is_known": is_known,
    }
    template = "plumbing/refusal.html#part" if is_part else "plumbing/refusal.html"
    response = render(request, template, context, status=status)
    if is_part:
        response["HX-Retarget"], response["HX-Reswap"] = "#contenu", "afterbegin show:top"
    return response


class ErrorPagesMiddleware:
    """Render a :class:`MitoyenError` that a view lets through, and say when the database does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what was refused, with the right status; other errors go on."""
        if isinstance(error, MitoyenError):
            return refuse(request, error)
        if isinstance(error, (OperationalError, InterfaceError)):
            _LOG.error("the database does not answer: %s", error)
            return _out_of_order(request, 503)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by this name
    """Answer 400: a request that Django itself refused."""
    return refuse(request, NotUnderstoodError(BAD_REQUEST))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by this name
    """Answer 403."""
    return refuse(request, RefusedError(NOT_ALLOWED))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by this name
    """Answer 404: absent and forbidden look alike."""
    return refuse(request, AbsentError(NO_PAGE))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose token does not match."""
    _LOG.warning("a form was refused: %s", reason)
    return refuse(request, StaleFormError(STALE_FORM))


def too_many(request: HttpRequest, *_told: Any, **_more: Any) -> HttpResponse:  # noqa: ANN401 - axes and allauth tell various things
    """Answer 429 to too many tries."""
    return refuse(request, TooManyError(TOO_MANY))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the database does not answer: a page made of nothing that may be broken too."""
    error = sys.exc_info()[1]
    return _out_of_order(request, 503 if isinstance(error, (OperationalError, InterfaceError)) else 500)


def _wants_json(request: HttpRequest) -> bool:
    accepts = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("application/json" in accepts and "text/html" not in accepts)


_BROKEN = {
    500: Sentence("Une erreur est survenue chez nous.", "Something went wrong on our side."),
    503: Sentence(
        "Le site est momentanément arrêté : sa base de données ne répond pas.",
        "The site is down for a moment: its database does not answer.",
    ),
}


def _out_of_order(request: HttpRequest, status: int) -> HttpResponse:
    said = _BROKEN[status]
    response: HttpResponse
    if _wants_json(request):
        code = "unavailable" if status == 503 else "server_error"  # noqa: PLR2004
        response = JsonResponse(
            {"code": code, "message": said.said_in(get_language() or "fr"), "where": ""}, status=status
        )
    else:
        page = _bare_page().replace("{fr}", said.fr).replace("{en}", said.en).replace("{css}", _style_sheet())
        response = HttpResponse(page, status=status)
    if status == 503:  # noqa: PLR2004
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@cache
def _bare_page() -> str:
    return Path(__file__).with_name("out_of_order.html").read_text(encoding="utf-8")


def _style_sheet() -> str:
    try:
        return str(staticfiles_storage.url("dist/mitoyen.css"))
    except ValueError:  # the static files were not collected: the page is bare, and still says what it must
        return ""
