import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.pooling.fleets.small_needs import light_needs

from mitoyen.engines.pooling.fleets.curves import joint_curve, unmet_curve
from mitoyen.engines.pooling.fleets.demand import demand_of
from mitoyen.engines.pooling.fleets.shortage import unmet_by_member
from mitoyen.engines.pooling.needs import Needs

DAY = 24 * 60
BOTH = [("a", 0, 60, 1, 1.0, ""), ("b", 0, 60, 1, 1.0, "")]


@given(light_needs, st.integers(0, 5), st.sampled_from(["own_first", "rotation", "pro_rata"]))
@settings(max_examples=60, deadline=None)
def test_no_rule_creates_or_loses_an_hour(needs, fleet, rule):
    demand = demand_of(needs)
    owned = np.array([fleet // 2, fleet - fleet // 2, 0])
    unmet = unmet_by_member(demand, fleet, rule, owned=owned)
    assert (unmet >= -1e-9).all()
    assert unmet.sum() == pytest.approx(joint_curve(demand, most=max(demand.peak, fleet))[fleet])


@given(light_needs, st.lists(st.integers(0, 2), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_with_own_units_first_nobody_is_worse_off_than_alone(needs, owned):
    demand = demand_of(needs)
    unmet = unmet_by_member(demand, sum(owned), "own_first", owned=np.array(owned))
    for place, units in enumerate(owned):
        alone = unmet_curve(demand.busy[place], demand.minutes, most=max(demand.peak, units))[units]
        assert unmet[place] <= alone + 1e-6


def test_the_owner_comes_first_on_its_own_unit():
    demand = demand_of(Needs.of(("a", "b"), BOTH))
    assert unmet_by_member(demand, 1, "own_first", owned=np.array([1, 0])).tolist() == [0, 60]
    assert unmet_by_member(demand, 1, "pro_rata").tolist() == [30, 30]


def test_turns_change_with_each_day_of_shortage():
    rows = [(who, day * DAY + start, day * DAY + end, units, weight, kind)
            for day in range(4) for who, start, end, units, weight, kind in BOTH]  # fmt: skip
    demand = demand_of(Needs.of(("a", "b"), rows))
    assert unmet_by_member(demand, 1, "rotation").tolist() == [120, 120]


def test_a_heavier_need_comes_first_whoever_asks():
    demand = demand_of(Needs.of(("a", "b"), [("a", 0, 60, 1, 1.0, ""), ("b", 0, 60, 1, 5.0, "")]))
    for rule in ("rotation", "pro_rata"):
        assert unmet_by_member(demand, 1, rule).tolist() == [60, 0]


def test_breakdowns_take_units_from_every_owner_alike():
    demand = demand_of(Needs.of(("a", "b"), BOTH))
    # Two units, each there nine days in ten: one works with chance 0.18, none with 0.01.
    unmet = unmet_by_member(demand, 2, "pro_rata", availability=0.9)
    assert unmet == pytest.approx([0.18 * 30 + 0.01 * 60] * 2)
