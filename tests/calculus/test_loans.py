"""Loans lived through: desk-calculator cases, and what must hold for every loan."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.calculus.loans.life import live, to_the_cent
from mitoyen.calculus.loans.plans import LoanPlan, terms_of
from mitoyen.calculus.loans.reading import read_case
from mitoyen.calculus.loans.terms import RateReset
from mitoyen.calculus.schedules.cycles import Cycle
from mitoyen.kernel.errors import InvalidError

TERMS = {
    "contractType": "LAM",
    "contractRole": "RPA",
    "statusDate": "2012-12-30",
    "initialExchangeDate": "2013-01-01",
    "notionalPrincipal": "5000",
    "nominalInterestRate": "0.08",
    "dayCountConvention": "A365",
    "cycleAnchorDateOfPrincipalRedemption": "2013-02-01",
    "cycleOfPrincipalRedemption": "P1ML0",
    "nextPrincipalRedemptionPayment": "500",
    "cycleAnchorDateOfInterestPayment": "2013-02-01",
    "cycleOfInterestPayment": "P1ML0",
}


def flows(observed=None, rounding=None, **terms):
    """Events of TERMS with changes; a None removes a term."""
    written = {key: value for key, value in {**TERMS, **terms}.items() if value is not None}
    series = {"RATE": {"data": [{"timestamp": day, "value": value} for day, value in (observed or {}).items()]}}
    case = read_case({"terms": written, "dataObserved": series})
    return live(case.terms, case.observed, **({} if rounding is None else {"rounding": rounding}))


def of(kind, events):
    return [event for event in events if event.kind == kind]


def day(event):
    return f"{event.moment:%Y-%m-%d}"


# LAM by hand: 5 000 at 8 %, 500 a month. Interest of a month of n days on N: N × 0.08 × n / 365.


def test_a_linear_loan_without_maturity_ends_when_it_is_repaid():
    events = flows()
    assert [event.payoff for event in of("PR", events)] == [500] * 9
    assert (day(events[-1]), events[-1].kind, events[-1].payoff) == ("2013-11-01", "MD", 500)


def test_a_linear_loan_already_under_way_counts_its_payments_from_the_last_one():
    """On 15 March 2013, 1 200 left at 500 a month, the last paid on 1 March: April, May, then 200 in June."""
    events = flows(statusDate="2013-03-15", notionalPrincipal="1200", accruedInterest="0")
    assert [(day(event), event.payoff) for event in of("PR", events)] == [("2013-04-01", 500), ("2013-05-01", 500)]
    assert (day(events[-1]), events[-1].payoff) == ("2013-06-01", 200)


def test_without_a_payment_a_linear_loan_is_divided_by_its_dates():
    events = flows(nextPrincipalRedemptionPayment=None, maturityDate="2013-11-01")
    assert {event.payoff for event in of("PR", events)} == {500}
    assert events[-1].payoff == 500


def test_interest_of_a_linear_loan_falls_with_what_is_owed():
    paid = [event.payoff for event in of("IP", flows())]
    assert paid[:2] == [Fraction(5000 * 8 * 31, 100 * 365), Fraction(4500 * 8 * 28, 100 * 365)]
    assert paid[-1] == Fraction(500 * 8 * 31, 100 * 365)


def test_a_base_that_lags_is_refreshed_at_its_own_dates():
    """NTL: interest on 6 000 until 1 May, then on the 3 000 then owed, on the 2 000 owed on 1 July…"""
    events = flows(
        interestCalculationBase="NTL",
        interestCalculationBaseAmount="6000",
        cycleAnchorDateOfInterestCalculationBase="2013-05-01",
        cycleOfInterestCalculationBase="P2ML1",
    )
    bases = [6000, 6000, 6000, 6000, 3000, 3000, 2000, 2000]
    lengths = [31, 28, 31, 30, 31, 30, 31, 31]
    expected = [Fraction(base * 8 * days, 100 * 365) for base, days in zip(bases, lengths, strict=True)]
    assert [event.payoff for event in of("IP", events)][:8] == expected
    assert [day(event) for event in of("IPCB", events)] == ["2013-05-01", "2013-07-01", "2013-09-01"]


def test_a_base_fixed_when_the_money_is_lent():
    """NTIED. LAM follows the principal once something is repaid, as the public vector lam18 does; NAM is read alike."""
    linear = of("IP", flows(interestCalculationBase="NTIED", maturityDate="2013-11-01"))
    assert linear[1].payoff == Fraction(4500 * 8 * 28, 100 * 365)
    negative = of("IP", flows(contractType="NAM", interestCalculationBase="NTIED", maturityDate="2013-11-01"))
    # January: 5 000 × 8 % × 31 / 365 = 33.97…, so that 500 repay 466.03…
    owed = 5000 - (500 - Fraction(5000 * 8 * 31, 100 * 365))
    assert negative[1].payoff == owed * Fraction(8 * 28, 100 * 365)


def test_a_payment_below_interest_lets_the_debt_grow():
    """5 000 at 8 % costs 33.97 in January: paying 30 adds 3.97 to the debt."""
    events = flows(contractType="NAM", nextPrincipalRedemptionPayment="30", maturityDate="2013-06-01")
    first = of("PR", events)[0]
    interest = Fraction(5000 * 8 * 31, 100 * 365)
    assert first.payoff == 30 - interest < 0
    assert first.principal == 5000 - 30 + interest


def test_a_payment_below_interest_needs_an_end():
    with pytest.raises(InvalidError, match="maturityDate") as refused:
        flows(contractType="NAM", nextPrincipalRedemptionPayment="30")
    assert refused.value.where == "terms.nextPrincipalRedemptionPayment"


def test_an_index_scales_payments_and_not_what_is_owed():
    """Index 100 at the deal, 300 on 1 May: the June payment is tripled."""
    events = flows(
        observed={"2013-05-01": "300"},
        maturityDate="2013-08-01",
        cycleAnchorDateOfPrincipalRedemption="2013-06-01",
        cycleAnchorDateOfInterestPayment="2013-06-01",
        scalingEffect="INO",
        scalingIndexAtContractDealDate="100",
        marketObjectCodeOfScalingIndex="RATE",
        cycleAnchorDateOfScalingIndex="2013-05-01",
        cycleOfScalingIndex="P2ML1",
    )
    assert of("PR", events)[0].payoff == 1500
    assert of("PR", events)[0].principal == 4500
    assert of("IP", events)[0].payoff == 3 * Fraction(5000 * 8 * 151, 100 * 365)


def test_a_rate_cycle_without_anchor_starts_a_cycle_after_the_loan():
    events = flows(
        observed={"2013-04-01": "0.02", "2013-07-01": "0.03", "2013-10-01": "0.04"},
        cycleOfRateReset="P3ML1",
        rateSpread="0.01",
        marketObjectCodeOfRateReset="RATE",
    )
    resets = [(day(event), event.rate) for event in of("RR", events)]
    assert resets == [
        ("2013-04-01", Fraction("0.03")),
        ("2013-07-01", Fraction("0.04")),
        ("2013-10-01", Fraction("0.05")),
    ]


def test_a_rate_stays_within_its_bounds():
    reset = RateReset(floor=Fraction(0), ceiling=Fraction("0.06"), largest_rise=Fraction("0.01"))
    assert reset.bounded(Fraction("0.09"), Fraction("0.03")) == Fraction("0.04")
    assert reset.bounded(Fraction("0.09"), Fraction("0.055")) == Fraction("0.06")
    assert reset.bounded(Fraction("-0.02"), Fraction("0.01")) == 0
    assert RateReset(largest_fall=Fraction("-0.01")).bounded(Fraction(0), Fraction("0.05")) == Fraction("0.04")


def test_the_rate_of_the_day_is_the_last_one_published():
    events = flows(
        observed={"2013-03-28": "0.02", "2013-04-02": "0.99"},
        cycleAnchorDateOfRateReset="2013-04-01",
        marketObjectCodeOfRateReset="RATE",
    )
    assert [event.rate for event in of("RR", events)] == [Fraction("0.02")]


def test_a_missing_rate_says_which_and_when():
    with pytest.raises(InvalidError, match=r"RATE.*2013-04-01") as refused:
        flows(cycleAnchorDateOfRateReset="2013-04-01", marketObjectCodeOfRateReset="RATE")
    assert refused.value.where == "terms.marketObjectCodeOfRateReset"


def test_interest_added_to_principal_until_a_day():
    """January and February are capitalised: 5 000 × (1 + 8 % × 31/365) × (1 + 8 % × 28/365)."""
    events = flows(contractType="PAM", maturityDate="2013-06-01", capitalizationEndDate="2013-03-01")
    grown = 5000 * (1 + Fraction(8 * 31, 36500)) * (1 + Fraction(8 * 28, 36500))
    assert [day(event) for event in of("IPCI", events)] == ["2013-02-01", "2013-03-01"]
    assert of("IPCI", events)[-1].principal == grown
    assert (of("MD", events)[0].payoff, day(of("IP", events)[0])) == (grown, "2013-04-01")


def test_a_fee_on_what_is_owed_and_a_fee_by_amount():
    kept = {"contractType": "PAM", "maturityDate": "2014-01-01", "cycleOfFee": "P1YL1", "feeRate": "0.01"}
    assert [event.payoff for event in of("FP", flows(**kept, feeBasis="N"))] == [50]
    assert [event.payoff for event in of("FP", flows(**{**kept, "feeRate": "40"}, feeBasis="A"))] == [40]


def test_a_loan_without_interest_dates_pays_what_has_accrued_at_its_end():
    kept = {"contractType": "PAM", "maturityDate": "2014-01-01"}
    events = flows(**kept, cycleOfInterestPayment=None, cycleAnchorDateOfInterestPayment=None)
    assert [event.kind for event in events] == ["IED", "MD"]
    assert events[-1].payoff == 5000 + 400


def test_principal_is_repaid_between_interest_dates():
    """LAM, interest each quarter, principal each month: what accrues at each stage is kept until it is paid."""
    events = flows(cycleOfInterestPayment="P3ML1", maturityDate="2013-05-01")
    parts = [(5000, 31), (4500, 28), (4000, 31), (3500, 30)]
    interest = [Fraction(base * 8 * days, 36500) for base, days in parts]
    assert [event.payoff for event in of("IP", events)] == [interest[0], sum(interest[1:])]


def test_lender_and_borrower_see_the_same_amounts_with_opposite_signs():
    lender, borrower = flows(), flows(contractRole="RPL")
    assert [(e.kind, e.moment, e.payoff, e.principal, e.accrued) for e in lender] == [
        (e.kind, e.moment, -e.payoff, -e.principal, -e.accrued) for e in borrower
    ]


def test_under_way_without_accrued_interest_it_runs_from_the_last_interest_date():
    events = flows(statusDate="2013-02-11", notionalPrincipal="4500", maturityDate="2013-11-01")
    assert of("IP", events)[0].payoff == Fraction(4500 * 8 * 28, 36500)


def test_what_happens_at_the_status_date_is_past():
    events = flows(statusDate="2013-02-01", maturityDate="2013-11-01", notionalPrincipal="4500", accruedInterest="0")
    assert (events[0].kind, day(events[0])) == ("PR", "2013-03-01")


def test_interest_dates_before_the_money_is_lent_only_start_the_count():
    """Dates run from 31 December: nothing is due before 1 January, and one day of interest is already counted."""
    events = flows(cycleAnchorDateOfInterestPayment="2012-12-31", maturityDate="2013-11-01")
    assert (events[0].kind, events[0].accrued) == ("IED", Fraction(5000 * 8, 36500))
    assert of("IP", events)[0].payoff == Fraction(5000 * 8 * 31, 36500)


def test_interest_capitalised_to_the_end_is_paid_with_it():
    events = flows(contractType="PAM", maturityDate="2013-04-01", capitalizationEndDate="2013-12-31")
    assert [event.kind for event in events] == ["IED", "IPCI", "IPCI", "IP", "MD"]
    assert of("IP", events)[0].payoff == of("MD", events)[0].payoff * Fraction(8 * 31, 36500)


def test_interest_paid_ahead_of_its_day_is_not_counted_back():
    """Due Sunday 1 September and paid on Friday for the whole month; sold on Saturday, nothing more has accrued."""
    events = flows(
        contractType="PAM",
        maturityDate="2014-01-01",
        calendar="MF",
        businessDayConvention="CSP",
        terminationDate="2013-08-31",
        priceAtTerminationDate="5000",
    )
    assert [(day(event), event.kind, event.payoff) for event in events][-2:] == [
        ("2013-08-30", "IP", Fraction(5000 * 8 * 31, 36500)),
        ("2013-08-31", "TD", 5000),
    ]


def test_numbers_stay_of_a_readable_size_over_thirty_years():
    events = flows(contractType="ANN", nextPrincipalRedemptionPayment=None, maturityDate="2043-01-01")
    assert max(event.principal.denominator.bit_length() for event in events) < 1_100
    assert abs(events[-1].payoff + events[-2].payoff - events[2].payoff - events[3].payoff) < Fraction(1, 10**40)


# What must hold for every loan


@st.composite
def plans(draw):
    start = draw(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
    repaid = draw(st.sampled_from(["bullet", "linear", "annuity"]))
    grace = draw(st.integers(0, 3))
    return LoanPlan(
        principal=draw(st.integers(1_00, 10_000_000_00)),
        rate=Fraction(draw(st.integers(0, 1_000)), 10_000),
        start=start,
        first_payment=start + timedelta(days=draw(st.integers(1, 120))),
        every=Cycle(draw(st.sampled_from([1, 3])), in_months=True, has_long_end=False),
        payments=grace + draw(st.integers(1, 24)),
        repaid=repaid,
        day_count=draw(st.sampled_from(["AA", "A360", "A365", "30E360", "30E360ISDA"])),
        grace=grace,
        at_month_end=draw(st.booleans()),
    )


@settings(max_examples=30, deadline=None)
@given(plans())
def test_events_come_in_order_and_leave_nothing(plan):
    events = live(terms_of(plan))
    assert [event.moment for event in events] == sorted(event.moment for event in events)
    assert events[-1].principal == events[-1].accrued == 0
    assert sum(event.payoff for event in events if event.kind in {"PR", "MD"}) == Fraction(plan.principal, 100)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_the_payments_of_an_annuity_are_constant(plan):
    terms = terms_of(plan)
    if terms.kind != "ANN":
        return
    paid: dict[datetime, Fraction] = {}
    for event in live(terms):
        if event.moment >= (terms.redemption.anchor or terms.start) and event.kind in {"PR", "IP", "MD"}:
            paid[event.moment] = paid.get(event.moment, Fraction(0)) + event.payoff
    assert max(paid.values()) - min(paid.values()) < Fraction(1, 10**30)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_rounding_moves_no_interest_by_more_than_a_cent(plan):
    """Balances drift by half a cent a payment at most, and the rates drawn here are of 10 % at most."""
    exact, cents = live(terms_of(plan)), live(terms_of(plan), rounding=to_the_cent)
    assert [(e.moment, e.kind) for e in exact] == [(c.moment, c.kind) for c in cents]
    for mine, rounded in zip(exact, cents, strict=True):
        if mine.kind == "IP":
            assert abs(mine.payoff - rounded.payoff) <= Fraction(1, 100)
        assert abs(mine.principal - rounded.principal) <= Fraction(plan.payments + 1, 100)


@settings(max_examples=30, deadline=None)
@given(plans())
def test_in_cents_every_amount_is_a_whole_number_of_cents(plan):
    for event in live(terms_of(plan), rounding=to_the_cent):
        assert (event.payoff * 100).denominator == (event.principal * 100).denominator == 1
