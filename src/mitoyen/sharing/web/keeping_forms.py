"""Forms of what goes with a thing: accessories, conditions, papers, questions, photos, breakdowns."""

from __future__ import annotations

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mitoyen.sharing.models import Requirement
from mitoyen.sharing.web import said_kinds
from mitoyen.ui.forms import DayField, EurosField, HourField


def new_key() -> str:
    """What makes a form that is sent again count once."""
    return secrets.token_urlsafe(24)


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

    kind = forms.ChoiceField(label=_("Nature"), choices=said_kinds.PAPERS, initial=Requirement.Kind.QUALIFICATION)
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


class BlockForm(forms.Form):
    """A unit is out."""

    unit = forms.TypedChoiceField(label=_("Exemplaire"), coerce=int)
    kind = forms.ChoiceField(label=_("Pourquoi"), choices=said_kinds.OUT_FOR)
    du = DayField(label=_("Du"))
    de = HourField(label=_("À partir de"), required=False)
    au = DayField(label=_("Au"))
    a = HourField(label=_("Jusqu’à"), required=False)
    reason = forms.CharField(label=_("Raison, lue par tous"), max_length=200)
    is_estimate = forms.BooleanField(label=_("La date de fin est une estimation"), required=False)


class DocumentForm(forms.Form):
    """A photo or a paper."""

    kind = forms.ChoiceField(label=_("Nature"), choices=said_kinds.DOCUMENTS)
    title = forms.CharField(label=_("Titre"), max_length=160)
    alternative = forms.CharField(
        label=_("Ce que montre la photo"), max_length=300, required=False,
        help_text=_("Pour qui ne la voit pas."),
    )  # fmt: skip
    fichier = forms.FileField(label=_("Fichier"))
    expires_on = DayField(label=_("Valable jusqu’au"), required=False)
    is_public = forms.BooleanField(label=_("Montrer à tous"), required=False, initial=True)
    cle = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput, initial=new_key)
