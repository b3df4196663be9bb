"""Reserves worked by hand: targets, two draws, interest, what is released, who ends with the balance."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

POT = {
    "id": "pot", "kind": "reserve_account", "held_by": "payer", "top_up": {"amount": {"year": "100.00"}},
    "draws": ["first", "second"], "closing_balance_to": "city",
}  # fmt: skip
NOTHING = {"first": "0", "second": "0"}


def flows(result):
    return [(line.payer, line.payee, line.amount.text(2)) for line in result.lines if line.clause == "pot"]


def test_two_draws_never_take_more_than_there_is(one):
    result = one.settled([POT], {"first": "70", "second": "50"})
    assert [amount for *_, amount in flows(result)] == ["100.00", "70.00", "30.00"]
    assert result.state.reserve["pot"].text(2) == "0.00"
    one.same_on_arrays([POT], {"first": ["0", "70", "500"], "second": ["9", "50", "1"]})


def test_an_invoice_in_tenths_of_a_cent_draws_whole_cents(one):
    result = one.settled([POT], {"first": "12.3456", "second": "0.004"})
    assert [amount for *_, amount in flows(result)] == ["100.00", "12.35", "0.00"]
    assert result.state.reserve["pot"].text(2) == "87.65"
    one.same_on_arrays([POT], {"first": ["12.3456", "70.005"], "second": ["0.004", "50.1234"]})


def test_interest_stays_or_goes_to_whom_it_is_promised(one):
    stays = one.settled([{**POT, "interest": "i", "interest_to": "reserve"}], {**NOTHING, "i": "2.345"})
    assert flows(stays)[0] == ("payer", "reserve:pot", "2.35")
    assert stays.state.reserve["pot"].text(2) == "102.35"
    gone = one.settled([{**POT, "interest": "i", "interest_to": "city"}], {**NOTHING, "i": "2.345"})
    assert flows(gone)[0] == ("payer", "city", "2.35")
    own = one.settled([{**POT, "interest": "i", "interest_to": "payer"}], {**NOTHING, "i": "2.345"})
    assert flows(own)[0] == ("payer", "reserve:pot", "100.00")


def test_months_of_a_debt_are_the_target_and_the_excess_goes_back(one):
    rent = {"id": "rent", "kind": "usage_fee", "payer": "payer", "payee": "city", "quantity": "q", "price": "1.00"}
    pot = {**POT, "target_months": {"months": "6", "of": "rent"}, "releases_excess": "true"}
    first = one.settled([rent, pot], {**NOTHING, "q": "160"})  # six months of 160 a year: 80
    assert [amount for *_, amount in flows(first)] == ["80.00", "0.00", "0.00", "0.00"]
    then = one.settled([rent, pot], {**NOTHING, "q": "100"}, period="2028", state=first.state)  # now 50
    assert flows(then)[-1] == ("reserve:pot", "payer", "30.00")


def test_the_balance_has_an_heir_when_the_document_says_when(one):
    kept = one.settled([POT], NOTHING, period="2029")
    assert kept.state.reserve["pot"].text(2) == "100.00"
    closed = one.settled([{**POT, "closes": "last_period"}], NOTHING, period="2029")
    assert flows(closed)[-2:] == [("reserve:pot", "payer", "100.00"), ("payer", "city", "100.00")]
    assert closed.state.reserve["pot"].text(2) == "0.00"
    early = one.settled([{**POT, "closes": "last_period"}], NOTHING, period="2028")
    assert early.state.reserve["pot"].text(2) == "100.00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "5.00", "target_months": {"months": "1", "of": "pot"}},
        {"releases_excess": "true"},
        {"interest": "first"},
        {"closes": "last_period", "closing_balance_to": None},
    ],
)
def test_wrong_reserves_are_refused(one, wrong):
    clause = {name: value for name, value in {**POT, **wrong}.items() if value is not None}
    with pytest.raises(UnreadableError):
        one.document([clause], NOTHING)
