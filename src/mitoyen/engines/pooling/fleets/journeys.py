"""Fleets that must drive from one need to the next: several depots, travel times, empty journeys.

Time and place make a network: a unit waits where it is, serves a need, or drives empty to another place
and waits there. The fewest units that serve everything, and then the fewest empty minutes, are a cheapest
circulation (G. Dantzig and D. Fulkerson, « Minimizing the number of tankers to meet a fixed schedule »,
*Naval Research Logistics Quarterly* 1, 1954); serving the best part with ``k`` units is the same network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.network import Network, cheapest_flow

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Errands:
    """Needs that begin at one place and end at another (often the same); places are rows of the travel table."""

    origin: Ints
    destination: Ints
    start: Ints
    end: Ints
    units: Ints
    value: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Journeys:
    """What a fleet does: the units served of each errand, and the empty moves between places."""

    fleet: int
    served: Ints
    empty_minutes: float
    moves: Ints  # from place × to place: how many times a unit drives empty


def fewest_units(errands: Errands, travel: Ints) -> Journeys:
    """The smallest fleet that serves every errand, and the least driving it can do.

    ``travel`` is the table of minutes from place to place, zero on its diagonal.

    >>> there_and_back = Errands(np.array([0, 1]), np.array([1, 0]), np.array([0, 60]), np.array([60, 120]),
    ...                          np.array([1, 1]), np.ones(2))
    >>> fewest_units(there_and_back, np.array([[0, 60], [60, 0]])).fleet
    1
    """
    return _solved(errands, travel, fleet=None)


def best_served(errands: Errands, travel: Ints, fleet: int) -> Journeys:
    """The most worth that ``fleet`` units can serve, then the least empty driving."""
    return _solved(errands, travel, fleet=fleet)


def _solved(errands: Errands, travel: Ints, fleet: int | None) -> Journeys:
    layout = _Layout(errands, travel)
    count = errands.start.size
    units = errands.units.astype(np.float64)
    # A minute costs one. One unit, or the smallest worth, costs more than all the driving there could be.
    driven = travel[layout.move_from, layout.move_to].astype(np.float64)
    above_all = 2.0 * max(1.0, float(driven.max(initial=0.0))) * max(1.0, units.sum())
    worth = errands.value * (above_all / float(errands.value.min(initial=1.0)))
    tail = np.concatenate([layout.job_start, layout.move_tail, layout.wait_tail])
    head = np.concatenate([layout.job_end, layout.move_head, layout.wait_head])
    others = tail.size - count
    unlimited = np.full(others, units.sum())
    cost = np.concatenate([np.zeros(count) if fleet is None else -worth, driven, np.zeros(layout.wait_tail.size)])
    supply = np.zeros(layout.nodes)
    back = (np.array([layout.sink]), np.array([layout.source])) if fleet is None else (tail[:0], tail[:0])
    if fleet is not None:
        supply[layout.source], supply[layout.sink] = fleet, -fleet
        unlimited = np.maximum(unlimited, fleet)
    flow = cheapest_flow(
        Network(
            tail=np.concatenate([tail, back[0]]),
            head=np.concatenate([head, back[1]]),
            least=np.concatenate([units if fleet is None else np.zeros(count), np.zeros(others + back[0].size)]),
            most=np.concatenate([units, unlimited, np.full(back[0].size, units.sum())]),
            cost=np.concatenate([cost, np.full(back[0].size, above_all)]),
            supply=supply,
        )
    )
    moved = flow[count : count + driven.size]
    moves = np.zeros(travel.shape, dtype=np.int64)
    np.add.at(moves, (layout.move_from, layout.move_to), moved)
    np.fill_diagonal(moves, 0)
    return Journeys(
        fleet=int(flow[-1]) if fleet is None else fleet,
        served=flow[:count],
        empty_minutes=float(moved @ driven),
        moves=moves,
    )


class _Layout:
    """The nodes and arcs of time and place.

    A node for each place and instant at which something begins there, in order; one for each place and
    instant at which something ends; a source and a sink. From an end, a unit goes to the first beginning
    that it can still reach at each place, or to the sink.
    """

    def __init__(self, errands: Errands, travel: Ints) -> None:
        places = travel.shape[0]
        span = int(max(errands.end.max(initial=0), errands.start.max(initial=0)) + travel.max(initial=0) + 2)
        floor = int(errands.start.min(initial=0))
        span -= floor

        def key(place: Ints, instant: Ints) -> Ints:
            joined: Ints = place * span + (instant - floor)
            return joined

        starts = np.unique(key(errands.origin, errands.start))
        ends, first_of = np.unique(key(errands.destination, errands.end), return_index=True)
        self.job_start = np.searchsorted(starts, key(errands.origin, errands.start))
        self.job_end = starts.size + np.searchsorted(ends, key(errands.destination, errands.end))
        self.source = starts.size + ends.size
        self.sink = self.source + 1
        self.nodes = self.sink + 1

        at, instant = errands.destination[first_of], errands.end[first_of]
        place = np.tile(np.arange(places, dtype=np.int64), ends.size)
        origin = np.repeat(at, places)
        arrival = np.repeat(instant, places) + travel[origin, place]
        reached = np.searchsorted(starts, key(place, arrival))
        reachable = reached < starts.size
        reachable[reachable] = starts[reached[reachable]] // span == place[reachable]
        end_nodes = starts.size + np.repeat(np.arange(ends.size), places)
        self.move_tail, self.move_head = end_nodes[reachable], reached[reachable]
        self.move_from, self.move_to = origin[reachable], place[reachable]

        follows = starts[1:] // span == starts[:-1] // span
        waits = np.flatnonzero(follows)
        firsts = np.flatnonzero(np.append([True], ~follows)[: starts.size])
        lasts = np.arange(starts.size, self.source)
        self.wait_tail = np.concatenate([waits, np.full(firsts.size, self.source), lasts, [self.source]])
        self.wait_head = np.concatenate([waits + 1, firsts, np.full(lasts.size, self.sink), [self.sink]])


def fewest_chains(can_follow: Bools) -> list[list[int]]:
    """The fewest chains that hold every errand once, when ``can_follow[i, j]`` says that ``j`` may follow ``i``.

    As many chains as errands, less a largest matching of each errand with the one that follows it
    (D. Fulkerson, *Proceedings of the American Mathematical Society* 7, 1956). No chain may come back to
    where it began: errands are in order of time.

    >>> fewest_chains(np.array([[0, 1, 0], [0, 0, 0], [0, 1, 0]], dtype=bool))
    [[0, 1], [2]]
    """
    count = can_follow.shape[0]
    before = [-1] * count  # the errand that each one follows
    followers = [np.flatnonzero(row).tolist() for row in can_follow]
    for errand in range(count):
        _matched(errand, followers, before, set())
    after = {first: second for second, first in enumerate(before) if first >= 0}
    chains = []
    for errand in range(count):
        if before[errand] < 0:
            chain = [errand]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append(chain)
    return chains


def _matched(errand: int, followers: list[list[int]], before: list[int], seen: set[int]) -> bool:
    """Give ``errand`` a follower, moving others aside where that frees one."""
    for other in followers[errand]:
        if other in seen:
            continue
        seen.add(other)
        if before[other] < 0 or _matched(before[other], followers, before, seen):
            before[other] = errand
            return True
    return False
