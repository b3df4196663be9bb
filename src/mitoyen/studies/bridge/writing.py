"""What was typed in a study, written as STUDY.yaml; and where a fault that the engine finds was typed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import yaml

from mitoyen.engines.pooling.study.settings import MOST_MEMBERS
from mitoyen.studies.bridge.calendars import calendar_of
from mitoyen.studies.models import SourceKind
from mitoyen.territory.queries import Point, metres_between

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mitoyen.studies.models import NeedSource, Study, StudyMember

Tree = dict[str, Any]

__all__ = ["MOST_MEMBERS", "kilometres", "loads_of", "pairs_of", "place_of", "step_of", "study_yaml"]

YEARLY = {"upkeep": "entretien", "insurance": "assurance", "storage": "abri"}
MIXED = "fixe-usage"
PARTLY_CROW_FLY = {
    "fr": "Les distances sont à vol d'oiseau avec un coefficient de détour, sauf celles que les membres ont corrigées.",
    "en": "Distances are as the crow flies with a detour factor, but for those that members have corrected.",
}


def study_yaml(study: Study, members: Sequence[StudyMember], sources: Sequence[NeedSource]) -> str:
    """STUDY.yaml, always in the same order: the same study gives the same bytes."""
    settings = study.settings
    travel, notes = _travel(settings.get("travel", {}), members)
    loads = loads_of(settings)
    machines = [machine["id"] for machine in settings.get("machines", [])]
    tree: Tree = {
        "format": "1",
        "study": f"etude-{study.pk}",
        "title": {"fr": study.title, "en": study.title},
        "period": {"from": study.first.isoformat(), "to": study.last.isoformat()},
        "members": {
            member.code: _member(member, members, with_place="detour" in travel)
            | ({"load": loads[member.code]} if loads.get(member.code) else {})
            for member in members
        },
        "kinds": {machine["id"]: _kind(machine, machines) for machine in settings.get("machines", [])},
        "service": _service(settings.get("service", {})),
        "shortage": settings.get("service", {}).get("shortage", "pro_rata"),
        "pooling": _pooling(settings.get("pooling", {})),
        "travel": travel,
        "keys": _keys(settings.get("key", {}), [member.code for member in members]),
        "chosen_key": _chosen(study, members),
        "calendar": calendar_of([source for source in sources if source.kind == SourceKind.CALENDAR], members),
        "notes": notes,
        "replays": _filled({"days_together": settings.get("service", {}).get("days_together", "")}),
        "agreement": _filled(settings.get("agreement", {})),
    }
    kept = {name: value for name, value in tree.items() if value not in ("", {}, [], None)}
    written: str = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    return written


def _chosen(study: Study, members: Sequence[StudyMember]) -> str:
    """The chosen key, unless what it rests on was taken out since: the study then proposes another."""
    is_mixed = bool(study.settings.get("key", {}).get("fixed"))
    gone = {MIXED: not is_mixed, "fixed_and_use": is_mixed, "population": any(m.population is None for m in members)}
    return "" if gone.get(study.chosen_key) else study.chosen_key


def _filled(values: Mapping[str, Any]) -> Tree:
    return {name: value for name, value in values.items() if value not in ("", None, {}, [])}


def _member(member: StudyMember, members: Sequence[StudyMember], *, with_place: bool) -> Tree:
    tree: Tree = {"name": member.organisation.name}
    if all(each.population is not None for each in members):
        tree["population"] = str(member.population)
    if stock := {kind: str(units) for kind, units in member.stock.items()}:
        tree["stock"] = stock
    if member.is_candidate:
        tree["candidate"] = "true"
    if with_place and (place := place_of(member)):
        tree["position"] = {"lat": _degrees(place[0]), "lon": _degrees(place[1])}
    return tree


def place_of(member: StudyMember) -> tuple[int, int] | None:
    """Where an organisation counts its distances from (microdegrees): its own place, else its town hall."""
    own = member.organisation
    town = own.commune
    pairs = [(own.latitude_e6, own.longitude_e6)]
    if town is not None:
        pairs += [(town.town_hall_latitude_e6, town.town_hall_longitude_e6), (town.latitude_e6, town.longitude_e6)]
    return next(((north, east) for north, east in pairs if north is not None and east is not None), None)


def _degrees(microdegrees: int) -> str:
    return f"{'-' if microdegrees < 0 else ''}{abs(microdegrees) // 1_000_000}.{abs(microdegrees) % 1_000_000:06d}"


def _kind(machine: Mapping[str, Any], known: Collection[str]) -> Tree:
    names = {"one": {"fr": machine["one"]}, "many": {"fr": machine["many"]}}
    bought = {name: machine.get(name, "") for name in ("price", "life_years", "residual", "per_hour")}
    bought["rate"] = share_of_hundred(machine.get("rate", ""))
    yearly = _filled({said: machine.get(name, "") for name, said in YEARLY.items()})
    own = {
        "gender": "f" if machine.get("feminine") else "",
        "machine": _filled(bought | {"yearly": yearly}),
        "before": machine.get("before", ""),
        "after": machine.get("after", ""),
        "availability": share_of_hundred(machine.get("availability", "")),
        "hire_per_hour": machine.get("hire_per_hour", ""),
        "resale": machine.get("resale", ""),
        "carbon_kg": machine.get("carbon_kg", ""),
        "does_work_of": [other for other in machine.get("does_work_of", []) if other in known],
    }
    return names | _filled(own)


def share_of_hundred(percent: str) -> str:
    """A percentage as the share that the engine reads; empty stays empty, 100 stays unsaid.

    >>> share_of_hundred("98.5"), share_of_hundred(""), share_of_hundred("100")
    ('197/200', '', '')
    """
    if not percent or Fraction(percent) == 100:  # noqa: PLR2004
        return ""
    return str(Fraction(percent) / 100)


def _service(service: Mapping[str, Any]) -> Tree:
    measure = service.get("measure", "fill_rate")
    tree: Tree = {"measure": measure}
    if measure in {"fill_rate", "random"} and service.get("level"):
        tree["level"] = str(Fraction(service["level"]) / 100)
    if measure == "unmet_hours":
        tree["unmet_hours"] = service.get("unmet_hours", "0")
    if service.get("counting"):
        tree["counting"] = service["counting"]
    return tree


def _pooling(pooling: Mapping[str, Any]) -> Tree:
    return _filled(
        {
            "yearly": _filled({"coordination": pooling.get("coordination", "")}),
            "per_added_member": pooling.get("per_added_member", ""),
            "per_unit": pooling.get("per_unit", ""),
            "one_off": _filled({"mise en place": pooling.get("one_off", "")}),
        }
    )


def _travel(travel: Mapping[str, Any], members: Sequence[StudyMember]) -> tuple[Tree, list[Tree]]:
    """The travel section, with the distances that were corrected; and what must be said of them."""
    if not travel.get("counts"):
        return {}, []
    own = _filled({name: travel.get(name, "") for name in ("speed_kmh", "cost_per_km", "carbon_kg_per_km")})
    corrected: Mapping[str, str] = travel.get("distances", {})
    if not corrected:
        return {"detour": travel.get("detour") or "1", **own}, []
    crow = kilometres(members, travel.get("detour") or "1")
    table: dict[str, dict[str, str]] = {}
    for rank, first in enumerate(members):
        for second in members[rank + 1 :]:
            pair = f"{first.code}|{second.code}"
            known = corrected.get(pair) or crow.get(pair, "")
            if known:
                table.setdefault(first.code, {})[second.code] = known
    all_told = all(pair in corrected for pair in pairs_of(members))
    return {"distances": table, **own}, [] if all_told else [PARTLY_CROW_FLY]


def pairs_of(members: Sequence[StudyMember]) -> list[str]:
    """Each pair of members once, ``ury|noisy``."""
    return [f"{first.code}|{second.code}" for rank, first in enumerate(members) for second in members[rank + 1 :]]


def kilometres(members: Sequence[StudyMember], detour: str) -> dict[str, str]:
    """Kilometres between town halls, as the crow flies times the detour, to a tenth; only where places are known."""
    points = {member.code: Point(*place) for member in members if (place := place_of(member))}
    found = {}
    for rank, first in enumerate(members):
        for second in members[rank + 1 :]:
            if first.code in points and second.code in points:
                metres = metres_between(points[first.code], points[second.code]) * float(Fraction(detour))
                found[f"{first.code}|{second.code}"] = f"{metres / 1000:.1f}"
    return found


def loads_of(settings: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """The load of each member by machine, in erlangs, when the promise is counted from loads; empty otherwise."""
    is_random = settings.get("service", {}).get("measure") == "random"
    machines = [machine["id"] for machine in settings.get("machines", [])]
    loads: Mapping[str, Mapping[str, str]] = settings.get("loads", {}) if is_random else {}
    return {
        code: {machine: given[machine] for machine in machines if given.get(machine, "") != ""}
        for code, given in loads.items()
    }


def _keys(key: Mapping[str, Any], codes: Sequence[str]) -> Tree:
    """The blend that members chose, with its bounds; without one, the engine's own."""
    fixed = key.get("fixed", "")
    if not fixed:
        return {}
    part = Fraction(fixed) / 100
    bounds = {
        name: {code: key[name][code] for code in codes if key.get(name, {}).get(code, "") != ""}
        for name in ("floors", "caps", "commitments")
    }
    hours = bounds.pop("commitments")
    return {
        MIXED: {
            "label": {"fr": "Fixe et usage", "en": "Fixed and use"},
            "parts": {"equal": str(part), "hours": str(1 - part)},
        }
        | _filled(bounds | ({"commitments": {"hours": hours}} if hours else {}))
    }


STEP_OF = {
    "title": "members",
    "period": "members",
    "members": "members",
    "kinds": "costs",
    "calendar": "needs",
    "service": "service",
    "shortage": "service",
    "pooling": "costs",
    "travel": "costs",
    "keys": "costs",
}


def step_of(where: str) -> str:
    """The step in which a value of STUDY.yaml was typed, from the path that the engine names.

    >>> step_of("kinds.etrave.machine.residual"), step_of("calendar"), step_of("12:member")
    ('costs', 'needs', 'needs')
    """
    return STEP_OF.get(where.partition(".")[0].partition("[")[0], "needs")
