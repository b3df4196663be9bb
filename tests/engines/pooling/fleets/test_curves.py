"""Counted again by hand, hour by hour, on needs that last whole hours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.pooling.fleets.small_needs import MEMBERS, some_needs

from mitoyen.engines.pooling.fleets.curves import (
    coalition_curves,
    coalition_peaks,
    fleets_within,
    joint_curve,
    member_curves,
    undominated,
    unmet_curve,
    with_breakdowns,
)
from mitoyen.engines.pooling.fleets.demand import MOST_WEIGHTS, demand_of
from mitoyen.engines.pooling.needs import Needs


def unmet_by_hand(needs, members, fleet):
    """Hour by hour, serve the heaviest units of need first."""
    total = 0.0
    for hour in range(0, 900, 60):
        weights = sorted(
            (
                weight
                for who, start, end, units, weight in zip(
                    needs.member, needs.start, needs.end, needs.units, needs.weight, strict=True
                )
                if who in members and start <= hour < end
                for _ in range(units)
            ),
            reverse=True,
        )
        total += 60 * sum(weights[fleet:])
    return total


@given(some_needs)
@settings(max_examples=60, deadline=None)
def test_every_group_is_counted_as_by_hand(needs):
    demand = demand_of(needs)
    curves = coalition_curves(demand)
    for mask in range(1 << len(MEMBERS)):
        members = {i for i in range(len(MEMBERS)) if mask >> i & 1}
        for fleet in range(demand.peak + 1):
            assert curves[mask, fleet] == pytest.approx(unmet_by_hand(needs, members, fleet))
    assert curves[-1] == pytest.approx(joint_curve(demand))
    for place, curve in enumerate(member_curves(demand, most=demand.peak)):
        assert curve == pytest.approx(curves[1 << place])


@given(some_needs)
@settings(max_examples=60, deadline=None)
def test_the_peak_of_a_group_is_the_fleet_that_leaves_nothing_unmet(needs):
    demand = demand_of(needs)
    curves = coalition_curves(demand)
    assert coalition_peaks(demand).tolist() == fleets_within(curves, np.zeros(len(curves))).tolist()


@given(some_needs, st.sampled_from([0.5, 0.9, 0.98]))
@settings(max_examples=60, deadline=None)
def test_a_fill_rate_never_asks_more_of_a_pool_than_of_its_members(needs, level):
    demand = demand_of(needs)
    curves = coalition_curves(demand)
    fleets = fleets_within(curves, (1 - level) * curves[:, 0])
    everybody = len(curves) - 1
    for mask in range(1, everybody):
        assert fleets[everybody] <= fleets[mask] + fleets[everybody ^ mask]


def test_half_open_needs_follow_one_another_on_one_unit():
    needs = Needs.of(["a"], [("a", 0, 1, 1, 1.0, ""), ("a", 1, 2, 1, 1.0, "")])
    assert demand_of(needs).peak == 1


def test_a_buffer_keeps_the_unit_busy_after_the_need():
    needs = Needs.of(["a", "b"], [("a", 0, 60, 1, 1.0, ""), ("b", 60, 120, 1, 1.0, "")])
    assert demand_of(needs, after=1).peak == 2
    assert demand_of(needs, after=np.array([0, 90])).peak == 1
    assert demand_of(needs, before=np.array([0, 1])).peak == 2


def test_slots_stop_at_midnight_in_paris_also_when_clocks_change():
    from mitoyen.engines.pooling.needs import read_needs

    needs = read_needs("member,start,end\na,2027-03-27T22:00,2027-03-29T03:00\n", {"a": "A"})
    demand = demand_of(needs)
    assert demand.minutes.tolist() == [120, 23 * 60, 180], "28 March 2027 has twenty-three hours"
    assert np.diff(demand.day).tolist() == [1, 1]


def test_no_need_needs_no_fleet():
    demand = demand_of(Needs.of(["a", "b"], []))
    assert coalition_curves(demand).tolist() == [[0.0]] * 4
    assert coalition_peaks(demand).tolist() == [0, 0, 0, 0]


def test_many_weights_are_brought_to_a_few_levels_and_keep_their_sum():
    needs = Needs.of(["a"], [("a", 60 * i, 60 * i + 60, 1, 1.0 + i, "") for i in range(40)])
    demand = demand_of(needs)
    assert len(demand.layers) <= MOST_WEIGHTS
    assert demand.asked()[0] == pytest.approx(60 * sum(1.0 + i for i in range(40)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_dominated_slots_are_dropped_and_no_other(columns):
    kept = {tuple(column) for column in undominated(np.array(columns, dtype=np.uint16).T).T.tolist()}
    expected = {
        column
        for column in columns
        if not any(other != column and all(o >= c for o, c in zip(other, column, strict=True)) for other in columns)
    }
    assert kept == expected


@pytest.mark.parametrize("availability", [0.7, 0.95])
def test_breakdowns_are_the_mean_over_what_works(availability):
    curve = unmet_curve([1, 2, 3], [60, 60, 60])
    rng = np.random.default_rng(1)
    for fleet in (1, 3, 5):
        working = rng.binomial(fleet, availability, 200_000)
        expected = curve[np.minimum(working, 3)].mean()
        assert with_breakdowns(curve[None, :], availability, most=5)[0, fleet] == pytest.approx(expected, abs=1.0)
