"""A small invented circle: three communes of one intercommunality, a stranger, a depot, things to lend."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.kernel import clock
from mitoyen.kernel.clock import PARIS

NUMBERS = itertools.count(1)
WEEK = [[[480, 720], [810, 1020]]] * 5 + [[], []]  # 8:00–12:00 and 13:30–17:00, Monday to Friday
TODAY = datetime(2027, 3, 2, 9, 0, tzinfo=PARIS)  # a Tuesday


def at(day, hour=8, minute=0, month=3, year=2027):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


@dataclass
class Circle:
    """The rows of the scene."""

    lender: object
    ury: object
    malaubert: object
    stranger: object
    depot: object
    category: object
    people: dict = field(default_factory=dict)

    def actor(self, organisation, role=Role.AGENT, name="Camille Dormoy"):
        """A person of ours with a mandate."""
        from mitoyen.people.models import Mandate as Row
        from mitoyen.people.models import Person

        key = (organisation.pk, role)
        if key not in self.people:
            rank = next(NUMBERS)
            person = Person.objects.create(email=f"agent{rank}@exemple.fr", name=name, is_fictitious=True)
            Row.objects.create(person=person, organisation=organisation, role=role.value, since=date(2020, 1, 1))
            self.people[key] = person
        person = self.people[key]
        return Actor(person=person.pk, name=person.name, mandates=(Mandate(organisation.pk, role),),
                     acting_for=organisation.pk)  # fmt: skip

    def resource(self, units=1, **changes):
        """A mini-excavator at the depot; a day of cleaning after each booking."""
        from mitoyen.sharing.models import Resource, Unit

        values = {
            "kind": "equipment", "name": "Mini-pelle 2,7 tonnes", "category": self.category, "owner": self.lender,
            "holder": self.lender, "place": self.depot, "buffer_after_minutes": 450,
            "search_text": "mini-pelle 2,7 tonnes",
            "meter_unit": "h", "meter_name": "Moteur", "meter_tenths_per_day": 100, "is_fictitious": True,
        } | changes  # fmt: skip
        made = Resource.objects.create(**values)
        for rank in range(units):
            Unit.objects.create(resource=made, label=f"n° {rank + 1}" if units > 1 else "", code=f"U{next(NUMBERS)}")
        return made

    def tariff(self, resource, **changes):
        from mitoyen.sharing.models import Tariff

        values = {
            "since": date(2026, 1, 1), "day_cents": 9600, "meter_cents": 1150, "free_meter_tenths": 60, "km_cents": 180,
            "source": "voté le 10 décembre 2026",
        } | changes  # fmt: skip
        return Tariff.objects.create(resource=resource, **values)

    def wish(self, resource, start, end, borrower=None, **more):
        from mitoyen.sharing.bridge.estimate import Wish

        return Wish(resource=resource.pk, borrower=(borrower or self.ury).pk, start=start, end=end, **more)


def make_circle():
    from mitoyen.sharing.models import Category, Place
    from mitoyen.territory.models import Commune, Intercommunality, Membership, Organisation

    def commune(name, rank, latitude):
        row = Commune.objects.create(
            insee=f"99{next(NUMBERS) % 1000:03d}", name=name, sort_key=name.lower(), is_fictitious=True,
            town_hall_latitude_e6=latitude, town_hall_longitude_e6=6_000_000,
        )  # fmt: skip
        return Organisation.objects.create(
            name=name, sort_key=name.lower(), kind="commune", commune=row, email=f"mairie{rank}@exemple.fr",
            is_fictitious=True,
        )  # fmt: skip

    towns = [commune(name, rank, 45_000_000 + rank * 50_000) for rank, name in
             enumerate(("La Combe-Rousse", "Ury", "Malaubert", "Pralonge"))]  # fmt: skip
    body = Organisation.objects.create(name="Val Mitoyen", sort_key="val", kind="epci", is_fictitious=True)
    epci = Intercommunality.objects.create(organisation=body, legal_form="CC", source="inventé")
    for town in towns[:3]:
        Membership.objects.create(intercommunality=epci, commune=town.commune)
    depot = Place.objects.create(
        name="Dépôt de La Combe-Rousse", organisation=towns[0], commune=towns[0].commune, hours=WEEK,
        latitude_e6=45_000_000, longitude_e6=6_000_000, access_note="Code du portail : à la mairie.",
    )  # fmt: skip
    category = Category.objects.create(name="Terrassement", slug="terrassement", path=f"terrassement-{next(NUMBERS)}")
    return Circle(*towns, depot=depot, category=category)


@pytest.fixture
def circle(db):
    return make_circle()


@pytest.fixture
def frozen():
    with clock.frozen_at(TODAY):
        yield TODAY


@pytest.fixture
def signed_in(circle, client):
    """Sign in as somebody of an organisation, in a role."""

    from mitoyen.people.models import Person

    def enter(organisation, role=Role.AGENT):
        person = Person.objects.get(pk=circle.actor(organisation, role).person)
        person.acting_for, person.second_factor_waived = organisation, True
        person.save()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
