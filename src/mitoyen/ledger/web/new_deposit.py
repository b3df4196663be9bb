"""Note a deposit that was left: a cheque, cash, a transfer or a letter; nothing is paid on line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel import clock
from mitoyen.kernel.errors import MitoyenError
from mitoyen.ledger import actions
from mitoyen.ledger.models import DepositMeans
from mitoyen.ledger.web.months import acting_for
from mitoyen.ledger.web.trail import to_deposits
from mitoyen.territory.models import Organisation
from mitoyen.territory.queries.organisations import visible_organisations
from mitoyen.ui.forms import DayField, EurosField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse

    from mitoyen.ledger.models import Deposit
    from mitoyen.plumbing.http import Request
    from mitoyen.ui.frame import Link


class NewDepositForm(forms.Form):
    """What a receipt for a deposit says; ``key`` is made once, so that a double click notes one deposit."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    label = forms.CharField(
        max_length=300, label=gettext_lazy("Pour quoi"), help_text=gettext_lazy("La ressource et les jours de l’usage.")
    )
    depositor = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        label=gettext_lazy("Laissé par"),
        empty_label=gettext_lazy("une personne, sans organisation"),
    )
    depositor_name = forms.CharField(
        max_length=120, required=False, label=gettext_lazy("Nom de cette personne, sans organisation")
    )
    amount = EurosField(label=gettext_lazy("Montant, en euros"))
    means = forms.ChoiceField(label=gettext_lazy("Sous quelle forme"), choices=DepositMeans.choices)
    held_on = DayField(label=gettext_lazy("Laissé le"))

    def clean_held_on(self) -> date:
        """A deposit is noted when it is there."""
        day: date = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError(_("Ce jour n’est pas encore venu : notez le dépôt quand il est laissé."))
        return day


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDepositPage:
    """What ``ledger/web/new_deposit.html`` may use."""

    trail: Sequence[Link]
    form: NewDepositForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_deposit(request: Request) -> HttpResponse:
    """Write that the organisation that the actor acts for holds a deposit."""
    owner = acting_for(request)
    policy.require(request.actor, "ledger.record_deposit", {"owner": owner})
    form = NewDepositForm(request.POST or None, initial={"key": uuid4(), "held_on": clock.today()})
    others = visible_organisations(request.actor).exclude(pk=owner)
    form.fields["depositor"].queryset = others  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            row = _record(request, owner, form)
        except MitoyenError as error:
            where = "depositor_name" if error.where == "depositor" else error.where
            form.add_error(where if where in form.fields else None, error.sentence.said_in(get_language() or "fr"))
        else:
            messages.success(request, _("Dépôt noté."))
            return redirect("ledger:deposit", row.pk)
    page = NewDepositPage(trail=to_deposits(), form=form)
    return render(request, "ledger/web/new_deposit.html", {"page": page}, status=422 if form.errors else 200)


def _record(request: Request, owner: int, form: NewDepositForm) -> Deposit:
    said = form.cleaned_data
    depositor: Organisation | None = said["depositor"]
    return actions.record_deposit(
        request.actor,
        source=f"page/{said['key']}",
        owner=owner,
        amount=said["amount"],
        means=DepositMeans(said["means"]),
        label=said["label"],
        held_on=said["held_on"],
        depositor=depositor.pk if depositor else None,
        depositor_name="" if depositor else said["depositor_name"],
    )
