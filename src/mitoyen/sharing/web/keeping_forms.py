"""Forms with which an owner describes a thing: what it is, its rules, what goes with it, what it costs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import words
from mitoyen.kernel.money import Euros
from mitoyen.sharing.models import Approval, Category, Kind, Place, Requirement, Tariff
from mitoyen.territory.models import OrganisationKind
from mitoyen.ui.forms import DayField, EurosField, HourField, MeasureField, read_hour
from mitoyen.ui.icons import DRAWINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import time

    from mitoyen.sharing.models import Resource

MINUTES = 60
LONG = forms.Textarea({"rows": 4})


class ThingForm(forms.Form):
    """What a thing is, and the rules for booking it."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    kind = forms.ChoiceField(label=_("Nature"), choices=Kind.choices)
    category = forms.ModelChoiceField(
        label=_("Rayon"), queryset=Category.objects.all(), empty_label=_("choisir un rayon")
    )
    place = forms.ModelChoiceField(
        label=_("Lieu"), queryset=Place.objects.none(), required=False, empty_label=_("aucun lieu")
    )
    summary = forms.CharField(label=_("En une ligne"), max_length=300, required=False)
    description = forms.CharField(label=_("Description"), widget=LONG, required=False)
    drawing = forms.ChoiceField(label=_("Dessin en attendant une photo"), required=False)
    is_listed = forms.BooleanField(label=_("Montrer dans le catalogue"), required=False, initial=True)
    units = forms.IntegerField(label=_("Combien d’exemplaires"), min_value=1, max_value=200, initial=1, required=False)

    approval = forms.ChoiceField(label=_("Qui doit attendre une réponse"), choices=Approval.choices)
    answer_hours = forms.IntegerField(label=_("Réponse promise, en heures"), min_value=1, max_value=720, initial=72)
    notice_hours = forms.IntegerField(label=_("À réserver à l’avance, en heures"), min_value=0, max_value=2160)
    horizon_days = forms.IntegerField(label=_("Ouvert jusqu’à, en jours"), min_value=1, max_value=1096, initial=366)
    max_days = forms.IntegerField(label=_("Durée la plus longue, en jours"), min_value=1, max_value=366, initial=31)
    buffer_hours = MeasureField(label=_("Gardée après chaque usage, en heures ouvertes"), required=False)
    buffer_name = forms.CharField(label=_("Pour quoi faire"), max_length=30, initial="nettoyage")
    free_cancel_working_days = forms.IntegerField(
        label=_("Annulation sans frais, en jours ouvrés avant"), min_value=0, max_value=60
    )
    late_cancel_days = forms.IntegerField(label=_("Ensuite, jours dus"), min_value=0, max_value=60)
    meter_unit = forms.ChoiceField(
        label=_("Compteur"), required=False, choices=[("", _("aucun")), ("h", _("heures")), ("km", _("kilomètres"))]
    )
    meter_name = forms.CharField(label=_("Nom du compteur"), max_length=30, required=False)
    meter_per_day = MeasureField(label=_("Relevé douteux au-delà de, par jour"), required=False)
    photo_views = forms.CharField(
        label=_("Photos demandées à la remise"),
        required=False,
        help_text=_("Séparées par des virgules."),
        max_length=600,
    )
    seats = forms.IntegerField(label=_("Places en même temps"), min_value=1, max_value=10**6, required=False)
    reuse_rights = forms.CharField(label=_("Droits de réutilisation"), max_length=200, required=False)
    yearly_allowance = forms.IntegerField(label=_("Quantité par an"), min_value=0, max_value=10**8, required=False)
    allowance_unit = forms.CharField(label=_("Unité de cette quantité"), max_length=30, required=False)

    def __init__(self, data: Mapping[str, Any] | None, places: Sequence[Place], resource: Resource | None) -> None:
        zeros = dict.fromkeys(("notice_hours", "free_cancel_working_days", "late_cancel_days"), 0)
        super().__init__(data, initial=zeros | (_values(resource) if resource else {}))
        self.fields["place"].queryset = Place.objects.filter(pk__in=[each.pk for each in places])  # type: ignore[attr-defined]
        drawings = [("", gettext("selon la nature")), *((each, each) for each in sorted(DRAWINGS))]
        self.fields["drawing"].choices = drawings  # type: ignore[attr-defined]
        if resource is not None:
            del self.fields["units"]

    def columns(self) -> dict[str, Any]:
        """The columns that the action writes."""
        asked = dict(self.cleaned_data)
        asked.pop("units", None)
        notice, most = asked.pop("notice_hours"), asked.pop("max_days")
        buffer, per_day = asked.pop("buffer_hours"), asked.pop("meter_per_day")
        views = [each.strip()[:60] for each in asked.pop("photo_views").split(",") if each.strip()]
        return asked | {
            "notice_minutes": notice * MINUTES,
            "max_minutes": most * 24 * MINUTES,
            "buffer_after_minutes": round((buffer or 0) * MINUTES),
            "meter_tenths_per_day": round((per_day or 0) * 10),
            "photo_views": views[:12],
        }


def _values(resource: Resource) -> dict[str, Any]:
    plain = ("name", "kind", "summary", "description", "drawing", "is_listed", "approval", "answer_hours",
             "horizon_days", "buffer_name", "free_cancel_working_days", "late_cancel_days", "meter_unit", "meter_name",
             "seats", "reuse_rights", "yearly_allowance", "allowance_unit")  # fmt: skip
    return {name: getattr(resource, name) for name in plain} | {
        "category": resource.category_id,
        "place": resource.place_id,
        "notice_hours": resource.notice_minutes // MINUTES,
        "max_days": max(1, resource.max_minutes // (24 * MINUTES)),
        "buffer_hours": words.plain(resource.buffer_after_minutes / MINUTES) if resource.buffer_after_minutes else "",
        "meter_per_day": words.plain(resource.meter_tenths_per_day / 10) if resource.meter_tenths_per_day else "",
        "photo_views": ", ".join(resource.photo_views),
    }


class AccessoryForm(forms.Form):
    """What goes with the thing."""

    name = forms.CharField(label=_("Accessoire"), max_length=120)
    is_included = forms.BooleanField(label=_("Compris"), required=False)
    day_cents = EurosField(label=_("Prix par jour"), required=False)
    fixed_cents = EurosField(label=_("Prix par réservation"), required=False)


class ConditionForm(forms.Form):
    """A text of the conditions."""

    heading = forms.CharField(label=_("Titre"), max_length=80)
    text = forms.CharField(label=_("Texte"), widget=forms.Textarea({"rows": 2}))


class RequirementForm(forms.Form):
    """A paper to show."""

    kind = forms.ChoiceField(
        label=_("Nature"), choices=Requirement.Kind.choices, initial=Requirement.Kind.choices[0][0]
    )
    name = forms.CharField(label=_("Papier à présenter"), max_length=160)


class QuestionForm(forms.Form):
    """What is looked at."""

    text = forms.CharField(label=_("Ce qu’on regarde"), max_length=120)
    choices = forms.CharField(label=_("Réponses, de la meilleure à la pire"), initial="Bon, À noter, Mauvais")

    def clean_choices(self) -> list[str]:
        """At least two answers."""
        found = [each.strip()[:40] for each in self.cleaned_data["choices"].split(",") if each.strip()]
        if len(found) < 2:  # noqa: PLR2004
            raise ValidationError(_("Donnez deux réponses au moins, séparées par une virgule."))
        return found


class TariffForm(forms.Form):
    """A price, from a day on."""

    since = DayField(label=_("À partir du"))
    source = forms.CharField(
        label=_("Décision"), max_length=200, help_text=_("Par exemple : voté le 10 décembre 2026.")
    )
    borrower_kind = forms.ChoiceField(label=_("Pour"), required=False)
    audience = forms.ChoiceField(label=_("Et parmi eux"), choices=Tariff.Audience.choices)
    day_cents = EurosField(label=_("Par jour"), required=False)
    hour_cents = EurosField(label=_("Par heure"), required=False)
    fixed_cents = EurosField(label=_("Forfait"), required=False)
    meter_cents = EurosField(label=_("Par unité de compteur"), required=False)
    free_meter = MeasureField(label=_("Unités comprises par jour"), required=False)
    km_cents = EurosField(label=_("Par kilomètre de transport"), required=False)
    minimum_cents = EurosField(label=_("Minimum facturé"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["borrower_kind"].choices = [("", gettext("tous les emprunteurs")), *OrganisationKind.choices]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        """The columns that the action writes."""
        asked = dict(self.cleaned_data)
        free = asked.pop("free_meter")
        return {name: value.cents if isinstance(value, Euros) else value or "" for name, value in asked.items()
                if not (name.endswith("_cents") and value is None)} | {
            "free_meter_tenths": round((free or 0) * 10)
        }  # fmt: skip


class BlockForm(forms.Form):
    """A unit is out."""

    unit = forms.TypedChoiceField(label=_("Exemplaire"), coerce=int)
    kind = forms.ChoiceField(label=_("Pourquoi"), choices=())
    du = DayField(label=_("Du"))
    de = HourField(label=_("À partir de"), required=False)
    au = DayField(label=_("Au"))
    a = HourField(label=_("Jusqu’à"), required=False)
    reason = forms.CharField(label=_("Raison, lue par tous"), max_length=200)
    is_estimate = forms.BooleanField(label=_("La date de fin est une estimation"), required=False)


class DocumentForm(forms.Form):
    """A photo or a paper."""

    kind = forms.ChoiceField(label=_("Nature"), choices=())
    title = forms.CharField(label=_("Titre"), max_length=160)
    alternative = forms.CharField(
        label=_("Ce que montre la photo"), max_length=300, required=False,
        help_text=_("Pour qui ne la voit pas."),
    )  # fmt: skip
    fichier = forms.FileField(label=_("Fichier"))
    expires_on = DayField(label=_("Valable jusqu’au"), required=False)
    is_public = forms.BooleanField(label=_("Montrer à tous"), required=False, initial=True)


class PlaceForm(forms.Form):
    """A depot and its hours."""

    name = forms.CharField(label=_("Nom du lieu"), max_length=200)
    address = forms.CharField(label=_("Adresse"), max_length=300, required=False)
    access_note = forms.CharField(
        label=_("Pour entrer"), max_length=300, required=False, help_text=_("Dit aux emprunteurs seulement.")
    )
    closes_on_holidays = forms.BooleanField(label=_("Fermé les jours fériés"), required=False, initial=True)
    first = DayField(label=_("Fermer du"), required=False)
    last = DayField(label=_("Au (compris)"), required=False)
    reason = forms.CharField(label=_("Raison de cette fermeture"), max_length=200, required=False)

    DAYS = (_("Lundi"), _("Mardi"), _("Mercredi"), _("Jeudi"), _("Vendredi"), _("Samedi"), _("Dimanche"))

    def __init__(self, data: Mapping[str, Any] | None, place: Place | None) -> None:
        initial = {name: getattr(place, name) for name in ("name", "address", "access_note", "closes_on_holidays")
                   } if place else {}  # fmt: skip
        super().__init__(data, initial=initial)
        hours = place.hours if place and place.hours else [[]] * 7
        for rank, day in enumerate(self.DAYS):
            self.fields[f"h{rank}"] = forms.CharField(
                label=day, required=False, initial=_hours_said(hours[rank]), max_length=120
            )
        self.fields["h0"].help_text = _(
            "Par exemple : 8 h à 12 h, 13 h 30 à 17 h. Vide : fermé ; tout vide : toujours."
        )

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        cleaned: dict[str, Any] = super().clean() or {}
        week = []
        for rank in range(7):
            try:
                week.append(read_hours(cleaned.get(f"h{rank}", "")))
            except ValueError:
                self.add_error(
                    f"h{rank}",
                    ValidationError(
                        _("« %(value)s » ne se lit pas : écrivez par exemple 8 h à 12 h, 13 h 30 à 17 h."),
                        params={"value": cleaned.get(f"h{rank}", "")},
                    ),
                )
                week.append([])
        cleaned["hours"] = week if any(week) else []
        if cleaned.get("first") and not cleaned.get("reason"):
            self.add_error("reason", _("Dites pourquoi : les emprunteurs le liront."))
        return cleaned


def read_hours(written: str) -> list[list[int]]:
    """« 8 h à 12 h, 13 h 30 à 17 h » in minutes of the day. ValueError when it is none.

    >>> read_hours("8 h à 12 h, 13h30-17h")
    [[480, 720], [810, 1020]]
    """
    found = []
    for part in filter(None, (each.strip() for each in written.split(","))):
        edges = re.split(r"\s*(?:à|-|–|to)\s*", part)
        if len(edges) != 2:  # noqa: PLR2004
            raise ValueError(part)
        found.append([_minutes(read_hour(edge)) for edge in edges])
    return found


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _hours_said(intervals: Sequence[Sequence[int]]) -> str:
    return ", ".join(" à ".join(_hour(edge) for edge in interval) for interval in intervals)


def _hour(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
