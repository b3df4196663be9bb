"""Gains worked by hand: hurdles, layers, losses carried or clawed back, a return on what was invested."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

GAIN = {"kind": "gain_share", "margin": "m", "hurdle": {"amount": {"year": "100.00"}}, "layers": [{"share": "0.5"}]}


@pytest.mark.parametrize(("margin", "back"), [("100", "0.00"), ("-50", "0.00"), ("100.01", "0.01"), ("300", "100.00")])
def test_half_of_what_is_above_the_hurdle(one, margin, back):
    assert one.owed(GAIN, {"m": margin}) == [back]


def test_layers_and_a_hurdle_on_revenue(one):
    clause = {
        "kind": "gain_share", "revenue": "r", "costs": "c", "disallowed": "d", "hurdle": {"rate_of_revenue": "0.10"},
        "layers": [{"share": "0.20"}, {"above": "100.00", "share": "0.50"}],
    }  # fmt: skip
    # 2 000 - 1 600 = 400, and 50 of invoices of a sister company come back: 450; less 200: 250.
    # 20 % of the first 100 and 50 % of 150: 20 + 75.
    assert one.owed(clause, {"r": "2000", "c": {"staff": "1000", "other": "600"}, "d": "50"}) == ["95.00"]
    one.same_on_arrays(clause, {"r": ["0", "2000", "9000"], "c": ["100", "1600", "1"], "d": ["0", "50", "7"]})


def test_past_losses_come_first(one):
    clause = {**GAIN, "losses_carried": "true"}
    # -80 below the hurdle in 2027; 230 above in 2028 is 150 after the loss; then 40 with nothing left to deduct.
    assert one.over_years(clause, [{"m": "20"}, {"m": "330"}, {"m": "140"}]) == [["0.00"], ["75.00"], ["20.00"]]
    # a loss larger than the gain that follows is not forgotten: 300, then 300 - 200, then 150 - 100.
    assert one.over_years(clause, [{"m": "-200"}, {"m": "300"}, {"m": "250"}]) == [["0.00"], ["0.00"], ["25.00"]]


def test_a_loss_claws_back_what_was_shared_within_the_window(one):
    clause = {**GAIN, "claw_back_periods": "1"}
    first = one.settled(clause, {"m": "300"})
    then = one.settled(clause, {"m": "0"}, period="2028", state=first.state)
    # 100 below the hurdle: half of it, 50, comes back from the payee, who had received 100.
    assert [(line.payer, line.amount.text(2)) for line in then.lines] == [("payee", "50.00")]
    deep = one.settled(clause, {"m": "-900"}, period="2028", state=first.state)
    assert [(line.payer, line.amount.text(2)) for line in deep.lines] == [
        ("payee", "100.00")
    ]  # no more than was shared
    late = one.settled(clause, {"m": "-900"}, period="2029", state=then.state)
    assert [line.amount.text(2) for line in late.lines] == ["0.00"]  # the window has closed


def test_a_return_on_what_was_invested_is_a_balance(one):
    clause = {**GAIN, "hurdle": {"invested": "1000.00", "yearly_return": "0.05"}, "layers": [{"share": "0.5"}]}
    # 1 050 - 600 = 450; 472.50 - 500 leaves 27.50 of gain, half goes back; then all of the margin is gain.
    assert one.over_years(clause, [{"m": "600"}, {"m": "500"}, {"m": "100"}]) == [["0.00"], ["13.75"], ["50.00"]]


def test_help_is_given_back_once(one):
    clause = {**GAIN, "most": "120.00"}
    assert one.over_years(clause, [{"m": "300"}, {"m": "300"}, {"m": "300"}]) == [["100.00"], ["20.00"], ["0.00"]]
    one.same_on_arrays(clause, {"m": ["-1", "100", "100.01", "340", "9999"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"revenue": "m"},
        {"hurdle": {}},
        {"hurdle": {"rate_of_revenue": "0.1"}},
        {"layers": [{"above": "5.00", "share": "0.1"}, {"share": "0.2"}]},
        {"losses_carried": "true", "claw_back_periods": "1"},
    ],
)
def test_wrong_terms_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document({**GAIN, **wrong}, {"m": "1"})
