"""An exact number: an integer over an integer, or an array of integers over one.

Its arithmetic, its roundings, its comparisons, its writing. With arrays each number keeps the bounds of its numerator:
an operation that could leave 62 bits raises :class:`TooLargeError` before it is done.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.wholes import (
    LIMIT,
    difference_bounds,
    guard,
    product_bounds,
    rounded_ratio,
    sum_bounds,
)
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from mitoyen.engines.agreements import wholes
    from mitoyen.engines.agreements.wholes import Bounds
    from mitoyen.kernel.money import RoundingMode

    Whole: TypeAlias = wholes.Whole
    Truth: TypeAlias = wholes.Truth

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
        left, right, den, (low, high), (other_low, other_high) = over_one(self, b)
        low, high = low + other_low, high + other_high
        if low <= -LIMIT or high >= LIMIT:
            low, high = _measured(sum_bounds, left, right)
        return scenarios(left + right, den, low, high)

    __radd__ = __add__

    def __neg__(self) -> Exact:
        return Exact(-self.num, self.den) if self.is_single else scenarios(-self.num, self.den, -self.high, -self.low)

    def __sub__(self, other: Exact | int) -> Exact:
        b = other if isinstance(other, Exact) else Exact.of(other)
        if b.low == 0 == b.high:
            return self
        if self.is_single and b.is_single:
            return Exact(self.num * b.den - b.num * self.den, self.den * b.den)
        left, right, den, (low, high), (other_low, other_high) = over_one(self, b)
        low, high = low - other_high, high - other_low
        if low <= -LIMIT or high >= LIMIT:
            low, high = _measured(difference_bounds, left, right)
        return scenarios(left - right, den, low, high)

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
        return scenarios(self.num * b.num, self.den * b.den, low, high)

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | int) -> Exact:
        """Divide by a single, non-zero number; a scenario's own divisor goes through :func:`quotient`."""
        divisor = Exact.of(other)
        if not divisor.is_single:
            message = "divide by an array with quotient(), which says where it rounds"
            raise TypeError(message)
        if not divisor.num:
            raise nothing_to_divide_by()
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
        return scenarios(num, unit, low // over, -(-high // over))  # a rounding lies between floor and ceiling

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


# --- for those who work on arrays --------------------------------------------------------------


def scenarios(num: Any, den: int, low: int, high: int) -> Exact:  # noqa: ANN401  an array, unless numpy is not there
    """An array of scenarios whose bounds are known."""
    made: Exact = object.__new__(Exact)
    made.num, made.den, made.low, made.high, made.is_single = num, den, low, high, False
    return made


def over_one(a: Exact, b: Exact) -> tuple[Any, Any, int, Bounds, Bounds]:
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
    a, other, *_ = over_one(first, b)
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
        return scenarios(value.num, den, value.low, value.high)
    low, high = product_bounds((value.low, value.high), (times, times))
    if low <= -LIMIT or high >= LIMIT:
        low, high = _measured(product_bounds, value.num, times)
    return scenarios(value.num * times, den, low, high)


def _measured(combined: Callable[[Bounds, Bounds], Bounds], a: Any, b: Any) -> Bounds:  # noqa: ANN401  int or array
    """Bounds that grew too wide are measured anew on the numbers themselves, then judged."""
    low, high = combined(*((one, one) if isinstance(one, int) else (int(one.min()), int(one.max())) for one in (a, b)))
    guard(low, high)
    return low, high


def nothing_to_divide_by() -> DividedByZeroError:
    """What to raise when a divisor is zero."""
    return DividedByZeroError(
        Sentence("Le diviseur est nul : dites qui paie dans ce cas.", "The divisor is zero: say who pays then.")
    )
