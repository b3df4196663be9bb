"""Mandates: in force for their days, stood in for, and lapsing together after an election."""

from datetime import date, timedelta

import pytest

from mitoyen.access import policy
from mitoyen.access.actors import Actor, Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import AbsentError, ConflictError, InvalidError, RefusedError
from mitoyen.people import actions, queries
from mitoyen.people.errors import LastAdministratorError, MandateOverlapsError
from mitoyen.people.models import Mandate, Person
from mitoyen.people.queries import actor_for
from mitoyen.people.queries.members import visible_mandates

TODAY = date(2027, 3, 2)
SINCE = date(2026, 4, 1)
DAY = timedelta(days=1)


def mandate_of(person_pk):
    return Mandate.objects.get(person_id=person_pk)


# Who


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", ["here", "elsewhere"])
def test_who_may_end_the_mandate_of_somebody_else(role, place, acting, member, town, elsewhere):
    member(Role.ADMINISTRATOR, email="autre@exemple.fr")
    actor = acting(role, of=town if place == "here" else elsewhere, email="acteur@exemple.fr")
    target = mandate_of(member(Role.AGENT, email="cible@exemple.fr").pk)
    allowed = place == "here" and role is Role.ADMINISTRATOR
    if allowed:
        actions.end_mandate(actor, target.pk, last_day=TODAY, as_of=TODAY)
    else:
        with pytest.raises(RefusedError if place == "here" else AbsentError):
            actions.end_mandate(actor, target.pk, last_day=TODAY, as_of=TODAY)
    target.refresh_from_db()
    assert (target.until == TODAY) == allowed


def test_one_may_give_up_ones_own_mandate(acting):
    agent = acting(Role.AGENT)
    actions.end_mandate(agent, mandate_of(agent.person).pk, last_day=TODAY, as_of=TODAY)
    assert mandate_of(agent.person).until == TODAY


def test_the_list_and_the_table_agree(acting, member, town, elsewhere, operator):
    actors = [Actor(), operator]
    for role in Role:
        actors += [acting(role, of=town), acting(role, of=elsewhere)]
    rows = list(Mandate.objects.all())
    for actor in actors:
        by_table = {
            row.pk
            for row in rows
            if policy.decide(actor, "people.see_members", {"organisation": row.organisation_id})
            or row.person_id == actor.person
        }
        assert {row.pk for row in visible_mandates(actor)} == by_table


# What


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (TODAY, None, True),
        (SINCE, TODAY, True),  # the last day counts
        (SINCE, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_a_mandate_holds_from_its_first_day_to_its_last(member, since, until, held):
    person = member(Role.AGENT, since=since, until=until)
    assert bool(actor_for(person, TODAY).mandates) == held


def test_who_has_left_is_nobody(member):
    person = member(Role.AGENT)
    person.is_active = False
    assert actor_for(person, TODAY) == Actor()


def test_the_same_mandate_twice_is_refused_by_the_base_itself(administrator, member, town):
    person = member(Role.AGENT, until=TODAY + 10 * DAY)
    with pytest.raises(MandateOverlapsError, match="déjà agent"):
        actions.give_mandate(administrator, person, town.pk, Role.AGENT, since=TODAY)
    actions.give_mandate(administrator, person, town.pk, Role.TREASURER, since=TODAY)
    actions.give_mandate(administrator, person, town.pk, Role.AGENT, since=TODAY + 11 * DAY)


def test_the_last_administrator_is_not_sent_away(administrator, operator, member):
    row = mandate_of(administrator.person)
    with pytest.raises(LastAdministratorError):
        actions.end_mandate(administrator, row.pk, last_day=TODAY, as_of=TODAY)
    member(Role.ADMINISTRATOR, email="seconde@exemple.fr")
    actions.end_mandate(administrator, row.pk, last_day=TODAY, as_of=TODAY)


def test_who_runs_the_instance_may_send_away_the_last_one(administrator, operator):
    actions.end_mandate(operator, mandate_of(administrator.person).pk, last_day=TODAY, as_of=TODAY)


def test_a_mandate_ends_once_and_not_before_it_begins(administrator, member):
    row = mandate_of(member(Role.AGENT).pk)
    with pytest.raises(InvalidError, match="avant le début"):
        actions.end_mandate(administrator, row.pk, last_day=SINCE - DAY, as_of=TODAY)
    actions.end_mandate(administrator, row.pk, last_day=TODAY - DAY, as_of=TODAY)
    with pytest.raises(ConflictError, match="déjà pris fin"):
        actions.end_mandate(administrator, row.pk, last_day=TODAY, as_of=TODAY)


def test_giving_and_ending_are_journaled(administrator, member, town):
    person = member(Role.AGENT)
    actions.end_mandate(administrator, mandate_of(person.pk).pk, last_day=TODAY, as_of=TODAY)
    act = Act.objects.get(verb="people.end_mandate")
    assert (act.organisation, act.subject_label, act.after["until"]) == (town.pk, person.name, "2027-03-02")


# Stand-ins


@pytest.fixture
def absent(member):
    return mandate_of(member(Role.TREASURER, email="absente@exemple.fr", until=date(2027, 12, 31)).pk)


@pytest.fixture
def present(member, elsewhere):
    return member(Role.READER, of=elsewhere, email="presente@exemple.fr")


def stand_in(actor, absent, email="presente@exemple.fr", since=TODAY, until=TODAY + 14 * DAY):
    return actions.name_stand_in(actor, absent.pk, email, since=since, until=until)


def test_a_stand_in_has_the_same_role_for_the_days_said(administrator, absent, present, town):
    stand_in(administrator, absent)
    mandate = next(m for m in actor_for(present, TODAY).mandates if m.organisation == town.pk)
    assert (mandate.role, mandate.stands_in_for) == (Role.TREASURER, absent.person_id)
    assert town.pk not in actor_for(present, TODAY + 15 * DAY).organisations()


def test_the_absent_person_may_name_her_own_and_others_may_not(absent, present, acting):
    stand_in(actor_for(absent.person, TODAY), absent)
    with pytest.raises(RefusedError):
        stand_in(acting(Role.MANAGER), absent)


def test_a_stand_in_lapses_with_the_mandate_it_leans_on(administrator, absent, present, town):
    stand_in(administrator, absent)
    actions.end_mandate(administrator, absent.pk, last_day=TODAY, as_of=TODAY)
    assert town.pk in actor_for(present, TODAY).organisations()
    assert town.pk not in actor_for(present, TODAY + DAY).organisations()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "inconnue@exemple.fr"}, "Personne n'a de compte"),
        ({"email": "absente@exemple.fr"}, "soi-même"),
        ({"until": TODAY - DAY}, "avant le début"),
        ({"until": date(2028, 1, 1)}, "tenir dans le mandat"),
        ({"since": SINCE - DAY}, "tenir dans le mandat"),
    ],
)
def test_a_stand_in_that_cannot_be(administrator, absent, present, changes, said):
    with pytest.raises(InvalidError, match=said):
        stand_in(administrator, absent, **changes)


def test_a_stand_in_is_not_stood_in_for(administrator, absent, present, member):
    first = stand_in(administrator, absent)
    member(Role.READER, email="troisieme@exemple.fr")
    with pytest.raises(ConflictError, match="ne se fait pas remplacer"):
        stand_in(administrator, first, email="troisieme@exemple.fr")


# Terms


@pytest.fixture
def term(administrator, town):
    return actions.open_term(administrator, town.pk, label="2026-2032", since=SINCE)


def test_closing_a_term_ends_its_mandates_and_those_that_lean_on_them(administrator, term, member, present, town):
    mayor = member(Role.ELECTED, email="maire@exemple.fr", term=term)
    clerk = member(Role.AGENT, email="clerc@exemple.fr")
    stand_in(administrator, mandate_of(mayor.pk))
    lost = queries.losses_of(administrator, term, TODAY)
    assert {row.person_id for row in lost} == {mayor.pk, present.pk}
    assert actions.close_term(administrator, term.pk, last_day=TODAY, as_of=TODAY) == lost
    after = TODAY + DAY
    assert not actor_for(mayor, after).mandates
    assert town.pk not in actor_for(present, after).organisations()
    assert actor_for(clerk, after).organisations() == {town.pk}


def test_who_is_elected_again_takes_a_new_mandate(administrator, term, member, town):
    mayor = member(Role.ELECTED, email="maire@exemple.fr", term=term)
    actions.close_term(administrator, term.pk, last_day=TODAY, as_of=TODAY)
    new = actions.open_term(administrator, town.pk, label="2032-2038", since=TODAY + DAY)
    actions.give_mandate(administrator, mayor, town.pk, Role.ELECTED, since=TODAY + DAY, term=new)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_close_a_term(role, term, acting, member):
    actor = acting(role, email="acteur@exemple.fr")
    if role is Role.ADMINISTRATOR:
        actions.close_term(actor, term.pk, last_day=TODAY, as_of=TODAY)
    else:
        with pytest.raises(RefusedError):
            actions.close_term(actor, term.pk, last_day=TODAY, as_of=TODAY)


def test_a_term_is_not_closed_when_nobody_would_be_left(administrator, term, operator):
    Mandate.objects.filter(person_id=administrator.person).update(term=term)
    with pytest.raises(LastAdministratorError):
        actions.close_term(administrator, term.pk, last_day=TODAY, as_of=TODAY)
    assert len(actions.close_term(operator, term.pk, last_day=TODAY, as_of=TODAY)) == 1


def test_a_term_is_closed_once(administrator, term):
    actions.close_term(administrator, term.pk, last_day=TODAY - DAY, as_of=TODAY)
    with pytest.raises(ConflictError, match="déjà pris fin"):
        actions.close_term(administrator, term.pk, last_day=TODAY, as_of=TODAY)


# Acting for


def test_one_acts_for_the_organisation_one_has_chosen(member, town, elsewhere):
    member(Role.AGENT, email="maud@exemple.fr")
    person = member(Role.READER, of=elsewhere, email="maud@exemple.fr")
    assert actor_for(person, TODAY).acting_for == town.pk
    actions.act_for(actor_for(person, TODAY), elsewhere.pk)
    person = Person.objects.get(pk=person.pk)
    assert actor_for(person, TODAY).acting_for == elsewhere.pk
    Mandate.objects.filter(organisation=elsewhere).update(until=TODAY - DAY)
    assert actor_for(person, TODAY).acting_for == town.pk
    with pytest.raises(RefusedError, match="pas de mandat"):
        actions.act_for(actor_for(person, TODAY), elsewhere.pk)


# Cost


def test_the_actor_costs_one_query_however_many_mandates(member, town, django_assert_num_queries):
    for role in Role:
        person = member(role, email="tout@exemple.fr")
    with django_assert_num_queries(1):
        assert len(actor_for(person, TODAY).mandates) == len(Role)


def test_members_cost_one_query_however_many(administrator, member, town, django_assert_num_queries):
    for number in range(12):
        member(Role.AGENT, email=f"agent{number}@exemple.fr")
    with django_assert_num_queries(1):
        members = queries.members_of(administrator, town.pk, TODAY)
        assert [(m.name, m.mandates[0].term, m.mandates[0].stands_in_for) for m in members][1:2]
    assert len(members) == 13
