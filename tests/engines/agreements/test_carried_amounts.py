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
