"""Family EVD, who certifies (``EVD-02``): a figure, an inventory or a contested account judged by a stranger to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.clauses.disputes import ContestAndAudit
from mitoyen.engines.agreements.clauses.exit import Reversibility
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, is_public
from mitoyen.engines.agreements.guardrails.looking.links import linked, moving, performers, uses
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found, Said
    from mitoyen.engines.agreements.reading import Path


STAKEHOLDERS = frozenset({"investor", "lender"})
"""Roles whose money comes back when those who are paid do well."""


class Certified(NamedTuple):
    """What somebody certifies, where it says who, and a clause whose money depends on it."""

    path: Path
    what: str
    auditor: str
    clause: Clause


@rule(
    "EVD-02",
    "error",
    title=("Contrôleur juge et partie", "Auditor judge and party"),
    why=(
        "Qui est payé selon un chiffre, ou lié à celui qui l'est, ne peut pas le certifier.",
        "Whoever is paid by a figure, or linked to the one who is, cannot certify it.",
    ),
    mend=(
        "Confiez le contrôle à une partie indépendante de celle qui est payée comme de celles que le payeur contrôle.",
        "Give the audit to a party independent of the one paid and of a body that the payer controls.",
    ),
)
def conflicted_auditor(agreement: Agreement) -> Found:
    """Who audits is not who is paid or owes, nor linked to them; nor a body that the payer controls."""
    met: set[Path] = set()
    for one in (*_figures(agreement), *_accounts(agreement)):
        if one.path not in met and (why := _conflict(agreement, one.clause, one.auditor)) is not None:
            met.add(one.path)
            fr, en = why
            yield Seen(
                one.path,
                Sentence(
                    f"« {one.what} » décide de la clause « {one.clause.id} », et « {one.auditor} », qui le contrôle, "
                    f"{fr}.",
                    f"'{one.what}' decides clause '{one.clause.id}', and '{one.auditor}', which audits it, {en}.",
                ),
            )
    for path, handed in clauses_of(agreement, Reversibility):
        auditor = handed.inventory.audited_by if handed.inventory else None
        if auditor is not None and linked(agreement, auditor, handed.debtor):
            yield Seen(
                (*path, "inventory", "audited_by"),
                Sentence(
                    f"L'inventaire de ce que « {handed.debtor} » doit rendre est contrôlé par « {auditor} », qui est "
                    "cette partie ou lui est lié.",
                    f"The inventory of what '{handed.debtor}' must hand back is audited by '{auditor}', which is that "
                    "party or is linked to it.",
                ),
            )


def _figures(agreement: Agreement) -> Iterator[Certified]:
    """The indicators and the facts that money depends on, with whoever audits them; not what the audits cost."""
    auditors = {("indicators", str(name)): one.audited_by for name, one in agreement.indicators.items()}
    auditors |= {("facts", str(name)): one.audited_by for name, one in agreement.facts.items()}
    for use in uses(agreement):
        if isinstance(use.clause, ContestAndAudit):
            continue
        for heading in ("indicators", "facts"):
            if (auditor := auditors.get((heading, use.measure))) is not None:
                yield Certified((heading, use.measure, "audited_by"), use.measure, auditor, use.clause)


def _accounts(agreement: Agreement) -> Iterator[Certified]:
    """The clauses whose accounts may be contested, with whoever then audits them."""
    for path, contest in clauses_of(agreement, ContestAndAudit):
        for _, clause in moving(agreement):
            if clause.id != contest.id and (not contest.applies_to or clause.id in contest.applies_to):
                yield Certified((*path, "auditor"), contest.id, contest.auditor, clause)


def _conflict(agreement: Agreement, clause: Clause, auditor: str) -> Said | None:
    return next(_conflicts(agreement, clause, auditor), None)


def _conflicts(agreement: Agreement, clause: Clause, auditor: str) -> Iterator[Said]:
    """Why somebody cannot certify what a clause is settled on, the gravest first."""
    doing, role = performers(clause), agreement.parties[auditor].role  # type: ignore[index]  # ids are text
    if auditor in doing:
        yield "est celui que l'argent juge", "is the one whom money judges"
    yield from (
        (f"est lié à « {party} »", f"is linked to '{party}'") for party in doing if linked(agreement, auditor, party)
    )
    if role in STAKEHOLDERS:
        yield "y a mis son argent", "has put its money in it"
    for pair in clause.pairs():
        if auditor == pair[0] and role == "operator":
            yield "doit cet argent", "owes that money"
        if auditor == pair[1] and not is_public(agreement, auditor):
            yield "touche cet argent", "receives that money"
        yield from (
            (f"est lié à « {party} », qui paie ou reçoit", f"is linked to '{party}', which pays or receives")
            for party in pair
            if party not in {auditor, *doing} and linked(agreement, auditor, party)
        )
