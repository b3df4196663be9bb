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

Nothing is rounded unless :meth:`Exact.rounded` or :func:`quotient` says so. Rounding is on the
magnitude (what A owes B is minus what B owes A), and half-up is one expression for both kinds of
numerator: ``(2·num + den - (num < 0)) // (2·den)``.

With arrays each number keeps the bounds of its numerator; an operation that could leave 62 bits
raises :class:`TooLargeError` *before* it is done. Numpy is imported only when an array is met.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, TypeAlias

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from mitoyen.kernel.money import RoundingMode

    Whole: TypeAlias = int | NDArray[np.int64]
    Truth: TypeAlias = bool | NDArray[np.bool_]

LIMIT = 2**62
_WRITTEN = re.compile(r"-?\d{1,18}(?:\.\d{1,12})?")
_RATIO = re.compile(r"(-?\d{1,18})/(\d{1,18})")


class TooLargeError(InvalidError):
    """A simulated amount could leave 62 bits: it is refused rather than wrong."""

    code = "too_large"


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
    """Whether this is one number, not an array of scenarios."""

    def __init__(self, num: Whole, den: int = 1, low: int | None = None, high: int | None = None) -> None:
        """``num`` over ``den`` (positive); ``low`` and ``high`` bound an array's numerators when known."""
        if isinstance(num, int):
            common = gcd(num, den)
            num, den = num // common, den // common
            low = high = num
        elif low is None or high is None:
            low, high = (int(num.min()), int(num.max())) if num.size else (0, 0)
            _guard(low, high)
        self.num, self.den, self.low, self.high = num, den, low, high
        self.is_single = isinstance(num, int)

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
        unit = 10**decimals
        if unit % self.den:
            message = f"{self!r} has more than {decimals} decimals: round it first"
            raise ValueError(message)
        return _scaled(self, unit // self.den).num  # type: ignore[no-any-return]

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
        a, b = _aligned(self, b)
        return _sum(a, b, a.low + b.low, a.high + b.high, is_difference=False)

    __radd__ = __add__

    def __neg__(self) -> Exact:
        return _unreduced(-self.num, self.den, -self.high, -self.low)

    def __sub__(self, other: Exact | int) -> Exact:
        b = other if isinstance(other, Exact) else Exact.of(other)
        if b.low == 0 == b.high:
            return self
        a, b = _aligned(self, b)
        return _sum(a, b, a.low - b.high, a.high - b.low, is_difference=True)

    def __rsub__(self, other: int) -> Exact:
        return -self + other

    def __mul__(self, other: Exact | int) -> Exact:
        a, b = self, other if isinstance(other, Exact) else Exact.of(other)
        if a.is_single and b.is_single:
            return Exact(a.num * b.num, a.den * b.den)
        a, b = _cross_reduced(a, b), _cross_reduced(b, a)
        low, high = _product_bounds((a.low, a.high), (b.low, b.high))
        if low <= -LIMIT or high >= LIMIT:
            low, high = _product_bounds(_measured(a), _measured(b))
            _guard(low, high)
        return _unreduced(a.num * b.num, a.den * b.den, low, high)

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
        scaled = _scaled(self, times)
        if over == 1:
            return Exact(scaled.num, unit, scaled.low, scaled.high)
        return Exact(
            _divided(scaled, over, mode), unit, _rounded(scaled.low, over, mode), _rounded(scaled.high, over, mode)
        )

    # --- comparison -----------------------------------------------------------------------------

    def __lt__(self, other: Exact | int) -> Truth:
        a, b = _aligned(self, other)
        return a.num < b.num  # type: ignore[no-any-return]

    def __le__(self, other: Exact | int) -> Truth:
        a, b = _aligned(self, other)
        return a.num <= b.num  # type: ignore[no-any-return]

    def __gt__(self, other: Exact | int) -> Truth:
        a, b = _aligned(self, other)
        return a.num > b.num  # type: ignore[no-any-return]

    def __ge__(self, other: Exact | int) -> Truth:
        a, b = _aligned(self, other)
        return a.num >= b.num  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        """Whether two numbers, or every scenario of two arrays, are equal."""
        if not isinstance(other, Exact | int):
            return NotImplemented
        a, b = _aligned(self, other)
        return a.num == b.num if a.is_single and b.is_single else bool((a.num == b.num).all())

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
    a, b = _aligned(first, second)
    if a.is_single and b.is_single:
        return first if a.num <= b.num else second
    import numpy as np  # noqa: PLC0415  only when an array is met

    return Exact(np.minimum(a.num, b.num), a.den, min(a.low, b.low), min(a.high, b.high))


def greatest(first: Exact, second: Exact) -> Exact:
    """The larger of two numbers, scenario by scenario."""
    a, b = _aligned(first, second)
    if a.is_single and b.is_single:
        return first if a.num >= b.num else second
    import numpy as np  # noqa: PLC0415  only when an array is met

    return Exact(np.maximum(a.num, b.num), a.den, max(a.low, b.low), max(a.high, b.high))


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

    a, b = _aligned(yes, no)
    return Exact(np.where(condition, a.num, b.num), a.den, min(a.low, b.low), max(a.high, b.high))


def total(values: Iterable[Exact]) -> Exact:
    """The sum of ``values``; nothing sums to zero."""
    whole = ZERO
    for value in values:
        whole = whole + value
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
    a, b = _aligned(dividend, divisor)
    scaled = _scaled(a, 10**decimals)
    _guard(2 * scaled.low - b.high, 2 * scaled.high + b.high)
    if mode == "half_up":
        num = (2 * scaled.num + b.num - (scaled.num < 0)) // (2 * b.num)
    else:
        away = (scaled.num > 0) if mode == "up" else (scaled.num < 0)
        num = (scaled.num + (b.num - 1) * away) // b.num
    return Exact(num, 10**decimals)


def is_true_somewhere(condition: Truth) -> bool:
    """Whether a condition holds, in at least one scenario."""
    return condition if isinstance(condition, bool) else bool(condition.any())


# --- inside -------------------------------------------------------------------------------------


def _aligned(first: Exact | int, second: Exact | int) -> tuple[Exact, Exact]:
    a = first if isinstance(first, Exact) else Exact.of(first)
    b = second if isinstance(second, Exact) else Exact.of(second)
    if a.den == b.den:
        return a, b
    den = lcm(a.den, b.den)
    return _over(a, den), _over(b, den)


def _sum(a: Exact, b: Exact, low: int, high: int, *, is_difference: bool) -> Exact:
    """The sum or the difference of two numbers over the same denominator, within these bounds."""
    if a.is_single and b.is_single:
        return Exact(a.num - b.num if is_difference else a.num + b.num, a.den)
    if low <= -LIMIT or high >= LIMIT:
        (a_low, a_high), (b_low, b_high) = _measured(a), _measured(b)
        low, high = (a_low - b_high, a_high - b_low) if is_difference else (a_low + b_low, a_high + b_high)
        _guard(low, high)
    return _unreduced(a.num - b.num if is_difference else a.num + b.num, a.den, low, high)


def _over(value: Exact, den: int) -> Exact:
    """``value`` written over ``den``, *without* reduction: both sides of an operation share it."""
    times = den // value.den
    if times == 1:
        return value
    low, high = value.low * times, value.high * times
    if not value.is_single:
        _guard(low, high)
    return _unreduced(value.num * times, den, low, high)


def _unreduced(num: Whole, den: int, low: int, high: int) -> Exact:
    made: Exact = object.__new__(Exact)
    made.num, made.den, made.low, made.high = num, den, low, high
    made.is_single = isinstance(num, int)
    return made


def _scaled(value: Exact, times: int) -> Exact:
    """The numerators times ``times``, as whole numbers."""
    low, high = value.low * times, value.high * times
    if not value.is_single:
        _guard(low, high)
    return _unreduced(value.num if times == 1 else value.num * times, 1, low, high)


def _divided(scaled: Exact, over: int, mode: RoundingMode) -> Whole:
    num = scaled.num
    if mode == "half_up":
        if over % 2 == 0:
            half = over // 2 - (num < 0) if scaled.low < 0 else over // 2
            return (num + half) // over  # type: ignore[no-any-return]
        if not scaled.is_single:
            _guard(2 * scaled.low - over, 2 * scaled.high + over)
        half = over - (num < 0) if scaled.low < 0 else over
        return (2 * num + half) // (2 * over)  # type: ignore[no-any-return]
    away = (num > 0) if mode == "up" else (num < 0)
    return (num + (over - 1) * away) // over  # type: ignore[no-any-return]


def _rounded(num: int, over: int, mode: RoundingMode) -> int:
    return int(_divided(_unreduced(num, 1, num, num), over, mode))


def _cross_reduced(value: Exact, other: Exact) -> Exact:
    """A single factor with what its numerator shares with the other's denominator taken out, and the reverse."""
    if value.is_single:
        common = gcd(value.num, other.den)
        if common == 1:
            return value
        num = value.num // common
        return _unreduced(num, value.den, num, num)
    common = gcd(other.num, value.den) if other.is_single else 1
    return value if common == 1 else _unreduced(value.num, value.den // common, value.low, value.high)


def _product_bounds(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    if a[0] >= 0 and b[0] >= 0:  # the usual case: amounts, quantities and rates
        return a[0] * b[0], a[1] * b[1]
    products = [x * y for x in a for y in b]
    return min(products), max(products)


def _guard(low: int, high: int) -> None:
    if low <= -LIMIT or high >= LIMIT:
        raise TooLargeError(
            Sentence(
                "Un montant simulé dépasse ce que la machine compte exactement (62 bits) : "
                "déclarez moins de décimales aux faits, ou des montants plus petits.",
                "A simulated amount exceeds what the machine counts exactly (62 bits): "
                "declare fewer decimals for the facts, or smaller amounts.",
            )
        )


def _measured(value: Exact) -> tuple[int, int]:
    return (value.num, value.num) if value.is_single else (int(value.num.min()), int(value.num.max()))


def _nothing_to_divide_by() -> DividedByZeroError:
    return DividedByZeroError(
        Sentence("Le diviseur est nul : dites qui paie dans ce cas.", "The divisor is zero: say who pays then.")
    )
