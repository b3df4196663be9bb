"""The list of studies, and the results of one: what changes when the record has been replayed comes by itself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mitoyen.access import policy
from mitoyen.kernel.errors import AbsentError, MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.plumbing.error_pages import status_of
from mitoyen.plumbing.gestures import gesture
from mitoyen.plumbing.readonly import reads
from mitoyen.studies import actions
from mitoyen.studies.bridge.writing import step_of
from mitoyen.studies.errors import IncompleteError
from mitoyen.studies.models import StudyState
from mitoyen.studies.queries.inputs import members_of
from mitoyen.studies.queries.visibility import listed_studies, shown_to, stakes_of, study_or_refuse
from mitoyen.studies.web.results.page import Results, gap_of, results_of
from mitoyen.studies.web.steps import first_missing, stepper, trail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.access.rules import Decision
    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Remark, Study
    from mitoyen.studies.web.steps import Step
    from mitoyen.ui.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What ``studies/web/list.html`` may use."""

    studies: Sequence[Study]
    archived: bool
    may_open: Decision
    comparable: int


def _address(pk: int, anchor: str = "") -> str:
    return reverse("studies:study", args=[pk]) + anchor


def _page_of(pk: int) -> str:
    return _address(pk)


@login_required
@require_safe
@reads
def studies(request: Request) -> HttpResponse:
    """The studies that the actor's organisations opened, and those shown to them."""
    archived = request.GET.get("archives") == "1"
    found = list(listed_studies(request.actor, archived=archived))
    page = ListPage(
        studies=found,
        archived=archived,
        may_open=policy.decide(request.actor, "studies.open", {"owner": request.actor.acting_for}),
        comparable=sum(study.answer_id is not None for study in found),
    )
    return render(request, "studies/web/list.html", {"page": page})


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPage:
    """What ``studies/web/study.html`` may use."""

    trail: Sequence[Link]
    study: Study
    steps: Sequence[Step]
    results: Results
    is_stale: bool
    shown_to: Sequence[str]
    remarks: Sequence[Remark]
    may: Mapping[str, Decision]
    earlier: int
    remark_key: str
    remark_typed: str = ""
    remark_refused: Sentence | None = None


@login_required
@require_safe
def study(request: Request, pk: int) -> HttpResponse:
    """The results of a study; while it has none, its first step that is not filled in."""
    found = study_or_refuse(request.actor, pk)
    if found.answer is None:
        policy.require(request.actor, "studies.edit", {"owner": found.owner_id})
        return redirect(f"studies:{first_missing(found, sources=found.sources.count()) or 'costs'}", pk)
    return render(request, "studies/web/study.html", {"page": _study_page(request, found)})


def _study_page(request: Request, found: Study) -> StudyPage:
    if found.answer is None:
        raise AbsentError(Sentence("Cette étude n'est pas encore calculée.", "This study is not computed yet."))
    actor, organisations = request.actor, shown_to(found)
    members = members_of(found)
    stakes = stakes_of(actor, found, organisations)
    may = {
        verb: policy.decide(actor, f"studies.{verb}", stakes)
        for verb in ("edit", "share", "archive", "remark", "draft")
    }
    return StudyPage(
        trail=trail(),
        study=found,
        steps=stepper(found, "results", members=len(members), sources=1) if may["edit"].allowed else (),
        results=results_of(found.answer),
        is_stale=found.changed_at > found.answer.answered_at,
        shown_to=[each.organisation.name for each in members if each.organisation_id in organisations],
        remarks=list(found.remarks.select_related("organisation", "person")),
        may=may,
        earlier=found.answers.count() - 1,
        remark_key=secrets.token_urlsafe(16),
    )


@login_required
@require_safe
@reads
def replayed(request: Request, pk: int) -> HttpResponse:
    """What the replay of the record has changed since: the figure, and the difference at the top of the page."""
    found = study_or_refuse(request.actor, pk)
    if found.answer is None:
        raise AbsentError(Sentence("Cette étude n'est pas encore calculée.", "This study is not computed yet."))
    if request.htmx:
        page = {"study": found, "results": results_of(found.answer), "may": _may_edit(request, found)}
        whole = render_to_string("studies/web/study.html#savings", {"page": page}, request)
        gap = {"gap": gap_of(found.answer.document, found.answer), "out_of_band": True}
        return HttpResponse(whole + render_to_string("studies/web/results/gap.html", gap, request))
    return redirect(_address(pk, "#economie"))  # without script, the link « see how far it is » reads the page again


def _may_edit(request: Request, found: Study) -> Mapping[str, Decision]:
    return {"edit": policy.decide(request.actor, "studies.edit", {"owner": found.owner_id})}


@login_required
@gesture(_page_of)
def answer(request: Request, pk: int) -> HttpResponse:
    """Compute the study, and show its results; what is missing is said at its step."""
    try:
        actions.answer(request.actor, pk)
    except MitoyenError as error:
        return refused_at_its_step(request, pk, error)
    return redirect("studies:study", pk)


def refused_at_its_step(request: Request, pk: int, error: MitoyenError) -> HttpResponse:
    """Say what the engine refused at the step where it was typed."""
    study_or_refuse(request.actor, pk, "studies.edit")
    step = error.where if isinstance(error, IncompleteError) else step_of(error.where)
    messages.error(request, error.sentence.said_in(request.LANGUAGE_CODE))
    return redirect("studies:describe" if step == "members" else f"studies:{step}", pk)


@login_required
@gesture(lambda pk: _address(pk, "#cles"))
def choose_key(request: Request, pk: int) -> HttpResponse:
    """Take another key as the one that the study proposes."""
    study_or_refuse(request.actor, pk, "studies.edit")
    try:
        actions.choose_key(request.actor, pk, request.POST.get("cle", ""))
    except MitoyenError as error:
        messages.error(request, error.sentence.said_in(request.LANGUAGE_CODE))
    return redirect(_address(pk, "#cles"))


@login_required
@gesture(lambda pk: _address(pk, "#economie"))
def replay_again(request: Request, pk: int) -> HttpResponse:
    """Start an interrupted replay once more."""
    study_or_refuse(request.actor, pk, "studies.edit")
    try:
        actions.replay_again(request.actor, pk)
    except MitoyenError as error:
        messages.error(request, error.sentence.said_in(request.LANGUAGE_CODE))
    return redirect(_address(pk, "#economie"))


@login_required
@gesture(lambda pk: _address(pk, "#remarques"))
def say_remark(request: Request, pk: int) -> HttpResponse:
    """Say something of the study; a remark that is refused stays in its field."""
    try:
        actions.remark(request.actor, pk, request.POST.get("texte", ""), request_key=request.POST.get("cle", ""))
    except MitoyenError as error:
        page = _study_page(request, study_or_refuse(request.actor, pk))
        page = replace(page, remark_typed=request.POST.get("texte", ""), remark_refused=error.sentence)
        return render(request, "studies/web/study.html", {"page": page}, status=status_of(error))
    return redirect(_address(pk, "#remarques"))


@login_required
@gesture(_page_of)
def put_away(request: Request, pk: int) -> HttpResponse:
    """Archive the study, or take it out of the archive."""
    found = study_or_refuse(request.actor, pk, "studies.archive")
    if found.state == StudyState.ARCHIVED:
        actions.reopen(request.actor, pk)
        return redirect("studies:study", pk)
    actions.archive(request.actor, pk)
    told = gettext("« %(title)s » est archivée. Ceux à qui elle est montrée la lisent encore.")
    messages.success(request, told % {"title": found.title})
    return redirect("studies:list")
