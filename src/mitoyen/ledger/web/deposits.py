"""Deposits: what is held and for whom; giving one back, or keeping it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.kernel.money import Euros
from mitoyen.ledger import actions
from mitoyen.ledger.queries.deposits import deposit_or_refuse, visible_deposits
from mitoyen.ledger.web.trail import to_deposits, to_months
from mitoyen.plumbing.readonly import reads
from mitoyen.ui.forms import EurosField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mitoyen.access.rules import Decision
    from mitoyen.ledger.models import Deposit, DepositOutcome
    from mitoyen.plumbing.http import Request
    from mitoyen.ui.frame import Link


class OutcomeForm(forms.Form):
    """How much is given back or kept; a reason is needed to keep."""

    amount = EurosField(label=gettext_lazy("Montant, en euros"))
    reason = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("Raison, si vous gardez cette somme"),
        help_text=gettext_lazy("La personne qui a laissé le dépôt la lira."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositsPage:
    """What ``ledger/web/deposits.html`` may use."""

    trail: Sequence[Link]
    held: Sequence[Deposit]
    settled: Sequence[Deposit]
    total: Euros
    may_note: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositPage:
    """What ``ledger/web/deposit.html`` may use."""

    trail: Sequence[Link]
    deposit: Deposit
    depositor: str
    held: Euros
    outcomes: Sequence[DepositOutcome]
    may_decide: Decision
    form: OutcomeForm


@login_required
@require_safe
@reads
def deposits(request: Request) -> HttpResponse:
    """List the deposits that the actor's organisations hold or have left."""
    rows = list(visible_deposits(request.actor))
    held = [row for row in rows if row.held]  # type: ignore[attr-defined]  # annotated by the query
    page = DepositsPage(
        trail=to_months(),
        held=held,
        settled=[row for row in rows if row not in held],
        total=Euros.total(row.held for row in held),  # type: ignore[attr-defined]
        may_note=policy.decide(request.actor, "ledger.record_deposit", {"owner": request.actor.acting_for}),
    )
    return render(request, "ledger/web/deposits.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: Request, pk: int) -> HttpResponse:
    """Show one deposit; give back or keep what is left of it."""
    row = deposit_or_refuse(request.actor, pk)
    held: Euros = row.held  # type: ignore[attr-defined]
    if request.method == "POST":
        policy.require(request.actor, "ledger.record_deposit", {"owner": row.owner_id})
    form = OutcomeForm(request.POST or None, initial={"amount": held})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, pk, form)
        except MitoyenError as error:
            where = error.where if error.where in form.fields else None
            form.add_error(where, error.sentence.said_in(get_language() or "fr"))
        else:
            return redirect("ledger:deposit", pk)
    page = DepositPage(
        trail=to_deposits(),
        deposit=row,
        depositor=str(row.depositor) if row.depositor else row.depositor_name,
        held=held,
        outcomes=list(row.outcomes.all()),
        may_decide=policy.decide(request.actor, "ledger.record_deposit", {"owner": row.owner_id}),
        form=form,
    )
    return render(request, "ledger/web/deposit.html", {"page": page}, status=422 if form.errors else 200)


def _decide(request: Request, pk: int, form: OutcomeForm) -> None:
    amount, reason = form.cleaned_data["amount"], form.cleaned_data["reason"]
    if "keep" in request.POST:
        actions.keep_deposit(request.actor, pk, on=clock.today(), amount=amount, reason=reason)
        messages.success(request, _("Somme gardée, avec sa raison."))
    else:
        actions.return_deposit(request.actor, pk, on=clock.today(), amount=amount)
        messages.success(request, _("Somme rendue."))
