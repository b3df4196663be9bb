"""One's data: given whole to the person alone, and erased save what must stay provable."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from mitoyen.access.actors import Actor, Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import RefusedError
from mitoyen.people import actions, queries
from mitoyen.people.errors import LastAdministratorError
from mitoyen.people.models import Invitation, Mandate, Person
from mitoyen.people.queries import actor_for
from mitoyen.plumbing.models import OutboxMessage

NOW = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 2)


def everywhere(word):
    """Every row of every table in which ``word`` is written."""
    from django.apps import apps

    found = []
    for model in apps.get_models():
        found += [model.__name__ for row in model.objects.values() if word in str(row).lower()]
    return found


@pytest.fixture
def maud(member, administrator, town):
    person = member(Role.AGENT, email="maud@exemple.fr", name="Maud Perrichon")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "TRESSECRET"})
    actions.invite(administrator, town.pk, "maud@exemple.fr", Role.READER, now=NOW, address_of=lambda key: key)
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session.create()
    actor = actor_for(person, TODAY)
    actions.name_stand_in(
        actor, Mandate.objects.get(person=person).pk, _other(member).email, since=TODAY, until=TODAY + timedelta(days=3)
    )
    return actor


def _other(member):
    return member(Role.READER, email="tom@exemple.fr", name="Tom")


def test_the_export_holds_what_we_know_of_her(maud):
    told = json.loads(json.dumps(queries.own_data(maud)))
    assert told["compte"]["nom"] == "Maud Perrichon"
    assert told["mandats"][0]["organisation"] == "Ury"
    assert told["actes"][0]["acte"] == "people.name_stand_in"
    assert told["seconds_facteurs"][0]["genre"] == "totp"
    assert told["invitations"][0]["role"] == "reader"
    assert told["courriels"][0]["objet"] == "Ury vous invite sur Mitoyen"


def test_the_export_holds_no_secret_and_nobody_else(maud):
    told = json.dumps(queries.own_data(maud)).lower()
    assert "tressecret" not in told
    assert "argon2" not in told
    assert "md5" not in told
    assert "tom@exemple.fr" not in told


def test_the_export_costs_a_fixed_number_of_queries(maud, django_assert_num_queries):
    with django_assert_num_queries(8):
        queries.own_data(maud)


def test_nothing_of_her_is_left_once_erased(maud):
    assert everywhere("maud")
    actions.erase_own_data(maud, NOW)
    assert everywhere("maud") == []
    assert not Session.objects.exists()
    assert not OutboxMessage.objects.filter(recipient="maud@exemple.fr").exists()
    assert actor_for(Person.objects.get(pk=maud.person), TODAY) == Actor()


def test_what_she_did_stays_provable_without_her_name(maud, town):
    before = Act.objects.filter(person=maud.person).count()
    actions.erase_own_data(maud, NOW)
    acts = Act.objects.filter(person=maud.person)
    assert acts.count() == before + 1
    assert {act.actor_name for act in acts} == {""}
    assert acts.get(verb="people.name_stand_in").organisation == town.pk


def test_her_mandates_and_those_that_lean_on_them_end(maud, town):
    actions.erase_own_data(maud, NOW)
    assert Mandate.objects.get(person=maud.person).until == TODAY
    tom = Person.objects.get(email="tom@exemple.fr")
    tomorrow = actor_for(tom, TODAY + timedelta(days=1))
    assert [mandate.role for mandate in tomorrow.mandates] == [Role.READER]


def test_nobody_is_erased_who_is_not_signed_in(db):
    with pytest.raises(RefusedError):
        actions.erase_own_data(Actor(), NOW)


def test_the_only_manager_of_the_instance_stays(operator):
    with pytest.raises(LastAdministratorError):
        actions.erase_own_data(operator, NOW)


def test_other_apps_add_theirs_by_setting(maud, settings):
    settings.MITOYEN_OWN_DATA = [f"{__name__}.added"]
    settings.MITOYEN_ERASURE = [f"{__name__}.erased"]
    assert queries.own_data(maud)["ajout"] == [maud.person]
    actions.erase_own_data(maud, NOW)
    assert [maud.person] == ERASED


ERASED = []


def added(actor):
    return "ajout", [actor.person]


def erased(person):
    ERASED.append(person)


def test_an_invitation_keeps_no_address(maud):
    actions.erase_own_data(maud, NOW)
    assert set(Invitation.objects.values_list("email", flat=True)) == {f"personne-{maud.person}@efface.invalid"}
