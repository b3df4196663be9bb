"""Family OBJ: what the agreement is for, and whether anybody could tell that it is reached."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails import spans, words
from mitoyen.engines.agreements.guardrails.figures import euros
from mitoyen.engines.agreements.guardrails.lexicon import ACTIVITIES
from mitoyen.engines.agreements.guardrails.links import money_indicators, paying_measures
from mitoyen.engines.agreements.guardrails.rules import Ground, Seen, rule
from mitoyen.kernel.dates import MONTHS, add_months
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mitoyen.engines.agreements.declarations import Baseline, Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rules import Found
    from mitoyen.engines.agreements.reading import Path

CRAVATE = Ground(
    "Contrat à impact La Cravate Solidaire : deux des trois indicateurs payés comptaient des actions",
    "La Cravate Solidaire impact contract: two of the three paid indicators counted activities",
)
PETERBOROUGH = Ground(
    "Obligation à impact de Peterborough : l'effet se lit contre un groupe de comparaison",
    "Peterborough impact bond: the effect is read against a comparison group",
)


# --- OBJ-01 -------------------------------------------------------------------------------------


@rule(
    "OBJ-01",
    "error",
    title=("Objectif vague", "Vague objective"),
    why=(
        "Un objectif qui ne dit ni combien, ni pour qui, ni quand ne peut être ni tenu ni manqué.",
        "An objective that says neither how much, nor for whom, nor when can be neither kept nor missed.",
    ),
    mend=(
        "Dites ce qui change, pour qui, de combien et pour quand, et nommez l'indicateur qui le dira.",
        "Say what changes, for whom, by how much and by when, and name the indicator that will tell.",
    ),
)
def vague_objective(agreement: Agreement) -> Found:
    """The purpose names an indicator, and states a figure, a date or an indicator that has a target.

    So does what a bonus or an outcome payment says it is for, when it hedges.
    """
    purpose = agreement.purpose
    if not purpose.indicators:
        yield Seen(
            ("purpose",),
            Sentence(
                "L'objectif ne nomme aucun indicateur : personne ne saura dire s'il est atteint (purpose.indicators).",
                "The objective names no indicator: nobody will be able to tell if it is met (purpose.indicators).",
            ),
        )
    if _is_vague(purpose.fr, purpose.indicators, agreement):
        yield Seen(("purpose", "fr"), _vague(purpose.fr))
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, BonusMalus | OutcomePayment) or clause.purpose is None:
            continue
        indicators = clause.objective or purpose.indicators
        if words.hedges(clause.purpose.fr) and _is_vague(clause.purpose.fr, indicators, agreement):
            yield Seen(("clauses", rank, "purpose"), _vague(clause.purpose.fr))


def _is_vague(text: str, indicators: Iterable[str], agreement: Agreement) -> bool:
    if words.states_figure(text, since=agreement.term.start.year):
        return False
    if words.says_every(text) and not words.hedges(text):
        return False
    named = (agreement.indicators[name] for name in indicators)  # type: ignore[index]  # ids are text
    targets = {name for name, one in agreement.indicators.items() if one.target is not None} | _bonus_targets(agreement)
    return not any(
        words.names(text, one.label.fr) and name in targets for name, one in zip(indicators, named, strict=True)
    )


def _bonus_targets(agreement: Agreement) -> set[str]:
    bonuses = (clause for clause in agreement.clauses if isinstance(clause, BonusMalus))
    return {str(one.indicator) for clause in bonuses for one in clause.judged}


def _vague(text: str) -> Sentence:
    said = words.hedges(text)
    if not said:
        return Sentence(
            "L'objectif ne dit ni chiffre, ni date, ni indicateur qui ait une cible.",
            "The objective states neither a figure, nor a date, nor an indicator that has a target.",
        )
    listed = ", ".join(said[:4])
    return Sentence(
        f"L'objectif n'a que des mots sans mesure ({listed}) : ni chiffre, ni date, ni indicateur qui ait une cible.",
        f"The objective has only words without a measure ({listed}): no figure, no date, no indicator with a target.",
    )


# --- OBJ-02 and OBJ-03 --------------------------------------------------------------------------


@rule(
    "OBJ-02",
    "error",
    title=("Résultat sans point de départ", "Outcome without a baseline"),
    why=(
        "Sans situation de départ, on paie ce qui était déjà là.",
        "Without a baseline, one pays for what was there already.",
    ),
    mend=(
        "Donnez à l'indicateur une situation de départ (baseline) : sa valeur, sa période, sa source.",
        "Give the indicator a baseline: its value, its period, its source.",
    ),
    grounds=(PETERBOROUGH,),
)
def no_baseline(agreement: Agreement) -> Found:
    """The indicator of an outcome or bonus clause has a baseline, or is compared with something."""
    for measure in paying_measures(agreement):
        indicator = agreement.indicators.get(measure.name)  # type: ignore[call-overload]  # ids are text
        if indicator is None or measure.is_compared:
            continue
        if not _says_something(indicator.baseline):
            yield Seen(
                measure.path,
                Sentence(
                    f"La clause « {measure.clause.id} » paie selon « {measure.name} », qui n'a pas de situation de "
                    "départ (baseline) : rien à quoi comparer.",
                    f"Clause '{measure.clause.id}' pays by '{measure.name}', which has no baseline: nothing to "
                    "compare with.",
                ),
            )


def _says_something(baseline: Baseline | None) -> bool:
    """A baseline has a value; a comparison group or a trial measures its own."""
    if baseline is None:
        return False
    return baseline.value is not None or baseline.kind in {"comparison_group", "rct", "did"}


@rule(
    "OBJ-03",
    "error",
    title=("Point de départ mouvant", "Moving baseline"),
    why=(
        "Une situation de départ mesurée après la signature dépend de celui qui sera payé pour s'en éloigner.",
        "A baseline measured after signature depends on whoever will be paid to move away from it.",
    ),
    mend=(
        "Prenez une période close avant le début du programme et avant la signature.",
        "Take a period that was over before the programme began and before signature.",
    ),
)
def moving_baseline(agreement: Agreement) -> Found:
    """The period of a baseline is over before the programme starts, and begins before the signature."""
    term = agreement.term
    signed = term.signed or term.start
    for name, indicator in agreement.indicators.items():
        baseline = indicator.baseline
        if baseline is None or baseline.period is None or (_is_concurrent(baseline) and baseline.value is None):
            continue
        found = spans.span(baseline.period)
        late = found is not None and (found[1] > term.start or found[0] >= signed)
        if late or (found is None and spans.is_later(baseline.period)):
            yield Seen(
                ("indicators", str(name), "baseline", "period"),
                Sentence(
                    f"La situation de départ de « {name} » est mesurée sur « {baseline.period} », alors que l'accord "
                    f"est signé le {signed} et commence le {term.start} : elle bougera avec lui.",
                    f"The baseline of '{name}' is measured over '{baseline.period}', while the agreement is signed on "
                    f"{signed} and starts on {term.start}: it will move with it.",
                ),
            )


def _is_concurrent(baseline: Baseline) -> bool:
    """A comparison group and a trial are measured at the same time as the programme: that is their use."""
    return baseline.kind in {"comparison_group", "rct"}


# --- OBJ-04 -------------------------------------------------------------------------------------


@rule(
    "OBJ-04",
    "error",
    title=("Effet d'aubaine payé", "Windfall paid"),
    why=(
        "Ce qui serait arrivé de toute façon est payé comme un résultat.",
        "What would have come about anyway is paid as an outcome.",
    ),
    mend=(
        "Comparez à un groupe ou à une valeur fixée (against), ou retirez la part qui serait arrivée (deadweight).",
        "Compare with a group or a fixed value (against), or take off what would have come about (deadweight).",
    ),
    grounds=(PETERBOROUGH,),
)
def windfall(agreement: Agreement) -> Found:
    """Without effect, an outcome payment pays nothing; a gross count has a counterfactual or a deadweight rate."""
    from mitoyen.engines.agreements.guardrails import effects  # noqa: PLC0415  settlement, only for such clauses

    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, OutcomePayment):
            continue
        gross = [
            measure.name
            for measure in paying_measures(agreement)
            if measure.clause is clause and not measure.is_compared and measure.name not in agreement.indicators
        ]
        if gross and not (clause.deadweight and clause.deadweight > ZERO):
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » paie un nombre brut ({', '.join(gross)}), sans comparaison (against) "
                    "ni part qui serait arrivée de toute façon (deadweight).",
                    f"Clause '{clause.id}' pays a gross count ({', '.join(gross)}), without a comparison (against) or "
                    "the share that would have come about anyway (deadweight).",
                ),
            )
        elif (paid := None if gross else effects.paid_without_effect(agreement, clause)) and paid > ZERO:
            yield Seen(
                ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » paie {euros(paid).fr} alors que rien n'a changé depuis le départ.",
                    f"Clause '{clause.id}' pays {euros(paid).en} although nothing has changed since the baseline.",
                ),
            )


# --- OBJ-05 -------------------------------------------------------------------------------------


@rule(
    "OBJ-05",
    "warning",
    title=("Seules des actions sont payées", "Only activities are paid"),
    why=(
        "Un indicateur de moyens dit ce qui a été fait, pas ce qui a changé.",
        "An activity indicator says what was done, not what changed.",
    ),
    mend=(
        "Payez au moins en partie selon un indicateur de résultat (kind: outcome).",
        "Pay at least in part by an outcome indicator (kind: outcome).",
    ),
    grounds=(CRAVATE,),
)
def only_activities(agreement: Agreement) -> Found:
    """Among the measures that trigger a bonus or an outcome payment, one at least is a result."""
    measures = list(paying_measures(agreement))
    if measures and all(_is_activity(measure.name, agreement) for measure in measures):
        first = measures[0]
        listed = ", ".join(dict.fromkeys(measure.name for measure in measures))
        yield Seen(
            first.path,
            Sentence(
                f"L'argent ne dépend que d'indicateurs de moyens ({listed}) : rien ne dit ce qui a changé.",
                f"Money depends on activity indicators only ({listed}): nothing tells what changed.",
            ),
        )


def _is_activity(name: str, agreement: Agreement) -> bool:
    """As it is declared; or, when nobody says, as its label reads."""
    indicator = agreement.indicators.get(name)  # type: ignore[call-overload]  # ids are text
    if indicator is not None and "kind" in indicator.model_fields_set:
        return indicator.kind in {"activity", "output"}
    known = indicator or agreement.facts.get(name)  # type: ignore[call-overload]  # ids are text
    label = known.label.fr if known is not None and known.label else ""
    return words.speaks_of(f"{name.replace('-', ' ').replace('_', ' ')} {label}", ACTIVITIES)


# --- OBJ-06 -------------------------------------------------------------------------------------


@rule(
    "OBJ-06",
    "error",
    title=("Résultat mesuré après la fin", "Outcome measured after the end"),
    why=(
        "Quand le résultat se lit après la fin, plus personne n'est là pour payer, ni pour répondre.",
        "When the outcome is read after the end, nobody is left to pay, nor to answer.",
    ),
    mend=(
        "Avancez la cible, raccourcissez la mesure, ou prolongez l'accord jusqu'à elle.",
        "Bring the target forward, shorten the measure, or extend the agreement up to it.",
    ),
)
def measured_after_the_end(agreement: Agreement) -> Found:
    """Targets, last measures and first payments fall within the term and its last budget year."""
    term = agreement.term
    concerned = dict.fromkeys([*agreement.purpose.indicators, *money_indicators(agreement)])
    for name in concerned:
        path: Path = ("indicators", str(name))
        for step, when, fr, en in _too_late(agreement.indicators[name], agreement):  # type: ignore[index]  # ids are text
            yield Seen(
                (*path, step),
                Sentence(
                    f"« {name} » : {fr} {when}, après la fin de l'accord ({term.end}).",
                    f"'{name}': {en} {when}, after the end of the agreement ({term.end}).",
                ),
            )
    years = list(spans.years_said(agreement.purpose.fr))
    if years and min(years) > term.end.year:
        yield Seen(
            ("purpose", "fr"),
            Sentence(
                f"L'objectif est pour {min(years)}, après la fin de l'accord ({term.end}).",
                f"The objective is for {min(years)}, after the end of the agreement ({term.end}).",
            ),
        )
    yield from _paid_after_the_end(agreement)


def _too_late(indicator: Indicator, agreement: Agreement) -> Iterator[tuple[str, date, str, str]]:
    term = agreement.term
    if indicator.target and indicator.target.by > term.end:
        yield "target", indicator.target.by, "sa cible est pour le", "its target is for"
    if indicator.last_measured and indicator.last_measured > term.end:
        yield "last_measured", indicator.last_measured, "sa dernière mesure est du", "its last measure is on"
    first = add_months(term.start, max(MONTHS[indicator.every], indicator.retained_months or 0)) - timedelta(days=1)
    if first > term.end:
        yield "every", first, "sa première mesure complète est du", "its first complete measure is on"
        return
    known = first + timedelta(days=indicator.lag_days + (indicator.audit_days or 0))
    if known > date(term.end.year, 12, 31):
        fr, en = "sa première valeur contrôlée arrive le", "its first audited value comes on"
        yield "lag_days", known, fr, en


def _paid_after_the_end(agreement: Agreement) -> Found:
    term = agreement.term
    for rank, clause in enumerate(agreement.clauses):
        path: Path = ("clauses", rank)
        years = [min(one.target.years, default=0) for one in clause.judged] if isinstance(clause, BonusMalus) else []
        if years and min(years) > term.end.year:
            place = "measures" if getattr(clause, "measures", ()) else "target"
            yield Seen((*path, place), _first_paid(clause.id, str(min(years)), term.end))
        elif clause.applies_from and clause.applies_from > term.end and clause.pairs():
            yield Seen((*path, "applies_from"), _first_paid(clause.id, str(clause.applies_from), term.end))


def _first_paid(clause: str, when: str, end: date) -> Sentence:
    return Sentence(
        f"La clause « {clause} » ne paie qu'à partir de {when}, après la fin de l'accord ({end}).",
        f"Clause '{clause}' pays only from {when} on, after the end of the agreement ({end}).",
    )
