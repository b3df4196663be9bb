"""Family INC, ceilings of sanctions: reached beforehand, or absent (``INC-02``, ``INC-03``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.performance import Penalty
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.looking.sanctions import (
    ceilings_on_sanctions,
    sanctions,
    share_of_contract,
    windows,
)
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.trials.foreseen import ceiling_of, foreseeable
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros, percent
from mitoyen.engines.agreements.law.public_contracts import PENALTY_CAP
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.sanctions import Ceiling
    from mitoyen.engines.agreements.guardrails.rulebook import Found

LEAST_OF_TERM = Exact(10, 100)
"""A ceiling reached in less than this share of its window leaves the rest without incentive."""
DAYS: dict[str, int] = {
    "day": 1, "jour": 1, "days": 1, "jours": 1, "week": 7, "semaine": 7, "month": 30, "mois": 30,
}  # fmt: skip
"""Units of time in which a delay runs."""
A_DAY_OF: dict[str, int] = {"h": 24, "hour": 24, "hours": 24, "heure": 24, "heures": 24, "min": 1440, "minute": 1440}
"""Units of which a breach that goes on makes so many in a day: a ceiling reached in a day deters that day only."""

CCAG = Ground("CCAG 2021, pénalités", "CCAG 2021, penalties")


@rule(
    "INC-02",
    "error",
    title=("Plafond de pénalités atteint d'avance", "Penalty ceiling reached beforehand"),
    why=(
        "Une fois le plafond atteint, un manquement de plus ne coûte plus rien.",
        "Once the ceiling is reached, one more breach costs nothing.",
    ),
    mend=(
        "Relevez le plafond ou baissez le taux, pour que le plafond ne joue que dans les cas graves.",
        "Raise the ceiling or lower the rate, so that the ceiling only binds in serious cases.",
    ),
    grounds=(CCAG,),
)
def ceiling_reached(agreement: Agreement) -> Found:
    """Foreseeable penalties stay under their ceiling, and a delay takes a tenth of the window at least to reach it.

    What is counted by the hour does not go on day and night: its ceiling is early when a single day reaches it.
    """
    for one in ceilings_on_sanctions(agreement):
        limit = ceiling_of(agreement, one.cap)
        if limit is None or one.cap.window is None:
            continue
        expected = foreseeable(agreement, one.covers)
        settlements = Exact(max(1, len(agreement.term.periods()) // windows(agreement, one.cap)))
        if expected is not None and expected * settlements > limit:
            asked = euros(expected * settlements)
            yield Seen(
                one.path,
                Sentence(
                    f"Les pénalités prévisibles ({asked.fr}) dépassent leur plafond « {one.cap.id} » "
                    f"({euros(limit).fr}) : au-delà, manquer ne coûte rien.",
                    f"Foreseeable penalties ({asked.en}) exceed their ceiling '{one.cap.id}' "
                    f"({euros(limit).en}): beyond it, breach costs nothing.",
                ),
            )
        else:
            yield from _reached_early(agreement, one, limit)


def _reached_early(agreement: Agreement, one: Ceiling, limit: Exact) -> Found:
    length = agreement.term.whole.days if one.cap.window in {"life", "event"} else _days(one)
    for rank, clause in enumerate(agreement.clauses):
        if clause.id not in one.covers or not isinstance(clause, Penalty):
            continue
        unit = clause.rate.per.lower()
        if unit in A_DAY_OF and limit < clause.rate.unit_amount * A_DAY_OF[unit] and one.cap.window != "event":
            yield Seen(
                ("clauses", rank, "rate"),
                Sentence(
                    f"La pénalité « {clause.id} » atteint son plafond « {one.cap.id} » en moins d'un jour : le reste "
                    f"de sa durée ({length} jours), manquer ne coûte rien.",
                    f"Penalty '{clause.id}' reaches its ceiling '{one.cap.id}' in less than a day: for the rest of its "
                    f"window ({length} days) breach costs nothing.",
                ),
            )
        if unit not in DAYS:
            continue
        a_day = clause.rate.unit_amount / DAYS[unit]
        if a_day > ZERO and limit < a_day * length * LEAST_OF_TERM:
            reached = (limit / a_day).rounded(0, "up")
            yield Seen(
                ("clauses", rank, "rate"),
                Sentence(
                    f"La pénalité « {clause.id} » atteint son plafond « {one.cap.id} » en {reached.text()} jours, "
                    f"moins d'un dixième de sa durée ({length} jours).",
                    f"Penalty '{clause.id}' reaches its ceiling '{one.cap.id}' in {reached.text()} days, less than a "
                    f"tenth of its window ({length} days).",
                ),
            )


def _days(one: Ceiling) -> int:
    return MONTHS[one.cap.window] * 30  # type: ignore[index]  # life and event are met before


@rule(
    "INC-03",
    "warning",
    title=("Pénalités sans plafond d'ensemble", "Penalties without an overall ceiling"),
    why=(
        "Sans plafond, un mauvais mois peut ruiner celui qui rend le service ; l'usage est de 10 %.",
        "Without a ceiling one bad month may ruin whoever gives the service; the usual one is 10%.",
    ),
    mend=(
        "Ajoutez sous « caps » un plafond qui couvre toutes les pénalités, par exemple 10 % du prix.",
        "Add under 'caps' a ceiling that covers all penalties, for instance 10% of the price.",
    ),
    grounds=(CCAG,),
    or_else=("information",),
)
def no_overall_ceiling(agreement: Agreement) -> Found:
    """Every penalty is under a ceiling; one that is not of 10 % is told for information.

    What a social duty makes its debtor pay for what is missing is a penalty too. A ceiling that starts again at each
    event bounds one breach, and not the whole.
    """
    found = ceilings_on_sanctions(agreement)
    covered = frozenset[str]().union(*(one.covers for one in found if one.cap.window != "event"))
    bare = [(rank, clause) for rank, clause in sanctions(agreement) if clause.id not in covered]
    if bare:
        listed = ", ".join(clause.id for _, clause in bare)
        yield Seen(
            ("clauses", bare[0][0]),
            Sentence(
                f"Rien ne plafonne ces pénalités : {listed}.", f"Nothing puts a ceiling on these penalties: {listed}."
            ),
        )
        return
    usual = _usual_share(agreement)
    for one in found:
        share = share_of_contract(agreement, one)
        if usual is not None and share is not None and not _is_about(share, usual):
            yield Seen(
                one.path,
                Sentence(
                    f"Le plafond « {one.cap.id} » est de {percent(share).fr} ; l'usage est de {percent(usual).fr}.",
                    f"Ceiling '{one.cap.id}' is {percent(share).en}; the usual one is {percent(usual).en}.",
                ),
                "information",
            )


def _is_about(share: Exact, usual: Exact) -> bool:
    """The same to a percent: a ceiling written in whole euros is never exactly a share of the price."""
    return share.rounded(2) == usual.rounded(2)


def _usual_share(agreement: Agreement) -> Exact | None:
    try:
        return PENALTY_CAP.on(agreement.term.signed or agreement.term.start).value
    except NotInForceError:
        return None
