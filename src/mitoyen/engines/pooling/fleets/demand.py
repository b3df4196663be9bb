"""Needs laid on the timeline: how many units each member wants in each slot of time.

Slots run from one event to the next (a start, an end, midnight in Paris), so that nothing is rounded;
slots where nobody needs anything are left out. A unit is taken from ``before`` minutes ahead of the need
until ``after`` minutes behind it, half-open: what ends at eight leaves the unit free at eight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.needs.paris import DAY, local_minutes

if TYPE_CHECKING:
    from mitoyen.engines.pooling.needs.records import Needs

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]

MOST_WEIGHTS = 8


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """The needs of at least one weight: the units that each member wants (members × slots).

    An hour unmet at this level costs ``step``: the part of its weight above the level below.
    """

    step: float
    busy: Counts


@dataclass(frozen=True, eq=False, slots=True)
class Demand:
    """Units wanted, by member and by slot; the first layer holds every need."""

    members: tuple[str, ...]
    start: Ints
    minutes: Ints
    day: Ints
    layers: tuple[Layer, ...]

    @property
    def busy(self) -> Counts:
        """Units wanted, whatever their weight: members × slots."""
        return self.layers[0].busy

    @property
    def total(self) -> Counts:
        """Units wanted by everybody together, in each slot."""
        together: Counts = self.busy.sum(axis=0, dtype=np.int32)
        return together

    @property
    def peak(self) -> int:
        """The most units wanted at once by everybody together."""
        return int(self.total.max(initial=0))

    def asked(self) -> Floats:
        """The weighted minutes that each member asks for."""
        result = np.zeros(len(self.members))
        for layer in self.layers:
            result += layer.step * (layer.busy @ self.minutes)
        return result

    def asked_hours(self) -> Floats:
        """The plain hours that each member asks for."""
        return np.asarray(self.busy @ self.minutes / 60.0, dtype=np.float64)

    def only(self, chosen: list[int]) -> Demand:
        """The demand of some members alone, the others silent; slots are the same."""
        silent = np.ones(len(self.members), dtype=np.bool_)
        silent[chosen] = False
        layers = tuple(Layer(layer.step, np.where(silent[:, None], 0, layer.busy)) for layer in self.layers)
        return Demand(self.members, self.start, self.minutes, self.day, layers)


def demand_of(needs: Needs, *, before: int | Ints = 0, after: int | Ints = 0) -> Demand:
    """Lay needs on the timeline; ``before`` and ``after`` are minutes, the same or one for each member.

    >>> from mitoyen.engines.pooling.needs import Needs
    >>> needs = Needs.of(["a", "b"], [("a", 0, 60, 1, 1.0, ""), ("b", 60, 120, 1, 1.0, ""), ("b", 90, 120, 1, 1.0, "")])
    >>> demand = demand_of(needs)
    >>> demand.peak, demand.total.tolist(), demand.minutes.tolist()
    (2, [1, 1, 2], [60, 30, 30])
    """
    count = len(needs.members)
    start = needs.start - np.broadcast_to(before, count)[needs.member]
    end = needs.end + np.broadcast_to(after, count)[needs.member]
    edges = np.unique(np.concatenate([start, end, _midnights(start, end)]))
    weights = _grouped(needs.weight)
    levels = np.unique(weights)
    layers = []
    for step, level in zip(np.diff(levels, prepend=0.0), levels, strict=True):
        held = weights >= level
        busy = _laid(needs.member[held], start[held], end[held], needs.units[held], edges, count)
        layers.append(Layer(float(step), busy))
    if not layers:
        return Demand(needs.members, edges, edges, edges, (Layer(1.0, np.zeros((count, 0), dtype=np.int32)),))
    kept = layers[0].busy.any(axis=0)
    slots = edges[:-1][kept]
    return Demand(
        needs.members,
        slots,
        np.diff(edges)[kept],
        local_minutes(slots) // DAY,
        tuple(Layer(layer.step, layer.busy[:, kept]) for layer in layers),
    )


def _laid(member: Ints, start: Ints, end: Ints, units: Ints, edges: Ints, count: int) -> Counts:
    slots = edges.size
    opened = member * slots + np.searchsorted(edges, start)
    closed = member * slots + np.searchsorted(edges, end)
    steps = np.bincount(opened, weights=units, minlength=count * slots)
    steps -= np.bincount(closed, weights=units, minlength=count * slots)
    laid: Counts = np.cumsum(steps.reshape(count, slots), axis=1)[:, :-1].astype(np.int32)
    return laid


def _midnights(start: Ints, end: Ints) -> Ints:
    """The instants of midnight in Paris between the first start and the last end."""
    if not start.size:
        return start
    guess = np.arange(int(start.min()) // DAY - 1, int(end.max()) // DAY + 2, dtype=np.int64) * DAY
    local = local_minutes(guess)
    instants = guess - local % DAY  # midnight of that day, unless clocks changed since
    late = local_minutes(instants) % DAY
    instants = instants - np.where(late > DAY // 2, late - DAY, late)
    inside: Ints = instants[(instants > start.min()) & (instants < end.max())]
    return inside


def _grouped(weights: Floats) -> Floats:
    """The weights, brought to :data:`MOST_WEIGHTS` levels when they are more: each to the mean of its group."""
    levels = np.unique(weights)
    if levels.size <= MOST_WEIGHTS:
        return weights
    bounds = np.quantile(weights, np.linspace(0, 1, MOST_WEIGHTS + 1)[1:-1])
    group = np.searchsorted(np.unique(bounds), weights, side="left")
    sums, counts = np.bincount(group, weights=weights), np.bincount(group)
    means: Floats = (sums / np.maximum(counts, 1))[group]
    return means
