"""Guardrails read the versions that amendments make, and say the fault at the line that brings it in."""

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.guardrails import examples
from mitoyen.engines.agreements.guardrails.reporting.sarif import as_sarif

CONCESSION = (examples.HERE / "bases" / "concession.yaml").read_text(encoding="utf-8")


def amended(*lines, text=CONCESSION):
    whole = "\n".join([text.rstrip(), "amendments:", *lines, ""])
    return open_agreement(whole, "concession.yaml"), whole.splitlines()


def new_ones(document):
    return [one for one in guardrails.check(document) if one.brought]


AUDIT = "    set: {indicators.pertes.audited_by: sources}"


def test_an_auditor_who_becomes_the_one_paid_is_said_at_the_line_of_the_amendment():
    document, lines = amended("  - id: avenant-audit", "    date: 2029-01-01", AUDIT)
    found = [one for one in new_ones(document) if one.rule == "EVD-02"]
    assert [lines[one.place.line - 1] for one in found] == [AUDIT]
    assert found[0].blocks
    assert found[0].sentence.fr.startswith("À partir du 2029-01-01, par l'avenant « avenant-audit » : ")


def test_a_notice_cut_short_is_told_once_and_others_not_again():
    document, _ = amended("  - {id: court, date: 2029-01-01, set: {clauses.reprise.notice_months: '2'}}")
    rules = [one.rule for one in guardrails.check(document)]
    assert rules.count("OUT-02") == 1
    before = [one.rule for one in guardrails.check(open_agreement(CONCESSION, "concession.yaml"))]
    assert sorted(rules) == sorted([*before, "OUT-02"])


def test_a_fault_that_an_amendment_mends_is_said_for_its_time():
    text = CONCESSION.replace("notice_months: 24", "notice_months: 2", 1)
    assert text != CONCESSION
    document, _ = amended("  - {id: mieux, date: 2029-01-01, set: {clauses.reprise.notice_months: '24'}}", text=text)
    (one,) = [one for one in guardrails.check(document) if one.rule == "OUT-02"]
    assert one.blocks
    assert one.brought is None
    assert one.sentence.fr.endswith("L'avenant « mieux » y met fin le 2029-01-01.")


def test_a_fault_mended_before_the_start_never_held():
    text = CONCESSION.replace("notice_months: 24", "notice_months: 2", 1)
    start = open_agreement(text, "a.yaml").agreement.term.start
    document, _ = amended(f"  - {{id: mieux, date: {start}, set: {{clauses.reprise.notice_months: '24'}}}}", text=text)
    assert "OUT-02" not in {one.rule for one in guardrails.check(document)}


def test_a_ceiling_removed_among_other_changes_is_said_at_its_own_line():
    remove = "    remove: [caps.plafond-penalites]"
    document, lines = amended("  - id: levee", "    date: 2029-01-01", "    set: {title.fr: Eau du plateau}", remove)
    found = [one for one in new_ones(document) if one.rule == "INC-03"]
    assert [lines[one.place.line - 1] for one in found] == [remove]


def test_sarif_says_the_line_of_the_amendment():
    document, lines = amended("  - id: avenant-audit", "    date: 2029-01-01", AUDIT)
    found = as_sarif(document, guardrails.check(document), "fr", "0")["runs"][0]["results"]
    places = [
        one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in found if one["ruleId"] == "EVD-02"
    ]
    assert [lines[line - 1] for line in places] == [AUDIT]


@pytest.mark.parametrize("published", ["true", "false"])
def test_a_waiver_may_come_with_the_amendment(published):
    waiver = (
        "{rule: EVD-02, where: indicators.pertes, author: Le conseil, date: 2029-01-01, "
        f"reason: L'auditeur a fait défaut et le conseil relève lui-même cent compteurs., published: {published}}}"
    )
    document, _ = amended(
        "  - id: avenant-audit", "    date: 2029-01-01", AUDIT, "    add:", "      waivers:", f"        - {waiver}"
    )
    (one,) = [one for one in new_ones(document) if one.rule == "EVD-02"]
    assert one.blocks is (published == "false")
