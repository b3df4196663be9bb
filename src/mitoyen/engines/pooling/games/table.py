"""The rows that HiGHS does not hold: a table of all the coalitions, searched in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.games.coalitions import halves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.games.coalitions import Cents, Mask

LARGEST = 1000.0  # bound in floats: HiGHS is exact to 1e-10, so to 1e-13 of it
_TOLERANCE = 1e-9
_ENTERING = 12


class CoalitionTable:
    """Bounds and weights of all the coalitions but none and all, in floats of a fixed order.

    The table is a matrix: a row for each coalition of the last players, a column for each of the first.
    """

    def __init__(self, bounds: Cents, weights: Cents | None = None) -> None:
        """``weights`` are all one when they are not given."""
        n = len(bounds).bit_length() - 1
        self.scale = float(max(np.abs(bounds).max(), 1)) / LARGEST
        self.unit = 1.0 if weights is None else float(max(int(weights.max()), 1))
        shape = (-1, 1 << (n + 1) // 2)
        self._bounds = (bounds / self.scale).reshape(shape)
        self._bounds[0, 0] = self._bounds[-1, -1] = np.inf
        self._weights = None if weights is None else (weights / self.unit).reshape(shape)
        self._slack = np.empty_like(self._bounds)

    def violated(self, level: float, shares: Sequence[float]) -> list[int]:
        """Some coalitions for which ``x(S) + level * w(S)`` most exceeds the bound, at most one by row of the table."""
        low, high = halves(np.array(shares))
        if self._weights is None:
            np.subtract(self._bounds, low, out=self._slack)
            high = high + level
        else:
            np.multiply(self._weights, -level, out=self._slack)
            self._slack += self._bounds
            self._slack -= low
        least = self._slack.min(axis=1) - high
        rows = np.flatnonzero(least < -_TOLERANCE)
        rows = rows[np.argsort(least[rows], kind="stable")[:_ENTERING]]
        return [int(row) * len(low) + int(self._slack[row].argmin()) for row in rows]

    def forget(self, settled: Mask) -> None:
        """Stop looking at these coalitions."""
        self._bounds[settled.reshape(self._bounds.shape)] = np.inf
