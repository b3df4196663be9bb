"""Family INC, returns: what an investor may earn, and what public money may overpay (``INC-10``, ``INC-11``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import ONE, ZERO, Exact
from mitoyen.engines.agreements.guardrails.looking.links import money_indicators, performers
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule, simulated_rule
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros, percent
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64
    from numpy.typing import NDArray

    from mitoyen.engines.agreements.declarations import Party, ServiceCost
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.simulation.running import Simulated

SUPPORT = frozenset({"grant", "universal_service", "outcome_payment"})
"""Kinds by which public money supports a service beyond what its users pay."""
HIGH = 0.95
HALVINGS = 40
"""A return is found within a thousand-millionth of what it is looked for in."""


@simulated_rule(
    "INC-10",
    "warning",
    title=("Rendement d'investisseur sans plafond", "Investor return without a ceiling"),
    why=(
        "Quand tout va bien, l'argent public paie un rendement que personne n'avait voulu.",
        "When all goes well, public money pays a return that nobody wanted.",
    ),
    mend=(
        "Écrivez le rendement le plus haut admis (investment.highest_return), et un plafond qui le fait tenir.",
        "Write the highest return accepted (investment.highest_return), and a cap that holds it.",
    ),
    grounds=(Ground("Educate Girls : rendement plafonné à 15 %", "Educate Girls: return capped at 15%"),),
)
def uncapped_return(agreement: Agreement, trial: Trial) -> Found:
    """An investor has a highest return, which one scenario in twenty at most exceeds."""
    for name, party in agreement.parties.items():
        if party.role != "investor" and party.investment is None:
            continue
        if party.investment is None or party.investment.highest_return is None:
            yield Seen(
                ("parties", str(name)),
                Sentence(
                    f"Rien ne plafonne le rendement de « {name} » (investment.highest_return).",
                    f"Nothing puts a ceiling on the return of '{name}' (investment.highest_return).",
                ),
            )
            continue
        found = _high_return(party, str(name), trial)
        if found is not None and found > float(party.investment.highest_return.fraction):
            earned, most = percent(Exact(round(found * 1000), 1000)), percent(party.investment.highest_return)
            yield Seen(
                ("parties", str(name), "investment"),
                Sentence(
                    f"Une fois sur vingt, « {name} » gagne plus de {earned.fr} par an, au-dessus du plafond de "
                    f"{most.fr}.",
                    f"One time in twenty '{name}' earns more than {earned.en} a year, above the ceiling of {most.en}.",
                ),
            )


def _high_return(party: Party, name: str, trial: Trial) -> float | None:
    """The yearly return that one scenario in twenty exceeds; nothing when nothing is drawn or nothing comes back."""
    if not trial.can_draw or party.investment is None:
        return None
    simulated = trial.simulated
    if simulated is None or name not in simulated.accounts:
        return None
    import numpy as np  # noqa: PLC0415  only where something was drawn

    from mitoyen.engines.agreements.simulation.spreads import quantile  # noqa: PLC0415  only where something was drawn

    flows = simulated.accounts[name].astype(float)
    out = np.minimum(flows, 0).sum(axis=0)
    first = -100 * float(party.investment.amount.fraction)
    # What the clauses already show as paid in (a loan paid out) is not counted twice.
    flows = np.vstack([np.where(out < 0, 0.0, first), flows])
    return quantile(_returns(flows, simulated), HIGH)


def _returns(flows: NDArray[float64], simulated: Simulated) -> NDArray[float64]:
    """The yearly rate at which each scenario is worth nothing today, by bisection between -99 % and +400 %."""
    import numpy as np  # noqa: PLC0415  only where something was drawn

    a_year = 12 / MONTHS[simulated.document.agreement.term.settle]
    low, high = np.full(flows.shape[1], -0.99), np.full(flows.shape[1], 4.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        one_later = (1 + middle) ** (-1 / a_year)
        worth = flows[-1]
        for flow in flows[-2::-1]:
            worth = worth * one_later + flow
        low, high = np.where(worth > 0, middle, low), np.where(worth > 0, high, middle)
    found: NDArray[float64] = (low + high) / 2
    return found


# --- INC-11 -------------------------------------------------------------------------------------


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


def _supported(agreement: Agreement) -> dict[str, list[int]]:
    """Each party that is supported, with the ranks of the clauses that support it."""
    found: dict[str, list[int]] = {}
    for rank, clause in enumerate(agreement.clauses):
        if clause.kind in SUPPORT:
            for _, payee in clause.pairs():
                found.setdefault(payee, []).append(rank)
    return found


def _most_in_a_year(agreement: Agreement, name: str) -> Exact | None:
    """What a party gains in a year when all goes well for it, in the world where it gains most."""
    best = dict(_best_values(agreement, name))
    periods = agreement.term.periods()
    most: Exact | None = None
    for world in supposing.WORLDS:
        total, state = ZERO, None
        for period in periods[: 12 // MONTHS[agreement.term.settle]]:
            books = supposing.settled_on(agreement, period, best, world, state)
            if books is None:
                break
            state = books.state
            total = total + sum(
                (line.amount for line in books.lines if line.payee == name and line.amount is not None), ZERO
            )
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
