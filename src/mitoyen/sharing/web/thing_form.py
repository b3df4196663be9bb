"""The form with which an owner describes a thing, told in chapters: what it is, for whom, when, what is due."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel import words
from mitoyen.sharing.models import Category, Kind, Place
from mitoyen.sharing.web import said_kinds
from mitoyen.sharing.web.thing_chapters import WITHOUT_CALENDAR, chapters_for
from mitoyen.territory.models import OrganisationKind
from mitoyen.ui.forms import MeasureField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mitoyen.sharing.models import Resource
    from mitoyen.ui.chapters import Chapter

HOUR, DAY = 60, 1440  # minutes
BUFFER = "nettoyage"
_MINUTES = {  # column, in minutes: the field that says it, in hours or in days
    "notice_minutes": ("notice_hours", HOUR),
    "min_minutes": ("min_hours", HOUR),
    "max_minutes": ("max_days", DAY),
    "buffer_before_minutes": ("before_hours", HOUR),
    "buffer_after_minutes": ("buffer_hours", HOUR),
    "hold_minutes": ("hold_hours", HOUR),
}


class ThingForm(forms.Form):
    """What a thing is, and the rules for booking it."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=said_kinds.KINDS,
        help_text=_("Un bien immatériel ou un bien commun n’a pas de calendrier."),
    )
    category = forms.ModelChoiceField(
        label=_("Rayon"),
        queryset=Category.objects.all(),
        empty_label=_("choisir un rayon"),
        help_text=_("Où on la cherche dans le catalogue."),
    )
    summary = forms.CharField(
        label=_("En une ligne"),
        max_length=300,
        required=False,
        help_text=_("Lue dans les listes. Par exemple : 2,7 tonnes, trois godets compris."),
    )
    description = forms.CharField(label=_("Description"), widget=forms.Textarea({"rows": 4}), required=False)
    units = forms.IntegerField(
        label=_("Combien d’exemplaires"),
        min_value=1,
        max_value=200,
        initial=1,
        required=False,
        help_text=_("Chacun se réserve à part et porte sa propre étiquette."),
    )
    is_listed = forms.BooleanField(
        label=_("Montrer dans le catalogue"),
        required=False,
        initial=True,
        help_text=_("Sinon, vous êtes seuls à la voir."),
    )
    drawing = forms.ChoiceField(
        label=_("Dessin en attendant une photo"), choices=said_kinds.DRAWINGS, required=False, initial=""
    )

    place = forms.ModelChoiceField(
        label=_("Lieu"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("aucun lieu"),
        help_text=_("On la prend et on la rend à ses heures d’ouverture."),
    )
    approval = forms.ChoiceField(label=_("Qui doit attendre votre réponse"), choices=said_kinds.WHO_WAITS)
    answer_hours = forms.IntegerField(
        label=_("Réponse promise sous, en heures"),
        min_value=1,
        max_value=720,
        initial=72,
        help_text=_("Dite à qui doit l’attendre."),
    )
    borrower_kinds = forms.MultipleChoiceField(
        label=_("Qui peut l’emprunter"),
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Rien de coché : tout le monde."),
    )

    notice_hours = MeasureField(
        label=_("À réserver à l’avance, en heures"), initial="0", help_text=_("0 : jusqu’au dernier moment.")
    )
    horizon_days = forms.IntegerField(
        label=_("Calendrier ouvert sur, en jours"),
        min_value=1,
        max_value=1096,
        initial=366,
        help_text=_("Au-delà, personne ne peut encore réserver."),
    )
    max_days = MeasureField(label=_("Durée la plus longue, en jours"), initial="31")
    buffer_hours = MeasureField(
        label=_("Gardée après chaque usage, en heures"),
        required=False,
        help_text=_("Comptées pendant les heures d’ouverture du lieu."),
    )
    buffer_name = forms.CharField(
        label=_("Gardée pour"),
        max_length=30,
        initial=BUFFER,
        required=False,
        help_text=_("Un mot que les emprunteurs lisent."),
    )
    before_hours = MeasureField(label=_("Gardée avant chaque usage, en heures"), required=False)
    min_hours = MeasureField(label=_("Durée la plus courte, en heures"), required=False)
    grid_minutes = forms.TypedChoiceField(
        label=_("Heures de début et de fin"), coerce=int, choices=said_kinds.STEPS, initial=1, required=False
    )
    hold_hours = MeasureField(
        label=_("Une option dure au plus, en heures"),
        initial=Decimal(24),
        required=False,
        help_text=_("Une option garde la place sans réserver. 0 : pas d’option."),
    )

    free_cancel_working_days = forms.IntegerField(
        label=_("Annulation sans frais, en jours ouvrés avant"),
        min_value=0,
        max_value=60,
        initial=0,
        help_text=_("0 : jusqu’à la remise."),
    )
    late_cancel_days = forms.IntegerField(
        label=_("Annulée plus tard, journées dues"), min_value=0, max_value=60, initial=0
    )
    no_show_percent = forms.IntegerField(
        label=_("Si personne ne vient, part du prix due, en %"), min_value=0, max_value=100, initial=100, required=False
    )

    meter_unit = forms.ChoiceField(label=_("Compteur"), required=False, choices=said_kinds.METERS)
    photo_views = forms.CharField(
        label=_("Photos demandées à la remise"),
        required=False,
        help_text=_("Séparées par des virgules. Par exemple : ensemble, compteur, côté gauche."),
        max_length=600,
    )
    meter_name = forms.CharField(
        label=_("Nom du compteur"),
        max_length=30,
        required=False,
        help_text=_("Lu dans le calcul du prix. Par exemple : moteur."),
    )
    meter_per_day = MeasureField(
        label=_("Relevé douteux au-delà de, par jour"),
        required=False,
        help_text=_("Un relevé plus haut est redemandé à l’agent. Vide : jamais."),
    )

    seats = forms.IntegerField(
        label=_("Places en même temps"),
        min_value=1,
        max_value=10**6,
        required=False,
        help_text=_("D’un bien immatériel. Vide : autant qu’on veut."),
    )
    reuse_rights = forms.CharField(
        label=_("Droits de réutilisation"),
        max_length=200,
        required=False,
        help_text=_("D’un bien immatériel. Par exemple : licence ouverte 2.0."),
    )
    yearly_allowance = forms.IntegerField(
        label=_("Quantité par an"),
        min_value=0,
        max_value=10**8,
        required=False,
        help_text=_("D’un bien commun : ce qu’on peut en prendre."),
    )
    allowance_unit = forms.CharField(
        label=_("Unité de cette quantité"), max_length=30, required=False, help_text=_("Par exemple : stères.")
    )

    def __init__(self, data: Mapping[str, Any] | None, places: Sequence[Place], resource: Resource | None) -> None:
        super().__init__(data, initial=_values(resource) if resource else {})
        self.resource = resource
        self.fields["place"].queryset = Place.objects.filter(pk__in=[each.pk for each in places])  # type: ignore[attr-defined]
        if resource is not None:
            del self.fields["units"]
            if resource.grid_minutes not in dict(said_kinds.STEPS):
                kept = (resource.grid_minutes, gettext("toutes les %(n)s minutes") % {"n": resource.grid_minutes})
                self.fields["grid_minutes"].choices = [*said_kinds.STEPS, kept]  # type: ignore[attr-defined]

    @property
    def chapters(self) -> Sequence[Chapter]:
        """In the order in which a keeper thinks; its kind may change what comes first."""
        kind = self.data.get("kind") if self.is_bound else self.resource and self.resource.kind
        return chapters_for(kind or "")

    def clean(self) -> dict[str, Any]:
        """What goes together."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("grid_minutes", "hold_hours", "no_show_percent"):
            if cleaned.get(name) in (None, ""):  # emptied: as usual
                cleaned[name] = self.get_initial_for_field(self.fields[name], name)
        for name, most in (("notice_hours", 2160), ("max_days", 366), ("min_hours", 8784), ("buffer_hours", 720),
                           ("before_hours", 720), ("hold_hours", 2160), ("meter_per_day", 10**6)):  # fmt: skip
            asked = cleaned.get(name)
            if asked is not None and not 0 <= asked <= most:
                said = {"value": words.plain(asked), "most": words.plain(most)}
                self.add_error(name, ValidationError(_("%(value)s ne va pas : de 0 à %(most)s."), params=said))
        longest, shortest = cleaned.get("max_days"), cleaned.get("min_hours")
        if longest is not None and longest * 24 < (shortest or Decimal(0)):
            said = {"value": words.plain(shortest or 0), "most": words.plain(longest * 24)}
            self.add_error(
                "min_hours",
                ValidationError(_("%(value)s heures dépassent la durée la plus longue, %(most)s heures."), params=said),
            )
        elif longest == 0:
            self.add_error("max_days", _("0 ne laisserait réserver personne : écrivez au moins 0,5."))
        if cleaned.get("kind") == Kind.COMMONS and cleaned.get("yearly_allowance") is None:
            self.add_error("yearly_allowance", _("Un bien commun se partage à l’année : dites combien."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """The columns that the action writes: all of them for a new thing, else what was changed.

        A length that was not touched keeps its minutes: shown in hours or in days, it may have been rounded.
        """
        asked = dict(self.cleaned_data)
        asked.pop("units", None)
        written = {column: _minutes(asked.pop(name), unit) for column, (name, unit) in _MINUTES.items()}
        written["min_minutes"] = max(1, written["min_minutes"])
        written["meter_tenths_per_day"] = round((asked.pop("meter_per_day") or 0) * 10)
        views = [each.strip()[:60] for each in asked.pop("photo_views").split(",") if each.strip()]
        every = asked | written | {"photo_views": views[:12], "buffer_name": asked["buffer_name"] or BUFFER}
        if self.resource is None:
            return every
        said_by = {column: name for column, (name, _unit) in _MINUTES.items()} | {
            "meter_tenths_per_day": "meter_per_day"
        }
        changed = set(self.changed_data)
        return {column: value for column, value in every.items() if said_by.get(column, column) in changed}


def _values(resource: Resource) -> dict[str, Any]:
    plain = ("name", "kind", "summary", "description", "drawing", "is_listed", "approval", "answer_hours",
             "horizon_days", "buffer_name", "free_cancel_working_days", "late_cancel_days", "no_show_percent",
             "grid_minutes", "meter_unit", "meter_name", "borrower_kinds", *WITHOUT_CALENDAR)  # fmt: skip
    lengths: dict[str, Decimal | None] = {
        name: _in_units(getattr(resource, column), unit) for column, (name, unit) in _MINUTES.items()
    }
    if resource.min_minutes <= 1:
        lengths["min_hours"] = None
    zero_is_said = ("notice_hours", "max_days", "hold_hours")
    return (
        {name: getattr(resource, name) for name in plain}
        | {name: length if length or name in zero_is_said else None for name, length in lengths.items()}
        | {
            "category": resource.category_id,
            "place": resource.place_id,
            "meter_per_day": _in_units(resource.meter_tenths_per_day, 10) or None,
            "photo_views": ", ".join(resource.photo_views),
        }
    )


def _in_units(amount: int, unit: int) -> Decimal:
    """Hours or days with the decimals they have, two at most.

    >>> _in_units(90, 60), _in_units(2880, 1440), _in_units(100, 60)
    (Decimal('1.5'), Decimal('2'), Decimal('1.67'))
    """
    said = f"{Decimal(amount) / unit:.2f}".rstrip("0").rstrip(".")
    return Decimal(said)


def _minutes(asked: Decimal | None, unit: int) -> int:
    return round((asked or 0) * unit)
