"""Open a study, or say again who and what it is about; copy it, to try something else beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.plumbing.refusals import say_in
from mitoyen.studies import actions
from mitoyen.studies.queries.choices import inhabitants_of, possible_members
from mitoyen.studies.queries.inputs import members_of
from mitoyen.studies.queries.visibility import study_or_refuse
from mitoyen.studies.web.forms.describing import DescribeForm, described
from mitoyen.studies.web.steps import stepper, trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Study
    from mitoyen.studies.web.steps import Step
    from mitoyen.ui.frame import Link

YEARS = 2  # studied when nothing is said: one is little, more are often missing


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePage:
    """What ``studies/web/describe.html`` may use."""

    trail: Sequence[Link]
    here: str
    title: str
    steps: Sequence[Step]
    form: DescribeForm
    verb: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_study(request: Request) -> HttpResponse:
    """Say who would share what; the study is then filled step by step."""
    actor = request.actor
    owner = actor.acting_for or 0
    policy.require(actor, "studies.open", {"owner": owner})
    today = clock.today()
    initial = {"first": date(today.year - YEARS, 1, 1), "last": date(today.year - 1, 12, 31), "members": [str(owner)]}
    form = DescribeForm(request.POST or None, possible_members(actor), initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.open_study(actor, owner=owner, **_described(form))
            except MitoyenError as error:
                _say(form, error)
                status = status_of(error)
            else:
                return redirect("studies:needs", made.pk)
    title = gettext("Commencer une étude")
    page = DescribePage(
        trail=trail(), here=title, title=title, steps=(), form=form, verb=gettext("Continuer vers les besoins")
    )
    return render(request, "studies/web/describe.html", {"page": page}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: Request, pk: int) -> HttpResponse:
    """Change the title, the members, the machines, the days studied."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    members = members_of(found)
    form = DescribeForm(request.POST or None, possible_members(request.actor), described(found, members))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.describe(request.actor, pk, **_described(form, found))
            except MitoyenError as error:
                _say(form, error)
                status = status_of(error)
            else:
                return redirect("studies:needs", pk)
    page = DescribePage(
        trail=trail(found),
        here=gettext("Membres et machines"),
        title=gettext("Qui partagerait quoi"),
        steps=stepper(found, "needs", members=len(members), sources=found.sources.count()),
        form=form,
        verb=gettext("Enregistrer et revenir aux besoins"),
    )
    return render(request, "studies/web/describe.html", {"page": page}, status=status)


def _described(form: DescribeForm, study: Study | None = None) -> dict[str, Any]:
    cleaned = form.cleaned_data
    known = {member.organisation_id: member for member in members_of(study)} if study is not None else {}
    inhabitants = inhabitants_of(form.chosen(), cleaned["last"])
    return {
        "title": cleaned["title"],
        "first": cleaned["first"],
        "last": cleaned["last"],
        "machines": form.machines(),
        "members": form.sheets(inhabitants, known),
    }


def _say(form: DescribeForm, error: MitoyenError) -> None:
    error.where = "one_1" if error.where == "machines" else error.where
    say_in(form, error)


class CopyForm(forms.Form):
    """How the copy is called."""

    title = forms.CharField(label=gettext_lazy("Titre de l’autre étude"), max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPage:
    """What ``studies/web/copy.html`` may use."""

    trail: Sequence[Link]
    study: Study
    form: CopyForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Copy the study under another title: one thing is changed, and the two are compared."""
    found = study_or_refuse(request.actor, pk, "studies.edit")
    initial = {"title": gettext("%(title)s, autrement") % {"title": found.title}}
    form = CopyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy_study(request.actor, pk, form.cleaned_data["title"])
        except MitoyenError as error:
            say_in(form, error)
        else:
            return redirect("studies:service", made.pk)
    page = CopyPage(trail=trail(found), study=found, form=form)
    return render(request, "studies/web/copy.html", {"page": page}, status=422 if form.errors else 200)
