"""The tariff by steps of income and by blocks given block by block, worked by hand."""

import pytest

from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.dates import Period
from mitoyen.kernel.errors import InvalidError

MEALS = {
    "kind": "social_tariff", "quantity": "meals",
    "by_income": [
        {"qf_from": "0", "price": "1.00"}, {"qf_from": "600", "price": "2.50"}, {"qf_from": "1200", "price": "4.10"},
    ],
}  # fmt: skip


def test_each_step_of_income_has_its_price(one):
    # 40 x 1.00, 30 x 2.50, 20 x 4.10: the quantity is given step by step, and no income at all.
    assert one.owed(MEALS, {"meals": {"1": "40", "2": "30", "3": "20"}}) == ["40.00", "75.00", "82.00"]


def test_a_step_that_does_not_exist_is_refused(one):
    with pytest.raises(InvalidError, match=r"meals\.4"):
        one.settled(MEALS, {"meals": {"1": "40", "4": "30"}})


def test_a_household_whose_situation_changes_is_counted_in_each_step(one):
    # Ten meals before the change and four after it are in two steps: 10 x 4.10 and 4 x 1.00.
    assert one.owed(MEALS, {"meals": {"1": "4", "3": "10"}}) == ["4.00", "0.00", "41.00"]


def test_a_missing_breakdown_is_estimated_key_by_key(one):
    # Nothing is known of 2028: each step has the meals of 2027 again, and none is nil in silence.
    clause = {**MEALS, "missing": {"estimate": "previous_period"}}
    document = one.document(clause, {"meals": "1"})
    known = facts_from_tree({"period": "2027", "status": "final", "facts": {"meals": {"1": "4", "3": "10"}}}, "f.yaml")
    lines = settle(document, known, Period.parse("2028")).lines
    assert [line.amount.text(2) for line in lines] == ["4.00", "0.00", "41.00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"by_income": MEALS["by_income"][::-1]},
        {"by_meter": "true"},
        {"blocks": [{"price": "1"}]},
    ],
)
def test_steps_that_make_no_sense_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document({**MEALS, **wrong}, {"meals": "1"})
