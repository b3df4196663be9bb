"""Prices: the worked example of the page, then properties."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.kernel.clock import PARIS
from mitoyen.sharing.bridge.pricing import Extra, Rule, Use, days_of, from_json, plain_spaces, priced

EXCAVATOR = Rule(day_cents=9600, meter_cents=1150, free_meter_tenths=60, km_cents=180, meter_name="Moteur")
START, END = datetime(2027, 3, 16, 8, tzinfo=PARIS), datetime(2027, 3, 17, 17, tzinfo=PARIS)
some = settings(max_examples=150, deadline=None)
cents = st.integers(0, 100_000)
rules = st.builds(
    Rule, fixed_cents=cents, hour_cents=cents, day_cents=cents, km_cents=cents, meter_cents=cents,
    free_meter_tenths=st.integers(0, 200), minimum_cents=cents, includes_vat=st.booleans(),
    vat_basis_points=st.sampled_from([0, 550, 1000, 2000]), half_day_after_minute=st.sampled_from([None, 1020]),
)  # fmt: skip
uses = st.builds(
    lambda hours, meter, km: Use(START, START + timedelta(hours=hours), meter, km, (Extra("Godet", day_cents=1200),)),
    st.integers(1, 2000), st.none() | st.integers(0, 5000), st.none() | st.integers(0, 300),
)  # fmt: skip


def test_the_worked_example_of_the_page():
    use = Use(START, END, 140, 28, (Extra("Godet de curage", day_cents=1200),))
    price = priced(EXCAVATOR, use)
    assert [(plain_spaces(s.label.fr), plain_spaces(s.detail.fr), s.cents) for s in price.steps] == [
        ("2 jours", "2 × 96,00 €", 19200),
        ("Moteur au-delà de 12 heures", "14 − 12 = 2 heures, 2 × 11,50 €", 2300),
        ("Godet de curage", "2 jours × 12,00 €", 2400),
        ("Transport", "14 km aller, 14 km retour, 28 × 1,80 €", 5040),
    ]
    assert price.total_cents == 28940


@pytest.mark.parametrize(
    ("rule", "cents"),
    [
        (Rule(fixed_cents=5000), 5000),  # a lump sum, however long
        (Rule(hour_cents=1000), 33_000),  # from the 16th at 8:00 to the 17th at 17:00: 33 hours at 10 €
        (Rule(day_cents=9600), 19_200),  # 2 days at 96 €
        (Rule(km_cents=180), 5040),  # 28 km at 1,80 €
        (Rule(meter_cents=1150), 16_100),  # 14 hours of the meter at 11,50 €
        (Rule(day_cents=9600, meter_cents=1150, free_meter_tenths=60), 21_500),  # 192 €, and 14 − 2 × 6 = 2 hours: 23 €
        (Rule(day_cents=9600, meter_cents=1150, free_meter_tenths=70), 19_200),  # 2 × 7 = 14 hours: nothing beyond
        (Rule(fixed_cents=2000, day_cents=9600, km_cents=180), 26_240),  # 20 + 192 + 50,40 €
        (Rule(day_cents=9600, minimum_cents=30_000), 30_000),  # the least that is invoiced
        (Rule(day_cents=9600, minimum_cents=10_000), 19_200),  # the least, passed
        (Rule(day_cents=9600, includes_vat=False, vat_basis_points=2000), 23_040),  # 192 € and 20 %: 38,40 €
        (Rule(), 0),  # free
    ],
)
def test_each_sort_of_tariff_by_hand(rule, cents):
    assert priced(rule, Use(START, END, 140, 28)).total_cents == cents


@some
@given(rules, uses)
def test_steps_always_sum_to_the_total_and_tax_to_the_difference(rule, use):
    price = priced(rule, use)
    assert sum(step.cents for step in price.steps) == price.total_cents
    assert price.net_cents + price.vat_cents == price.total_cents
    assert price.total_cents >= rule.minimum_cents
    assert from_json(price.as_json()) == price


@some
@given(rules, uses, st.integers(1, 500))
def test_using_more_never_costs_less(rule, use, more):
    longer = Use(use.start, use.end + timedelta(hours=more), use.meter_tenths, use.transport_km, use.extras)
    if not rule.meter_cents or use.meter_tenths is None:  # a longer use includes more of the meter
        assert priced(rule, longer).total_cents >= priced(rule, use).total_cents
    farther = Use(use.start, use.end, use.meter_tenths, (use.transport_km or 0) + more, use.extras)
    assert priced(rule, farther).total_cents >= priced(rule, use).total_cents
    busier = Use(use.start, use.end, (use.meter_tenths or 0) + more, use.transport_km, use.extras)
    assert priced(rule, busier).total_cents >= priced(rule, use).total_cents


def test_a_day_that_ends_at_midnight_counts_once_and_a_late_return_half_a_day_more():
    midnight = datetime(2027, 3, 17, 0, tzinfo=PARIS)
    assert days_of(EXCAVATOR, Use(START, midnight)) == 1
    late = Rule(day_cents=9600, half_day_after_minute=1020)
    assert days_of(late, Use(START, END)) == 2
    assert days_of(late, Use(START, END + timedelta(minutes=1))) == Fraction(5, 2)
    assert priced(late, Use(START, END + timedelta(minutes=1))).total_cents == 24000


def test_tax_is_added_to_a_price_without_it_and_found_in_a_price_with_it():
    use = Use(START, END)
    without = priced(Rule(day_cents=5000, includes_vat=False, vat_basis_points=2000), use)
    assert (without.net_cents, without.vat_cents, without.total_cents) == (10000, 2000, 12000)
    within = priced(Rule(day_cents=6000, vat_basis_points=2000), use)
    assert (within.net_cents, within.vat_cents, within.total_cents) == (10000, 2000, 12000)


def test_days_count_on_the_wall_clock_across_the_clock_change():
    use = Use(datetime(2027, 3, 27, 8, tzinfo=PARIS), datetime(2027, 3, 28, 23, 30, tzinfo=PARIS))
    assert days_of(EXCAVATOR, use) == 2
