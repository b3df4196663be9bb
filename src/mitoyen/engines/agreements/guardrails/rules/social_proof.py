"""Family SOC, social clauses that change something: a proof, a check, a consequence (``SOC-03``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.inclusion import (
    Accessibility,
    Apprenticeships,
    LocalHire,
    Parity,
    ResponsiblePurchasing,
)
from mitoyen.engines.agreements.clauses.social import InsertionHours
from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.engines.agreements.guardrails.rules.inclusion import FACILITATORS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

PROVED = (InsertionHours, Parity, Accessibility, LocalHire, Apprenticeships, ResponsiblePurchasing)


@rule(
    "SOC-03",
    "warning",
    title=("Clause sociale décorative", "Decorative social clause"),
    why=(
        "Sans preuve, sans personne pour la valider ou sans conséquence, une clause sociale ne change rien.",
        "Without proof, without anybody to validate it or without consequence, a social clause changes nothing.",
    ),
    mend=(
        "Dites la preuve (proof ou from), qui la valide (validated_by ou audited_by), et ce que coûte un manque.",
        "Say the proof (proof or from), who validates it (validated_by or audited_by), and what a shortfall costs.",
    ),
    grounds=(FACILITATORS,),
)
def decorative_clause(agreement: Agreement) -> Found:
    """A social clause has a proof, somebody who validates it, and a consequence."""
    for path, clause in clauses_of(agreement, *PROVED):
        lacks = [(fr, en) for is_lacking, fr, en in _lacks(agreement, clause) if is_lacking]
        if lacks:
            fr, en = (", ".join(said) for said in zip(*lacks, strict=True))
            yield Seen(
                path,
                Sentence(
                    f"La clause « {clause.id} » n'a pas {fr} : elle ne change rien tant que cela manque.",
                    f"Clause '{clause.id}' has no {en}: it changes nothing without.",
                ),
            )


def _lacks(agreement: Agreement, clause: Clause) -> Iterator[tuple[bool, str, str]]:
    fact = agreement.facts.get(_delivered(clause))  # type: ignore[call-overload]  # ids are text
    given = fact.given_by if fact else None
    audited = fact.audited_by if fact else None
    yield not (getattr(clause, "proof", None) or given), "de preuve (proof)", "proof (proof)"
    others = {getattr(clause, "validated_by", None), audited} - {None, clause.pairs()[0][0]}
    yield not others, "de validation par un autre (validated_by)", "validation by somebody else (validated_by)"
    yield (
        _price_of_a_shortfall(clause) == ZERO or _is_capped_at_nothing(agreement, clause),
        "de conséquence (le manque est gratuit)",
        "consequence (missing is free)",
    )


def _is_capped_at_nothing(agreement: Agreement, clause: Clause) -> bool:
    return any(clause.id in cap.clauses and ZERO in (cap.amount, cap.rate) for cap in agreement.caps)


def _delivered(clause: Clause) -> str:
    if isinstance(clause, ResponsiblePurchasing):
        return clause.criteria[0].spend
    names = ("delivered", "women", "conform", "hired", "months")
    return next((str(fact) for name in names if (fact := getattr(clause, name, None))), "")


def _price_of_a_shortfall(clause: Clause) -> Exact:
    if isinstance(clause, ResponsiblePurchasing):
        return total(one.rate for one in clause.criteria)
    if isinstance(clause, Accessibility):
        return clause.missing_item + clause.unanswered_each
    names = ("missing_hour", "missing_post", "missing_unit", "missing_month")
    return next((price for name in names if (price := getattr(clause, name, None)) is not None), ZERO)
