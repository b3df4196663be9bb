"""How much stays unmet with each number of units: for everybody, and for every group of members.

A *curve* gives, for 0, 1, 2… units, the weighted minutes of need that no unit can serve, an hour counting
as served when a unit is there for it. With ``d`` units wanted in a slot and ``k`` there, ``d - k`` are
unmet; the heaviest needs are served first, which the layers of a :class:`Demand` make a plain sum.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.pooling.fleets.demand import Counts, Demand

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint16]

_BLOCK = 256


def unmet_curve(wanted: npt.ArrayLike, minutes: npt.ArrayLike, *, most: int | None = None) -> Floats:
    """Unmet minutes with 0, 1, … units, when ``wanted`` units are needed for ``minutes`` each.

    >>> unmet_curve([1, 3], [60, 10]).tolist()
    [90.0, 20.0, 10.0, 0.0]
    """
    units = np.asarray(wanted, dtype=np.int64)
    top = int(units.max(initial=0)) if most is None else most
    minutes_at = np.bincount(units, weights=np.asarray(minutes), minlength=top + 1).astype(np.float64)
    curve: Floats = _from_histogram(minutes_at[None, :])[0]
    return curve


def _from_histogram(minutes_at: Floats) -> Floats:
    """From minutes spent at each level of demand (rows × levels) to unmet minutes with each number of units."""
    above = np.cumsum(minutes_at[:, ::-1], axis=1)[:, ::-1]  # minutes at this level or more
    beyond = np.zeros_like(above)
    beyond[:, :-1] = above[:, 1:]
    return np.cumsum(beyond[:, ::-1], axis=1)[:, ::-1]


def member_curves(demand: Demand, *, most: int) -> Floats:
    """The curve of each member on its own: members × (``most`` + 1)."""
    result = np.zeros((len(demand.members), most + 1))
    for layer in demand.layers:
        for place, wanted in enumerate(layer.busy):
            result[place] += layer.step * unmet_curve(wanted, demand.minutes, most=most)
    return result


def joint_curve(demand: Demand, *, most: int | None = None) -> Floats:
    """The curve of everybody together."""
    top = demand.peak if most is None else most
    result = np.zeros(top + 1)
    for layer in demand.layers:
        result += layer.step * unmet_curve(layer.busy.sum(axis=0), demand.minutes, most=top)
    return result


def coalition_curves(demand: Demand) -> Floats:
    """The curve of every group of members: 2^n × (peak + 1), bit ``i`` of the row being member ``i``.

    Slots that want the same of every member are merged; the sums of members are made by halves of the
    bits, then counted once. Work and memory grow as 2^n: meant for fifteen members at most.
    """
    members, top = len(demand.members), demand.peak
    result = np.zeros((1 << members, top + 1))
    for layer in demand.layers:
        columns, minutes = merged_slots(layer.busy, demand.minutes)
        histogram = np.zeros((1 << members, top + 1))
        for mask, wanted in _sums(columns):
            histogram[mask] = np.bincount(wanted, weights=minutes, minlength=top + 1)
        result += layer.step * _from_histogram(histogram)
    return result


def coalition_peaks(demand: Demand) -> Ints:
    """The most units that every group wants at once: an array of 2^n.

    Only slots that no other dominates count (a slot that wants as much of everybody, and more of one).
    """
    columns, _ = merged_slots(demand.busy, demand.minutes)
    columns = undominated(columns)
    peaks = np.zeros(1 << len(demand.members), dtype=np.int64)
    half = (len(demand.members) + 1) // 2
    low = _subset_sums(columns[:half])
    for rank, high in enumerate(_subset_sums(columns[half:])):
        peaks[rank << half : (rank + 1) << half] = (low + high).max(axis=1, initial=0)
    return peaks


def merged_slots(busy: Counts, minutes: Ints) -> tuple[Bytes, Floats]:
    """Distinct demands (members × distinct) and the minutes that each lasts in all."""
    if not busy.shape[1]:
        return np.zeros((busy.shape[0], 0), dtype=np.uint16), np.zeros(0)
    rows = np.ascontiguousarray(busy.T.astype(np.uint16))
    keys = rows.view([("", np.uint16)] * rows.shape[1]).reshape(-1) if rows.shape[1] > 1 else rows.reshape(-1)
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    return np.ascontiguousarray(rows[first].T), np.bincount(place.reshape(-1), weights=minutes).astype(np.float64)


def undominated(columns: Bytes) -> Bytes:
    """The columns that no other column equals or exceeds in every row."""
    order = np.argsort(-columns.sum(axis=0, dtype=np.int64), kind="stable")
    ordered = np.ascontiguousarray(columns.T[order])
    kept = ordered[:0]
    for first in range(0, len(ordered), _BLOCK):
        block = ordered[first : first + _BLOCK]
        block = block[~_dominated(block, kept)]
        # Inside a block, one may be dominated only by another that comes before it.
        inside = (block[None, :, :] >= block[:, None, :]).all(axis=2)
        kept = np.concatenate([kept, block[~np.tril(inside, -1).any(axis=1)]])
    return np.ascontiguousarray(kept.T)


def _dominated(block: Bytes, kept: Bytes) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(block), dtype=np.bool_)
    for first in range(0, len(kept), 4 * _BLOCK):
        some = kept[first : first + 4 * _BLOCK]
        at_least = np.ones((len(block), len(some)), dtype=np.bool_)
        for row in range(block.shape[1]):
            at_least &= some[:, row] >= block[:, row, None]
        found |= at_least.any(axis=1)
    return found


def _subset_sums(rows: Bytes) -> Bytes:
    """The sum of every subset of ``rows``, bit ``i`` of the place being row ``i``."""
    sums = np.zeros((1, rows.shape[1]), dtype=np.uint16)
    for row in rows:
        sums = np.concatenate([sums, sums + row])
    return sums


def _sums(columns: Bytes) -> Iterator[tuple[int, Bytes]]:
    half = (len(columns) + 1) // 2
    low = _subset_sums(columns[:half])
    for rank, high in enumerate(_subset_sums(columns[half:])):
        for place, row in enumerate(low + high):
            yield (rank << half) + place, row


def with_breakdowns(curves: Floats, availability: float, *, most: int) -> Floats:
    """The mean curves when each unit is out of order some days, independently: rows × (``most`` + 1).

    With ``k`` units, ``j`` work with the binomial chance of ``availability``.

    >>> with_breakdowns(np.array([[100.0, 0.0]]), 0.9, most=2).round(6).tolist()
    [[100.0, 10.0, 1.0]]
    """
    known = curves.shape[1]
    mixing = np.zeros((known, most + 1))
    for fleet in range(most + 1):
        for working in range(min(fleet, known - 1) + 1):
            mixing[working, fleet] = (
                comb(fleet, working) * availability**working * (1.0 - availability) ** (fleet - working)
            )
    return np.asarray(curves @ mixing, dtype=np.float64)  # units beyond the peak leave nothing unmet


def fleets_within(curves: Floats, allowed: npt.ArrayLike) -> Ints:
    """The fewest units that leave at most ``allowed`` unmet, row by row; the last column when none does.

    >>> fleets_within(np.array([[90.0, 20.0, 10.0, 0.0]]), [15.0]).tolist()
    [2]
    """
    limit = np.asarray(allowed, dtype=np.float64)[:, None] + 1e-9 * curves[:, :1]
    enough = curves <= limit
    fewest: Ints = np.where(enough.any(axis=1), enough.argmax(axis=1), curves.shape[1] - 1)
    return fewest
