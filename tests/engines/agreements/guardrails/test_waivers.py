"""Who may set a guardrail aside, and when that does not do."""

import copy

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.guardrails import examples
from mitoyen.engines.agreements.guardrails.reporting.waivers import USELESS, says_nothing

REASON = "Le conseil accepte ce risque un an, le temps du premier relevé contrôlé."


def waived(rule, base=None, change=None, **waiver):
    """The failing example of a rule, with a waiver for it."""
    variant = examples.example(rule).fails
    tree = copy.deepcopy(variant.document.source.tree)
    tree["waivers"] = [{"rule": rule, "reason": REASON, "author": "Le maire", "date": "2027-01-15"} | waiver]
    return from_tree(tree, "accord.yaml")


def findings(document, rule):
    return [one for one in guardrails.check(document) if one.rule == rule]


def test_a_warning_needs_a_written_reason():
    without = findings(examples.example("EVD-03").fails.document, "EVD-03")
    assert [one.blocks for one in without] == [True]
    (found,) = findings(waived("EVD-03"), "EVD-03")
    assert not found.blocks
    assert found.waiver.reason.fr == REASON


@pytest.mark.parametrize(("published", "blocks"), [("false", True), ("true", False)])
def test_an_error_needs_a_published_reason(published, blocks):
    (found,) = findings(waived("OBJ-01", published=published), "OBJ-01")
    assert found.blocks is blocks
    assert ("publiée" in found.refused.fr) if blocks else found.refused is None


@pytest.mark.parametrize("rule", ["LEG-02", "TXT-02", "EXP-11", "IDX-03"])
def test_law_and_what_cannot_be_computed_are_never_set_aside(rule):
    found = findings(waived(rule, published="true"), rule)
    assert found
    assert all(one.blocks and "ne peut pas être écartée" in one.refused.fr for one in found)


@pytest.mark.parametrize(
    "reason",
    ["à voir", "RAS", "sans objet", "Pour des raisons pratiques.", "dans la mesure du possible", "On verra plus tard",
     "todo", "non applicable", "accepté par les parties", "…"],
)  # fmt: skip
def test_a_reason_that_says_nothing_is_refused(reason):
    (found,) = findings(waived("EVD-03", reason=reason), "EVD-03")
    assert found.blocks
    assert reason[:20] in found.refused.fr


@pytest.mark.parametrize("reason", [REASON, "Two years of independent figures exist; the sample comes in 2028."])
def test_a_reason_that_says_something_is_not(reason):
    assert not says_nothing(reason)


@pytest.mark.parametrize("where", ["indicators.pertes", "indicators.pertes.measured_by"])
def test_a_waiver_answers_at_its_place(where):
    (found,) = findings(waived("EVD-03", where=where), "EVD-03")
    assert not found.blocks


def test_a_waiver_elsewhere_answers_nothing():
    document = waived("EVD-03", where="indicators.coupures")
    (found,) = findings(document, "EVD-03")
    assert found.blocks
    assert findings(document, USELESS)


def test_a_clause_is_named_by_its_id_or_its_rank():
    rank = next(n for n, one in enumerate(examples.base("concession").agreement.clauses) if one.id == "moins-de-pertes")
    for where in ("clauses.moins-de-pertes", f"clauses.{rank}", f"clauses[{rank}].limits"):
        (found,) = findings(waived("INC-06", where=where), "INC-06")
        assert not found.blocks, where


def test_the_first_clause_is_not_the_tenth():
    document = waived("INC-06", where="clauses.1")  # the finding is elsewhere, were it at clauses.1x
    (found,) = findings(document, "INC-06")
    assert found.blocks


def test_a_waiver_that_answers_nothing_is_said_for_information():
    tree = copy.deepcopy(examples.base("pool").source.tree)
    tree["waivers"] = [
        {"rule": "EVD-01", "reason": REASON, "author": "Le maire", "date": "2027-01-15"},
        {"rule": "EVD-99", "reason": REASON, "author": "Le maire", "date": "2027-01-15"},
    ]
    found = guardrails.check(from_tree(tree, "accord.yaml"))
    assert [(one.rule, one.severity, one.path) for one in found] == [
        (USELESS, "information", ("waivers", 0, "rule")), (USELESS, "information", ("waivers", 1, "rule")),
    ]  # fmt: skip
    assert "ne trouve plus rien" in found[0].sentence.fr
    assert "n'est pas un garde-fou" in found[1].sentence.fr
