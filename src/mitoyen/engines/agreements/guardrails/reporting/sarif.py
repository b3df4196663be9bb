"""The findings of a check as SARIF 2.1.0, the format that code forges and editors read (OASIS, 2020).

An answered finding is there, suppressed, with its reason: a reader sees what was set aside and by whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mitoyen.engines.agreements.guardrails import in_order
from mitoyen.engines.agreements.guardrails.reporting.waivers import USELESS, USELESS_TITLE, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.guardrails.reporting.findings import Finding
    from mitoyen.engines.agreements.guardrails.rulebook import Rule
    from mitoyen.kernel.text import Language

LEVELS = {"error": "error", "warning": "warning", "information": "note"}


def as_sarif(document: Document, findings: Sequence[Finding], language: Language, version: str) -> dict[str, Any]:
    """One run of our checks over one file."""
    rules = in_order()
    rank_of = {rule.id: rank for rank, rule in enumerate(rules)} | {USELESS: len(rules)}
    return {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mitoyen",
                        "version": version,
                        "rules": [*(_rule(rule, language) for rule in rules), _useless(language)],
                    }
                },
                "language": {"fr": "fr-FR", "en": "en-GB"}[language],
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": quote(document.source.file)}}],
                "results": [_result(document, finding, rank_of[finding.rule], language) for finding in findings],
            }
        ],
    }


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    why, mend = rule.why.said_in(language), rule.mend.said_in(language)
    grounds = [ground.said_in(language) for ground in rule.grounds]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title.said_in(language)},
        "fullDescription": {"text": why},
        "help": {"text": " ".join([mend, *(f"{ground}." for ground in grounds)])},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.family, *(["simulation"] if rule.is_simulated else [])]},
    }


def _useless(language: Language) -> dict[str, Any]:
    return {
        "id": USELESS,
        "shortDescription": {"text": USELESS_TITLE.said_in(language)},
        "defaultConfiguration": {"level": "note"},
    }


def _result(document: Document, finding: Finding, rank: int, language: Language) -> dict[str, Any]:
    said = finding.sentence.said_in(language)
    if finding.refused:
        said += " " + finding.refused.said_in(language)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rank,
        "level": LEVELS[finding.severity],
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.place.file), "index": 0},
                    "region": {"startLine": finding.place.line, "startColumn": finding.place.column},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": ".".join(map(str, named(document, finding.path))) or "agreement"}
                ],
            }
        ],
    }
    if finding.waiver:
        waived = finding.waiver
        result["suppressions"] = [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": f"{waived.reason.said_in(language)} ({waived.author}, {waived.date})",
            }
        ]
    return result
