"""Which needs a fleet serves when a need is served whole or not at all.

Needs that a unit can follow one after the other are a path on the timeline; the best needs for ``k``
units are the heaviest set of intervals that ``k`` colours can paint, found as a cheapest flow (Carlisle
and Lloyd, *Discrete Applied Mathematics* 59, 1995). Slots where everybody fits are dropped first: it
changes no answer and leaves little to solve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.curves import fleets_within, unmet_curve
from mitoyen.engines.pooling.fleets.network import Network, cheapest_flow

if TYPE_CHECKING:
    from mitoyen.engines.pooling.needs.records import Needs

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Jobs:
    """Intervals ``[start, end)`` in minutes, buffers included; ``units`` of them, each worth ``value``."""

    start: Ints
    end: Ints
    units: Ints
    value: Floats

    @classmethod
    def of(cls, needs: Needs, *, before: int = 0, after: int = 0) -> Jobs:
        """The jobs of needs: one hour of weight one is worth one."""
        value = (needs.end - needs.start) / 60.0 * needs.weight
        return cls(needs.start - before, needs.end + after, needs.units, value)

    @property
    def worth(self) -> float:
        """What serving everything is worth."""
        return float(self.value @ self.units)


def peak(jobs: Jobs) -> int:
    """The most units busy at once: what serving everything takes, since intervals never need more.

    >>> apart = Jobs(np.array([0, 60]), np.array([60, 120]), np.array([1, 1]), np.ones(2))
    >>> peak(apart)
    1
    """
    return int(_overlap(jobs)[1].max(initial=0))


def _overlap(jobs: Jobs) -> tuple[Ints, Ints]:
    """The instants at which a job starts, and how many units are busy from then on."""
    instants = np.unique(jobs.start)
    by_start, by_end = np.argsort(jobs.start, kind="stable"), np.argsort(jobs.end, kind="stable")
    opened = np.concatenate([[0], np.cumsum(jobs.units[by_start])])
    closed = np.concatenate([[0], np.cumsum(jobs.units[by_end])])
    busy = opened[np.searchsorted(jobs.start[by_start], instants, side="right")]
    busy = busy - closed[np.searchsorted(jobs.end[by_end], instants, side="right")]
    return instants, busy


def units_served(jobs: Jobs, fleet: int) -> Ints:
    """How many units of each job the best choice serves with ``fleet`` units.

    >>> jobs = Jobs(np.array([0, 0, 60]), np.array([120, 60, 120]), np.ones(3, dtype=int), np.array([2.0, 1.5, 1.5]))
    >>> units_served(jobs, 1).tolist()
    [0, 1, 1]
    """
    instants, busy = _overlap(jobs)
    crowded = _last_of_each_crowd(jobs, instants[busy > fleet])
    served = jobs.units.copy()
    first = np.searchsorted(crowded, jobs.start, side="left")
    last = np.searchsorted(crowded, jobs.end, side="left")
    rivals = np.flatnonzero(last > first)
    if not rivals.size:
        return served
    # The timeline of crowded instants, along which the units that serve nothing wait.
    places = np.arange(crowded.size, dtype=np.int64)
    supply = np.zeros(crowded.size + 1)
    supply[0], supply[-1] = fleet, -fleet
    count = rivals.size
    network = Network(
        tail=np.concatenate([first[rivals], places]),
        head=np.concatenate([last[rivals], places + 1]),
        least=np.zeros(count + places.size),
        most=np.concatenate([jobs.units[rivals].astype(np.float64), np.full(places.size, float(fleet))]),
        cost=np.concatenate([-jobs.value[rivals], np.zeros(places.size)]),
        supply=supply,
    )
    served[rivals] = cheapest_flow(network)[:count]
    return served


def _last_of_each_crowd(jobs: Jobs, crowded: Ints) -> Ints:
    """Drop a crowded instant when nothing ends before the next: the next holds all the same jobs, and more."""
    ended = np.searchsorted(np.sort(jobs.end), crowded, side="right")
    kept = np.append(ended[1:] > ended[:-1], [True])[: crowded.size]
    remaining: Ints = crowded[kept]
    return remaining


@dataclass(frozen=True, eq=False, slots=True)
class ServedFleet:
    """The smallest fleet that serves enough, and what it serves."""

    fleet: int
    served: Ints
    rate: float


def smallest_fleet(jobs: Jobs, level: float, *, at_least: int = 0) -> ServedFleet:
    """The fewest units that serve ``level`` of the weighted hours, each need whole or not at all.

    ``at_least`` is a number known to be needed. The search begins where counting by the hour ends, which
    is seldom wrong by more than one or two, then strides away from it and halves the last stride.
    """
    wanted = level * jobs.worth - 1e-9 * max(jobs.worth, 1.0)
    tried: dict[int, Ints] = {}

    def serves_enough(fleet: int) -> bool:
        if fleet not in tried:
            tried[fleet] = units_served(jobs, fleet)
        return float(tried[fleet] @ jobs.value) >= wanted

    guess = max(at_least, _by_the_hour(jobs, level))
    low, high, stride = at_least - 1, max(peak(jobs), at_least), 1
    if serves_enough(guess):
        high = guess
        while high > at_least and serves_enough(max(high - stride, at_least)):
            high, stride = max(high - stride, at_least), 2 * stride
        low = max(high - stride, at_least - 1)
    else:
        low = guess
        while low + stride < high and not serves_enough(low + stride):
            low, stride = low + stride, 2 * stride
        high = min(low + stride, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if serves_enough(middle) else (middle, high)
    served = tried[high] if serves_enough(high) else jobs.units
    return ServedFleet(high, served, float(served @ jobs.value) / jobs.worth if jobs.worth else 1.0)


def _by_the_hour(jobs: Jobs, level: float) -> int:
    """Where to begin: the units that would be there for ``level`` of the busy minutes, weights apart."""
    edges = np.unique(np.concatenate([jobs.start, jobs.end]))
    steps = np.bincount(np.searchsorted(edges, jobs.start), weights=jobs.units, minlength=edges.size)
    steps -= np.bincount(np.searchsorted(edges, jobs.end), weights=jobs.units, minlength=edges.size)
    curve = unmet_curve(np.cumsum(steps)[:-1].astype(np.int64), np.diff(edges))
    return int(fleets_within(curve[None, :], [(1.0 - level) * curve[0]])[0])
