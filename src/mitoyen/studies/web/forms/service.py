"""The service wanted, alone and together alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mitoyen.ui.forms import MeasureField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms.boundfield import BoundField

    from mitoyen.studies.models import Study, StudyMember


class ServiceForm(forms.Form):
    """What is promised, how it is counted, who goes without."""

    measure = forms.ChoiceField(
        label=_("Quel service voulez-vous ?"),
        choices=[
            ("fill_rate", _("une part des heures de besoin est servie")),
            ("unmet_hours", _("un nombre d’heures sans service est admis")),
            ("everything", _("tout est servi, toujours")),
            ("random", _("une part des demandes est servie, si elles tombent au hasard")),
        ],
        initial="fill_rate",
        widget=forms.RadioSelect,
        help_text=_("Le même service seule et ensemble : sinon la comparaison serait faussée."),
    )
    level = MeasureField(label=_("Part servie"), required=False, help_text=_("En %. Souvent 95 ou 98"))
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

    def __init__(self, data: Any, study: Study, members: Sequence[StudyMember]) -> None:  # noqa: ANN401 - Django's
        """One load for each member and machine beside the rest."""
        super().__init__(data, initial=_serviced(study.settings))
        self.pairs = [(member, machine) for machine in study.settings.get("machines", []) for member in members]
        for member, machine in self.pairs:
            self.fields[f"load.{member.code}.{machine['id']}"] = MeasureField(
                label=f"{member.organisation.name}, {machine['one']}", required=False
            )

    @property
    def load_fields(self) -> list[BoundField]:
        """The loads, machine by machine."""
        return [self[f"load.{member.code}.{machine['id']}"] for member, machine in self.pairs]

    @property
    def has_loads(self) -> bool:
        """Whether loads are given, or must be corrected: they then stand open."""
        return any(field.errors or field.value() not in {None, ""} for field in self.load_fields)

    def clean(self) -> dict[str, Any]:
        """The number that goes with the measure."""
        cleaned: dict[str, Any] = super().clean() or {}
        level, unmet = cleaned.get("level"), cleaned.get("unmet_hours")
        if cleaned.get("measure") in {"fill_rate", "random"} and "level" not in self.errors:
            if level is None:
                self.add_error("level", _("Dites quelle part doit être servie : 98, par exemple."))
            elif not 50 <= level <= 100:  # noqa: PLR2004
                self.add_error("level", _("%(level)s %% : écrivez une part de 50 à 100.") % {"level": level})
        if cleaned.get("measure") == "unmet_hours" and "unmet_hours" not in self.errors:
            if unmet is None:
                self.add_error("unmet_hours", _("Dites combien d’heures par an chacune peut attendre."))
            elif unmet < 0:
                self.add_error("unmet_hours", _("Zéro ou plus."))
        self._check_loads(cleaned)
        return cleaned

    def _check_loads(self, cleaned: dict[str, Any]) -> None:
        names = [field.name for field in self.load_fields]
        given = [name for name in names if cleaned.get(name) is not None]
        for name in given:
            if cleaned[name] < 0:
                self.add_error(name, _("Zéro ou plus."))
        if cleaned.get("measure") != "random" or not given:
            return
        for name in names:
            if name not in given and name not in self.errors:
                self.add_error(name, _("Donnez la charge de chacune, ou d’aucune : 0 si elle n’en a pas."))

    def service(self) -> dict[str, str]:
        """What was typed, as the study keeps it."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] for name in ("measure", "counting", "shortage", "days_together")}
        if cleaned["measure"] in {"fill_rate", "random"}:
            kept["level"] = str(cleaned["level"])
        if cleaned["measure"] == "unmet_hours":
            kept["unmet_hours"] = str(cleaned["unmet_hours"])
        return kept

    def loads(self) -> dict[str, dict[str, str]]:
        """The loads that were typed, by member and machine."""
        found: dict[str, dict[str, str]] = {}
        for member, machine in self.pairs:
            load = self.cleaned_data.get(f"load.{member.code}.{machine['id']}")
            if load is not None:
                found.setdefault(member.code, {})[machine["id"]] = str(load)
        return found


def _serviced(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a study."""
    shown = {"level": "98"} | dict(settings.get("service", {}))
    loads = {
        f"load.{code}.{machine}": load.replace(".", ",")
        for code, given in settings.get("loads", {}).items()
        for machine, load in given.items()
    }
    return loads | {
        name: value.replace(".", ",") if name in {"level", "unmet_hours"} else value for name, value in shown.items()
    }
