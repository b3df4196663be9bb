"""The interface itself, and its errors in the one JSON shape of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.error_pages import body_of, status_of
from mitoyen.sharing.api.document import Interface
from mitoyen.sharing.api.limits import Limit
from mitoyen.sharing.api.reading import public
from mitoyen.sharing.api.writing import router
from mitoyen.sharing.errors import TokenError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNPROCESSABLE = 422
api = Interface(
    title="Mitoyen",
    version="1",
    description="Partager entre voisins : mêmes verbes et mêmes refus que les pages.",
    urls_namespace="api",
    docs_url=None,  # its page would load a script from elsewhere; the document itself is at openapi.json
    throttle=[Limit("token"), Limit("anybody")],
)
api.add_router("", public)
api.add_router("", router)


def _answer(request: HttpRequest, error: MitoyenError, status: int) -> HttpResponse:
    return api.create_response(request, body_of(error, get_language() or "fr"), status=status)


@api.exception_handler(MitoyenError)
def refused(request: HttpRequest, error: MitoyenError) -> HttpResponse:
    """What a verb refuses; a token that opens nothing is 401."""
    return _answer(request, error, 401 if isinstance(error, TokenError) else status_of(error))


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value that the document does not allow, located."""
    first: dict[str, Any] = error.errors[0] if error.errors else {"loc": (), "msg": ""}
    loc = [str(part) for part in first["loc"] if part not in ("body", "query", "path")]
    where = ".".join(loc[1:] if len(loc) > 1 and first["loc"][:1] == ("body",) else loc)
    sentence = Sentence(
        f"La valeur de « {where} » ne convient pas ({first['msg']}). Voyez /api/v1/openapi.json.",
        f"The value of '{where}' does not fit ({first['msg']}). See /api/v1/openapi.json.",
    )
    return _answer(request, InvalidError(sentence, where=where), UNPROCESSABLE)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """No token where one is needed."""
    sentence = Sentence(
        "Donnez un jeton : en-tête « Authorization: Bearer … ».", "Give a token: header 'Authorization: Bearer …'."
    )
    return _answer(request, TokenError(sentence), 401)


@api.exception_handler(Throttled)
def too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    """More requests than the limit."""
    seconds = int(error.wait or 60) if hasattr(error, "wait") else 60
    sentence = Sentence(
        f"Trop de demandes : attendez {seconds} secondes.", f"Too many requests: wait {seconds} seconds."
    )
    answer = _answer(request, InvalidError(sentence), 429)
    answer["Retry-After"] = str(seconds)
    return answer


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON."""
    sentence = Sentence(
        "Le corps de la demande n'est pas un JSON lisible.", "The body of the request is no readable JSON."
    )
    return _answer(request, InvalidError(sentence), error.status_code)
