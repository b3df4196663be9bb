"""What is wrong with an agreement although it can be read: rules with stable ids, and their findings.

==============  ===================================================================================
``rules``       the 72 guardrails, by family
``rulebook``    how a rule is written and registered
``versions``    the first version, then each that an amendment makes
``reporting``   findings, waivers, SARIF
``trials``      the agreement tried before it is signed: on supposed figures, or by a quick simulation
``exposures``   the most that a party may have to pay
``vocabulary``  what words, units and names of series mean to a rule
``looking``     ways of looking through an agreement that many rules share
``examples``    for each rule, what raises it and what does not (data, read by tests and pages)
==============  ===================================================================================

A module of ``rules`` defines functions with ``@rule(…)``; add it to :data:`FAMILIES`, one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.guardrails import versions
from mitoyen.engines.agreements.guardrails.reporting.findings import Finding
from mitoyen.engines.agreements.guardrails.reporting.waivers import answered
from mitoyen.engines.agreements.guardrails.rulebook import RULES, SEVERITIES, Rule, Severity
from mitoyen.engines.agreements.guardrails.rules import (
    allocation,
    auditors,
    calibration,
    caps,
    cliffs,
    computable,
    equal_service,
    evidence,
    exposure,
    guarantee_ratios,
    incentives,
    inclusion,
    leaving,
    legality,
    locked_data,
    margins,
    noise,
    objectives,
    overcompensation,
    penalty_ceilings,
    penalty_totals,
    persons,
    perverse,
    prices,
    publicity,
    residence,
    returns,
    reviews,
    risks,
    selection,
    semop,
    series,
    shared_losses,
    social_proof,
    stacking,
    steps,
    tariff_funding,
    tariffs,
    timing,
    told_examples,
    windfalls,
    wording,
)
from mitoyen.engines.agreements.guardrails.trials.simulating import Trial

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Document
    from mitoyen.kernel.text import Sentence

FAMILIES = (
    objectives, windfalls, evidence, auditors, persons, noise, steps, selection, timing, incentives, penalty_ceilings,
    penalty_totals, calibration, perverse, returns, overcompensation, exposure, caps, allocation, risks, stacking,
    guarantee_ratios, shared_losses, prices, series, margins, inclusion, social_proof, tariff_funding, tariffs,
    equal_service, cliffs, residence, legality, reviews, semop, leaving, locked_data, publicity, computable,
    told_examples, wording,
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
    untried: list[Sentence] = []
    trials: list[Trial | None] = [None]

    def looking(version: Document) -> list[Finding]:
        """The faults of one version; why it could not be simulated goes beside."""
        trial = Trial(version, trials[-1])
        trials.append(trial)
        found = [
            Finding(one.id, seen.severity or one.severity, seen.sentence, seen.path, version.source.place(seen.path))
            for one in in_order()
            for seen in one.looks(version.agreement, trial)
        ]
        untried.extend([trial.untried] if trial.untried else [])
        return found

    found = versions.over_its_life(document, looking) if document.agreement.amendments else looking(document)
    return Checked(tuple(answered(document, found, list(RULES))), next(iter(untried), None))
