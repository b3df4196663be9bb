"""Is the game what one expects? Properties checked before any share is computed, with an exception when there is one.

Nothing here refuses a game: a published table of costs may break a property once, and shares still
make sense. What is found is said. The properties are those of costs; a value game is looked at as costs,
and its mirror properties (superadditive, convex) are meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from mitoyen.engines.pooling.games.cover import best_split, subsets_holding
from mitoyen.engines.pooling.games.game import Game

if TYPE_CHECKING:
    from mitoyen.engines.pooling.games.coalitions import Cents

Property: TypeAlias = Literal["monotone", "subadditive", "subadditive_for_all", "concave"]

MOST_PAIRED = 13  # every pair of separate groups is compared up to 3 ** 13
MOST_SPLIT = 13
_DRAWN_PAIRS = 400_000


@dataclass(frozen=True, slots=True)
class Breach:
    """Two groups that break a property, and by how much (in units of the game).

    *Monotone*: ``first`` costs more than ``second``, which holds it. *Subadditive*: ``first`` and ``second``
    together cost more than apart. *Concave*: joining ``second`` (one member) costs more after
    ``first`` than after ``first`` without its last joiner.
    """

    first: int
    second: int
    gap: int


@dataclass(frozen=True, slots=True)
class Check:
    """A property, and a breach of it if one was found.

    ``complete`` is false when only a sample of the pairs of groups was looked at.
    """

    name: Property
    breach: Breach | None
    complete: bool = True

    @property
    def holds(self) -> bool:
        """Whether no breach was found."""
        return self.breach is None


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader should know of a game first. ``saving`` is what all gain by staying together.

    ``split`` is the partition that does better than all together, when there is one, and ``split_saving``
    by how much (not searched above 13 members).
    """

    checks: tuple[Check, ...]
    saving: int
    split: tuple[int, ...]
    split_saving: int


def report(game: Game) -> Report:
    """Check the table.

    >>> found = report(Game(("A", "B", "C"), np.array([0, 6, 6, 8, 6, 8, 8, 14])))
    >>> [(check.name, check.holds) for check in found.checks]
    [('monotone', True), ('subadditive', True), ('subadditive_for_all', True), ('concave', False)]
    """
    costs = game.costs
    concave = _concave(costs, game.n)
    checks = (_monotone(game.amounts, game.n), _subadditive(costs, game.n, concave), _for_all(costs), concave)
    parts = best_split(game) if 1 < game.n <= MOST_SPLIT else [game.everyone]
    split_saving = int(costs[-1]) - sum(int(costs[part]) for part in parts)
    return Report(
        checks=checks,
        saving=sum(int(costs[1 << i]) for i in range(game.n)) - int(costs[-1]),
        split=tuple(parts) if split_saving > 0 else (),
        split_saving=split_saving,
    )


def _monotone(amounts: Cents, n: int) -> Check:
    """A group never costs (earns) less than a part of it."""
    worst = None
    for i in range(n):
        absent, present = _sides(amounts, i)
        gaps = absent - present
        at = int(gaps.argmax())
        gap = int(gaps.flat[at])
        if gap > 0 and (worst is None or gap > worst.gap):
            first = _place(at, i)
            worst = Breach(first, first | 1 << i, gap)
    return Check("monotone", worst)


def _subadditive(costs: Cents, n: int, concave: Check) -> Check:
    """Two separate groups never cost more together than apart: every pair, or a sample when they are too many."""
    if concave.holds:
        return Check("subadditive", None)  # it follows
    worst = None
    if n <= MOST_PAIRED:
        for coalition in range(3, 1 << n):
            first = subsets_holding(coalition, coalition.bit_length() - 1)
            apart = costs[first] + costs[coalition ^ first]
            at = int(apart.argmin())
            gap = int(costs[coalition] - apart[at])
            if gap > 0 and (worst is None or gap > worst.gap):
                worst = Breach(int(first[at]), coalition ^ int(first[at]), gap)
        return Check("subadditive", worst)
    luck = np.random.default_rng(n)
    everyone = (1 << n) - 1
    first = luck.integers(1, everyone, _DRAWN_PAIRS)
    second = luck.integers(1, everyone, _DRAWN_PAIRS) & ~first
    gaps = costs[first | second] - costs[first] - costs[second]
    at = int(gaps.argmax())
    if gaps[at] > 0:
        worst = Breach(int(first[at]), int(second[at]), int(gaps[at]))
    return Check("subadditive", worst, complete=False)


def _for_all(costs: Cents) -> Check:
    """All together never cost more than any group and the others apart."""
    gaps = costs[-1] - costs - costs[::-1]
    at = int(gaps[1:-1].argmax()) + 1 if len(costs) > 2 else 0  # noqa: PLR2004 - one player
    gap = int(gaps[at])
    return Check("subadditive_for_all", Breach(at, len(costs) - 1 - at, gap) if gap > 0 else None)


def _concave(costs: Cents, n: int) -> Check:
    """Joining never costs more when more are there; the first breach found is told."""
    for i in range(n):
        absent, present = _sides(costs, i)
        joining = (present - absent).reshape(-1)
        for j in range(n - 1):
            early, late = _sides(joining, j)
            gaps = late - early
            at = int(gaps.argmax())
            if gaps.flat[at] > 0:
                before = _place(at, j) | 1 << j
                first = (before >> i) << (i + 1) | before & ((1 << i) - 1)
                return Check("concave", Breach(first, 1 << i, int(gaps.flat[at])))
    return Check("concave", None)


def _sides(table: Cents, player: int) -> tuple[Cents, Cents]:
    """The halves of a table without and with a player."""
    halves = table.reshape(-1, 2, 1 << player)
    return halves[:, 0], halves[:, 1]


def _place(at: int, player: int) -> int:
    """The coalition without ``player`` at a flat position of such a half."""
    block, rest = divmod(at, 1 << player)
    return block << (player + 1) | rest
