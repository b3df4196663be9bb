"""Two studies of what was booked: mowers that rest when others mow, ploughs wanted on the same mornings.

The needs are the bookings of the demonstration, refusals included; prices are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.demonstration.people import who_holds
from mitoyen.demonstration.territory import NAME
from mitoyen.studies import actions
from mitoyen.studies.queries.choices import inhabitants_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mitoyen.people.models import Person
    from mitoyen.territory.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One study: who asks, between whom, about what, at which prices (euros)."""

    title: str
    owner: str
    members: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    machine: actions.Machine
    shelf: str
    words: str = ""
    level: str
    costs: Mapping[str, str]
    pooling: Mapping[str, str]
    per_km: str
    remarks: tuple[tuple[str, str], ...] = ()


MOWERS = Question(
    title="Tondeuses de la basse vallée",
    owner="Saint-Eldrad",
    members=("Saint-Eldrad", "Montbrisel", "Malaubert", "Vernazoux"),
    candidates=("La Combe-Rousse",),
    machine=actions.Machine(one="tondeuse", many="tondeuses", feminine=True),
    shelf="engins/espaces-verts",
    words="tondeuse",
    level="95",
    costs={"price": "16000.00", "life_years": "8", "upkeep": "650.00", "insurance": "120.00", "storage": "180.00",
           "per_hour": "4.00", "after": "60", "resale": "3500.00", "carbon_kg": "1900"},
    pooling={"coordination": "300.00", "one_off": "1800.00"},
    per_km="0.9",
    remarks=(("Montbrisel", "Nous tondons le stade chaque vendredi : qui passe d’abord, ce jour-là ?"),),
)  # fmt: skip
PLOUGHS = Question(
    title="Déneigement du Haut-Val",
    owner=NAME,
    members=("Pralonge", "Chantefroid", "Le Thoral", "Orsonne"),
    candidates=("Saint-Eldrad",),
    machine=actions.Machine(one="déneigeuse", many="déneigeuses", feminine=True),
    shelf="engins/hiver",
    level="98",
    costs={"price": "92000.00", "life_years": "10", "upkeep": "2900.00", "insurance": "1100.00",
           "storage": "1400.00", "before": "30", "after": "30", "resale": "18000.00", "carbon_kg": "14000"},
    pooling={"coordination": "1200.00"},
    per_km="2.4",
    remarks=(("Pralonge", "Il neige partout le même matin : gardons nos lames, et partageons la saleuse."),),
)  # fmt: skip
QUESTIONS = (MOWERS, PLOUGHS)


def load(organisations: Mapping[str, Organisation], people: Mapping[str, Person], since: date, today: date) -> None:
    """Open each study, answer it, show it to its members; its record is replayed by the worker."""
    last = today.replace(day=1) - timedelta(days=1)
    for question in QUESTIONS:
        clerk = _clerk(question.owner, organisations, people)
        _open(question, clerk, organisations, people, since, last)


def _open(
    question: Question,
    clerk: Actor,
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
    first: date,
    last: date,
) -> None:
    named = [*question.members, *question.candidates]
    inhabitants = inhabitants_of([organisations[name].pk for name in named], last)
    study = actions.open_study(
        clerk,
        owner=organisations[question.owner].pk,
        title=question.title,
        machines=[question.machine],
        members=[
            actions.MemberSheet(
                organisation=organisations[name].pk,
                population=inhabitants.get(organisations[name].pk),
                is_candidate=name in question.candidates,
            )
            for name in named
        ],
        first=first,
        last=last,
        is_fictitious=True,
    )
    machine = study.settings["machines"][0]["id"]
    actions.add_bookings(clerk, study.pk, category=question.shelf, machine=machine, words=question.words)
    service = {"measure": "fill_rate", "level": question.level, "shortage": "pro_rata", "days_together": "1"}
    actions.set_service(clerk, study.pk, service)
    travel = {"counts": True, "detour": "1.4", "speed_kmh": "40", "cost_per_km": question.per_km,
              "carbon_kg_per_km": "0.9", "distances": {}}  # fmt: skip
    actions.set_costs(
        clerk,
        study.pk,
        machines={machine: question.costs},
        pooling=question.pooling,
        travel=travel,
        key={"fixed": "40"},
    )
    actions.answer(clerk, study.pk)
    actions.show(clerk, study.pk, [organisations[name].pk for name in named if name != question.owner])
    for name, said in question.remarks:
        actions.remark(_clerk(name, organisations, people), study.pk, said)


def _clerk(organisation: str, organisations: Mapping[str, Organisation], people: Mapping[str, Person]) -> Actor:
    who, role = who_holds((Role.AGENT, Role.MANAGER))[organisation]
    pk = organisations[organisation].pk
    return Actor(person=people[who].pk, name=who, mandates=(Mandate(pk, role),), acting_for=pk)
