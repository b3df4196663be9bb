"""Family IDX, margins: what the prices follow and what the costs follow should move together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.prices import Indexation
from mitoyen.engines.agreements.evidence import INDEX
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

LOW_CORRELATION = Exact(1, 2)
"""Two series correlated below this do not follow each other: our own choice."""


@rule(
    "IDX-07",
    "information",
    title=("Recettes et coûts suivent des séries différentes", "Revenue and costs follow different series"),
    why=(
        "Si les prix suivent une série et les coûts une autre, la marge fond ou s'envole sans faute de personne.",
        "When prices follow one series and costs another, the margin shrinks or soars through nobody's fault.",
    ),
    mend=(
        "Révisez les prix par des séries proches de celles des coûts, ou partagez l'écart.",
        "Revise prices by series close to those of costs, or share the gap.",
    ),
)
def margin_squeeze(agreement: Agreement) -> Found:
    """What the payee's revenue follows moves with what its costs follow."""
    for path, revision in clauses_of(agreement, Indexation):
        earning = {str(term.index) for term in revision.terms}
        earner = _payees(agreement, revision)
        costs = {str(name) for name in revision.costs_follow}
        for _, other in clauses_of(agreement, Indexation):
            if other.id != revision.id and earner & _payers(agreement, other):
                costs |= {str(term.index) for term in other.terms}
        apart = sorted(name for name in costs - earning if not _follows(agreement, name, earning))
        if apart:
            yield Seen(
                (*path, "terms"),
                Sentence(
                    f"Les prix suivent {', '.join(sorted(earning))} et les coûts {', '.join(apart)}, qui ne vont pas "
                    "ensemble : la marge peut se resserrer.",
                    f"Prices follow {', '.join(sorted(earning))} and costs {', '.join(apart)}, which do not move "
                    "together: the margin may be squeezed.",
                ),
            )


def _payees(agreement: Agreement, revision: Indexation) -> set[str]:
    return {payee for clause in agreement.clauses if clause.id in revision.applies_to for _, payee in clause.pairs()}


def _payers(agreement: Agreement, revision: Indexation) -> set[str]:
    return {payer for clause in agreement.clauses if clause.id in revision.applies_to for payer, _ in clause.pairs()}


def _follows(agreement: Agreement, name: str, others: Collection[str]) -> bool:
    """Whether a declared correlation ties a series to one of the others closely enough."""
    ties = agreement.assumptions.correlation if agreement.assumptions else ()
    for tie in ties:
        pair = {one.removeprefix(INDEX) for one in tie.between}
        if name in pair and pair & set(others) and tie.value >= LOW_CORRELATION:
            return True
    return False
