"""A review when demand stays out of its band, and hours of insertion delivered ahead."""

import pytest


def test_a_review_opens_after_two_periods_out_of_band(one):
    fee = {"id": "fee", "kind": "usage_fee", "payer": "users", "payee": "payee", "quantity": "q", "price": "1.00"}
    band = {
        "id": "band", "kind": "demand_band", "payer": "payer", "payee": "payee", "forecast": {"year": "1000.00"},
        "below": {"tolerance": "0.05", "share": "0.5"}, "above": {"tolerance": "0.05", "share": "0.5"},
    }  # fmt: skip
    review = {"id": "look", "kind": "review", "triggers": [{"band_left": "band", "for_periods": "2"}]}
    state, opened = None, []
    for year, revenue in (("2027", "1200"), ("2028", "800"), ("2029", "1000")):
        result = one.settled([fee, band, review], {"q": revenue}, period=year, state=state)
        state = result.state
        opened.append([flag.code for _, flag in result.flags])
    assert opened == [[], ["review-triggered"], []]


def test_hours_delivered_ahead_count_for_the_next_period(one):
    clause = {"kind": "insertion_hours", "due": {"year": "100"}, "delivered": "h", "missing_hour": "10.00"}
    years = [{"h": "130"}, {"h": "60"}, {"h": "90"}]
    # 30 ahead, then 10 missing of 100 - 90; without carrying, 40 and 10.
    assert one.over_years({**clause, "carried": "true"}, years) == [["0.00"], ["100.00"], ["100.00"]]
    assert one.over_years(clause, years) == [["0.00"], ["400.00"], ["100.00"]]
    one.same_on_arrays({**clause, "carried": "true"}, {"h": ["0", "100", "150.25"]})


@pytest.mark.parametrize(
    ("index", "opens"), [("109.99", []), ("110", []), ("110.2", ["review-triggered"]), ("89", ["review-triggered"])]
)
def test_a_review_opens_when_a_coefficient_has_drifted_either_way(one, index, opens):
    # K is the index over 100; 8 % of drift is allowed on 80 % of it: 1.08 exactly is not above, 1.0816 is, 0.912 too.
    fee = {"id": "fee", "kind": "royalty", "payer": "payer", "payee": "payee", "fixed": {"year": "1000.00"}}
    revision = {
        "id": "k", "kind": "indexation", "applies_to": ["fee"], "fixed": "0.2",
        "terms": [{"weight": "0.8", "index": "OLD", "base": "100"}],
    }  # fmt: skip
    review = {"id": "look", "kind": "review", "triggers": [{"index_drift": "k", "over": "0.08"}]}
    result = one.settled([fee, revision, review], {}, indices={"OLD": index})
    assert [flag.code for _, flag in result.flags] == opens


def test_data_is_due_at_the_end_of_each_of_its_own_periods(one):
    given = {
        "id": "it", "kind": "data_access", "debtor": "payer",
        "datasets": [{"what": "fuites", "format": "CSV", "licence": "etalab-2.0", "every": "quarter"}],
    }  # fmt: skip
    duties = one.settled([given], {}).duties
    assert [duty.due.isoformat() for duty in duties] == ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]
    assert all(duty.public for duty in duties)
