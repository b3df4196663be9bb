"""Every verb of territory and people, said by every kind of person: the table, written out a second time by hand."""

import pytest

from mitoyen.access import policy
from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.access.policy import POLICY

HERE, ELSEWHERE, SELF = 1, 2, 7

ACTORS = {
    "nobody": Actor(),
    "inhabitant": Actor(person=SELF),
    "instance": Actor(person=3, runs_instance=True),
    **{
        f"{role} {place}": Actor(person=4, mandates=(Mandate(number, role),), acting_for=number)
        for role in Role
        for place, number in (("here", HERE), ("elsewhere", ELSEWHERE))
    },
}
MEMBERS = {f"{role} here" for role in Role}
SIGNED_IN = set(ACTORS) - {"nobody"}
ADMINISTRATORS = {"administrator here", "instance"}

MAY = {
    "territory.see": set(ACTORS),
    "territory.import": {"instance"},
    "territory.edit_organisation": ADMINISTRATORS,
    "territory.create_organisation": {"administrator here", "manager here", "instance"},
    "territory.import_areas": ADMINISTRATORS,
    "people.see_members": MEMBERS | {"instance"},
    "people.invite": ADMINISTRATORS,
    "people.end_mandate": ADMINISTRATORS,
    "people.name_stand_in": ADMINISTRATORS | {"inhabitant"},  # here, the inhabitant is the absent person herself
    "people.close_term": ADMINISTRATORS,
    "people.invite_manager": {"instance"},
    "people.export_own_data": SIGNED_IN,
    "people.erase_own_data": SIGNED_IN,
}
STAKES = {"organisation": HERE, "person": SELF}


def test_every_verb_of_these_apps_is_in_this_table():
    assert set(MAY) == {verb for verb in POLICY if verb.startswith(("territory.", "people."))}


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("verb", MAY)
def test_who_may(verb, who):
    decision = policy.decide(ACTORS[who], verb, STAKES)
    assert decision.allowed == (who in MAY[verb])
    assert decision.allowed or (decision.because.fr and decision.because.en)


@pytest.mark.parametrize("verb", sorted(set(MAY) - {"territory.see"}))
def test_an_access_token_says_only_the_verbs_it_was_given(verb):
    token = Actor(person=3, runs_instance=True, mandates=(Mandate(HERE, Role.ADMINISTRATOR),), scopes=frozenset())
    assert not policy.decide(token, verb, STAKES).allowed


def test_several_roles_are_said_as_in_a_sentence():
    refused = policy.decide(Actor(person=1), "sharing.hand_over", {"holder": 7, "owner": 7}).because
    assert "administrateur, gestionnaire ou agent pour" in refused.fr
    assert "administrator, manager or agent for" in refused.en
