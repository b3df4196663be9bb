"""An act is written once, in the transaction of what it tells, and a public one leaves a hash."""

import hashlib
import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.journal import actions, queries
from mitoyen.journal.leaves import leaf_of, public_content
from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.plumbing.append_only import erasing
from mitoyen.territory.models import Organisation

NOON = datetime(2027, 3, 2, 11, 0, tzinfo=UTC)
CLERK = Actor(
    person=7, name="Odile Sarrat", mandates=(Mandate(3, Role.AGENT), Mandate(3, Role.TREASURER)), acting_for=3
)
ADMINISTRATOR = Actor(person=8, mandates=(Mandate(3, Role.ADMINISTRATOR),), acting_for=3)
ELSEWHERE = Actor(person=9, mandates=(Mandate(4, Role.ADMINISTRATOR),), acting_for=4)
INSTANCE = Actor(person=1, runs_instance=True)

pytestmark = pytest.mark.django_db


def one_act(*, public=False, actor=CLERK):
    town = Organisation(pk=12, name="Ury", kind="commune")
    with clock.frozen_at(NOON):
        return actions.record(
            actor,
            "ledger.correct",
            subject=town,
            before={"amount": Euros(1250), "on": date(2027, 3, 1)},
            after={"amount": Euros(1300), "rate": Fraction(1, 5)},
            public=public,
        )


def test_a_row_holds_who_for_whom_what_before_and_after():
    act = Act.objects.get(pk=one_act().pk)
    assert (act.person, act.actor_name, act.organisation, act.mandate) == (7, "Odile Sarrat", 3, "agent,treasurer")
    assert (act.subject_kind, act.subject_id, act.subject_label) == ("territory.organisation", "12", "Ury")
    assert act.before == {"amount": "12.50", "on": "2027-03-01"}
    assert act.after == {"amount": "13.00", "rate": "1/5"}
    assert (act.instant, act.is_public, act.leaf) == (NOON, False, "")


def test_recording_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        one_act(public=True)


def test_the_leaf_of_a_public_act_can_be_recomputed_without_this_program():
    act = Act.objects.get(pk=one_act(public=True).pk)
    # Texts here are ASCII and numbers whole: sorted keys without spaces are RFC 8785's form.
    text = json.dumps(public_content(act), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert act.leaf == hashlib.sha256(text.encode()).hexdigest()
    assert "Sarrat" not in text


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_act SET verb = 'other'", "DELETE FROM journal_act", "UPDATE journal_act SET actor_name = ''"],
)
def test_the_database_refuses_to_change_an_act(statement):
    one_act()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_erasure_empties_the_name_and_breaks_no_hash():
    public, other = one_act(public=True), one_act(actor=ADMINISTRATOR)
    assert actions.erase_name(7) == 1
    act = Act.objects.get(pk=public.pk)
    assert (act.actor_name, act.person) == ("", 7)
    assert act.leaf == leaf_of(public_content(act))
    assert Act.objects.get(pk=other.pk).actor_name == ADMINISTRATOR.name


def change_more_than_the_name(act):
    with erasing(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_act SET actor_name = '', verb = 'other' WHERE id = %s", [act.pk])


def test_erasure_opens_no_other_door():
    act = one_act()
    with pytest.raises(DatabaseError, match="written once"):
        change_more_than_the_name(act)


@pytest.mark.parametrize(
    ("actor", "sees_private", "sees_name"),
    [
        (CLERK, True, True),
        (ADMINISTRATOR, True, True),
        (INSTANCE, True, True),
        (ELSEWHERE, False, False),
        (Actor(), False, False),
    ],
)
def test_who_reads_what(actor, sees_private, sees_name):
    private, public = one_act(), one_act(public=True)
    seen = set(queries.visible_acts(actor))
    assert public in seen
    assert (private in seen) == sees_private
    assert queries.may_read_name(actor, public) == sees_name


def test_acts_of_nobody_known_are_not_everybodys():
    by_nobody = actions.record(Actor(), "example.verb", organisation=3)
    assert by_nobody not in queries.visible_acts(Actor())
    assert by_nobody in queries.visible_acts(ADMINISTRATOR)


def test_the_history_of_a_thing():
    one_act()
    actions.record(CLERK, "example.verb", subject=Organisation(pk=13, name="La Combe", kind="commune"))
    assert [act.subject_label for act in queries.acts_about(CLERK, Organisation(pk=12))] == ["Ury"]
