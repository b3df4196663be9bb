"""Coalitions as bits: sums over all of them at once, and exact comparisons of millions of fractions.

Bit ``i`` of a coalition's number is player ``i``; an array over coalitions has ``2 ** n`` entries.
"""

from __future__ import annotations

from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

Cents: TypeAlias = "NDArray[np.int64]"
Mask: TypeAlias = "NDArray[np.bool_]"

_WRAP = 2**64
_FITS = 2**62
SATURATED = 2**61


@lru_cache(maxsize=4)
def sizes(n: int) -> NDArray[np.uint8]:
    """How many members each of the ``2 ** n`` coalitions has.

    >>> sizes(3).tolist()
    [0, 1, 1, 2, 1, 2, 2, 3]
    """
    counts = np.bitwise_count(np.arange(1 << n, dtype=np.uint32))
    counts.flags.writeable = False
    return counts


def members(coalition: int) -> Iterator[int]:
    """The players of a coalition, in order.

    >>> list(members(0b1101))
    [0, 2, 3]
    """
    while coalition:
        lowest = coalition & -coalition
        yield lowest.bit_length() - 1
        coalition ^= lowest


def coalition_sums(parts: NDArray[Any]) -> NDArray[Any]:
    """``x(S)`` for every coalition, in one pass over the array; whole numbers wrap around 64 bits.

    >>> coalition_sums(np.array([1, 10, 100])).tolist()
    [0, 1, 10, 11, 100, 101, 110, 111]
    """
    low, high = halves(parts)
    sums: NDArray[Any] = (high[:, None] + low).ravel()
    return sums


def halves(parts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Sums over coalitions of the first half of the players, and of the second: all others are sums of two."""
    middle = (len(parts) + 1) // 2
    return _doubled(parts[:middle]), _doubled(parts[middle:])


def _doubled(parts: NDArray[Any]) -> NDArray[Any]:
    out = np.zeros(1 << len(parts), dtype=parts.dtype)
    for i, part in enumerate(parts):
        np.add(out[: 1 << i], part, out=out[1 << i : 2 << i])
    return out


def indicator(coalition: int, n: int) -> list[int]:
    """A coalition as a row of zeros and ones.

    >>> indicator(0b101, 3)
    [1, 0, 1]
    """
    return [coalition >> i & 1 for i in range(n)]


def exact_form(
    costs: Cents, factor: int, parts: Sequence[int], constant: int = 0, weights: Cents | None = None
) -> Cents:
    """``factor * c(S) - parts(S) - constant * w(S)`` for every coalition, in whole numbers, exactly.

    ``weights`` are all one by default. The values may exceed 64 bits: those beyond ``2 ** 60`` come out
    as plus or minus ``SATURATED``, all others are exact. (Arithmetic modulo ``2 ** 64`` gives the exact
    value as soon as a float tells that it is small.)

    >>> exact_form(np.array([0, 11, 7, 15]), 2, [19, 11]).tolist()
    [0, 3, 3, 0]
    """
    heaviest = 1 if weights is None else int(np.abs(weights).max())
    bound = abs(factor) * int(np.abs(costs).max()) + sum(map(abs, parts)) + abs(constant) * heaviest
    if bound >= 2**105:  # a float could be wrong by more than a wrap: big integers, slowly
        big = costs.astype(object) * factor - coalition_sums(np.array([*parts], dtype=object))
        big = big - constant * (1 if weights is None else weights.astype(object))
        return np.asarray(np.clip(big, -SATURATED, SATURATED), dtype=np.int64)
    wrapped = costs * _wrapped(factor)
    wrapped -= coalition_sums(np.array([_wrapped(part) for part in parts], dtype=np.int64))
    if constant:
        wrapped -= _wrapped(constant) if weights is None else weights * _wrapped(constant)
    if bound >= _FITS:
        rough = costs * float(factor) - coalition_sums(np.array([float(part) for part in parts]))
        rough -= float(constant) * (1.0 if weights is None else weights)
        far = np.abs(rough) > 2.0**60
        wrapped[far] = np.where(rough[far] > 0, SATURATED, -SATURATED)
    return wrapped


def _wrapped(number: int) -> np.int64:
    number %= _WRAP
    return np.int64(number - _WRAP if number >= _WRAP // 2 else number)


def common_denominator(shares: Sequence[Fraction]) -> tuple[int, list[int]]:
    """The shares as whole numbers over one denominator.

    >>> from fractions import Fraction
    >>> common_denominator([Fraction(1, 2), Fraction(2, 3)])
    (6, [3, 4])
    """
    whole = lcm(*(share.denominator for share in shares))
    return whole, [int(share * whole) for share in shares]
