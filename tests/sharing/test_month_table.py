# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""The month of the mini-excavator, as its page shows it."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from mitoyen.sharing.bridge.availability import explain, month_table, months
from mitoyen.sharing.bridge.opening import Opening
from mitoyen.sharing.bridge.pricing import plain_spaces
from mitoyen.sharing.bridge.rules import Window, blocked_window
from mitoyen.sharing.models import Block, Booking

from .conftest import TODAY, WEEK, at


def put(circle, resource, borrower, start, end, **more):
    blocked = blocked_window(resource, Opening(WEEK), Window(start, end))
    return Booking.objects.create(
        resource=resource, unit=resource.units.first(), borrower=borrower, **({"state": "confirmed"} | more),
        period=DateTimeTZRange(start, end), blocked=DateTimeTZRange(blocked.start, blocked.end),
    )  # fmt: skip


@pytest.fixture
def march(circle, frozen):
    resource = circle.resource()
    put(circle, resource, circle.malaubert, at(2), at(3, 17))
    put(circle, resource, circle.ury, at(9), at(11, 17))
    Block.objects.create(unit=resource.units.first(), kind="maintenance", reason="vidange des 1 250 heures",
                         period=DateTimeTZRange(at(15), at(15, 17)))  # fmt: skip
    put(circle, resource, circle.stranger, at(30), at(31, 17),
        state="held", held_until=at(16))  # fmt: skip
    return resource


def test_each_day_has_its_word(march):
    month = month_table(march, date(2027, 3, 1), TODAY)
    words = {day.day.day: day.label.fr for day in month.days}
    assert [words[n] for n in range(1, 17)] == [
        "passé", "prise", "prise", "lavage", "libre", "fermé", "fermé",
        "libre", "prise", "prise", "prise", "lavage", "fermé", "fermé", "atelier", "libre",
    ]  # fmt: skip
    assert (words[29], words[30], words[31]) == ("férié", "option", "option")
    assert month.weeks[0][0].day == date(2027, 3, 1)
    assert month.weeks[-1][3] is None


def test_each_busy_day_says_why(march):
    month = month_table(march, date(2027, 3, 1), TODAY)
    said = {plain_spaces(each.heading.fr): plain_spaces(each.sentence.fr) for each in month.reasons}
    assert said["2 et 3 mars"] == "Prise par Malaubert."
    assert said["9 au 11 mars"] == "Prise par Ury."
    assert said["12 mars"].startswith("Indisponible le 12 mars : nettoyage après la réservation d’Ury.")
    assert "11 mars à 17 h" in said["12 mars"]
    assert "ne rouvre qu’à 8 h" in said["12 mars"]
    assert said["15 mars"] == "À l'atelier : vidange des 1 250 heures."
    assert said["29 mars"] == "Lundi de Pâques : le dépôt est fermé."
    assert said["30 et 31 mars"].startswith("Option de Pralonge, à confirmer avant le 16 mars")
    assert said["30 et 31 mars"].endswith("Sans réponse, ces jours redeviennent libres.")


def test_an_option_that_ran_out_blocks_nothing_though_no_worker_ran(march):
    later = at(17)
    month = month_table(march, date(2027, 3, 1), later)
    assert {day.day.day: day.word for day in month.days}[30] == "free"


def test_a_refused_window_says_when_it_is_next_free(march):
    answer = explain(march, Window(at(9), at(10, 17)), TODAY)
    assert not answer.is_free
    assert answer.next_free == Window(at(16), at(17, 17))


def test_half_open_ties_meet_without_overlapping(circle, frozen):
    room = circle.resource(buffer_after_minutes=0, place=None)
    put(circle, room, circle.ury, at(9, 9), at(9, 12))
    assert explain(room, Window(at(9, 12), at(9, 14)), TODAY).is_free
    assert explain(room, Window(at(9, 7), at(9, 9)), TODAY).is_free
    assert not explain(room, Window(at(9, 11, 59), at(9, 14)), TODAY).is_free


def test_one_month_or_fifty_cost_as_many_queries(circle, frozen, django_assert_num_queries):
    some = [circle.resource() for _ in range(3)]
    for each in some:
        put(circle, each, circle.ury, at(9), at(11, 17))
    with django_assert_num_queries(3):
        months(some[:1], date(2027, 3, 1), TODAY)
    with django_assert_num_queries(3):
        months(some, date(2027, 3, 1), TODAY)
