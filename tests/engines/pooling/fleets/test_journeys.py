from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.fleets.journeys import Errands, best_served, fewest_chains, fewest_units

# Ahuja, Magnanti and Orlin, Network Flows (1993), application 6.6: four shiploads between ports A, B (loading)
# and C, D (unloading). Delivery days and transit times of their figure 6.8; the arcs of figure 6.9 are
# 1-2, 1-4 and 3-2, and two ships are enough.
A, B, C, D = range(4)
LOADS = [(A, C, 3), (A, C, 8), (B, D, 3), (B, C, 6)]
LOADED = {(A, C): 3, (A, D): 2, (B, C): 2, (B, D): 3}
EMPTY = np.full((4, 4), 99)
np.fill_diagonal(EMPTY, 0)
EMPTY[C, A], EMPTY[C, B], EMPTY[D, A], EMPTY[D, B] = 2, 1, 1, 2


def shiploads():
    origin, destination, delivery = (np.array(column) for column in zip(*LOADS, strict=True))
    start = delivery - np.array([LOADED[load[0], load[1]] for load in LOADS])
    return Errands(origin, destination, start, delivery, np.ones(4, dtype=int), np.ones(4))


def following(errands, travel):
    arrival = errands.end[:, None] + travel[errands.destination[:, None], errands.origin[None, :]]
    return (arrival <= errands.start[None, :]) & ~np.eye(errands.start.size, dtype=bool)


def test_tanker_scheduling_finds_the_arcs_and_the_two_ships_of_the_book():
    arcs = {(int(i) + 1, int(j) + 1) for i, j in np.argwhere(following(shiploads(), EMPTY))}
    assert arcs == {(1, 2), (1, 4), (3, 2)}
    assert fewest_units(shiploads(), EMPTY).fleet == len(fewest_chains(following(shiploads(), EMPTY))) == 2


@st.composite
def errands_and_travel(draw):
    places = draw(st.integers(1, 3))
    points = np.array(draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=places, max_size=places)))
    travel = np.abs(points[:, None] - points[None]).sum(axis=2)
    place = st.integers(0, places - 1)
    rows = draw(
        st.lists(
            st.tuples(place, place, st.integers(0, 15), st.integers(1, 5), st.integers(1, 9)), min_size=1, max_size=7
        )
    )
    origin, destination, start, lasting, value = (np.array(column) for column in zip(*rows, strict=True))
    return Errands(
        origin, destination, start, start + lasting, np.ones(len(rows), dtype=int), value.astype(float)
    ), travel


@given(errands_and_travel())
@settings(max_examples=60, deadline=None)
def test_the_circulation_needs_as_many_units_as_the_smallest_cover_by_chains(case):
    errands, travel = case
    found = fewest_units(errands, travel)
    assert found.fleet == len(fewest_chains(following(errands, travel)))
    assert best_served(errands, travel, found.fleet).served.sum() == errands.start.size


@given(errands_and_travel(), st.integers(1, 2))
@settings(max_examples=40, deadline=None)
def test_a_given_fleet_serves_as_much_as_trying_everything(case, fleet):
    errands, travel = case
    follows = following(errands, travel)
    best = 0.0
    for subset in range(1 << errands.start.size):
        chosen = [i for i in range(errands.start.size) if subset >> i & 1]
        if len(fewest_chains(follows[np.ix_(chosen, chosen)])) <= fleet:
            best = max(best, float(errands.value[chosen].sum()))
    assert best_served(errands, travel, fleet).served @ errands.value == pytest.approx(best)


def test_chains_hold_every_errand_once_and_in_order():
    follows = following(shiploads(), EMPTY)
    chains = fewest_chains(follows)
    assert sorted(errand for chain in chains for errand in chain) == [0, 1, 2, 3]
    assert all(follows[first, second] for chain in chains for first, second in pairwise(chain))


def test_empty_moves_are_the_least_that_the_fleet_can_do():
    # One unit does a-b-a-b in order, or the two places keep one unit each and nobody drives.
    place, start = np.array([0, 1, 0, 1]), np.array([0, 20, 40, 60])
    errands = Errands(place, place, start, start + 10, np.ones(4, dtype=int), np.ones(4))
    travel = np.array([[0, 10], [10, 0]])
    one = fewest_units(errands, travel)
    assert (one.fleet, one.empty_minutes, one.moves.tolist()) == (1, 30.0, [[0, 2], [1, 0]])
    two = best_served(errands, travel, 2)
    assert (two.empty_minutes, two.served.tolist()) == (0.0, [1, 1, 1, 1])
