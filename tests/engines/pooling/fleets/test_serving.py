"""The flow against trying everything, on small cases."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.pooling.fleets.small_needs import light_needs, some_needs

from mitoyen.engines.pooling.fleets.curves import joint_curve
from mitoyen.engines.pooling.fleets.demand import demand_of
from mitoyen.engines.pooling.fleets.serving import Jobs, peak, smallest_fleet, units_served


def part_of(jobs, units):
    return Jobs(jobs.start, jobs.end, np.asarray(units), jobs.value)


def best_by_trying(jobs, fleet):
    choices = product(*(range(int(units) + 1) for units in jobs.units))
    return max((float(np.dot(choice, jobs.value)) for choice in choices if busiest(jobs, choice) <= fleet), default=0.0)


def busiest(jobs, choice):
    """The largest clique of intervals, looked for at every start."""
    return max(
        (
            sum(units for start, end, units in zip(jobs.start, jobs.end, choice, strict=True) if start <= instant < end)
            for instant in jobs.start
        ),
        default=0,
    )


few_needs = st.one_of(some_needs, light_needs).map(lambda needs: needs.where(np.arange(needs.count) < 5))


@given(few_needs, st.integers(0, 4))
@settings(max_examples=80, deadline=None)
def test_the_flow_serves_as_much_as_trying_everything(needs, fleet):
    jobs = Jobs.of(needs)
    served = units_served(jobs, fleet)
    assert (served >= 0).all()
    assert (served <= jobs.units).all()
    assert peak(part_of(jobs, served)) <= fleet
    assert served @ jobs.value == pytest.approx(best_by_trying(jobs, fleet))


@given(few_needs, st.sampled_from([0.3, 0.8, 0.98, 1.0]))
@settings(max_examples=60, deadline=None)
def test_the_smallest_fleet_is_the_first_that_serves_enough(needs, level):
    jobs = Jobs.of(needs)
    found = smallest_fleet(jobs, level)
    enough = next(fleet for fleet in range(20) if best_by_trying(jobs, fleet) >= level * jobs.worth - 1e-9)
    assert found.fleet == enough
    assert found.served @ jobs.value == pytest.approx(best_by_trying(jobs, found.fleet))


@given(some_needs)
@settings(max_examples=60, deadline=None)
def test_serving_everything_takes_the_largest_clique(needs):
    jobs = Jobs.of(needs)
    assert peak(jobs) == busiest(jobs, jobs.units) == demand_of(needs).peak == smallest_fleet(jobs, 1.0).fleet


@given(some_needs, st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_whole_needs_never_do_better_than_hours(needs, fleet):
    jobs = Jobs.of(needs)
    lost = 60 * (jobs.worth - units_served(jobs, fleet) @ jobs.value)
    demand = demand_of(needs)
    assert lost >= joint_curve(demand, most=max(demand.peak, fleet))[fleet] - 1e-6


def test_a_known_floor_does_not_change_the_answer():
    jobs = Jobs(np.array([0, 0, 30]), np.array([60, 60, 90]), np.ones(3, dtype=int), np.ones(3))
    assert smallest_fleet(jobs, 0.6).fleet == 2
    assert smallest_fleet(jobs, 0.6, at_least=1).fleet == 2
    assert smallest_fleet(jobs, 0.6, at_least=3).fleet == 3
