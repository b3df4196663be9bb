"""Exact numbers: one and many agree, with the standard library as the judge."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements.division import split
from mitoyen.engines.agreements.exact import (
    LIMIT,
    DividedByZeroError,
    Exact,
    TooLargeError,
    choose,
    clamp,
    greatest,
    least,
    quotient,
)
from mitoyen.kernel import money

whole = st.integers(-(10**9), 10**9)
den = st.sampled_from([1, 2, 3, 7, 10, 100, 3000, 10_000])
modes = st.sampled_from(["half_up", "up", "down"])
rows = st.lists(st.tuples(whole, whole), min_size=1, max_size=6)


def array(values, over):
    return Exact(np.array(values, dtype=np.int64), over)


def at(value, rank):
    return Fraction(int(value.num if value.is_single else value.num[rank]), value.den)


@settings(max_examples=60, deadline=None)
@given(rows, den, den, st.integers(0, 4), modes)
def test_arrays_agree_with_fractions(values, d1, d2, decimals, mode):
    a, b = array([x for x, _ in values], d1), array([y for _, y in values], d2)
    for rank, (x, y) in enumerate(values):
        p, q = Fraction(x, d1), Fraction(y, d2)
        assert at(a + b, rank) == p + q
        assert at(a - b, rank) == p - q
        assert at(least(a, b), rank) == min(p, q)
        assert at(greatest(a, b), rank) == max(p, q)
        assert at(choose(a > b, a, b), rank) == max(p, q)
        assert at(a.rounded(decimals, mode), rank) == money.rounded(p, decimals, mode)
        assert at(clamp(a, Exact(-5), Exact(7)), rank) == min(max(p, -5), 7)
        assert bool((a >= b)[rank]) == (p >= q)
        if abs(x * y) < LIMIT:
            assert Exact(x, d1) * Exact(y, d2) == Exact.of(p * q)
        if y > 0:
            assert at(quotient(Exact(x, d1), Exact(y, d2), decimals, mode), 0) == money.rounded(p / q, decimals, mode)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(whole, st.integers(1, 10**6)), min_size=1, max_size=5), st.integers(0, 4), modes)
def test_a_quotient_by_an_array(values, decimals, mode):
    ratio = quotient(array([x for x, _ in values], 100), array([y for _, y in values], 10), decimals, mode)
    for rank, (x, y) in enumerate(values):
        assert at(ratio, rank) == money.rounded(Fraction(x, 100) / Fraction(y, 10), decimals, mode)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(whole, st.lists(st.integers(0, 10**6), min_size=4, max_size=4)), min_size=1, max_size=5).filter(
        lambda draws: all(sum(weights) for _, weights in draws)
    )
)
def test_shares_on_arrays_are_those_of_the_kernel(draws):
    totals = array([total for total, _ in draws], 100)
    weights = [array([weights[k] for _, weights in draws], 1) for k in range(4)]
    parts = split(totals, weights)
    for rank, (total, own) in enumerate(draws):
        assert [int(part.num[rank]) for part in parts] == money.split(total, own)


def test_huge_shares_stay_exact():
    parts = split(array([10**15 + 1], 100), [array([10**9 + 7], 1), array([10**9 + 9], 1)])
    assert [int(part.num[0]) for part in parts] == money.split(10**15 + 1, [10**9 + 7, 10**9 + 9])


def test_an_overflow_is_refused_before_it_happens():
    large = array([2**40], 1)
    with pytest.raises(TooLargeError):
        _ = large * large
    with pytest.raises(TooLargeError):
        _ = array([2**61], 1) + array([2**61], 1)


def test_bounds_that_grew_wide_are_measured_again():
    value = array([1, 2, 3], 1)
    for _ in range(80):  # carried bounds double at each step; the numbers themselves stay small
        value = value + value - value
    assert [int(n) for n in value.num] == [1, 2, 3]


def test_nothing_divides_by_zero():
    for divisor in (Exact(0), array([1, 0], 1)):
        with pytest.raises(DividedByZeroError):
            quotient(Exact(1), divisor, 2)


def test_a_rounding_measures_bounds_that_grew_wide():
    wide = Exact(np.array([25, -25, 24]), 10, -(2**62), 2**62)
    assert [int(n) for n in wide.rounded(0).num] == [3, -3, 2]
