"""Seats of an immaterial thing, shares of a natural commons: asked for in numbers."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import clock
from mitoyen.kernel.dates import Period
from mitoyen.sharing import actions
from mitoyen.sharing.models import Allotment
from mitoyen.ui.forms import DayField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.access.actors import Actor
    from mitoyen.sharing.models import Resource
    from mitoyen.territory.models import Organisation

MOST = 1_000_000


class SeatForm(forms.Form):
    """How many, from when to when, what for."""

    quantite = forms.IntegerField(label=_("Combien"), min_value=1, max_value=MOST, initial=1)
    du = DayField(label=_("Du"))
    au = DayField(label=_("Au"))
    objet = forms.CharField(label=_("Pour quoi faire"), required=False, max_length=200)
    cle = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, resource: Resource) -> None:
        today = clock.today()
        super().__init__(
            data, initial={"cle": secrets.token_urlsafe(24), "du": today, "au": date(today.year, 12, 31), "quantite": 1}
        )
        self.resource = resource
        self.fields["quantite"].label = gettext("Combien de %(unit)s") % {"unit": unit_of(resource)}

    def clean(self) -> dict[str, Any]:
        """The last day not before the first."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("du") and cleaned.get("au") and cleaned["au"] < cleaned["du"]:
            self.add_error("au", _("Le dernier jour vient avant le premier : corrigez l’un des deux."))
        return cleaned

    def take(self, actor: Actor, borrower: int) -> Allotment:
        """Ask the action."""
        asked = self.cleaned_data
        return actions.take_seats(
            actor,
            self.resource.pk,
            organisation=borrower,
            quantity=asked["quantite"],
            period=Period(asked["du"], asked["au"] + timedelta(days=1)),
            purpose=asked.get("objet", ""),
            request_key=asked.get("cle", ""),
        )


def unit_of(resource: Resource) -> str:
    """What is counted."""
    return resource.allowance_unit or gettext("places")


def left_of(resource: Resource) -> int | None:
    """What is left today."""
    today = clock.today()
    return actions.left(resource, Period(today, today + timedelta(days=1)))


def seats_of(resource: Resource, borrower: Organisation) -> list[Allotment]:
    """What the borrower has and has not given back."""
    return list(Allotment.objects.filter(resource=resource, organisation=borrower, released_at=None)[:20])
