"""From the assumptions of an agreement to what is observed in each scenario.

Each driver has its own stream of normal scores, named after it: adding a driver, or leaving a clause out,
disturbs no other draw. Scores are tied together by the declared correlations, made to persist from one period
to the next, then read through the driver's law; growth, season and shocks multiply; floor and ceiling bound; and
the value is rounded to the decimals of its fact before any clause sees it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from mitoyen.calculus import draws
from mitoyen.calculus.normal import Floats, normal_chance
from mitoyen.engines.agreements.evidence import INDEX, Key, Observed, Reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mitoyen.calculus.draws import Distribution
    from mitoyen.engines.agreements.declarations import Driver
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.kernel.dates import Period

INDEX_DECIMALS = 1
"""Published series have one decimal."""

Draws: TypeAlias = "Mapping[str, Exact]"


def draw(
    agreement: Agreement, periods: Sequence[Period], scenarios: int, seed: int, frozen: Collection[str] = ()
) -> list[dict[str, Exact]]:
    """The value of every driver, for each period: arrays of ``scenarios``. ``frozen`` drivers keep their mean.

    Raises :class:`InvalidError` when a driver names nothing that the agreement declares, or when its law
    lacks a figure.
    """
    assumed = agreement.assumptions
    drivers = dict(assumed.drivers) if assumed else {}
    _known(agreement, drivers)
    a_year = 12 // MONTHS[agreement.term.settle]
    seasons = [_season(agreement, period) for period in periods]
    scores = _scores(agreement, drivers, (len(periods), scenarios), seed)
    table: list[dict[str, Exact]] = [{} for _ in periods]
    for name, driver in drivers.items():
        values = _values(name, driver, scores.pop(name), a_year, seasons, seed)
        decimals = _decimals(agreement, name)
        if name in frozen:
            values = np.broadcast_to(values.mean(axis=1, keepdims=True), values.shape)
        whole = np.rint(values * 10**decimals).astype(np.int64)
        for rank in range(len(periods)):
            table[rank][name] = Exact(whole[rank], 10**decimals)
    return table


def observed(drawn: Draws) -> Observed:
    """What a clause may look at, for one period: each driver as a final reading."""
    now: dict[str, dict[Key, Reading]] = {}
    for name, value in drawn.items():
        fact, *key = (name,) if name.startswith(INDEX) else name.split(".")
        now.setdefault(fact, {})[tuple(key)] = Reading(value)
    return Observed(now)


def _known(agreement: Agreement, drivers: Mapping[str, Driver]) -> None:
    declared = {*agreement.facts, *agreement.indicators}
    for name in drivers:
        if not name.startswith(INDEX) and name.split(".")[0] not in declared:
            raise InvalidError(
                Sentence(
                    f"L'hypothèse « {name} » ne correspond à aucun fait ni indicateur de l'accord.",
                    f"The assumption '{name}' matches no fact and no indicator of the agreement.",
                ),
                where=f"assumptions.drivers.{name}",
            )


def _decimals(agreement: Agreement, name: str) -> int:
    if name.startswith(INDEX):
        return INDEX_DECIMALS
    first = name.split(".", maxsplit=1)[0]
    fact = agreement.facts.get(first)  # type: ignore[call-overload]  # ids are text
    if fact is not None:
        return int(fact.precision)
    return int(agreement.indicators[first].decimals)  # type: ignore[index]  # ids are text


def _season(agreement: Agreement, period: Period) -> int:
    """The rank of a period in its year."""
    first = int(agreement.term.year_starts.split("-")[0])
    return (period.start.month - first) % 12 // MONTHS[agreement.term.settle]


def _scores(
    agreement: Agreement, drivers: Mapping[str, Driver], shape: tuple[int, int], seed: int
) -> dict[str, Floats]:
    """Standard normal scores of each driver, tied and persistent as declared."""
    scores = {name: draws.stream(seed, name).standard_normal(shape) for name in drivers}
    ties = agreement.assumptions.correlation if agreement.assumptions else ()
    tied = [name for name in drivers if any(name in tie.between for tie in ties)]
    if tied:
        matrix = np.eye(len(tied))
        for tie in ties:
            a, b = (_rank(tied, name) for name in tie.between)
            matrix[a, b] = matrix[b, a] = float(tie.value.fraction)
        together = draws.correlated_scores(np.stack([scores[name] for name in tied]), matrix)
        scores |= dict(zip(tied, together, strict=True))
    for name, driver in drivers.items():
        if driver.persistence is not None:
            scores[name] = _persistent(scores[name], float(driver.persistence.fraction))
    return scores


def _rank(tied: Sequence[str], name: str) -> int:
    if name not in tied:
        raise InvalidError(
            Sentence(
                f"La corrélation cite « {name} », pour lequel il n'y a pas d'hypothèse.",
                f"The correlation names '{name}', for which there is no assumption.",
            ),
            where="assumptions.correlation",
        )
    return tied.index(name)


def _persistent(scores: Floats, level: float) -> Floats:
    """Each period keeps ``level`` of the one before; the law of each period stays the same."""
    kept = scores.copy()
    for rank in range(1, len(kept)):
        kept[rank] = level * kept[rank - 1] + math.sqrt(1 - level * level) * scores[rank]
    return kept


def _values(name: str, driver: Driver, scores: Floats, a_year: int, seasons: Sequence[int], seed: int) -> Floats:
    values = _through_its_law(name, driver, scores)
    factors = np.ones(len(scores))
    if driver.yearly_growth is not None:
        factors *= (1 + float(driver.yearly_growth.fraction)) ** (np.arange(len(scores)) / a_year)
    if driver.seasons:
        cycle = draws.seasonal([float(each.fraction) for each in driver.seasons], len(driver.seasons))
        factors *= cycle[np.array(seasons) % len(cycle)]
    values = values * factors[:, None]
    for rank, shock in enumerate(driver.shocks):
        yearly = float(shock.yearly_probability.fraction)
        struck = draws.chances(seed, f"{name}:{rank}", scores.shape) < 1 - (1 - yearly) ** (1 / a_year)
        lasting = struck.copy()
        for later in range(1, shock.periods):
            lasting[later:] |= struck[:-later]
        values = np.where(lasting, values * float(shock.factor.fraction), values)
    if driver.floor is not None:
        values = np.maximum(values, float(driver.floor.fraction))
    if driver.ceiling is not None:
        values = np.minimum(values, float(driver.ceiling.fraction))
    return values


def _through_its_law(name: str, driver: Driver, scores: Floats) -> Floats:
    """Normal laws are read on the score itself; the others on its chance."""
    if driver.law == "fixed":
        return np.full_like(scores, _figure(name, driver, "mean"))
    if driver.law == "normal":
        return _figure(name, driver, "mean") + _figure(name, driver, "sd") * scores
    if driver.law == "lognormal":
        mean, deviation = _figure(name, driver, "mean"), _figure(name, driver, "sd")
        variance = math.log1p((deviation / mean) ** 2)
        return np.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * scores)
    return _law(name, driver).at(normal_chance(scores))


def _law(name: str, driver: Driver) -> Distribution:
    if driver.law == "triangular":
        return draws.Triangular(*(_figure(name, driver, part) for part in ("low", "mode", "high")))
    if driver.law == "uniform":
        return draws.Uniform(_figure(name, driver, "low"), _figure(name, driver, "high"))
    if driver.law == "poisson":
        return draws.Poisson(_figure(name, driver, "mean"))
    if driver.law == "bernoulli":
        chance = _figure(name, driver, "probability")
        low = float(driver.low.fraction) if driver.low is not None else 0.0
        high = float(driver.high.fraction) if driver.high is not None else 1.0
        return draws.Discrete((low, high), (1 - chance, chance))
    if driver.law == "beta":
        return _beta(*(_figure(name, driver, part) for part in ("mean", "sd", "low", "high")))
    values = tuple(float(value.fraction) for value in driver.values)
    return draws.Discrete(values, (1.0,) * len(values))


def _beta(mean: float, deviation: float, low: float, high: float) -> Distribution:
    """The beta law on ``[low, high]`` of this mean and standard deviation."""
    centre, spread = (mean - low) / (high - low), deviation / (high - low)
    weight = centre * (1 - centre) / spread**2 - 1
    return draws.Beta(centre * weight, (1 - centre) * weight, low, high)


def _figure(name: str, driver: Driver, part: str) -> float:
    value = getattr(driver, part)
    if value is None:
        raise InvalidError(
            Sentence(
                f"L'hypothèse « {name} » suit une loi {driver.law} : il lui manque « {part} ».",
                f"The assumption '{name}' follows a {driver.law} law: '{part}' is missing.",
            ),
            where=f"assumptions.drivers.{name}",
        )
    return float(value.fraction)
