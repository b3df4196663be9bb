"""Dividing exactly: against ``kernel.money.split``, against solved cases, and by properties."""

from fractions import Fraction
from itertools import product
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.calculus.division import (
    RULES,
    DivisionError,
    cumulative,
    divide_claims,
    fill,
    round_shares,
    round_table,
    running_split,
    split_each,
)
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import split

amounts = st.integers(-(10**12), 10**12)
some_weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)
fractions = st.fractions(min_value=0, max_value=1000, max_denominator=60)


@settings(max_examples=60)
@given(st.lists(amounts, max_size=6), some_weights)
def test_split_each_is_the_kernel_split_on_every_row(totals, weights):
    assert split_each(totals, weights).tolist() == [split(total, weights) for total in totals]


@settings(max_examples=50)
@given(st.lists(amounts, min_size=1, max_size=5), st.lists(fractions, min_size=1, max_size=6).filter(any))
def test_split_each_takes_rates(totals, rates):
    assert split_each(totals, rates).tolist() == [split(total, rates) for total in totals]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(amounts, st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any)), min_size=1, max_size=5
    )
)
def test_split_each_takes_one_row_of_weights_for_each_total(cases):
    totals = [total for total, _ in cases]
    weights = np.array([row for _, row in cases])
    assert split_each(totals, weights).tolist() == [split(total, row) for total, row in cases]


def test_split_each_stays_exact_where_64_bits_do_not_suffice():
    total, weights = 2**62 - 1, [2**40 + 1, 3, 2**61]
    assert split_each([total], weights).tolist() == [split(total, weights)]
    huge = [Fraction(1, 10**30), Fraction(1, 3)]
    assert split_each([total, -7], huge).tolist() == [split(total, huge), split(-7, huge)]
    lowest = -(2**63) + 1
    assert split_each([lowest], [1, 2]).tolist() == [split(lowest, [1, 2])]


@pytest.mark.parametrize("weights", [[1, -1, 3], [0, 0], np.array([[1, 1], [0, 0]]), np.array([[1, 2], [-1, 5]])])
def test_split_each_refuses_what_the_kernel_refuses(weights):
    with pytest.raises(InvalidError):
        split_each([10, 20], weights)


def test_split_each_refuses_an_array_of_floats():
    with pytest.raises(InvalidError, match="entiers"):
        split_each([10], np.array([0.5, 0.5]))


@settings(max_examples=50)
@given(st.lists(st.fractions(max_denominator=90, min_value=-500, max_value=500), min_size=1, max_size=8))
def test_round_shares_sums_and_stays_within_one_unit(shares):
    parts = round_shares(shares)
    assert abs(sum(parts) - sum(shares)) <= Fraction(1, 2)
    assert all(abs(part - share) < 1 for part, share in zip(parts, shares, strict=True))
    assert round_shares(parts) == parts


def test_round_shares_of_a_debt_are_minus_those_of_the_claim():
    shares = [Fraction(7, 3), Fraction(-1, 2), Fraction(13, 6)]
    assert round_shares([-share for share in shares]) == [-part for part in round_shares(shares)]


def test_round_shares_says_when_the_total_is_out_of_reach():
    with pytest.raises(InvalidError, match="ne peuvent pas s'arrondir à 9"):
        round_shares([Fraction(1, 2)] * 2, 9)


@settings(max_examples=50)
@given(st.lists(st.fractions(min_value=-100, max_value=100, max_denominator=30), min_size=1, max_size=24))
def test_cumulative_bills_never_drift(months):
    bills = cumulative(months)
    for last in range(1, len(months) + 1):
        assert abs(sum(bills[:last]) - sum(months[:last])) <= Fraction(1, 2)
    assert all(abs(bill - month) <= 1 for bill, month in zip(bills, months, strict=True))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 5000), some_weights.map(lambda w: (w * 4)[:4]).filter(any)), min_size=1, max_size=14
    )
)
def test_running_split_adds_up_by_month_and_by_member(months):
    totals, weights = [total for total, _ in months], [row for _, row in months]
    bills = running_split(totals, weights)
    assert [sum(month) for month in bills] == totals
    due = [Fraction(0)] * 4
    for last, (total, row) in enumerate(months, start=1):
        due = [share + Fraction(total * weight, sum(row)) for share, weight in zip(due, row, strict=True)]
        billed = [sum(column) for column in zip(*bills[:last], strict=True)]
        assert all(abs(paid - share) < 1 for paid, share in zip(billed, due, strict=True))


members = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 30), st.one_of(st.none(), st.integers(0, 40))), min_size=1, max_size=7
)


@settings(max_examples=60)
@given(st.fractions(min_value=0, max_value=200, max_denominator=7), members)
def test_filling_is_efficient_within_bounds_and_proportional_where_free(total, rows):
    weights = [weight for weight, _, _ in rows]
    floors = [least for _, least, _ in rows]
    caps = [None if room is None else least + room for _, least, room in rows]
    try:
        parts = fill(total, weights, floors, caps)
    except DivisionError as error:
        room = [least if not weight else cap for weight, least, cap in zip(weights, floors, caps, strict=True)]
        match error.side:
            case "floors":
                assert sum(floors) > total
            case "caps":
                assert None not in caps
                assert sum(caps) < total
            case "weights":
                assert None not in room
                assert sum(room) < total
        return
    assert sum(parts) == total
    assert all(part >= least for part, least in zip(parts, floors, strict=True))
    assert all(cap is None or part <= cap for part, cap in zip(parts, caps, strict=True))
    levels = {
        part / weight
        for part, weight, least, cap in zip(parts, weights, floors, caps, strict=True)
        if weight and least < part and (cap is None or part < cap)
    }
    assert len(levels) <= 1, "members away from their bounds are all at the same level"
    for level, (part, weight, least, cap) in product(levels, zip(parts, weights, floors, caps, strict=True)):
        assert part != least or part == cap or least >= level * weight
        assert part != cap or part == least or cap <= level * weight


@pytest.mark.parametrize(
    ("call", "side"),
    [
        ((10, [1, 1], [6, 6], None), "floors"),
        ((10, [1, 1], None, [4, 4]), "caps"),
        ((10, [0, 1], None, [None, 4]), "weights"),
    ],
)
def test_an_impossible_filling_says_which_side(call, side):
    with pytest.raises(DivisionError) as caught:
        fill(*call)
    assert caught.value.side == side


@pytest.mark.parametrize(
    "call", [(10, [-1, 2]), (10, [1, 2], [-1, 0]), (10, [1, 2], [5, 0], [4, None]), (1, [1], [0, 0])]
)
def test_bounds_that_contradict_one_another_are_refused(call):
    with pytest.raises(InvalidError):
        fill(*call)


# The three estates of the Talmud (Ketubot 93a), as explained by Aumann and Maschler (1985), claims 100, 200, 300;
# and the other rules on the same claims (Thomson, "Axiomatic and game-theoretic analysis of bankruptcy and
# taxation problems", Mathematical Social Sciences 45, 2003, gives their formulas).
third = Fraction(100, 3)


@pytest.mark.parametrize(
    ("estate", "rule", "awards"),
    [
        (100, "talmud", [third, third, third]),
        (200, "talmud", [50, 75, 75]),
        (300, "talmud", [50, 100, 150]),
        (400, "talmud", [50, 125, 225]),
        (600, "talmud", [100, 200, 300]),
        (0, "talmud", [0, 0, 0]),
        (300, "proportional", [50, 100, 150]),
        (300, "cea", [100, 100, 100]),
        (350, "cea", [100, 125, 125]),
        (300, "cel", [0, 100, 200]),
        (50, "cel", [0, 0, 50]),
    ],
)
def test_solved_bankruptcy_problems(estate, rule, awards):
    assert divide_claims(estate, [100, 200, 300], rule) == awards


@settings(max_examples=60)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.fractions(min_value=0, max_value=1, max_denominator=24))
def test_properties_of_the_four_rules(claims, part):
    estate = part * sum(claims)
    for rule in RULES:
        awards = divide_claims(estate, claims, rule)
        assert sum(awards) == estate
        assert all(0 <= award <= claim for award, claim in zip(awards, claims, strict=True))
        assert divide_claims(estate, claims[::-1], rule) == awards[::-1]
    # Duality: sharing gains by one rule is sharing losses by the other; two rules are their own dual.
    for rule, dual in (("cea", "cel"), ("talmud", "talmud"), ("proportional", "proportional")):
        losses = divide_claims(sum(claims) - estate, claims, dual)
        assert divide_claims(estate, claims, rule) == [c - lost for c, lost in zip(claims, losses, strict=True)]


@pytest.mark.parametrize(("estate", "claims"), [(10, [5, -1, 20]), (-1, [5]), (10, [5, 4])])
def test_a_claims_problem_that_is_none_is_refused(estate, claims):
    with pytest.raises(InvalidError):
        divide_claims(estate, claims, "cea")


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.fractions(min_value=-20, max_value=20, max_denominator=8), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


@settings(max_examples=50)
@given(tables)
def test_every_cell_and_every_margin_is_a_floor_or_a_ceiling(table):
    whole = round_table(table)
    for exact, parts in zip(table, whole, strict=True):
        assert all(floor(e) <= part <= ceil(e) for e, part in zip(exact, parts, strict=True))
        assert floor(sum(exact)) <= sum(parts) <= ceil(sum(exact))
    for exact, parts in zip(zip(*table, strict=True), zip(*whole, strict=True), strict=True):
        assert floor(sum(exact)) <= sum(parts) <= ceil(sum(exact))
    grand = sum(map(sum, table))
    assert floor(grand) <= sum(map(sum, whole)) <= ceil(grand)


@settings(max_examples=60)
@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
    st.lists(st.integers(0, 30), min_size=1, max_size=7).filter(any),
)
def test_invoices_shared_by_one_key_keep_their_totals(invoices, key):
    table = [[Fraction(invoice * part, sum(key)) for invoice in invoices] for part in key]
    whole = round_table(table)
    assert [sum(column) for column in zip(*whole, strict=True)] == invoices


def closest_gap(table, rows):
    """The least sum of absolute gaps over all roundings with these margins, by trying them all."""
    width = len(table[0])
    cells = [cell for row in table for cell in row]
    columns = [sum(column) for column in zip(*table, strict=True)]
    best = None
    for choice in product(*[{floor(cell), ceil(cell)} for cell in cells]):
        split_rows = [choice[i : i + width] for i in range(0, len(choice), width)]
        if [sum(r) for r in split_rows] == rows and [sum(c) for c in zip(*split_rows, strict=True)] == columns:
            gap = sum(abs(cell - whole) for cell, whole in zip(cells, choice, strict=True))
            best = gap if best is None else min(best, gap)
    return best


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.fractions(min_value=0, max_value=3, max_denominator=6), min_size=2, max_size=2),
        min_size=2,
        max_size=2,
    )
)
def test_with_whole_margins_no_rounding_is_closer(corner):
    # A 3 x 3 table whose margins are whole, from any 2 x 2 corner.
    table = [[*row, 7 - sum(row)] for row in corner]
    table.append([9 - sum(column) for column in zip(*table, strict=True)])
    rows = [sum(row) for row in table]
    whole = round_table(table)
    gap = sum(abs(e - w) for exact, parts in zip(table, whole, strict=True) for e, w in zip(exact, parts, strict=True))
    assert [sum(row) for row in whole] == rows
    assert gap == closest_gap(table, rows)


def test_rows_already_billed_are_respected_or_refused():
    table = [[Fraction(1, 2), 0], [Fraction(1, 2), 0], [0, Fraction(1, 2)], [0, Fraction(1, 2)]]
    assert round_table(table, rows=[0, 1, 1, 0]) == [[0, 0], [1, 0], [0, 1], [0, 0]]
    with pytest.raises(DivisionError, match="totaux de ligne"):
        round_table(table, rows=[1, 1, 0, 0])


def test_a_table_with_rows_of_different_lengths_is_refused():
    with pytest.raises(InvalidError, match="rectangulaire"):
        round_table([[1, 2], [3]])
