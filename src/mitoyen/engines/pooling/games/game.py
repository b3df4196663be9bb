"""A game: what every group of members would pay, or earn, on its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import numpy as np

from mitoyen.calculus.division import round_shares
from mitoyen.engines.pooling.games.coalitions import members
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents

Kind: TypeAlias = Literal["cost", "value"]
Shares: TypeAlias = tuple[Fraction, ...]

LARGEST_AMOUNT = 10**15
MOST_PLAYERS = 24


class GameError(InvalidError):
    """The game cannot be read, or the method is not defined for it."""

    code: ClassVar[str] = "game"


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """``amounts[S]`` is what coalition ``S`` pays (``kind="cost"``) or earns (``"value"``) alone.

    ``amounts`` is int64 of length ``2 ** len(players)``, in units of ``10 ** -decimals`` (cents by
    default); bit ``i`` of ``S`` is ``players[i]`` and ``amounts[0]`` is zero. Shares computed from
    a game are exact fractions in the same units, in the order of its players.

    >>> towns = Game(("Nord", "Sud"), np.array([0, 11, 7, 15]))
    >>> towns.total, towns.group(0b11), towns.alone
    (15, ('Nord', 'Sud'), (11, 7))
    """

    players: tuple[str, ...]
    amounts: Cents
    kind: Kind = "cost"
    decimals: int = 2

    def __post_init__(self) -> None:
        if not 1 <= len(self.players) <= MOST_PLAYERS:
            raise GameError(
                Sentence(
                    f"Il faut entre 1 et {MOST_PLAYERS} membres pour énumérer les groupes, pas {len(self.players)}.",
                    f"Listing every group takes between 1 and {MOST_PLAYERS} members, not {len(self.players)}.",
                ),
                where="players",
            )
        twice = [player for number, player in enumerate(self.players) if player in self.players[:number]]
        if twice:
            raise GameError(
                Sentence(f"Le membre « {twice[0]} » est donné deux fois.", f"The member '{twice[0]}' is given twice."),
                where="players",
            )
        amounts = np.asarray(self.amounts)
        if not np.issubdtype(amounts.dtype, np.integer) or amounts.shape != (1 << len(self.players),):
            raise GameError(
                Sentence(
                    f"{len(self.players)} membres demandent {1 << len(self.players)} montants entiers, "
                    f"pas un tableau {amounts.dtype} de taille {amounts.shape}.",
                    f"{len(self.players)} members need {1 << len(self.players)} whole amounts, "
                    f"not an array of {amounts.dtype} of size {amounts.shape}.",
                ),
                where="amounts",
            )
        amounts = amounts.astype(np.int64)
        if amounts[0] or max(int(amounts.max()), -int(amounts.min())) > LARGEST_AMOUNT:
            raise GameError(
                Sentence(
                    f"Le groupe vide coûte zéro, et les montants restent sous {LARGEST_AMOUNT:.0e} centimes.",
                    f"The empty group costs nothing, and amounts stay below {LARGEST_AMOUNT:.0e} cents.",
                ),
                where="amounts",
            )
        amounts.flags.writeable = False
        object.__setattr__(self, "amounts", amounts)

    @property
    def n(self) -> int:
        """How many players."""
        return len(self.players)

    @property
    def everyone(self) -> int:
        """The coalition of all the players."""
        return (1 << self.n) - 1

    @property
    def total(self) -> int:
        """What all pay, or earn, together."""
        return int(self.amounts[-1])

    @property
    def alone(self) -> tuple[int, ...]:
        """What each pays, or earns, on her own."""
        return tuple(int(self.amounts[1 << i]) for i in range(self.n))

    @property
    def costs(self) -> Cents:
        """The game as costs: the amounts, or what is earned counted as a negative cost."""
        return self.amounts if self.kind == "cost" else -self.amounts

    @property
    def sign(self) -> int:
        """What turns a share of ``costs`` into a share of ``amounts``: 1, or -1 for a value game."""
        return 1 if self.kind == "cost" else -1

    def group(self, coalition: int) -> tuple[str, ...]:
        """The names of a coalition's members, in the order of the players."""
        return tuple(self.players[i] for i in members(coalition))

    def in_units(self, amount: Fraction | int) -> Fraction:
        """An amount of this game in euros (or whatever the whole unit is)."""
        return Fraction(amount, 1) / int(10**self.decimals)

    def without(self, player: int) -> Game:
        """The same game among the others."""
        kept = np.arange(1 << self.n).reshape(-1, 2, 1 << player)[:, 0].ravel()
        others = self.players[:player] + self.players[player + 1 :]
        return Game(others, self.amounts[kept], self.kind, self.decimals)


def whole_cents(players: Sequence[str], shares: Sequence[Fraction]) -> list[int]:
    """Shares rounded to whole units that sum to the rounded total, by largest remainder.

    Equal remainders are served in the alphabetical order of the names, so that listing the members
    in another order changes nobody's share.

    >>> whole_cents(["Sud", "Nord"], [Fraction(1, 2), Fraction(1, 2)])
    [0, 1]
    """
    by_name = sorted(range(len(players)), key=lambda i: players[i])
    ranks = [0] * len(players)
    for rank, i in enumerate(by_name):
        ranks[i] = rank
    return round_shares(shares, order=ranks)
