"""Whole numbers, one or ten thousand at once: what may not overflow, and how a division rounds.

A *whole* is a Python ``int`` (it never overflows) or an ``int64`` array that comes with the bounds of its
numbers. Bounds are what an operation is judged by before it is done; they also spare passes over the
scenarios: numbers that are never negative need no look at their sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mitoyen.kernel.money import RoundingMode

    Whole: TypeAlias = int | NDArray[np.int64]
    Truth: TypeAlias = bool | NDArray[np.bool_]

Bounds: TypeAlias = tuple[int, int]
"""The least and the most that the numbers of an array can be."""

LIMIT = 2**62
_SIGN_BIT = 63


class TooLargeError(InvalidError):
    """A simulated amount could leave 62 bits: it is refused rather than wrong."""

    code = "too_large"


def guard(low: int, high: int) -> None:
    """Raise :class:`TooLargeError` when numbers between these bounds could leave 62 bits.

    >>> guard(-(2**61), 2**61)
    """
    if low <= -LIMIT or high >= LIMIT:
        raise TooLargeError(
            Sentence(
                "Un montant simulé dépasse ce que la machine compte exactement (62 bits) : "
                "déclarez moins de décimales aux faits, ou des montants plus petits.",
                "A simulated amount exceeds what the machine counts exactly (62 bits): "
                "declare fewer decimals for the facts, or smaller amounts.",
            )
        )


def sum_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The bounds of a sum, out of those of its terms."""
    return a[0] + b[0], a[1] + b[1]


def difference_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The bounds of a difference."""
    return a[0] - b[1], a[1] - b[0]


def product_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The bounds of a product.

    >>> product_bounds((-2, 3), (5, 7)), product_bounds((2, 3), (5, 7))
    ((-14, 21), (10, 21))
    """
    if a[0] >= 0 and b[0] >= 0:  # the usual case: amounts, quantities and rates
        return a[0] * b[0], a[1] * b[1]
    products = [x * y for x in a for y in b]
    return min(products), max(products)


def rounded_ratio(num: Any, times: int, over: int, mode: RoundingMode, bounds: tuple[int, int]) -> Any:  # noqa: ANN401  int or array
    """``num × times / over`` rounded on the magnitude; ``bounds`` hold those of ``num × times``.

    A half goes away from zero with ``half_up``, any remainder does with ``up``, none with ``down``:
    that is the floor of a number shifted by what its sign says.

    >>> [rounded_ratio(n, 1, 10, "half_up", (n, n)) for n in (25, -25, 24)]
    [3, -3, 2]
    """
    low, high = bounds
    if mode == "half_up" and over % 2:  # an odd divisor has no half: everything is doubled
        times, over, low, high = 2 * times, 2 * over, 2 * low, 2 * high
    if isinstance(num, int):
        return (num * times + _shift(over, mode, is_negative=num < 0)) // over
    guard(low - over, high + over)
    above, below = _shift(over, mode, is_negative=False), _shift(over, mode, is_negative=True)
    lift = max(0, -(low // over))  # so many times the divisor makes every number positive
    if low >= 0 or high <= 0:
        shift = (above if low >= 0 else below) + lift * over
        moved = num + shift if times == 1 else num * times
        if times != 1:
            moved += shift
    else:
        scaled = num if times == 1 else num * times
        moved = scaled >> _SIGN_BIT  # minus one for a negative number, else zero
        moved *= above - below
        moved += scaled
        moved += above + lift * over
    return _floored(moved, over, lift)


def _floored(positive: Any, over: int, lift: int) -> Any:  # noqa: ANN401  an array of ours, written to
    """``positive // over - lift``; the machine divides numbers without sign in half the time."""
    import numpy as np  # noqa: PLC0415  only when an array is met

    unsigned = positive.view(np.uint64)
    unsigned //= over
    if lift:
        positive -= lift
    return positive


def _shift(over: int, mode: RoundingMode, *, is_negative: bool) -> int:
    if mode == "half_up":
        return over // 2 - is_negative
    return over - 1 if (mode == "up") is not is_negative else 0
