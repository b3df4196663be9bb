"""The law of a driver: how a normal score becomes a figure, and which figures each law asks for.

==============  =======================================  ==========================================================
``fixed``       ``mean``                                 always the same
``normal``      ``mean``, ``sd``                         the bell curve
``lognormal``   ``mean`` above zero, ``sd``              positive and skewed; both are those of the figure itself
``triangular``  ``low``, ``mode``, ``high``              what a council can say: at least, most often, at most
``uniform``     ``low``, ``high``                        anything between, equally
``beta``        ``mean``, ``sd``, ``low``, ``high``      bounded, with a mean and a spread
``poisson``     ``mean``                                 a count of rare things
``bernoulli``   ``probability``, ``low``, ``high``       one of two figures (0 and 1 unless given)
``observed``    ``values``                               one of the figures that were seen, equally
==============  =======================================  ==========================================================
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.calculus.draws import laws
from mitoyen.calculus.normal import normal_chance
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.calculus.draws.laws import Distribution
    from mitoyen.calculus.normal import Floats
    from mitoyen.engines.agreements.declarations import Driver

MOST_COUNTED = 100_000
"""Beyond this mean a Poisson count is a bell curve."""


def through_its_law(name: str, driver: Driver, scores: Floats) -> Floats:
    """The figures of a driver: normal laws are read on the score itself, the others on its chance."""
    figure = _Figures(name, driver)
    if driver.law == "fixed":
        return np.full_like(scores, figure("mean"))
    if driver.law == "normal":
        return figure("mean") + figure("sd", least=0) * scores
    if driver.law == "lognormal":
        mean, deviation = figure("mean", above=0), figure("sd", least=0)
        variance = math.log1p((deviation / mean) ** 2)
        with np.errstate(over="ignore"):  # a figure that is too large is refused when it is quantised
            return np.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * scores)
    return _law(figure, driver).at(normal_chance(scores))


def _law(figure: _Figures, driver: Driver) -> Distribution:
    if driver.law == "triangular":
        low, mode, high = (figure(part) for part in ("low", "mode", "high"))
        figure.require(low <= mode <= high, "low, mode et high dans cet ordre", "low, mode and high in this order")
        return laws.Triangular(low, mode, high)
    if driver.law == "uniform":
        low, high = figure("low"), figure("high")
        figure.require(low <= high, "low au plus égal à high", "low at most high")
        return laws.Uniform(low, high)
    if driver.law == "poisson":
        mean = figure("mean", least=0)
        figure.require(
            mean <= MOST_COUNTED,
            f"une moyenne d'au plus {MOST_COUNTED} ; au-delà, écrivez une loi normale",
            f"a mean of at most {MOST_COUNTED}; beyond, write a normal law",
        )
        return laws.Poisson(mean)
    if driver.law == "bernoulli":
        chance = figure("probability")
        low = figure("low") if driver.low is not None else 0.0
        high = figure("high") if driver.high is not None else 1.0
        return laws.Discrete((low, high), (1 - chance, chance))
    if driver.law == "beta":
        return _beta(figure)
    values = tuple(float(value.fraction) for value in driver.values)
    figure.require(bool(values), "au moins une valeur observée (values)", "at least one observed value (values)")
    return laws.Discrete(values, (1.0,) * len(values))


def _beta(figure: _Figures) -> Distribution:
    """The beta law on ``[low, high]`` of this mean and standard deviation."""
    mean, deviation, low, high = (figure(part) for part in ("mean", "sd", "low", "high"))
    figure.require(
        low < mean < high and 0 < deviation**2 < (mean - low) * (high - mean),
        "une moyenne entre low et high, et un écart type qui tienne entre les deux",
        "a mean between low and high, and a standard deviation that fits between them",
    )
    centre, spread = (mean - low) / (high - low), deviation / (high - low)
    weight = centre * (1 - centre) / spread**2 - 1
    return laws.Beta(centre * weight, (1 - centre) * weight, low, high)


class _Figures:
    """The figures of one driver, asked for by name."""

    def __init__(self, name: str, driver: Driver) -> None:
        self.name, self.driver = name, driver

    def __call__(self, part: str, *, least: float | None = None, above: float | None = None) -> float:
        value = getattr(self.driver, part)
        if value is None:
            raise self._refused(f"il lui manque « {part} »", f"'{part}' is missing")
        number = float(value.fraction)
        if least is not None and number < least:
            raise self._refused(f"« {part} » vaut au moins {least}", f"'{part}' is at least {least}")
        if above is not None and number <= above:
            raise self._refused(f"« {part} » est au-dessus de {above}", f"'{part}' is above {above}")
        return number

    def require(self, holds: bool, fr: str, en: str) -> None:  # noqa: FBT001  what must hold reads first
        """Refuse figures that do not go together."""
        if not holds:
            raise self._refused(f"il faut {fr}", f"it needs {en}")

    def _refused(self, fr: str, en: str) -> InvalidError:
        law = self.driver.law
        return InvalidError(
            Sentence(
                f"L'hypothèse « {self.name} » suit une loi {law} : {fr}.",
                f"The assumption '{self.name}' follows a {law} law: {en}.",
            ),
            where=f"assumptions.drivers.{self.name}",
        )
