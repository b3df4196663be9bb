"""Family EXP, what only a simulation shows: who bears the bad years, and whether a reserve serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.guarantees import Guarantee
from mitoyen.engines.agreements.clauses.risk import DemandBand, ReserveAccount
from mitoyen.engines.agreements.clauses.universal import UniversalService
from mitoyen.engines.agreements.exact import ZERO, Exact, greatest, least, positive
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, simulated_rule
from mitoyen.engines.agreements.notation import percent, quantity
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.reading import Path
    from mitoyen.engines.agreements.simulation.running import Cents, Simulated

MOST_COVERED = Exact(4, 5)
"""Beyond four fifths of the loss, the operator is no longer really exposed: our own reading of « réellement »."""
BAD_YEARS = 0.05
"""The worst twentieth of scenarios."""
PRUDENT_SHORTFALL = Exact(49, 100)
"""Without assumptions: the shortfall of demand once in twenty, when half of forecasts miss by more than 20 %."""
NEVER = 0.99
LARGE_YEAR = 0.95

SUPPORTS = (DemandBand, Guarantee, UniversalService)


@simulated_rule(
    "EXP-07",
    "error",
    title=("Concession sans risque réel", "Concession without real risk"),
    why=(
        "Un concessionnaire est réellement exposé aux aléas du marché : sa perte possible n'est pas théorique.",
        "A concessionaire is really exposed to the market: its possible loss is not theoretical.",
    ),
    mend=(
        "Abaissez la part compensée (below.share), élargissez la tolérance, ou plafonnez la compensation (yearly_cap).",
        "Lower the share that is compensated (below.share), widen the tolerance, or cap compensation (yearly_cap).",
    ),
    grounds=(Ground("CCP, art. L. 1121-1", "CCP, art. L. 1121-1"),),
)
def no_real_exposure(agreement: Agreement, trial: Trial) -> Found:
    """In bad years, the public side covers at most four fifths of what the operator loses."""
    if agreement.kind not in {"concession", "semop"}:
        return
    supports = [
        (path, clause) for path, clause in clauses_of(agreement, *SUPPORTS) if is_public(agreement, clause.payer)
    ]
    for payee in dict.fromkeys(clause.payee for _, clause in supports):
        own = [(path, clause) for path, clause in supports if clause.payee == payee]
        covered = _covered(trial, payee, [str(clause.id) for _, clause in own]) or ZERO
        for _, clause in own:
            if isinstance(clause, DemandBand):
                covered = greatest(covered, _by_formula(agreement, clause))
        if covered > MOST_COVERED:
            name = agreement.parties[payee].name
            yield Seen(
                own[0][0],
                Sentence(
                    f"Les mauvaises années, le public couvre {percent(covered.rounded(2), 'fr')} de ce que perd "
                    f"{name.fr} : au-delà de 80 %, ce n'est plus une concession. Réduisez la compensation.",
                    f"In bad years the public side covers {percent(covered.rounded(2), 'en')} of what "
                    f"{name.said_in('en')} loses: beyond 80% it is no concession. Lower the compensation.",
                ),
            )


def _covered(trial: Trial, payee: str, supports: list[str]) -> Exact | None:
    """The share of the operator's loss that supports pay in the worst scenarios; nothing when it cannot be tried."""
    if not trial.can_draw or (simulated := trial.simulated) is None:
        return None
    with_them = simulated.net(payee)
    paid = sum(simulated.net_of_clause(name, payee) for name in supports)
    alone = with_them - paid
    worst = alone.argsort()[: max(1, int(len(alone) * BAD_YEARS))]
    lost, kept = float(alone.mean() - alone[worst].mean()), float(with_them.mean() - with_them[worst].mean())
    if lost <= 0:
        return ZERO
    return Exact(round(max(0.0, 1 - kept / lost) * 10_000), 10_000)


def _by_formula(agreement: Agreement, band: DemandBand) -> Exact:
    """The share of a bad year's shortfall that a band pays, whatever is assumed about demand."""
    if band.below is None:
        return ZERO
    year = [one for one in agreement.term.periods() if one.start.year == agreement.term.start.year]
    forecast = sum((band.forecast.during(period) for period in year), ZERO)
    lost = forecast * PRUDENT_SHORTFALL
    paid = ZERO
    steps = band.below.steps
    for (start, share), end in zip(steps, [*(gap for gap, _ in steps[1:]), PRUDENT_SHORTFALL], strict=True):
        paid = paid + positive(forecast * (least(end, PRUDENT_SHORTFALL) - start)) * share
    if band.below.yearly_cap is not None:
        paid = least(paid, band.below.yearly_cap)
    return paid / lost if lost > ZERO else ZERO


@simulated_rule(
    "EXP-10",
    "warning",
    title=("Réserve inutile ou illusoire", "Useless or illusory reserve"),
    why=(
        (
            "Une réserve qui ne sert jamais immobilise de l'argent ; trop petite, elle rassure à tort ; sans règle de "
            "fin, elle appartient à qui la tient."
        ),
        (
            "A reserve that never serves ties money up; too small, it reassures wrongly; without a closing rule it "
            "belongs to whoever holds it."
        ),
    ),
    mend=(
        (
            "Dites ce qui la libère (draws, release), à qui vont les intérêts (interest_to) et le solde "
            "(closing_balance_to) ; ajustez sa taille ; faites-la tenir par l'exploitant ou un tiers."
        ),
        (
            "Say what releases it (draws, release), who gets interest (interest_to) and balance (closing_balance_to); "
            "adjust its size; have the operator or a third party hold it."
        ),
    ),
    grounds=(
        Ground(
            "CGCT, art. L. 1618-1 et L. 1618-2 : les fonds d'une collectivité sont déposés au Trésor",
            "CGCT, art. L. 1618-1 and L. 1618-2: a local authority's cash sits with the Treasury",
            confirmed=False,
        ),
    ),
)
def useless_reserve(agreement: Agreement, trial: Trial) -> Found:
    """A reserve has rules, a holder that may hold it, and a size that fits what it serves."""
    for path, reserve in clauses_of(agreement, ReserveAccount):
        if lacks := list(_missing_rules(reserve, is_drawn=_is_drawn(agreement, reserve))):
            fr, en = (", ".join(said) for said in zip(*lacks, strict=True))
            yield Seen(
                path,
                Sentence(
                    f"La réserve « {reserve.id} » ne dit pas {fr} : ajoutez-le.",
                    f"Reserve '{reserve.id}' does not say {en}: add it.",
                ),
            )
        if is_public(agreement, reserve.held_by):
            yield Seen(
                (*path, "held_by"),
                Sentence(
                    f"La réserve « {reserve.id} » est tenue par {agreement.parties[reserve.held_by].name.fr} : les "
                    "fonds d'une collectivité restent au Trésor. Confiez-la à l'exploitant ou à un tiers.",
                    f"Reserve '{reserve.id}' is held by {agreement.parties[reserve.held_by].name.said_in('en')}: a "
                    "public body's cash sits with the Treasury. Have the operator or a third party hold it.",
                ),
            )
        if reserve.draws and all(trial.draws(fact) for fact in reserve.draws) and trial.simulated is not None:
            yield from _in_use(trial.simulated, reserve, path)


def _is_drawn(agreement: Agreement, reserve: ReserveAccount) -> bool:
    """Whether anything takes money out of it before the end: words alone release nothing."""
    before = any(one.net_of_reserve == reserve.id for _, one in clauses_of(agreement, Guarantee))
    return bool(reserve.draws) or reserve.releases_excess or before


def _missing_rules(reserve: ReserveAccount, *, is_drawn: bool) -> Iterator[tuple[str, str]]:
    if not is_drawn:
        yield "ce qui en sort (draws)", "what is drawn from it (draws)"
    if reserve.interest_to is None:
        yield "à qui vont les intérêts (interest_to)", "who gets the interest (interest_to)"
    if reserve.closing_balance_to is None:
        yield "à qui va le solde à la fin (closing_balance_to)", "who gets the balance at the end (closing_balance_to)"


def _in_use(simulated: Simulated, reserve: ReserveAccount, path: Path) -> Found:
    """What the simulation shows: drawn in some scenarios, and large enough for a bad year."""
    from mitoyen.engines.agreements.simulation.spreads import quantile  # noqa: PLC0415  only when simulated

    drawn, held = _moves(simulated, reserve)
    never = float((drawn.sum(axis=0) == 0).mean())
    if never >= NEVER:
        yield Seen(
            path,
            Sentence(
                f"La réserve « {reserve.id} » ne sert presque jamais ({percent(Exact(round(never * 100), 100), 'fr')} "
                "des scénarios) : réduisez-la, ou élargissez ce qu'elle couvre.",
                f"Reserve '{reserve.id}' is almost never used ({percent(Exact(round(never * 100), 100), 'en')} of "
                "scenarios): make it smaller, or widen what it covers.",
            ),
        )
        return
    large = Exact(int(quantile(_wanted(simulated, reserve), LARGE_YEAR)), 100)
    size = Exact(int(quantile(held, 0.5)), 100)
    if reserve.target is not None:  # a target that no scenario comes near is only a word
        size = least(reserve.target, Exact(int(held.max()), 100))
    if size < large:
        yield Seen(
            (*path, "target") if reserve.target is not None else path,
            Sentence(
                f"La réserve « {reserve.id} » ({quantity(size, 'EUR', 'fr')}) ne couvre pas une année difficile "
                f"({quantity(large, 'EUR', 'fr')} une fois sur vingt) : augmentez ses versements ou sa cible.",
                f"Reserve '{reserve.id}' ({quantity(size, 'EUR', 'en')}) does not cover a hard year "
                f"({quantity(large, 'EUR', 'en')} once in twenty): raise its top-ups or its target.",
            ),
        )


def _moves(simulated: Simulated, reserve: ReserveAccount) -> tuple[Cents, Cents]:
    """What leaves the reserve in each period, and what it holds before draws once it has had time to fill."""
    import numpy as np  # noqa: PLC0415  only when something was simulated

    shape = (len(simulated.periods), simulated.scenarios)
    put, drawn = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for (_, payer, payee), cents in simulated.moves.items():
        put = put + cents if payee == reserve.account else put
        drawn = drawn + cents if payer == reserve.account else drawn
    balance = (put - drawn).cumsum(axis=0)
    return drawn, (balance + drawn)[shape[0] // 2 :]


def _wanted(simulated: Simulated, reserve: ReserveAccount) -> Cents:
    """What is asked of the reserve in each budget year, in each scenario."""
    import numpy as np  # noqa: PLC0415  only when something was simulated

    term = simulated.document.agreement.term
    years = [term.window("year", period.start) for period in simulated.periods]
    asked = np.zeros((len(set(years)), simulated.scenarios), dtype=np.int64)
    ranks = {year: rank for rank, year in enumerate(dict.fromkeys(years))}
    for year, draws in zip(years, simulated.draws, strict=True):
        for fact in reserve.draws:
            for name, value in draws.items():
                if name == fact or name.startswith(f"{fact}."):
                    asked[ranks[year]] += value.rounded(2).whole(2)
    return asked
