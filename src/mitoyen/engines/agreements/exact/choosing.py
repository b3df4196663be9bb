"""Choosing between exact numbers, and putting them together: the smaller, the part above zero, the sum, the quotient.

Each works scenario by scenario; one whose answer the bounds already tell (the smaller of 3 to 5 and 10 to 20) is not
done at all. A clause uses these where a program would say ``if``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact.number import ZERO, Exact, nothing_to_divide_by, over_one, scenarios
from mitoyen.engines.agreements.wholes import LIMIT, guard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.engines.agreements.exact.number import Truth
    from mitoyen.kernel.money import RoundingMode


def least(first: Exact, second: Exact) -> Exact:
    """The smaller of two numbers, scenario by scenario.

    >>> least(Exact(3), Exact(5)), greatest(Exact(3), Exact(5)), positive(Exact(-3))
    (Exact('3'), Exact('5'), Exact('0'))
    """
    if first.high * second.den <= second.low * first.den:
        return first
    if second.high * first.den <= first.low * second.den:
        return second
    import numpy as np  # noqa: PLC0415  only when an array is met

    a, b, den, (low, high), (other_low, other_high) = over_one(first, second)
    return scenarios(np.minimum(a, b), den, min(low, other_low), min(high, other_high))


def greatest(first: Exact, second: Exact) -> Exact:
    """The larger of two numbers, scenario by scenario."""
    if first.low * second.den >= second.high * first.den:
        return first
    if second.low * first.den >= first.high * second.den:
        return second
    import numpy as np  # noqa: PLC0415  only when an array is met

    a, b, den, (low, high), (other_low, other_high) = over_one(first, second)
    return scenarios(np.maximum(a, b), den, max(low, other_low), max(high, other_high))


def positive(value: Exact) -> Exact:
    """``value`` where it is above zero, else zero."""
    return value if value.low >= 0 else greatest(value, ZERO)


def clamp(value: Exact, lowest: Exact, highest: Exact) -> Exact:
    """``value`` kept between two bounds."""
    return least(greatest(value, lowest), highest)


def choose(condition: Truth, yes: Exact, no: Exact) -> Exact:
    """``yes`` where ``condition`` holds, else ``no``.

    >>> choose(Exact(675) > Exact(1000), Exact(675), ZERO)
    Exact('0')
    """
    if isinstance(condition, bool):
        return yes if condition else no
    import numpy as np  # noqa: PLC0415  only when an array is met

    a, b, den, (low, high), (other_low, other_high) = over_one(yes, no)
    is_all_or_nothing = other_low == 0 == other_high and not yes.is_single
    chosen = a * condition if is_all_or_nothing else np.where(condition, a, b)
    return scenarios(chosen, den, min(low, other_low), max(high, other_high))


def total(values: Iterable[Exact]) -> Exact:
    """The sum of ``values``; nothing sums to zero."""
    whole = ZERO
    own = False  # whether the sum so far is an array of ours, that may be written to
    for value in values:
        if own and not value.is_single and value.den == whole.den:
            low, high = whole.low + value.low, whole.high + value.high
            if low > -LIMIT and high < LIMIT:
                whole.num += value.num
                whole.low, whole.high = low, high
                continue
        before, whole = whole, whole + value
        own = whole is not before and whole is not value and not whole.is_single
    return whole


def quotient(dividend: Exact, divisor: Exact, decimals: int, mode: RoundingMode = "half_up") -> Exact:
    """``dividend / divisor`` rounded to ``decimals``; each scenario may have its own positive divisor.

    >>> quotient(Exact.parse("44881.15"), Exact.parse("236.5"), 4).text()
    '189.7723'
    """
    if divisor.is_single:
        return (dividend / divisor).rounded(decimals, mode)
    if (divisor.num <= 0).any():
        raise nothing_to_divide_by()
    a, b, _, (low, high), (_, most) = over_one(dividend, divisor)
    unit = 10**decimals
    guard(2 * low * unit - most, 2 * high * unit + most)
    a = a * unit
    if mode == "half_up":
        num = (2 * a + b - (a < 0)) // (2 * b)
    else:
        away = (a > 0) if mode == "up" else (a < 0)
        num = (a + (b - 1) * away) // b
    return Exact(num, unit)


def is_true_somewhere(condition: Truth) -> bool:
    """Whether a condition holds, in at least one scenario."""
    return condition if isinstance(condition, bool) else bool(condition.any())
