"""The plain vocabulary: schedules in cents, grace, early repayment, partial payments."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.calculus.loans.arrears import allocate
from mitoyen.calculus.loans.plans import EarlyRepayment, LoanPlan, instalments
from mitoyen.calculus.schedules.cycles import Cycle
from mitoyen.kernel.errors import InvalidError

# 12 000 € at 3.6 %, every quarter, 30E360: a quarter costs 0.9 % of what is owed.
PLAN = LoanPlan(
    principal=12_000_00,
    rate=Fraction(36, 1000),
    start=date(2027, 1, 15),
    first_payment=date(2027, 4, 15),
    every=Cycle.parse("P3M"),
    payments=8,
    repaid="linear",
)


def rows(**changes):
    return instalments(replace(PLAN, **changes))


def test_equal_parts_of_principal():
    due = rows()
    assert [row.principal for row in due] == [1_500_00] * 8
    assert [row.interest for row in due] == [108_00, 94_50, 81_00, 67_50, 54_00, 40_50, 27_00, 13_50]
    assert (due[0].day, due[-1].day, due[-1].balance) == (date(2027, 4, 15), date(2029, 1, 15), 0)


def test_the_last_part_absorbs_what_does_not_divide():
    due = rows(principal=100_00, payments=3)
    assert [row.principal for row in due] == [33_33, 33_33, 33_34]


def test_all_at_the_end():
    due = rows(repaid="bullet")
    assert [row.payment for row in due] == [108_00] * 7 + [12_108_00]


def test_grace_with_interest_paid():
    due = rows(grace=2)
    assert [row.payment for row in due[:2]] == [108_00, 108_00]
    assert [row.principal for row in due[2:]] == [2_000_00] * 6


def test_grace_with_interest_added_to_the_debt():
    """12 000 → 12 108 → 12 216.97 (108.97 on 12 108), then divided by the six dates left."""
    due = rows(grace=2, grace_interest="interest_capitalised")
    assert [(row.payment, row.capitalised, row.balance) for row in due[:2]] == [
        (0, 108_00, 12_108_00),
        (0, 108_97, 12_216_97),
    ]
    assert [row.principal for row in due[2:]] == [2_036_16] * 5 + [2_036_17]
    assert due[2].interest == 109_95


def test_a_payment_of_ones_own_may_not_cover_the_interest():
    due = rows(repaid="fixed", payment=100_00)
    assert (due[0].interest, due[0].principal, due[0].balance) == (108_00, -8_00, 12_008_00)
    assert due[-1].balance == 0


def test_a_payment_of_ones_own_ends_the_loan_when_it_suffices():
    due = rows(repaid="fixed", payment=5_000_00)
    assert [row.payment for row in due[:2]] == [5_000_00, 5_000_00]
    assert (len(due), due[-1].balance) == (3, 0)


def test_repaid_early_the_loan_is_shorter():
    due = rows(early_repayments=(EarlyRepayment(date(2027, 9, 1), 4_000_00),))
    assert [(row.day, row.early) for row in due if row.early] == [(date(2027, 9, 1), 4_000_00)]
    assert [row.principal for row in due if not row.early] == [1_500_00] * 5 + [50_000]
    assert sum(row.principal + row.early for row in due) == 12_000_00


def test_repaid_early_the_payments_are_smaller():
    """9 000 owed after two payments; 3 000 repaid on 1 September leave 6 000 for six dates."""
    due = rows(early_repayments=(EarlyRepayment(date(2027, 9, 1), 3_000_00, shortens=False),))
    assert [row.principal for row in due[3:]] == [1_000_00] * 6
    # From 15 July to 1 September 46 days on 9 000, then 44 days on 6 000: 41.40 + 26.40.
    assert due[3].interest == 67_80


def test_more_than_is_owed_is_not_taken():
    due = rows(early_repayments=(EarlyRepayment(date(2027, 9, 1), 99_000_00),))
    assert (due[2].early, due[2].balance) == (9_000_00, 0)
    assert (due[3].interest, due[3].principal) == (41_40, 0)
    assert len(due) == 4


def test_a_change_of_rate_and_its_floor():
    changes = ((date(2027, 10, 15), Fraction(5, 100)), (date(2028, 4, 15), Fraction(-1, 100)))
    floored = rows(rate_changes=changes, floors_at_zero=True)
    assert [row.interest for row in floored] == [108_00, 94_50, 81_00, 93_75, 75_00, 0, 0, 0]
    free = rows(rate_changes=changes)
    assert [row.interest for row in free][5:] == [-11_25, -7_50, -3_75]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("principal", {"principal": 0}),
        ("payments", {"payments": 0}),
        ("payments", {"payments": 3, "grace": 3}),
        ("payments", {"payments": 10**9}),
        ("first_payment", {"first_payment": date(2027, 1, 15)}),
        ("payment", {"payment": 100}),
        ("payment", {"repaid": "fixed"}),
        ("rate_changes", {"rate_changes": ((date(2027, 1, 1), Fraction(1)),)}),
        ("early_repayments", {"early_repayments": (EarlyRepayment(date(2027, 9, 1), 0),)}),
    ],
)
def test_a_plan_without_sense_names_its_field(field, changes):
    with pytest.raises(InvalidError) as refused:
        rows(**changes)
    assert refused.value.where == field
    assert field in refused.value.sentence.fr
    assert field in refused.value.sentence.en


@st.composite
def any_plans(draw):
    grace = draw(st.integers(0, 3))
    early = draw(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 10**8), st.booleans()), max_size=3))
    return replace(
        PLAN,
        principal=draw(st.integers(1, 10**9)),
        rate=Fraction(draw(st.integers(0, 2_000)), 10_000),
        repaid=draw(st.sampled_from(["bullet", "linear", "annuity"])),
        payments=grace + draw(st.integers(1, 30)),
        grace=grace,
        grace_interest=draw(st.sampled_from(["interest_paid", "interest_capitalised"])),
        early_repayments=tuple(
            EarlyRepayment(PLAN.start + timedelta(days=days), cents, shortens) for days, cents, shortens in early
        ),
    )


@settings(max_examples=50, deadline=None)
@given(any_plans())
def test_what_is_repaid_is_what_was_lent_and_capitalised(plan):
    due = instalments(plan)
    assert sum(row.principal + row.early for row in due) == plan.principal + sum(row.capitalised for row in due)
    assert due[-1].balance == 0
    assert [row.day for row in due] == sorted({row.day for row in due})
    assert all(row.interest >= 0 and row.balance >= 0 for row in due)
    # A payment of less than half a cent a date may let a cent of interest run: only early repayments go so low.
    assert all(row.principal >= 0 for row in due) or plan.early_repayments


@settings(max_examples=25, deadline=None)
@given(st.integers(100_00, 10**9), st.integers(0, 1_000), st.integers(2, 40))
def test_an_annuity_in_cents_is_constant_but_for_its_last_payment(principal, basis_points, payments):
    due = rows(principal=principal, rate=Fraction(basis_points, 10_000), repaid="annuity", payments=payments)
    assert len({row.payment for row in due[:-1]}) == 1
    assert abs(due[-1].payment - due[0].payment) <= payments


AMOUNT = st.integers(0, 10**12)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_a_partial_payment_goes_to_costs_then_interest_then_principal(paid, costs, interest, principal):
    given_to = allocate(paid, costs=costs, interest=interest, principal=principal)
    parts = (given_to.costs, given_to.interest, given_to.principal)
    assert sum(parts) + given_to.left_over == paid
    for rank, (part, due) in enumerate(zip(parts, (costs, interest, principal), strict=True)):
        assert 0 <= part <= due
        assert part == due or sum(parts[rank + 1 :]) == given_to.left_over == 0


def test_arrays_are_allocated_as_numbers_are():
    paid, costs, interest, principal = np.random.default_rng(1).integers(0, 1_000, (4, 500))
    together = allocate(paid, costs=costs, interest=interest, principal=principal)
    for rank in range(500):
        dues = {"costs": int(costs[rank]), "interest": int(interest[rank]), "principal": int(principal[rank])}
        alone = allocate(int(paid[rank]), **dues)
        assert alone.costs == together.costs[rank]
        assert alone.interest == together.interest[rank]
        assert alone.principal == together.principal[rank]
        assert alone.left_over == together.left_over[rank]
