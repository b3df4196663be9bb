"""Separable costs: everyone pays what her joining adds, and the rest is shared by benefits, or equally.

``m_i = c(N) - c(N - i)`` is what member ``i`` adds when she joins last; the rest is
``c(N) - sum of m``. The rest is shared in proportion to ``r_i = b_i - m_i``, where ``b_i`` is her
benefit, not counted above what she would pay alone (SCRB: Separable Costs, Remaining Benefits, the
method of American water projects since 1950); with ``b_i = c(i)`` this is the Alternate Cost Avoided; in
equal parts it is ENSC (Equal allocation of Non-Separable Costs). The Gately point (1974) makes equal,
for all, what the others would lose over what she would lose if she left.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.game import Game, GameError, Shares
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Separable:
    """Shares, and what must be said of them."""

    shares: Shares
    remarks: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Margins:
    """What the separable methods need to know, as costs.

    A player may stand for several alike (``counts``, one each by default): amounts and shares are
    those of one of them.
    """

    players: tuple[str, ...]
    total: int
    alone: tuple[int, ...]
    joining: tuple[int, ...]
    sign: int = 1
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, game: Game) -> Margins:
        """Read them off the table of a game.

        >>> import numpy as np
        >>> Margins.of(Game(("Nord", "Sud"), np.array([0, 11, 7, 15]))).joining
        (8, 4)
        """
        costs, everyone = game.costs, game.everyone
        alone = tuple(int(costs[1 << i]) for i in range(game.n))
        joining = tuple(int(costs[-1] - costs[everyone ^ (1 << i)]) for i in range(game.n))
        return cls(game.players, int(costs[-1]), alone, joining, game.sign)

    @property
    def rest(self) -> int:
        """What nobody's joining explains."""
        return self.total - int(self.sum_of(self.joining))

    def sum_of(self, amounts: Sequence[Fraction | int]) -> Fraction:
        """The sum over all those that the players stand for."""
        counts = self.counts or (1,) * len(amounts)
        return sum((Fraction(count * part) for count, part in zip(counts, amounts, strict=True)), Fraction(0))


def scrb(margins: Margins, benefits: Sequence[Fraction] | None = None) -> Separable:
    """Separable Costs, Remaining Benefits; without ``benefits``, what each would pay alone stands for them.

    Someone whose joining costs more than her benefit has no remaining benefit: she pays what she adds,
    and that is remarked. When nobody has any, the rest follows what each would pay alone.

    >>> towns = Margins(("Nord", "Sud"), 15, (11, 7), (8, 4))
    >>> [str(share) for share in scrb(towns).shares]
    ['19/2', '11/2']
    """
    worth = [Fraction(cost) for cost in margins.alone]
    if benefits is not None:
        worth = [min(benefit, cost) for benefit, cost in zip(benefits, worth, strict=True)]
    remaining = [benefit - added for benefit, added in zip(worth, margins.joining, strict=True)]
    remarks = [_adds_more(player) for player, left in zip(margins.players, remaining, strict=True) if left < 0]
    remaining = [max(left, Fraction(0)) for left in remaining]
    if not any(remaining):
        remaining = _stand_alone_weights(margins)
        if margins.rest:
            remarks.append(_nobody_gains())
    if margins.rest < 0:
        remarks.append(_less_than_added())
    whole = margins.sum_of(remaining)
    shares = [added + margins.rest * left / whole for added, left in zip(margins.joining, remaining, strict=True)]
    return Separable(tuple(margins.sign * share for share in shares), tuple(remarks))


def aca(margins: Margins) -> Separable:
    """Alternate Cost Avoided: SCRB when what each would pay alone is her benefit."""
    return scrb(margins)


def ensc(margins: Margins) -> Separable:
    """Equal allocation of Non-Separable Costs.

    >>> [str(share) for share in ensc(Margins(("Nord", "Sud"), 15, (11, 7), (8, 4))).shares]
    ['19/2', '11/2']
    """
    rest = margins.rest / margins.sum_of([1] * len(margins.joining))
    return Separable(tuple(margins.sign * (added + rest) for added in margins.joining))


def gately(margins: Margins) -> Separable:
    """The Gately point: ``x_i = c(i) - r_i (sum of c(j) - c(N)) / sum of r``, with ``r_i = c(i) - m_i``.

    Raises :class:`GameError` when the ``r_i`` sum to zero while there is something to save: no point
    then has the property.

    >>> [str(share) for share in gately(Margins(("Nord", "Sud"), 15, (11, 7), (8, 4))).shares]
    ['19/2', '11/2']
    """
    gains = [cost - added for cost, added in zip(margins.alone, margins.joining, strict=True)]
    saved, whole = margins.sum_of(margins.alone) - margins.total, margins.sum_of(gains)
    if saved and not whole:
        raise GameError(
            Sentence(
                "Le point de Gately n'existe pas ici : ce que chacun perdrait en partant se compense exactement.",
                "There is no Gately point here: what each would lose by leaving cancels out exactly.",
            )
        )
    rate = saved / whole if saved else Fraction(0)
    return Separable(
        tuple(margins.sign * (cost - gain * rate) for cost, gain in zip(margins.alone, gains, strict=True))
    )


def _stand_alone_weights(margins: Margins) -> list[Fraction]:
    """Proportional to what each would pay alone; equal when that does not make sense."""
    alone = [Fraction(margins.sign * cost) for cost in margins.alone]
    return alone if min(alone) >= 0 and any(alone) else [Fraction(1)] * len(alone)


def _adds_more(player: str) -> Sentence:
    return Sentence(
        f"{player} ajoute plus de coût qu'elle n'y gagne : elle paie ce qu'elle ajoute, sans part du reste.",
        f"{player} adds more cost than she gains: she pays what she adds, and no part of the rest.",
    )


def _nobody_gains() -> Sentence:
    return Sentence(
        "Personne ne gagne à venir en dernier : le reste suit ce que chacune paierait seule.",
        "Nobody gains by joining last: the rest follows what each would pay alone.",
    )


def _less_than_added() -> Sentence:
    return Sentence(
        "Ensemble, on paie moins que la somme de ce que chacune ajoute en dernier : la différence est rendue.",
        "Together, less is paid than the sum of what each adds by joining last: the difference is given back.",
    )
