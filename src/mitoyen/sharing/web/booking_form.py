"""The form that books: days, perhaps hours, what is planned, and the key against double clicks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel.clock import PARIS
from mitoyen.sharing.actions import Wish
from mitoyen.sharing.bridge.rules import Window, opening_of, window_of_days
from mitoyen.ui.forms import DayField, HourField, MeasureField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.sharing.models import Resource

TEAM, OWN = "equipe", "soins"


@dataclass(frozen=True, slots=True)
class Trip:
    """How far the thing is, in kilometres out and back; None when one does not know."""

    kilometres: int | None


class BookingForm(forms.Form):
    """What a clerk says to book a thing."""

    du = DayField(label=_("Du"))
    au = DayField(label=_("Au"), required=False)
    de = HourField(label=_("De"), required=False)
    a = HourField(label=_("À"), required=False)
    compteur = MeasureField(label=_("Compteur prévu"), required=False)
    transport = forms.ChoiceField(
        label=_("Transport"), required=False, choices=[(OWN, _("par vos soins")), (TEAM, _("par l’équipe"))]
    )
    accessoires = forms.MultipleChoiceField(label=_("Accessoires"), required=False, widget=forms.CheckboxSelectMultiple)
    objet = forms.CharField(label=_("Pour quoi faire"), required=False, max_length=200)
    cle = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, resource: Resource, trip: Trip) -> None:
        super().__init__(data, initial={"cle": secrets.token_urlsafe(24)})
        self.resource, self.trip = resource, trip
        paid = [each for each in resource.accessories.all() if not each.is_included and each.is_active]
        self.fields["accessoires"].choices = [(str(each.pk), each.name) for each in paid]  # type: ignore[attr-defined]
        self.paid_accessories = paid
        if resource.meter_unit == "km":
            self.fields["compteur"].label = _("Kilomètres prévus")
        elif resource.meter_name:
            self.fields["compteur"].label = _("Heures prévues au compteur")

    def clean(self) -> dict[str, Any]:
        """One day when only the first is given; the last not before the first."""
        cleaned: dict[str, Any] = super().clean() or {}
        first = cleaned.get("du")
        if first:
            cleaned["au"] = cleaned.get("au") or first
            if cleaned["au"] < first:
                self.add_error("au", _("Le dernier jour vient avant le premier : corrigez l’un des deux."))
        return cleaned

    @property
    def chosen(self) -> tuple[date, date] | None:
        """The days chosen, once they are understood."""
        if not self.is_bound or not self.is_valid():
            return None
        return self.cleaned_data["du"], self.cleaned_data["au"]

    def window(self) -> Window:
        """From the hour, or the opening of the depot, to the hour, or its closing."""
        cleaned = self.cleaned_data
        whole = window_of_days(opening_of(self.resource), cleaned["du"], cleaned["au"])
        start = _at(cleaned["du"], cleaned["de"]) if cleaned.get("de") else whole.start
        end = _at(cleaned["au"], cleaned["a"]) if cleaned.get("a") else whole.end
        return Window(start, end if end > start else start + timedelta(minutes=1))

    def wish(self, borrower: int) -> Wish:
        """What the action is asked."""
        cleaned, window = self.cleaned_data, self.window()
        planned = cleaned.get("compteur")
        by_team = cleaned.get("transport") == TEAM and self.trip.kilometres is not None
        return Wish(
            resource=self.resource.pk,
            borrower=borrower,
            start=window.start,
            end=window.end,
            purpose=cleaned.get("objet", ""),
            accessories=tuple(int(pk) for pk in cleaned.get("accessoires", [])),
            planned_meter_tenths=int(planned * 10) if planned is not None else None,
            transport_km=self.trip.kilometres if by_team else None,
            request_key=cleaned.get("cle", ""),
        )


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS)
