"""Loans worked by hand: each way to repay, grace, rates, early repayment, and payments that fall short."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import wordings

LOAN = {
    "kind": "loan", "principal": "9000.00", "rate": "0.04", "lent_on": "2026-01-01", "first_payment": "2027-01-01",
    "every": "year", "payments": "3", "repaid": "linear",
}  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "years"),
    [
        # 9 000 at 4 %: 360, then 6 000: 240, then 3 000: 120.
        ({}, [["360.00", "3000.00"], ["240.00", "3000.00"], ["120.00", "3000.00"]]),
        ({"repaid": "bullet"}, [["360.00"], ["360.00"], ["360.00", "9000.00"]]),
        # The example of docs/agreements/loans.md: three payments of 3 535.30, the last one takes the roundings.
        (
            {"repaid": "annuity", "principal": "10000.00", "rate": "0.03"},
            [["300.00", "3235.30"], ["202.94", "3332.36"], ["102.97", "3432.34"]],
        ),
        # 200 a year do not cover 360: the debt grows to 9 160, then 9 326.40 (366.40 - 200), repaid at the end.
        ({"repaid": "fixed", "payment": "200.00"}, [["200.00"], ["200.00"], ["373.06", "9326.40"]]),
        # One date of grace, its 360 added to the debt: 9 360 in two parts of 4 680.
        (
            {"grace": "1", "grace_interest": "interest_capitalised"},
            [["0.00"], ["374.40", "4680.00"], ["187.20", "4680.00"]],
        ),
        ({"grace": "1"}, [["360.00"], ["360.00", "4500.00"], ["180.00", "4500.00"]]),
        # 4 %, then 5 % from the second date on.
        (
            {"rates": [{"on": "2027-01-01", "rate": "0.05"}]},
            [["360.00", "3000.00"], ["300.00", "3000.00"], ["150.00", "3000.00"]],
        ),
        # In the middle of 2027 to 2028: 6 000 at 4 % for 180 days of 360, at 6 % for 180: 120 + 180.
        (
            {"rates": [{"on": "2027-07-01", "rate": "0.06"}]},
            [["360.00", "3000.00"], ["300.00", "3000.00"], ["180.00", "3000.00"]],
        ),
        ({"rate": "-0.01"}, [["0.00", "3000.00"]] * 3),
    ],
)
def test_each_way_to_repay(one, terms, years):
    assert one.over_years({**LOAN, **terms}, [{}, {}, {}]) == years


def test_the_sum_lent_is_a_line_of_its_day(one):
    lines = one.settled({**LOAN, "lent_on": "2027-03-01", "first_payment": "2028-01-01"}, {}).lines
    assert [(line.payer, line.payee, line.amount.text(2)) for line in lines] == [("payee", "payer", "9000.00")]
    quiet = {**LOAN, "lent_on": "2027-03-01", "first_payment": "2028-01-01", "paid_out": "false"}
    assert one.owed(quiet, {}) == []


def test_actual_days_and_several_dates_in_one_settlement(one):
    clause = {
        **LOAN, "principal": "100000.00", "rate": "0.05", "lent_on": "2027-01-01", "first_payment": "2027-04-01",
        "every": "quarter", "payments": "8", "repaid": "bullet", "day_count": "A365", "paid_out": "false",
    }  # fmt: skip
    # 90, 91 and 92 days of 365: 1 232.88 + 1 246.58 + 1 260.27.
    assert one.owed(clause, {}) == ["3739.73"]


def test_a_variable_rate_moves_interest_and_leaves_principal(one):
    clause = {**LOAN, "variable": {"index": "EURIBOR3M", "spread": "0.5", "ceiling": "6"}}
    assert one.owed(clause, {}, indices={"EURIBOR3M": "2.5"}) == ["270.00", "3000.00"]
    assert one.owed(clause, {}, indices={"EURIBOR3M": "-1"}) == ["0.00", "3000.00"]
    assert one.owed(clause, {}, indices={"EURIBOR3M": "9"}) == ["540.00", "3000.00"]


def test_early_repayment_and_its_indemnity(one):
    early = [{"on": "2027-07-01", "amount": "1000.00", "indemnity": "0.03"}]
    # 2028: 9 000 for half a year (180) and 8 000 for the other (160).
    assert one.over_years({**LOAN, "repaid": "bullet", "early": early}, [{}, {}, {}]) == [
        ["30.00", "360.00", "1000.00"], ["340.00"], ["320.00", "8000.00"],
    ]  # fmt: skip


def test_a_payment_goes_to_costs_then_interest_then_principal(one):
    clause = {**LOAN, "cash": "paid", "costs": "bailiff", "late_rate": "0.10"}
    first = one.settled(clause, {"paid": "100", "bailiff": "40"})
    assert [line.amount.text(2) for line in first.lines] == ["40.00", "60.00", "0.00"]
    assert [flag.code for _, flag in first.flags] == ["payment-default"]
    # 300 of interest and 3 000 of principal are overdue: 330 for lateness, 240 of the year.
    then = one.settled(clause, {"paid": "7000", "bailiff": "0"}, period="2028", state=first.state)
    assert [line.amount.text(2) for line in then.lines] == ["0.00", "870.00", "6000.00"]
    assert not then.flags
    one.same_on_arrays(clause, {"paid": ["0", "39.99", "40", "400", "3399.99", "3400", "9999"], "bailiff": ["40"] * 7})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_payment": "2025-01-01"}, "first_payment"),
        ({"repaid": "fixed"}, "payment"),
        ({"payments": "0"}, "payments"),
        ({"principal": "0"}, "nul"),
        ({"variable": {"index": "E"}, "grace_interest": "interest_capitalised"}, "variable"),
        ({"early": [{"on": "2025-01-01", "amount": "1.00"}]}, "early_repayments"),
    ],
)
def test_a_loan_that_makes_no_sense_is_refused(one, wrong, said):
    with pytest.raises(UnreadableError, match=said):
        one.document({**LOAN, **wrong}, {})


def test_a_negative_rate_is_paid_by_the_lender_unless_it_counts_as_zero(one):
    # -1 % of 9 000: 90 back to the borrower when the contract says so, nothing otherwise.
    clause = {**LOAN, "variable": {"index": "EURIBOR3M", "multiplier": "2"}, "negative": "pay_back"}
    assert one.owed(clause, {}, indices={"EURIBOR3M": "-0.5"}) == ["0.00", "3000.00"]
    lines = one.settled({**clause, "floors_at_zero": "false"}, {}, indices={"EURIBOR3M": "-0.5"}).lines
    assert [(line.payer, line.amount.text(2)) for line in lines] == [("payee", "90.00"), ("payer", "3000.00")]
    # A multiple of the index: 2 x 1.5 % of 9 000.
    assert one.owed(clause, {}, indices={"EURIBOR3M": "1.5"}) == ["270.00", "3000.00"]


def test_a_variable_rate_is_printed_from_the_published_one_to_its_bounds(one):
    # 2.5 + 0.5 = 3 %, brought up to 4 %: 360 of 9 000; 9 + 0.5 = 9.5 %, brought down to 6 %: 540.
    clause = {**LOAN, "variable": {"index": "EURIBOR3M", "spread": "0.5", "floor": "4", "ceiling": "6"}}
    for index, owed in (("2.5", "360.00"), ("9", "540.00")):
        line = one.settled(clause, {}, indices={"EURIBOR3M": index}).lines[0]
        assert line.amount.text(2) == owed
        printed = [step.printed("fr") for step in line.steps]
        assert [one.redone(step) for step in printed][-1] == line.amount.fraction
        assert "EURIBOR3M" in printed[0]
    agreement = one.document(clause, {}).agreement
    said = agreement.clauses[0].sentence(wordings(agreement)[0])
    assert "EURIBOR3M + 0,5 %, entre 4 % et 6 %" in said.replace("\u00a0", " ")
