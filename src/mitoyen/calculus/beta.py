"""The beta law over arrays: its distribution function, by a continued fraction, and the inverse of it.

The fraction is formula 26.5.8 of Abramowitz and Stegun, *Handbook of Mathematical Functions* (1964).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_TERMS = 300  # enough for shapes up to some tens of thousands; fewer are used when it settles before
_SETTLED = 1e-15
_STEPS = 50  # halvings alone would do; Newton's steps need five or six
_CLOSE = 1e-12  # the next step of Newton would be its square


def beta_chance(values: npt.ArrayLike, a: float, b: float) -> Floats:
    """The chance that a draw of the beta law of shapes ``a`` and ``b`` stays under each value.

    >>> beta_chance([0.5], 2.0, 2.0).round(12).tolist()
    [0.5]
    """
    value = np.clip(np.asarray(values, dtype=np.float64), 0.0, 1.0)
    turned = value > (a + 1.0) / (a + b + 2.0)  # the fraction converges fast on the near side of the mean
    result = np.zeros_like(value)
    result[~turned] = _near(value[~turned], a, b)
    result[turned] = 1.0 - _near(1.0 - value[turned], b, a)
    return result


def _near(value: Floats, a: float, b: float) -> Floats:
    with np.errstate(divide="ignore"):
        logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * np.log(value) + b * np.log1p(-value)
    return np.asarray(np.exp(logs) / a / _fraction(value, a, b), dtype=np.float64)


def _fraction(value: Floats, a: float, b: float) -> Floats:
    """1 + d1/(1 + d2/(1 + …)) evaluated forward (Lentz), for all the values at once."""
    tiny = 1e-300
    total = np.ones_like(value)
    above = np.ones_like(value)
    below = np.zeros_like(value)
    for term in range(1, _TERMS + 1):
        half = term // 2
        if term % 2:
            step = -(a + half) * (a + b + half) * value / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            step = half * (b - half) * value / ((a + 2 * half - 1) * (a + 2 * half))
        below = 1.0 / np.where(np.abs(1.0 + step * below) < tiny, tiny, 1.0 + step * below)
        above = 1.0 + step / np.where(np.abs(above) < tiny, tiny, above)
        change = above * below
        total = total * change
        if not value.size or np.max(np.abs(change - 1.0)) < _SETTLED:
            break
    return total


def beta_quantile(chances: npt.ArrayLike, a: float, b: float) -> Floats:
    """The value that a draw of the beta law stays under with these chances.

    Newton's steps from a table, kept inside a bracket that halves when a step leaves it.

    >>> beta_quantile([0.5], 2.0, 2.0).round(12).tolist()
    [0.5]
    """
    wanted = np.asarray(chances, dtype=np.float64)
    grid = (1.0 - np.cos(np.linspace(0.0, np.pi, 2049))) / 2.0  # closer together near both ends
    known = beta_chance(grid, a, b)
    place = np.clip(np.searchsorted(known, wanted, side="left"), 1, grid.size - 1)
    low, high = grid[place - 1], grid[place]
    guess = (low + high) / 2.0
    for _ in range(_STEPS):
        excess = beta_chance(guess, a, b) - wanted
        low, high = np.where(excess < 0, guess, low), np.where(excess < 0, high, guess)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = guess - excess / _density(guess, a, b)
        following = np.where((step >= low) & (step <= high), step, (low + high) / 2.0)
        if not wanted.size or np.all(np.abs(following - guess) <= _CLOSE * guess):
            return following
        guess = following
    return guess


def _density(value: Floats, a: float, b: float) -> Floats:
    whole = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return np.asarray(np.exp(whole + (a - 1.0) * np.log(value) + (b - 1.0) * np.log1p(-value)), dtype=np.float64)
