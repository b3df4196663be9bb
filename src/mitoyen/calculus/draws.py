"""Draws that come back the same: named streams, distributions, correlation, shocks, whole-day blocks.

Every distribution is read by inverse transform on a number between 0 and 1 (its *chance*). Two
scenarios that share their chances differ only by what was changed: common random numbers. A stream is
named, so that adding a driver does not disturb the draws of the others.

>>> price = Triangular(90.0, 100.0, 130.0)
>>> price.at(chances(2027, "price", 5)).round(1).tolist() == price.at(chances(2027, "price", 5)).round(1).tolist()
True
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from mitoyen.calculus.beta import beta_quantile
from mitoyen.calculus.normal import Floats, normal_chance, normal_quantile
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = npt.NDArray[np.int64]


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one named stream; the same seed and name give the same draws for ever.

    >>> int(stream(7, "snow").integers(1000)) == int(stream(7, "snow").integers(1000))
    True
    """
    words = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4").tolist()
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy=seed, spawn_key=tuple(words))))


def chances(seed: int, name: str, shape: int | tuple[int, ...]) -> Floats:
    """Numbers strictly between 0 and 1, spread evenly, from the stream ``name``."""
    return (np.floor(stream(seed, name).random(shape) * 2**52) + 0.5) / 2**52


class Distribution(Protocol):
    """A law: ``at(chance)`` is the value that a draw stays under with that chance."""

    def at(self, chance: Floats) -> Floats:
        """The values at these chances, same shape."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same value."""

    value: float

    def at(self, chance: Floats) -> Floats:
        """The value, everywhere."""
        return np.full_like(chance, self.value)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any value between ``low`` and ``high``, equally.

    >>> Uniform(10.0, 20.0).at(np.array([0.25])).tolist()
    [12.5]
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        _ordered("Uniform", self.low, self.high)

    def at(self, chance: Floats) -> Floats:
        """The values at these chances."""
        return self.low + (self.high - self.low) * chance


@dataclass(frozen=True, slots=True)
class Triangular:
    """Between ``low`` and ``high``, most often near ``mode``.

    >>> Triangular(0.0, 1.0, 4.0).at(np.array([0.25, 1.0])).tolist()
    [1.0, 4.0]
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _ordered("Triangular", self.low, self.mode, self.high)

    def at(self, chance: Floats) -> Floats:
        """The values at these chances."""
        width = self.high - self.low
        if width == 0:
            return np.full_like(chance, self.low)
        rise = np.sqrt(chance * width * (self.mode - self.low))
        fall = np.sqrt((1.0 - chance) * width * (self.high - self.mode))
        return np.where(chance * width <= self.mode - self.low, self.low + rise, self.high - fall)


@dataclass(frozen=True, slots=True)
class Normal:
    """The bell curve of this mean and standard deviation."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        _not_negative("Normal", "deviation", self.deviation)

    def at(self, chance: Floats) -> Floats:
        """The values at these chances."""
        return self.mean + self.deviation * normal_quantile(chance)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Positive and skewed; ``mean`` and ``deviation`` are those of the value itself, not of its logarithm."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        _positive("LogNormal", "mean", self.mean)
        _not_negative("LogNormal", "deviation", self.deviation)

    def at(self, chance: Floats) -> Floats:
        """The values at these chances."""
        variance = math.log1p((self.deviation / self.mean) ** 2)
        return np.exp(math.log(self.mean) - variance / 2 + math.sqrt(variance) * normal_quantile(chance))


@dataclass(frozen=True, slots=True)
class Beta:
    """The beta law of shapes ``a`` and ``b``, stretched from ``low`` to ``high``."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _positive("Beta", "a", self.a)
        _positive("Beta", "b", self.b)
        _ordered("Beta", self.low, self.high)

    def at(self, chance: Floats) -> Floats:
        """The values at these chances."""
        return self.low + (self.high - self.low) * beta_quantile(chance, self.a, self.b)


@dataclass(frozen=True, slots=True)
class Discrete:
    """One of ``values``, with these relative ``weights``.

    >>> Discrete((0.0, 10.0), (3.0, 1.0)).at(np.array([0.7, 0.8])).tolist()
    [0.0, 10.0]
    """

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values or len(self.values) != len(self.weights) or min(self.weights) < 0 or not sum(self.weights):
            raise _refused(
                f"{len(self.values)} valeurs pour {len(self.weights)} poids {self.weights}",
                "il faut un poids positif ou nul par valeur, et un au moins qui ne soit pas nul",
                f"{len(self.values)} values for {len(self.weights)} weights {self.weights}",
                "give each value a weight of zero or more, one of them above zero",
            )

    def at(self, chance: Floats) -> Floats:
        """The values at these chances; values are taken in the order given."""
        heaped = np.cumsum(self.weights)
        place = np.searchsorted(heaped[:-1] / heaped[-1], chance, side="right")
        return np.asarray(self.values, dtype=np.float64)[place]


@dataclass(frozen=True, slots=True)
class Poisson:
    """A count of rare things, ``mean`` on average."""

    mean: float

    def __post_init__(self) -> None:
        _not_negative("Poisson", "mean", self.mean)

    def at(self, chance: Floats) -> Floats:
        """The counts at these chances, as whole floats."""
        top = int(self.mean + 12 * math.sqrt(self.mean) + 40)  # the tail beyond is under the smallest chance
        counts = np.arange(top + 1)
        logs = counts * math.log(self.mean or 1.0) - self.mean - np.array([math.lgamma(n + 1.0) for n in counts])
        masses = np.exp(logs) if self.mean else (counts == 0).astype(np.float64)
        return np.searchsorted(np.cumsum(masses), chance, side="left").clip(max=top).astype(np.float64)


def correlated(independent: Floats, correlation: npt.ArrayLike) -> Floats:
    """Chances tied together by a Gaussian copula; see :func:`correlated_scores`.

    >>> tied = correlated(chances(1, "two", (2, 4000)), [[1.0, 0.9], [0.9, 1.0]])
    >>> bool(np.corrcoef(tied)[0, 1] > 0.85)
    True
    """
    return normal_chance(correlated_scores(normal_quantile(independent), correlation))


def correlated_scores(independent: Floats, correlation: npt.ArrayLike) -> Floats:
    """Standard normal scores tied together.

    ``independent`` has one row per driver, ``correlation`` is the square matrix of the normal scores.
    Raises :class:`InvalidError` when the matrix is not one of correlations.
    """
    matrix = np.asarray(correlation, dtype=np.float64)
    rows = independent.shape[0]
    if matrix.shape != (rows, rows) or not np.allclose(matrix, matrix.T) or not np.allclose(np.diag(matrix), 1.0):
        raise _refused(
            f"La matrice de corrélation {matrix.shape} ne convient pas à {rows} facteurs",
            "elle doit être carrée, symétrique, avec des 1 sur la diagonale",
            f"the correlation matrix {matrix.shape} does not fit {rows} drivers",
            "it must be square and symmetric, with ones on the diagonal",
        )
    levels, axes = np.linalg.eigh(matrix)
    if levels[0] < -1e-9:  # noqa: PLR2004
        raise _refused(
            f"Ces corrélations se contredisent (valeur propre {levels[0]:.3g})",
            "rapprochez de zéro les plus fortes",
            f"these correlations contradict one another (eigenvalue {levels[0]:.3g})",
            "bring the strongest ones closer to zero",
        )
    root = (axes * np.sqrt(np.maximum(levels, 0.0))) @ axes.T
    return np.asarray(np.tensordot(root, independent, axes=1), dtype=np.float64)


def equicorrelation(size: int, level: float) -> Floats:
    """The matrix of ``size`` drivers all correlated at ``level``.

    >>> equicorrelation(2, 0.5).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    return np.full((size, size), level) + (1.0 - level) * np.eye(size)


@dataclass(frozen=True, slots=True)
class CommonShock:
    """An event of this ``chance`` per period that multiplies every driver it strikes by ``factor``."""

    chance: float
    factor: float

    def factors(self, chance: Floats) -> Floats:
        """One where nothing happens, ``factor`` where the shock strikes; pass the same chances to each driver.

        >>> CommonShock(0.1, 1.5).factors(np.array([0.05, 0.5])).tolist()
        [1.5, 1.0]
        """
        return np.where(chance < self.chance, self.factor, 1.0)


def grown(rate: float, periods: int) -> Floats:
    """The factors of a yearly growth, one for each period, the first being 1.

    >>> grown(0.5, 3).tolist()
    [1.0, 1.5, 2.25]
    """
    return np.asarray((1.0 + rate) ** np.arange(periods), dtype=np.float64)


def seasonal(weights: Sequence[float], periods: int) -> Floats:
    """The factors of a season that repeats, of mean 1 over a cycle.

    >>> seasonal([1.0, 3.0], 3).tolist()
    [0.5, 1.5, 0.5]
    """
    cycle = np.asarray(weights, dtype=np.float64)
    if cycle.size == 0 or cycle.min() < 0 or cycle.sum() == 0:
        raise _refused(
            f"La saison {list(weights)} n'a pas de moyenne",
            "donnez des poids positifs ou nuls, un au moins au-dessus de zéro",
            f"the season {list(weights)} has no mean",
            "give weights of zero or more, one of them above zero",
        )
    return np.resize(cycle / cycle.mean(), periods)


def bootstrap_counts(
    seed: int, name: str, strata: Ints, *, replicates: int, length: int = 1, part: float = 1.0
) -> Ints:
    """How often each block of days is drawn in each replicate, within its stratum.

    ``strata`` gives the stratum (say, the month) of each day of the record, in order. Runs of ``length``
    days that follow one another are drawn together, with the stratum of their first day. Returns an
    array replicates × days; each replicate has as many draws in a stratum as the record has blocks, or
    that ``part`` of them (one year of a record of five: 0.2).

    >>> counts = bootstrap_counts(1, "days", np.array([1, 1, 1, 2]), replicates=50)
    >>> counts.shape, set(counts[:, :3].sum(axis=1).tolist()), set(counts[:, 3].tolist())
    ((50, 4), {3}, {1})
    """
    days = np.asarray(strata, dtype=np.int64)
    blocks = np.arange(0, days.size, length)
    block_strata = days[blocks]
    drawn = np.zeros((replicates, blocks.size), dtype=np.int64)
    source = stream(seed, name)
    for stratum in np.unique(block_strata):
        own = np.flatnonzero(block_strata == stratum)
        number = round(own.size * part)
        drawn[:, own] = source.multinomial(number, np.full(own.size, 1.0 / own.size), size=replicates)
    return np.repeat(drawn, np.diff(np.append(blocks, days.size)), axis=1)


def interval(values: Floats, level: float = 0.8) -> tuple[float, float]:
    """The middle ``level`` of the draws, by linear quantiles.

    >>> interval(np.arange(5.0), 0.5)
    (1.0, 3.0)
    """
    low, high = np.quantile(values, [(1.0 - level) / 2, (1.0 + level) / 2])
    return float(low), float(high)


def _refused(what_fr: str, do_fr: str, what_en: str, do_en: str) -> InvalidError:
    return InvalidError(Sentence(f"{what_fr} : {do_fr}.", f"{what_en[:1].upper()}{what_en[1:]}: {do_en}."))


def _ordered(law: str, *bounds: float) -> None:
    if list(bounds) != sorted(bounds):
        raise _refused(
            f"{law} : les bornes {bounds} ne sont pas dans l'ordre",
            "écrivez-les de la plus petite à la plus grande",
            f"{law}: the bounds {bounds} are not in order",
            "write them from the smallest to the largest",
        )


def _positive(law: str, name: str, value: float) -> None:
    if not value > 0:
        raise _refused(
            f"{law} : {name} vaut {value}", "il faut plus de zéro", f"{law}: {name} is {value}", "it must be above zero"
        )


def _not_negative(law: str, name: str, value: float) -> None:
    if not value >= 0:
        raise _refused(
            f"{law} : {name} vaut {value}",
            "il faut zéro ou plus",
            f"{law}: {name} is {value}",
            "it must be zero or more",
        )
