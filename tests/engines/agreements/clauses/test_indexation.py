"""Series that stop or are rebased, tunnels and floors, worked by hand."""

import pytest

from mitoyen.engines.agreements.corrections import correction

FEE = {"id": "fee", "kind": "royalty", "payer": "payer", "payee": "payee", "fixed": {"year": "1000.00"}}
TERM = {"weight": "0.8", "index": "OLD", "base": "100"}
REVISION = {"id": "k", "kind": "indexation", "applies_to": ["fee"], "fixed": "0.2", "terms": [TERM]}


def price(one, revision, indices, period="2027"):
    return one.settled([FEE, revision], {}, period=period, indices=indices).lines[0].amount.text(2)


def test_a_successor_is_linked_to_the_old_base(one):
    then = [
        {"index": "NEW", "since": "2028-01-01", "link": "1.25"},
        {"index": "LAST", "since": "2029-01-01", "link": "2"},
    ]
    revision = {**REVISION, "terms": [{**TERM, "then": then}]}
    # 0.2 + 0.8 × 110 / 100 = 1.08; then 92 × 1.25 = 115 makes 1.12; then 60 × 2 = 120 makes 1.16.
    assert price(one, revision, {"OLD": "110"}) == "1080.00"
    assert price(one, revision, {"NEW": "92"}, "2028") == "1120.00"
    assert price(one, revision, {"LAST": "60"}, "2029") == "1160.00"


@pytest.mark.parametrize(
    ("terms", "index", "expected"),
    [
        ({"tunnel": "0.03"}, "103.75", "1000.00"),  # K = 1.03: within the tunnel, no change
        ({"tunnel": "0.03"}, "103.76", "1031.00"),  # K = 1.03008, rounded up to 1.031: outside, all of it
        ({"tunnel": "0.03"}, "90", "920.00"),
        ({"floor": "1", "cap": "1.05"}, "80", "1000.00"),
        ({"floor": "1", "cap": "1.05"}, "120", "1050.00"),
    ],
)
def test_tunnel_floor_and_cap(one, terms, index, expected):
    assert price(one, {**REVISION, **terms}, {"OLD": index}) == expected


@pytest.mark.parametrize(("index", "told"), [("125", []), ("125.2", ["safeguard"])])
def test_a_safeguard_is_told_and_moves_nothing(one, index, told):
    # K = 1.2 exactly is not above 20 %; 1.2016 rounds up to 1.202.
    result = one.settled([FEE, {**REVISION, "safeguard": "0.20"}], {}, indices={"OLD": index})
    assert [flag.code for _, flag in result.flags] == told


def test_the_yearly_cap_follows_the_coefficient_of_the_year_before(one):
    # K = 0.2 + 0.8 x 1.25 = 1.2, held at 1.03; then 1.03 x 1.03 = 1.0609, rounded inwards to 1.060; then 0.84 is
    # held at 1.060 x 0.97 = 1.0282, rounded inwards to 1.029.
    state, prices = None, []
    for year, index in (("2027", "125"), ("2028", "125"), ("2029", "80")):
        result = one.settled(
            [FEE, {**REVISION, "yearly_cap": "0.03"}], {}, period=year, state=state, indices={"OLD": index}
        )
        state = result.state
        prices.append(result.lines[0].amount.text(2))
    assert prices == ["1030.00", "1060.00", "1029.00"]


def test_an_index_that_is_provisional_is_put_right(one):
    # 110 is only estimated and pays 1 080 for the time being; it turns out to be 120, worth 1 160: 80 are left.
    revision = {**REVISION, "missing": {"provisional": {"share": "1"}}}
    before = one.settled([FEE, revision], {}, indices={"OLD": {"value": "110", "status": "estimated"}})
    again = one.settled([FEE, revision], {}, indices={"OLD": "120"})
    (line,) = correction(before, again).lines
    assert (before.lines[0].amount.text(2), line.amount.text(2)) == ("1080.00", "80.00")
