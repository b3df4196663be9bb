"""A guarantee tops up to a floor, for its share, within its limit over the whole life."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import wordings

CLAUSE = {"kind": "guarantee", "covered": "7200.00", "received": "received", "limit": "3000.00"}


@pytest.mark.parametrize(
    ("received", "called"), [("4800", "2400.00"), ("7200", "0.00"), ("9000", "0.00"), ("0", "3000.00")]
)
def test_the_call_fills_to_the_floor(one, received, called):
    assert one.owed(CLAUSE, {"received": received}) == [called]


def test_the_limit_holds_over_the_whole_life(one):
    first = one.settled(CLAUSE, {"received": "4800"})
    then = one.settled(CLAUSE, {"received": "4800"}, period="2028", state=first.state)
    assert then.lines[0].amount.text(2) == "600.00"


def test_half_of_the_shortfall(one):
    assert one.owed({**CLAUSE, "share": "0.5"}, {"received": "4800"}) == ["1200.00"]
    one.same_on_arrays({**CLAUSE, "share": "0.5"}, {"received": ["0", "4800", "7199.99", "7200", "8000"]})


def test_what_is_received_is_said_in_one_way(one):
    with pytest.raises(UnreadableError):
        one.document({**CLAUSE, "received_under": ["it"]}, {"received": "1"})


def test_a_limit_that_falls_as_the_debt_is_repaid(one):
    clause = {**CLAUSE, "limit": None, "limit_by_year": {"2027": "3000", "2028": "2500"}}
    clause = {name: value for name, value in clause.items() if value is not None}
    years = [{"received": "5200"}, {"received": "4000"}]
    # 2 000 are called; then 3 200 are short but 2 500 - 2 000 are left.
    assert one.over_years(clause, years) == [["2000.00"], ["500.00"]]


def test_the_fee_and_those_who_stand_behind_the_guarantor(one):
    counter = [{"party": "city", "share": "0.25"}]
    clause = {**CLAUSE, "yearly_fee": "0.01", "fee_paid_by": "users", "counter": counter}
    lines = one.settled(clause, {"received": "6000"}).lines
    # 1 200 called, a quarter given back, 1 % of the 3 000 that could be called.
    assert [(line.payer, line.payee, line.amount.text(2)) for line in lines] == [
        ("payer", "payee", "1200.00"), ("city", "payer", "300.00"), ("users", "payer", "30.00"),
    ]  # fmt: skip
    assert one.over_years(clause, [{"received": "6000"}, {"received": "7200"}])[1] == ["0.00", "0.00", "18.00"]
    one.same_on_arrays(clause, {"received": ["0", "6000.01", "9000"]})
    for wrong in ({"fee_paid_by": "users"}, {"counter": [{"party": "city", "share": "0.7"}] * 2}):
        with pytest.raises(UnreadableError):
            one.document({**CLAUSE, **wrong}, {"received": "1"})


LENT = {
    "id": "pret", "kind": "loan", "payer": "city", "payee": "payee", "principal": "9000.00", "rate": "0.04",
    "lent_on": "2026-12-31", "first_payment": "2027-12-31", "every": "year", "payments": "3", "repaid": "linear",
    "paid_out": "false", "cash": "paid",
}  # fmt: skip
COVERED = {
    "id": "it", "payer": "payer", "payee": "payee", "kind": "guarantee", "covered": "3360.00",
    "received_under": ["pret"], "arrears_of": "pret", "limit": "2000.00",
}  # fmt: skip


def test_a_call_pays_the_arrears_of_the_loan(one):
    # 2027: 360 of interest and 3 000 of principal are due; 1 500 come. 360 of interest and 1 140 of principal are paid,
    # 1 860 of principal are overdue; the guarantor pays those 1 860. 2028: only 240 and 3 000 are due, nothing else.
    first = one.settled([LENT, COVERED], {"paid": "1500"})
    assert [line.amount.text(2) for line in first.lines] == ["0.00", "360.00", "1140.00", "1860.00"]
    assert first.state.memory["pret"]["principal"].text(2) == "0.00"
    then = one.settled([LENT, COVERED], {"paid": "9999"}, period="2028", state=first.state)
    assert [line.amount.text(2) for line in then.lines] == ["0.00", "240.00", "3000.00", "120.00"]


def test_a_call_pays_costs_then_interest_then_principal(one):
    # Nothing comes: 50 of costs, 360, 3 000 are overdue. The limit of 300 pays the costs and 250 of the interest.
    lent, covered = {**LENT, "costs": "bailiff"}, {**COVERED, "limit": "300.00"}
    first = one.settled([lent, covered], {"paid": "0", "bailiff": "50"})
    left = {name: value.text(2) for name, value in first.state.memory["pret"].items()}
    assert left == {"costs": "0.00", "interest": "110.00", "principal": "3000.00"}


def test_a_call_that_a_cap_lessens_pays_only_so_much(one):
    cap = {"id": "plafond", "clause": "it", "window": "year", "amount": "860.00"}
    first = one.settled([LENT, COVERED], {"paid": "1500"}, caps=[cap])
    assert [line.amount.text(2) for line in first.lines] == ["0.00", "360.00", "1140.00", "860.00"]
    assert first.state.memory["pret"]["principal"].text(2) == "1000.00"


def test_the_borrower_gives_back_what_was_called_for_it(one):
    # 2 400 called in 2027, a quarter of it given by the city. In 2028 the borrower gives 1 000 back, 250 of it to the
    # city; in 2029 it offers 5 000: 1 400 were left.
    clause = {
        **CLAUSE, "given_back": "back", "given_back_by": "users", "limit": "2400.00",
        "counter": [{"party": "city", "share": "0.25"}],
    }  # fmt: skip
    years = [
        {"received": "4800", "back": "0"},
        {"received": "7200", "back": "1000"},
        {"received": "9000", "back": "5000"},
    ]
    assert one.over_years(clause, years) == [
        ["2400.00", "600.00", "0.00", "0.00"],
        ["0.00", "0.00", "1000.00", "250.00"],
        ["0.00", "0.00", "1400.00", "350.00"],
    ]
    document = one.document(clause, {"received": "1", "back": "1"})
    assert "users le rend dès que possible" in document.agreement.clauses[0].sentence(wordings(document.agreement)[0])
    with pytest.raises(UnreadableError, match="given_back_by"):
        one.document({**CLAUSE, "given_back": "back"}, {"received": "1", "back": "1"})


def test_a_reserve_is_drawn_before_the_guarantor_is_called(one):
    # 500 were put aside in 2027. In 2028, 4 800 come of the 7 200 covered: with the 500 set aside, 1 900 are called.
    reserve = {"id": "pot", "kind": "reserve_account", "held_by": "payee", "top_up": {"amount": {"year": "500.00"}}}
    covered = {**CLAUSE, "id": "it", "payer": "payer", "payee": "payee", "net_of_reserve": "pot"}
    first = one.settled([reserve, covered], {"received": "7200"})
    then = one.settled([reserve, covered], {"received": "4800"}, period="2028", state=first.state)
    assert [line.amount.text(2) for line in then.lines if line.clause == "it"] == ["1900.00"]


@pytest.mark.parametrize(
    ("drawn", "called"), [("0", "1900.00"), ("300", "1900.00"), ("700", "2100.00"), ("1000", "2400.00")]
)
def test_what_a_reserve_gave_in_the_period_is_not_counted_twice(one, drawn, called):
    # 500 were put aside in 2027 and 500 in 2028; the guarantor counts on what was there when the year began and still
    # is: 500 when up to 500 is drawn, 300 when 700 is, nothing when all is. 2 400 of the 7 200 are missing.
    reserve = {
        "id": "pot", "kind": "reserve_account", "held_by": "payee", "top_up": {"amount": {"year": "500.00"}},
        "draws": ["drawn"],
    }  # fmt: skip
    covered = {**CLAUSE, "id": "it", "payer": "payer", "payee": "payee", "net_of_reserve": "pot"}
    first = one.settled([reserve, covered], {"received": "7200", "drawn": "0"})
    facts = {"received": "4800", "drawn": drawn}
    then = one.settled([reserve, covered], facts, period="2028", state=first.state)
    assert [line.amount.text(2) for line in then.lines if line.clause == "it"] == [called]
