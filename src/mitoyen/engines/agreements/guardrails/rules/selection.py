"""Family EVD, selection: who is counted, and for how long the result must hold (``EVD-07``, ``EVD-08``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.guardrails.looking.links import linked, paying_measures, performers
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import words
from mitoyen.engines.agreements.guardrails.vocabulary.lexicon import PEOPLE
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.clauses.base import Clause
    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import PayingMeasure
    from mitoyen.engines.agreements.guardrails.rulebook import Found

LEAST_MONTHS = 3
"""A result that lasts less than a season is not yet one."""


@rule(
    "EVD-07",
    "warning",
    title=("Choix du public par celui qui est payé", "Whoever is paid chooses the public"),
    why=(
        "Un taux monte aussi bien en écartant ceux qui échoueraient qu'en aidant ceux qui viennent.",
        "A rate rises as well by turning away those who would fail as by helping those who come.",
    ),
    mend=(
        "Faites orienter les personnes par un autre (referred_by), ou ajoutez un indicateur de qualité (companion).",
        "Have people sent by somebody else (referred_by), or add a companion quality indicator (companion).",
    ),
    grounds=(
        Ground(
            "Fair Chance Fund : l'orientation par les autorités locales évitait le choix des plus faciles",
            "Fair Chance Fund: local referral gateways guarded against choosing the easiest",
        ),
    ),
)
def chosen_public(agreement: Agreement) -> Found:
    """A paid rate about people has a gateway, a companion, or somebody else who decides who is counted."""
    for measure in paying_measures(agreement):
        indicator = agreement.indicators.get(measure.name)  # type: ignore[call-overload]  # ids are text
        if indicator is None or not _is_rate(indicator) or _has_a_companion(indicator, measure):
            continue
        if not _chosen_by_the_paid(agreement, indicator, measure.clause):
            continue
        yield Seen(
            ("indicators", measure.name),
            Sentence(
                f"La clause « {measure.clause.id} » paie le taux « {measure.name} » d'un public que celui qui est payé "
                "choisit, sans guichet d'orientation ni indicateur de qualité.",
                f"Clause '{measure.clause.id}' pays the rate '{measure.name}' of people whom the paid party chooses, "
                "with neither a referral gateway nor a quality indicator.",
            ),
        )


def _has_a_companion(indicator: Indicator, measure: PayingMeasure) -> bool:
    """Whether another figure would show the gaming: neither this one, nor the group that it is compared with."""
    change = measure.clause.change if isinstance(measure.clause, OutcomePayment) else None
    compared = str(change.against.measured) if change is not None and change.against is not None else None
    return indicator.companion is not None and indicator.companion not in {measure.name, compared}


def _is_rate(indicator: Indicator) -> bool:
    return indicator.unit.strip() in {"%", "‰", "ratio", "taux", "rate"} or indicator.denominator is not None


def _chosen_by_the_paid(agreement: Agreement, indicator: Indicator, clause: Clause) -> bool:
    """As it is said: a gateway of its own is no gateway.

    When nobody says, those who are followed one by one, or whom the paid party counts itself, are of its own choice.
    """
    paid = performers(clause)
    chosen_by = indicator.referred_by or indicator.enrolled_by
    if chosen_by is None and is_about_people(indicator) and _are_followed(indicator):
        return True
    chosen_by = chosen_by or (indicator.measured_by if is_about_people(indicator) else None)
    return chosen_by is not None and any(linked(agreement, chosen_by, party) for party in paid)


def _are_followed(indicator: Indicator) -> bool:
    """Whether the persons counted are known one by one, and not asked what they think."""
    known = (indicator.personal, indicator.denominator, indicator.retained_months)
    return any(one is not None for one in known)


def is_about_people(indicator: Indicator) -> bool:
    """Whether an indicator counts persons, by what it declares or by its words."""
    if indicator.personal is not None:
        return True
    said = [indicator.label, indicator.population, indicator.numerator, indicator.denominator]
    return any(text is not None and words.speaks_of(text.fr, PEOPLE) for text in said)


@rule(
    "EVD-08",
    "warning",
    title=("Résultat payé sans lendemain", "Outcome paid without a tomorrow"),
    why=(
        "Payer l'entrée sans la durée, c'est payer deux fois la même personne qui sort et revient.",
        "Paying for entry without duration pays twice for the same person who leaves and comes back.",
    ),
    mend=(
        "Payez une part du prix quand le résultat a duré (retained_months, after_months).",
        "Pay a part of the price once the result has lasted (retained_months, after_months).",
    ),
)
def without_retention(agreement: Agreement) -> Found:
    """Among the results about people that a clause pays, one at least must have lasted."""
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, OutcomePayment | BonusMalus):
            continue
        names = [measure.name for measure in paying_measures(agreement) if measure.clause is clause]
        milestones = clause.milestones if isinstance(clause, OutcomePayment) else ()
        kept = [one.after_months or 0 for one in milestones]
        people = bool(milestones)
        for name in names:
            indicator = agreement.indicators.get(name)  # type: ignore[call-overload]  # ids are text
            if indicator is not None:
                kept += [indicator.retained_months or 0, _kept_beside(agreement, indicator)]
                people = people or (is_about_people(indicator) and _is_a_path(indicator, clause))
        if people and max(kept, default=0) < LEAST_MONTHS:
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » paie un résultat sans dire combien de temps il doit durer.",
                    f"Clause '{clause.id}' pays for an outcome without saying how long it must last.",
                ),
            )


def _is_a_path(indicator: Indicator, clause: OutcomePayment | BonusMalus) -> bool:
    """Whether persons are followed one by one; a bonus on what families think of a canteen waits for no tomorrow."""
    if isinstance(clause, OutcomePayment):
        return True
    return any(one is not None for one in (indicator.personal, indicator.referred_by, indicator.enrolled_by))


def _kept_beside(agreement: Agreement, indicator: Indicator) -> int:
    """For how many months its companion must have held, when another clause pays for that companion."""
    companion = indicator.companion
    payers = [one.clause for one in paying_measures(agreement) if one.name == companion]
    if companion is None or not any(isinstance(clause, OutcomePayment) for clause in payers):
        return 0
    held = [one.after_months or 0 for clause in payers if isinstance(clause, OutcomePayment)
            for one in clause.milestones if str(one.count) == companion]  # fmt: skip
    return max([agreement.indicators[companion].retained_months or 0, *held])
