"""The closed forms of airport games against the table of all their movements."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.games.airport import Airport
from mitoyen.engines.pooling.games.airport_levels import AirportLevels
from mitoyen.engines.pooling.games.certificate import UnprovenError, verify
from mitoyen.engines.pooling.games.core import core_check
from mitoyen.engines.pooling.games.game import GameError
from mitoyen.engines.pooling.games.nucleolus import climb, least_core, least_core_of, nucleolus
from mitoyen.engines.pooling.games.separable import Margins, ensc, gately, scrb
from mitoyen.engines.pooling.games.shapley import shapley

types = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 2)), min_size=1, max_size=4)


def built(kinds):
    names = tuple("ABCD"[: len(kinds)])
    return Airport(names, tuple(cost for cost, _ in kinds), tuple(count for _, count in kinds))


@settings(max_examples=35)
@given(types)
def test_closed_forms_are_those_of_the_whole_game(kinds):
    airport = built(kinds)
    game, of = airport.expanded()
    assert shapley(game) == tuple(airport.shapley()[kind] for kind in of)
    assert nucleolus(game).shares == tuple(airport.nucleolus()[kind] for kind in of)
    assert least_core(game).excess == airport.least_core_excess()
    for method in (scrb, ensc):
        assert method(Margins.of(game)).shares == tuple(method(airport.margins()).shares[kind] for kind in of)
    if sum(Margins.of(game).alone) > sum(Margins.of(game).joining):
        assert gately(Margins.of(game)).shares == tuple(gately(airport.margins()).shares[kind] for kind in of)


@settings(max_examples=35)
@given(types, st.lists(st.integers(-3, 9), min_size=4, max_size=4))
def test_the_worst_blocking_group_is_found(kinds, parts):
    airport = built(kinds)
    game, of = airport.expanded()
    shares = [Fraction(parts[kind]) for kind in range(len(kinds))]
    shares[-1] += Fraction(airport.total - sum(shares[kind] for kind in of), airport.movements[-1])
    check, found = core_check(game, [shares[kind] for kind in of]), airport.blocking(shares)
    assert bool(found) == bool(check.count)
    if found:
        assert found[0][1] == check.blocks[0].excess


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 3)), min_size=2, max_size=3))
def test_levels_by_types_are_those_of_the_whole_game(kinds):
    airport = built(kinds)
    game, of = airport.expanded()

    def by_types(weighing):
        return AirportLevels(airport.costs, airport.movements, airport.total, weighing)

    assert climb(by_types("one"))[0] == list(airport.nucleolus())
    weak = climb(by_types("members"))[0]
    assert nucleolus(game, "per_member").shares == tuple(weak[kind] for kind in of)
    if min(airport.costs) > 0:
        proportional = climb(by_types("bound"))[0]
        assert nucleolus(game, "per_euro").shares == tuple(proportional[kind] for kind in of)
    excess, shares = least_core_of(by_types("one"))
    assert (excess, tuple(shares[kind] for kind in of)) == (least_core(game).excess, least_core(game).shares)


def test_the_levels_of_thousands_of_movements_end_where_the_closed_form_does():
    """Birmingham, 1968-69: 13,572 movements of 11 types. The proof looks at every group."""
    costs = (65899, 76725, 95200, 97200, 97436, 98142, 102496, 104849, 113322, 115440, 117676)
    counts = (42, 9555, 288, 303, 151, 1315, 505, 1128, 151, 112, 22)
    airport = Airport(tuple(map(str, range(11))), costs, counts)
    problem = AirportLevels(costs, counts, 117676)
    shares, stages = climb(problem)
    assert shares == list(airport.nucleolus())
    moved = [shares[0] + 1, *shares[1:-1], shares[-1] - Fraction(42, 22)]
    with pytest.raises(UnprovenError):
        verify(problem, moved, stages)


def test_too_many_movements_are_not_listed():
    with pytest.raises(GameError, match="trop pour énumérer"):
        Airport(("A",), (5,), (25,)).expanded()


@pytest.mark.parametrize("entry", [(-1, 2), (3, 0)])
def test_a_negative_cost_or_no_movement_is_refused(entry):
    with pytest.raises(GameError, match="A : coût"):
        Airport(("A",), (entry[0],), (entry[1],))
