"""In proportion to weights, between floors and caps: the level that fills the total, exactly.

Every member receives ``level × weight``, raised to her floor or cut at her cap; the level is the
one at which the parts sum to the total. The sum grows with the level by straight pieces, so the
exact level is found between two breakpoints (where a member leaves her floor or meets her cap).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Rate
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

Side: TypeAlias = Literal["floors", "caps", "weights"]


class DivisionError(InvalidError):
    """No division respects the floors, the caps and the weights; ``side`` says which of them is in the way."""

    code: ClassVar[str] = "impossible_division"

    def __init__(self, sentence: Sentence, side: Side) -> None:
        """Say ``sentence``; ``side`` is what has to change."""
        super().__init__(sentence, where=side)
        self.side = side


def fill(
    total: Rate,
    weights: Sequence[Rate],
    floors: Sequence[Rate] | None = None,
    caps: Sequence[Rate | None] | None = None,
) -> list[Fraction]:
    """Divide ``total`` in proportion to ``weights``, each part kept between its floor and its cap.

    ``floors`` are zero by default; a cap of ``None`` is no cap. A member of weight zero receives
    her floor. O(n log n) in exact fractions. Raises :class:`DivisionError` when the floors exceed
    the total (``side == "floors"``), when the caps cannot hold it (``"caps"``), or when only
    members of weight zero could still receive (``"weights"``).

    >>> [str(part) for part in fill(100, [1, 1, 2])]
    ['25', '25', '50']
    >>> [str(part) for part in fill(100, [1, 1, 2], floors=[30, 0, 0], caps=[None, None, 40])]
    ['30', '30', '40']
    """
    amount, shares, low, high = _checked(Fraction(total), weights, floors, caps)
    level = _level(amount, shares, low, high)
    return [_clip(level * weight, least, most) for weight, least, most in zip(shares, low, high, strict=True)]


def _clip(value: Fraction, least: Fraction, most: Fraction | None) -> Fraction:
    return max(least, value if most is None else min(value, most))


def _level(amount: Fraction, shares: list[Fraction], low: list[Fraction], high: list[Fraction | None]) -> Fraction:
    """The lowest level at which the parts sum to ``amount``."""
    turns: list[tuple[Fraction, Fraction]] = []  # a level, and how the slope of the sum changes there
    for weight, least, most in zip(shares, low, high, strict=True):
        if weight:
            turns.append((least / weight, weight))
            if most is not None:
                turns.append((most / weight, -weight))
    reached, slope, level = sum(low, Fraction(0)), Fraction(0), Fraction(0)
    for turn, change in sorted(turns):
        if reached + slope * (turn - level) >= amount:
            break
        reached, level, slope = reached + slope * (turn - level), turn, slope + change
    if reached == amount:
        return level
    if slope <= 0:
        raise DivisionError(
            Sentence(
                f"Il reste {amount - reached} à répartir, mais seuls des membres de poids nul le peuvent encore : "
                "relevez un plafond, ou donnez-leur un poids.",
                f"{amount - reached} is left to divide, but only members of weight zero could still receive: "
                "raise a cap, or give them a weight.",
            ),
            "weights",
        )
    return level + (amount - reached) / slope


def _checked(
    amount: Fraction,
    weights: Sequence[Rate],
    floors: Sequence[Rate] | None,
    caps: Sequence[Rate | None] | None,
) -> tuple[Fraction, list[Fraction], list[Fraction], list[Fraction | None]]:
    """The same as fractions, refused when they contradict one another."""
    shares = [Fraction(weight) for weight in weights]
    low = [Fraction(0)] * len(shares) if floors is None else [Fraction(floor) for floor in floors]
    high = [None if cap is None else Fraction(cap) for cap in (caps if caps is not None else [None] * len(shares))]
    if not len(shares) == len(low) == len(high):
        raise InvalidError(
            Sentence(
                f"{len(shares)} poids, {len(low)} planchers et {len(high)} plafonds : il en faut autant de chaque.",
                f"{len(shares)} weights, {len(low)} floors and {len(high)} caps: give as many of each.",
            )
        )
    for number, (weight, least, most) in enumerate(zip(shares, low, high, strict=True), start=1):
        if weight < 0 or least < 0 or (most is not None and most < least):
            raise InvalidError(
                Sentence(
                    f"Membre {number} : poids {weight}, plancher {least}, plafond {most}. "
                    "Poids et plancher ne peuvent pas être négatifs, ni le plafond sous le plancher.",
                    f"Member {number}: weight {weight}, floor {least}, cap {most}. "
                    "Weight and floor cannot be negative, nor the cap below the floor.",
                ),
                where=str(number),
            )
    if sum(low) > amount:
        raise DivisionError(
            Sentence(
                f"Les planchers font {sum(low)}, plus que le total {amount} : baissez-les.",
                f"The floors sum to {sum(low)}, more than the total {amount}: lower them.",
            ),
            "floors",
        )
    if all(most is not None for most in high) and (room := sum(most for most in high if most is not None)) < amount:
        raise DivisionError(
            Sentence(
                f"Les plafonds font {room}, moins que le total {amount} : relevez-les.",
                f"The caps sum to {room}, less than the total {amount}: raise them.",
            ),
            "caps",
        )
    return amount, shares, low, high
