"""Family IDX: revisions of prices that cannot be computed, or that drift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import Indexation
from mitoyen.engines.agreements.exact import ONE, total
from mitoyen.engines.agreements.guardrails.rules import Seen, rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rules import Found


@rule(
    "IDX-03",
    "error",
    title=("Formule de révision fausse", "Wrong revision formula"),
    why=("À la date de base, la formule doit donner 1.", "At the base date, the formula must give 1."),
    mend=(
        "Corrigez les poids pour que leur somme fasse 1, et donnez le mois de base de chaque indice.",
        "Correct the weights so that they sum to 1, and give the base month of each index.",
    ),
)
def wrong_formula(agreement: Agreement) -> Found:
    """The fixed term and the weights sum to one; each term says the month of its base."""
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, Indexation):
            continue
        whole = clause.fixed + total(term.weight for term in clause.terms)
        if whole != ONE:
            yield Seen(
                ("clauses", rank, "terms"),
                Sentence(
                    f"La révision « {clause.id} » : la part fixe et les poids font {whole.text()} au lieu de 1.",
                    f"Revision '{clause.id}': the fixed term and the weights sum to {whole.text()} instead of 1.",
                ),
            )
        for place, term in enumerate(clause.terms):
            if term.base_month is None:
                yield Seen(
                    ("clauses", rank, "terms", place),
                    Sentence(
                        f"La révision « {clause.id} » ne dit pas le mois de base de {term.index} (base_month).",
                        f"Revision '{clause.id}' does not say the base month of {term.index} (base_month).",
                    ),
                )
