"""Family EXP, who pays which part: shares that make a whole (``EXP-04``), keys that divide by no zero (``EXP-11``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.exact import ONE, ZERO, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, risks_of
from mitoyen.engines.agreements.guardrails.looking.names_used import used_names
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.engines.agreements.notation import number
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found


@rule(
    "EXP-04",
    "error",
    title=("Répartition qui ne tombe pas juste", "Allocation that does not add up"),
    why=(
        (
            "Des parts qui ne font pas 100 % laissent une somme à personne ; une partie que rien ne lie n'a rien à "
            "faire dans l'accord."
        ),
        "Shares that do not make 100% leave a sum to nobody; a party that nothing binds has no place in the agreement.",
    ),
    mend=(
        "Corrigez les parts pour qu'elles fassent 1 ; retirez la partie, ou dites son rôle dans une clause.",
        "Correct the shares so that they make 1; remove the party, or give it a part in a clause.",
    ),
)
def broken_allocation(agreement: Agreement) -> Found:
    """The weights of a key and the shares of a risk make one; each party is bound by something."""
    for path, key in clauses_of(agreement, CostShareKey):
        weights = total(component.weight for component in key.key)
        if weights != ONE:
            yield Seen(
                (*path, "key"),
                Sentence(
                    f"Les poids de la clé « {key.id} » font {number(weights, 'fr')} au lieu de 1 : corrigez-les.",
                    f"The weights of key '{key.id}' sum to {number(weights, 'en')} instead of 1: correct them.",
                ),
            )
        for payer in sorted({payer for payer in key.payers if key.payers.count(payer) > 1}):
            yield Seen(
                (*path, "payers"),
                Sentence(
                    f"« {payer} » paie deux fois dans la clé « {key.id} » : ne le nommez qu'une fois.",
                    f"'{payer}' pays twice in key '{key.id}': name it once.",
                ),
            )
    for path, risk in risks_of(agreement):
        borne = total(risk.bearer.values())
        if risk.bearer and borne != ONE:
            yield Seen(
                (*path, "bearer"),
                Sentence(
                    f"Le risque « {risk.risk.fr} » est porté à {number(borne, 'fr')} au lieu de 1 : corrigez les "
                    "parts.",
                    f"Risk '{risk.risk.said_in('en')}' is borne for {number(borne, 'en')} instead of 1: correct the "
                    "shares.",
                ),
            )
    used = used_names(agreement)
    for party, declared in agreement.parties.items():
        if party not in used and declared.role != "beneficiaries":
            yield Seen(
                ("parties", str(party)),
                Sentence(
                    f"Aucune clause ne lie la partie « {party} » : dites ce qu'elle fait, ou retirez-la ; si elle "
                    f"entre plus tard, déclarez-la dans l'avenant qui la fait entrer (parties.{party}).",
                    f"No clause binds party '{party}': say what it does, or remove it; if it joins later, declare it "
                    f"in the amendment by which it joins (parties.{party}).",
                ),
            )


@rule(
    "EXP-11",
    "error",
    title=("Clé qui peut diviser par zéro", "Key that may divide by zero"),
    why=("Si personne n'a rien utilisé, qui paie ?", "If nobody used anything, who pays?"),
    mend=(
        (
            "Dites par quoi partager quand tout est nul (if_all_zero: equal), et donnez à chaque membre la valeur qui "
            "lui manque."
        ),
        "Say what to share by when all is zero (if_all_zero: equal), and give each member the value that it lacks.",
    ),
)
def driver_may_be_zero(agreement: Agreement) -> Found:
    """A driver that is observed may be all zero; an attribute must be declared by each payer."""
    for path, clause in clauses_of(agreement, CostShareKey):
        for place, component in enumerate(clause.key):
            here = (*path, "key", place)
            names = {str(component.by), str(component.if_all_zero or "equal")} - {"equal"}
            facts = {str(fact) for fact in agreement.facts}
            if component.by in facts and not _has_a_way_out(component.if_all_zero, facts):
                yield Seen(
                    here,
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
                        here,
                        Sentence(
                            f"La clé « {clause.id} » se sert de « {name} », que ces parties ne déclarent pas : "
                            f"{', '.join(lacking)}.",
                            f"Key '{clause.id}' uses '{name}', which these parties lack: {', '.join(lacking)}.",
                        ),
                    )


def _has_a_way_out(instead: str | None, facts: set[str]) -> bool:
    """Whether what replaces a driver that is zero cannot be zero itself."""
    return instead is not None and instead not in facts
