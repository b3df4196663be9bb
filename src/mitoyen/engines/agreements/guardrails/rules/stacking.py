"""Family EXP, supports of one public body that are all called on the same day (``EXP-08``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.clauses.charges import UsageFee
from mitoyen.engines.agreements.clauses.guarantees import Guarantee
from mitoyen.engines.agreements.clauses.loans import Loan
from mitoyen.engines.agreements.clauses.risk import DemandBand
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, is_public
from mitoyen.engines.agreements.guardrails.looking.links import linked
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path


@rule(
    "EXP-08",
    "warning",
    title=("Aides empilées sur les mêmes recettes", "Supports stacked on the same revenue"),
    why=(
        (
            "Garantie de recettes, garantie d'emprunt et prêt du même garant se déclenchent ensemble, le jour où tout "
            "va mal."
        ),
        "A revenue guarantee, a loan guarantee and a loan from the same body are called together, on the worst day.",
    ),
    mend=(
        "Retirez l'une des trois aides, ou confiez-la à un autre organisme.",
        "Remove one of the three supports, or have another body give it.",
    ),
)
def wrong_way_stacking(agreement: Agreement) -> Found:
    """One public body, or bodies of one house, do not guarantee revenue, guarantee the debt and lend at once."""
    given = list(_given(agreement))
    for giver in dict.fromkeys(support.giver for support in given):
        if not is_public(agreement, giver):
            continue
        own = [one for one in given if is_public(agreement, one.giver) and linked(agreement, one.giver, giver)]
        paths: dict[str, Path] = {}
        for support in own:
            paths.setdefault(support.what, support.path)
        if paths.keys() == {"revenue", "debt", "loan"}:
            names = ", ".join(dict.fromkeys(one.giver for one in own))
            yield Seen(
                max(paths.values()),
                Sentence(
                    f"« {names} » garantit les recettes, garantit l'emprunt et prête : les trois se paient le même "
                    "jour. Retirez-en un, ou confiez-le à un autre.",
                    f"'{names}' guarantees revenue, guarantees the debt and lends: all three are paid on the same "
                    "day. Remove one, or have another body give it.",
                ),
            )
            return


class Support(NamedTuple):
    """Something that a body gives, called on a bad day: ``revenue``, ``debt`` or ``loan``."""

    giver: str
    what: str
    path: Path


def _given(agreement: Agreement) -> Iterator[Support]:
    """Whatever the clause is called: a minimum that a body pays for a use is a guarantee of revenue too."""
    for path, band in clauses_of(agreement, DemandBand):
        if band.below:
            yield Support(band.payer, "revenue", path)
    for path, fee in clauses_of(agreement, UsageFee):
        if fee.minimum is not None:
            yield Support(fee.payer, "revenue", path)
    for path, guarantee in clauses_of(agreement, Guarantee):
        yield Support(guarantee.payer, "debt" if _is_of_debt(agreement, guarantee) else "revenue", path)
    for path, loan in clauses_of(agreement, Loan):
        yield Support(loan.payee, "loan", path)


def _is_of_debt(agreement: Agreement, guarantee: Guarantee) -> bool:
    """Whether it tops up what a lender receives; one that tops up the fees of an operator guarantees its revenue."""
    topped = [agreement.clause(name) for name in guarantee.received_under]
    return not topped or any(isinstance(clause, Loan) for clause in topped)
