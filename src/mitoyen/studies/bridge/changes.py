"""What changed between two answers of a study: their frozen settings, leaf by leaf, and their needs, in sentences."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import yaml

from mitoyen.engines.pooling.study.wording import label_of
from mitoyen.kernel.text import Sentence
from mitoyen.studies.bridge.writing import MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mitoyen.studies.models import Answer

_LABELS = {
    "title": Sentence("Titre", "Title"),
    "period.from": Sentence("Premier jour étudié", "First day studied"),
    "period.to": Sentence("Dernier jour étudié", "Last day studied"),
    "population": Sentence("Habitants", "Inhabitants"),
    "stock": Sentence("Machines possédées", "Machines owned"),
    "load": Sentence("Charge, en erlangs", "Load, in erlangs"),
    "candidate": Sentence("Candidate seulement", "Candidate only"),
    "price": Sentence("Prix d'achat", "Price"),
    "life_years": Sentence("Durée de vie, en années", "Life, in years"),
    "residual": Sentence("Reprise", "Residual"),
    "entretien": Sentence("Entretien par an", "Upkeep a year"),
    "assurance": Sentence("Assurance par an", "Insurance a year"),
    "abri": Sentence("Abri par an", "Storage a year"),
    "per_hour": Sentence("Par heure d'usage", "By hour of use"),
    "hire_per_hour": Sentence("Louer une heure ailleurs", "An hour hired elsewhere"),
    "resale": Sentence("Revente d'une machine en trop", "Resale of a machine"),
    "carbon_kg": Sentence("CO2 de fabrication, en kg", "CO2 to build one, in kg"),
    "before": Sentence("Minutes pour préparer", "Minutes to prepare"),
    "after": Sentence("Minutes pour remettre en état", "Minutes to clean"),
    "availability": Sentence("Part du temps où elle marche", "Share of the time that it works"),
    "does_work_of": Sentence("Fait aussi le travail de", "Does the work of"),
    "service.measure": Sentence("Promesse", "Promise"),
    "service.level": Sentence("Part servie", "Share served"),
    "service.unmet_hours": Sentence("Heures admises sans service", "Hours allowed unmet"),
    "service.counting": Sentence("Compte des besoins", "How needs count"),
    "shortage": Sentence("Qui passe d'abord", "Who goes first"),
    "coordination": Sentence("Organiser, par an", "Coordination a year"),
    "per_added_member": Sentence("Par membre ajoutée, par an", "By added member, a year"),
    "per_unit": Sentence("Par machine commune, par an", "By shared machine, a year"),
    "one_off": Sentence("Une seule fois, pour commencer", "Once, to begin"),
    "travel.detour": Sentence("Détour", "Detour"),
    "travel.speed_kmh": Sentence("Vitesse, en km/h", "Speed, in km/h"),
    "travel.cost_per_km": Sentence("Coût d'un kilomètre", "Cost of a kilometre"),
    "travel.carbon_kg_per_km": Sentence("CO2 d'un kilomètre, en kg", "CO2 of a kilometre, in kg"),
    "travel.distances": Sentence("Distance, en km", "Distance, in km"),
    "parts.equal": Sentence("Part fixe de la première clé", "Fixed part of the first key"),
    "floors": Sentence("Au moins, par la première clé", "At least, by the first key"),
    "caps": Sentence("Au plus, par la première clé", "At most, by the first key"),
    "commitments": Sentence("Heures d'engagement", "Hours committed"),
    "chosen_key": Sentence("Clé proposée", "Proposed key"),
    "days_together": Sentence("Jours rejoués ensemble", "Days replayed together"),
}
_UNTOLD = re.compile(r"(^|\.)(en|many|one|gender|format|study|lat|lon|name|parts\.hours)(\.|$)|^notes|^keys\..*\.label")
_SHARE = re.compile(r"\d+/\d+")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


_WORDS = {
    "fill_rate": Sentence("une part des heures est servie", "a share of the hours is served"),
    "unmet_hours": Sentence("des heures sans service sont admises", "unmet hours are allowed"),
    "everything": Sentence("tout est servi", "everything is served"),
    "random": Sentence("des demandes au hasard", "demands at random"),
    "hours": Sentence("chaque heure servie compte", "each hour served counts"),
    "pro_rata": Sentence("à proportion de ce que chacune demande", "in proportion to what each asks"),
    "own_first": Sentence("chacune avec ce qu'elle a apporté", "each with what it brought"),
    "rotation": Sentence("chacune son tour", "each in turn"),
    "true": Sentence("oui", "yes"),
}


def changes_between(before: Answer, after: Answer) -> list[Sentence]:
    """What was typed otherwise, a sentence each, in the order of the settings; what came with it, once."""
    old, new = yaml.safe_load(before.settings_yaml), yaml.safe_load(after.settings_yaml)
    said = [*_members(old, new)]
    leaves_of_old, leaves_of_new = dict(_leaves(old)), dict(_leaves(new))
    names = _names(old) | _names(new)
    gone = set(old["members"]) ^ set(new["members"]) | set(old["kinds"]) ^ set(new["kinds"])
    for path in dict.fromkeys([*leaves_of_old, *leaves_of_new]):
        was, now = leaves_of_old.get(path, ""), leaves_of_new.get(path, "")
        if was == now or _UNTOLD.search(path) or path.startswith("calendar") or gone & set(path.split(".")):
            continue
        said.append(_change(path, was, now, names))
    if old.get("calendar") != new.get("calendar"):
        said.append(Sentence("Le calendrier déclaré a changé.", "The declared calendar has changed."))
    if before.needs_csv != after.needs_csv:
        said.append(
            Sentence(
                f"Besoins relevés : {before.needs_count}, puis {after.needs_count}.",
                f"Recorded needs: {before.needs_count}, then {after.needs_count}.",
            )
            if before.needs_count != after.needs_count
            else Sentence("Le relevé des besoins a changé.", "The record of needs has changed.")
        )
    if before.method != after.method:
        said.append(
            Sentence(
                f"Méthode : {before.method}, puis {after.method}.", f"Method: {before.method}, then {after.method}."
            )
        )
    return said


def _members(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Sentence]:
    for part, came, left in (
        ("members", Sentence("en est", "is in"), Sentence("n'en est plus", "is out")),
        ("kinds", Sentence("est étudiée", "is studied"), Sentence("n'est plus étudiée", "is no longer studied")),
    ):
        names = _names(old) | _names(new)
        for code in [each for each in new[part] if each not in old[part]]:
            yield Sentence(f"{names[code]} {came.fr}.", f"{names[code]} {came.en}.")
        for code in [each for each in old[part] if each not in new[part]]:
            yield Sentence(f"{names[code]} {left.fr}.", f"{names[code]} {left.en}.")


def _names(tree: Mapping[str, Any]) -> dict[str, str]:
    """How members and machines are called, by their codes."""
    kinds = {code: kind["one"]["fr"] for code, kind in tree["kinds"].items()}
    return {code: member["name"] for code, member in tree["members"].items()} | kinds


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401  (what YAML holds)
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(tree, list):
        yield path, ", ".join(str(each) for each in tree)
    else:
        yield path, str(tree)


def _change(path: str, was: str, now: str, names: Mapping[str, str]) -> Sentence:
    parts = path.split(".")
    label = next((_LABELS[key] for key in (path, ".".join(parts[-2:]), *reversed(parts)) if key in _LABELS), None)
    if label is None:
        label = next((_LABELS[key] for key in (".".join(parts[:2]), parts[0]) if key in _LABELS), Sentence(path, path))
    whose = ", ".join(names[part] for part in parts if part in names)
    about = f" ({whose})" if whose else ""
    if path == "chosen_key":
        old, new = ((_key(each) if each else Sentence("–", "–")) for each in (was, now))
        return Sentence(f"{label.fr} : {old.fr} → {new.fr}.", f"{label.en}: {old.en} → {new.en}.")
    return Sentence(
        f"{label.fr}{about} : {_shown(was, 'fr')} → {_shown(now, 'fr')}.",
        f"{label.en}{about}: {_shown(was, 'en')} → {_shown(now, 'en')}.",
    )


def _key(name: str) -> Sentence:
    return Sentence("Fixe et usage", "Fixed and use") if name == MIXED else label_of(name)


def _shown(value: str, lang: str) -> str:
    """A share as a percentage, a number as the language writes it, nothing as a dash.

    >>> _shown("19/20", "fr"), _shown("1.50", "fr"), _shown("", "en")
    ('95 %', '1,5', '–')
    """
    if not value:
        return "–"
    if value in _WORDS:
        return _WORDS[value].said_in(lang)
    if _SHARE.fullmatch(value) and not value.endswith("/0"):
        percent = f"{float(Fraction(value) * 100):g}"
        return f"{percent.replace('.', ',')} %" if lang == "fr" else f"{percent}%"
    if _DECIMAL.fullmatch(value):
        plain = value.rstrip("0").rstrip(".") if "." in value else value
        return plain.replace(".", ",") if lang == "fr" else plain
    return value
