"""Exact numbers: one, or ten thousand at once.

An :class:`Exact` is an integer numerator over *one* shared integer denominator. The numerator is a
Python ``int`` when an agreement is settled, and an ``int64`` array of scenarios when it is simulated:
the same operators, the same roundings, hence the same cents. Numbers are in natural units (euros,
hours, percentage points), so a formula in the code reads as the formula on the page.

>>> hours, rate = Exact.parse("37.5"), Exact.parse("45.00")
>>> (hours * rate).rounded(2).text(2)
'1687.50'
>>> Exact.parse("1/3000") * Exact(1_200_000)
Exact('400')

Nothing is rounded unless :meth:`Exact.rounded` or :func:`quotient` says so; roundings are on the
magnitude (what A owes B is minus what B owes A) and made in :mod:`~mitoyen.engines.agreements.wholes`.

With arrays each number keeps the bounds of its numerator; an operation that could leave 62 bits
raises :class:`TooLargeError` *before* it is done, and one whose answer the bounds already tell (the
smaller of 3 to 5 and 10 to 20) is not done at all. Numpy is imported only when an array is met.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.wholes import (
    LIMIT,
    TooLargeError,
    difference_bounds,
    guard,
    product_bounds,
    rounded_ratio,
    sum_bounds,
)
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from mitoyen.engines.agreements import wholes
    from mitoyen.engines.agreements.wholes import Bounds
    from mitoyen.kernel.money import RoundingMode

    Whole: TypeAlias = wholes.Whole
    Truth: TypeAlias = wholes.Truth

__all__ = [
    "LIMIT", "ONE", "ZERO", "DividedByZeroError", "Exact", "TooLargeError", "choose", "clamp", "greatest",
    "is_true_somewhere", "least", "positive", "quotient", "total",
]  # fmt: skip

_WRITTEN = re.compile(r"-?\d{1,18}(?:\.\d{1,12})?")
_RATIO = re.compile(r"(-?\d{1,18})/(\d{1,18})")


class DividedByZeroError(InvalidError):
    """A share, a ratio or a unit cost has nothing to be divided by."""

    code = "divided_by_zero"


class Exact:
    """An exact number, or an array of them, over one denominator.

    It is never changed once made: no operation writes to its operands. (Nothing enforces it: tens of thousands
    are made in a simulation, and a guard on each attribute would cost as much as the arithmetic.)
    """

    __slots__ = ("den", "high", "is_single", "low", "num")

    num: Any
    den: int
    low: int
    high: int
    is_single: bool
    """Whether this is one number, not an array of scenarios. A single number is always in lowest terms."""

    def __init__(self, num: Whole, den: int = 1, low: int | None = None, high: int | None = None) -> None:
        """``num`` over ``den`` (positive); ``low`` and ``high`` bound an array's numerators when known."""
        if isinstance(num, int):
            common = gcd(num, den)
            self.num = self.low = self.high = num // common
            self.den, self.is_single = den // common, True
            return
        if low is None or high is None:
            low, high = (int(num.min()), int(num.max())) if num.size else (0, 0)
            guard(low, high)
        self.num, self.den, self.low, self.high, self.is_single = num, den, low, high, False

    @classmethod
    def parse(cls, written: str) -> Exact:
        """Read ``12``, ``-0.034`` or ``1/3000``; no exponent, no NaN, at most 18 digits and 12 decimals."""
        if found := _RATIO.fullmatch(written):
            if int(found[2]):
                return cls(int(found[1]), int(found[2]))
        elif _WRITTEN.fullmatch(written):
            whole, _, decimals = written.partition(".")
            return cls(int(whole + decimals), 10 ** len(decimals))
        raise InvalidError(
            Sentence(
                f"« {written[:40]} » n'est pas un nombre exact : écrivez par exemple 12, 0.034 ou 1/3000.",
                f"'{written[:40]}' is not an exact number: write for instance 12, 0.034 or 1/3000.",
            )
        )

    @classmethod
    def of(cls, value: Exact | Fraction | int) -> Exact:
        """``value`` as an exact number."""
        if isinstance(value, Exact):
            return value
        return cls(value) if isinstance(value, int) else cls(value.numerator, value.denominator)

    @property
    def fraction(self) -> Fraction:
        """The single number as a fraction."""
        return Fraction(self.num, self.den)

    def whole(self, decimals: int) -> Whole:
        """The numerators at ``decimals`` decimals (2 gives cents); the number must already be rounded there."""
        times, left = divmod(10**decimals, self.den)
        if left:
            message = f"{self!r} has more than {decimals} decimals: round it first"
            raise ValueError(message)
        if times == 1:
            return self.num  # type: ignore[no-any-return]
        if not self.is_single:
            guard(self.low * times, self.high * times)
        return self.num * times  # type: ignore[no-any-return]

    @property
    def cents(self) -> int:
        """The single amount in whole cents; it must already be rounded to the cent."""
        return int(self.whole(2))

    # --- arithmetic -----------------------------------------------------------------------------

    def __add__(self, other: Exact | int) -> Exact:
        b = other if isinstance(other, Exact) else Exact.of(other)
        if b.low == 0 == b.high:  # a pass over the scenarios costs more than this look
            return self
        if self.low == 0 == self.high:
            return b
        if self.is_single and b.is_single:
            return Exact(self.num * b.den + b.num * self.den, self.den * b.den)
        left, right, den, (low, high), (other_low, other_high) = _over_one(self, b)
        low, high = low + other_low, high + other_high
        if low <= -LIMIT or high >= LIMIT:
            low, high = _measured(sum_bounds, left, right)
        return _scenarios(left + right, den, low, high)

    __radd__ = __add__

    def __neg__(self) -> Exact:
        return Exact(-self.num, self.den) if self.is_single else _scenarios(-self.num, self.den, -self.high, -self.low)

    def __sub__(self, other: Exact | int) -> Exact:
        b = other if isinstance(other, Exact) else Exact.of(other)
        if b.low == 0 == b.high:
            return self
        if self.is_single and b.is_single:
            return Exact(self.num * b.den - b.num * self.den, self.den * b.den)
        left, right, den, (low, high), (other_low, other_high) = _over_one(self, b)
        low, high = low - other_high, high - other_low
        if low <= -LIMIT or high >= LIMIT:
            low, high = _measured(difference_bounds, left, right)
        return _scenarios(left - right, den, low, high)

    def __rsub__(self, other: int) -> Exact:
        return Exact(other) - self

    def __mul__(self, other: Exact | int) -> Exact:
        b = other if isinstance(other, Exact) else Exact.of(other)
        if b.is_single:
            return Exact(self.num * b.num, self.den * b.den) if self.is_single else _times(self, b.num, b.den)
        if self.is_single:
            return _times(b, self.num, self.den)
        low, high = product_bounds((self.low, self.high), (b.low, b.high))
        if low <= -LIMIT or high >= LIMIT:
            low, high = _measured(product_bounds, self.num, b.num)
        return _scenarios(self.num * b.num, self.den * b.den, low, high)

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | int) -> Exact:
        """Divide by a single, non-zero number; a scenario's own divisor goes through :func:`quotient`."""
        divisor = Exact.of(other)
        if not divisor.is_single:
            message = "divide by an array with quotient(), which says where it rounds"
            raise TypeError(message)
        if not divisor.num:
            raise _nothing_to_divide_by()
        sign = 1 if divisor.num > 0 else -1
        return self * Exact(sign * divisor.den, abs(divisor.num))

    def rounded(self, decimals: int = 0, mode: RoundingMode = "half_up") -> Exact:
        """This number at ``decimals`` decimals; see :func:`mitoyen.kernel.money.rounded` for the modes.

        >>> [Exact.parse(x).rounded(0).num for x in ("2.5", "-2.5", "2.4999")]
        [3, -3, 2]
        >>> Exact.parse("1.0192").rounded(3, "up").text()
        '1.02'
        """
        unit = 10**decimals
        common = gcd(unit, self.den)
        times, over = unit // common, self.den // common
        if over == 1:
            return self if self.is_single else _multiplied(self, times, unit)
        low, high = self.low * times, self.high * times
        if not self.is_single and (low - over <= -LIMIT or high + over >= LIMIT):
            low, high = _measured(product_bounds, self.num, times)
        num = rounded_ratio(self.num, times, over, mode, (low, high))
        if self.is_single:
            return Exact(num, unit)
        return _scenarios(num, unit, low // over, -(-high // over))  # a rounding lies between floor and ceiling

    # --- comparison -----------------------------------------------------------------------------

    def __lt__(self, other: Exact | int) -> Truth:
        a, b = _comparable(self, other)
        return a < b  # type: ignore[no-any-return]

    def __le__(self, other: Exact | int) -> Truth:
        a, b = _comparable(self, other)
        return a <= b  # type: ignore[no-any-return]

    def __gt__(self, other: Exact | int) -> Truth:
        a, b = _comparable(self, other)
        return a > b  # type: ignore[no-any-return]

    def __ge__(self, other: Exact | int) -> Truth:
        a, b = _comparable(self, other)
        return a >= b  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        """Whether two numbers, or every scenario of two arrays, are equal."""
        if not isinstance(other, Exact | int):
            return NotImplemented
        a, b = _comparable(self, other)
        return a == b if isinstance(a, int) and isinstance(b, int) else bool((a == b).all())

    def __hash__(self) -> int:
        return hash(self.fraction)

    # --- writing --------------------------------------------------------------------------------

    def text(self, at_least: int = 0) -> str:
        """The form used in data: ``1687.50`` with at least that many decimals, or ``1/3000``.

        >>> Exact.parse("0.5").text(), Exact.parse("0.5").text(2), Exact(1, 3).text()
        ('0.5', '0.50', '1/3')
        """
        decimals, den = 0, self.den
        while 10**decimals % den:
            decimals += 1
            if decimals > 24:  # noqa: PLR2004  more decimals than our parser can have read: it is a ratio
                return f"{self.num}/{self.den}"
        decimals = max(decimals, at_least)
        digits = f"{abs(self.num) * 10**decimals // den:0{decimals + 1}d}"
        sign = "-" if self.num < 0 else ""
        return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits

    def __repr__(self) -> str:
        return f"Exact({self.text()!r})" if self.is_single else f"Exact({len(self.num)} scenarios / {self.den})"


ZERO = Exact(0)
ONE = Exact(1)


# --- choosing -----------------------------------------------------------------------------------


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

    a, b, den, (low, high), (other_low, other_high) = _over_one(first, second)
    return _scenarios(np.minimum(a, b), den, min(low, other_low), min(high, other_high))


def greatest(first: Exact, second: Exact) -> Exact:
    """The larger of two numbers, scenario by scenario."""
    if first.low * second.den >= second.high * first.den:
        return first
    if second.low * first.den >= first.high * second.den:
        return second
    import numpy as np  # noqa: PLC0415  only when an array is met

    a, b, den, (low, high), (other_low, other_high) = _over_one(first, second)
    return _scenarios(np.maximum(a, b), den, max(low, other_low), max(high, other_high))


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

    a, b, den, (low, high), (other_low, other_high) = _over_one(yes, no)
    is_all_or_nothing = other_low == 0 == other_high and not yes.is_single
    chosen = a * condition if is_all_or_nothing else np.where(condition, a, b)
    return _scenarios(chosen, den, min(low, other_low), max(high, other_high))


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
        raise _nothing_to_divide_by()
    a, b, _, (low, high), (_, most) = _over_one(dividend, divisor)
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


# --- inside -------------------------------------------------------------------------------------


def _scenarios(num: Any, den: int, low: int, high: int) -> Exact:  # noqa: ANN401  an array, unless numpy is not there
    """An array of scenarios whose bounds are known."""
    made: Exact = object.__new__(Exact)
    made.num, made.den, made.low, made.high, made.is_single = num, den, low, high, False
    return made


def _over_one(a: Exact, b: Exact) -> tuple[Any, Any, int, Bounds, Bounds]:
    """Both numerators over one denominator, and their bounds; one of the two at least is an array."""
    num, other, den = a.num, b.num, a.den
    low, high, other_low, other_high = a.low, a.high, b.low, b.high
    if den != b.den:
        den = lcm(den, b.den)
        times, other_times = den // a.den, den // b.den
        if times != 1:
            low, high = low * times, high * times
            guard(low, high)
            num = num * times
        if other_times != 1:
            other_low, other_high = other_low * other_times, other_high * other_times
            guard(other_low, other_high)
            other = other * other_times
    return num, other, den, (low, high), (other_low, other_high)


def _comparable(first: Exact, second: Exact | int) -> tuple[Any, Any]:
    """What may be compared in place of two numbers."""
    b = second if isinstance(second, Exact) else Exact.of(second)
    if first.is_single and b.is_single:
        return first.num * b.den, b.num * first.den
    if b.low == 0 == b.high:
        return first.num, b.num
    a, other, *_ = _over_one(first, b)
    return a, other


def _times(value: Exact, up: int, down: int) -> Exact:
    """An array times ``up / down``, with what they share with its denominator taken out."""
    if not up:
        return ZERO
    common = gcd(up, value.den)
    return _multiplied(value, up // common, value.den // common * down)


def _multiplied(value: Exact, times: int, den: int) -> Exact:
    """An array with its numerators multiplied, over another denominator."""
    if times == 1:
        return _scenarios(value.num, den, value.low, value.high)
    low, high = product_bounds((value.low, value.high), (times, times))
    if low <= -LIMIT or high >= LIMIT:
        low, high = _measured(product_bounds, value.num, times)
    return _scenarios(value.num * times, den, low, high)


def _measured(combined: Callable[[Bounds, Bounds], Bounds], a: Any, b: Any) -> Bounds:  # noqa: ANN401  int or array
    """Bounds that grew too wide are measured anew on the numbers themselves, then judged."""
    low, high = combined(*((one, one) if isinstance(one, int) else (int(one.min()), int(one.max())) for one in (a, b)))
    guard(low, high)
    return low, high


def _nothing_to_divide_by() -> DividedByZeroError:
    return DividedByZeroError(
        Sentence("Le diviseur est nul : dites qui paie dans ce cas.", "The divisor is zero: say who pays then.")
    )
