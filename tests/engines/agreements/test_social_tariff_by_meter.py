"""A tariff by meter: blocks are cut here, the qualifying household pays less, cheques help large families."""

import pytest

from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle

BLOCKS = [{"to": "80", "price": "0.89"}, {"to": "200", "price": "1.66"}, {"price": "2.20"}]
HOUSEHOLD = {"who": ["css"], "block": "1", "price": "0.34", "forgone_paid_by": "city"}


def bills(facts, period="2027", **more):
    clause = {"id": "water", "kind": "social_tariff", "payer": "users", "payee": "operator", "quantity": "volume"}
    tree = {
        "format": "1", "agreement": "test/water", "kind": "other", "title": "Eau", "purpose": {"fr": "Eau."},
        "term": {"from": "2027-01-01", "to": "2028-12-31", "settle": "year"},
        "parties": {name: {"name": name, "role": "other"} for name in ("users", "operator", "city")},
        "facts": {name: {"unit": "m3"} for name in facts},
        "clauses": [{**clause, "blocks": BLOCKS, "by_meter": "true", **more}],
    }  # fmt: skip
    observed = {"period": period, "status": "final", "facts": facts}
    document, given = from_tree(tree, "water.yaml"), facts_from_tree(observed, "facts.yaml")
    return settle(document, given, given.period).lines


def amounts(lines):
    return [line.amount.text(2) for line in lines]


@pytest.mark.parametrize(
    ("volume", "bill", "qualifying"),
    [("67", "59.63", "22.78"), ("80", "71.20", "27.20"), ("100", "104.40", "60.40"), ("250", "380.40", "336.40")],
)
def test_the_published_prices_of_dunkirk(volume, bill, qualifying, redone):
    lines = bills({"volume": {"a": volume, "css": volume}}, household=HOUSEHOLD)
    assert amounts(lines)[:2] == [bill, qualifying]
    for line in lines:
        assert [redone(step.printed("fr")) for step in line.steps][-1] == line.amount.fraction


def test_the_revenue_forgone_is_the_difference_of_the_bills():
    lines = bills({"volume": {"css": "67"}}, household=HOUSEHOLD)
    assert amounts(lines) == ["22.78", "36.85"]  # 59.63 - 22.78
    assert lines[1].payer == "city"


def test_blocks_are_as_wide_as_the_period_and_the_dwellings():
    # Half a year for two dwellings: the blocks of one dwelling for a year.
    assert amounts(bills({"volume": "100", "homes": "2"}, "2027-01/2027-06", dwellings="homes")) == ["104.40"]


def test_cheques_count_members_from_the_sixth_on():
    cheque = {"label": "Famille nombreuse", "count": "members", "from_member": "6", "each": "12", "paid_by": "city"}
    lines = bills({"volume": "0", "members": {"a": "7", "b": "5", "c": "6"}}, cheques=[cheque])
    assert (lines[0].payer, lines[0].payee, lines[0].amount.text(2)) == ("city", "users", "36.00")


def test_dwellings_need_meters():
    with pytest.raises(UnreadableError, match="by_meter"):
        bills({"volume": "1", "homes": "2"}, by_meter="false", dwellings="homes")
