"""Whole cents by largest remainder: on arrays, on signed amounts, and over the months.

``kernel.money.split`` is the rule; ``split_each`` is the same rule on many totals at once and is
tested equal to it, to the cent and to the tie.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, lcm
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.money import Rate, rounded, split
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LARGEST = 2**63 - 1


def split_each(
    totals: Sequence[int] | NDArray[np.int64], weights: Sequence[Rate] | NDArray[np.int64]
) -> NDArray[np.int64]:
    """Split each of ``totals`` (shape ``(k,)``, whole cents) in proportion to ``weights``.

    ``weights`` are rates, or whole numbers of shape ``(m,)``, or one row of whole numbers for each
    total, of shape ``(k, m)``. The answer has shape ``(k, m)`` and its rows sum to the totals.
    Where the products leave 64 bits, the row is computed by ``kernel.money.split`` itself.
    Raises :class:`InvalidError` as ``kernel.money.split`` does.

    >>> split_each([100, -100, 0], [1, 1, 1]).tolist()
    [[34, 33, 33], [-34, -33, -33], [0, 0, 0]]
    >>> split_each([100, 100], np.array([[1, 3], [1, 1]])).tolist()
    [[25, 75], [50, 50]]
    """
    amounts = np.asarray(totals, dtype=np.int64)
    shares, fit = _whole_weights(weights)
    if not fit:
        exact = [Fraction(weight) for weight in weights]
        return np.array([split(int(total), exact) for total in amounts], dtype=np.int64).reshape(len(amounts), -1)
    rows = np.broadcast_to(shares, (len(amounts), shares.shape[-1]))
    sums = [sum(row) for row in np.atleast_2d(shares).tolist()]
    if np.any(shares < 0) or 0 in sums:
        bad = next(
            row for row, whole in zip(np.atleast_2d(shares).tolist(), sums, strict=True) if min(row) < 0 or not whole
        )
        split(1, bad)  # says what is wrong
    largest = max((abs(int(total)) for total in (amounts.min(initial=0), amounts.max(initial=0))), default=0)
    if largest * max(sums, default=0) > _LARGEST:
        return np.array([split(int(t), row) for t, row in zip(amounts, rows.tolist(), strict=True)], dtype=np.int64)
    magnitudes = np.abs(amounts)[:, None]
    parts, rests = np.divmod(magnitudes * rows, rows.sum(axis=1, keepdims=True))
    missing = magnitudes - parts.sum(axis=1, keepdims=True)
    by_remainder = np.argsort(-rests, axis=1, kind="stable")
    served = np.arange(rows.shape[1])[None, :] < missing
    extra = np.zeros_like(parts)
    np.put_along_axis(extra, by_remainder, served.astype(np.int64), axis=1)
    return (parts + extra) * np.sign(amounts)[:, None]


def _whole_weights(weights: Sequence[Rate] | NDArray[np.int64]) -> tuple[NDArray[np.int64], bool]:
    """Weights as whole numbers, and whether they fit in 64 bits."""
    if isinstance(weights, np.ndarray):
        if not np.issubdtype(weights.dtype, np.integer):
            raise InvalidError(
                Sentence(
                    f"Des poids en tableau doivent être entiers, pas {weights.dtype}.",
                    f"Weights in an array must be whole numbers, not {weights.dtype}.",
                )
            )
        return weights.astype(np.int64), True
    exact = [Fraction(weight) for weight in weights]
    unit = lcm(*(weight.denominator for weight in exact)) if exact else 1
    whole = [int(weight * unit) for weight in exact]
    if sum(map(abs, whole)) > _LARGEST:
        return np.zeros(0, dtype=np.int64), False
    return np.array(whole, dtype=np.int64), True


def round_shares(exact: Sequence[Rate], total: int | None = None, order: Sequence[int] | None = None) -> list[int]:
    """Round exact shares, which may be negative, to whole units that sum to ``total``.

    ``total`` is the rounded sum of the shares when it is not given; a share is then less than one
    unit away from its exact value. The missing units go to the largest remainders, then by
    ``order`` (a rank for each share; the order given by default). A negative total is rounded as
    its magnitude. Raises :class:`InvalidError` when ``total`` is further from the exact sum than
    the shares can absorb by one unit each.

    >>> round_shares([Fraction(100, 3)] * 3), round_shares([Fraction(-1, 2), Fraction(3, 2)])
    ([34, 33, 33], [0, 1])
    >>> round_shares([Fraction(1, 2), Fraction(1, 2)], order=[1, 0])
    [0, 1]
    """
    shares = [Fraction(share) for share in exact]
    whole = int(rounded(sum(shares, Fraction(0)))) if total is None else total
    sign = -1 if whole < 0 else 1
    shares = [sign * share for share in shares]
    parts = [floor(share) for share in shares]
    missing = sign * whole - sum(parts)
    if not 0 <= missing <= len(parts):
        raise InvalidError(
            Sentence(
                f"Des parts dont la somme vaut {float(sign * sum(shares)):.6f} ne peuvent pas s'arrondir à {whole}.",
                f"Shares that sum to {float(sign * sum(shares)):.6f} cannot be rounded to {whole}.",
            )
        )
    ranks = range(len(parts)) if order is None else order
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], ranks[i]))
    for i in by_remainder[:missing]:
        parts[i] += 1
    return [sign * part for part in parts]


def cumulative(amounts: Sequence[Rate]) -> list[int]:
    """Round exact amounts so that their sum is right: bill the rounded running total, less what was billed.

    Each bill is less than one cent away from its exact amount, and after every month the sum
    billed is within half a cent of the exact sum. A month's bill never depends on the next ones.

    >>> cumulative([Fraction(100, 3)] * 3), sum(cumulative([Fraction(1000, 12)] * 12))
    ([33, 34, 33], 1000)
    """
    billed, due, bills = 0, Fraction(0), []
    for amount in amounts:
        due += Fraction(amount)
        bills.append(int(rounded(due)) - billed)
        billed += bills[-1]
    return bills


def running_split(totals: Sequence[int], weights: Sequence[Sequence[Rate]]) -> list[list[int]]:
    """Split the total of each month by that month's weights, so that months and members both add up.

    Every month sums to its total, and after every month what each member was billed is less than
    one cent away from her exact running share. A member whose share of a month is under one cent
    may be given one cent back.

    >>> running_split([100, 100, 100], [[1, 1, 1]] * 3)
    [[34, 33, 33], [33, 34, 33], [33, 33, 34]]
    """
    if len(totals) != len(weights):
        raise InvalidError(
            Sentence(
                f"{len(totals)} totaux pour {len(weights)} jeux de poids : donnez-en autant.",
                f"{len(totals)} totals for {len(weights)} sets of weights: give as many.",
            )
        )
    bills: list[list[int]] = []
    due: list[Fraction] = []
    billed: list[int] = []
    for total, month in zip(totals, weights, strict=True):
        split(total, month)  # refuses negative weights, and weights that are all zero
        whole = sum((Fraction(weight) for weight in month), Fraction(0))
        due = due or [Fraction(0)] * len(month)
        billed = billed or [0] * len(month)
        due = [share + total * Fraction(weight) / whole for share, weight in zip(due, month, strict=True)]
        running = round_shares(due, sum(billed) + total)
        bills.append([now - before for now, before in zip(running, billed, strict=True)])
        billed = running
    return bills
