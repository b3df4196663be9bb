"""Family OBJ, the aim: measurable, and measured in time (``OBJ-01``, ``OBJ-06``)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.outcomes import OutcomePayment
from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.guardrails.looking.links import money_indicators
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import periods_told, words
from mitoyen.kernel.dates import MONTHS, add_months
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

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
    years = list(periods_told.years_said(agreement.purpose.fr))
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
        for nth, one in enumerate(clause.milestones if isinstance(clause, OutcomePayment) else ()):
            reached = add_months(term.start, one.after_months or 0)
            if reached > term.end:
                yield Seen((*path, "milestones", nth), _first_paid(clause.id, str(reached), term.end))


def _first_paid(clause: str, when: str, end: date) -> Sentence:
    return Sentence(
        f"La clause « {clause} » ne paie qu'à partir de {when}, après la fin de l'accord ({end}).",
        f"Clause '{clause}' pays only from {when} on, after the end of the agreement ({end}).",
    )
