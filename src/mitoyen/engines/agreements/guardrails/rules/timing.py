"""Family TIM: what is told too late, or leaves no time to answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.disputes import ContestAndAudit
from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.guardrails.looking.links import indicator_uses, moving
from mitoyen.engines.agreements.guardrails.looking.sanctions import sanctions
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary import periods_told
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.clauses.sharing import Statement
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

FIRST_YEAR_MONTHS = 3
"""CGCT, art. D. 5211-16: in the first year, the unit cost is told within three months of signature."""
NOTICE_DAYS = 15
"""CCAG 2021: the public party leaves fifteen days to answer."""

UNIT_COST_LAW = Ground("CGCT, art. D. 5211-16", "CGCT, art. D. 5211-16")


@rule(
    "TIM-01",
    "error",
    title=("Coût unitaire communiqué trop tard", "Unit cost told too late"),
    why=(
        "Une commune vote son budget avec le coût unitaire ; dit après, il ne sert plus à rien.",
        "A commune votes its budget with the unit cost; told afterwards it serves nothing.",
    ),
    mend=(
        "Complétez « statement » : told_before: budget, first_year_within_months: 3, yearly: true.",
        "Complete 'statement': told_before: budget, first_year_within_months: 3, yearly: true.",
    ),
    grounds=(UNIT_COST_LAW,),
)
def unit_cost_told_late(agreement: Agreement) -> Found:
    """A cost key between public bodies says when the unit cost is told: before the budget, soon the first year."""
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, CostShareKey) or not _binds_public_bodies(agreement, clause):
            continue
        path = ("clauses", rank, "statement")
        if clause.statement is None or not _is_before_the_budget(clause.statement, agreement.term.budget_due):
            yield Seen(
                path,
                Sentence(
                    f"La clé « {clause.id} » ne dit pas que le coût unitaire est communiqué avant le vote du budget.",
                    f"Key '{clause.id}' does not say that the unit cost is told before the budget vote.",
                ),
            )
            continue
        months = clause.statement.first_year_within_months
        if months is None or months > FIRST_YEAR_MONTHS:
            yield Seen(
                path,
                Sentence(
                    f"La clé « {clause.id} » laisse plus de trois mois, la première année, pour dire le coût unitaire.",
                    f"Key '{clause.id}' leaves more than three months, in the first year, to tell the unit cost.",
                ),
            )
        elif not clause.statement.yearly and "yearly" in clause.statement.model_fields_set:
            yield Seen(
                path,
                Sentence(
                    f"La clé « {clause.id} » ne dit pas le coût unitaire chaque année.",
                    f"Key '{clause.id}' does not tell the unit cost every year.",
                ),
            )


def _binds_public_bodies(agreement: Agreement, clause: CostShareKey) -> bool:
    return any(agreement.parties[party].is_public for party in (*clause.payers, clause.payee))


def _is_before_the_budget(said: Statement, budget_due: str | None) -> bool:
    """``budget``, the same in words, or a day of the year that comes before the budget's."""
    told = plain(str(said.told_before or ""))
    if (day := periods_told.day_of_year(told)) is not None:
        return budget_due is not None and day < budget_due
    if re.search(r"\b(?:apres|after|possible|delais?|suite)\b", told):
        return False
    return re.search(r"\b(?:budgets?|budgetaires?|budgetary)\b", told) is not None


@rule(
    "TIM-02",
    "warning",
    title=("Pénalité sans préavis", "Penalty without notice"),
    why=(
        "Avant de payer, celui qu'on sanctionne doit connaître le montant et pouvoir répondre.",
        "Before paying, whoever is sanctioned must know the amount and be able to answer.",
    ),
    mend=(
        "Laissez au moins quinze jours (notice_days: 15) après l'annonce du montant.",
        "Leave at least fifteen days (notice_days: 15) after the amount is announced.",
    ),
    grounds=(Ground("CCAG 2021, pénalités", "CCAG 2021, penalties"),),
)
def penalty_without_notice(agreement: Agreement) -> Found:
    """A penalty waits at least fifteen days after its amount is announced; so does what a shortfall costs."""
    for rank, clause in sanctions(agreement):
        days = agreement.defaults.notice_days if clause.notice_days is None else clause.notice_days
        if days is None or days < NOTICE_DAYS:
            left = "aucun délai" if days is None else f"{days} jours"
            only = "no time" if days is None else f"{days} days"
            yield Seen(
                ("clauses", rank, "notice_days"),
                Sentence(
                    f"La pénalité « {clause.id} » laisse {left} pour répondre à l'annonce de son montant, au lieu de "
                    f"{NOTICE_DAYS} jours au moins.",
                    f"Penalty '{clause.id}' leaves {only} to answer the announcement of its amount, instead of at "
                    f"least {NOTICE_DAYS} days.",
                ),
            )


@rule(
    "TIM-03",
    "warning",
    title=("Contester est impossible", "Contest is impossible"),
    why=(
        "Un décompte se conteste avec ses pièces : le délai doit être plus long que celui qu'il faut pour les voir.",
        "A settlement is contested with its evidence: the window must be longer than the time it takes to see it.",
    ),
    mend=(
        "Donnez un délai de contestation (contest_days) plus long que le contrôle (audit_days).",
        "Give a contest window (contest_days) longer than the audit (audit_days).",
    ),
)
def no_time_to_contest(agreement: Agreement) -> Found:
    """There is a contest window, at least as long as it takes to see the evidence; one of no day is none."""
    if next(moving(agreement), None) is None:
        return
    yield from _access_too_long(agreement)
    opened = _contested_by_a_clause(agreement)
    lacking = [
        (rank, clause) for rank, clause in moving(agreement)
        if not (agreement.defaults.contest_days if clause.contest_days is None else clause.contest_days)
        and (clause.contest_days == 0 or clause.id not in opened)
    ]  # fmt: skip
    if lacking:
        rank, clause = lacking[0]
        yield Seen(
            ("clauses", rank),
            Sentence(
                f"Rien ne laisse le temps de contester un décompte (« {clause.id} » et {len(lacking) - 1} autres) : "
                "ajoutez contest_days aux règles communes.",
                f"Nothing leaves the time to contest a settlement ('{clause.id}' and {len(lacking) - 1} others): add "
                "contest_days to the defaults.",
            ),
        )
    for use in indicator_uses(agreement):
        days = agreement.defaults.contest_days if use.clause.contest_days is None else use.clause.contest_days
        needed = use.indicator.audit_days
        if days is not None and needed is not None and days < needed:
            yield Seen(
                use.path,
                Sentence(
                    f"La clause « {use.clause.id} » se conteste sous {days} jours, alors qu'il en faut {needed} pour "
                    f"contrôler « {use.name} ».",
                    f"Clause '{use.clause.id}' can be contested within {days} days, while it takes {needed} to audit "
                    f"'{use.name}'.",
                ),
            )


def _contested_by_a_clause(agreement: Agreement) -> set[str]:
    """The clauses that a contest clause opens to contest: those that it names, or all."""
    opened: set[str] = set()
    for clause in agreement.clauses:
        if isinstance(clause, ContestAndAudit):
            opened.update(str(name) for name in clause.applies_to or [one.id for one in agreement.clauses])
    return opened


def _access_too_long(agreement: Agreement) -> Found:
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, ContestAndAudit) or clause.access_days is None:
            continue
        if clause.contest_within_days < clause.access_days:
            yield Seen(
                ("clauses", rank, "contest_within_days"),
                Sentence(
                    f"La clause « {clause.id} » laisse {clause.contest_within_days} jours pour contester, alors que "
                    f"les pièces sont remises sous {clause.access_days} jours.",
                    f"Clause '{clause.id}' leaves {clause.contest_within_days} days to contest, while documents are "
                    f"given within {clause.access_days} days.",
                ),
            )
