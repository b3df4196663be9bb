"""What is wrong with an agreement although it can be read: rules with stable ids, and their findings.

===============  ==================================================================================
``rules``        how a rule is written and registered
``trial``        the quick simulation that some rules share
``findings``     a finding, its severity, whether it blocks
``waivers``      who answers for a finding in writing, and when that does not do
``words``        hedges and evasions, figures and dates, in French and English (``lexicon``: the words)
``links``        what a clause looks at, and whom it pays
``examples``     for each rule, what raises it and what does not (data, read by tests and pages)
``probing``      settle on supposed figures (``effects``: what an outcome payment gives for no effect)
``spans``        from the words for a period to its dates      ``sanctions``  what is sanctioned, under which ceiling
``bounds``       the most that a party may have to pay (``clause_bounds``: by clause; ``reach``, ``most``)
``units``        units and their algebra (``expected_units``: those that each clause expects)
``checklists``   the risks of a sector      ``series``  published series      ``uses``, ``looking``  small helps
families         ``objectives`` OBJ   ``evidence``, ``noise``, ``selection`` EVD   ``timing`` TIM
                 ``incentives``, ``calibration``, ``perverse``, ``returns`` INC
                 ``exposure``, ``allocation``, ``guarantee_ratios``, ``shared_losses`` EXP   ``prices``, ``margins`` IDX
                 ``inclusion``, ``tariffs``, ``cliffs``, ``residence`` SOC   ``legality``, ``semop`` LEG
                 ``leaving`` OUT   ``publicity`` PUB   ``computable``, ``told_examples``, ``wording`` TXT
===============  ==================================================================================

A family module defines functions with ``@rule(…)``; add the module to :data:`FAMILIES`, one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.guardrails import (
    allocation,
    calibration,
    cliffs,
    computable,
    evidence,
    exposure,
    guarantee_ratios,
    incentives,
    inclusion,
    leaving,
    legality,
    margins,
    noise,
    objectives,
    perverse,
    prices,
    publicity,
    residence,
    returns,
    selection,
    semop,
    shared_losses,
    tariffs,
    timing,
    told_examples,
    wording,
)
from mitoyen.engines.agreements.guardrails.findings import SEVERITIES, Finding, Severity
from mitoyen.engines.agreements.guardrails.rules import RULES, Rule
from mitoyen.engines.agreements.guardrails.trial import Trial
from mitoyen.engines.agreements.guardrails.waivers import answered

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Document
    from mitoyen.kernel.text import Sentence

FAMILIES = (
    objectives, evidence, noise, selection, timing, incentives, calibration, perverse, returns, exposure, allocation,
    guarantee_ratios, shared_losses, prices, margins, inclusion, tariffs, cliffs, residence, legality, semop, leaving,
    publicity, computable, told_examples, wording,
)  # fmt: skip

__all__ = ["FAMILIES", "RULES", "SEVERITIES", "Checked", "Finding", "Rule", "Severity", "check", "checked", "in_order"]


class Checked(NamedTuple):
    """The findings; and, when the agreement could not be simulated, why some rules had nothing to look at."""

    findings: tuple[Finding, ...]
    untried: Sentence | None


ORDER = ("OBJ", "EVD", "TIM", "INC", "EXP", "IDX", "SOC", "LEG", "OUT", "PUB", "TXT")
"""The families, in the order in which a reader meets them."""


def in_order() -> tuple[Rule, ...]:
    """The rules, by family and number, whatever the order in which their modules were read."""
    return tuple(sorted(RULES.values(), key=lambda one: (ORDER.index(one.family), one.id)))


def check(document: Document) -> tuple[Finding, ...]:
    """Every finding about ``document``, in the order of the rules, each answered by its waiver if there is one."""
    return checked(document).findings


def checked(document: Document) -> Checked:
    """The findings, and what could not be tried."""
    trial = Trial(document)
    found = [
        Finding(one.id, seen.severity or one.severity, seen.sentence, seen.path, document.source.place(seen.path))
        for one in in_order()
        for seen in one.looks(document.agreement, trial)
    ]
    return Checked(tuple(answered(document, found, list(RULES))), trial.untried)
