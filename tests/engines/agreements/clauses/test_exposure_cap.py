"""What a party owes is bounded: which lines give way, what counts, and what becomes of the rest."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

FEES = [
    {"id": "a", "kind": "usage_fee", "payer": "payer", "payee": "payee", "quantity": "qa", "price": "10.00"},
    {"id": "b", "kind": "usage_fee", "payer": "payer", "payee": "city", "quantity": "qb", "price": "10.00"},
]
CAP = {"id": "top", "kind": "exposure_cap", "party": "payer", "window": "year", "most": "1000.00"}
RENT = {"id": "rent", "kind": "royalty", "payer": "city", "payee": "payer", "fixed": {"year": "200.00"}}
FACTS = {"qa": "80", "qb": "50"}  # 800 and 500


@pytest.mark.parametrize(
    ("terms", "paid"),
    [
        ({}, ["800.00", "200.00"]),
        ({"most": "1300.00"}, ["800.00", "500.00"]),
        ({"most": "100.00"}, ["100.00", "0.00"]),
        # 300 too much: 300 × 800 / 1 300 = 184.615… and 300 × 500 / 1 300 = 115.384…, the cent goes to the first.
        ({"give_way": "pro_rata"}, ["615.38", "384.62"]),
        ({"paid_first": ["b"]}, ["500.00", "500.00"]),
        ({"excludes": ["b"]}, ["800.00", "500.00"]),
    ],
)
def test_lines_give_way(one, terms, paid):
    assert one.owed([*FEES, {**CAP, **terms}], FACTS) == paid


def test_net_of_what_the_party_receives(one):
    # 1 300 owed less 200 received is 1 100: 100 too much.
    assert one.owed([*FEES, RENT, {**CAP, "counts": "net"}], FACTS) == ["800.00", "400.00", "200.00"]


def test_the_cap_follows_a_revision(one):
    revision = {
        "id": "k", "kind": "indexation", "applies_to": ["rent"], "fixed": "0.2",
        "terms": [{"weight": "0.8", "index": "BT01", "base": "100"}],
    }  # fmt: skip
    # K = 0.2 + 0.8 × 110 / 100 = 1.08: the cap is 1 080.
    lines = one.owed([*FEES, RENT, revision, {**CAP, "indexed_by": "k"}], FACTS, indices={"BT01": "110"})
    assert lines == ["800.00", "280.00", "216.00"]


def test_what_is_carried_too_long_is_lost(one):
    def owed_by_year(years):
        cap = {**CAP, "excess": "carried", "carried_years": years}
        state, owed = None, []
        for year, used in (("2027", "130"), ("2028", "100"), ("2029", "50")):
            result = one.settled([FEES[0], cap], {"qa": used}, period=year, state=state)
            state = result.state
            owed.append((-result.balances()["payer"]).text(2))
        return owed, result

    # 300 wait at the end of 2027, and through 2028 where the year is full; in 2029 one year has passed.
    owed, result = owed_by_year("1")
    assert owed == ["1000.00", "1000.00", "500.00"]
    assert "éteint" in result.lines[-1].why.fr
    assert owed_by_year("2")[0] == ["1000.00", "1000.00", "800.00"]


def test_a_review_may_look_at_it(one):
    review = {"id": "look", "kind": "review", "triggers": [{"cap_reached": "top"}]}
    flags = one.settled([*FEES, {**CAP, "excess": "triggers_review"}, review], FACTS).flags
    assert [flag.code for _, flag in flags] == ["cap-reached", "review-triggered"]


def test_the_same_cents_as_the_cap_of_the_document_and_on_arrays(one):
    said = {"id": "top", "party": "payer", "window": "year", "amount": "1000.00", "give_way": "pro_rata"}
    in_document = one.owed(FEES, FACTS, caps=[said])
    assert in_document == one.owed([*FEES, {**CAP, "give_way": "pro_rata"}], FACTS)
    for terms in ({}, {"give_way": "pro_rata"}, {"paid_first": ["b"]}, {"counts": "net"}, {"excess": "carried"}):
        one.same_on_arrays(
            [*FEES, RENT, {**CAP, **terms}], {"qa": ["0", "80", "99.99", "200"], "qb": ["0", "50", "1", "9"]}
        )


@pytest.mark.parametrize(
    "wrong",
    [{"give_way": "pro_rata", "paid_first": ["b"]}, {"carried_years": "2"}, {"party": "nobody"}, {"window": "decade"}],
)
def test_wrong_caps_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document([*FEES, {**CAP, **wrong}], FACTS)
