"""The service wanted, alone and together alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mitoyen.ui.forms import MeasureField

if TYPE_CHECKING:
    from collections.abc import Mapping


class ServiceForm(forms.Form):
    """What is promised, how it is counted, who goes without."""

    measure = forms.ChoiceField(
        label=_("Quel service voulez-vous ?"),
        choices=[
            ("fill_rate", _("une part des heures de besoin est servie")),
            ("unmet_hours", _("un nombre d’heures sans service est admis")),
            ("everything", _("tout est servi, toujours")),
        ],
        initial="fill_rate",
        widget=forms.RadioSelect,
        help_text=_("Le même service seule et ensemble : sinon la comparaison serait faussée."),
    )
    level = MeasureField(label=_("Part des heures servies"), required=False, help_text=_("En %. Souvent 95 ou 98"))
    unmet_hours = MeasureField(
        label=_("Heures admises sans service"), required=False, help_text=_("Par membre et par an")
    )
    counting = forms.ChoiceField(
        label=_("Un besoin coupé en deux sert-il encore ?"),
        choices=[
            ("", _("non : il est servi en entier, ou perdu")),
            ("hours", _("oui : chaque heure servie compte")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    shortage = forms.ChoiceField(
        label=_("Les jours où il en manque, qui passe d’abord ?"),
        choices=[
            ("pro_rata", _("chacune à proportion de ce qu’elle demande")),
            ("own_first", _("chacune avec ce qu’elle a apporté, le reste partagé")),
            ("rotation", _("chacune son tour, jour après jour")),
        ],
        initial="pro_rata",
        widget=forms.RadioSelect,
    )
    days_together = forms.ChoiceField(
        label=_("Pour dire si l’économie est sûre, rejouer"),
        choices=[("1", _("des journées")), ("7", _("des semaines : ce qui dure plusieurs jours reste entier"))],
        initial="1",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """The number that goes with the measure."""
        cleaned: dict[str, Any] = super().clean() or {}
        level, unmet = cleaned.get("level"), cleaned.get("unmet_hours")
        if cleaned.get("measure") == "fill_rate" and "level" not in self.errors:
            if level is None:
                self.add_error("level", _("Dites quelle part des heures doit être servie : 98, par exemple."))
            elif not 50 <= level <= 100:  # noqa: PLR2004
                self.add_error("level", _("%(level)s %% : écrivez une part de 50 à 100.") % {"level": level})
        if cleaned.get("measure") == "unmet_hours" and "unmet_hours" not in self.errors:
            if unmet is None:
                self.add_error("unmet_hours", _("Dites combien d’heures par an chacune peut attendre."))
            elif unmet < 0:
                self.add_error("unmet_hours", _("Zéro ou plus."))
        return cleaned

    def service(self) -> dict[str, str]:
        """What was typed, as the study keeps it."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] for name in ("measure", "counting", "shortage", "days_together")}
        if cleaned["measure"] == "fill_rate":
            kept["level"] = str(cleaned["level"])
        if cleaned["measure"] == "unmet_hours":
            kept["unmet_hours"] = str(cleaned["unmet_hours"])
        return kept


def serviced(service: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a study."""
    shown = {"level": "98"} | dict(service)
    return {
        name: value.replace(".", ",") if name in {"level", "unmet_hours"} else value for name, value in shown.items()
    }
