"""Family INC, returns: what an investor may earn (``INC-10``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.loans import Loan
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, simulated_rule
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import percent
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from mitoyen.engines.agreements.declarations import Party
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.simulation.running import Simulated

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
    """An investor has a highest return, which one scenario in twenty at most exceeds.

    The rate of a loan needs no draw: an investor that only lends earns it in every scenario.
    """
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
        lent = _dearest_loan(agreement, str(name))
        if lent is not None and lent > party.investment.highest_return:
            yield Seen(
                ("parties", str(name), "investment"),
                Sentence(
                    f"« {name} » prête à {percent(lent).fr} par an, au-dessus du plafond de son rendement, "
                    f"{percent(party.investment.highest_return).fr}.",
                    f"'{name}' lends at {percent(lent).en} a year, above the ceiling of its return, "
                    f"{percent(party.investment.highest_return).en}.",
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


def _dearest_loan(agreement: Agreement, name: str) -> Exact | None:
    """The highest fixed rate at which a party lends; nothing when it lends nothing."""
    loans = [one for _, one in clauses_of(agreement, Loan) if one.payee == name and one.variable is None]
    rates = [Exact.of(rate) for one in loans for rate in (one.rate, *(later.rate for later in one.rates))]
    return max(rates, key=lambda rate: rate.fraction, default=None)


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
