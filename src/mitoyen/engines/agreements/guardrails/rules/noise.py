"""Family EVD, statistics: when the noise of a measure decides of money (``EVD-05``)."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.outcomes import Change, OutcomePayment
from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, simulated_rule
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import figure, frequency
from mitoyen.engines.agreements.scalars import IndicatorId
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.clauses.performance.scores import Judged
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.reading import Path

PAID_FOR_NOTHING = 0.10
UNPAID_FOR_SOMETHING = 0.30

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
    """At the declared error, at most 10 % of payments for no effect, and 30 % of refusals of the target effect.

    The noise of one clause is tried on that clause alone, without drawing the rest; a clause that never holds has none.
    """
    del trial
    for rank, clause in enumerate(agreement.clauses):
        if not any(clause.applies_during(period) for period in agreement.term.periods()):
            continue
        if isinstance(clause, OutcomePayment) and clause.change is not None:
            yield from _outcome_by_chance(agreement, clause, clause.change, ("clauses", rank, "change"))
        elif isinstance(clause, BonusMalus):
            yield from _bonus_by_chance(agreement, clause, ("clauses", rank))


def _bonus_by_chance(agreement: Agreement, clause: BonusMalus, path: Path) -> Found:
    for judged in clause.judged:
        chance = chance_of_bonus(agreement, clause, judged)
        if chance > PAID_FOR_NOTHING:
            label, often = agreement.indicators[judged.indicator].label, frequency(chance)
            yield Seen(
                path,
                Sentence(
                    f"La clause « {clause.id} » donne un bonus dans {often.fr} des cas sans effet sur « {label.fr} », "
                    "du seul fait du hasard de la mesure. Élargissez la bande neutre (dead_band).",
                    f"Clause '{clause.id}' gives a bonus in {often.en} of cases where '{label.said_in('en')}' has "
                    "not moved, by the chance of the measure alone. Widen the dead band (dead_band).",
                ),
            )


def chance_of_bonus(agreement: Agreement, clause: BonusMalus, judged: Judged) -> float:
    """How often a measure that stands at its baseline is read beyond the dead band, in the good direction.

    Zero when its error or its baseline is not known; and when it earns without any chance in it, which is no noise.
    """
    from mitoyen.engines.agreements.guardrails.trials import effects  # noqa: PLC0415  settlement, only for such clauses

    indicator = agreement.indicators[judged.indicator]
    start = indicator.baseline.value if indicator.baseline else None
    error = effects.noise(agreement, Change.model_validate({"measure": str(judged.indicator)}))
    periods = [period for period in agreement.term.periods() if clause.applies_during(period)]
    if start is None or error is None or error <= ZERO or not periods:
        return 0.0
    try:
        target = judged.target.on(periods[0].start)
    except InvalidError:
        return 0.0  # no level yet: TXT-02 says so
    away = (start - target if indicator.better == "lower" else target - start) + judged.dead_band
    return 0.0 if away < ZERO else 1 - NormalDist().cdf(float(away.fraction / error.fraction))


def _outcome_by_chance(agreement: Agreement, clause: OutcomePayment, change: Change, path: Path) -> Found:
    from mitoyen.engines.agreements.guardrails.trials import effects  # noqa: PLC0415  settlement, only for such clauses

    error, start = effects.noise(agreement, change), effects.without_effect(agreement, clause)
    if error is None or error == ZERO or start is None:
        return
    measure = str(change.measure)
    start |= effects.usual_margin(agreement, change)
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
    assumed = agreement.assumptions.drivers if agreement.assumptions else {}
    if measure in assumed and effects.paid_on(agreement, clause, at_target) == ZERO:
        return  # beyond the target itself, without any chance in it: INC-07 says that it is out of reach
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
