"""Prices out of the income of each household, worked by hand: effort rate, line, discounts, nothing declared."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements import publication
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.kernel.errors import InvalidError

EFFORT = {"income": "qf", "not_declared": "800", "rate": "0.005", "least": "1.00", "most": "6.00"}
MEALS = {"kind": "social_tariff", "quantity": "meals", "by_household": EFFORT}


@pytest.mark.parametrize(
    ("income", "bill"), [("100", "10.00"), ("200", "10.00"), ("845", "42.30"), ("1200", "60.00"), ("5000", "60.00")]
)
def test_an_effort_rate_between_its_bounds(one, income, bill):
    # 845 × 0.005 = 4.225, rounded to 4.23 a meal.
    assert one.owed(MEALS, {"meals": {"h1": "10"}, "qf": {"h1": income}}) == [bill]


def test_who_declared_nothing_gets_the_default_and_never_the_top(one):
    facts = {"meals": {"h1": "10", "h2": "10"}, "qf": {"h1": "300"}}
    lines = one.settled(MEALS, facts).lines
    assert [line.amount.text(2) for line in lines] == ["15.00", "40.00"]
    assert "par défaut" in lines[1].steps[0].label.fr


def test_a_line_between_two_incomes(one):
    line = {"low_income": "400", "low_price": "1.00", "high_income": "1400", "high_price": "6.00"}
    tariff = {**MEALS, "by_household": {**{k: v for k, v in EFFORT.items() if k != "rate"}, "line": line}}
    for income, bill in (("0", "10.00"), ("400", "10.00"), ("900", "35.00"), ("1400", "60.00"), ("9000", "60.00")):
        assert one.owed(tariff, {"meals": {"h1": "10"}, "qf": {"h1": income}}) == [bill]


@pytest.mark.parametrize(("how", "bill"), [("best_of", "28.00"), ("sequential", "25.20")])
def test_several_discounts(one, how, bill):
    discounts = [
        {"label": "Fratrie", "who": "siblings", "share": "0.30"},
        {"label": "Étudiant", "who": "student", "share": "0.10"},
    ]
    tariff = {**MEALS, "by_household": {**EFFORT, "discounts": discounts, "several_discounts": how}}
    # 800 × 0.005 = 4.00; 30 % off is 2.80; then 10 % more is 2.52.
    facts = {"meals": {"h1": {"siblings": {"student": "10"}}, "h2": {"other": "10"}}, "qf": {"h1": "800", "h2": "800"}}
    assert one.owed(tariff, facts) == [bill, "40.00"]


def test_what_is_forgone_is_financed_within_its_limit(one):
    tariff = {**MEALS, "by_household": {**EFFORT, "forgone_paid_by": "city", "limit_of_fees": "0.50"}}
    facts = {"meals": {"h1": "10", "h2": "10"}, "qf": {"h1": "200", "h2": "1200"}}
    # 10 and 60; the first household pays 5.00 less than the top for ten meals: 50, but half of 70 is 35.
    assert one.owed(tariff, facts) == ["10.00", "60.00", "35.00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"by_household": {**EFFORT, "least": "7.00"}},
        {"by_household": {name: value for name, value in EFFORT.items() if name != "rate"}},
        {"by_household": {name: value for name, value in EFFORT.items() if name != "not_declared"}},
        {"by_meter": "true"},
        {"blocks": [{"price": "1"}]},
    ],
)
def test_wrong_tariffs_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document({**MEALS, **wrong}, {"meals": "1", "qf": "1"})


def test_steps_of_income_are_paid_step_by_step(one):
    """10 meals at 1.00 in the first step, 4 at 3.95 in the third; a step that does not exist is refused by name."""
    steps = [
        {"qf_from": "0", "price": "1.00"},
        {"qf_from": "401", "price": "2.10"},
        {"qf_from": "801", "price": "3.95"},
    ]
    tariff = {"kind": "social_tariff", "quantity": "meals", "by_income": steps}
    assert one.owed(tariff, {"meals": {"1": "10", "3": "4"}}) == ["10.00", "0.00", "15.80"]
    with pytest.raises(InvalidError, match=r"meals\.1, meals\.2, meals\.3"):
        one.owed(tariff, {"meals": {"4": "10"}})


def test_no_income_is_ever_printed(one):
    """The bracket is shown: enough to redo the bill, which is ten times the price; not the 845 that it came from."""
    tariff = {**MEALS, "by_household": {**EFFORT, "shown_by": "50", "forgone_paid_by": "city"}}
    facts = {"meals": {"h1": "10", "h2": "10"}, "qf": {"h1": "845", "h2": "123.45"}}
    document = one.document(tariff, facts)
    tree = publication.as_tree(document, one.settle(document, facts))
    assert [line["steps"][0]["fr"] for line in tree["lines"][:2]] == [
        "Prix de l'unité (quotient familial de 800 à 850)\u00a0: 4,23\u00a0€".replace("\u00a0: ", " : "),
        "Prix de l'unité (quotient familial de 100 à 150)\u00a0: 1,00\u00a0€".replace("\u00a0: ", " : "),
    ]
    printed = json.dumps(tree, ensure_ascii=False)
    assert "845" not in printed
    assert "123" not in printed
    evidence = [seen for seen in tree["lines"][0]["evidence"] if seen["fact"] == "qf.h1"]
    assert [seen["status"] for seen in evidence] == ["final"]


def test_a_bracket_has_a_width(one):
    with pytest.raises(UnreadableError, match="shown_by"):
        one.document({**MEALS, "by_household": {**EFFORT, "shown_by": "0"}}, {"meals": "1", "qf": "1"})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cents=st.integers(10_001, 999_999).filter(lambda cents: cents % 100))
def test_whatever_the_income_nothing_printed_tells_it(one, cents):
    document = one.document(MEALS, {"meals": "1", "qf": "1"})
    result = one.settle(document, {"meals": {"h1": "10"}, "qf": {"h1": f"{cents / 100:.2f}"}})
    printed = json.dumps(publication.as_tree(document, result), ensure_ascii=False).replace("\u202f", "")
    for written in (f"{cents / 100:.2f}", f"{cents / 100:.2f}".replace(".", ",")):
        assert written not in printed
