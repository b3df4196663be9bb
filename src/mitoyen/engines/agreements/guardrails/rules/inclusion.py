"""Family SOC, work for people: an inclusion clause, a realistic quantity (``SOC-01``, ``SOC-02``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.inclusion import (
    Accessibility,
    Apprenticeships,
    LocalHire,
    Parity,
)
from mitoyen.engines.agreements.clauses.social import InsertionHours
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, total
from mitoyen.engines.agreements.guardrails.looking.clauses import RUN_BY_SOMEBODY, clauses_of, day_of_law, has
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.checklists import sector_of
from mitoyen.engines.agreements.law import inclusion as law
from mitoyen.engines.agreements.law.public_contracts import EU_THRESHOLD
from mitoyen.engines.agreements.notation import quantity
from mitoyen.engines.agreements.schedules import PerPeriod
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found, Severity

INCLUSION = (InsertionHours, LocalHire, Apprenticeships, Parity, Accessibility)

LEAST_HOURS = Exact(150)
"""Below this, no job comes out of it (PACT Propreté: no clause under 150 h)."""
LARGEST_SHARE = Exact(1, 5)
"""Published guides write 5 to 20 % of the hours of work."""

FACILITATORS = Ground(
    "Guides des facilitateurs (MEFSUD 77, PACT Propreté) : 5 à 20 % des heures, pas moins de 150 h",
    "Guides of facilitators (MEFSUD 77, PACT Propreté): 5 to 20% of hours, no fewer than 150 h",
)


@rule(
    "SOC-01",
    "warning",
    title=("Aucune clause d'inclusion", "No inclusion clause"),
    why=(
        "Au-dessus des seuils européens, le contrat comporte des conditions relatives au social ou à l'emploi.",
        "Above the thresholds of the Union, the contract has conditions about social matters or employment.",
    ),
    mend=(
        "Ajoutez des heures d'insertion, de l'apprentissage, l'égalité ou l'accessibilité, ou écrivez la dérogation.",
        "Add insertion hours, apprenticeships, equality or accessibility, or write the derogation down.",
    ),
    grounds=(
        Ground(
            "Loi n° 2021-1104 du 22 août 2021, art. 35 ; CCP, art. L. 2112-2-1 et L. 3114-2-1",
            "Law 2021-1104 of 22 August 2021, art. 35; CCP, art. L. 2112-2-1 and L. 3114-2-1",
        ),
    ),
    or_else=("error",),
)
def no_inclusion_clause(agreement: Agreement) -> Found:
    """A contract by which somebody works for a public body opens a part of the work to people far from it."""
    if agreement.kind not in RUN_BY_SOMEBODY or has(agreement, *INCLUSION):
        return
    if _severity(agreement) == "error":
        amount = quantity(agreement.value or ZERO, "EUR", "fr"), quantity(agreement.value or ZERO, "EUR", "en")
        yield Seen(
            ("clauses",),
            Sentence(
                f"Ce contrat de {amount[0]} dépasse le seuil européen et n'a pas de clause d'inclusion : ajoutez des "
                "heures d'insertion (insertion_hours) ou une autre condition sociale.",
                f"This contract of {amount[1]} is above the threshold of the Union and has no inclusion clause: add "
                "insertion hours (insertion_hours) or another social condition.",
            ),
            "error",
        )
        return
    yield Seen(
        ("clauses",),
        Sentence(
            "Ce contrat n'a pas de clause d'inclusion (insertion_hours, apprenticeships, local_hire, parity, "
            "accessibility) : ajoutez-en une, ou dites pourquoi il n'y en a pas.",
            "This contract has no inclusion clause (insertion_hours, apprenticeships, local_hire, parity, "
            "accessibility): add one, or say why there is none.",
        ),
    )


def _severity(agreement: Agreement) -> Severity:
    """It blocks above the threshold of the Union, once the law is in force."""
    if agreement.value is None:
        return "warning"
    day = day_of_law(agreement)
    is_concession = agreement.kind in {"concession", "semop"}
    is_works = is_concession or (agreement.sector is not None and sector_of(agreement.sector) == "works")
    try:
        law.SOCIAL_CONDITIONS_DUE["concession" if is_concession else "public_contract"].on(day)
        threshold = EU_THRESHOLD["works" if is_works else "services"].on(day).value
    except NotInForceError:
        return "warning"
    return "error" if agreement.value >= threshold else "warning"


@rule(
    "SOC-02",
    "warning",
    title=("Heures d'insertion irréalistes", "Unrealistic insertion hours"),
    why=(
        (
            "Trop peu d'heures ne font pas un emploi ; trop, personne ne les tient ; les heures du personnel repris "
            "ne sont pas ouvertes."
        ),
        "Too few hours make no job; too many, nobody delivers; hours of staff that is kept are not open.",
    ),
    mend=(
        "Visez entre 150 heures et 20 % des heures de travail, après déduction du personnel repris (staff).",
        "Aim between 150 hours and 20% of the hours of work, less those of staff that is kept (staff).",
    ),
    grounds=(FACILITATORS,),
)
def unrealistic_hours(agreement: Agreement) -> Found:
    """Insertion hours are at least 150 over the contract, at most a fifth of its hours, staff kept deducted."""
    for path, clause in clauses_of(agreement, InsertionHours):
        hours = insertion_hours(agreement, clause)
        if hours < LEAST_HOURS:
            yield Seen(
                path,
                Sentence(
                    f"La clause « {clause.id} » demande {hours.rounded(0).text()} h en tout : en dessous de 150 h, "
                    "aucun emploi n'en sort. Augmentez-les, ou retirez la clause.",
                    f"Clause '{clause.id}' asks for {hours.rounded(0).text()} h in all: below 150 h no job comes out "
                    "of it. Ask for more, or remove the clause.",
                ),
            )
        if (share := _share_of_work(agreement, clause, hours)) is not None and share > LARGEST_SHARE:
            percent = (share * 100).rounded(0).text()
            yield Seen(
                path,
                Sentence(
                    f"La clause « {clause.id} » demande {percent} % des heures de travail, plus de 20 % : personne ne "
                    "les tiendra. Abaissez-les.",
                    f"Clause '{clause.id}' asks for {percent}% of the hours of work, above 20%: nobody will deliver "
                    "them. Ask for fewer.",
                ),
            )
        if clause.transferred_staff and (clause.from_contract is None or clause.from_contract.staff is None):
            yield Seen(
                path,
                Sentence(
                    f"La clause « {clause.id} » ne déduit pas les heures du personnel repris (from_contract.staff).",
                    f"Clause '{clause.id}' does not deduct the hours of the staff that is kept (from_contract.staff).",
                ),
            )


def insertion_hours(agreement: Agreement, clause: InsertionHours) -> Exact:
    """The hours that a clause asks for over the whole agreement."""
    periods = [period for period in agreement.term.periods() if clause.applies_during(period)]
    if clause.due:
        return total(clause.due.during(period) for period in periods)
    contract = clause.from_contract
    if contract is None:
        return ZERO
    share = contract.labour_share or ZERO
    if contract.staff is not None:
        kept = contract.staff.hours_per_month * contract.hourly_cost / (contract.amount / Exact(contract.staff.months))
        share = ONE - kept if kept < ONE else ZERO
    hours = contract.amount * share * contract.rate / contract.hourly_cost
    if hours < contract.at_least:
        return LEAST_HOURS  # nothing is due then, as the clause itself says
    if contract.over_months is None:
        return hours * Exact(len(periods))
    months = total(PerPeriod(month=ONE).during(period) for period in periods)
    return hours * months / Exact(contract.over_months) if months < Exact(contract.over_months) else hours


def _share_of_work(agreement: Agreement, clause: InsertionHours, hours: Exact) -> Exact | None:
    """The share of the hours of work of the contract, when the document tells it."""
    if clause.labour_hours is not None:
        worked = total(clause.labour_hours.during(period) for period in agreement.term.periods())
        return hours / worked if worked > ZERO else None
    return clause.from_contract.rate if clause.from_contract else None
