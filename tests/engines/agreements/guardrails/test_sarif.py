"""The findings as SARIF 2.1.0, against the required properties of the standard; nothing else is written."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.guardrails import examples
from mitoyen.engines.agreements.guardrails.reporting.sarif import as_sarif

STANDARD = json.loads((Path(__file__).parent / "sarif-2.1.0-required.json").read_text(encoding="utf-8"))


def written(document, language="fr"):
    return as_sarif(document, guardrails.check(document), language, "1.2.3")


@pytest.mark.parametrize("rule", ["OBJ-01", "EVD-03", "IDX-02", "LEG-02"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_follows_the_standard(rule, language):
    tree = written(examples.example(rule).fails.document, language)
    checker = jsonschema.Draft202012Validator(STANDARD, format_checker=jsonschema.FormatChecker())
    assert list(checker.iter_errors(tree)) == []
    assert json.loads(json.dumps(tree)) == tree


def test_a_result_leads_to_its_rule_and_its_line():
    document = examples.example("EVD-03").fails.document
    (run,) = written(document)["runs"]
    (result,) = [one for one in run["results"] if one["ruleId"] == "EVD-03"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "EVD-03"
    assert result["level"] == "warning"
    place = result["locations"][0]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "indicators.pertes.measured_by"
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "concession.yaml"


@pytest.mark.parametrize(("rule", "level"), [("OBJ-01", "error"), ("OBJ-05", "warning"), ("IDX-02", "note")])
def test_severities_become_levels(rule, level):
    (run,) = written(examples.example(rule).fails.document)["runs"]
    assert {one["level"] for one in run["results"] if one["ruleId"] == rule} == {level}


def test_a_file_with_spaces_and_accents_is_a_valid_address():
    tree = copy.deepcopy(examples.base("pool").source.tree)
    document = from_tree(tree, "accords signés/déneigement 2027.yaml")
    (run,) = written(document)["runs"]
    assert run["artifacts"][0]["location"]["uri"] == "accords%20sign%C3%A9s/d%C3%A9neigement%202027.yaml"


def test_an_answered_finding_is_suppressed_with_its_reason():
    tree = copy.deepcopy(examples.example("EVD-03").fails.document.source.tree)
    reason = "Le compteur est télérelevé, l'auditeur compare cent relevés par an."
    tree["waivers"] = [{"rule": "EVD-03", "reason": reason, "author": "Le conseil", "date": "2027-01-15"}]
    (run,) = written(from_tree(tree, "accord.yaml"))["runs"]
    (result,) = [one for one in run["results"] if one["ruleId"] == "EVD-03"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert reason in suppression["justification"]


def test_every_rule_is_described_once():
    (run,) = written(examples.base("pool"))["runs"]
    ids = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids)) == len(guardrails.RULES) + 1
