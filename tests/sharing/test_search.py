# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""The catalogue searched, and the fortnight of the desk."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mitoyen.access.actors import ANYBODY
from mitoyen.sharing import actions
from mitoyen.sharing.bridge.planning import planning
from mitoyen.sharing.bridge.pricing import plain_spaces
from mitoyen.sharing.bridge.search import LOOKED_AT, Search, search
from mitoyen.sharing.models import Place, Resource, Unit

from .conftest import WEEK, at


@pytest.fixture
def yard(circle, frozen):
    far = Place.objects.create(name="Les Aigues", organisation=circle.lender, hours=WEEK, latitude_e6=45_090_000,
                               longitude_e6=6_000_000)  # fmt: skip
    near = circle.resource(name="Mini-pelle 2,7 tonnes", search_text="mini-pelle 2,7 tonnes terrassement")
    other = circle.resource(name="Mini-pelle 1,8 tonne", place=far, search_text="mini-pelle 1,8 tonne terrassement")
    circle.resource(name="Tondeuse", search_text="tondeuse autoportee espaces verts")
    return circle, near, other


HERE = (45_000_000, 6_000_000)


def names(found):
    return [each.resource.name for each in found.results]


@pytest.mark.parametrize(
    "words", ["mini-pelle", "Mini-Pelle", "minipelle", "TERRASSEMENT", "mini pelle", "zzz, mini-pelle"]
)
def test_words_are_found_whatever_their_case_accents_and_slips(yard, frozen, words):
    found = search(ANYBODY, Search(words=words, here=HERE), frozen)
    assert names(found) == ["Mini-pelle 2,7 tonnes", "Mini-pelle 1,8 tonne"]


def test_free_ones_first_from_the_nearest_then_the_others_with_reason_and_next_date(yard, frozen):
    circle, near, _ = yard
    actions.book(circle.actor(circle.ury), circle.wish(near, at(15), at(17, 17)))
    found = search(
        ANYBODY, Search(words="mini-pelle", here=HERE, first=date(2027, 3, 16), last=date(2027, 3, 17)), frozen
    )
    assert names(found) == ["Mini-pelle 1,8 tonne", "Mini-pelle 2,7 tonnes"]
    first, second = found.results
    assert (first.is_free, round(first.metres / 1000), found.free, found.total) == (True, 10, 1, 2)
    assert not second.is_free
    assert plain_spaces(second.reasons[0].fr) == "Prise par Ury."
    assert second.next_free.start == at(22)  # the 18th is for cleaning, two days from the 19th meet a Saturday
    assert [point[0] for point in found.points] == [1, 2]


def test_distance_and_freedom_narrow_the_search(yard, frozen):
    circle, near, other = yard
    assert names(search(ANYBODY, Search(words="mini-pelle", here=HERE, within_km=5), frozen)) == [near.name]
    actions.book(circle.actor(circle.ury), circle.wish(near, at(16), at(16, 17)))
    wanted = Search(words="mini-pelle", first=date(2027, 3, 16), only_free=True)
    assert names(search(ANYBODY, wanted, frozen)) == [other.name]


def test_a_closed_day_is_not_free_and_says_so(yard, frozen):
    found = search(ANYBODY, Search(words="tondeuse", first=date(2027, 3, 29)), frozen)
    assert not found.results[0].is_free
    assert "Lundi de Pâques" in found.results[0].reasons[0].fr


def test_a_search_costs_as_many_queries_for_three_things_as_for_thirty(yard, frozen):
    circle, near, _ = yard
    wanted = Search(words="mini-pelle", here=HERE, first=date(2027, 3, 16), last=date(2027, 3, 17))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            search(ANYBODY, wanted, frozen)
        return len(queries)

    few = cost()
    for rank in range(27):
        circle.resource(name=f"Mini-pelle {rank}", search_text=f"mini-pelle {rank}")
    actions.book(circle.actor(circle.ury), circle.wish(near, at(16), at(16, 17)))
    assert cost() == few <= 12


def test_the_fortnight_covers_each_day_once_and_tells_who_and_why(yard, frozen):
    circle, near, _ = yard
    agent = circle.actor(circle.lender)
    booking = actions.book(circle.actor(circle.ury), circle.wish(near, at(9), at(11, 17)))
    desk = planning(agent, date(2027, 3, 8), frozen)
    assert desk.total == 3
    rows = [row for _, group in desk.groups for row in group]
    assert all(sum(cell.span for cell in row.cells) == 14 for row in rows)
    row = next(row for row in rows if row.resource == near)
    spans = [(cell.day.day, cell.span, [slot.label.fr for slot in cell.slots]) for cell in row.cells if cell.slots]
    assert spans == [(9, 3, ["prise"]), (12, 1, ["lavage"])]
    assert row.cells[1].slots[0].who == "Ury"
    assert row.cells[1].slots[0].booking == booking.pk


def test_a_fortnight_costs_as_many_queries_for_three_rows_as_for_thirty(yard, frozen):
    circle, *_ = yard
    agent = circle.actor(circle.lender)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            planning(agent, date(2027, 3, 8), frozen)
        return len(queries)

    few = cost()
    for _ in range(27):
        circle.resource()
    assert cost() == few <= 6


@pytest.fixture
def crowd(circle):
    """More things than a search asks freedom of: a far depot of many, and one thing nearby whose name comes last."""
    far = Place.objects.create(name="Les Aigues", organisation=circle.lender, hours=WEEK, latitude_e6=45_090_000,
                               longitude_e6=6_000_000)  # fmt: skip
    values = {"kind": "equipment", "category": circle.category, "owner": circle.lender, "holder": circle.lender}
    made = Resource.objects.bulk_create(
        Resource(name=f"Broyeur {rank:03d}", search_text=f"broyeur {rank}", place=far, **values)
        for rank in range(LOOKED_AT + 19)
    )
    near = circle.resource(name="Zébroyeur", search_text="broyeur")
    Unit.objects.bulk_create(Unit(resource=row, code=f"C{row.pk}") for row in made)
    return near


def test_a_search_with_dates_looks_at_the_nearest_only_and_says_how_many_are_left_out(crowd, frozen):
    wanted = Search(words="broyeur", here=HERE, first=date(2027, 3, 16))
    found = search(ANYBODY, wanted, frozen)
    assert names(found)[:2] == ["Zébroyeur", "Broyeur 000"]
    assert (found.total, found.free, found.left_out, found.pages) == (LOOKED_AT, LOOKED_AT, 20, LOOKED_AT // 50)
    last = search(ANYBODY, replace(wanted, page=found.pages), frozen)
    assert names(last)[-1] == f"Broyeur {LOOKED_AT - 2:03d}"


def test_without_dates_every_match_has_its_page(crowd, frozen):
    wanted = Search(words="broyeur", here=HERE)
    found = search(ANYBODY, wanted, frozen)
    assert (found.total, found.left_out, found.pages) == (LOOKED_AT + 20, 0, LOOKED_AT // 50 + 1)
    last = search(ANYBODY, replace(wanted, page=found.pages), frozen)
    beyond = search(ANYBODY, replace(wanted, page=999), frozen)
    assert names(last) == names(beyond) == [f"Broyeur {rank:03d}" for rank in range(LOOKED_AT - 1, LOOKED_AT + 19)]
    assert [each.rank for each in beyond.results] == list(range(LOOKED_AT + 1, LOOKED_AT + 21))


def test_the_page_says_that_more_match_farther(crowd, client, frozen):
    page = client.get("/emprunter/", {"q": "broyeur", "jour": "16/03/2027", "tout": "on"}).content.decode()
    assert "20 autres ressources correspondent, plus loin" in page
