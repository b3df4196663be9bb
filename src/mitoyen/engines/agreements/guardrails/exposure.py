"""Family EXP: exposures without a ceiling, or whose ceiling is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.guardrails.rules import Seen, rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rules import Found


@rule(
    "EXP-03",
    "error",
    title=("Plafond sans durée", "Cap without a window"),
    why=(
        "Un plafond vaut par trimestre, par an ou pour la vie du contrat.",
        "A cap holds per quarter, per year or for life.",
    ),
    mend=("Dites sa durée (window: quarter, year, life…).", "Say its window (quarter, year, life…)."),
)
def cap_without_window(agreement: Agreement) -> Found:
    """A ceiling says in which window it holds."""
    for rank, cap in enumerate(agreement.caps):
        if cap.exempt_up_to is None and cap.window is None:
            yield Seen(
                ("caps", rank),
                Sentence(
                    f"Le plafond « {cap.id} » ne dit pas sa durée (window: quarter, year, life…).",
                    f"Cap '{cap.id}' does not say its window (quarter, year, life…).",
                ),
            )


@rule(
    "EXP-11",
    "error",
    title=("Clé qui peut diviser par zéro", "Key that may divide by zero"),
    why=("Si personne n'a rien utilisé, qui paie ?", "If nobody used anything, who pays?"),
    mend=(
        "Dites « if_all_zero: equal », et donnez à chaque membre la valeur qui sert de clé.",
        "Say 'if_all_zero: equal', and give each member the value that the key uses.",
    ),
)
def driver_may_be_zero(agreement: Agreement) -> Found:
    """A driver that is observed may be all zero; an attribute must be declared by each payer."""
    for rank, clause in enumerate(agreement.clauses):
        if not isinstance(clause, CostShareKey):
            continue
        for place, component in enumerate(clause.key):
            path = ("clauses", rank, "key", place)
            names = {str(component.by), str(component.if_all_zero or "equal")} - {"equal"}
            facts = {str(fact) for fact in agreement.facts}
            if component.by in facts and component.if_all_zero is None:
                yield Seen(
                    path,
                    Sentence(
                        f"La clé « {clause.id} » ne dit pas qui paie quand « {component.by} » est nul pour tous "
                        "(if_all_zero: equal).",
                        f"Key '{clause.id}' does not say who pays when '{component.by}' is zero for all "
                        "(if_all_zero: equal).",
                    ),
                )
            for name in sorted(names - facts):
                lacking = [p for p in clause.payers if (agreement.parties[p].attribute(name) or ZERO) == ZERO]
                if lacking:
                    yield Seen(
                        path,
                        Sentence(
                            f"La clé « {clause.id} » se sert de « {name} », que ces parties ne déclarent pas : "
                            f"{', '.join(lacking)}.",
                            f"Key '{clause.id}' uses '{name}', which these parties lack: {', '.join(lacking)}.",
                        ),
                    )
