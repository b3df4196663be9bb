"""Whoever is paid to do well never gains by doing worse without INC-09 saying so, whatever the clauses."""

import copy

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.evidence import Observed, Reading
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails import examples
from mitoyen.engines.agreements.pipeline import run
from mitoyen.engines.agreements.settlement import scene_of
from mitoyen.engines.agreements.state import State

NAMES = ("ponctualite", "fuites", "accueil")


def finds(document):
    return [one for one in guardrails.check(document) if one.rule == "INC-09"]


# --- by hand ------------------------------------------------------------------------------------


def with_clauses(base, *clauses, **caps):
    tree = copy.deepcopy(examples.base(base).source.tree)
    tree["clauses"] += clauses
    tree["caps"] = [{"id": name, **cap} for name, cap in caps.items()] + tree["caps"]
    return from_tree(tree, "accord.yaml")


def guarantee(name, *under, covered="12000.00"):
    return {
        "id": name, "kind": "guarantee", "payer": "ccpays", "payee": "sources", "covered": covered, "share": "1",
        "received_under": list(under), "limit": "90000.00",
    }  # fmt: skip


def test_one_guarantee_that_refunds_a_malus_in_full_takes_the_incentive_away_but_pays_no_failure():
    """Received 10,000 less each point lost; topped up to 12,000: the net stays 12,000, it never rises."""
    assert finds(with_clauses("concession", guarantee("filet", "moins-de-pertes"))) == []


def test_two_guarantees_that_refund_the_same_malus_pay_failure_twice():
    """A point lost costs 4,000 and brings 4,000 twice: the operator gains 4,000 by losing it."""
    document = with_clauses(
        "concession", guarantee("filet", "moins-de-pertes"), guarantee("filet-bis", "moins-de-pertes")
    )
    (found,) = finds(document)
    assert "« sources » gagne" in found.sentence.fr
    assert "« pertes »" in found.sentence.fr


@pytest.mark.parametrize(("better", "perverse"), [("lower", False), ("higher", True)])
def test_a_penalty_on_an_indicator_that_should_rise_is_perverse(better, perverse):
    tree = copy.deepcopy(examples.base("concession").source.tree)
    tree["indicators"]["coupures"]["better"] = better
    assert bool(finds(from_tree(tree, "accord.yaml"))) is perverse


@pytest.mark.parametrize("most", ["100", "1000000000000"])
def test_an_immense_domain_hides_nothing(most):
    tree = copy.deepcopy(examples.base("concession").source.tree)
    tree["indicators"]["coupures"] |= {"better": "higher", "domain": {"min": "0", "max": most}}
    assert finds(from_tree(tree, "accord.yaml"))


def test_the_comparison_group_judges_nobody():
    """When the neighbours do worse the effect is larger: that is what a comparison is for."""
    assert finds(examples.base("results")) == []


# --- at random ----------------------------------------------------------------------------------

sums = st.integers(1, 400).map(lambda hundreds: f"{hundreds * 100}.00")
levels = st.integers(0, 100).map(str)
prices = st.integers(1, 50).map(lambda tens: f"{tens * 10}.00")


@st.composite
def clauses(draw, rank, indicators):
    name, indicator = f"c{rank}", draw(st.sampled_from(indicators))
    kind = draw(st.sampled_from(["penalty", "bonus_malus", "layers", "steps"]))
    if kind == "penalty":
        made = {
            "kind": "penalty",
            "payer": "o",
            "payee": "a",
            "indicator": indicator,
            "rate": {"per": "%", "amount": draw(prices)},
        }
        if draw(st.booleans()):
            made["beyond"] = draw(levels)
    elif kind == "bonus_malus":
        made = {
            "kind": "bonus_malus", "between": ["a", "o"], "indicator": indicator, "target": draw(levels),
            "per_point": draw(prices), "dead_band": str(draw(st.integers(0, 5))),
            "limits": {"bonus": draw(sums), "malus": draw(sums)},
        }  # fmt: skip
    else:
        change = {
            "measure": indicator,
            "against": {"fixed": draw(levels)},
            "better": draw(st.sampled_from(["higher", "lower"])),
        }
        made = {"kind": "outcome_payment", "payer": "a", "payee": "o", "change": change, "most": draw(sums)}
        if kind == "layers":
            made["layers"] = [{"above": str(draw(st.integers(0, 20))), "per_unit": draw(prices)}]
        else:
            reaches = draw(st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True))
            made["steps"] = [{"reach": str(reach), "pay": draw(sums)} for reach in sorted(reaches)]
    return {"id": name, **made}


@st.composite
def agreements(draw):
    indicators = {
        name: {
            "label": {"fr": name}, "unit": "%", "better": draw(st.sampled_from(["higher", "lower"])), "every": "year",
            "decimals": "0", "measured_by": "a", "audited_by": "b", "domain": {"min": "0", "max": "100"},
            "baseline": {"kind": "fixed", "value": draw(levels)},
        }
        for name in NAMES
    }  # fmt: skip
    made = [draw(clauses(rank, NAMES)) for rank in range(draw(st.integers(1, 3)))]
    ids = [one["id"] for one in made]
    for rank in range(draw(st.integers(0, 2))):
        under = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        made.append(
            {"id": f"g{rank}", "kind": "guarantee", "payer": "a", "payee": "o", "covered": draw(sums), "share": "1",
             "received_under": under, "limit": "900000.00"}
        )  # fmt: skip
    caps = []
    if draw(st.booleans()):
        caps.append({"id": "plafond", "group": ids, "window": "year", "amount": draw(sums)})
    if draw(st.booleans()):
        caps.append({"id": "seuil", "group": ids, "exempt_up_to": draw(sums)})
    return from_tree(
        {
            "format": "1", "agreement": "essai", "kind": "other", "title": {"fr": "Essai"},
            "purpose": {"fr": "Essai", "indicators": list(NAMES)},
            "term": {"from": "2027-01-01", "to": "2029-12-31", "settle": "year"},
            "defaults": {"missing": "hold"},
            "parties": {
                "a": {"name": "A", "role": "authority"}, "o": {"name": "O", "role": "operator"},
                "b": {"name": "B", "role": "auditor"},
            },
            "indicators": indicators, "clauses": made, "caps": caps,
        },
        "essai.yaml",
    )  # fmt: skip


def net(document, values):
    """What the operator gains in the first year: the pipeline of settlement, not the rule's own probing."""
    agreement = document.agreement
    seen = Observed({name: {(): Reading(Exact(value))} for name, value in values.items()})
    books = run(agreement, scene_of(agreement, agreement.term.periods()[0], seen, State(), tracing=False))
    gained = ZERO
    for line in books.lines:
        gained = gained + line.amount if line.payee == "o" else gained - line.amount
    return gained


values = st.integers(0, 100)


@settings(max_examples=100, deadline=None)
@given(agreements(), st.sampled_from(NAMES), st.tuples(values, values), st.tuples(values, values, values))
def test_whenever_a_worse_indicator_raises_the_net_the_rule_fires(document, moved, pair, others):
    """Whatever the other indicators are worth meanwhile."""
    higher = document.agreement.indicators[moved].better == "higher"
    better, worse = sorted(pair, reverse=higher)
    rest = dict(zip(NAMES, others, strict=True))
    gained = [net(document, {**rest, moved: value}) for value in (better, worse)]
    note(f"{moved}: {better} → {worse}, net {gained}")
    if gained[1] > gained[0]:
        assert finds(document)
