"""The fund: what feeds it, what a vote gives out, a balance that never goes below zero, and its heir."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

FEE = {"id": "fee", "kind": "usage_fee", "payer": "city", "payee": "payer", "quantity": "q", "price": "10.00"}
FUND = {
    "id": "pot", "kind": "impact_fund", "held_by": "payer",
    "sources": [{"from": "payer", "of": "fee", "share": "0.20"}],
    "uses": [{"label": "Jardin", "to": "users", "asked": "asked", "votes_for": "yes", "votes_cast": "all"}],
    "closing_to": "city",
}  # fmt: skip


def flows(result):
    return [(line.payer, line.payee, line.amount.text(2)) for line in result.lines if line.clause == "pot"]


def test_a_share_goes_in_and_a_vote_gives_it_out(one):
    facts = {"q": "50", "asked": "60", "yes": "6", "all": "11"}
    first = one.settled([FEE, FUND], facts)
    # 20 % of 500; six votes of eleven are more than half: 60 go out, 40 stay.
    assert flows(first) == [
        ("payer", "reserve:pot", "100.00"), ("reserve:pot", "payer", "60.00"), ("payer", "users", "60.00"),
    ]  # fmt: skip
    then = one.settled([FEE, FUND], {**facts, "q": "0", "asked": "500"}, period="2028", state=first.state)
    assert flows(then)[-1] == ("payer", "users", "40.00")  # never more than there is


@pytest.mark.parametrize(("yes", "given"), [("5", "0.00"), ("5.5", "0.00"), ("6", "60.00")])
def test_half_of_the_votes_is_not_a_majority(one, yes, given):
    facts = {"q": "50", "asked": "60", "yes": yes, "all": "11"}
    assert flows(one.settled([FEE, FUND], facts))[-1] == ("payer", "users", given)


def test_money_that_was_planned_and_not_spent(one):
    source = {"from": "city", "of": "fee", "planned": {"year": "800.00"}}
    fund = {**FUND, "sources": [source], "uses": []}
    # 800 planned, 500 paid: the city hands 300 over to the holder, who puts them in the fund.
    assert flows(one.settled([FEE, fund], {"q": "50"})) == [
        ("city", "payer", "300.00"), ("payer", "reserve:pot", "300.00"),
    ]  # fmt: skip
    assert flows(one.settled([FEE, fund], {"q": "90"}))[-1] == ("payer", "reserve:pot", "0.00")


def test_a_malus_feeds_it_when_its_receiver_gives_it(one):
    bonus = {
        "id": "fee", "kind": "bonus_malus", "between": ["city", "payer"], "indicator": "i", "target": "10",
        "per_point": "100.00",
    }  # fmt: skip
    indicators = {"i": {"label": "i", "unit": "%", "better": "higher", "every": "year", "measured_by": "payer"}}
    sources = [{"from": "city", "of": "fee"}, {"from": "payer", "of": "fee", "share": "0.5"}]
    fund = {**FUND, "sources": sources, "uses": []}
    for seen, given in (("7", ["300.00", "300.00", "0.00"]), ("12", ["0.00", "0.00", "100.00"])):
        clauses = {"clause": [bonus, fund], "facts": {"i": seen}}
        document = one.document(clauses["clause"], {}, indicators=indicators)
        lines = one.settle(document, clauses["facts"]).lines
        assert [line.amount.text(2) for line in lines if line.clause == "pot"] == given


def test_the_heir_receives_what_is_left(one):
    facts = {"q": "50", "asked": "0", "yes": "0", "all": "1"}
    last = one.settled([FEE, FUND], facts, period="2029")
    assert flows(last)[-2:] == [("reserve:pot", "payer", "100.00"), ("payer", "city", "100.00")]
    assert last.state.reserve["pot"].text(2) == "0.00"
    yearly = one.settled([FEE, {**FUND, "kept": "year"}], facts)
    assert flows(yearly)[-1] == ("payer", "city", "100.00")


def test_the_same_on_arrays_and_refusals(one):
    draws = {"q": ["0", "50", "80"], "asked": ["10", "60", "200"], "yes": ["1", "6", "0"], "all": ["1", "11", "5"]}
    one.same_on_arrays([FEE, FUND], draws)
    for wrong in (
        {"kept": "year", "closing_to": None},
        {"uses": [{"label": "x", "to": "city", "asked": "q", "votes_for": "q"}]},
    ):
        fund = {name: value for name, value in {**FUND, **wrong}.items() if value is not None}
        with pytest.raises(UnreadableError):
            one.document([FEE, fund], {"q": "1", "asked": "1", "yes": "1", "all": "1"})
