"""What a cap puts off comes back the next period, under the same cap: the cap is never exceeded."""

import pytest

from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.settlement import settle
from mitoyen.engines.agreements.state import State

CAPS = {
    "on a clause": {"clause": "usage"},
    "on a party": {"party": "ville"},
}


def document(cap):
    return from_tree(
        {
            "format": "1", "agreement": "essai/report", "kind": "other", "title": "Essai",
            "purpose": {"fr": "Essayer."},
            "term": {"from": "2027-01-01", "to": "2030-12-31", "settle": "year"},
            "parties": {"ville": {"name": "V", "role": "authority"}, "regie": {"name": "R", "role": "operator"}},
            "facts": {"jours": {"unit": "day"}},
            "clauses": [
                {"id": "usage", "kind": "usage_fee", "payer": "ville", "payee": "regie", "quantity": "jours",
                 "price": "10.00"}
            ],
            "caps": [{"id": "plafond", **cap, "window": "year", "amount": "1000.00", "excess": "carried"}],
        },
        "accord.yaml",
    )  # fmt: skip


@pytest.mark.parametrize("cap", CAPS.values(), ids=CAPS)
def test_what_is_carried_is_paid_within_the_cap_of_the_next_years(cap, redone):
    # 130 days are worth 1 300: 300 wait. Then 90 days: 900 and 100 of the 300 make 1 000; 200 wait. Then 20 days:
    # 200 and the last 200 make 400.
    agreement, state, paid, waiting = document(cap), State(), [], []
    for year, days in (("2027", "130"), ("2028", "90"), ("2029", "20")):
        facts = facts_from_tree({"period": year, "status": "final", "facts": {"jours": days}}, "faits.yaml")
        settled = settle(agreement, facts, facts.period, state)
        state = settled.state
        paid.append((-settled.balances()["ville"]).text(2))
        waiting.append([carried.amount.text(2) for carried in state.carried])
        for line in settled.lines:
            assert [redone(step.printed("fr")) for step in line.steps][-1] == line.amount.fraction
    assert paid == ["1000.00", "1000.00", "400.00"]
    assert waiting == [["300.00"], ["200.00"], []]


def test_a_cap_on_what_one_party_owes_leaves_the_bonus_of_the_other_alone(redone):
    # 2 months missing of 10, at 300: 600, exempt below 1 000. The bonus of 500 that the city pays is not exempt.
    tree = dict(document({"clause": "usage"}).source.tree)
    tree["facts"] = {"mois": {"unit": "month"}, "diplomes": {"unit": "person"}}
    tree["clauses"] = [
        {
            "id": "apprentis", "kind": "apprenticeships", "payer": "regie", "payee": "ville", "months": "mois",
            "due": {"year": "10"}, "missing_month": "300.00", "completed": "diplomes", "bonus": "500.00",
        }
    ]  # fmt: skip
    tree["caps"] = [{"id": "seuil", "clause": "apprentis", "payer": "regie", "exempt_up_to": "1000.00"}]
    facts = facts_from_tree(
        {"period": "2027", "status": "final", "facts": {"mois": "8", "diplomes": "1"}}, "faits.yaml"
    )
    lines = settle(from_tree(tree, "accord.yaml"), facts, facts.period, State()).lines
    assert [(line.payer, line.amount.text(2)) for line in lines] == [("regie", "0.00"), ("ville", "500.00")]
    assert all([redone(step.printed("fr")) for step in line.steps][-1] == line.amount.fraction for line in lines)
