"""Two half-years make a year, for clauses that are linear: exactly before rounding, within a unit a line after it."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.agreements.properties.worlds import SNOW, WATER

from mitoyen.engines.agreements.clauses import KINDS
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.settlement import settle

LINEAR = {
    "usage_fee": "{payer: ccvm, payee: eaux, quantity: q, price: '1.37', fixed: {month: '33.00'}}",
    "availability_payment": "{payer: ccvm, payee: eaux, payment: {year: '9000.00'}, faults: []}",
    "royalty": "{payer: eaux, payee: ccvm, fixed: {year: '240.00'}, rate: '0.013', revenue: q}",
    "social_tariff": "{payer: foyers, payee: eaux, quantity: v, blocks: [{to: 80, price: '0.89'}, {price: '1.66'}]}",
    "cost_share_key": "{payers: [ardent, brevon, dormay], payee: ccvm, pool: {costs: v},"
    " key: [{weight: '0.5', by: population}, {weight: '0.5', by: equal}]}",
    "penalty": "{payer: eaux, payee: ccvm, fact: q, rate: {per: day, rate: 1/3000, of: '75003.00'}}",
    "outcome_payment": "{payer: ccvm, payee: eaux, milestones: [{label: Emploi, count: q, each: '512.35'}]}",
    "grant": "{payer: ccvm, payee: eaux, envelope: '99999999.00', rate: '0.37', eligible: q}",
    "reserve_account": "{held_by: eaux, top_up: {amount: {month: '12.00'}}}",
    "in_kind": "{payer: ccvm, payee: eaux, credited: '0.5', items:"
    " [{label: Salle, what: premises, quantity: q, unit_value: '3.21', valued_by: loyer}]}",
    "loan": "{payer: eaux, payee: ccvm, principal: '7777.00', rate: '0.031', lent_on: 2026-10-01, every: quarter,"
    " first_payment: 2027-01-01, payments: 12, repaid: annuity}",
}
"""The kinds that are linear in what is observed, with terms that leave no threshold, no limit, no step."""

NOT_LINEAR = {
    *("demand_band", "exposure_cap", "universal_service", "indexation", "bonus_malus", "insertion_hours", "parity"),
    *("accessibility", "responsible_purchasing", "local_hire", "apprenticeships", "guarantee", "impact_fund"),
    *("gain_share", "waterfall", "termination", "contest_and_audit"),
    *("reporting", "data_access", "reversibility", "review", "governance"),
}
"""Thresholds, caps and positive parts: a good half-year does not make up for a bad one. Or no money at all."""

SPLIT_TO_THE_CENT = {"cost_share_key", "loan"}
"""Their amounts are whole cents by nature, not by a rounding that may be put off."""

HALVES = ("2027-S1", "2027-S2")
cents = st.integers(0, 5_000_000)


def agreement(kind, settled_every, **defaults):
    clause = yaml.load(LINEAR[kind], Loader=yaml.BaseLoader)  # noqa: S506  every scalar is text
    return from_tree(
        {
            "format": "1", "agreement": "essai/lineaire", "kind": "other", "title": "Essai",
            "purpose": {"fr": "Essayer."},
            "term": {"from": "2027-01-01", "to": "2028-12-31", "settle": settled_every}, "defaults": defaults,
            "parties": SNOW["parties"] | WATER["parties"], "facts": {"q": {"unit": "EUR"}, "v": {"unit": "EUR"}},
            "clauses": [{"id": "une", "kind": kind, **clause}],
        },
        "lineaire.yaml",
    )  # fmt: skip


def sums(document, observed):
    """What each account owes another over the periods, and in how many lines."""
    owed, lines, state = {}, {}, None
    for period, values in observed.items():
        written = {"q": values[0], "v": {"1": values[1], "2": values[2]}}
        rows = {name: text(value) for name, value in written.items()}
        facts = facts_from_tree({"period": period, "status": "final", "facts": rows}, "facts.yaml")
        result = settle(document, facts, facts.period, state)
        state = result.state
        for line in result.lines:
            way, amount = tuple(sorted((line.payer, line.payee))), line.amount
            signed = amount if (line.payer, line.payee) == way else -amount
            owed[way] = owed.get(way, ZERO) + signed
            lines[way] = lines.get(way, 0) + 1
    return owed, lines


def text(value):
    return {key: text(one) for key, one in value.items()} if isinstance(value, dict) else Exact(value, 100).text()


def test_every_kind_is_linear_or_not():
    assert {*LINEAR} | NOT_LINEAR == set(KINDS)
    assert not {*LINEAR} & NOT_LINEAR


@pytest.mark.parametrize("kind", LINEAR)
@settings(max_examples=12)
@given(first=st.tuples(cents, cents, cents), second=st.tuples(cents, cents, cents))
def test_two_halves_make_a_year(kind, first, second):
    halves = dict(zip(HALVES, (first, second), strict=True))
    year = {"2027": tuple(one + other for one, other in zip(first, second, strict=True))}
    in_two, lines = sums(agreement(kind, "half_year"), halves)
    at_once, _ = sums(agreement(kind, "year"), year)
    for way in in_two.keys() | at_once.keys():
        apart = in_two.get(way, ZERO) - at_once.get(way, ZERO)
        assert abs(apart.cents) <= lines[way], (way, in_two, at_once)
    if kind in SPLIT_TO_THE_CENT:
        return
    unrounded = {"round": {"line": {"decimals": "9"}}}
    halves_exactly, _ = sums(agreement(kind, "half_year", **unrounded), halves)
    year_exactly, _ = sums(agreement(kind, "year", **unrounded), year)
    assert halves_exactly == year_exactly
