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


CAPPED = {"caps": [{"id": "plafond", "party": "payer", "window": "year", "amount": "60.00"}]}
CLAWED = {**GAIN, "claw_back_periods": "2"}


def test_no_more_is_clawed_back_than_was_owed_after_caps(one):
    # (300 - 100) x 50 % = 100, capped at 60. Then a loss of 1 000 below the hurdle, worth 500: only 60 came, 60 goes.
    first = one.settled(CLAWED, {"m": "300"}, **CAPPED)
    assert [line.amount.text(2) for line in first.lines] == ["60.00"]
    then = one.settled(CLAWED, {"m": "-900"}, period="2028", state=first.state, **CAPPED)
    assert [(line.payer, line.amount.text(2)) for line in then.lines] == [("payee", "60.00")]
    last = one.settled(CLAWED, {"m": "-900"}, period="2029", state=then.state, **CAPPED)
    assert [line.amount.text(2) for line in last.lines] == ["0.00"]


def test_what_a_cap_only_puts_off_may_be_clawed_back(one):
    # 100 owed: 60 now, 40 next year. A loss of 80 below the hurdle takes back 40 of them; 60 are left for 2029, when
    # a loss of 500 would take 250.
    cap = {"id": "plafond", "party": "payer", "window": "year", "amount": "60.00", "excess": "carried"}
    first = one.settled(CLAWED, {"m": "300"}, caps=[cap])
    then = one.settled(CLAWED, {"m": "20"}, period="2028", state=first.state, caps=[cap])
    back = [line.amount.text(2) for line in then.lines if line.payer == "payee" and line.nature == "gain"]
    assert back == ["40.00"]
    last = one.settled(CLAWED, {"m": "-400"}, period="2029", state=then.state, caps=[cap])
    assert [line.amount.text(2) for line in last.lines] == ["60.00"]


def test_a_claw_back_that_a_cap_lessens_may_still_be_made(one):
    # 100 shared; the loss of 2028 would take 100 back, the payee is capped at 30; 70 are left for the loss of 2029.
    cap = {"id": "plafond", "party": "payee", "window": "year", "amount": "30.00"}
    first = one.settled(CLAWED, {"m": "300"}, caps=[cap])
    then = one.settled(CLAWED, {"m": "-900"}, period="2028", state=first.state, caps=[cap])
    assert [(line.payer, line.amount.text(2)) for line in then.lines] == [("payee", "30.00")]
    last = one.settled(CLAWED, {"m": "-900"}, period="2029", state=then.state)
    assert [line.amount.text(2) for line in last.lines] == ["70.00"]


def test_clawing_back_gives_the_same_cents_on_arrays(one):
    one.same_on_arrays(CLAWED, {"m": ["-900", "99.99", "100", "300", "7000"]})
