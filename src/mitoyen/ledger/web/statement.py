"""A statement, open or closed: each line opens down to its rule, its steps, its VAT and its accounts."""

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

from mitoyen.access import policy
from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence
from mitoyen.ledger import actions
from mitoyen.ledger.models.vat import NAMES, VatRegime
from mitoyen.ledger.queries.statements import StatementView, statement_of
from mitoyen.ledger.web.trail import to_month, to_months

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.ledger.models import Entry
    from mitoyen.plumbing.http import Request
    from mitoyen.ui.frame import Link

STILL_OPEN = Sentence(
    "Ce décompte n'est pas clôturé : il n'a pas encore de numéro auquel joindre un titre.",
    "This statement is not closed: it has no number yet to which a title could be attached.",
)


class ReferencesForm(forms.Form):
    """The numbers that the public accountant gave."""

    title_number = forms.CharField(max_length=40, required=False, label=gettext_lazy("Numéro du titre de recettes"))
    engagement_number = forms.CharField(max_length=40, required=False, label=gettext_lazy("Numéro d’engagement"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """One line of the statement, with what it opens to."""

    entry: Entry
    regime: Sentence
    steps: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """What ``ledger/web/statement.html`` may use."""

    trail: Sequence[Link]
    view: StatementView
    lines: Sequence[OpenLine]
    may_correct: Decision
    form: ReferencesForm | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request, payee: int, period: date, payer: int) -> HttpResponse:
    """Show the statement; keep the accounting references of a closed one."""
    view = statement_of(request.actor, payee, period, payer)
    kept = {
        "title_number": view.statement.title_number if view.statement else "",
        "engagement_number": view.statement.engagement_number if view.statement else "",
    }
    form = ReferencesForm(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST":
        policy.require(request.actor, "ledger.close_period", {"payee": payee})
        if view.statement is None:
            raise ConflictError(STILL_OPEN)
        if form.is_valid():
            actions.record_references(request.actor, view.statement.pk, **form.cleaned_data)
            messages.success(request, _("Références enregistrées."))
            return redirect("ledger:statement", payee, period, payer)
    may_correct = policy.decide(request.actor, "ledger.correct", {"payee": payee})
    is_payees = policy.decide(request.actor, "ledger.see_statement", {"payee": payee}).allowed
    page = StatementPage(
        trail=to_month(payee, period) if is_payees else to_months(),
        view=view,
        lines=[_opened(entry) for entry in view.entries],
        may_correct=may_correct,
        form=form if view.is_closed and may_correct else None,
    )
    return render(request, "ledger/web/statement.html", {"page": page}, status=422 if form.errors else 200)


def _opened(entry: Entry) -> OpenLine:
    language = get_language() or "fr"
    steps = [(label.said_in(language), "", figure.said_in(language)) for label, figure in entry.steps_said]
    return OpenLine(entry=entry, regime=NAMES[VatRegime(entry.vat_regime)], steps=steps)
