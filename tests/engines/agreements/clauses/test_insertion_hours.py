"""Insertion hours worked by hand: person by person, with other contracts, options not ordered, a price that changes."""

import pytest

from mitoyen.engines.agreements import publication
from mitoyen.engines.agreements.reading import UnreadableError

HOURS = {"kind": "insertion_hours", "due": {"year": "1000"}, "delivered": "h", "missing_hour": "10.00"}
LIMITED = {**HOURS, "by_person": {"most_hours": "600"}}


def test_hours_of_one_person_count_up_to_a_ceiling(one):
    # 2027: 500 + 300 = 800, 200 missing. 2028: p1 has 100 left of 600, p2 300 left; p3 is new: 100 + 300 + 50 = 450,
    # 550 missing. 2029: p1 and p2 have nothing left; p3 has 550: 120 count, 880 missing.
    years = [
        {"h": {"p1": "500", "p2": "300"}},
        {"h": {"p1": "400", "p2": "310", "p3": "50"}},
        {"h": {"p1": "100", "p2": "5", "p3": "120"}},
    ]
    assert one.over_years(LIMITED, years) == [["2000.00"], ["5500.00"], ["8800.00"]]


def test_hours_count_for_so_many_months_from_the_first_ones(one):
    # 12 months from January of the first year with hours: p1 counts in 2027 alone, p2 in 2028 alone.
    clause = {**HOURS, "by_person": {"within_months": "12"}}
    years = [{"h": {"p1": "700"}}, {"h": {"p1": "700", "p2": "400"}}, {"h": {"p1": "700", "p2": "400"}}]
    assert one.over_years(clause, years) == [["3000.00"], ["6000.00"], ["10000.00"]]


def test_both_limits_at_once(one):
    # 24 months and 600 hours: p1 500, then 100, then its time is over.
    clause = {**HOURS, "by_person": {"within_months": "24", "most_hours": "600"}}
    years = [{"h": {"p1": "500"}}] * 3
    assert one.over_years(clause, years) == [["5000.00"], ["9000.00"], ["10000.00"]]


def test_hours_of_other_contracts_are_pooled(one):
    # 500 + 300 here, 150 and 20 elsewhere: 970, 30 missing.
    clause = {**LIMITED, "pooled": ["elsewhere", "again"]}
    assert one.owed(clause, {"h": {"p1": "500", "p2": "300"}, "elsewhere": "150", "again": "20"}) == ["300.00"]


def test_the_hours_of_a_person_are_not_evidence_that_is_shown(one):
    document = one.document(LIMITED, {"h": "1"})
    (line,) = publication.as_tree(document, one.settle(document, {"h": {"p1": "512", "p2": "300"}}))["lines"]
    assert [sorted(seen) for seen in line["evidence"]] == [["fact", "status", "unit"]] * 2


CONTRACT = {
    "kind": "insertion_hours", "delivered": "h", "missing_hour": "10.00",
    "from_contract": {"amount": "600000.00", "labour_share": "0.5", "rate": "0.05", "hourly_cost": "30.00"},
}  # fmt: skip


def test_an_option_owes_hours_once_it_is_ordered(one):
    # 600 000 x 50 % x 5 % / 30 = 500. The option of 240 000 adds 200 once ordered; the other one never is.
    options = [
        {"label": "Tranche 2", "amount": "240000.00", "ordered_on": "2027-06-15"},
        {"label": "Tranche 3", "amount": "1.00"},
    ]
    clause = {**CONTRACT, "from_contract": {**CONTRACT["from_contract"], "options": options}}
    assert one.owed(clause, {"h": "0"}) == ["5000.00"]
    assert one.owed(clause, {"h": "0"}, period="2028") == ["7000.00"]


def test_a_price_that_changes_changes_the_hours(one):
    # From 2028 on the contract is worth 540 000: 450 hours, 50 fewer.
    amendments = [{"id": "avenant", "date": "2028-01-01", "set": {"clauses.it.from_contract.amount": "540000.00"}}]
    document = one.document(CONTRACT, {"h": "1"}, amendments=amendments)
    assert [one.settle(document, {"h": "400"}, year).lines[0].amount.text(2) for year in ("2027", "2028")] == [
        "1000.00",
        "500.00",
    ]


@pytest.mark.parametrize("limit", [{}, {"within_months": "0"}])
def test_a_limit_limits_something(one, limit):
    with pytest.raises(UnreadableError, match="par personne"):
        one.document({**HOURS, "by_person": limit}, {"h": "1"})
