"""The last step: the draft of an agreement, checked before anybody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.readonly import reads
from mitoyen.studies.bridge.agreement import CheckedDraft, checked_draft
from mitoyen.studies.errors import NotAnsweredError
from mitoyen.studies.queries.visibility import study_or_refuse
from mitoyen.studies.web.steps import stepper, trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Study
    from mitoyen.studies.web.steps import Step
    from mitoyen.ui.frame import Link

SEVERITIES = {"error": "block", "warning": "why", "information": "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """What ``studies/web/draft.html`` may use."""

    trail: Sequence[Link]
    study: Study
    steps: Sequence[Step]
    draft: CheckedDraft
    key: str
    findings: Sequence[tuple[str, str, str, Sentence]]


@login_required
@require_safe
@reads
def draft(request: Request, pk: int) -> HttpResponse:
    """What the agreement would say, and what stands against its signature."""
    found = study_or_refuse(request.actor, pk, "studies.draft")
    if found.answer is None:
        raise NotAnsweredError(
            Sentence(
                "Cette étude n'est pas encore calculée : il n'y a rien à préparer.",
                "This study is not computed yet: there is nothing to draft.",
            )
        )
    made = checked_draft(found.answer)
    document = found.answer.document
    label = next(row["label"] for row in document["keys"] if row["key"] == document["chosen_key"])
    page = DraftPage(
        trail=trail(found),
        study=found,
        steps=stepper(found, "draft", members=found.members.count(), sources=1),
        draft=made,
        key=label["en" if get_language() == "en" else "fr"],
        findings=[
            (SEVERITIES[each.severity], f"{each.place.line}", each.rule, each.sentence) for each in made.findings
        ],
    )
    return render(request, "studies/web/draft.html", {"page": page})
