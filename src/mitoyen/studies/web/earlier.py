"""The earlier answers of a study: when, what has changed since; one of them beside today's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mitoyen.kernel.errors import AbsentError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.readonly import reads
from mitoyen.studies.bridge.changes import changes_between
from mitoyen.studies.queries.visibility import answer_or_refuse, answers_to_tell, study_or_refuse
from mitoyen.studies.web.comparing import figures
from mitoyen.studies.web.results import reading
from mitoyen.studies.web.results.page import gap_of
from mitoyen.studies.web.steps import trail
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Answer, Study
    from mitoyen.studies.web.results.page import Side

SHOWN = 5
"""So many changes stand in the list; the page of an answer has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer in the list, with what changed since the one before it."""

    answer: Answer
    headline: str
    saving: str
    is_current: bool
    changes: Sequence[Sentence]
    more: int
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPage:
    """What ``studies/web/earlier.html`` may use."""

    trail: Sequence[Link]
    study: Study
    answers: Sequence[Told]


@login_required
@require_safe
@reads
def earlier(request: Request, pk: int) -> HttpResponse:
    """Every answer that was kept, the last first, each with what changed since the one before."""
    found = study_or_refuse(request.actor, pk)
    rows = list(answers_to_tell(found))
    told = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        changes = changes_between(before, row) if before is not None else []
        told.append(
            Told(
                answer=row,
                headline=Sentence(row.headline_fr, row.headline_en).said_in(reading.language()),
                saving=reading.change(-row.saving_cents),
                is_current=row.pk == found.answer_id,
                changes=changes[:SHOWN],
                more=max(0, len(changes) - SHOWN),
                is_first=before is None,
            )
        )
    return render(
        request,
        "studies/web/earlier.html",
        {"page": EarlierPage(trail=trail(found), study=found, answers=told)},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThenPage:
    """What ``studies/web/then.html`` may use."""

    trail: Sequence[Link]
    study: Study
    then: Answer
    headline: Sentence
    standfirst: Sentence
    sides: Sequence[tuple[str, Side]]
    rows: Sequence[tuple[str, str, str]]
    changes: Sequence[Sentence]


@login_required
@require_safe
@reads
def then(request: Request, pk: int, answer: int) -> HttpResponse:
    """An earlier answer: what it said, beside what the study says today, and what changed in between."""
    found = study_or_refuse(request.actor, pk)
    row = answer_or_refuse(found, answer)
    today = found.answer
    if today is None:
        raise AbsentError(Sentence("Cette étude n'est pas encore calculée.", "This study is not computed yet."))
    if row.pk == today.pk:
        return redirect("studies:study", pk)
    page = ThenPage(
        trail=[*trail(found), Link(label=gettext("Réponses gardées"), href=reverse("studies:earlier", args=[pk]))],
        study=found,
        then=row,
        headline=reading.sentence(row.document["headline"]),
        standfirst=reading.sentence(row.document["standfirst"]),
        sides=[
            (gettext("Alors"), gap_of(row.document, row)),
            (gettext("Aujourd’hui"), gap_of(today.document, today)),
        ],
        rows=[(str(label), say(row), say(today)) for label, say in figures()],
        changes=changes_between(row, today),
    )
    return render(request, "studies/web/then.html", {"page": page})
