"""Serve a stored file to whoever may read it, so that nothing in it can act on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.files.purposes import purpose_called
from mitoyen.plumbing.models import StoredFile
from mitoyen.plumbing.readonly import reads

if TYPE_CHECKING:
    from uuid import UUID

    from mitoyen.access.actors import Actor
    from mitoyen.plumbing.http import Request

_ABSENT = Sentence("Ce fichier n'existe pas, ou vous n'y avez pas accès.", "There is no such file, or not for you.")
_ERASED = Sentence("Ce fichier a été effacé à la date prévue.", "This file was erased on its date.")


@require_safe
@reads
def stored_file(request: Request, key: UUID) -> HttpResponseBase:
    """The version that may be shown; with ``?original``, the file as it was given."""
    row = file_or_refuse(request.actor, key, original="original" in request.GET)
    shows_public = bool(row.public) and "original" not in request.GET
    tag = f'"{row.sha256}{"-p" if shows_public else ""}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    held, kind = (row.public, row.public_kind) if shows_public else (row.original, row.kind)
    if not default_storage.exists(held):
        raise AbsentError(_ABSENT)
    response = FileResponse(
        default_storage.open(held), as_attachment=not shows_public, filename=row.name, content_type=kind
    )
    response["ETag"] = tag
    return _harmless(response)


def file_or_refuse(actor: Actor, key: UUID, *, original: bool = False) -> StoredFile:
    """The file, for who may read it; absent and forbidden look alike."""
    row = StoredFile.objects.filter(key=key).first()
    if row is None:
        raise AbsentError(_ABSENT)
    purpose = purpose_called(row.purpose)
    needs_original = original or not row.public_kind
    may = purpose.may_read_original if original else purpose.may_read
    if not may(actor, row):
        raise AbsentError(_ABSENT)
    if row.erased_at is not None or not (row.original if needs_original else row.public):
        raise AbsentError(_ERASED)
    return row


def _harmless(response: FileResponse) -> HttpResponse | FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response
