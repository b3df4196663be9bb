"""Correct an entry: what it should amount to, and why. The first one stays; the difference is a new line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mitoyen.kernel.errors import MitoyenError
from mitoyen.ledger import actions
from mitoyen.ledger.queries.statements import Correctable, correctable_or_refuse
from mitoyen.ledger.web.trail import to_month
from mitoyen.ui.forms import EurosField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.ui.frame import Link


class CorrectForm(forms.Form):
    """The right amount, and why."""

    right_amount = EurosField(label=gettext_lazy("Montant juste, en euros"))
    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("Cette phrase sera lue par qui paie, sur son décompte."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPage:
    """What ``ledger/web/correct.html`` may use."""

    trail: Sequence[Link]
    found: Correctable
    form: CorrectForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_entry(request: Request, pk: int) -> HttpResponse:
    """Post the difference, in the month that is still open."""
    found = correctable_or_refuse(request.actor, pk)
    form = CorrectForm(request.POST or None, initial={"right_amount": found.present})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.correct(request.actor, pk, **form.cleaned_data)
        except MitoyenError as error:
            form.add_error(
                error.where if error.where in form.fields else None, error.sentence.said_in(get_language() or "fr")
            )
        else:
            messages.success(request, _("Correction inscrite, dans le premier mois encore ouvert."))
            return redirect("ledger:statement", row.payee_id, row.period, row.payer_id)
    page = CorrectPage(trail=to_month(found.entry.payee_id, found.entry.period), found=found, form=form)
    return render(request, "ledger/web/correct.html", {"page": page}, status=422 if form.errors else 200)
