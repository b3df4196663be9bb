"""Keys: proportional shares, blends, commitments, bounds, what happens when nobody used anything, and stability."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.calculus.division import DivisionError
from mitoyen.engines.pooling.games.core import core_check
from mitoyen.engines.pooling.games.cover import best_split, subadditive_cover
from mitoyen.engines.pooling.games.game import Game
from mitoyen.engines.pooling.games.nucleolus import least_core
from mitoyen.engines.pooling.games.shapley import shapley
from mitoyen.engines.pooling.keys import (
    Key,
    Part,
    SharingKeyError,
    answer_by_key,
    coincident_peak,
    held_against,
    share_by_key,
)

TOWNS = ("Pralonge", "Chantefroid", "Le Thoral", "Orsonne")
DRIVERS = {
    "population": dict(zip(TOWNS, (438, 271, 356, 189), strict=True)),
    "use": dict(zip(TOWNS, (330, 290, 265, 155), strict=True)),
    "road_km": dict(zip(TOWNS, (Fraction(21, 2), 9, 8, 0), strict=True)),
    "nothing": dict.fromkeys(TOWNS, 0),
}


def ploughs():
    """Four invented towns: 14,600 alone, Le Thoral and Orsonne 22,200 together, all 46,900."""
    table = np.bitwise_count(np.arange(16)).astype(np.int64) * 14_600
    table[12:] -= 7_000
    table[15] = 46_900
    return Game(TOWNS, table, decimals=0)


# The rows of the study shown in the demonstration: whole euros by largest remainder.
@pytest.mark.parametrize(
    ("key", "shares"),
    [
        (Key.by("population"), (16_381, 10_135, 13_315, 7_069)),
        (Key.by("use"), (14_882, 13_078, 11_950, 6_990)),
        (Key.by("equal"), (11_725, 11_725, 11_725, 11_725)),
        (Key.fixed_and_use(Fraction(40, 100)), (13_619, 12_537, 11_860, 8_884)),
    ],
)
def test_the_keys_of_the_demonstration(key, shares):
    assert share_by_key(TOWNS, 46_900, key, DRIVERS).cents == shares


def test_a_key_tells_what_each_saves_and_who_would_leave():
    answer = answer_by_key(ploughs(), Key.by("population"), DRIVERS)
    assert answer.alone == (14_600,) * 4
    assert [round(saving) for saving in answer.savings] == [-1_781, 4_465, 1_285, 7_531]
    told = {ploughs().group(block.coalition): round(block.excess) for block in answer.check.blocks}
    assert told == {("Pralonge",): 1_781, ("Pralonge", "Le Thoral"): 496}
    stable = answer_by_key(ploughs(), Key.fixed_and_use(Fraction(40, 100)), DRIVERS)
    assert stable.check.is_stable
    equal = answer_by_key(ploughs(), Key.by("equal"), DRIVERS)
    assert [ploughs().group(block.coalition) for block in equal.check.blocks] == [("Le Thoral", "Orsonne")]
    assert equal.check.blocks[0].excess == 23_450 - 22_200


def test_in_a_value_game_the_savings_are_what_is_earned_above_alone():
    game = Game(("A", "B"), np.array([0, 10, 20, 40]), "value")
    answer = answer_by_key(game, Key.by("equal"), {})
    assert answer.savings == (10, 0)


blends = st.lists(st.sampled_from(["population", "use", "road_km", "equal", "nothing"]), min_size=1, max_size=4)


@settings(max_examples=40)
@given(blends, st.lists(st.integers(1, 9), min_size=4, max_size=4), st.integers(-(10**9), 10**9))
def test_a_blend_is_efficient_and_is_the_sum_of_its_parts(drivers, weights, total):
    whole = sum(weights[: len(drivers)])
    parts = tuple(Part(driver, Fraction(weight, whole)) for driver, weight in zip(drivers, weights, strict=False))
    found = share_by_key(TOWNS, total, Key("blend", parts), DRIVERS)
    assert sum(found.exact) == sum(found.cents) == total
    alone = [share_by_key(TOWNS, total, Key.by(part.driver), DRIVERS).exact for part in parts]
    expected = [
        sum(part.weight * shares[i] for part, shares in zip(parts, alone, strict=True)) for i in range(len(TOWNS))
    ]
    assert list(found.exact) == expected
    assert bool(found.remarks) == ("nothing" in drivers)


def test_a_commitment_is_counted_even_when_it_was_not_used():
    committed = Key("use", (Part("use"),), commitments={"use": {"Orsonne": 215}})
    assert share_by_key(TOWNS, 1_100, committed, DRIVERS).cents == (330, 290, 265, 215)
    less = Key("use", (Part("use"),), commitments={"use": {"Orsonne": 10}})
    assert share_by_key(TOWNS, 1_040, less, DRIVERS).cents == (330, 290, 265, 155)


def test_floors_and_caps_are_respected_and_the_others_take_up_the_difference():
    bounded = Key("population", (Part("population"),), floors={"Orsonne": 9_000}, caps={"Pralonge": 14_600})
    found = share_by_key(TOWNS, 46_900, bounded, DRIVERS)
    assert sum(found.cents) == 46_900
    assert found.exact[0] == 14_600
    assert found.exact[3] == 9_000
    assert found.exact[1] / found.exact[2] == Fraction(271, 356)


@pytest.mark.parametrize(
    ("bounds", "side"),
    [({"caps": dict.fromkeys(TOWNS, 10_000)}, "caps"), ({"floors": {"Orsonne": 50_000}}, "floors")],
)
def test_impossible_bounds_say_which(bounds, side):
    with pytest.raises(DivisionError) as caught:
        share_by_key(TOWNS, 46_900, Key("population", (Part("population"),), **bounds), DRIVERS)
    assert caught.value.side == side


def test_when_nobody_used_anything_the_key_says_what_replaces_use():
    equal = share_by_key(TOWNS, 100, Key.by("nothing"), DRIVERS)
    assert equal.cents == (25, 25, 25, 25)
    assert "à égalité" in equal.remarks[0].fr
    last_year = Key("nothing", (Part("nothing"),), fallback="use")
    assert share_by_key(TOWNS, 1_040, last_year, DRIVERS).cents == (330, 290, 265, 155)
    assert "suit « use »" in share_by_key(TOWNS, 1_040, last_year, DRIVERS).remarks[0].fr
    for fallback in (None, "nothing"):
        with pytest.raises(SharingKeyError, match="indiquez qui paie"):
            share_by_key(TOWNS, 100, Key("nothing", (Part("nothing"),), fallback=fallback), DRIVERS)


@pytest.mark.parametrize(
    ("key", "where"),
    [
        (Key.by("wealth"), "wealth.Pralonge"),
        (Key.by("debt"), "debt.Orsonne"),
        (Key("half", (Part("use", Fraction(1, 2)),)), "half"),
        (Key("odd", (Part("use", Fraction(3, 2)), Part("equal", Fraction(-1, 2)))), "odd"),
        (Key("cap", (Part("use"),), caps={"Nowhere": 5}), "Nowhere"),
    ],
)
def test_a_key_that_cannot_share_says_where(key, where):
    drivers = {**DRIVERS, "debt": dict(zip(TOWNS, (1, 1, 1, -1), strict=True))}
    with pytest.raises(SharingKeyError) as caught:
        share_by_key(TOWNS, 100, key, drivers)
    assert caught.value.where == where


needs = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=12)
)


@settings(max_examples=60)
@given(needs, st.integers(1, 10_000))
def test_the_coincident_peak_key_is_in_the_core_of_what_the_peaks_cost(slots, price):
    """A group alone needs its own peak; in the slot where all need most, it uses at most that."""
    demand = np.array(slots)
    n = demand.shape[1]
    table = [0]
    for group in range(1, 1 << n):
        inside = [i for i in range(n) if group >> i & 1]
        table.append(price * int(demand[:, inside].sum(axis=1).max()))
    game = Game(tuple("ABCDE"[:n]), np.array(table))
    shares = coincident_peak(game.players, game.total, demand)
    assert held_against(game, shares).check.is_stable
    assert sum(shares.cents) == game.total


def test_tied_peaks_are_averaged_and_no_use_is_shared_equally():
    assert coincident_peak(("A", "B"), 900, np.array([[2, 1], [1, 2], [0, 0]])).exact == (450, 450)
    nobody = coincident_peak(("A", "B"), 900, np.zeros((3, 2), dtype=int))
    assert nobody.cents == (450, 450)
    assert nobody.remarks
    assert coincident_peak(("A", "B"), 900, np.zeros((0, 2), dtype=int)).cents == (450, 450)


@pytest.mark.parametrize(
    "demand", [np.array([[1, -2]]), np.array([[1, 2, 3]]), np.array([[0.5, 1.0]]), np.array([1, 2])]
)
def test_a_demand_that_is_no_table_of_counts_is_refused(demand):
    with pytest.raises(SharingKeyError):
        coincident_peak(("A", "B"), 900, demand)


def erlang_units(load, unserved=Fraction(5, 100)):
    """The fewest machines that leave at most 5 % unserved (Erlang B)."""
    blocked, units = 1.0, 0
    while blocked > unserved:
        units += 1
        blocked = load * blocked / (units + load * blocked)
    return units


# Five members, 9,000 a machine and a year; computed beforehand by another program.
LOADS = (0.40, 0.30, 0.20, 0.15, 0.10)


@pytest.mark.parametrize(
    ("transport", "far", "total", "worst", "least"),
    [
        (0, 0, 36_000, {"equal": 1_800, "use": 0, "shapley": 0}, 0),
        (2_500, 0, 46_000, {"equal": 2_300, "use": 2_000, "shapley": 200}, 0),
        (1_500, 20_000, 62_000, {"equal": 9_100, "use": 16_109, "shapley": 4_000}, 1_750),
    ],
)
def test_the_usual_keys_can_make_a_group_leave(transport, far, total, worst, least):
    table = [0]
    for group in range(1, 32):
        inside = [i for i in range(5) if group >> i & 1]
        cost = 9_000 * erlang_units(sum(LOADS[i] for i in inside)) + transport * (len(inside) - 1)
        table.append(cost + (far if 4 in inside and len(inside) > 1 else 0))
    game = Game(tuple("12345"), np.array(table), decimals=0)
    assert game.total == total
    assert sum(game.alone) == 99_000
    use = {"use": {str(i + 1): Fraction(str(load)) for i, load in enumerate(LOADS)}}
    checks = {driver: answer_by_key(game, Key.by(driver), use).check for driver in ("equal", "use")}
    checks["shapley"] = core_check(game, shapley(game))
    assert {key: round(check.blocks[0].excess) if check.blocks else 0 for key, check in checks.items()} == worst
    assert max(0, least_core(game).excess) == least
    if far:
        assert [game.group(part) for part in best_split(game)] == [("5",), ("1", "2", "3", "4")]
        assert subadditive_cover(game).total == 58_500
