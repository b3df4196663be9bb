"""The second and third steps: the service wanted, and what it all costs; then the study is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.studies import actions
from mitoyen.studies.queries.inputs import members_of
from mitoyen.studies.queries.visibility import study_or_refuse
from mitoyen.studies.web.forms.costs import CostsForm
from mitoyen.studies.web.forms.service import ServiceForm
from mitoyen.studies.web.steps import stepper, trail
from mitoyen.studies.web.studies import refused_at_its_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms
    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Study
    from mitoyen.studies.web.steps import Step
    from mitoyen.ui.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingPage:
    """What ``studies/web/service.html`` and ``costs.html`` may use."""

    trail: Sequence[Link]
    study: Study
    steps: Sequence[Step]
    form: forms.Form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: Request, pk: int) -> HttpResponse:
    """What is promised, alone and together alike."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    form = ServiceForm(request.POST or None, found, members_of(found))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.set_service(request.actor, pk, form.service(), loads=form.loads())
            except MitoyenError as error:
                say_engine(form, error, {"service.level": "level", "service.unmet_hours": "unmet_hours"})
                status = status_of(error)
            else:
                return redirect("studies:costs", pk)
    return render(request, "studies/web/service.html", {"page": _page(found, "service", form)}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: Request, pk: int) -> HttpResponse:
    """What machines cost, what being several costs, the distances; then the study is computed."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    form = CostsForm(request.POST or None, found, members_of(found))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.set_costs(request.actor, pk, **form.as_settings())
            except MitoyenError as error:
                say_engine(form, error, {"counts": "counts"})
                status = status_of(error)
            else:
                try:
                    actions.answer(request.actor, pk)
                except MitoyenError as error:
                    return refused_at_its_step(request, pk, error)
                return redirect("studies:study", pk)
    return render(request, "studies/web/costs.html", {"page": _page(found, "costs", form)}, status=status)


def _page(found: Study, step: str, form: forms.Form) -> SettingPage:
    return SettingPage(
        trail=trail(found),
        study=found,
        steps=stepper(found, step, members=found.members.count(), sources=found.sources.count()),
        form=form,
    )


def say_engine(form: forms.Form, error: MitoyenError, fields: dict[str, str]) -> None:
    """Say what the engine refused at the field that the path of STUDY.yaml names, or above the form."""
    path = error.where.removeprefix("kinds.").replace(".machine.", ".").replace(".yearly.", ".")
    field = fields.get(error.where) or (path if path in form.fields else None)
    form.add_error(field, error.sentence.said_in(get_language() or "fr"))
