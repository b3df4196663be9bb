"""The record replayed: whole days (or weeks) of every member together, drawn again month by month.

What strikes everybody the same morning strikes everybody again in each replay: correlation is kept, not
modelled. The answer is how far fleets and unmet hours would move, had the record been another draw of the
same climate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.calculus.draws.resampling import bootstrap_counts
from mitoyen.engines.pooling.fleets.curves import fleets_within, with_breakdowns

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.engines.pooling.fleets.demand import Counts, Demand

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class DailyCurves:
    """For each day of the record, the unmet minutes with 0, 1, … units (days × units)."""

    months: Ints
    unmet: Floats

    @property
    def whole(self) -> Floats:
        """The curve of the record itself."""
        total: Floats = self.unmet.sum(axis=0)
        return total


def daily_curves(demand: Demand, *, first: date, last: date, most: int, member: int | None = None) -> DailyCurves:
    """The curves of each day from ``first`` to ``last``, both included; of one member, or of all together.

    A need that runs over midnight counts on each of its days, for its hours of that day.
    """
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    row = np.clip(demand.day - days[0].astype(np.int64), 0, days.size - 1)
    unmet = np.zeros((days.size, most + 1))
    for layer in demand.layers:
        wanted: Counts = layer.busy.sum(axis=0) if member is None else layer.busy[member]
        place = row * (most + 1) + np.minimum(wanted, most)
        at = np.bincount(place, weights=demand.minutes, minlength=unmet.size).reshape(unmet.shape)
        above = np.cumsum(at[:, :0:-1], axis=1)[:, ::-1]
        unmet[:, :-1] += layer.step * np.cumsum(above[:, ::-1], axis=1)[:, ::-1]
    return DailyCurves(days.astype("datetime64[M]").astype(np.int64) % 12, unmet)


@dataclass(frozen=True, eq=False, slots=True)
class Draws:
    """How many times each day of the record comes in each replay (replays × days)."""

    counts: Ints

    @classmethod
    def of(cls, months: Ints, *, replays: int, seed: int, days_together: int = 1, part: float = 1.0) -> Draws:
        """Draw days within their month; ``days_together`` of 7 draws whole weeks, ``part`` a part of the record."""
        name = "days of the record" if part == 1 else "days of a year"
        return cls(bootstrap_counts(seed, name, months, replicates=replays, length=days_together, part=part))

    def unmet(self, curves: DailyCurves) -> Floats:
        """The curve of each replay: replays × units."""
        return np.asarray(self.counts.astype(np.float64) @ curves.unmet, dtype=np.float64)


def fleets_of_replays(drawn: Floats, *, allowed_share: float, allowed: float = 0.0, availability: float = 1.0) -> Ints:
    """The fleet of each replay: unmet at most ``allowed_share`` of what it asks, plus ``allowed`` minutes."""
    asked = drawn[:, 0]
    if availability < 1:
        drawn = with_breakdowns(drawn, availability, most=2 * drawn.shape[1] + 4)
    return fleets_within(drawn, allowed_share * asked + allowed)


def day_quantile_fleet(daily_peaks: npt.ArrayLike, level: float) -> int:
    """The units that are enough on ``level`` of the days. Never use it to decide on pooling.

    It can ask more of a pool than of its members alone: two members that each need a unit on four days of
    a hundred, never the same, need none on 95 % of the days, and one together. Studies use served hours.

    >>> alone = [1] * 4 + [0] * 96
    >>> together = [1] * 8 + [0] * 92
    >>> day_quantile_fleet(alone, 0.95), day_quantile_fleet(together, 0.95)
    (0, 1)
    """
    peaks = np.sort(np.asarray(daily_peaks, dtype=np.int64))
    return int(peaks[min(peaks.size - 1, int(np.ceil(level * peaks.size - 1e-9)) - 1)])
