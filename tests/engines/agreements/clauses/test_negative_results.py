"""A negative result that is carried forward is set against what is owed next, once."""

import pytest

BLOCKS = {
    "kind": "social_tariff", "quantity": "volume", "negative": "carry_forward",
    "blocks": [{"to": "80", "price": "1.00"}, {"price": "2.00"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("second", "paid", "left"),
    [
        # 100 are owed back. 60 then 2 x 25: 60 are absorbed, then 40 of the 50.
        ({"1": "60", "2": "25"}, ["0.00", "10.00"], "0"),
        # 130 absorb it at once, and the other line is paid in full.
        ({"1": "130", "2": "5"}, ["30.00", "10.00"], "0"),
        # 30 and 20 are not enough: 50 are left.
        ({"1": "30", "2": "10"}, ["0.00", "0.00"], "-50"),
    ],
)
def test_an_opening_balance_is_used_once_by_two_lines_of_one_clause(one, second, paid, left):
    first = one.settled(BLOCKS, {"volume": {"1": "-100", "2": "0"}})
    assert [line.amount.text(2) for line in first.lines] == ["0.00", "0.00"]
    then = one.settled(BLOCKS, {"volume": second}, period="2028", state=first.state)
    assert [line.amount.text(2) for line in then.lines] == paid
    assert then.state.memory["it"]["negative:payer>payee"].text() == left
