"""The Shapley value: what each adds, on average over all the orders in which members could join.

``phi_i = sum over S without i of |S|! (n-|S|-1)! / n! * (c(S+i) - c(S))``
(Shapley, "A value for n-person games", Contributions to the Theory of Games II, 1953).

Exact, by folding. Let ``T_i`` be the sum, over the coalitions ``S`` that hold ``i`` without being all,
of ``w(|S|) c(S)`` with ``w(s) = (s-1)!(n-s-1)!/(n-1)!``. Then ``phi_i - phi_j = T_i - T_j``, and the
shares sum to ``c(N)``: nothing else is needed. One pass weighs the table; folding it in halves, the last
player first, reads the ``n`` sums in as much work as reading the table twice. The weights are whole
numbers once multiplied by ``lcm(1..n)`` (``n * lcm of C(n-1, s) = lcm(1..n)``): the fold runs in integers
modulo ``2 ** 64`` and loses nothing, where floats would cancel. Amounts too large for that are folded in
two pieces, since the value of a sum of games is the sum of the values.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, factorial, lcm, prod
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import sizes
from mitoyen.engines.pooling.games.game import Game, GameError, Shares
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents

_PIECE = 26  # bits: lcm(1..24) is under 2 ** 33, so four times a folded piece stays under 2 ** 62
_BLOCK = 14  # players of a block of the table that stays in the processor's cache


def shapley(game: Game) -> Shares:
    """The exact Shapley value of ``game``, in its units. O(2 ** n) time, two arrays of memory.

    >>> [str(share) for share in shapley(Game(("A", "B"), np.array([0, 11, 7, 15])))]
    ['19/2', '11/2']
    """
    n = game.n
    whole = lcm(*range(1, n + 1))
    gaps = [0] * n
    for piece, shift in _pieces(game.amounts, whole):
        sums = _folded(piece, n, whole)
        for i, part in enumerate(sums):
            gaps[i] += _signed(part - sums[0]) << shift
    return tuple(Fraction(game.total * whole + n * gap - sum(gaps), n * whole) for gap in gaps)


def _pieces(amounts: Cents, whole: int) -> list[tuple[Cents, int]]:
    """The amounts cut in pieces small enough to fold, each with its shift in bits."""
    # A share is an average of differences of amounts: two shares differ by four times the largest at most.
    if 4 * whole * max(int(amounts.max()), -int(amounts.min())) < 2**63:
        return [(amounts, 0)]
    high = amounts >> _PIECE
    return [(amounts - (high << _PIECE), 0), (high, _PIECE)]


def _folded(amounts: Cents, n: int, whole: int) -> list[int]:
    """``whole * T_i`` for each player, modulo ``2 ** 64``."""
    weights = [0, *(n * whole // (s * (n - s) * comb(n, s)) for s in range(1, n)), 0]
    table = _weighed(amounts, n, np.array(weights, dtype=np.int64))
    sums = [0] * n
    for i in range(n - 1, 0, -1):
        absent, present = table.reshape(2, -1)
        sums[i] = int(present.sum())
        table = np.add(absent, present, out=absent)
    sums[0] = int(table[1])
    return sums


def _weighed(amounts: Cents, n: int, weights: Cents) -> Cents:
    """``w(|S|) c(S)``, block by block: inside a block the last players do not change."""
    first = min(n, _BLOCK)
    inside = sizes(first)
    rows = {count: weights[inside + count] for count in range(n - first + 1)}
    table = np.empty_like(amounts)
    for block, (read, written) in enumerate(
        zip(amounts.reshape(-1, 1 << first), table.reshape(-1, 1 << first), strict=True)
    ):
        np.multiply(read, rows[block.bit_count()], out=written)
    return table


def _signed(number: int) -> int:
    """The number of least magnitude that is equal to ``number`` modulo ``2 ** 64``."""
    return (number + 2**63) % 2**64 - 2**63


def shapley_of_types(counts: Sequence[int], cost: Callable[[tuple[int, ...]], int]) -> Shares:
    """The exact share of one member of each type, when members of a type are alike.

    ``counts`` says how many members each type has; ``cost`` gives the cost of a group from how many
    of each type it has. The work is the product of the counts, not two to the number of members.

    >>> [str(share) for share in shapley_of_types([1, 2], lambda group: 6 * max(group))]
    ['2', '5']
    """
    n = sum(counts)
    if not counts or min(counts) < 1:
        raise GameError(
            Sentence(
                f"Chaque type doit avoir au moins un membre (reçu : {list(counts)}).",
                f"Every type needs at least one member (given: {list(counts)}).",
            ),
            where="counts",
        )
    totals = [Fraction(0)] * len(counts)
    costs = {group: cost(group) for group in product(*(range(count + 1) for count in counts))}
    orders = [Fraction(factorial(s) * factorial(n - s - 1), factorial(n)) for s in range(n)]
    for group, paid in costs.items():
        for kind, (held, count) in enumerate(zip(group, counts, strict=True)):
            if held == count:
                continue
            joined = (*group[:kind], held + 1, *group[kind + 1 :])
            ways = prod(comb(c - (k == kind), h) for k, (h, c) in enumerate(zip(group, counts, strict=True)))
            totals[kind] += ways * orders[sum(group)] * (costs[joined] - paid)
    return tuple(totals)
