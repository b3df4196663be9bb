"""Needs counted whole, one by one: a need is served from its start to its end, or lost.

Counting by the hour sizes every group in one pass and may be wrong by a unit. The groups that a decision
rests on are counted again exactly, by integral flow: members alone, the pool, the pool less one, and any
group found to be better off alone. The others can be, when there is time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.calculus.batch import mapped
from mitoyen.engines.pooling.fleets.curves import fleets_within
from mitoyen.engines.pooling.fleets.serving import Jobs, smallest_fleet, units_served

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mitoyen.calculus.batch import Progress
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Ladder, Sizing

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_CHUNK = 32


@dataclass(frozen=True, eq=False, slots=True)
class Workload:
    """The needs of one ladder, ready to be counted for any group; it travels to other processes."""

    member: Ints
    start: Ints
    end: Ints
    units: Ints
    value: Floats
    before: int
    after: int
    journey: Ints
    years: float
    measure: str
    level: float
    unmet_hours: float


def workload_of(settings: StudySettings, sizing: Sizing, ladder: Ladder) -> Workload:
    """What counting one ladder needs."""
    needs, kind = ladder.rungs[0].needs, ladder.kinds[0]
    return Workload(
        member=needs.member,
        start=needs.start,
        end=needs.end,
        units=needs.units,
        value=(needs.end - needs.start) / 60.0 * needs.weight,
        before=kind.before,
        after=kind.after,
        journey=sizing.travel_minutes,
        years=sizing.span.years,
        measure=settings.service.measure,
        level=float(settings.service.level),
        unmet_hours=float(settings.service.unmet_hours),
    )


def jobs_of(work: Workload, mask: int) -> Jobs:
    """The jobs of a group, with their journeys when it has several members."""
    own = (mask >> work.member) & 1 == 1
    journey = work.journey if mask.bit_count() > 1 else np.zeros_like(work.journey)
    start = work.start[own] - work.before - journey[work.member[own]]
    return Jobs(start, work.end[own] + work.after, work.units[own], work.value[own])


def counted(work: Workload, masks: list[int]) -> list[tuple[int, int, float]]:
    """For each group: itself, its fewest units, and the hours a year that stay unmet with them."""
    found = []
    for mask in masks:
        jobs = jobs_of(work, mask)
        fleet = smallest_fleet(jobs, _level(work, jobs, mask))
        found.append((mask, fleet.fleet, hours_lost(work, mask, jobs.units - fleet.served)))
    return found


def hours_lost(work: Workload, mask: int, lost: Ints) -> float:
    """The plain hours a year of the needs that a group loses, buffers and journeys apart."""
    own = (mask >> work.member) & 1 == 1
    return float(lost @ (work.end - work.start)[own]) / 60.0 / work.years


def _level(work: Workload, jobs: Jobs, mask: int) -> float:
    if work.measure == "unmet_hours":
        allowed = mask.bit_count() * work.unmet_hours * work.years
        return max(0.0, 1.0 - allowed / jobs.worth) if jobs.worth else 1.0
    return work.level if work.measure == "fill_rate" else 1.0


def counts_whole(settings: StudySettings) -> bool:
    """Whether this study counts needs whole."""
    return settings.service.counting == "whole_needs" and settings.service.measure != "random"


def verify(settings: StudySettings, sizing: Sizing, masks: Iterable[int]) -> int:
    """Count these groups again, whole; correct the sizing; return how many groups changed."""
    if not counts_whole(settings):
        return 0
    changed: set[int] = set()
    for ladder in sizing.ladders:
        left = [mask for mask in dict.fromkeys(masks) if mask and not ladder.verified[mask]]
        changed |= _corrected(ladder, counted(workload_of(settings, sizing, ladder), left))
    return len(changed)


def correct_the_others(settings: StudySettings, sizing: Sizing) -> None:
    """Size again, by the hour, the groups not yet counted whole: as if each lost more as the pool does.

    Counting whole loses more than counting by the hour; how many times more is measured in the pool, and
    supposed of every other group of two or more.
    """
    if not counts_whole(settings):
        return
    pool = settings.pool_mask
    for ladder in sizing.ladders:
        fleet = int(ladder.least[0, pool])
        by_hour = float(ladder.curves[pool, min(fleet, ladder.curves.shape[1] - 1)])
        jobs = jobs_of(workload_of(settings, sizing, ladder), pool)
        lost = 60.0 * float((jobs.units - units_served(jobs, fleet)) @ jobs.value)
        if not by_hour or lost <= by_hour:
            continue
        others = ~ladder.verified
        others[0] = False
        found = fleets_within(ladder.curves[others], ladder.allowed[others] * by_hour / lost)
        ladder.least[0, others] = found
        ladder.unmet[others] = _unmet_by_hour(ladder, others, found) * lost / by_hour / sizing.span.years


def _unmet_by_hour(ladder: Ladder, masks: npt.NDArray[np.bool_], fleets: Ints) -> Floats:
    """Hours of the mean weight, unmet over the record."""
    asked = ladder.demand.asked_hours().sum()
    weight = ladder.demand.asked().sum() / 60.0 / asked if asked else 1.0
    unmet: Floats = np.take_along_axis(ladder.curves[masks], fleets[:, None], axis=1)[:, 0] / 60.0 / weight
    return unmet


def verify_every_group(settings: StudySettings, sizing: Sizing, *, progress: Progress | None = None) -> int:
    """Count every group again, whole, over all the processors; return how many groups changed."""
    if not counts_whole(settings):
        return 0
    changed: set[int] = set()
    for ladder in sizing.ladders:
        left = [int(mask) for mask in np.flatnonzero(~ladder.verified) if mask]
        chunks = [left[first : first + _CHUNK] for first in range(0, len(left), _CHUNK)]
        count = partial(counted, workload_of(settings, sizing, ladder))
        for found in mapped(count, chunks, progress=progress):
            changed |= _corrected(ladder, found)
    return len(changed)


def _corrected(ladder: Ladder, found: list[tuple[int, int, float]]) -> set[int]:
    changed = set()
    for mask, fleet, unmet in found:
        if fleet != ladder.least[0, mask]:
            changed.add(mask)
        ladder.least[0, mask], ladder.unmet[mask], ladder.verified[mask] = fleet, unmet, True
    return changed
