"""Family INC, all penalties together: what a judge would moderate (``INC-04``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.guardrails.exposures.clause_bounds import owed_under
from mitoyen.engines.agreements.guardrails.exposures.most import plus, times
from mitoyen.engines.agreements.guardrails.exposures.reach import Reach
from mitoyen.engines.agreements.guardrails.looking.sanctions import (
    ceilings_on_sanctions,
    sanctions,
    share_of_contract,
    windows,
)
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import percent
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.exposures.most import Most
    from mitoyen.engines.agreements.guardrails.looking.sanctions import Ceiling
    from mitoyen.engines.agreements.guardrails.rulebook import Found

MODERATED_ABOVE = Exact(25, 100)
"""Above this share of the contract, a judge may well moderate penalties."""


@rule(
    "INC-04",
    "warning",
    title=("Pénalités manifestement excessives", "Manifestly excessive penalties"),
    why=(
        "Un juge modère des pénalités sans rapport avec le montant du contrat.",
        "A judge moderates penalties out of proportion with the contract.",
    ),
    mend=(
        "Ramenez le total possible des pénalités sous le quart de la valeur du contrat.",
        "Bring the possible total of penalties below a quarter of the value of the contract.",
    ),
    grounds=(
        Ground(
            "CE, 29 décembre 2008, OPHLM de Puteaux",
            "Conseil d'État, 29 December 2008, OPHLM de Puteaux",
            confirmed=False,
        ),
    ),
)
def excessive_penalties(agreement: Agreement) -> Found:
    """The most that all penalties can cost is at most a quarter of the contract.

    Of a contract that does not tell its value, a quarter of the most that its debtor can earn by it.
    """
    shares = [
        (one, share_of_contract(agreement, one) or _share_of_earnings(agreement, one))
        for one in ceilings_on_sanctions(agreement)
    ]
    known = [(one, share) for one, share in shares if share is not None]
    if not known:
        return
    tightest: dict[str, Exact] = {}
    for one, share in known:
        for clause in one.covers:
            tightest[clause] = min(share, tightest.get(clause, share), key=lambda value: value.fraction)
    groups = {one.covers: share for one, share in known if all(tightest[c] == share for c in one.covers)}
    whole = total(groups.values())
    if whole > MODERATED_ABOVE:
        yield Seen(
            known[0][0].path,
            Sentence(
                f"Les pénalités peuvent atteindre {percent(whole).fr} de la valeur du contrat.",
                f"Penalties may reach {percent(whole).en} of the value of the contract.",
            ),
        )


def _share_of_earnings(agreement: Agreement, one: Ceiling) -> Exact | None:
    """What a ceiling in euros is of the most that those who owe the penalties can earn; nothing when not bounded."""
    if not one.cap.clauses or one.cap.window is None or one.cap.amount is None or agreement.value is not None:
        return None
    owing = {rank for rank, _ in sanctions(agreement)}
    debtors = {clause.pairs()[0][0] for rank, clause in sanctions(agreement) if clause.id in one.covers}
    earned: Most = ZERO
    for rank, clause in enumerate(agreement.clauses):
        held = [period for period in agreement.term.periods() if clause.applies_during(period)]
        if rank in owing or not held or not any(payee in debtors for _, payee in clause.pairs()):
            continue
        rows = owed_under(Reach(agreement, held[0], clause))  # its prices as they are when it begins
        in_one = plus(*(row.most for row in rows if row.payee in debtors))
        earned = plus(earned, times(in_one, Exact(len(held))))
    return one.cap.amount * windows(agreement, one.cap) / earned if earned is not None and earned > ZERO else None
