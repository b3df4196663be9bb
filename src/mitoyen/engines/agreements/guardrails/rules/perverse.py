"""Family INC, perverse combinations (``INC-09``): whoever is paid to do well must not gain by doing worse.

Nothing is reasoned about kinds of clauses: the agreement is settled on a scale of values of each indicator, from the
worst to the best, and the net of each party that it judges is looked at. First the clauses that look at the indicator
alone; then, when other clauses answer to them (a guarantee, a band, a cap), all of them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel

from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.engines.agreements.guardrails.looking.links import money_indicators, performers
from mitoyen.engines.agreements.guardrails.looking.sanctions import all_caps
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, simulated_rule
from mitoyen.engines.agreements.guardrails.trials import supposing
from mitoyen.engines.agreements.guardrails.trials.simulating import SEED
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros
from mitoyen.engines.agreements.order import Orders
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mitoyen.engines.agreements.books import Books
    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import IndicatorUse
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial
    from mitoyen.engines.agreements.state import State
    from mitoyen.kernel.dates import Period

EVEN_POINTS = 24
MOST_POINTS = 80
MOST_PERIODS = 4
COARSE, FEW = 21, 3
DRAWN_WORLDS = 40
ANSWERING = frozenset({"guarantee", "gain_share", "waterfall", "impact_fund"})
"""Kinds of clauses that answer to the amounts of others."""
HUNDRED = Exact(100)
HALF = Exact(1, 2)


class Gain(NamedTuple):
    """A party that gains when an indicator goes from a better value to a worse one."""

    party: str
    better: Exact
    worse: Exact
    more: Exact


@simulated_rule(
    "INC-09",
    "error",
    title=("Combinaison perverse", "Perverse combination"),
    why=(
        "Si celui qui est jugé gagne quand l'indicateur se dégrade, l'accord paie l'échec.",
        "If whoever is judged gains when the indicator worsens, the agreement pays for failure.",
    ),
    mend=(
        "Vérifiez le sens de l'indicateur (better), l'ordre des paliers, et qu'aucune garantie ne rembourse.",
        "Check the direction of the indicator (better), the order of steps, and that no guarantee refunds.",
    ),
    grounds=(
        Ground(
            "Une garantie calculée après les pénalités les rembourse : la bande de demande passe donc avant",
            "A guarantee worked out after penalties refunds them: the demand band therefore comes first",
        ),
    ),
)
def paid_for_worse(agreement: Agreement, trial: Trial) -> Found:
    """On no scale of values does a party that an indicator judges gain when it worsens."""
    del trial  # settled on supposed figures: every agreement can be tried, with assumptions or without
    for name, every in money_indicators(agreement).items():
        uses = [use for use in every if use.judges]
        gain = perverse_gain(agreement, name, uses) if uses else None
        if gain is not None:
            more = euros(gain.more)
            yield Seen(
                uses[0].path,
                Sentence(
                    f"« {gain.party} » gagne {more.fr} de plus quand « {name} » passe de {gain.better.text()} à "
                    f"{gain.worse.text()}, qui est pire.",
                    f"'{gain.party}' gains {more.en} more when '{name}' goes from {gain.better.text()} to "
                    f"{gain.worse.text()}, which is worse.",
                ),
            )


def perverse_gain(agreement: Agreement, name: str, uses: Sequence[IndicatorUse]) -> Gain | None:
    """The first gain that is met, if there is one: by the clauses that look at the indicator, then by all together."""
    judged = list(dict.fromkeys(party for use in uses for party in performers(use.clause)))
    looking = {str(use.clause.id) for use in uses}
    periods = _telling_periods(agreement, uses)
    scale = _scale(agreement, name, uses[0].indicator, uses)
    alone = supposing.only(agreement, looking)
    tried = [(alone, period, _Probed(name, scale, supposing.WORLDS[0])) for period in periods]
    found = (_gain(version, period, probed, judged) for version, period, probed in tried)
    gain = next(filter(None, found), None)
    if gain is not None:
        return gain
    together = _together(agreement, periods, _Probed(name, scale, supposing.WORLDS[0]), looking, judged)
    return next(filter(None, (_gain(agreement, period, probed, judged) for period, probed in together)), None)


def _together(
    agreement: Agreement, periods: tuple[Period, ...], probed: _Probed, looking: set[str], judged: Sequence[str]
) -> Iterator[tuple[Period, _Probed]]:
    """Where all clauses are worth settling together: others answer to the indicator, or depend on what others are."""
    ends, coarse = supposing.spread_over(probed.values, FEW), supposing.spread_over(probed.values, COARSE)
    for period in supposing.spread_over(periods, 2):
        for world in supposing.WORLDS:
            if _others_answer(agreement, period, replace(probed, values=ends, world=world), looking):
                yield period, replace(probed, values=coarse, world=world)
    if _is_coupled(agreement, looking, judged):
        for rest in _other_values(agreement, probed.name):
            yield periods[0], replace(probed, values=coarse, rest=rest)


def _is_coupled(agreement: Agreement, looking: set[str], judged: Sequence[str]) -> bool:
    """Whether what other indicators are worth may change how this one pays.

    So does a clause that answers to amounts, or a cap on both what the judged party earns and what it owes.
    """
    if any(clause.kind in ANSWERING for clause in agreement.clauses):
        return True
    pairs = {str(clause.id): clause.pairs() for clause in agreement.clauses}
    for _, cap in all_caps(agreement):
        covered = {name for name in cap.clauses if pairs.get(name)}
        if not covered & looking or covered <= looking:
            continue
        earned = any(payee in judged for name in covered for _, payee in pairs[name])
        owed = any(payer in judged for name in covered for payer, _ in pairs[name])
        if earned and owed:
            return True
    return False


def _other_values(agreement: Agreement, name: str) -> Iterator[dict[str, Exact]]:
    """Values of the other indicators, drawn on their scales with a stated seed."""
    uses = {other: found for other, found in money_indicators(agreement).items() if other != name}
    scales = {other: _scale(agreement, other, found[0].indicator, found) for other, found in uses.items()}
    if not scales:
        return
    chosen = Random(SEED)  # noqa: S311  no secret here: the same file has the same findings everywhere
    for _ in range(DRAWN_WORLDS):
        yield {other: chosen.choice(scale) for other, scale in scales.items()}


@dataclass(frozen=True)
class _Probed:
    """An indicator, the values that it is given from the best to the worst, and what is supposed of the rest."""

    name: str
    values: tuple[Exact, ...]
    world: supposing.World
    rest: Mapping[str, Exact] = field(default_factory=dict)
    """Values of other indicators."""

    def settled(
        self, agreement: Agreement, orders: Orders, period: Period, value: Exact, opening: State | None = None
    ) -> Books | None:
        """What a period gives when the indicator is worth ``value``."""
        return supposing.settled_on(
            agreement, period, {**self.rest, self.name: value}, self.world, opening, orders=orders
        )


def _gain(agreement: Agreement, period: Period, probed: _Probed, judged: Sequence[str]) -> Gain | None:
    """The first value at which one that is judged gains more than at a better one, in this period or in two."""
    following = next((p for p in agreement.term.periods() if p.start == period.end), None)
    orders = Orders(agreement)
    least: dict[tuple[str, int], tuple[Exact, Exact]] = {}
    for value in probed.values:
        supposed = partial(probed.settled, agreement, orders, value=value)
        for length, gained in enumerate(_gained(supposed, period, following)):
            for party in judged:
                now = gained.get(party, ZERO)
                better, before = least.setdefault((party, length), (value, now))
                if now > before:
                    return Gain(party, better, value, now - before)
                if now < before:
                    least[party, length] = (value, now)
    return None


def _gained(
    settled: Callable[..., Books | None], period: Period, following: Period | None
) -> Iterator[dict[str, Exact]]:
    """What each account gains in a period; then in two, when what happens in one matters in the next."""
    books = settled(period)
    if books is None:
        return
    gained = supposing.nets(books)
    yield gained
    if following is None or not _carries(books.state):
        return
    later = settled(following, opening=books.state)
    if later is not None:
        then = supposing.nets(later)
        yield {name: gained.get(name, ZERO) + then.get(name, ZERO) for name in {*gained, *then}}


def _carries(state: State) -> bool:
    """Whether what happens now is remembered or put off; reserves and windows of caps tell no more in two periods."""
    return bool(state.carried or state.memory)


def _others_answer(agreement: Agreement, period: Period, probed: _Probed, looking: set[str]) -> bool:
    """Whether lines of clauses that do not look at the indicator move with it, or a cap cuts differently."""
    seen, orders = set(), Orders(agreement)
    for value in probed.values:
        books = probed.settled(agreement, orders, period, value)
        if books is not None:
            others = tuple((line.clause, line.amount) for line in books.lines if line.clause not in looking)
            reached = tuple(sorted(cap for cap, is_reached in books.reached.items() if is_reached))
            seen.add((tuple((clause, amount and amount.fraction) for clause, amount in others), reached))
    return len(seen) > 1


def _telling_periods(agreement: Agreement, uses: Sequence[IndicatorUse]) -> tuple[Period, ...]:
    """The first period; and some first periods of later years, when targets change with years."""
    periods = agreement.term.periods()
    if not any(_has_levels(use.clause) for use in uses):
        return periods[:1]
    firsts: dict[int, Period] = {}
    for period in periods:
        firsts.setdefault(period.start.year, period)
    return supposing.spread_over(tuple(firsts.values()), MOST_PERIODS)


def _has_levels(part: object) -> bool:
    if isinstance(part, BaseModel):
        return any(_has_levels(getattr(part, field)) for field in type(part).model_fields)
    return isinstance(part, dict) and len(part) > 1 and all(isinstance(key, int) for key in part)


# --- the scale ----------------------------------------------------------------------------------


def _scale(agreement: Agreement, name: str, indicator: Indicator, uses: Sequence[IndicatorUse]) -> tuple[Exact, ...]:
    """Values from the best to the worst: evenly spread, and on both sides of every figure of the clauses."""
    figures = sorted({figure for use in uses for figure in _figures(use.clause)}, key=lambda one: one.fraction)
    stands = [supposing.usual(agreement, name)]
    stands += [supposing.usual(agreement, other) for other in _compared_with(uses)]
    points = set(stands)
    for figure in figures:
        points.add(figure)
        for stand in stands:
            points |= {
                stand - figure,
                stand + figure,
                stand * (HUNDRED - figure) / 100,
                stand * (HUNDRED + figure) / 100,
            }
    low, high = _bounds(indicator, points)
    inside = {point for point in points if low <= point <= high}
    just = Exact(1, 10 ** min(indicator.decimals, 4))
    inside |= {point + side for point in list(inside) for side in (just, -just) if low <= point + side <= high}
    kept = sorted(inside, key=lambda one: one.fraction)
    kept = list(supposing.spread_over(tuple(kept), MOST_POINTS))
    kept += [low + (high - low) * Exact(rank, EVEN_POINTS) for rank in range(EVEN_POINTS + 1)]
    quantised = {point.rounded(min(indicator.decimals, 4)) for point in kept}
    return tuple(sorted(quantised, key=lambda one: one.fraction, reverse=indicator.better == "higher"))


def _bounds(indicator: Indicator, points: set[Exact]) -> tuple[Exact, Exact]:
    """The domain where it is said; else what the figures span, and half as much again."""
    low = min(points, key=lambda one: one.fraction)
    high = max(points, key=lambda one: one.fraction)
    margin = (high - low) * HALF if high > low else Exact(1)
    found_low = indicator.domain.min if indicator.domain.min is not None else low - margin
    found_high = indicator.domain.max if indicator.domain.max is not None else high + margin
    if indicator.unit == "%" and indicator.domain.min is None and low >= ZERO and found_low < ZERO:
        found_low = ZERO
    return (found_low, found_high) if found_low < found_high else (found_high, found_low)


def _compared_with(uses: Sequence[IndicatorUse]) -> Iterator[str]:
    for use in uses:
        change = getattr(use.clause, "change", None)
        against = getattr(change, "against", None)
        if against is not None and against.measured is not None:
            yield str(against.measured)


def _figures(part: object) -> Iterator[Exact]:
    """Every number of a clause; the amounts of money among them do no harm."""
    if isinstance(part, Exact):
        yield part
    elif isinstance(part, BaseModel):
        for field in type(part).model_fields:
            yield from _figures(getattr(part, field))
    elif isinstance(part, dict):
        for value in part.values():
            yield from _figures(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _figures(value)
