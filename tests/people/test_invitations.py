"""Invitations: a letter, a key that opens once, a mandate."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from mitoyen.access.actors import Actor, Role
from mitoyen.journal.models import Act
from mitoyen.kernel import words
from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, RefusedError
from mitoyen.people import actions
from mitoyen.people.errors import InvitationSpentError
from mitoyen.people.models import Invitation, Mandate, Person
from mitoyen.people.queries import actor_for
from mitoyen.plumbing.models import OutboxMessage

NOW = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 2)
PASSWORD = "une longue phrase"


def address_of(key):
    return f"https://partage.exemple.fr/invitation/{key}/"


def invite(actor, town, email="Nouvelle@Exemple.fr", role=Role.AGENT, **more):
    return actions.invite(actor, town.pk, email, role, now=NOW, address_of=address_of, **more)


def key_in_letter():
    return re.search(r"/invitation/([\w-]+)/", OutboxMessage.objects.order_by("-pk").first().body)[1]


def accept(key, now=NOW, **more):
    return actions.accept_invitation(key, **{"name": "Nour", "password": PASSWORD, "language": "fr", **more}, now=now)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_invite(role, acting, town):
    actor = acting(role)
    if role is Role.ADMINISTRATOR:
        invite(actor, town)
    else:
        with pytest.raises(RefusedError):
            invite(actor, town)
    assert Invitation.objects.exists() == OutboxMessage.objects.exists() == (role is Role.ADMINISTRATOR)


def test_the_key_is_in_the_letter_and_nowhere_else(administrator, town):
    row = invite(administrator, town)
    key = key_in_letter()
    assert key not in str(Invitation.objects.filter(pk=row.pk).values().get())
    assert key not in str(list(Act.objects.values()))
    letter = OutboxMessage.objects.get()
    assert letter.recipient == "nouvelle@exemple.fr"
    assert "agir pour Ury comme agent" in letter.body
    assert words.day(date(2027, 3, 16)) in letter.body


def test_accepting_opens_the_account_and_gives_the_mandate(administrator, town):
    invite(administrator, town, until=date(2027, 12, 31))
    person = accept(key_in_letter())
    assert (person.email, person.name) == ("nouvelle@exemple.fr", "Nour")
    assert person.check_password(PASSWORD)
    assert person.emailaddress_set.get().verified
    mandate = Mandate.objects.get(person=person)
    assert (mandate.role, mandate.since, mandate.until) == ("agent", TODAY, date(2027, 12, 31))
    assert actor_for(person, TODAY).acting_for == town.pk


def test_without_a_password_the_account_waits_for_a_passkey(administrator, town):
    invite(administrator, town)
    assert not accept(key_in_letter(), password=None).has_usable_password()


def test_a_key_opens_once(administrator, town):
    invite(administrator, town)
    key = key_in_letter()
    accept(key)
    with pytest.raises(InvitationSpentError, match="déjà servi"):
        accept(key)


def test_a_key_opens_for_fourteen_days(administrator, town):
    invite(administrator, town)
    with pytest.raises(InvitationSpentError, match="expiré le 16/03/2027"):
        accept(key_in_letter(), now=NOW + timedelta(days=14))
    assert not Mandate.objects.filter(role="agent").exists()


def test_a_new_letter_makes_the_old_key_useless(administrator, town):
    row = invite(administrator, town)
    old = key_in_letter()
    actions.send_again(administrator, row.pk, now=NOW, address_of=address_of)
    with pytest.raises(AbsentError, match="incomplet ou inconnu"):
        accept(old)
    accept(key_in_letter())


def test_a_withdrawn_letter_opens_nothing(administrator, town, acting):
    row = invite(administrator, town)
    with pytest.raises(AbsentError):
        actions.withdraw_invitation(acting(Role.MANAGER), row.pk, now=NOW)
    actions.withdraw_invitation(administrator, row.pk, now=NOW)
    with pytest.raises(InvitationSpentError, match="retirée"):
        accept(key_in_letter())
    invite(administrator, town)  # and another one may be written


def test_one_letter_at_a_time(administrator, town):
    invite(administrator, town)
    with pytest.raises(ConflictError, match="attend déjà"):
        invite(administrator, town)


@pytest.mark.parametrize("email", ["", "nour", "nour@", "nour@exemple", "a@b.fr\nBcc: x@y.fr", "a b@exemple.fr"])
def test_an_address_that_is_none(administrator, town, email):
    with pytest.raises(InvalidError, match="adresse de courriel"):
        invite(administrator, town, email)
    assert not OutboxMessage.objects.exists()


def test_a_mandate_that_would_be_over_is_not_promised(administrator, town):
    with pytest.raises(InvalidError, match="déjà passé"):
        invite(administrator, town, until=date(2027, 3, 1))


def test_who_has_an_account_only_takes_the_mandate(administrator, town, elsewhere, member):
    known = member(Role.READER, of=elsewhere, email="nouvelle@exemple.fr", name="Nour Déjà")
    invite(administrator, town)
    person = accept(key_in_letter(), name="Autre", password="autre phrase longue")
    assert (person.pk, person.name) == (known.pk, "Nour Déjà")
    assert Person.objects.get(pk=known.pk).check_password(PASSWORD)
    assert actor_for(person, TODAY).organisations() == {town.pk, elsewhere.pk}


def test_a_mandate_already_held_is_not_doubled(administrator, town, member):
    person = member(Role.AGENT, email="nouvelle@exemple.fr")
    invite(administrator, town)
    accept(key_in_letter())
    assert Mandate.objects.filter(person=person).count() == 1


def test_only_who_runs_the_instance_invites_a_manager(administrator, operator):
    with pytest.raises(RefusedError):
        actions.invite_manager(administrator, "chef@exemple.fr", now=NOW, address_of=address_of)
    actions.invite_manager(operator, "chef@exemple.fr", now=NOW, address_of=address_of)
    assert accept(key_in_letter()).runs_instance


def test_the_first_manager_is_invited_from_the_command_line(db):
    machine = Actor(name="ligne de commande", runs_instance=True)
    actions.invite_manager(machine, "chef@exemple.fr", now=NOW, address_of=address_of)
    assert accept(key_in_letter()).runs_instance


def test_a_second_letter_to_a_manager_makes_the_first_useless(operator):
    actions.invite_manager(operator, "chef@exemple.fr", now=NOW, address_of=address_of)
    old = key_in_letter()
    actions.invite_manager(operator, "chef@exemple.fr", now=NOW, address_of=address_of)
    with pytest.raises(InvitationSpentError, match="retirée"):
        accept(old)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_is_asked_for(administrator, town, name):
    invite(administrator, town)
    with pytest.raises(InvalidError):
        accept(key_in_letter(), name=name)
    assert Invitation.objects.get().accepted_at is None
