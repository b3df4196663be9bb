"""Who and what a study is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mitoyen.studies.actions import Machine, MemberSheet
from mitoyen.studies.actions.opening import MOST_MACHINES
from mitoyen.ui.forms import DayField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms.boundfield import BoundField

    from mitoyen.studies.models import Study, StudyMember
    from mitoyen.territory.models import Organisation


class DescribeForm(forms.Form):
    """Title, machines, days studied, members."""

    title = forms.CharField(label=_("Titre"), max_length=200, help_text=_("Par exemple : Déneigement du Haut-Val"))
    first = DayField(label=_("Du"))
    last = DayField(label=_("Au"), help_text=_("Des années entières : les saisons comptent"))
    members = forms.MultipleChoiceField(
        label=_("Membres"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De deux à quinze. Celles qui partageraient les machines."),
        error_messages={"required": _("Cochez au moins deux membres.")},
    )
    candidates = forms.MultipleChoiceField(
        label=_("Candidates"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Elles ne sont pas dans le groupe : l’étude dit ce que leur arrivée changerait."),
    )

    def __init__(self, data: Any, organisations: Sequence[Organisation], initial: dict[str, Any]) -> None:  # noqa: ANN401 - Django's
        """``organisations`` may be members, in the order shown."""
        super().__init__(data, initial=initial)
        for rank in range(1, MOST_MACHINES + 1):
            is_needed = rank == 1
            self.fields[f"one_{rank}"] = forms.CharField(
                label=_("Une machine s’appelle"), max_length=60, required=is_needed, help_text=_("déneigeuse")
            )
            self.fields[f"many_{rank}"] = forms.CharField(
                label=_("Plusieurs"), max_length=60, required=is_needed, help_text=_("déneigeuses")
            )
            self.fields[f"gender_{rank}"] = forms.ChoiceField(
                label=_("On dit"), choices=[("m", _("un")), ("f", _("une"))], required=False
            )
            self.fields[f"id_{rank}"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
        choices = [(str(each.pk), each.name) for each in organisations]
        for name in ("members", "candidates"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def machine_rows(self) -> list[tuple[BoundField, BoundField, BoundField, BoundField]]:
        """The fields of each machine, row by row."""
        return [
            (self[f"one_{rank}"], self[f"many_{rank}"], self[f"gender_{rank}"], self[f"id_{rank}"])
            for rank in range(1, MOST_MACHINES + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """A machine needs both its names."""
        cleaned: dict[str, Any] = super().clean() or {}
        for rank in range(2, MOST_MACHINES + 1):
            one, many = cleaned.get(f"one_{rank}"), cleaned.get(f"many_{rank}")
            if one and not many:
                self.add_error(f"many_{rank}", _("Dites comment on en nomme plusieurs."))
            if many and not one:
                self.add_error(f"one_{rank}", _("Dites comment on en nomme une."))
        return cleaned

    def machines(self) -> list[Machine]:
        """The machines that were named."""
        cleaned = self.cleaned_data
        return [
            Machine(
                one=cleaned[f"one_{rank}"],
                many=cleaned[f"many_{rank}"],
                feminine=cleaned.get(f"gender_{rank}") == "f",
                id=cleaned.get(f"id_{rank}", ""),
            )
            for rank in range(1, MOST_MACHINES + 1)
            if cleaned.get(f"one_{rank}")
        ]

    def chosen(self) -> list[int]:
        """The organisations that were ticked, members first, each once."""
        both = [*self.cleaned_data["members"], *self.cleaned_data["candidates"]]
        return list(dict.fromkeys(int(pk) for pk in both))

    def sheets(self, inhabitants: Mapping[int, int], known: Mapping[int, StudyMember]) -> list[MemberSheet]:
        """The members as an action takes them; what a member owns is kept."""
        inside = {int(pk) for pk in self.cleaned_data["members"]}
        return [
            MemberSheet(
                organisation=pk,
                population=inhabitants.get(pk),
                stock=known[pk].stock if pk in known else {},
                is_candidate=pk not in inside,
            )
            for pk in self.chosen()
        ]


def described(study: Study, members: Sequence[StudyMember]) -> dict[str, Any]:
    """What the form shows of a study."""
    initial: dict[str, Any] = {
        "title": study.title,
        "first": study.first,
        "last": study.last,
        "members": [str(each.organisation_id) for each in members if not each.is_candidate],
        "candidates": [str(each.organisation_id) for each in members if each.is_candidate],
    }
    for rank, machine in enumerate(study.settings.get("machines", []), start=1):
        initial |= {
            f"one_{rank}": machine["one"],
            f"many_{rank}": machine["many"],
            f"gender_{rank}": "f" if machine.get("feminine") else "m",
            f"id_{rank}": machine["id"],
        }
    return initial
