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

============  =====================================================================================
``number``    the number: arithmetic, roundings, comparison, writing
``choosing``  the smaller, the larger, the part above zero, one or the other, the sum, the quotient
============  =====================================================================================

Nothing is rounded unless :meth:`Exact.rounded` or :func:`quotient` says so; roundings are on the
magnitude (what A owes B is minus what B owes A) and made in :mod:`~mitoyen.engines.agreements.wholes`.
Numpy is imported only when an array is met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.exact.choosing import (
    choose,
    clamp,
    greatest,
    is_true_somewhere,
    least,
    positive,
    quotient,
    total,
)
from mitoyen.engines.agreements.exact.number import ONE, ZERO, DividedByZeroError, Exact
from mitoyen.engines.agreements.wholes import LIMIT, TooLargeError

if TYPE_CHECKING:
    from mitoyen.engines.agreements.exact.number import Truth as Truth
    from mitoyen.engines.agreements.exact.number import Whole as Whole

__all__ = [
    "LIMIT", "ONE", "ZERO", "DividedByZeroError", "Exact", "TooLargeError", "choose", "clamp", "greatest",
    "is_true_somewhere", "least", "positive", "quotient", "total",
]  # fmt: skip
