"""An invented town with one person for each role, and somebody from elsewhere."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.people.actions import open_account
from mitoyen.people.models import Mandate, Person
from mitoyen.people.queries import actor_for
from mitoyen.territory.models import Organisation

NOW = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 2)
SINCE = date(2026, 4, 1)


def address_of(key):
    return f"https://partage.exemple.fr/invitation/{key}/"


@pytest.fixture(autouse=True)
def second_of_march(settings):
    cache.clear()  # the doorman's memory: tests all come from one address
    settings.EMAIL_BACKEND = "mitoyen.plumbing.outbox.backend.OutboxBackend"  # pytest-django puts another one
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def town(db):
    return Organisation.objects.create(name="Ury", kind="commune", siren="999000011", is_fictitious=True)


@pytest.fixture
def elsewhere(db):
    return Organisation.objects.create(name="Pralonge", kind="commune", siren="999000029", is_fictitious=True)


@pytest.fixture
def member(town):
    """Make somebody who acts for the town (or for ``of``) in a role; returns the person."""

    def make(role, *, of=town, email="", name="", since=SINCE, **more):
        address = email or f"{role}.{Organisation.objects.get(pk=of.pk).sort_key}@exemple.fr"
        person = Person.objects.filter(email=address).first()
        if person is None:
            person = open_account(address, name=name or address.split("@")[0], password="une longue phrase")
        Mandate.objects.create(person=person, organisation=of, role=role, since=since, **more)
        return person

    return make


@pytest.fixture
def acting(member):
    """The actor of somebody who holds a role."""

    def make(role, **more):
        return actor_for(member(role, **more), TODAY)

    return make


@pytest.fixture
def administrator(acting):
    return acting(Role.ADMINISTRATOR)


@pytest.fixture
def operator(db):
    person = open_account("gestion@exemple.fr", name="Odile", password="une longue phrase")
    person.runs_instance = True
    person.save()
    return actor_for(person, TODAY)
