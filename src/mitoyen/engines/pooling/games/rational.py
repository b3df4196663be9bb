"""Small systems of linear equations, solved exactly in whole numbers, and the coalitions that they span."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import coalition_sums, halves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mitoyen.engines.pooling.games.coalitions import Mask


class Span:
    """The equations ``row . x = value`` known so far, in reduced form.

    Each is kept as whole numbers without common divisor, its value last: elimination never needs
    a fraction.

    >>> known = Span(2)
    >>> known.add([1, 1], Fraction(15)), known.add([2, 0], Fraction(19)), known.add([0, 1], Fraction(6))
    (True, True, False)
    >>> [str(part) for part in known.solution()]
    ['19/2', '11/2']
    """

    def __init__(self, n: int) -> None:
        """No equation yet, on ``n`` unknowns."""
        self.n = n
        self._rows: dict[int, list[int]] = {}  # by pivot

    @property
    def rank(self) -> int:
        """How many independent equations are known."""
        return len(self._rows)

    def reduced(self, row: Sequence[int], value: Fraction | int = 0) -> tuple[list[int], int]:
        """``scale`` times the equation, once the known ones are taken out of it (value last), and ``scale`` itself."""
        worth = Fraction(value)
        rest, scale = [entry * worth.denominator for entry in row] + [worth.numerator], worth.denominator
        for pivot, known in self._rows.items():
            if factor := rest[pivot]:
                lead = known[pivot]
                rest = [lead * a - factor * b for a, b in zip(rest, known, strict=True)]
                scale *= lead
        return rest, scale

    def add(self, row: Sequence[int], value: Fraction | int) -> bool:
        """Learn an equation; false when it follows from the known ones (its value is then not checked)."""
        rest, _ = self.reduced(row, value)
        pivot = next((i for i, entry in enumerate(rest[:-1]) if entry), None)
        if pivot is None:
            return False
        rest = _primitive(rest, rest[pivot])
        for other, known in self._rows.items():
            if factor := known[pivot]:
                cleared = [rest[pivot] * a - factor * b for a, b in zip(known, rest, strict=True)]
                self._rows[other] = _primitive(cleared, cleared[other])
        self._rows[pivot] = rest
        return True

    def holds(self, row: Sequence[int]) -> bool:
        """Whether a row is a combination of the known ones."""
        return not any(self.reduced(row)[0][:-1])

    def orthogonal(self) -> list[list[int]]:
        """A basis, in whole numbers, of the vectors orthogonal to every known row."""
        basis = []
        for free in (i for i in range(self.n) if i not in self._rows):
            vector = [Fraction(int(i == free)) for i in range(self.n)]
            for pivot, known in self._rows.items():
                vector[pivot] = Fraction(-known[free], known[pivot])
            unit = 1
            for entry in vector:
                unit = unit * entry.denominator // gcd(unit, entry.denominator)
            basis.append([int(entry * unit) for entry in vector])
        return basis

    def solution(self) -> list[Fraction]:
        """The only ``x`` that satisfies the equations; they must be as many as the unknowns."""
        if self.rank < self.n:
            msg = f"{self.rank} equations do not settle {self.n} unknowns"
            raise ArithmeticError(msg)
        return [Fraction(self._rows[i][-1], self._rows[i][i]) for i in range(self.n)]


def _primitive(row: list[int], lead: int) -> list[int]:
    """The same equation without common divisor, ``lead`` becoming positive."""
    shared = gcd(*row) if lead > 0 else -gcd(*row)
    return [entry // shared for entry in row]


def solve(
    equations: Sequence[Sequence[int]], values: Sequence[int], guess: Sequence[Fraction]
) -> list[Fraction] | None:
    """A solution of a system, or nothing when it has none.

    Unknowns that the system leaves free are taken from ``guess``: near an approximate solution,
    this gives an exact one.

    >>> solve([[1, 1], [1, -1]], [3, 2], [Fraction(0), Fraction(0)])
    [Fraction(5, 2), Fraction(1, 2)]
    >>> solve([[1, 1]], [3], [Fraction(1), Fraction(2)]), solve([[1], [1]], [1, 2], [Fraction(1)])
    ([Fraction(1, 1), Fraction(2, 1)], None)
    """
    known = Span(len(guess))
    for row, value in zip(equations, values, strict=True):
        if not known.add(row, value) and known.reduced(row, value)[0][-1]:
            return None
    for unknown in range(known.n - 1, -1, -1):
        known.add([int(i == unknown) for i in range(known.n)], guess[unknown])
    return known.solution()


def mixed_normal(span: Span, luck: np.random.Generator) -> NDArray[np.int64]:
    """A random vector orthogonal to the known rows, in whole numbers modulo ``2 ** 64``."""
    mixed = [0] * span.n
    for vector in span.orthogonal():
        factor = int(luck.integers(1, 2**63))
        mixed = [(a + factor * b) % 2**64 for a, b in zip(mixed, vector, strict=True)]
    return np.array(mixed, dtype=np.uint64).view(np.int64)


def in_span(span: Span) -> Mask:
    """Which coalitions are combinations of the equations known to ``span``, exactly."""
    basis = span.orthogonal()
    if not basis:
        return np.ones(1 << span.n, dtype=np.bool_)
    low, high = halves(mixed_normal(span, np.random.default_rng(1971)))
    likely: Mask = (low == -high[:, None]).ravel()  # all of the span, and with much bad luck others
    found = np.flatnonzero(likely)
    for vector in basis:
        if sum(map(abs, vector)) < 2**62:
            sums = np.zeros(len(found), dtype=np.int64)
            for i, entry in enumerate(vector):
                sums += ((found >> i) & 1) * entry
        else:
            sums = coalition_sums(np.array(vector, dtype=object))[found]
        found = found[sums == 0]
    exact = np.zeros_like(likely)
    exact[found] = True
    return exact
