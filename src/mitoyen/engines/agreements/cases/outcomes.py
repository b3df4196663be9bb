"""Cases of outcomes that must reach something: a threshold, a premium, a rate of success."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given
from mitoyen.engines.agreements.cases.naming import names_of, said_of
from mitoyen.engines.agreements.cases.paying import CONTROL, TREATED
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.cases.vocabulary import EFFECTS_TOLD
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree

UNIT = "1.00"
"""Stands for an amount that is not published: only whether it is due is read."""


# --- thresholds ---------------------------------------------------------------------------------


def threshold(given: Given) -> Figures:
    """Something is due from an effect on: a relative fall (cohorts), points of difference, or a rate of success."""
    if given.has("outcomes.own", "outcomes.pooled"):
        return _cohorts(given)
    if given.has("outcomes.uplift"):
        return _uplift(given)
    return _success(given)


def _cohorts(given: Given) -> Figures:
    """A cohort that reaches its own trigger is paid; else all cohorts together, if they reach theirs."""
    pay = given.maybe("outcomes.payment")
    own, pooled = _seen_in(given, pooled=False), _seen_in(given, pooled=True)
    if not given.has("outcomes.own") and pooled is None:
        own, pooled = None, own
    figures: Figures = {}
    if given.has("outcomes.own") and own is not None:
        effect, owed = _one_effect(own, given, given.measure("outcomes.own"), (pay or ONE).text(2))
        due = truth(owed > ZERO)
        figures = _named_effect(effect) | {
            "cohort_payment_due": due,
            "payment_due": due,
            "due": due,
            "trigger_reached": due,
            "threshold_met": due,
            "threshold_reached": due,
            "trigger_met": due,
        }
        if pay is not None:
            figures |= {"payment": money(owed), "premium": money(owed), "outcome_payment": money(owed)}
    if given.has("outcomes.pooled", "outcomes.own") and pooled is not None:
        effect, owed = _one_effect(
            pooled, given, given.measure("outcomes.pooled", "outcomes.own"), (pay or ONE).text(2)
        )
        figures |= {"pooled_effect_pct": Figure(effect), "pooled_reduction_pct": Figure(effect)}
        due = truth(owed > ZERO or ("payment_due" in figures and figures["payment_due"].value is True))
        figures |= {"pooled_payment_due": truth(owed > ZERO), "payment_due": due, "due": due}
        for name, figure in _named_effect(effect).items():
            figures.setdefault(name, figure)
        if pay is not None:
            figures |= {"payment": money(owed), "outcome_payment": money(owed)}
    if pooled is None and own is not None:
        figures |= _taken_for_all(own, given, (pay or ONE).text(2))
    figures = _each_cohort(given, (pay or ONE).text(2)) | figures
    if not figures:
        raise CaseError(Sentence("Aucun effet n'est observé.", "No effect is observed."), where="treated")
    return figures


_COHORT = re.compile(r"cohort_?(\d{1,2})(?:_|$)", re.IGNORECASE)


def _each_cohort(given: Given, pay: str) -> Figures:
    """What is due for each cohort observed under its number: ``cohort2_pct``."""
    figures: Figures = {}
    for name in given.observed:
        found, value = _COHORT.match(name), given.values.get(name)
        if found and isinstance(value, str):
            given.looked_at.add(name)
            seen = Given({"effect_pct": value})
            effect, owed = _one_effect(seen, given, given.measure("outcomes.own"), pay)
            for cohort in (f"cohort{found[1]}", f"cohort_{found[1]}"):
                figures |= {f"{cohort}_payment_due": truth(owed > ZERO), f"{cohort}_effect_pct": Figure(effect)}
    return figures


def _taken_for_all(own: Given, given: Given, pay: str) -> Figures:
    """One effect only is observed: should all cohorts be asked about, it is taken for theirs."""
    if not (given.has("outcomes.own") and given.has("outcomes.pooled")):
        return {}
    effect, owed = _one_effect(own, given, given.measure("outcomes.pooled"), pay)
    figures = {"pooled_payment_due": truth(owed > ZERO), "pooled_effect_pct": Figure(effect)}
    return {name: replace(figure, supposing=_ONE_EFFECT) for name, figure in figures.items()}


_ONE_EFFECT = Sentence(
    "Un seul effet est observé : il est pris pour celui de toutes les cohortes.",
    "One effect only is observed: it is taken as that of all cohorts.",
)


def _named_effect(effect: Exact) -> Figures:
    return {name: Figure(effect) for name in ("effect_pct", "reduction_pct", "effect")}


def _seen_in(given: Given, *, pooled: bool) -> Given | None:
    """What was observed of one cohort, or of all of them: an effect, or two groups."""
    for name in given.observed:
        value, words = given.values.get(name), said_of(name)[0]
        if isinstance(value, dict) and ("pooled" in words or "cohort" in words) and pooled:
            given.looked_at.add(name)
            return Given(value)
        tells = words & (EFFECTS_TOLD | (_TOGETHER if pooled else set()))
        if isinstance(value, str) and tells and bool(words & _TOGETHER) == pooled and not words & _SIDES:
            given.looked_at.add(name)
            return Given({"effect_pct": value})
    if not pooled:
        if given.has(*TREATED) and given.has(*CONTROL):
            return given
        only = given.only_observation()
        return Given({"effect_pct": given.values[only]}) if only and not said_of(only)[0] & _TOGETHER else None
    sides = [
        given.key(*(f"{word}_{name}" for idea in names for name in names_of(idea) for word in _TOGETHER))
        for names in (TREATED, CONTROL)
    ]
    if sides[0] and sides[1]:
        return Given({"treated": given.values[sides[0]], "control": given.values[sides[1]]})
    return None


_SIDES = frozenset(("treated", "control", "comparison", "counterfactual"))
_TOGETHER = frozenset(("pooled", "overall", "combined", "final"))


def _one_effect(seen: Given, given: Given, trigger: Exact, pay: str) -> tuple[Exact, Exact]:
    """The relative effect in percent, and what is due under a step at the trigger."""
    step: Tree = [{"reach": trigger.text(), "pay": pay}]
    if "effect_pct" in seen:
        change: dict[str, Tree] = {"measure": "seen"}
        facts: dict[str, Tree] = {"seen": seen.number("effect_pct").text()}
    else:
        better = "lower" if given.lower_is_better(default="lower") else "higher"
        change = {"measure": "seen", "against": {"measured": "other"}, "as": "relative", "better": better}
        facts = {"seen": seen.number(*TREATED, *_IN_PERCENT_T).text(), "other": seen.number(*CONTROL).text()}
    done = Trial([{**BOUND, "kind": "outcome_payment", "change": change, "steps": step}], facts).settled()
    effect = done.figure("case", "Effect") if "other" in facts else seen.number("effect_pct")
    return effect, done.owed("case")


_IN_PERCENT_T = ("treated_pct",)


def _uplift(given: Given) -> Figures:
    """A premium when the difference with a comparison group reaches so many points."""
    points = given.number("outcomes.uplift")
    priced = given.maybe("outcomes.premium")
    premium = ONE if priced is None else priced
    change: dict[str, Tree] = {"measure": "seen"}
    facts: dict[str, Tree] = {}
    if given.has("outcomes.seen"):
        facts["seen"] = given.number("outcomes.seen").text()
    else:
        change["against"] = {"measured": "other"}
        facts = {"seen": given.number(*TREATED).text(), "other": given.number(*CONTROL).text()}
    steps: Tree = [{"reach": points.text(), "pay": premium.text(2)}]
    done = Trial([{**BOUND, "kind": "outcome_payment", "change": change, "steps": steps}], facts).settled()
    owed = done.owed("case")
    found = done.figure("case", "Effect") if "other" in facts else given.number("outcomes.seen")
    figures: Figures = {}
    if priced is not None:
        figures = {"premium": money(owed), "payment": money(owed), "outcome_payment": money(owed)}
    figures |= {"uplift_points": Figure(found), "uplift": Figure(found), "effect_points": Figure(found)}
    if "invested" in given:
        figures["total_repaid"] = money(given.number("invested") + owed)
    return figures | {"payment_due": truth(owed > ZERO), "premium_due": truth(owed > ZERO)}


def _success(given: Given) -> Figures:
    """A rate of success among people supported; the payer repays at most so much."""
    target = given.number("outcomes.insertion_target")
    supported = given.number("outcomes.supported_target")
    trigger, _ = _share(target, supported, ZERO)
    figures: Figures = {name: Figure(trigger) for name in ("insertion_rate_pct", "success_rate_pct", "trigger_pct",
                                                           "target_rate_pct")}  # fmt: skip
    if given.has("max_payer_cost") and given.has("raised"):
        most = given.number("max_payer_cost") - given.number("raised")
        figures |= {"max_return_on_raised": money(most), "max_return": money(most)}
    reached = given.key("outcomes.inserted")
    if reached:
        people = given.number("outcomes.supported", default=supported)
        rate, owed = _share(given.number(reached), people, trigger)
        due, seen = truth(owed > ZERO), Figure(rate)
        figures |= {"observed_rate_pct": seen, "insertion_rate_pct": seen, "success_rate_pct": seen}
        figures |= {
            "payment_due": due,
            "trigger_met": due,
            "due": due,
            "trigger_reached": due,
            "threshold_met": due,
            "threshold_reached": due,
            "rate_reached": due,
        }
        figures["target_reached"] = truth(given.number(reached) >= target)
    return figures


def _share(part: Exact, whole: Exact, trigger: Exact) -> tuple[Exact, Exact]:
    """A share in percent, and what is due under a step at the trigger."""
    reach = trigger if trigger > ZERO else ONE
    change: dict[str, Tree] = {"measure": "seen", "against": {"measured": "other"}, "as": "share"}
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment", "change": change}
    clause["steps"] = [{"reach": reach.text(), "pay": UNIT}]
    done = Trial([clause], {"seen": part.text(), "other": whole.text()}).settled()
    return done.figure("case", "Effect"), done.owed("case")
