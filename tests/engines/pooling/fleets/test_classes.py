"""Cheapest fleets of classes against trying every fleet and every assignment."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.fleets.classes import cheapest_classes, nested_fleet
from mitoyen.engines.pooling.fleets.serving import Jobs, peak

COSTS = (3.0, 5.0)


def jobs_of(rows):
    start, hours = (np.array(column) for column in zip(*rows, strict=True))
    return Jobs(start, start + hours, np.ones(len(rows), dtype=int), hours.astype(float))


def chosen_from(jobs, which):
    return Jobs(jobs.start[which], jobs.end[which], jobs.units[which], jobs.value[which])


def cheapest_by_trying(jobs, needed):
    best = float("inf")
    for classes in product(*(range(int(least), 2) for least in needed)):
        chosen = np.array(classes)
        units = [peak(chosen_from(jobs, chosen == c)) for c in range(2)]
        best = min(best, float(np.dot(units, COSTS)))
    return best


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4), st.integers(0, 1)), min_size=1, max_size=7))
@settings(max_examples=40, deadline=None)
def test_the_programme_finds_the_cheapest_fleet(rows):
    jobs, needed = jobs_of([row[:2] for row in rows]), np.array([row[2] for row in rows])
    found = cheapest_classes(jobs, needed, COSTS)
    assert found.gap == 0
    assert found.cost == cheapest_by_trying(jobs, needed)
    above = [peak(jobs), peak(chosen_from(jobs, needed == 1))]
    assert float(np.dot(nested_fleet(above), COSTS)) <= found.cost + 1e-9, "counting by the hour is a lower bound"


def test_serving_a_part_may_need_fewer():
    jobs = jobs_of([(0, 8), (0, 1), (2, 1)])
    assert cheapest_classes(jobs, np.array([0, 0, 0]), COSTS, level=0.8).units == (1, 0)


def test_a_large_machine_stands_in_for_a_small_one():
    assert nested_fleet([[1, 1], [2, 1], [3, 3]]).tolist() == [[0, 1], [1, 1], [0, 3]]
