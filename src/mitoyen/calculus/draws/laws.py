"""Laws: the value that a draw stays under with a given chance, and the figures that each law asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from mitoyen.calculus.beta import beta_quantile
from mitoyen.calculus.draws.refusing import refused

if TYPE_CHECKING:
    from mitoyen.calculus.normal import Floats


class Distribution(Protocol):
    """A law: ``at(chance)`` is the value that a draw stays under with that chance."""

    def at(self, chance: Floats) -> Floats:
        """The values at these chances, same shape."""
        ...


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
            raise refused(
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


def _ordered(law: str, *bounds: float) -> None:
    if list(bounds) != sorted(bounds):
        raise refused(
            f"{law} : les bornes {bounds} ne sont pas dans l'ordre",
            "écrivez-les de la plus petite à la plus grande",
            f"{law}: the bounds {bounds} are not in order",
            "write them from the smallest to the largest",
        )


def _positive(law: str, name: str, value: float) -> None:
    if not value > 0:
        raise refused(
            f"{law} : {name} vaut {value}", "il faut plus de zéro", f"{law}: {name} is {value}", "it must be above zero"
        )


def _not_negative(law: str, name: str, value: float) -> None:
    if not value >= 0:
        raise refused(
            f"{law} : {name} vaut {value}",
            "il faut zéro ou plus",
            f"{law}: {name} is {value}",
            "it must be zero or more",
        )
