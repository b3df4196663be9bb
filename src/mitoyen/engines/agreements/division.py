"""Share an amount to the cent, by largest remainder: one amount, or one per scenario.

The single case *is* :func:`mitoyen.kernel.money.split`; the array case gives the same cents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import lcm
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact import (
    LIMIT,
    ONE,
    ZERO,
    DividedByZeroError,
    Exact,
    choose,
    is_true_somewhere,
    positive,
    total,
)
from mitoyen.kernel import money
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.agreements.exact import Truth, Whole


def split(amount: Exact, weights: Sequence[Exact], decimals: int = 2) -> list[Exact]:
    """Parts of ``amount`` in proportion to ``weights``, at ``decimals`` decimals; they sum to ``amount``.

    Equal remainders are served in the order of ``weights``. Weights that are all zero are refused:
    the clause must say who pays then.

    >>> [part.text(2) for part in split(Exact(100), [Exact(1)] * 3)]
    ['33.34', '33.33', '33.33']
    """
    unit = 10**decimals
    if amount.is_single and all(weight.is_single for weight in weights):
        parts: Sequence[Whole] = money.split(int(amount.whole(decimals)), [weight.fraction for weight in weights])
    else:
        parts = _split_scenarios(amount.whole(decimals), weights)
    return [Exact(part, unit) for part in parts]


@dataclass(slots=True)
class Held:
    """Who pays a bound instead of a proportion: where it holds, and how much."""

    where: list[Truth]
    amounts: list[Exact]
    parts: list[Exact] = field(default_factory=list)
    """What everybody pays in the end."""


def split_within(amount: Exact, weights: Sequence[Exact], least_part: Exact | None, most_part: Exact | None) -> Held:
    """Parts in proportion to ``weights``, each between two bounds: the others make up for whoever is held at one.

    Round by round, those beyond a bound are held there (the side that is further off first), and the rest is
    shared anew among the others; it ends with the one division that respects proportions and bounds.

    >>> held = split_within(Exact(100), [Exact(8), Exact(1), Exact(1)], Exact(15), None)
    >>> [part.text(2) for part in held.parts], held.where
    (['70.00', '15.00', '15.00'], [False, True, True])
    """
    held = Held([False] * len(weights), [ZERO] * len(weights))
    for _ in range(len(weights) + 1):
        rest = amount - total(held.amounts)
        shared = split(rest, _still_sharing(weights, held.where))
        held.parts = [
            choose(where, fixed, part) for where, fixed, part in zip(held.where, held.amounts, shared, strict=True)
        ]
        lacking = [ZERO if least_part is None else positive(least_part - part) for part in held.parts]
        over = [ZERO if most_part is None else positive(part - most_part) for part in held.parts]
        all_lacking, all_over = total(lacking), total(over)
        if not is_true_somewhere(all_lacking + all_over > ZERO):
            break
        from_below = all_lacking >= all_over
        for rank in range(len(weights)):
            if least_part is not None:
                _hold(held, rank, choose(from_below, lacking[rank], ZERO) > ZERO, least_part)
            if most_part is not None:
                _hold(held, rank, choose(from_below, ZERO, over[rank]) > ZERO, most_part)
    return held


def _still_sharing(weights: Sequence[Exact], held: Sequence[Truth]) -> list[Exact]:
    """The weights of those that no bound holds; where these weigh nothing, all alike."""
    free = [choose(where, ZERO, weight) for where, weight in zip(held, weights, strict=True)]
    nobody = total(free) <= ZERO
    if not is_true_somewhere(nobody):
        return free
    alike = [choose(where, ZERO, ONE) for where in held]
    everybody = total(alike) <= ZERO
    alike = [choose(everybody, ONE, one) for one in alike]
    return [choose(nobody, same, own) for same, own in zip(alike, free, strict=True)]


def _hold(held: Held, rank: int, where: Truth, bound: Exact) -> None:
    """Hold one of those who share at a bound, where it is beyond."""
    if is_true_somewhere(where):
        held.amounts[rank] = choose(where, bound, held.amounts[rank])
        held.where[rank] = held.where[rank] | where


def _split_scenarios(whole: Whole, weights: Sequence[Exact]) -> list[Whole]:
    import numpy as np  # noqa: PLC0415  only when an array is met

    den = lcm(*(weight.den for weight in weights))
    scaled = [weight.num * (den // weight.den) for weight in weights]
    largest = int(np.abs(whole).max()) * int(total(weights).high * (den // total(weights).den))
    # Exact always, slower only when huge: Python integers take over where 64 bits would not do.
    kind = np.int64 if largest < LIMIT else object
    scenarios = np.broadcast_shapes(np.shape(whole), *(np.shape(weight) for weight in scaled))
    rows = np.stack([np.broadcast_to(np.asarray(weight, dtype=kind), scenarios) for weight in scaled])
    everything = rows.sum(axis=0)
    if (rows < 0).any() or (everything == 0).any():
        raise DividedByZeroError(
            Sentence(
                "Dans un scénario, toutes les parts sont nulles ou l'une est négative : dites qui paie dans ce cas.",
                "In one scenario all the shares are zero or one is negative: say who pays then.",
            )
        )
    magnitude = np.abs(np.asarray(whole, dtype=kind))
    shares = magnitude * rows
    parts = shares // everything
    missing = magnitude - parts.sum(axis=0)
    served_first = np.argsort(-(shares - parts * everything), axis=0, kind="stable")
    rank = np.argsort(served_first, axis=0, kind="stable")
    parts = parts + (rank < missing)
    sign = np.where(np.asarray(whole) < 0, -1, 1)
    return [np.asarray(sign * part, dtype=np.int64) for part in parts]
