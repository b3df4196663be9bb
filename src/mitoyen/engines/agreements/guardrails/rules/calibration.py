"""Family INC, calibration: targets met for nothing or never, and money that nothing moves (``INC-07``, ``INC-08``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.looking.links import paying_measures
from mitoyen.engines.agreements.guardrails.rulebook import Seen, simulated_rule
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import frequency
from mitoyen.engines.agreements.scalars import IndicatorId
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import PayingMeasure
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.simulation.drivers import Draws
    from mitoyen.engines.agreements.state import State
    from mitoyen.kernel.dates import Period

TOO_EASY, TOO_HARD = 0.90, 0.10
MOST_PERIODS = 4


@simulated_rule(
    "INC-07",
    "warning",
    title=("Cible trop facile ou hors d'atteinte", "Target too easy or out of reach"),
    why=(
        "Une cible presque toujours atteinte donne de l'argent, presque jamais atteinte elle décourage.",
        "A target nearly always met gives money away, nearly never met it discourages.",
    ),
    mend=(
        "Placez la cible là où l'effort décide : atteinte entre une fois sur dix et neuf fois sur dix.",
        "Put the target where effort decides: met between one time in ten and nine times in ten.",
    ),
)
def target_out_of_reach(agreement: Agreement, trial: Trial) -> Found:
    """On the assumptions, each target is met between one time in ten and nine times in ten."""
    for measure in _aimed(agreement, trial):
        met = _how_often(agreement, trial, measure)
        if met is not None and _is_misplaced(met):
            easy, often = met > TOO_EASY, frequency(met)
            yield Seen(
                measure.path,
                Sentence(
                    f"La cible de « {measure.clause.id} » est atteinte {often.fr} du temps : "
                    + ("elle est donnée." if easy else "elle est hors d'atteinte."),
                    f"The target of '{measure.clause.id}' is met {often.en} of the time: "
                    + ("it is given away." if easy else "it is out of reach."),
                ),
            )


@simulated_rule(
    "INC-08",
    "warning",
    title=("Argent que rien ne fait bouger", "Money that nothing moves"),
    why=(
        "Si le paiement est le même pour huit résultats sur dix, il n'incite à rien.",
        "If the payment is the same for eight outcomes in ten, it incites to nothing.",
    ),
    mend=(
        "Resserrez la bande neutre, relevez la limite, ou rapprochez les paliers des résultats probables.",
        "Narrow the dead band, raise the limit, or bring the steps closer to likely outcomes.",
    ),
)
def flat_payment(agreement: Agreement, trial: Trial) -> Found:
    """Over the central 80 % of outcomes, what a clause pays is not always the same.

    When its target is always met, or never, INC-07 says so already: what is paid cannot vary.
    """
    firsts: dict[str, PayingMeasure] = {}
    for measure in _drawn(agreement, trial):
        firsts.setdefault(measure.clause.id, measure)
    for measure in firsts.values():
        flat = list(_flat(agreement, trial, measure))
        if flat and all(flat) and not _is_misplaced(_how_often(agreement, trial, measure)):
            yield Seen(
                measure.path,
                Sentence(
                    f"La clause « {measure.clause.id} » paie la même somme pour huit valeurs de « {measure.name} » sur "
                    "dix : elle n'incite à rien.",
                    f"Clause '{measure.clause.id}' pays the same for eight values of '{measure.name}' in ten: it "
                    "incites to nothing.",
                ),
            )


def _aimed(agreement: Agreement, trial: Trial) -> Iterator[PayingMeasure]:
    """What has a target of its own: each measure of a bonus, each milestone; of other payments, the first measure."""
    met: set[str] = set()
    for measure in _drawn(agreement, trial):
        each = isinstance(measure.clause, BonusMalus) or measure.clause.milestones
        if each or measure.clause.id not in met:
            met.add(measure.clause.id)
            yield measure


def _drawn(agreement: Agreement, trial: Trial) -> Iterator[PayingMeasure]:
    """The measures that pay and are among what is drawn."""
    drivers = agreement.assumptions.drivers if agreement.assumptions else {}
    return (measure for measure in paying_measures(agreement) if measure.name in drivers and trial.drawn)


def _is_misplaced(met: float | None) -> bool:
    """Whether a target met so often is out of reach, or given away."""
    return met is not None and not TOO_HARD <= met <= TOO_EASY


def _how_often(agreement: Agreement, trial: Trial, measure: PayingMeasure) -> float | None:
    """In which share of periods and scenarios a target is met; an outcome payment's is met when it pays."""
    clause, chances = measure.clause, []
    state: State | None = None
    alone = supposing.only(agreement, {clause.id})
    for period, drawn in _lived(agreement, trial, clause):
        if isinstance(clause, BonusMalus):
            higher = agreement.indicators[IndicatorId(measure.name)].better == "higher"
            value, target = drawn[measure.name], _level(clause, measure.name, period)
            if target is None:
                continue
            met = value >= target if higher else target >= value
        elif clause.milestones:
            # So much for each person has no threshold of its own: what is aimed at is the target of the indicator.
            indicator = agreement.indicators.get(IndicatorId(measure.name))
            if indicator is None or indicator.target is None:
                return None
            value, aimed = drawn[measure.name], indicator.target.value
            met = value >= aimed if indicator.better == "higher" else aimed >= value
        else:
            books = supposing.settled_on(alone, period, drawn, opening=state)
            if books is None:
                return None
            state, met = books.state, supposing.owed_by_clause(books, clause.id, clause.payee) > ZERO
        chances.append(float(getattr(met, "mean", lambda now=met: now)()))
    return sum(chances) / len(chances) if chances else None


def _level(clause: BonusMalus, indicator: str, period: Period) -> Exact | None:
    """The target of a period; nothing before the first year that has one."""
    target = next(one.target for one in clause.judged if one.indicator == indicator)
    return target.on(period.start) if min(target.years) <= period.start.year else None


def _flat(agreement: Agreement, trial: Trial, measure: PayingMeasure) -> Iterator[bool]:
    """For some periods, whether the clause pays the same at each tenth of the central outcomes."""
    clause = measure.clause
    alone = supposing.only(agreement, {clause.id})
    earner = clause.earners[0] if isinstance(clause, BonusMalus) else clause.payee
    for period, drawn in supposing.spread_over(_lived(agreement, trial, clause), MOST_PERIODS):
        value = drawn[measure.name]
        if value.is_single or value.low == value.high:
            continue
        ordered = sorted(int(one) for one in value.num)
        tenths = [Exact(ordered[len(ordered) * tenth // 20], value.den) for tenth in range(2, 19)]
        usual = {name: supposing.usual(agreement, name) for name in drawn}
        paid = set()
        for one in tenths:
            books = supposing.settled_on(alone, period, {**usual, measure.name: one})
            if books is not None:
                paid.add(supposing.owed_by_clause(books, clause.id, earner))
        yield len(paid) <= 1


def _lived(agreement: Agreement, trial: Trial, clause: Clause) -> tuple[tuple[Period, Draws], ...]:
    """The periods in which a clause holds, with what is drawn for them."""
    every = zip(agreement.term.periods(), trial.drawn, strict=True)
    return tuple((period, drawn) for period, drawn in every if clause.applies_during(period))
