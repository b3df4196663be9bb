"""The fleet of the pool if its members were next door to one another: what distance changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.fleets.classes import nested_fleet
from mitoyen.engines.pooling.fleets.curves import fleets_within, joint_curve, with_breakdowns
from mitoyen.engines.pooling.study.sizing import allowed_unmet
from mitoyen.engines.pooling.study.whole import counted, counts_whole, workload_of

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Ladder, Sizing


def fleet_as_neighbours(settings: StudySettings, sizing: Sizing, ladder: Ladder) -> tuple[list[int], float]:
    """The units of each kind, and the hours unmet a year, without any journey."""
    pool = settings.pool_mask
    here = [int(units) for units in ladder.units[:, pool]]
    if not sizing.travel_minutes.any() or ladder.loads is not None:
        return here, float(ladder.unmet[pool])
    if counts_whole(settings):
        work = workload_of(settings, sizing, ladder)
        ((_, fleet, unmet),) = counted(replace(work, journey=np.zeros_like(work.journey)), [pool])
        return [fleet], unmet
    places = [place for place in range(len(settings.members)) if pool >> place & 1]
    least, unmet = [], 0.0
    for rank, rung in enumerate(ladder.rungs):
        curve = joint_curve(rung.alone.only(places))
        allowed = allowed_unmet(settings, np.full(pool + 1, curve[0]), sizing.span.years)[pool]
        if ladder.availability < 1:
            curve = with_breakdowns(curve[None, :], ladder.availability, most=2 * curve.size + 4)[0]
        least.append(int(fleets_within(curve[None, :], [allowed])[0]))
        if rank == 0:
            unmet = float(curve[least[0]]) / 60.0 / sizing.span.years
    return [int(units) for units in nested_fleet(least)], unmet
