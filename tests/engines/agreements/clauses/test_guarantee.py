"""A guarantee tops up to a floor, for its share, within its limit over the whole life."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

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
