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
import numpy.typing as npt

from mitoyen.calculus.draws.seasons import seasonal
from mitoyen.calculus.draws.streams import chances, stream
from mitoyen.calculus.draws.ties import correlated_scores
from mitoyen.engines.agreements.evidence import INDEX, Key, Observed, Reading
from mitoyen.engines.agreements.exact import LIMIT, Exact
from mitoyen.engines.agreements.simulation.laws import through_its_law
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mitoyen.calculus.normal import Floats
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
        whole = _quantised(name, values, decimals)
        for rank in range(len(periods)):
            table[rank][name] = Exact(whole[rank], 10**decimals)
    return table


def _quantised(name: str, values: Floats, decimals: int) -> npt.NDArray[np.int64]:
    """Whole numbers of the last decimal; a figure that they cannot hold is refused."""
    scaled = values * 10**decimals
    if not (np.abs(scaled) < LIMIT).all():  # false for what is not a number, too
        raise _refused(
            name,
            "donne des nombres trop grands ; revoyez sa moyenne, sa croissance ou ses chocs",
            "gives numbers that are too large; look at its mean, its growth or its shocks",
        )
    whole: npt.NDArray[np.int64] = np.rint(scaled).astype(np.int64)
    return whole


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
    scores = {name: stream(seed, name).standard_normal(shape) for name in drivers}
    ties = agreement.assumptions.correlation if agreement.assumptions else ()
    tied = [name for name in drivers if any(name in tie.between for tie in ties)]
    if tied:
        matrix = np.eye(len(tied))
        for tie in ties:
            a, b = (_rank(tied, name) for name in tie.between)
            if a == b:
                raise _refused(tie.between[0], "est corrélée avec elle-même", "is correlated with itself")
            matrix[a, b] = matrix[b, a] = float(tie.value.fraction)
        together = _tied(np.stack([scores[name] for name in tied]), matrix, [_kept(drivers[name]) for name in tied])
        scores |= dict(zip(tied, together, strict=True))
    for name, driver in drivers.items():
        if driver.persistence is not None:
            scores[name] = _persistent(scores[name], _kept(driver))
    return scores


def _kept(driver: Driver) -> float:
    """How much of a period stays in the next one."""
    return float(driver.persistence.fraction) if driver.persistence is not None else 0.0


def _tied(scores: Floats, matrix: Floats, kept: Sequence[float]) -> Floats:
    """Scores (driver × period × scenario) that stay correlated as declared once each persists in its own way.

    What is new in a period is tied more than the whole is, when one driver persists more than the other: the part of
    the past that they share fades at two speeds.
    """
    level = np.array(kept)
    apart = 1 - np.outer(level, level)
    alone = np.sqrt(np.outer(np.diag(apart), np.diag(apart)))
    new = np.where(alone > 0, matrix * apart / np.where(alone > 0, alone, 1.0), matrix)
    if np.allclose(new, matrix):
        return correlated_scores(scores, matrix)
    np.fill_diagonal(new, 1.0)
    first, after = scores[:, :1], scores[:, 1:]
    return np.concatenate([correlated_scores(first, matrix), correlated_scores(after, new)], axis=1)


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
    values = through_its_law(name, driver, scores)
    factors = np.ones(len(scores))
    if driver.yearly_growth is not None:
        yearly = 1 + float(driver.yearly_growth.fraction)
        if yearly < 0:
            raise _refused(name, "baisse de plus de 100 % par an", "falls by more than 100% a year")
        with np.errstate(over="ignore"):  # refused when it is quantised
            factors *= yearly ** (np.arange(len(scores)) / a_year)
    if driver.seasons:
        if len(driver.seasons) != a_year:
            given, wanted = len(driver.seasons), a_year
            raise _refused(
                name,
                f"donne {given} saisons, pour {wanted} périodes dans l'année",
                f"gives {given} seasons, for {wanted} periods in a year",
            )
        cycle = seasonal([float(each.fraction) for each in driver.seasons], len(driver.seasons))
        factors *= cycle[np.array(seasons) % len(cycle)]
    with np.errstate(over="ignore", invalid="ignore"):  # refused when it is quantised
        values = values * factors[:, None]
    for rank, shock in enumerate(driver.shocks):
        yearly = float(shock.yearly_probability.fraction)
        struck = chances(seed, f"{name}:{rank}", scores.shape) < 1 - (1 - yearly) ** (1 / a_year)
        lasting = struck.copy()
        for later in range(1, min(shock.periods, len(scores))):
            lasting[later:] |= struck[:-later]
        values = np.where(lasting, values * float(shock.factor.fraction), values)
    if driver.floor is not None:
        values = np.maximum(values, float(driver.floor.fraction))
    if driver.ceiling is not None:
        values = np.minimum(values, float(driver.ceiling.fraction))
    return values


def _refused(name: str, fr: str, en: str) -> InvalidError:
    said = Sentence(f"L'hypothèse « {name} » {fr}.", f"The assumption '{name}' {en}.")
    return InvalidError(said, where=f"assumptions.drivers.{name}")
