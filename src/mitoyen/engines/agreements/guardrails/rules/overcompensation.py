"""Family INC, overcompensation: what public money may pay beyond the cost of a service (``INC-11``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.grants import Grant
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, greatest, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, is_public
from mitoyen.engines.agreements.guardrails.looking.links import money_indicators, performers
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros, percent
from mitoyen.engines.agreements.stages import Stage
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.declarations import ServiceCost
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

SUPPORT = frozenset({"grant", "universal_service", "outcome_payment"})
"""Kinds by which public money supports a service beyond what its users pay."""


@rule(
    "INC-11",
    "error",
    title=("Surcompensation possible", "Possible overcompensation"),
    why=(
        "Subvention, redevances et résultats payés peuvent ensemble dépasser le coût du service et un profit honnête.",
        "Grants, fees and paid outcomes may together exceed the cost of the service and a fair profit.",
    ),
    mend=(
        "Dites le coût du service (service_cost), et plafonnez le total ou faites rendre l'excédent (gain_share).",
        "Say the cost of the service (service_cost), and cap the total or have the excess given back (gain_share).",
    ),
    grounds=(
        Ground("Décision 2012/21/UE, art. 5", "Decision 2012/21/EU, art. 5", confirmed=False),
        Ground("CJCE, 24 juillet 2003, Altmark", "ECJ, 24 July 2003, Altmark", confirmed=False),
    ),
)
def overcompensation(agreement: Agreement) -> Found:
    """Public support cannot exceed the net cost and a reasonable profit; or the excess is given back."""
    yield from _granted_beyond_cost(agreement)
    gives_back = {clause.payer for clause in agreement.clauses if clause.kind == "gain_share"}  # type: ignore[attr-defined]  # a transfer
    for name, supports in _supported(agreement).items():
        if name in gives_back:
            continue
        cost = agreement.parties[name].service_cost  # type: ignore[index]  # ids are text
        path = ("clauses", supports[0])
        if cost is None:
            kinds = {agreement.clauses[rank].kind for rank in supports}
            if len(kinds) > 1:
                listed = ", ".join(agreement.clauses[rank].id for rank in supports)
                yield Seen(
                    path,
                    Sentence(
                        f"« {name} » reçoit plusieurs aides ({listed}) et rien ne dit ce que coûte le service.",
                        f"'{name}' receives several supports ({listed}) and nothing says what the service costs.",
                    ),
                )
            continue
        received = _most_in_a_year(agreement, name)
        if received is None:  # what its users pay cannot be supposed: public money alone is counted
            paid = {agreement.clauses[rank].id for rank in supports}
            received = _most_in_a_year(supposing.only(agreement, paid), name)
        allowed = _allowed(cost)
        if received is not None and received > allowed:
            yield Seen(
                path,
                Sentence(
                    f"« {name} » peut recevoir {euros(received).fr} par an, plus que le coût du service et "
                    f"son profit ({euros(allowed).fr}).",
                    f"'{name}' may receive {euros(received).en} a year, more than the cost of the service "
                    f"and its profit ({euros(allowed).en}).",
                ),
            )


def _allowed(cost: ServiceCost) -> Exact:
    return cost.year * (ONE + (cost.profit or ZERO))


def _granted_beyond_cost(agreement: Agreement) -> Found:
    """Grants that bear more than all of what they are for: of each euro spent, or of the whole project."""
    for path, grant in clauses_of(agreement, Grant):
        if grant.rate > ONE:
            yield Seen(
                (*path, "rate"),
                Sentence(
                    f"La subvention « {grant.id} » paie {percent(grant.rate).fr} des dépenses : plus que la dépense.",
                    f"Grant '{grant.id}' pays {percent(grant.rate).en} of expenses: more than what is spent.",
                ),
            )
        others = total(
            one.envelope for _, one in clauses_of(agreement, Grant) if one.payee == grant.payee and one.id != grant.id
        )
        borne = grant.envelope + greatest(grant.other_public or ZERO, others)
        if grant.project_cost is not None and borne > grant.project_cost:
            yield Seen(
                (*path, "envelope"),
                Sentence(
                    f"Les aides publiques du projet de « {grant.id} » peuvent atteindre {euros(borne).fr}, plus que "
                    f"son coût, {euros(grant.project_cost).fr}.",
                    f"Public aid to the project of '{grant.id}' may reach {euros(borne).en}, more than its cost, "
                    f"{euros(grant.project_cost).en}.",
                ),
            )


def _supported(agreement: Agreement) -> dict[str, list[int]]:
    """Each party that is supported, with the ranks of the clauses that support it.

    Where the cost of the service is told, all that public bodies pay for it is support, fees included.
    """
    found: dict[str, list[int]] = {}
    for rank, clause in enumerate(agreement.clauses):
        for payer, payee in clause.pairs():
            told = payee in agreement.parties and agreement.parties[payee].service_cost is not None  # type: ignore[index]  # ids are text
            if clause.kind in SUPPORT or (told and clause.stage <= Stage.OUTCOMES and is_public(agreement, payer)):
                found.setdefault(payee, []).append(rank)
    return found


def _most_in_a_year(agreement: Agreement, name: str) -> Exact | None:
    """What a party earns in a year when all goes well for it, in the world where it earns most; loans earn nothing."""
    earning = {clause.id for clause in agreement.clauses if clause.stage <= Stage.OUTCOMES}
    best = dict(_best_values(agreement, name))
    periods = agreement.term.periods()
    most: Exact | None = None
    for world in supposing.WORLDS:
        total, state = ZERO, None
        for period in periods[: 12 // MONTHS[agreement.term.settle]]:
            books = supposing.settled_on(agreement, period, best, world, state)
            if books is None:
                return None
            state = books.state
            gained = [line.amount for line in books.lines if line.payee == name and line.clause in earning]
            total = total + sum((amount for amount in gained if amount is not None), ZERO)
        most = total if most is None or total > most else most
    return most


def _best_values(agreement: Agreement, name: str) -> Iterator[tuple[str, Exact]]:
    """The best that each indicator that judges a party may be: the end of its domain, else its target."""
    for indicator_name, uses in money_indicators(agreement).items():
        indicator = uses[0].indicator
        if not any(name in performers(use.clause) for use in uses):
            continue
        end = indicator.domain.max if indicator.better == "higher" else indicator.domain.min
        target = indicator.target.value if indicator.target else None
        if (best := end if end is not None else target) is not None:
            yield indicator_name, best
