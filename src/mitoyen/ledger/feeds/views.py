"""Download a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.ledger.feeds import csv_file, pdf_file, xlsx_file
from mitoyen.ledger.queries.statements import statement_of
from mitoyen.plumbing.readonly import reads

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.plumbing.http import Request

MAKERS = {
    "csv": (csv_file.statement_as_csv, csv_file.MEDIA_TYPE),
    "xlsx": (xlsx_file.statement_as_xlsx, xlsx_file.MEDIA_TYPE),
    "pdf": (pdf_file.statement_as_pdf, pdf_file.MEDIA_TYPE),
}


@login_required
@require_safe
@reads
def statement(request: Request, payee: int, period: date, payer: int, ending: str) -> HttpResponse:
    """The statement of a month between two organisations, open or closed, as a file."""
    if ending not in MAKERS:
        listed = ", ".join(MAKERS)
        raise AbsentError(
            Sentence(
                f"Un décompte se télécharge en {listed}, pas en {ending}.", f"A statement is a {listed}, not {ending}."
            )
        )
    view = statement_of(request.actor, payee, period, payer)
    make, media_type = MAKERS[ending]
    response = HttpResponse(make(view, get_language() or "fr"), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{view.file_name}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
