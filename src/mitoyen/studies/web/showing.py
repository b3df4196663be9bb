"""Show a study to its members, before they decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.plumbing.refusals import say_in
from mitoyen.studies import actions
from mitoyen.studies.queries.inputs import members_of
from mitoyen.studies.queries.visibility import shown_to, study_or_refuse
from mitoyen.studies.web.steps import trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.studies.models import Study
    from mitoyen.ui.frame import Link


class ShowForm(forms.Form):
    """To whom."""

    organisations = forms.MultipleChoiceField(
        label=_("Qui peut lire cette étude"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Décocher une membre lui retire l’étude."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """What ``studies/web/show.html`` may use."""

    trail: Sequence[Link]
    study: Study
    form: ShowForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, pk: int) -> HttpResponse:
    """Choose the members that may read the study and remark on it."""
    found = study_or_refuse(request.actor, pk, "studies.share")
    others = [member for member in members_of(found) if member.organisation_id != found.owner_id]
    chosen = [str(each) for each in shown_to(found)] or [str(member.organisation_id) for member in others]
    form = ShowForm(request.POST if request.method == "POST" else None, initial={"organisations": chosen})
    form.fields["organisations"].choices = [  # type: ignore[attr-defined]
        (str(member.organisation_id), member.organisation.name) for member in others
    ]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            organisations = [int(each) for each in form.cleaned_data["organisations"]]
            try:
                actions.show(request.actor, pk, organisations)
            except MitoyenError as error:
                say_in(form, error)
                status = status_of(error)
            else:
                messages.success(request, _said(len(organisations)))
                return redirect("studies:study", pk)
    page = ShowPage(trail=trail(found), study=found, form=form)
    return render(request, "studies/web/show.html", {"page": page}, status=status)


def _said(count: int) -> str:
    if not count:
        return gettext("Plus personne d’autre ne lit cette étude.")
    return ngettext("Une membre peut lire cette étude.", "%(n)s membres peuvent lire cette étude.", count) % {
        "n": count
    }
