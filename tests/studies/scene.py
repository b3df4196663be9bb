"""Three invented communes that wonder about a shredder: the first example of docs/pooling/study.md, by the pages."""

from dataclasses import dataclass
from datetime import date

from mitoyen.studies import actions

RECORD = """member,start,end,units,weight,kind
ury,2026-03-02T08:00,2026-03-02T16:00,1,1,broyeur
ury,2026-10-19T08:00,2026-10-21T17:00,1,1,broyeur
malaubert,2026-03-03T08:00,2026-03-03T17:00,1,1,broyeur
malaubert,2026-10-19T08:00,2026-10-19T12:00,1,1,broyeur
la-combe-rousse,2026-03-04T09:00,2026-03-04T12:00,1,1,broyeur
la-combe-rousse,2026-11-09T08:00,2026-11-10T16:00,1,1,broyeur
"""
SERVICE = {"measure": "fill_rate", "level": "95", "shortage": "pro_rata"}
MACHINE = {"price": "24000.00", "life_years": "8", "upkeep": "600.00", "insurance": "150.00", "after": "60",
           "resale": "6000.00"}  # fmt: skip
POOLING = {"coordination": "400.00", "one_off": "2500.00"}
TRAVEL = {
    "counts": True,
    "speed_kmh": "40",
    "cost_per_km": "1.5",
    "detour": "1.3",
    "distances": {"ury|malaubert": "10", "ury|la-combe-rousse": "16", "malaubert|la-combe-rousse": "8"},
}


@dataclass
class Scene:
    """A study, and who works on it."""

    circle: object
    study: object
    clerk: object


def open_study(circle, actor, **changes):
    members = [
        actions.MemberSheet(organisation=each.pk, population=people)
        for each, people in ((circle.ury, 1200), (circle.malaubert, 800), (circle.lender, 500))
    ]
    given = {
        "owner": circle.ury.pk,
        "title": "Un broyeur pour trois communes",
        "members": members,
        "machines": [actions.Machine(one="broyeur", many="broyeurs")],
        "first": date(2026, 1, 1),
        "last": date(2026, 12, 31),
    }
    return actions.open_study(actor, **{**given, **changes})


def fill(actor, pk, *, record=RECORD):
    actions.add_file(actor, pk, text=record, name="broyeur.csv", machine="broyeur")
    actions.set_service(actor, pk, SERVICE)
    actions.set_costs(actor, pk, machines={"broyeur": MACHINE}, pooling=POOLING, travel=TRAVEL, key={"fixed": "40"})
