"""Cases of outcomes paid by a weighted score of several targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, bound, money
from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.naming import overlap
from mitoyen.engines.agreements.cases.paying import amount_said
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial, Trialled
from mitoyen.engines.agreements.exact import ONE, ZERO
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.agreements.cases.given import Tree as Said
    from mitoyen.engines.agreements.reading import Tree


def weighted(given: Given) -> Figures:
    """Several targets, each with its weight; a cap that may bind.

    When no price at the target is published, the cap stands for it: a score of one or more reaches the cap.
    """
    weights, targets = _weights_and_targets(given)
    cap = amount_said(given.tree("cap")) if given.key("cap") else None
    at_target = given.key("outcomes.at_target")
    full = given.number(at_target) if at_target else cap if cap is not None else ONE
    if at_target is None and cap is not None:
        given.notes.append(
            Sentence(
                "Le prix des cibles n'est pas donné : le plafond est pris pour ce que paient des cibles atteintes.",
                "The price of the targets is not given: the cap is taken as what targets fully reached pay.",
            )
        )
    most = given.rate("outcomes.most") if given.has("outcomes.most") else None
    measures: list[Tree] = []
    facts: dict[str, Tree] = {}
    for rank, (name, weight) in enumerate(weights.items()):
        key = _target_of(name, targets)
        seen = _seen_of(name, key, given)
        facts[f"m{rank}"] = given.number(seen).text()
        target = parsed(targets[key], key)[0].text()
        share = rate_of(weight, name)
        share = share / 100 if share > ONE else share
        measure: dict[str, Tree] = {"label": name, "weight": share.text(), "measure": f"m{rank}", "target": target}
        if most is not None:
            measure["most"] = most.text()
        measures.append(measure)
    clause: dict[str, Tree] = {**BOUND, "kind": "outcome_payment"}
    clause["weighted"] = {"at_target": full.text(2), "measures": measures}
    if cap is not None:
        clause["most"] = cap.text(2)
    done = Trial([clause], facts).settled()
    figures = _achievements(weights, done)
    worth, owed = done.figure("case", "Worth of the outcomes"), done.owed("case")
    if full != ZERO:
        score = Figure(done.figure("case", "Worth of the score") * 100 / full)
        figures |= {"score_pct": score, "weighted_achievement_pct": score, "weighted_score_pct": score}
        figures["achievement_pct"] = figures["weighted_pct"] = score
    if at_target or cap is not None:
        figures |= {"outcome_payment": money(owed), "payment": money(owed)}
    if cap is not None:
        figures |= bound(worth >= cap)
    return figures


def _achievements(weights: Mapping[str, Said], done: Trialled) -> Figures:
    figures: Figures = {}
    for name in weights:
        reached = done.figure("case", f"Achievement: {name}") * 100
        figures[f"{name}_achievement_pct"] = Figure(reached.rounded(0))
        figures[f"{name}_pct_exact"] = Figure(reached)
    return figures


def _target_of(name: str, targets: Mapping[str, Said]) -> str:
    """The target that goes with a weight: of the same name, or that starts with it."""
    found = [key for key in targets if key == name] or [key for key in targets if key.startswith(name)]
    if not found:
        raise _missing(name)
    return found[0]


def _seen_of(name: str, target: str, given: Given) -> str:
    """The observation of a target: of its name, or of that of its weight."""
    found = [key for key in given.observed if key in {target, name}] or [
        key for key in given.observed if key.startswith(name) or overlap(name, key)
    ]
    if not found or given.values.get(found[0]) is None:
        raise _missing(name)
    return found[0]


def _missing(name: str) -> CaseError:
    return CaseError(
        Sentence(f"La cible et l'observation de « {name} » manquent.", f"Target or result of '{name}' is missing."),
        where=name,
    )


def _weights_and_targets(given: Given) -> tuple[Mapping[str, Said], Mapping[str, Said]]:
    """Two groups, or a list of measures that say both."""
    key = given.key("outcomes.metrics")
    if key is not None and isinstance(rows := given.values[key], list):
        parts = [Given(row) for row in rows if isinstance(row, dict)]
        names = [str(part.tree("outcomes.name")) for part in parts]
        return (
            {name: part.tree("outcomes.weight") for name, part in zip(names, parts, strict=True)},
            {name: part.tree("outcomes.target") for name, part in zip(names, parts, strict=True)},
        )
    weights, targets = given.tree("weights"), given.tree("outcomes.targets")
    if not isinstance(weights, dict) or not isinstance(targets, dict):
        raise CaseError(Sentence("Les poids et les cibles sont des groupes.", "Weights and targets are groups."))
    return weights, targets
