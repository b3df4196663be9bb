"""What machines and being several cost, the distances, and the blend of the first key."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mitoyen.kernel.money import Euros
from mitoyen.studies.bridge.writing import kilometres, pairs_of
from mitoyen.ui.forms import EurosField, MeasureField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms.boundfield import BoundField
    from django.utils.functional import _StrPromise

    from mitoyen.studies.models import Study, StudyMember


def _euros(label: str | _StrPromise, hint: str | _StrPromise = "", *, required: bool = False) -> EurosField:
    return EurosField(label=label, help_text=hint, required=required)


def _machine_fields() -> dict[str, forms.Field]:
    """The fields of one machine, in the order in which they are asked."""
    return {
        "price": _euros(_("Prix d’achat, en euros"), required=True),
        "life_years": forms.IntegerField(label=_("Durée de vie, en années"), min_value=1, max_value=100),
        "residual": _euros(_("Reprise en fin de vie, en euros")),
        "upkeep": _euros(_("Entretien par an")),
        "insurance": _euros(_("Assurance par an")),
        "storage": _euros(_("Abri par an")),
        "per_hour": _euros(_("Par heure d’usage"), _("Carburant, pièces d’usure")),
        "hire_per_hour": _euros(_("Louer une heure ailleurs"), _("Ce que coûte une heure sans service")),
        "resale": _euros(_("Revente d’une machine en trop")),
        "carbon_kg": MeasureField(label=_("CO2 pour la fabriquer, en kg"), required=False),
        "before": forms.IntegerField(
            label=_("Minutes pour la préparer"), min_value=0, max_value=10_080, required=False
        ),
        "after": forms.IntegerField(
            label=_("Minutes pour la remettre en état"), min_value=0, max_value=10_080, required=False
        ),
        "availability": MeasureField(
            label=_("Part du temps où elle marche, en %"), required=False, help_text=_("100 : jamais en panne")
        ),
    }


_POOLING: dict[str, tuple[str | _StrPromise, str | _StrPromise]] = {
    "coordination": (_("Organiser, par an"), _("Secrétariat, réunions, planning")),
    "per_added_member": (_("Par membre ajoutée, par an"), ""),
    "per_unit": (_("Par machine commune, par an"), _("Assurance commune, par exemple")),
    "one_off": (_("Une seule fois, pour commencer"), _("Remorque, abri commun")),
}
_TRAVEL: dict[str, tuple[str | _StrPromise, str | _StrPromise]] = {
    "detour": (_("Détour"), _("Vol d’oiseau × ce nombre. Montagne : 1,4 à 1,6")),
    "speed_kmh": (_("Vitesse, en km/h"), ""),
    "cost_per_km": (_("Coût d’un kilomètre, en euros"), ""),
    "carbon_kg_per_km": (_("CO2 d’un kilomètre, en kg"), ""),
}


_BOUNDS: dict[str, type[forms.Field]] = {"floors": EurosField, "caps": EurosField, "commitments": MeasureField}
_BOUND_TITLES: dict[str, str | _StrPromise] = {
    "floors": _("Au moins, en euros par an"),
    "caps": _("Au plus, en euros par an"),
    "commitments": _("Heures par an payées même si elles ne servent pas"),
}


class CostsForm(forms.Form):
    """One group of fields for each machine, then what is common."""

    def __init__(self, data: Any, study: Study, members: Sequence[StudyMember]) -> None:  # noqa: ANN401 - Django's
        """The fields follow the machines and the members of the study."""
        settings = study.settings
        super().__init__(data, initial=_shown(settings, members))
        self.machines = settings.get("machines", [])
        self.members = members
        for machine in self.machines:
            for name, field in _machine_fields().items():
                self.fields[f"{machine['id']}.{name}"] = field
            for member in members:
                self.fields[f"stock.{machine['id']}.{member.code}"] = forms.IntegerField(
                    label=member.organisation.name, min_value=0, max_value=1000, required=False
                )
        for name, (label, hint) in _POOLING.items():
            self.fields[f"pooling.{name}"] = _euros(label, hint)
        self.fields["counts"] = forms.BooleanField(label=_("Compter les trajets entre les membres"), required=False)
        for name, (label, hint) in _TRAVEL.items():
            self.fields[f"travel.{name}"] = MeasureField(label=label, help_text=hint, required=False)
        names = {member.code: member.organisation.name for member in members}
        self.crow = kilometres(members, str((settings.get("travel") or {}).get("detour") or "1.3"))
        for pair in pairs_of(members):
            first, second = (names[code] for code in pair.split("|"))
            hint = (
                _("À vol d’oiseau avec détour : %(km)s") % {"km": self.crow[pair].replace(".", ",")}
                if pair in self.crow
                else ""
            )
            self.fields[f"km.{pair}"] = MeasureField(label=f"{first} – {second}", required=False, help_text=hint)
        self._add_ladder()
        self._add_bounds()
        self.fields["fixed"] = MeasureField(
            label=_("Part fixe de la première clé, en %"),
            required=False,
            help_text=_("Le reste suit l’usage. 40 : quatre dixièmes à parts égales, six selon les heures"),
        )

    def _add_ladder(self) -> None:
        for machine in self.machines if len(self.machines) > 1 else ():
            self.fields[f"{machine['id']}.does_work_of"] = forms.MultipleChoiceField(
                label=machine["one"],
                choices=[(other["id"], other["one"]) for other in self.machines if other is not machine],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def _add_bounds(self) -> None:
        for bound, field in _BOUNDS.items():
            for member in self.members:
                self.fields[f"{bound}.{member.code}"] = field(label=member.organisation.name, required=False)

    # Groups, as the page shows them

    @property
    def machine_groups(self) -> list[tuple[str, list[BoundField], list[BoundField], list[BoundField]]]:
        """For each machine: its name, what is needed, what may be left out, what each member owns."""
        groups = []
        for machine in self.machines:
            names = list(_machine_fields())
            fields = [self[f"{machine['id']}.{name}"] for name in names]
            stock = [self[f"stock.{machine['id']}.{member.code}"] for member in self.members]
            groups.append((machine["one"], fields[:6], fields[6:], stock))
        return groups

    @property
    def pooling_fields(self) -> list[BoundField]:
        """What it costs to be several."""
        return [self[f"pooling.{name}"] for name in _POOLING]

    @property
    def travel_fields(self) -> list[BoundField]:
        """How journeys are counted."""
        return [self[f"travel.{name}"] for name in _TRAVEL]

    @property
    def distance_fields(self) -> list[BoundField]:
        """Every pair of members."""
        return [self[f"km.{pair}"] for pair in pairs_of(self.members)]

    @property
    def ladder_fields(self) -> list[BoundField]:
        """Which machine does the work of which; none when there is but one."""
        return [self[f"{machine['id']}.does_work_of"] for machine in self.machines if len(self.machines) > 1]

    @property
    def has_ladder(self) -> bool:
        """Whether a machine does the work of another, or must be corrected: this then stands open."""
        return any(field.value() or field.errors for field in self.ladder_fields)

    @property
    def bound_groups(self) -> list[tuple[str | _StrPromise, list[BoundField]]]:
        """The least and the most that each member pays by the first key, and the hours that it commits itself to."""
        return [
            (_BOUND_TITLES[bound], [self[f"{bound}.{member.code}"] for member in self.members]) for bound in _BOUNDS
        ]

    @property
    def has_bounds(self) -> bool:
        """Whether the first key has bounds, or they must be corrected: they then stand open."""
        fields = [field for _title, group in self.bound_groups for field in group]
        return any(field.errors or field.value() not in {None, ""} for field in fields)

    @property
    def has_more_error(self) -> bool:
        """Whether something that may be left out must be corrected: it then stands open."""
        more = list(_machine_fields())[6:]
        return any(f"{machine['id']}.{name}" in self.errors for machine in self.machines for name in more)

    @property
    def has_distance_error(self) -> bool:
        """Whether a distance must be corrected: the table then stands open."""
        return any(name.startswith("km.") for name in self.errors)

    def clean(self) -> dict[str, Any]:
        """What one field alone cannot know."""
        cleaned: dict[str, Any] = super().clean() or {}
        for machine in self.machines:
            own = machine["id"]
            price, residual = cleaned.get(f"{own}.price"), cleaned.get(f"{own}.residual")
            if price is not None and residual is not None and residual.cents > price.cents:
                message = _("La reprise (%(residual)s €) dépasse le prix (%(price)s €).")
                self.add_error(f"{own}.residual", message % {"residual": residual, "price": price})
            works = cleaned.get(f"{own}.availability")
            if works is not None and not 50 <= works <= 100:  # noqa: PLR2004
                self.add_error(f"{own}.availability", _("Écrivez une part de 50 à 100."))
        for name, value in list(cleaned.items()):  # add_error takes what is wrong out of it
            number = value.cents if isinstance(value, Euros) else value
            if isinstance(number, (int, Decimal)) and number < 0 and name not in self.errors:
                self.add_error(name, _("Zéro ou plus."))
        detour = cleaned.get("travel.detour")
        if detour is not None and not 1 <= detour <= 3:  # noqa: PLR2004
            self.add_error("travel.detour", _("%(detour)s : un détour va de 1 (tout droit) à 3.") % {"detour": detour})
        fixed = cleaned.get("fixed")
        bounded = [name for name in self.fields if name.partition(".")[0] in _BOUNDS and cleaned.get(name) is not None]
        if fixed is None and bounded and "fixed" not in self.errors:
            self.add_error("fixed", _("Donnez sa part fixe à la première clé : planchers et plafonds sont les siens."))
        if fixed is not None and not 0 <= fixed <= 100:  # noqa: PLR2004
            self.add_error("fixed", _("Un pourcentage va de 0 à 100."))
        return cleaned

    # As the action takes them

    def as_settings(self) -> dict[str, Any]:
        """The arguments of ``set_costs``."""
        cleaned = self.cleaned_data
        machines = {
            machine["id"]: {name: _text(cleaned.get(f"{machine['id']}.{name}")) for name in _machine_fields()}
            | {"does_work_of": list(cleaned.get(f"{machine['id']}.does_work_of") or [])}
            for machine in self.machines
        }
        typed = {pair: cleaned.get(f"km.{pair}") for pair in pairs_of(self.members)}
        travel: dict[str, Any] = {name: _text(cleaned.get(f"travel.{name}")) for name in _TRAVEL}
        travel["counts"] = bool(cleaned.get("counts"))
        travel["distances"] = {pair: _text(value) for pair, value in typed.items() if value is not None}
        stock: dict[str, dict[str, int]] = {}
        for machine in self.machines:
            for member in self.members:
                units = cleaned.get(f"stock.{machine['id']}.{member.code}")
                if units is not None:
                    stock.setdefault(member.code, {})[machine["id"]] = units
        return {
            "machines": machines,
            "pooling": {name: _text(cleaned.get(f"pooling.{name}")) for name in _POOLING},
            "travel": travel,
            "key": {"fixed": _text(cleaned.get("fixed"))} | self._bounds(),
            "stock": stock,
        }

    def _bounds(self) -> dict[str, dict[str, str]]:
        typed = {
            bound: {member.code: _text(self.cleaned_data.get(f"{bound}.{member.code}")) for member in self.members}
            for bound in _BOUNDS
        }
        return {bound: {code: value for code, value in given.items() if value} for bound, given in typed.items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _shown(settings: Mapping[str, Any], members: Sequence[StudyMember]) -> dict[str, Any]:
    """What was kept, as the fields show it."""
    shown: dict[str, Any] = {"counts": True, "travel.detour": "1,3", "fixed": "40"}
    for machine in settings.get("machines", []):
        for name in _machine_fields():
            shown[f"{machine['id']}.{name}"] = _comma(machine.get(name, ""))
        shown[f"{machine['id']}.does_work_of"] = machine.get("does_work_of", [])
        for member in members:
            shown[f"stock.{machine['id']}.{member.code}"] = member.stock.get(machine["id"], "")
    for name, value in settings.get("pooling", {}).items():
        shown[f"pooling.{name}"] = _comma(value)
    travel = settings.get("travel")
    if travel is not None:
        shown["counts"] = bool(travel.get("counts"))
        shown |= {f"travel.{name}": _comma(travel.get(name, "")) for name in _TRAVEL}
        shown |= {f"km.{pair}": _comma(value) for pair, value in travel.get("distances", {}).items()}
    if settings.get("key"):
        shown["fixed"] = _comma(settings["key"].get("fixed", ""))
        shown |= {
            f"{bound}.{code}": _comma(value)
            for bound in _BOUNDS
            for code, value in settings["key"].get(bound, {}).items()
        }
    return shown


def _comma(value: str) -> str:
    """24000.00 as 24000, 1.5 as 1,5."""
    text = str(value)
    return (text.removesuffix(".00")).replace(".", ",")
