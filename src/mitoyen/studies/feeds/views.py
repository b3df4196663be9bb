"""Download what a study holds."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mitoyen.kernel import clock
from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.identity import slug
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.readonly import reads
from mitoyen.studies.bridge.agreement import checked_draft
from mitoyen.studies.bridge.annexes import annex_of, annex_then
from mitoyen.studies.bridge.tables import table_of
from mitoyen.studies.errors import NotAnsweredError
from mitoyen.studies.queries.visibility import answer_or_refuse, study_or_refuse

if TYPE_CHECKING:
    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Answer, Study

_STARTS_A_FORMULA = ("=", "+", "@", "\t", "\r")


def _answered(request: Request, pk: int, action: str = "studies.see") -> tuple[Study, Answer]:
    found = study_or_refuse(request.actor, pk, action)
    if found.answer is None:
        raise NotAnsweredError(Sentence("Cette étude n'est pas encore calculée.", "This study is not computed yet."))
    return found, found.answer


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
@reads
def table(request: Request, pk: int, name: str) -> HttpResponse:
    """The figures of one chart, as a French spreadsheet opens them; with commas in English."""
    found, row = _answered(request, pk)
    language = get_language() or "fr"
    head, rows = table_of(name, row.document, row.intervals, language)
    written = io.StringIO()
    writer = csv.writer(written, delimiter="," if language == "en" else ";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in each] for each in rows)
    return _file(written.getvalue().encode("utf-8-sig"), f"{_name(found)}-{name}.csv", "text/csv; charset=utf-8")


def cell(text: str) -> str:
    """A text that a spreadsheet would run as a formula is preceded by an apostrophe; a negative number is not one.

    >>> cell("=HYPERLINK(1)"), cell("-12,50"), cell("-2+3")
    ("'=HYPERLINK(1)", '-12,50', "'-2+3")
    """
    flat = " ".join(text.split())
    is_number = flat.lstrip("-").replace(",", "", 1).replace(".", "", 1).isdigit()
    return f"'{flat}" if flat.startswith((*_STARTS_A_FORMULA, "-")) and not is_number else flat


@login_required
@require_safe
@reads
def annex(request: Request, pk: int) -> HttpResponse:
    """The annex of the deliberation, in French, as a tagged PDF."""
    found, row = _answered(request, pk)
    return _file(annex_of(row, clock.today()), f"{_name(found)}-annexe.pdf", "application/pdf")


@login_required
@require_safe
@reads
def annex_of_then(request: Request, pk: int, answer: int) -> HttpResponse:
    """The annex of an answer that was kept, as it was, in French."""
    found = study_or_refuse(request.actor, pk)
    row = answer_or_refuse(found, answer)
    when = row.answered_at.astimezone(clock.PARIS)
    return _file(annex_then(row), f"{_name(found)}-annexe-{when:%Y-%m-%d}.pdf", "application/pdf")


@login_required
@require_safe
@reads
def agreement(request: Request, pk: int) -> HttpResponse:
    """The draft of the agreement, checked."""
    found, row = _answered(request, pk, "studies.draft")
    return _file(checked_draft(row).text.encode(), f"{_name(found)}-accord.yaml", "application/yaml; charset=utf-8")


@login_required
@require_safe
@reads
def settings_file(request: Request, pk: int) -> HttpResponse:
    """The settings, as they were frozen."""
    found, row = _answered(request, pk)
    return _file(row.settings_yaml.encode(), f"{_name(found)}-STUDY.yaml", "application/yaml; charset=utf-8")


@login_required
@require_safe
@reads
def needs_file(request: Request, pk: int) -> HttpResponse:
    """The record, as it was frozen."""
    found, row = _answered(request, pk)
    if not row.needs_csv:
        raise AbsentError(
            Sentence(
                "Les besoins de cette étude sont déclarés : ils sont dans STUDY.yaml.",
                "The needs of this study are declared: they are in STUDY.yaml.",
            )
        )
    return _file(row.needs_csv.encode(), f"{_name(found)}-NEEDS.csv", "text/csv; charset=utf-8")


def _name(study: Study) -> str:
    return slug(study.title)[:60] or f"etude-{study.pk}"
