"""The constant payment that extinguishes a balance, and numbers kept to a readable size."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from mitoyen.calculus.schedules.day_counts import DayCount, year_fraction
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_BITS = 1_024
_UNIT: int = 10**60


def kept_small(value: Fraction) -> Fraction:
    """``value`` itself; past 300 digits of denominator, its nearest at 60 decimals.

    Compound interest multiplies denominators at every date: a loan of thirty years would spend its
    time on digits that weigh less than an atom against the sun. Short loans stay exact fractions.

    >>> kept_small(Fraction(1, 3))
    Fraction(1, 3)
    """
    return value if value.denominator.bit_length() <= _BITS else Fraction(round(value * _UNIT), _UNIT)


def level_payment(due: Fraction, days: Sequence[date], rate: Fraction, day_count: DayCount) -> Fraction:
    """What to pay on each of ``days`` so that ``due``, owed on the first of them, is extinguished on the last.

    A payment is worth itself divided by the growth until its day; ``due`` is divided by the sum of what
    one euro on each day is worth. Computed, and kept, to 60 decimals.

    >>> from datetime import date
    >>> level_payment(Fraction(300), [date(2027, m, 1) for m in (1, 2, 3)], Fraction(0), "A365")
    Fraction(100, 1)
    """
    worth = _UNIT
    for day, following in reversed(list(pairwise(days))):
        fraction = year_fraction(day, following, day_count)
        one = rate.denominator * fraction.denominator
        grown = one + rate.numerator * fraction.numerator
        if grown <= 0:
            raise InvalidError(
                Sentence(
                    f"Au taux de {float(rate):.4%}, aucun versement constant ne convient après le {day}.",
                    f"At a rate of {float(rate):.4%}, no constant payment fits after {day}.",
                )
            )
        worth = _UNIT + worth * one // grown
    return Fraction(round(due * _UNIT * _UNIT / worth), _UNIT)
