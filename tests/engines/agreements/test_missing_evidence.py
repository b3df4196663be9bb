"""Missing evidence never silently pays, and never silently fails: one case by hand for each policy."""

import pytest

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import read_facts
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.dates import Period

AGREEMENT = """
format: 1
agreement: essai/bonus
kind: other
title: Essai
purpose: {fr: Essayer}
term: {from: 2026-01-01, to: 2030-12-31, settle: year}
parties: {ville: {name: Ville, role: authority}, regie: {name: Régie, role: operator}}
indicators:
  propre: {label: Rues propres, unit: "%", better: higher, every: year, measured_by: regie,
           domain: {min: "0", max: "100"},
           baseline: {kind: fixed, value: "60"}}
clauses:
  - {id: bonus, kind: bonus_malus, between: [ville, regie], indicator: propre, target: "70", per_point: "100.00",
     missing: MISSING}
"""
HISTORY = (
    "{fact: propre, period: 2026, value: 80, status: final}, {fact: propre, period: 2027, value: 76, status: audited}"
)


def settled(missing, now=""):
    document = open_agreement(AGREEMENT.replace("MISSING", missing), "essai.yaml")
    facts = read_facts(f"rows: [{HISTORY}{now}]", "faits.yaml")
    (line,) = settle(document, facts, Period.parse("2028")).lines
    return line


DECLARED = ", {fact: propre, period: 2028, value: 90, status: declared}"


@pytest.mark.parametrize(
    ("missing", "now", "status", "payer", "amount"),
    [
        ("hold", DECLARED, "held", "ville", None),
        ("hold", "", "held", "ville", None),
        ("deem_zero", "", "due", "regie", "7000.00"),  # 70 points below the target
        ("deem_baseline", DECLARED, "due", "regie", "1000.00"),  # 60 %: ten points below
        ("deem_worst", DECLARED, "due", "regie", "7000.00"),
        ("{provisional: {share: 0.4}}", DECLARED, "provisional", "ville", "800.00"),  # 40 % of twenty points
        ("{provisional: {share: 0.4}}", "", "held", "ville", None),
        ("{last_audited: {decay: 0.25}}", DECLARED, "due", "ville", "200.00"),  # 60 + 16 × 0.75 = 72
        ("{estimate: previous_period}", "", "due", "ville", "600.00"),
        ("{estimate: same_period_last_year}", "", "due", "ville", "600.00"),
        ("{estimate: mean_of_history}", "", "due", "ville", "800.00"),
        ("hold", ", {fact: propre, period: 2028, value: 71, status: audited}", "due", "ville", "100.00"),
    ],
)
def test_each_policy(missing, now, status, payer, amount):
    line = settled(missing, now)
    assert (line.status, line.payer) == (status, payer)
    assert (line.amount.text(2) if isinstance(line.amount, Exact) else None) == amount
