"""What is wrong with an agreement although it can be read: rules with stable ids, and their findings.

=============  ==================================================================================
``findings``   a finding, its severity, whether it blocks; the waivers that answer it
``rules``      how a rule is written and registered
``evidence``   family EVD      ``timing``  family TIM      ``exposure``  family EXP     ``prices``  IDX
=============  ==================================================================================

A family module defines functions with ``@rule(…)``; add the module to :data:`FAMILIES`, one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.guardrails import evidence, exposure, prices, timing
from mitoyen.engines.agreements.guardrails.findings import Finding, answered
from mitoyen.engines.agreements.guardrails.rules import RULES, Rule

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Document

FAMILIES = (evidence, timing, exposure, prices)

__all__ = ["FAMILIES", "RULES", "Finding", "Rule", "check"]


def check(document: Document) -> tuple[Finding, ...]:
    """Every finding about ``document``, in the order of the rules, each answered by its waiver if there is one."""
    found = [
        Finding(rule.id, rule.severity, sentence, path, document.source.place(path))
        for rule in RULES.values()
        for path, sentence in rule.found(document.agreement)
    ]
    return tuple(answered(finding, document.agreement.waivers) for finding in found)
