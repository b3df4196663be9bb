"""The Shapley value of many members, by drawing orders of joining, with its interval.

Each draw is an order and its reverse (antithetic pair: who comes early in one comes late in the other).
The mean over pairs is unbiased; the shares sum to the total exactly, since they do in every order. The
half-width is that of a 95 % interval by the normal law over pairs, for each member.
(Castro, Gómez and Tejada, "Polynomial calculation of the Shapley value based on sampling", Computers &
Operations Research 36, 2009.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.game import GameError, Shares
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mitoyen.engines.pooling.games.coalitions import Cents, Mask

_NORMAL = 1.959963984540054  # two-sided 95 %
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Sample:
    """Shares by draws: within ``half_widths`` of the exact ones, member by member, 95 times in 100."""

    shares: Shares
    half_widths: tuple[float, ...]
    orders: int

    def said(self, decimals: int = 2) -> Sentence:
        """What must be printed beside the shares."""
        width = max(self.half_widths) / 10**decimals
        return Sentence(
            f"Estimation par tirage de {self.orders} ordres d'arrivée : chaque part à ± {width:.{decimals}f} près, "
            "95 fois sur 100.",
            f"Estimated from {self.orders} orders of joining: each share within ± {width:.{decimals}f}, "
            "95 times in 100.",
        )


def shapley_by_draws(
    n: int, cost: Callable[[Mask], Cents], *, seed: int = 0, most_orders: int = 20_000, half_width: float = 0.5
) -> Sample:
    """Estimate the Shapley value of ``n`` members.

    ``cost`` takes groups as rows of booleans, shape ``(k, n)``, and gives their amounts in whole cents, shape
    ``(k,)``. Draws stop when every interval is narrower than ``half_width`` cents on each side, or after
    ``most_orders``. The same ``seed`` gives the same shares.

    >>> sample = shapley_by_draws(3, lambda groups: 600 * groups.any(axis=1), most_orders=600)
    >>> sample.orders, abs(float(sample.shares[0]) - 200) <= 2 * sample.half_widths[0], sum(sample.shares)
    (600, True, Fraction(600, 1))
    """
    if n < 1 or most_orders < 4:  # noqa: PLR2004 - two pairs are the least that has a spread
        raise GameError(
            Sentence(
                f"Il faut au moins un membre et 4 ordres d'arrivée (reçu : {n} et {most_orders}).",
                f"At least one member and 4 orders of joining are needed (given: {n} and {most_orders}).",
            )
        )
    luck = np.random.default_rng(seed)
    sums, squares, pairs = np.zeros(n, dtype=np.int64), np.zeros(n), 0
    shift: NDArray[np.float64] | None = None
    while True:
        batch = min(_BATCH, most_orders // 2 - pairs)
        orders = luck.permuted(np.tile(np.arange(n), (batch, 1)), axis=1)
        added = _added(orders, cost) + _added(orders[:, ::-1], cost)
        shift = added.mean(axis=0) if shift is None else shift
        sums += added.sum(axis=0)
        squares += ((added - shift) ** 2).sum(axis=0)
        pairs += batch
        gap = sums / pairs - shift
        spread = np.maximum(squares / pairs - gap**2, 0.0) * pairs / max(pairs - 1, 1)
        widths = _NORMAL * np.sqrt(spread / pairs) / 2
        if pairs >= most_orders // 2 or (pairs >= _BATCH and widths.max() <= half_width):
            shares = tuple(Fraction(int(total), 2 * pairs) for total in sums)
            return Sample(shares, tuple(float(width) for width in widths), 2 * pairs)


def _added(orders: NDArray[np.int64], cost: Callable[[Mask], Cents]) -> Cents:
    """What each member adds in each order, in the order of members."""
    batch, n = orders.shape
    groups = np.zeros((batch, n + 1, n), dtype=np.bool_)
    rows = np.arange(batch)
    for place in range(n):
        groups[:, place + 1] = groups[:, place]
        groups[rows, place + 1, orders[:, place]] = True
    amounts = np.asarray(cost(groups.reshape(-1, n)), dtype=np.int64).reshape(batch, n + 1)
    added = np.empty((batch, n), dtype=np.int64)
    np.put_along_axis(added, orders, np.diff(amounts, axis=1), axis=1)
    return added
