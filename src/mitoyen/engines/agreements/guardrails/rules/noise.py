"""Family EVD, statistics: when the noise of a measure decides of money (``EVD-05``, ``EVD-06``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule, simulated_rule
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros, figure, frequency
from mitoyen.engines.agreements.scalars import IndicatorId
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses.outcomes import Change
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.reading import Path

PAID_FOR_NOTHING = 0.10
UNPAID_FOR_SOMETHING = 0.30
LARGEST_JUMP = Exact(20, 100)

PETERBOROUGH = Ground(
    "Peterborough, première cohorte : un second évaluateur n'a pas retrouvé les 8,4 %",
    "Peterborough, first cohort: a second evaluator did not find the 8.4% again",
)


@simulated_rule(
    "EVD-05",
    "warning",
    title=("Le hasard décide du paiement", "Chance decides the payment"),
    why=(
        "Sur peu de personnes, on paie souvent pour rien, et on refuse souvent de payer un vrai résultat.",
        "On few people one often pays for nothing, and often refuses to pay for a true outcome.",
    ),
    mend=(
        "Mesurez sur plus de monde, payez la borne basse (margin), ou relevez le seuil au-dessus du bruit.",
        "Measure on more people, pay the lower bound (margin), or raise the threshold above the noise.",
    ),
    grounds=(PETERBOROUGH,),
)
def small_sample(agreement: Agreement, trial: Trial) -> Found:
    """At the declared error, at most 10 % of payments for no effect, and 30 % of refusals of the target effect."""
    del trial  # the noise of one clause is tried on that clause alone, without drawing the rest
    for rank, clause in enumerate(agreement.clauses):
        if isinstance(clause, OutcomePayment) and clause.change is not None:
            yield from _by_chance(agreement, clause, clause.change, ("clauses", rank, "change"))


def _by_chance(agreement: Agreement, clause: OutcomePayment, change: Change, path: Path) -> Found:
    from mitoyen.engines.agreements.guardrails.trials import effects  # noqa: PLC0415  settlement, only for such clauses

    error, start = effects.noise(agreement, change), effects.without_effect(agreement, clause)
    if error is None or error == ZERO or start is None:
        return
    measure = str(change.measure)
    start |= effects.usual_margin(agreement, change) | _assumed_margin(agreement, change)
    if (paid := effects.paid_on(agreement, clause, start)) is not None and paid > ZERO:
        return  # paid for nothing, without any chance in it: OBJ-04 says so
    for_nothing = effects.chance_of_pay(agreement, clause, start, measure, error)
    if for_nothing > PAID_FOR_NOTHING:
        often, spread = frequency(for_nothing), figure(error)
        yield Seen(
            path,
            Sentence(
                f"La clause « {clause.id} » paie dans {often.fr} des cas sans aucun effet, du seul fait du hasard de "
                f"la mesure (erreur type {spread.fr}).",
                f"Clause '{clause.id}' pays in {often.en} of cases without any effect, by the chance of the measure "
                f"alone (standard error {spread.en}).",
            ),
        )
    indicator = agreement.indicators.get(IndicatorId(measure))
    if indicator is None or indicator.target is None:
        return
    at_target = {**start, measure: indicator.target.value}
    refused = 1 - effects.chance_of_pay(agreement, clause, at_target, measure, error)
    if refused > UNPAID_FOR_SOMETHING:
        often = frequency(refused)
        yield Seen(
            path,
            Sentence(
                f"La clause « {clause.id} » ne paie rien dans {often.fr} des cas où la cible est vraiment atteinte.",
                f"Clause '{clause.id}' pays nothing in {often.en} of cases where the target is truly met.",
            ),
        )


def _assumed_margin(agreement: Agreement, change: Change) -> dict[str, Exact]:
    """The half-width that is taken off, when it is a fact: nothing declares it but the assumptions."""
    from mitoyen.engines.agreements.guardrails.trials import supposing  # noqa: PLC0415  settlement, only for such clauses

    name = str(change.margin)
    assumed = agreement.assumptions.drivers if agreement.assumptions else {}
    return {name: supposing.usual(agreement, name)} if name in agreement.facts and name in assumed else {}


class Jump(NamedTuple):
    """A place of a scale: from which effect, and what is paid from there."""

    reach: Exact
    pay: Exact


@rule(
    "EVD-06",
    "warning",
    title=("Marche plus étroite que le bruit", "Step narrower than the noise"),
    why=(
        "Une marche haute paie beaucoup pour un rien, et invite à arranger le dernier chiffre.",
        "A high step pays much for next to nothing, and invites to arrange the last figure.",
    ),
    mend=(
        "Espacez les marches d'au moins une erreur type, et faites-en plusieurs, ou payez en continu (layers).",
        "Space the steps by at least one standard error, and make several, or pay continuously (layers).",
    ),
)
def narrow_steps(agreement: Agreement) -> Found:
    """Steps are at least one standard error apart, and none is worth more than 20 % of the most that is paid."""
    from mitoyen.engines.agreements.guardrails.trials import effects  # noqa: PLC0415  settlement, only for such clauses

    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, OutcomePayment) or clause.change is None:
            continue
        for field, scale in _scales(clause):
            path = ("clauses", rank, field)
            error = effects.noise(agreement, clause.change)
            width = min((b.reach - a.reach for a, b in _pairs(scale)), key=lambda one: one.fraction)
            if error is not None and width < error:
                yield Seen(path, _too_narrow(clause.id, width, error))
                continue
            top = max((step.pay for step in scale), key=lambda pay: pay.fraction)
            jump = max((b.pay - a.pay for a, b in _pairs(scale)), key=lambda one: one.fraction)
            if top > ZERO and jump > top * LARGEST_JUMP:
                yield Seen(path, _too_high(clause.id, jump, top))


def _scales(clause: OutcomePayment) -> Iterator[tuple[str, list[Jump]]]:
    if clause.steps:
        yield "steps", [Jump(step.reach, step.pay) for step in clause.steps]
    if clause.coupons:
        yield "coupons", [Jump(one.reach, one.rate * clause.coupons.principal) for one in clause.coupons.table]
    if clause.pooled:
        yield "pooled", [Jump(step.reach, step.pay) for step in clause.pooled.steps]


def _pairs(scale: list[Jump]) -> Iterator[tuple[Jump, Jump]]:
    """Each step with the one below; the first with nothing paid for nothing."""
    ordered = sorted(scale, key=lambda step: step.reach.fraction)
    return zip([Jump(ZERO, ZERO), *ordered[:-1]], ordered, strict=True)


def _too_narrow(clause: str, width: Exact, error: Exact) -> Sentence:
    apart, spread = figure(width), figure(error)
    return Sentence(
        f"Les marches de la clause « {clause} » ne sont espacées que de {apart.fr}, moins que l'erreur type de la "
        f"mesure ({spread.fr}).",
        f"The steps of clause '{clause}' are only {apart.en} apart, less than the standard error of the measure "
        f"({spread.en}).",
    )


def _too_high(clause: str, jump: Exact, top: Exact) -> Sentence:
    return Sentence(
        f"La clause « {clause} » saute de {euros(jump).fr} d'un coup, plus de 20 % de son maximum ({euros(top).fr}).",
        f"Clause '{clause}' jumps by {euros(jump).en} at once, more than 20% of its maximum ({euros(top).en}).",
    )
