"""The meter of a copy: what it said and when, and the day on which it is replaced."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from mitoyen.access import policy
from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.error_pages import status_of
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.wording import tenths
from mitoyen.sharing.models import ReadingKind
from mitoyen.sharing.queries.catalogue import unit_or_refuse
from mitoyen.sharing.queries.meters import readings_of
from mitoyen.sharing.web import addresses
from mitoyen.ui.forms import MeasureField
from mitoyen.ui.frame import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from mitoyen.plumbing.http import Request
    from mitoyen.sharing.models import Reading, Unit

SHOWN = 20
_KINDS: Mapping[str, object] = {
    ReadingKind.START: _("Remise"),
    ReadingKind.END: _("Retour"),
    ReadingKind.CHECK: _("Contrôle"),
    ReadingKind.OLD_METER: _("Compteur déposé"),
    ReadingKind.NEW_METER: _("Compteur posé"),
}


class ReplacementForm(forms.Form):
    """What the old meter says last, what the new one says first, and why; the key makes a double click change one."""

    cle = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    old = MeasureField(label=_("Dernier relevé de l’ancien compteur"))
    new = MeasureField(label=_("Premier relevé du nouveau"), initial="0")
    note = forms.CharField(
        label=_("Pourquoi"), max_length=300, help_text=_("Par exemple : afficheur cassé, remplacé par le garage Roux.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One reading in words."""

    said: str
    kind: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterPage:
    """What ``sharing/web/meter.html`` may use."""

    unit: Unit
    trail: Sequence[Link]
    readings: Sequence[Line]
    form: ReplacementForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meter(request: Request, pk: int) -> HttpResponse:
    """The last readings of a copy; POST replaces its meter."""
    unit, status = unit_or_refuse(request.actor, pk), 200
    policy.require(request.actor, "sharing.hand_over", unit.resource.stakes)
    fresh = {"cle": secrets.token_urlsafe(24)}
    form = ReplacementForm(request.POST if request.method == "POST" else None, initial=fresh)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked = form.cleaned_data
            try:
                actions.replace_meter(
                    request.actor,
                    pk,
                    old_tenths=round(asked["old"] * 10),
                    new_tenths=round(asked["new"] * 10),
                    note=asked["note"],
                    request_key=asked["cle"],
                )
            except MitoyenError as error:
                form.add_error("old" if error.where == "meter" else None, error.sentence.said_in(_language()))
                status = status_of(error)
            else:
                messages.success(request, gettext("Compteur remplacé : le compte continue avec le nouveau."))
                return HttpResponseRedirect(request.path)
    page = MeterPage(
        unit=unit,
        trail=[
            Link(label=gettext("Ce que nous partageons"), href=reverse("sharing:things")),
            Link(label=unit.resource.name, href=addresses.of_thing(unit.resource)),
        ],
        readings=[_line(each, unit) for each in readings_of(pk, SHOWN)],
        form=form,
    )
    return render(request, "sharing/web/meter.html", {"page": page}, status=status)


def _line(reading: Reading, unit: Unit) -> Line:
    return Line(
        said=f"{tenths(reading.tenths, _language())}\u00a0{unit.resource.meter_unit}",
        kind=str(_KINDS[reading.kind]),
        at=reading.at,
        note=reading.note,
    )


def _language() -> str:
    return get_language() or "fr"
