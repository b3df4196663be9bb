"""Stability: which groups would be better off alone under given shares, and whether any shares avoid it.

The core holds the shares of the total under which no group pays more than it would alone
(``x(S) <= c(S)``; for a value game, receives less: ``x(S) >= v(S)``). A group's *excess* is what it
would gain by leaving; it is positive for the groups that block.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import common_denominator, exact_form, members
from mitoyen.engines.pooling.games.game import Game, GameError
from mitoyen.engines.pooling.games.levels import LevelError, Row
from mitoyen.engines.pooling.games.program import LevelProgram
from mitoyen.engines.pooling.games.rational import solve
from mitoyen.engines.pooling.games.table import TableLevels
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents


@dataclass(frozen=True, slots=True)
class Block:
    """A group that would gain ``excess`` by leaving, in the game's units."""

    coalition: int
    excess: Fraction


@dataclass(frozen=True, slots=True)
class CoreCheck:
    """The groups that block given shares, the worst first; ``count`` tells them all, ``blocks`` may stop earlier."""

    blocks: tuple[Block, ...]
    count: int

    @property
    def is_stable(self) -> bool:
        """Whether the shares are in the core."""
        return self.count == 0


@dataclass(frozen=True, slots=True)
class BalancedFamily:
    """Groups whose weighted tables cover everyone exactly once: their weighted amounts bound what all can pay.

    ``subsidy`` is the cost of stability (Bachrach and others, 2009): the least amount from outside
    under which some shares are stable; zero when the core is not empty.
    """

    groups: tuple[tuple[int, Fraction], ...]
    subsidy: Fraction


def core_check(game: Game, shares: Sequence[Fraction], most: int | None = None) -> CoreCheck:
    """The groups that would be better off alone under ``shares``; at most ``most`` of them are listed.

    Exact comparisons over all the coalitions. Equal excesses are in order of size, then of members.
    Raises :class:`GameError` when the shares do not sum to the total.

    >>> towns = Game(("Nord", "Sud"), np.array([0, 11, 7, 15]))
    >>> check = core_check(towns, [Fraction(7), Fraction(8)])
    >>> [(towns.group(block.coalition), str(block.excess)) for block in check.blocks]
    [(('Sud',), '1')]
    """
    _check_efficient(game, shares)
    gains = _gains(game, shares)
    blocking = np.flatnonzero(gains < 0)
    count = len(blocking)
    if most is not None and count > most:
        blocking = blocking[np.argpartition(gains[blocking], most)[: most + 1]]
    blocks = [Block(int(coalition), excess(game, shares, int(coalition))) for coalition in blocking]
    blocks.sort(key=lambda block: (-block.excess, block.coalition.bit_count(), [*members(block.coalition)]))
    return CoreCheck(tuple(blocks[:most]), count)


def excess(game: Game, shares: Sequence[Fraction], coalition: int) -> Fraction:
    """What ``coalition`` would gain by leaving, exactly."""
    paid = sum((shares[i] for i in members(coalition)), Fraction(0))
    return game.sign * (paid - int(game.amounts[coalition]))


def tightest_groups(game: Game, shares: Sequence[Fraction]) -> list[Block]:
    """For each player, the group with her (not that of all) that has least to lose by leaving: what holds her share.

    Of one player there is none: the list is empty.
    """
    _check_efficient(game, shares)
    if game.n == 1:
        return []
    gains = _gains(game, shares)
    gains[0] = gains[-1] = np.iinfo(np.int64).max
    found = []
    for i in range(game.n):
        holding = gains.reshape(-1, 2, 1 << i)[:, 1]
        block, rest = divmod(int(holding.argmin()), 1 << i)
        coalition = (2 * block + 1) * (1 << i) + rest
        found.append(Block(coalition, excess(game, shares, coalition)))
    return found


def _gains(game: Game, shares: Sequence[Fraction]) -> Cents:
    """What each coalition saves by staying, over a common denominator; zero for all."""
    unit, parts = common_denominator([game.sign * share for share in shares])
    return exact_form(game.costs, unit, parts)


def _check_efficient(game: Game, shares: Sequence[Fraction]) -> None:
    if len(shares) != game.n or sum(shares, Fraction(0)) != game.total:
        raise GameError(
            Sentence(
                f"Les parts ({len(shares)}, de somme {float(sum(shares))}) ne font pas le total {game.total} "
                f"entre {game.n} membres.",
                f"The shares ({len(shares)}, summing to {float(sum(shares))}) do not make the total {game.total} "
                f"among {game.n} members.",
            )
        )


def balanced_family(game: Game) -> BalancedFamily:
    """The groups that together show how much all can be made to pay without any of them leaving.

    Linear duality (Bondareva 1963, Shapley 1967): ``max x(N)`` under ``x(S) <= c(S)`` for every other group
    is the least weighted sum of ``c(S)`` over families whose weights give one to each member. With less
    than ``c(N)`` the core is empty, and the family is the proof.

    >>> tower = Game(("A", "B", "C"), np.array([0, 6, 6, 8, 6, 8, 8, 15]))
    >>> family = balanced_family(tower)
    >>> [(tower.group(group), str(weight)) for group, weight in family.groups], str(family.subsidy)
    ([(('A', 'B'), '1/2'), (('A', 'C'), '1/2'), (('B', 'C'), '1/2')], '3')
    """
    n, costs = game.n, game.costs
    if n == 1:
        return BalancedFamily((), Fraction(0))
    for attempt in range(4):
        try:
            weights = _cheapest_cover(game, attempt)
        except LevelError:
            continue
        least = sum((weight * int(costs[group]) for group, weight in weights), Fraction(0))
        subsidy = max(Fraction(0), int(costs[-1]) - least)
        return BalancedFamily(tuple(sorted(weights)), subsidy)
    raise GameError(
        Sentence(
            "La famille équilibrée n'a pas pu être calculée exactement : les montants sont d'ordres trop différents.",
            "The balanced family could not be computed exactly: the amounts are of too different orders.",
        )
    )


def _cheapest_cover(game: Game, attempt: int) -> list[tuple[int, Fraction]]:
    """Weighted groups from the linear program, the weights solved again exactly."""
    problem = TableLevels(game.costs, int(game.costs[-1]), np.zeros_like(game.costs))
    search, program = problem.search(), LevelProgram(game.n, attempt)
    program.fix(problem.everyone, 0.0, -1.0)  # the level is x(N)
    entering, entered = [problem.row(1 << i) for i in range(game.n)], set[Row]()
    while entering:
        for row in entering:
            program.enter(row, 0.0, row.bound / search.scale)
        entered.update(entering)
        _, shares = program.solve()
        entering = [row for row in search.violated(0.0, shares) if row not in entered]
    binding = program.binding()
    guess = [Fraction(weight).limit_denominator(10**9) for _, weight in binding]
    columns = [list(column) for column in zip(*(row.held for row, _ in binding), strict=True)]
    weights = solve(columns, [1] * game.n, guess) if binding else None
    if not weights or min(weights) <= 0:
        raise LevelError("no positive weights")
    groups = [sum(1 << i for i, one in enumerate(row.held) if one) for row, _ in binding]
    return list(zip(groups, weights, strict=True))
