"""Family TIM: what is told too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.guardrails.rules import Ground, Seen, rule
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rules import Found

FIRST_YEAR_MONTHS = 3
"""CGCT, art. D. 5211-16: in the first year, the unit cost is told within three months of signature."""


@rule(
    "TIM-01",
    "error",
    title=("Coût unitaire communiqué trop tard", "Unit cost told too late"),
    why=(
        "CGCT, art. D. 5211-16 : chaque année avant le vote du budget ; la première année, dans les trois mois.",
        "CGCT, art. D. 5211-16: each year before the budget date; within three months in the first year.",
    ),
    mend=(
        "Complétez « statement » : told_before: budget, first_year_within_months: 3, yearly: true.",
        "Complete 'statement': told_before: budget, first_year_within_months: 3, yearly: true.",
    ),
    grounds=(Ground("CGCT, art. D. 5211-16", "CGCT, art. D. 5211-16"),),
)
def unit_cost_told_late(agreement: Agreement) -> Found:
    """A cost key says when the unit cost is told: before the budget, soon the first year, at least yearly."""
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, CostShareKey):
            continue
        said, path = clause.statement, ("clauses", rank, "statement")
        if said is None or not said.told_before:
            yield Seen(
                path,
                Sentence(
                    f"La clé « {clause.id} » ne dit pas que le coût unitaire est communiqué avant le vote du budget.",
                    f"Key '{clause.id}' does not say that the unit cost is told before the budget vote.",
                ),
            )
        elif said.first_year_within_months is None or said.first_year_within_months > FIRST_YEAR_MONTHS:
            yield Seen(
                path,
                Sentence(
                    f"La clé « {clause.id} » laisse plus de trois mois, la première année, pour dire le coût unitaire.",
                    f"Key '{clause.id}' leaves more than three months, in the first year, to tell the unit cost.",
                ),
            )
        elif not said.yearly and MONTHS[agreement.term.settle] > MONTHS["year"]:
            yield Seen(
                path,
                Sentence(
                    f"La clé « {clause.id} » est arrêtée moins d'une fois par an.",
                    f"Key '{clause.id}' is settled less than once a year.",
                ),
            )
