"""The fleet of each kind: alone, together, at every size, for every member; and whether needs meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.curves import fleets_within, joint_curve, with_breakdowns
from mitoyen.engines.pooling.fleets.demand import Demand, Layer
from mitoyen.engines.pooling.fleets.queues import erlang_b
from mitoyen.engines.pooling.fleets.serving import units_served
from mitoyen.engines.pooling.fleets.shortage import unmet_by_member
from mitoyen.engines.pooling.fleets.together import independent_curve, measured
from mitoyen.engines.pooling.needs.paris import local_minutes
from mitoyen.engines.pooling.study.answer import FleetPoint, LadderAnswer, MemberService, Together
from mitoyen.engines.pooling.study.sizing import allowed_unmet
from mitoyen.engines.pooling.study.telling import tell_fleet, tell_together
from mitoyen.engines.pooling.study.whole import counts_whole, hours_lost, jobs_of, workload_of
from mitoyen.kernel.money import split

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.settings import StudySettings
    from mitoyen.engines.pooling.study.sizing import Ladder, Sizing

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_HOURS_A_YEAR = 8766.0


def ladder_answer(settings: StudySettings, sizing: Sizing, ladder: Ladder, pool_cents: int) -> LadderAnswer:
    """The answer for one ladder; ``pool_cents`` is what the pool pays a year in all."""
    pool = settings.pool_mask
    places = [place for place in range(len(settings.members)) if pool >> place & 1]
    units = ladder.units
    alone = {kind.id: int(sum(units[rank, 1 << place] for place in places)) for rank, kind in enumerate(ladder.kinds)}
    together = {kind.id: int(units[rank, pool]) for rank, kind in enumerate(ladder.kinds)}
    needed = _needed(sizing, ladder)
    shortage = _Shortage(settings, sizing, ladder, needed)
    curve, lost_needs = _curve(settings, sizing, ladder, pool_cents, float(needed[places].sum()))
    found = _together(settings, sizing, ladder, places)
    unmet_alone = float(sum(ladder.unmet[1 << place] for place in places))
    answer = LadderAnswer(
        kinds=tuple(kind.id for kind in ladder.kinds),
        units_alone=alone,
        units_together=together,
        unmet_alone_hours=unmet_alone,
        unmet_together_hours=float(ladder.unmet[pool]),
        needed_hours=float(needed[places].sum()),
        units_if_each_keeps_its_service=shortage.units_if_each_keeps_its_service(),
        lost_needs=lost_needs,
        curve=curve,
        members=tuple(shortage.members()),
        together=found,
        sentences=(),
    )
    return tell_fleet(settings, ladder.kinds, answer)


def _needed(sizing: Sizing, ladder: Ladder) -> Floats:
    total = np.zeros_like(sizing.hours)
    for kind in ladder.kinds:
        total = total + sizing.hours_by_kind[kind.id]
    return total


def _plain(demand: Demand) -> Demand:
    return Demand(demand.members, demand.start, demand.minutes, demand.day, (Layer(1.0, demand.busy),))


class _Shortage:
    """Who goes without in the pool, with any number of units."""

    def __init__(self, settings: StudySettings, sizing: Sizing, ladder: Ladder, needed: Floats) -> None:
        self.settings, self.sizing, self.ladder, self.needed = settings, sizing, ladder, needed
        self.pool = settings.pool_mask
        self.places = [place for place in range(len(settings.members)) if self.pool >> place & 1]
        self.demand = ladder.demand.only(self.places)
        self.fleet = int(ladder.least[0, self.pool])

    def by_rule(self, fleet: int) -> Floats:
        """Plain hours a year unmet by each member, hour by hour."""
        if self.ladder.loads is not None:
            load = float(self.ladder.loads[self.pool])
            return np.where(self._in_pool(), self.needed, 0.0) * erlang_b(load, fleet)
        unmet = unmet_by_member(
            self.demand,
            fleet,
            self.settings.shortage,
            owned=self._brought(fleet),
            availability=self.ladder.availability,
        )
        return unmet / 60.0 / self.sizing.span.years

    def _brought(self, fleet: int) -> Ints:
        """The units that count as each one's own: in proportion to stocks, or to what each needs alone."""
        kinds = [kind.id for kind in self.ladder.kinds]
        told = [sum(self.settings.members[place].stock.get(kind, 0) for kind in kinds) for place in self.places]
        weights = told if any(told) else [int(self.ladder.least[0, 1 << place]) for place in self.places]
        brought = np.zeros(len(self.settings.members), dtype=np.int64)
        if any(weights):
            brought[self.places] = split(fleet, weights)
        return brought

    def members(self) -> list[MemberService]:
        """Each member of the pool; the hours lost need by need are spread as the rule does hour by hour."""
        by_hour = self.by_rule(self.fleet)
        total = float(self.ladder.unmet[self.pool])
        spread = by_hour if by_hour.sum() > 0 else np.where(self._in_pool(), self.needed, 0.0)
        scale = total / spread.sum() if spread.sum() else 0.0
        return [
            MemberService(
                member=self.settings.members[place].id,
                needed_hours=float(self.needed[place]),
                unmet_alone_hours=float(self.ladder.unmet[1 << place]),
                unmet_together_hours=float(spread[place] * scale),
                units_alone=int(self.ladder.least[0, 1 << place]),
            )
            for place in self.places
        ]

    def _in_pool(self) -> npt.NDArray[np.bool_]:
        return np.array([self.pool >> place & 1 == 1 for place in range(len(self.settings.members))])

    def units_if_each_keeps_its_service(self) -> int | None:
        """The fewest units with which the rule leaves no member below what it would have alone was promised."""
        if self.ladder.loads is not None or self.settings.service.measure == "everything":
            return self.fleet
        asked = _plain(self.demand).asked_hours() / self.sizing.span.years
        service = self.settings.service
        limit = asked * float(1 - service.level)
        if service.measure == "unmet_hours":
            limit = np.full_like(asked, float(service.unmet_hours))
        enough = int(sum(self.ladder.least[0, 1 << place] for place in self.places))
        for fleet in range(self.fleet, max(enough, self.fleet) + 1):
            if (self.by_rule(fleet) <= limit + 1e-9).all():
                return fleet
        return None


def _curve(
    settings: StudySettings, sizing: Sizing, ladder: Ladder, pool_cents: int, needed: float
) -> tuple[tuple[FleetPoint, ...], int | None]:
    """The service at every size around the one chosen; and how many needs the chosen one loses over the record."""
    pool, chosen = settings.pool_mask, int(ladder.least[0, settings.pool_mask])
    alone = int(sum(ladder.least[0, 1 << place] for place in range(len(settings.members)) if pool >> place & 1))
    sizes = range(max(0, chosen - 2), max(alone, chosen) + 1)
    unmet, lost = _unmet_at(settings, sizing, ladder, sizes)
    kind = ladder.kinds[0]
    here = unmet[chosen]
    points = tuple(
        FleetPoint(
            units=size,
            unmet_hours=unmet[size],
            served_share=1.0 - unmet[size] / needed if needed else 1.0,
            cost_cents=pool_cents
            + (size - chosen) * (kind.machine.per_year.cents + settings.pooling.per_unit.cents)
            + round((unmet[size] - here) * kind.hire_per_hour.cents),
            keeps_service=size >= chosen,
            is_chosen=size == chosen,
        )
        for size in sizes
    )
    return points, lost


def _unmet_at(
    settings: StudySettings, sizing: Sizing, ladder: Ladder, sizes: range
) -> tuple[dict[int, float], int | None]:
    pool = settings.pool_mask
    if ladder.loads is not None:
        load = float(ladder.loads[pool])
        return {size: load * erlang_b(load, size) * _HOURS_A_YEAR for size in sizes}, None
    chosen = int(ladder.least[0, pool])
    if counts_whole(settings):
        work = workload_of(settings, sizing, ladder)
        jobs = jobs_of(work, pool)
        lost = {size: jobs.units - units_served(jobs, size) for size in sizes}
        return {size: hours_lost(work, pool, left) for size, left in lost.items()}, int(lost[chosen].sum())
    places = [place for place in range(len(settings.members)) if pool >> place & 1]
    curve = joint_curve(_plain(ladder.demand.only(places)), most=max(sizes.stop, ladder.demand.peak))
    if ladder.availability < 1:
        curve = with_breakdowns(curve[None, :], ladder.availability, most=sizes.stop)[0]
    return {size: float(curve[size]) / 60.0 / sizing.span.years for size in sizes}, None


def _together(settings: StudySettings, sizing: Sizing, ladder: Ladder, places: list[int]) -> Together:
    if ladder.loads is not None:
        return tell_together(settings, ladder.kinds, Together(
            mean_correlation=None, matrix=(), days_of_need=0.0, days_all_at_once=0.0, units_if_independent=None,
            unmet_announced_hours=None, unmet_real_hours=None, sentences=(),
        ))  # fmt: skip
    span = sizing.span
    asked = ladder.rungs[0].alone
    own = Demand(
        tuple(asked.members[place] for place in places), asked.start, asked.minutes, asked.day,
        tuple(Layer(layer.step, layer.busy[places]) for layer in asked.layers),
    )  # fmt: skip
    found = measured(own, first=span.first, last=span.last)
    pooled = _plain(ladder.demand.only(places))
    supposed = independent_curve(pooled, local_minutes(pooled.start), first=span.first, last=span.last)
    real = joint_curve(pooled, most=supposed.size - 1)
    allowed = allowed_unmet(settings, np.full(1 << len(settings.members), real[0]), span.years)[settings.pool_mask]
    if ladder.availability < 1:
        most = 2 * supposed.size + 4
        supposed, real = with_breakdowns(np.stack([supposed, real]), ladder.availability, most=most)
    units = int(fleets_within(supposed[None, :], [allowed])[0])
    scale = 60.0 * span.years
    return tell_together(settings, ladder.kinds, Together(
        mean_correlation=found.mean,
        matrix=tuple(tuple(row) for row in found.matrix.tolist()),
        days_of_need=found.days_of_need / span.years,
        days_all_at_once=found.days_all_at_once / span.years,
        units_if_independent=units,
        unmet_announced_hours=float(supposed[units]) / scale,
        unmet_real_hours=float(real[units]) / scale,
        sentences=(),
    ))  # fmt: skip
