"""Every mix of settings gives an answer that holds together, writes as JSON and as text, and never a traceback."""

import json
from datetime import date
from itertools import product

import pytest

from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.engines.pooling.study.annex import annex_pdf
from mitoyen.engines.pooling.study.intervals import intervals_of
from mitoyen.engines.pooling.study.rendering import as_document
from mitoyen.engines.pooling.study.text import as_text

MEASURES = (
    "{measure: fill_rate, level: 0.9}",
    "{measure: fill_rate, level: 0.9, counting: hours}",
    "{measure: unmet_hours, unmet_hours: 3}",
    "{measure: everything}",
    "{measure: random, level: 0.9}",
)
TWO = (
    "{grue: {machine: {price: 9000, life_years: 3, rate: 0.03}}, "
    "camion: {machine: {price: 400}, hire_per_hour: 9, resale: 100}}"
)
KINDS = (
    "{grue: {one: grue, machine: {price: 9000, life_years: 3, per_hour: 4}, after: 30, carbon_kg: 900}}",
    TWO,
)
LADDER = "{grue: {machine: {price: 9000}}, camion: {machine: {price: 9900}, does_work_of: [grue]}}"
BROKEN = "{grue: {machine: {price: 9000}, availability: 0.9}, camion: {machine: {price: 400}}}"
TRAVELS = (
    "",
    "travel: {speed_kmh: 30, cost_per_km: 1, carbon_kg_per_km: 1, distances: {a: {b: 9, c: 5}, b: {c: 7}}}\n",
)

CASES = [
    *product(MEASURES, KINDS, TRAVELS),
    *product(MEASURES[:3:2], (LADDER, BROKEN), TRAVELS),
]


def study_of(service, kinds, travel):
    return read_settings(
        f"format: 1\nstudy: tout/essai\nservice: {service}\nkinds: {kinds}\n{travel}"
        "members:\n  a: {name: Ardent, longueur: 3, stock: {grue: 2}, joining: 12}\n  b: {name: Le Bois, longueur: 0}\n"
        "  c: {name: Cordon, longueur: 9, candidate: true}\n"
        "pooling: {yearly: {gestion: 40}, per_added_member: 5, per_unit: 3, one_off: {mise en route: 50}}\n"
        "keys: {route: {parts: {longueur: 1}, floors: {b: 10}}}\nshortage: own_first\nreplays: {count: 100}\n"
        "methods: [shapley, nucleolus, least_core, coincident_peak]\nnotes: [{fr: Essai, en: Trial}]\n"
    )


def needs_of(kinds):
    lines = ["member;start;end;units;weight;kind"]
    for rank in range(40):
        kind = "camion" if rank % 3 == 0 and "camion" in kinds else "grue"
        start = f"202{4 + rank % 2}-{1 + rank % 12:02d}-{1 + rank % 27:02d}"
        until = f"{start}T{9 + rank % 5:02d}:30;{1 + rank % 2};{1 + rank % 3}"
        who, since = "abc"[rank % 3], f"{start}T0{rank % 8}:00"
        lines.append(f"{who};{since};{until};{kind}" if who != "a" else f"a;{start}T05:00;{start}T11:00;1;0,5;{kind}")
    return "\n".join(lines)


@pytest.mark.parametrize(("service", "kinds", "travel"), CASES)
def test_the_answer_holds_together(service, kinds, travel):
    settings = study_of(service, kinds, travel)
    needs = gather_needs(settings, needs_of(kinds))
    answer = answer_study(settings, needs)
    intervals = None if settings.service.measure == "random" else intervals_of(settings, needs, answer)
    assert answer.money.steps[-1].cents == answer.money.saving_cents
    for row in answer.keys:
        assert sum(row.cents) == answer.money.together_cents
    for ladder in answer.ladders:
        assert sum(member.unmet_together_hours for member in ladder.members) == pytest.approx(
            ladder.unmet_together_hours
        )
        assert sum(point.is_chosen for point in ladder.curve) == 1
        service_by_size = [point.unmet_hours for point in ladder.curve]
        assert service_by_size == sorted(service_by_size, reverse=True), "more machines never serve less"
    assert sum(len(group) for group in answer.groups.best.groups) == len(answer.members)
    json.dumps(as_document(answer, intervals), allow_nan=False)
    for language in ("fr", "en"):
        assert answer.settings.notes[0].said_in(language) in as_text(answer, language, intervals)


def test_the_widest_annex_is_still_a_page():
    members = "".join(f"  commune-au-nom-long-{rank:02d}: {{}}\n" for rank in range(1, 13))
    settings = read_settings(
        f"format: 1\nstudy: tout/large\nservice: {{measure: everything}}\nkinds: "
        f"{{grue: {{machine: {{price: 9000}}}}}}\nmembers:\n{members}"
    )
    needs = gather_needs(settings, "member,start,end\ncommune-au-nom-long-03,2026-01-01,2026-01-02\n")
    made = annex_pdf(answer_study(settings, needs), made_on=date(2027, 2, 22))
    assert made.startswith(b"%PDF")
