"""Do members need it at the same time? What was measured, and what supposing otherwise would announce.

Correlation is taken slot by slot over the whole record, silence included. *Independent* needs keep each
member's season and hours, and forget only that the same morning strikes everybody: in each half month and
hour of the day, the levels of the members are combined as if they had nothing to do with one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from mitoyen.engines.pooling.fleets.demand import Counts, Demand

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_HOUR = 60
_HOURS = 24
_HALF_MONTHS = 24


@dataclass(frozen=True, eq=False, slots=True)
class Correlation:
    """How alike the needs of members are, and how often they meet."""

    matrix: Floats
    mean: float | None  # over pairs; nothing when a single member needs anything
    days_of_need: int
    days_all_at_once: int


def measured(demand: Demand, *, first: date, last: date) -> Correlation:
    """The correlation of the units wanted, over all the time from ``first`` to ``last``, both included."""
    minutes = float((last - first + timedelta(days=1)) // timedelta(minutes=1))
    busy = demand.busy.astype(np.float64)
    mean = busy @ demand.minutes / minutes
    moments = (busy * demand.minutes) @ busy.T / minutes - np.outer(mean, mean)
    spread = np.sqrt(np.maximum(np.diag(moments), 0.0))
    scale = np.outer(spread, spread)
    matrix = np.divide(moments, scale, out=np.eye(len(demand.members)), where=scale > 0)
    active = np.flatnonzero(spread > 0)
    pairs = matrix[np.ix_(active, active)][np.triu_indices(active.size, 1)]
    at_once = (demand.busy > 0).all(axis=0)
    return Correlation(
        matrix=matrix,
        mean=float(pairs.mean()) if pairs.size else None,
        days_of_need=int(np.unique(demand.day).size),
        days_all_at_once=int(np.unique(demand.day[at_once]).size),
    )


def independent_curve(demand: Demand, local_start: Ints, *, first: date, last: date) -> Floats:
    """The unmet minutes with 0, 1, … units if members were struck independently.

    ``local_start`` are the starts of the slots on a clock in Paris (minutes since 1970). Exact: the levels
    of the members are convolved in each half month and hour of the day. The last column, as many units as
    members want at most one by one, leaves nothing unmet.
    """
    cells = _Cells(demand, local_start, first, last)
    most = int(demand.busy.max(axis=1, initial=0).sum())
    result = np.zeros(most + 1)
    for layer in demand.layers:
        chances = np.zeros((_HALF_MONTHS * _HOURS, most + 1))
        chances[:, 0] = 1.0
        for wanted in layer.busy:
            chances = _combined(chances, cells.levels(wanted))
        minutes_at = (chances * cells.minutes[:, None]).sum(axis=0)
        above = np.cumsum(minutes_at[::-1])[::-1]
        result[:-1] += layer.step * np.cumsum(above[:0:-1])[::-1]
    return result


class _Cells:
    """Slots cut at the hours, each piece in its half month and hour of the day."""

    def __init__(self, demand: Demand, local_start: Ints, first: date, last: date) -> None:
        local_end = local_start + demand.minutes
        pieces = (local_end - 1) // _HOUR - local_start // _HOUR + 1
        self.slot = np.repeat(np.arange(pieces.size), pieces)
        rank = np.arange(self.slot.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        hour = local_start[self.slot] // _HOUR + rank
        begins = np.maximum(local_start[self.slot], hour * _HOUR)
        self.lasting = np.minimum(local_end[self.slot], (hour + 1) * _HOUR) - begins
        self.cell = _half_month_of(hour // _HOURS) * _HOURS + hour % _HOURS
        days = np.arange((last - first).days + 1) + (first - date(1970, 1, 1)).days
        in_half = np.bincount(_half_month_of(days), minlength=_HALF_MONTHS)
        self.minutes = np.repeat(in_half * _HOUR, _HOURS).astype(np.float64)

    def levels(self, wanted: Counts) -> Floats:
        """The share of the time of each cell that one member spends at each level."""
        top = int(wanted.max(initial=0))
        place = self.cell * (top + 1) + wanted[self.slot]
        spent = np.bincount(place, weights=self.lasting, minlength=self.minutes.size * (top + 1))
        spent = spent.reshape(-1, top + 1).astype(np.float64)  # whole numbers when there is nothing to weigh
        # A need that began before the record, or an hour that came twice, may fill a cell to the brim.
        whole = np.maximum(self.minutes, spent[:, 1:].sum(axis=1))
        share: Floats = np.divide(spent, whole[:, None], out=np.zeros_like(spent), where=whole[:, None] > 0)
        share[:, 0] = 1.0 - share[:, 1:].sum(axis=1)
        return share


def _combined(chances: Floats, levels: Floats) -> Floats:
    """The chances of the sum of two independent counts, cell by cell."""
    result = np.zeros_like(chances)
    for level in range(levels.shape[1]):
        result[:, level:] += chances[:, : chances.shape[1] - level] * levels[:, level, None]
    return result


def _half_month_of(days: Ints) -> Ints:
    """The half month, from 0 to 23, of days since 1970: seasons often turn on the fifteenth."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    in_month = days - months.astype("datetime64[D]").astype(np.int64)
    halves: Ints = 2 * (months.astype(np.int64) % 12) + (in_month >= 15)  # noqa: PLR2004
    return halves
