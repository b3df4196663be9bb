"""Who goes without when there are too few units, under a rule that is written down.

* ``own_first``: each member first uses the units it brought; the others are shared pro rata;
* ``rotation``: on each day of shortage the first to be served changes, each in turn;
* ``pro_rata``: everybody goes without in proportion to what it asks for.

Under every rule, heavier needs come before lighter ones on the units that are shared.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from mitoyen.engines.pooling.fleets.demand import Demand

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Rule: TypeAlias = Literal["own_first", "rotation", "pro_rata"]


def unmet_by_member(
    demand: Demand, fleet: int, rule: Rule, *, owned: Ints | None = None, availability: float = 1.0
) -> Floats:
    """The minutes that each member goes without, with ``fleet`` units shared under ``rule``.

    ``owned`` are the units that each member brought, for ``own_first``; they may not be more than the
    fleet in all. With breakdowns, the mean over how many units work.

    >>> from mitoyen.engines.pooling.fleets.demand import demand_of
    >>> from mitoyen.engines.pooling.needs import Needs
    >>> demand = demand_of(Needs.of(["a", "b"], [("a", 0, 60, 2, 1.0, ""), ("b", 0, 60, 1, 1.0, "")]))
    >>> unmet_by_member(demand, 2, "pro_rata").round(6).tolist()
    [40.0, 20.0]
    >>> unmet_by_member(demand, 1, "own_first", owned=np.array([0, 1])).tolist()
    [120.0, 0.0]
    """
    brought = np.zeros(len(demand.members), dtype=np.int64) if owned is None else np.asarray(owned, dtype=np.int64)
    if availability >= 1:
        return _unmet(demand, fleet, rule, brought)
    result = np.zeros(len(demand.members))
    for working in range(fleet + 1):
        chance = comb(fleet, working) * availability**working * (1 - availability) ** (fleet - working)
        result += chance * _unmet(demand, working, rule, _still_working(brought, working))
    return result


def _still_working(brought: Ints, working: int) -> Ints:
    """Breakdowns fall on everybody's units alike: what is left of them, by largest remainder."""
    total = int(brought.sum())
    if total <= working:
        return brought
    exact = brought * working / total
    left = np.floor(exact).astype(np.int64)
    order = np.argsort(left - exact, kind="stable")
    left[order[: working - int(left.sum())]] += 1
    return left


def _unmet(demand: Demand, fleet: int, rule: Rule, brought: Ints) -> Floats:
    short = demand.total > fleet
    if not short.any():
        return np.zeros(len(demand.members))
    minutes = demand.minutes[short].astype(np.float64)
    wanted = [layer.busy[:, short].astype(np.float64) for layer in demand.layers]
    classes = [upper - lower for upper, lower in zip(wanted, [*wanted[1:], np.zeros_like(wanted[0])], strict=True)]
    left = np.full(minutes.size, float(fleet))
    unmet = np.zeros(len(demand.members))
    if rule == "own_first":
        own = np.broadcast_to(brought[:, None].astype(np.float64), wanted[0].shape).copy()
        for heaviest in reversed(range(len(classes))):
            used = np.minimum(classes[heaviest], own)
            own -= used
            left -= used.sum(axis=0)
            classes[heaviest] = classes[heaviest] - used
    turns = _turns(demand.day[short])
    for heaviest in reversed(range(len(classes))):
        asked = classes[heaviest]
        given = _in_turn(asked, left, turns) if rule == "rotation" else _pro_rata(asked, left)
        left = left - given.sum(axis=0)
        unmet += (asked - given) @ minutes
    return unmet


def _pro_rata(asked: Floats, left: Floats) -> Floats:
    total = asked.sum(axis=0)
    rate = np.minimum(1.0, np.divide(left, total, out=np.ones_like(left), where=total > 0))
    given: Floats = asked * rate
    return given


def _turns(days: Ints) -> Ints:
    """The rank of each slot's day among the days of shortage."""
    return np.unique(days, return_inverse=True)[1].reshape(-1)


def _in_turn(asked: Floats, left: Floats, turns: Ints) -> Floats:
    members = asked.shape[0]
    order = (np.arange(members)[:, None] + turns[None, :]) % members
    queued = np.take_along_axis(asked, order, axis=0)
    ahead = np.cumsum(queued, axis=0) - queued
    served = np.clip(left[None, :] - ahead, 0.0, queued)
    given = np.zeros_like(asked)
    np.put_along_axis(given, order, served, axis=0)
    return given
