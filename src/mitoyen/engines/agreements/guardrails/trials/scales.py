"""The values of an indicator that are worth trying: spread evenly, and on both sides of every edge of the clauses."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from pydantic import BaseModel

from mitoyen.engines.agreements.exact import ZERO, Exact, clamp, greatest
from mitoyen.engines.agreements.guardrails.trials import supposing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mitoyen.engines.agreements.declarations import Indicator
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.looking.links import IndicatorUse

EVEN_POINTS = 48
MOST_POINTS = 160
MOST_FIGURES = 12
"""Figures of the clauses whose quotients are looked at: a limit over a price is where the price stops counting."""
MOST_DECIMALS = 4
FAR = Exact(1000)
"""So many times the largest figure of the clauses and of the indicator, nothing changes any more: a domain written
without thinking (at most ten to the twelve) is tried no further."""
HUNDRED = Exact(100)
HALF = Exact(1, 2)


def scale(agreement: Agreement, indicator: Indicator, uses: Sequence[IndicatorUse]) -> tuple[Exact, ...]:
    """Values from the best to the worst, as precise as the indicator is."""
    decimals = min(indicator.decimals, MOST_DECIMALS)
    figures = sorted({figure for use in uses for figure in _figures(use.clause)}, key=_size)
    stands = [supposing.usual(agreement, uses[0].name)]
    stands += [supposing.usual(agreement, other) for other in _compared_with(uses)]
    told = {*stands, *figures}
    for figure in figures:
        for stand in stands:
            told |= {stand - figure, stand + figure}
            told |= {stand * (HUNDRED - figure) / 100, stand * (HUNDRED + figure) / 100}
    low, high = _bounds(indicator, told)
    told |= set(_where_limits_are_met(figures, [*stands, *(figure for figure in figures if low <= figure <= high)]))
    just = Exact(1, 10**decimals)
    edges = {
        edge for point in _within(told, low, high) for edge in _within((point, point + just, point - just), low, high)
    }
    kept = supposing.spread_over(tuple(sorted(edges, key=_size)), MOST_POINTS)
    even = [low + (high - low) * Exact(rank, EVEN_POINTS) for rank in range(EVEN_POINTS + 1)]
    every = {*kept, *(point.rounded(decimals) for point in even)}
    return tuple(sorted(every, key=_size, reverse=indicator.better == "higher"))


def _size(one: Exact) -> float:
    return one.num / one.den  # type: ignore[no-any-return]  # an order, not an amount


def _within(points: Iterable[Exact], low: Exact, high: Exact) -> Iterator[Exact]:
    return (point for point in points if low <= point <= high)


def _where_limits_are_met(figures: Sequence[Exact], bases: Sequence[Exact]) -> Iterator[Exact]:
    """So many units away from where counting begins as a limit divided by a price allows."""
    some = supposing.spread_over(tuple(figure for figure in figures if figure > ZERO), MOST_FIGURES)
    lengths = {most / price for most, price in permutations(some, 2) if most > price}
    return (base + side for base in bases[:MOST_FIGURES] for length in lengths for side in (length, -length))


def _bounds(indicator: Indicator, points: set[Exact]) -> tuple[Exact, Exact]:
    """The domain where it is said; else what the figures span, and half as much again."""
    low, high = min(points, key=_size), max(points, key=_size)
    margin = (high - low) * HALF if high > low else Exact(1)
    found_low = indicator.domain.min if indicator.domain.min is not None else low - margin
    found_high = indicator.domain.max if indicator.domain.max is not None else high + margin
    far = greatest(high, -low) * FAR + 1
    found_low, found_high = clamp(found_low, -far, far), clamp(found_high, -far, far)
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
