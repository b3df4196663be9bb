"""Family OBJ, what is paid is what changed: a starting point, an effect, a result (``OBJ-02`` to ``05``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.looking.links import paying_measures, performers
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import periods_told, units, words
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros
from mitoyen.engines.agreements.guardrails.vocabulary.lexicon import ACTIVITIES, PUT_OFF
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.declarations import Baseline
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import PayingMeasure
    from mitoyen.engines.agreements.guardrails.rulebook import Found

TIMES = frozenset(units.read(unit) for unit in ("h", "day", "minute"))

CRAVATE = Ground(
    "Contrat à impact La Cravate Solidaire : deux des trois indicateurs payés comptaient des actions",
    "La Cravate Solidaire impact contract: two of the three paid indicators counted activities",
)
PETERBOROUGH = Ground(
    "Obligation à impact de Peterborough : l'effet se lit contre un groupe de comparaison",
    "Peterborough impact bond: the effect is read against a comparison group",
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
    """A baseline has a value; a comparison group or a trial measures its own, unless it is still to be found."""
    if baseline is None or baseline.value is not None:
        return baseline is not None
    told = (baseline.period, baseline.source.fr if baseline.source else None)
    is_put_off = any(said is not None and words.speaks_of(said, PUT_OFF) for said in told)
    return baseline.kind in {"comparison_group", "rct", "did"} and not is_put_off


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
        if baseline is None or (_is_concurrent(baseline) and baseline.value is None):
            continue
        for field, said in _measured_over(baseline):
            found = periods_told.span(said)
            late = found is not None and (found[1] > term.start or found[0] >= signed)
            put_off = periods_told.is_later(said) if field == "period" else periods_told.is_put_off(said)
            if late or (found is None and put_off):
                yield Seen(
                    ("indicators", str(name), "baseline", field),
                    Sentence(
                        f"La situation de départ de « {name} » est mesurée sur « {said} », alors que l'accord est "
                        f"signé le {signed} et commence le {term.start} : elle bougera avec lui.",
                        f"The baseline of '{name}' is measured over '{said}', while the agreement is signed on "
                        f"{signed} and starts on {term.start}: it will move with it.",
                    ),
                )
                break


def _measured_over(baseline: Baseline) -> Iterator[tuple[str, str]]:
    """What says when a baseline is measured: its period; its source, for the date when there is no period."""
    if baseline.period is not None:
        yield "period", baseline.period
    source = baseline.source.fr if baseline.source else None
    if source is not None and (baseline.period is None or periods_told.span(source) is None):
        yield "source", source


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
    from mitoyen.engines.agreements.guardrails.trials import effects  # noqa: PLC0415  settlement, only for such clauses

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
    if measures and all(_is_activity(measure, agreement) for measure in measures):
        first = measures[0]
        listed = ", ".join(dict.fromkeys(measure.name for measure in measures))
        yield Seen(
            first.path,
            Sentence(
                f"L'argent ne dépend que d'indicateurs de moyens ({listed}) : rien ne dit ce qui a changé.",
                f"Money depends on activity indicators only ({listed}): nothing tells what changed.",
            ),
        )


def _is_activity(measure: PayingMeasure, agreement: Agreement) -> bool:
    """As it is declared; or, when nobody says, as its label and its unit read.

    Hours that whoever is paid counts about itself are hours of its work.
    """
    indicator = agreement.indicators.get(measure.name)  # type: ignore[call-overload]  # ids are text
    if indicator is not None and "kind" in indicator.model_fields_set:
        return indicator.kind in {"activity", "output"}
    fact = agreement.facts.get(measure.name)  # type: ignore[call-overload]  # ids are text
    known = indicator or fact
    label = known.label.fr if known is not None and known.label else ""
    unit = known.unit if known is not None else ""
    if fact is not None and fact.given_by in performers(measure.clause) and units.read(unit) in TIMES:
        return True
    return words.speaks_of(f"{measure.name.replace('-', ' ').replace('_', ' ')} {label} . {unit}", ACTIVITIES)
