"""Correlation decides: the same needs, struck together or apart."""

from datetime import date, time

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engines.pooling.fleets.small_needs import some_needs

from mitoyen.calculus.draws.streams import chances
from mitoyen.calculus.draws.ties import correlated_scores
from mitoyen.calculus.normal import normal_chance, normal_quantile
from mitoyen.engines.pooling.fleets.curves import fleets_within, joint_curve, unmet_curve
from mitoyen.engines.pooling.fleets.demand import demand_of
from mitoyen.engines.pooling.fleets.replay import Draws, daily_curves, day_quantile_fleet, fleets_of_replays
from mitoyen.engines.pooling.fleets.together import independent_curve, measured
from mitoyen.engines.pooling.needs import DeclaredNeed, Needs, Season, Weather, needs_of_calendar
from mitoyen.engines.pooling.needs.paris import local_minutes

FIRST, LAST = date(2017, 1, 1), date(2026, 12, 31)
SIX_TOWNS = (1, 1, 1, 2, 2, 3)  # gritters: ten in all
TOWNS = ("a", "b", "c", "d")


def winters(together, persistence=0.5):
    snow = DeclaredNeed(members=TOWNS, season=Season((11, 15), (3, 15)), start=time(5), end=time(9), weather="neige")
    event = {"neige": Weather(chance=0.3, together=together, persistence=persistence)}
    return demand_of(needs_of_calendar(TOWNS, [snow], event, first=FIRST, last=LAST, seed=3))


def pooled_units(correlation):
    alike = np.full((6, 6), correlation) + (1 - correlation) * np.eye(6)
    scores = correlated_scores(normal_quantile(chances(1, "snow", (6, 100_000))), alike)
    struck = normal_chance(scores) < 0.06
    return day_quantile_fleet(np.array(SIX_TOWNS) @ struck, 0.99)


def test_correlation_removes_what_pooling_saves():
    """The notes of the project: six towns, snow one day in seventeen, 99 % of days; ten gritters alone."""
    fleets = [pooled_units(level) for level in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert fleets == sorted(fleets)
    assert fleets == [4, 6, 8, 10, 10]
    assert sum(SIX_TOWNS) == fleets[-1]


def test_the_more_together_the_larger_the_fleet():
    fleets, levels = [], []
    for together in (0.0, 0.5, 0.9, 1.0):
        demand = winters(together)
        curve = joint_curve(demand)
        fleets.append(int(fleets_within(curve[None, :], [0.02 * curve[0]])[0]))
        levels.append(measured(demand, first=FIRST, last=LAST).mean)
    assert fleets == sorted(fleets)
    assert fleets[0] < fleets[-1] == len(TOWNS)
    assert levels == sorted(levels)
    assert levels[-1] == pytest.approx(1.0)


def test_supposing_independence_is_right_when_needs_are_independent_and_wrong_when_they_are_not():
    for together, is_right in ((0.0, True), (0.9, False)):
        demand = winters(together, persistence=0.0)
        supposed = independent_curve(demand, local_minutes(demand.start), first=FIRST, last=LAST)
        real = joint_curve(demand)
        assert supposed[0] == pytest.approx(real[0]), "the same hours are asked for"
        assert bool(supposed[2] == pytest.approx(real[2], rel=0.25)) is is_right


def test_a_lone_member_is_independent_of_nobody():
    demand = winters(0.5).only([2])
    supposed = independent_curve(demand, local_minutes(demand.start), first=FIRST, last=LAST)
    assert supposed == pytest.approx(joint_curve(demand, most=supposed.size - 1))
    assert measured(demand, first=FIRST, last=LAST).mean is None


def test_days_when_everybody_needs_it_at_the_same_hour_are_counted():
    rows = [
        ("a", 60, 120, 1, 1.0, ""),
        ("b", 90, 150, 1, 1.0, ""),
        ("a", 1500, 1560, 1, 1.0, ""),
        ("b", 1560, 1620, 1, 1.0, ""),
    ]
    found = measured(demand_of(Needs.of(("a", "b"), rows)), first=date(1970, 1, 1), last=date(1970, 1, 2))
    assert (found.days_of_need, found.days_all_at_once) == (2, 1)


@given(some_needs)
@settings(max_examples=40, deadline=None)
def test_days_add_up_to_the_record(needs):
    demand = demand_of(needs)
    days = daily_curves(demand, first=date(1970, 1, 1), last=date(1970, 1, 3), most=demand.peak)
    assert days.whole == pytest.approx(joint_curve(demand))
    for place in range(len(demand.members)):
        own = daily_curves(demand, first=date(1970, 1, 1), last=date(1970, 1, 3), most=demand.peak, member=place)
        assert own.whole == pytest.approx(unmet_by_layers(demand, place))


def unmet_by_layers(demand, place):
    return sum(layer.step * unmet_curve(layer.busy[place], demand.minutes, most=demand.peak) for layer in demand.layers)


def test_replays_surround_the_record_and_come_back_the_same():
    demand = winters(0.8)
    days = daily_curves(demand, first=FIRST, last=LAST, most=demand.peak)
    draws = Draws.of(days.months, replays=300, seed=5)
    unmet = draws.unmet(days)
    assert unmet[:, 0].mean() == pytest.approx(days.whole[0], rel=0.02)
    assert unmet[:, 0].std() > 0
    again = Draws.of(days.months, replays=300, seed=5).unmet(days)
    assert np.array_equal(unmet, again)
    fleets = fleets_of_replays(unmet, allowed_share=0.02)
    known = fleets_within(days.whole[None, :], [0.02 * days.whole[0]])[0]
    assert fleets.min() <= known <= fleets.max()


def test_a_year_is_drawn_from_a_record_of_ten():
    demand = winters(0.8)
    days = daily_curves(demand, first=FIRST, last=LAST, most=demand.peak)
    years = Draws.of(days.months, replays=300, seed=5, part=0.1)
    assert set(years.counts.sum(axis=1).tolist()) == {365}
    assert years.unmet(days)[:, 0].mean() == pytest.approx(days.whole[0] / 10, rel=0.02)


def test_weeks_together_keep_runs_of_days_and_widen_the_interval():
    demand = winters(0.9)
    days = daily_curves(demand, first=FIRST, last=LAST, most=demand.peak)
    by_day = Draws.of(days.months, replays=400, seed=1).unmet(days)[:, 0].std()
    by_week = Draws.of(days.months, replays=400, seed=1, days_together=7).unmet(days)[:, 0].std()
    assert by_week > by_day, "snow comes in spells: weeks vary more than days drawn one by one"


def test_a_day_quantile_can_ask_more_of_a_pool_than_of_its_members():
    """Two members, one vehicle each on four days of a hundred, never the same: why studies use served hours."""
    days = np.arange(100)
    first, second = (days < 4).astype(int), ((days >= 4) & (days < 8)).astype(int)
    assert day_quantile_fleet(first, 0.95) + day_quantile_fleet(second, 0.95) == 0
    assert day_quantile_fleet(first + second, 0.95) == 1
    for level in (0.9, 0.95, 0.99):
        alone = [unmet_curve(one, np.ones(100), most=1) for one in (first, second)]
        pooled = unmet_curve(first + second, np.ones(100))
        units = [int(fleets_within(curve[None, :], [(1 - level) * curve[0]])[0]) for curve in (*alone, pooled)]
        assert units[2] <= units[0] + units[1]
