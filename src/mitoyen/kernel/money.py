"""Money is whole cents; a split never loses one; rounding happens here, by name.

>>> [str(part) for part in Euros(10_000).split([1, 1, 1])]
['33.34', '33.33', '33.33']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Rate: TypeAlias = Fraction | Decimal | int
RoundingMode: TypeAlias = Literal["half_up", "up", "down"]

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,15})(?:[.,](?P<cents>\d{1,2}))?")


def rounded(value: Rate, decimals: int = 0, mode: RoundingMode = "half_up") -> Fraction:
    """Round the *magnitude* of ``value``, so that what A owes B is minus what B owes A.

    ``half_up`` sends a half away from zero (Regulation (EC) 1103/97, articles 4 and 5), ``up``
    sends any remainder away from zero, ``down`` drops it.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2)), rounded(Fraction("1.0192"), 3, "up")
    (Fraction(3, 1), Fraction(-3, 1), Fraction(51, 50))
    """
    unit = 10**decimals
    exact = Fraction(value) * unit
    number, rest = divmod(abs(exact.numerator), exact.denominator)
    if (mode == "up" and rest) or (mode == "half_up" and 2 * rest >= exact.denominator):
        number += 1
    return Fraction(number if exact >= 0 else -number, unit)


def split(total: int, weights: Sequence[Rate]) -> list[int]:
    """Share ``total`` units in proportion to ``weights``, by largest remainder.

    The parts always sum to ``total``; equal remainders are served in the order given; a negative
    total is split as its magnitude. Raises :class:`InvalidError` when a weight is negative or when
    all of them are zero: the caller must say who pays then.

    >>> split(100, [1, 1, 1]), split(-100, [1, 1, 1]), split(0, [1, 2])
    ([34, 33, 33], [-34, -33, -33], [0, 0])
    """
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise InvalidError(
            Sentence(
                f"Une part ne peut pas être négative ({', '.join(map(str, weights))}).",
                f"A share cannot be negative ({', '.join(map(str, weights))}).",
            )
        )
    whole = sum(exact)
    if not whole:
        raise InvalidError(
            Sentence(
                "Toutes les parts sont nulles : indiquez qui paie dans ce cas.",
                "All the shares are zero: say who pays then.",
            )
        )
    magnitude, sign = abs(total), 1 if total >= 0 else -1
    quotas = [magnitude * weight / whole for weight in exact]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    missing = magnitude - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - quotas[i], i))
    for i in by_remainder[:missing]:
        parts[i] += 1
    return [sign * part for part in parts]


@dataclass(frozen=True, slots=True, order=True)
class Euros:
    """An amount in whole cents.

    >>> Euros.parse("1 234,56") + Euros(44)
    Euros(cents=123500)
    """

    cents: int

    @classmethod
    def parse(cls, written: str) -> Euros:
        """Read an amount as it is written in French or in data: ``1 234,56`` or ``1234.56``."""
        found = _AMOUNT.fullmatch(re.sub(r"[\s\u00a0\u202f€]", "", written))
        if found is None:
            raise InvalidError(
                Sentence(
                    f"« {written} » n'est pas un montant : écrivez par exemple 1234,56.",
                    f"'{written}' is not an amount: write for instance 1234.56.",
                )
            )
        cents = int(found["whole"]) * 100 + int((found["cents"] or "0").ljust(2, "0"))
        return cls(-cents if found["sign"] else cents)

    @classmethod
    def total(cls, amounts: Iterable[Euros]) -> Euros:
        """The sum of ``amounts``; nothing sums to zero."""
        return cls(sum(amount.cents for amount in amounts))

    def split(self, weights: Sequence[Rate]) -> list[Euros]:
        """Share this amount by :func:`split`."""
        return [Euros(part) for part in split(self.cents, weights)]

    def times(self, rate: Rate, mode: RoundingMode = "half_up") -> Euros:
        """This amount times ``rate``, rounded once to the cent."""
        return Euros(int(rounded(self.cents * Fraction(rate), 0, mode)))

    def __add__(self, other: Euros) -> Euros:
        return Euros(self.cents + other.cents)

    def __sub__(self, other: Euros) -> Euros:
        return Euros(self.cents - other.cents)

    def __neg__(self) -> Euros:
        return Euros(-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        """The form used in data: no thousands, a point, two decimals."""
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100}.{abs(self.cents) % 100:02d}"
