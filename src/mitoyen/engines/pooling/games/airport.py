"""Airport games: a group costs what its costliest member does; closed forms for any number of movements.

A type of aircraft stands for all its movements, which are the players. Littlechild and Owen, "A simple
expression for the Shapley value in a special case", Management Science 20 (1973); Littlechild, "A simple
expression for the nucleolus in a special case", International Journal of Game Theory 3 (1974);
Littlechild and Thompson, "Aircraft landing fees: a game theory approach", Bell Journal of Economics 8 (1977).

The same shape holds for any facility built for the most demanding of its users: the height of a lift, the
length of a road or of a canal, the size of a press.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.game import MOST_PLAYERS, Game, GameError, Shares
from mitoyen.engines.pooling.games.separable import Margins
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Airport:
    """Types with the cost that each alone requires (whole units) and how many movements each has.

    Every list is in the order of the types; shares are those of one movement.

    >>> runway = Airport(("short", "long"), (6, 10), (2, 1))
    >>> [str(share) for share in runway.shapley()], [str(share) for share in runway.nucleolus()]
    (['2', '6'], ['2', '6'])
    """

    players: tuple[str, ...]
    costs: tuple[int, ...]
    movements: tuple[int, ...]
    decimals: int = 2

    def __post_init__(self) -> None:
        if not self.players or not len(self.players) == len(self.costs) == len(self.movements):
            raise GameError(
                Sentence(
                    f"{len(self.players)} types, {len(self.costs)} coûts et {len(self.movements)} nombres de "
                    "mouvements : il en faut autant de chaque, et au moins un.",
                    f"{len(self.players)} types, {len(self.costs)} costs and {len(self.movements)} numbers of "
                    "movements: give as many of each, and at least one.",
                ),
                where="airport",
            )
        for player, cost, count in zip(self.players, self.costs, self.movements, strict=True):
            if cost < 0 or count < 1:
                raise GameError(
                    Sentence(
                        f"{player} : coût {cost} et {count} mouvements ; il faut un coût positif ou nul "
                        "et au moins un mouvement.",
                        f"{player}: cost {cost} and {count} movements; the cost must not be negative "
                        "and there is at least one movement.",
                    ),
                    where=player,
                )

    @property
    def total(self) -> int:
        """The cost of the whole facility."""
        return max(self.costs)

    @property
    def players_in_all(self) -> int:
        """How many movements there are."""
        return sum(self.movements)

    def _steps(self) -> list[tuple[int, int]]:
        """Each distinct cost in increasing order, with the movements that need at least that."""
        levels = sorted(set(self.costs))
        return [
            (level, sum(count for cost, count in zip(self.costs, self.movements, strict=True) if cost >= level))
            for level in levels
        ]

    def shapley(self) -> Shares:
        """What one movement of each type pays: each stretch is shared equally by those who need it."""
        steps = self._steps()
        before = [0, *(level for level, _ in steps)]
        paid = accumulate(
            Fraction(level - previous, users) for (level, users), previous in zip(steps, before, strict=False)
        )
        by_level = {level: share for (level, _), share in zip(steps, paid, strict=True)}
        return tuple(by_level[cost] for cost in self.costs)

    def nucleolus(self) -> Shares:
        """What one movement of each type pays: equal contributions, raised until a shorter facility is paid for.

        At each step the contribution is the least of ``(C_k - paid) / (movements below + 1)`` over the costs
        ``C_k`` short of the highest, and of what is left of the highest over all the movements left.
        """
        levels = [level for level, _ in self._steps()]
        below = {
            level: sum(count for cost, count in zip(self.costs, self.movements, strict=True) if cost <= level)
            for level in levels
        }
        share: dict[int, Fraction] = {}
        paid, settled = Fraction(0), 0  # by the types whose share is known, and their movements
        while len(share) < len(levels):
            left = levels[len(share) :]
            rates = [(level - paid) / (below[level] - settled + (level != levels[-1])) for level in left]
            least = min(rates)
            last = max(index for index, rate in enumerate(rates) if rate == least)
            for level in left[: last + 1]:
                share[level] = least
            paid += least * (below[left[last]] - settled)
            settled = below[left[last]]
        return tuple(share[cost] for cost in self.costs)

    def margins(self) -> Margins:
        """What the separable methods need: only an only costliest movement adds anything by joining last."""
        levels = sorted(self.costs)
        second = levels[-2] if len(levels) > 1 else 0
        alone_on_top = levels[-1] > second and self.movements[self.costs.index(levels[-1])] == 1
        joining = tuple(cost - second if alone_on_top and cost == levels[-1] else 0 for cost in self.costs)
        return Margins(self.players, self.total, self.costs, joining, counts=self.movements)

    def blocking(self, shares: Sequence[Fraction]) -> list[tuple[tuple[str, ...], Fraction]]:
        """For each facility, the types that would build it cheaper without the others, and what they would save.

        Of all the groups that need a given facility, the one that pays most is looked at.
        """
        found: dict[tuple[str, ...], Fraction] = {}
        for level in sorted(set(self.costs)):
            inside = [i for i, cost in enumerate(self.costs) if cost <= level and (shares[i] > 0 or cost == level)]
            paid = sum((shares[i] * self.movements[i] for i in inside if shares[i] > 0), Fraction(0))
            if paid > level:
                found[tuple(self.players[i] for i in inside)] = paid - level
        return sorted(found.items(), key=lambda block: (-block[1], len(block[0])))

    def least_core_excess(self) -> Fraction:
        """The least that the worst-off group can be made to bear: the core is never empty, so at most zero."""
        if self.players_in_all == 1:
            return Fraction(0)
        return -min(self.nucleolus())

    def expanded(self) -> tuple[Game, tuple[int, ...]]:
        """The game between all the movements, and the type of each. Raises :class:`GameError` above 24 movements."""
        kinds = tuple(kind for kind, count in enumerate(self.movements) for _ in range(count))
        if len(kinds) > MOST_PLAYERS:
            raise GameError(
                Sentence(
                    f"{len(kinds)} mouvements : trop pour énumérer les groupes (au plus {MOST_PLAYERS}).",
                    f"{len(kinds)} movements: too many to list the groups (at most {MOST_PLAYERS}).",
                )
            )
        table = np.zeros(1, dtype=np.int64)
        for kind in kinds:
            table = np.concatenate([table, np.maximum(table, self.costs[kind])])
        names = tuple(f"{self.players[kind]} n° {number}" for number, kind in enumerate(kinds, start=1))
        return Game(names, table, "cost", self.decimals), kinds
