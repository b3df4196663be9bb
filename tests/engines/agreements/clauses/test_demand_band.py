"""The band of demand, worked by hand: layers, caps for life, months instead of money, price apart from volume."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

FEE = {"id": "fee", "kind": "usage_fee", "payer": "users", "payee": "payee", "quantity": "q", "price": "1.00"}
SIDE = {"tolerance": "0.05", "share": "0.5"}
BAND = {
    "id": "band", "kind": "demand_band", "payer": "payer", "payee": "payee", "forecast": {"year": "1000.00"},
    "below": SIDE, "above": SIDE,
}  # fmt: skip


def paid(one, band, *yearly, **more):
    said, state, result = [], None, None
    for year, facts in enumerate(yearly, start=2027):
        result = one.settled([FEE, band], facts, period=str(year), state=state, **more)
        state = result.state
        line = result.lines[-1]
        said.append((line.payer, line.amount.text(2)))
    return said, result


LAYERED = {**BAND, "below": {**SIDE, "layers": [{"beyond": "0.10", "share": "0.8"}, {"beyond": "0.20", "share": "1"}]}}


@pytest.mark.parametrize(
    ("revenue", "owed"),
    [
        ("950", "0.00"),
        ("920", "15.00"),  # half of 30
        ("850", "65.00"),  # half of 50, and 80 % of 50
        ("700", "205.00"),  # half of 50, 80 % of 100, all of 100
    ],
)
def test_layers_below(one, revenue, owed):
    assert paid(one, LAYERED, {"q": revenue})[0] == [("payer", owed)]


def test_layers_above_go_the_other_way(one):
    band = {**BAND, "above": {**SIDE, "layers": [{"beyond": "0.10", "share": "0.8"}]}}
    assert paid(one, band, {"q": "1200"})[0] == [("payee", "105.00")]  # half of 50, 80 % of 100
    one.same_on_arrays([FEE, band], {"q": ["700", "950", "1000", "1050", "1100", "1200"]})
    one.same_on_arrays([FEE, LAYERED], {"q": ["0", "800", "799.99", "900", "950"]})


def test_a_cap_over_the_whole_term(one):
    band = {**BAND, "below": {**SIDE, "life_cap": "400.00"}}
    # Half of 650 is 325; then 75 are left; then nothing.
    assert paid(one, band, {"q": "300"}, {"q": "300"}, {"q": "300"})[0] == [
        ("payer", "325.00"), ("payer", "75.00"), ("payer", "0.00"),
    ]  # fmt: skip


def test_months_instead_of_money(one):
    band = {**BAND, "below": {**SIDE, "in_months_worth": "100.00"}}
    # Half of 650 is worth 3.25 months of 100, rounded down to 3.2; then half of 50: 0.2.
    said, result = paid(one, band, {"q": "300"}, {"q": "900"})
    assert said == [("payer", "0.00"), ("payer", "0.00")]
    assert result.state.memory["band"]["months"].text() == "3.4"
    assert [flag.code for _, flag in result.flags] == ["term-extended"]


def test_what_prices_add_is_not_demand(one):
    band = {**BAND, "price_effect": "dearer"}
    # 960 of revenue, 60 of them by a price raised since: 900 at the prices forecast, 25 below the floor by half.
    assert paid(one, band, {"q": "960", "dearer": "60"})[0] == [("payer", "25.00")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"below": {**SIDE, "layers": [{"beyond": "0.05", "share": "1"}]}},
        {"below": {**SIDE, "in_months_worth": "0"}},
        {"above": {**SIDE, "in_months_worth": "5.00"}},
    ],
)
def test_wrong_bands_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document([FEE, {**BAND, **wrong}], {"q": "1"})


def test_a_forecast_is_re_based_at_a_review(one):
    # 1 000 until 2028, 800 from then on: 900 is 50 below the floor of 950, then 60 above the ceiling of 840.
    band = {**BAND, "forecast": {"year": "1000.00", "years": {"2028": "800.00"}}}
    assert paid(one, band, {"q": "900"}, {"q": "900"})[0] == [("payer", "25.00"), ("payee", "30.00")]


def test_a_first_period_of_some_months_has_its_part_of_the_forecast(one):
    # Nine months of 1 000: 750, a floor of 712.50; 700 is 12.50 below it, half is compensated.
    term = {"from": "2027-04-01", "to": "2029-12-31", "settle": "year"}
    document = one.document([FEE, BAND], {"q": "1"}, term=term)
    result = one.settle(document, {"q": "700"}, "2027-04/2027-12")
    assert result.lines[-1].amount.text(2) == "6.25"


def test_one_side_at_most_pays_in_a_period(one):
    for revenue in ("0", "949.99", "950", "1000", "1050", "1050.01", "9999"):
        line = one.settled([FEE, BAND], {"q": revenue}).lines[-1]
        expected = "payee" if float(revenue) > 1050 else "payer"
        assert line.payer == expected or line.amount.text(2) == "0.00"
