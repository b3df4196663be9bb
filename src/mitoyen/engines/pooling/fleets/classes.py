"""Fleets of several classes, when a bigger machine can do the work of a smaller one.

Counting by the hour, it is enough to have at each level as many units of this class *or above* as are
wanted. A need served whole by one unit may ask for more: that is a whole-number programme, solved with
HiGHS, whose remaining gap is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.fleets.network import NoFlowError, silent_solver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.engines.pooling.fleets.serving import Jobs

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def nested_fleet(at_or_above: npt.ArrayLike) -> Ints:
    """The units of each class, smallest class first, from those wanted of each class or above it.

    >>> nested_fleet([5, 3, 1]).tolist(), nested_fleet([2, 3]).tolist()
    ([2, 2, 1], [0, 3])
    """
    wanted = np.asarray(at_or_above, dtype=np.int64)
    least = np.maximum.accumulate(wanted[..., ::-1], axis=-1)[..., ::-1]
    above = np.concatenate([least[..., 1:], np.zeros_like(least[..., :1])], axis=-1)
    fleet: Ints = least - above
    return fleet


@dataclass(frozen=True, slots=True)
class FleetOfClasses:
    """The units of each class, what they cost, and by how much a cheaper fleet may still exist."""

    units: tuple[int, ...]
    cost: float
    gap: float


def cheapest_classes(
    jobs: Jobs, needed: Ints, costs: Sequence[float], *, level: float = 1.0, seconds: float = 20.0
) -> FleetOfClasses:
    """The cheapest fleet whose units of class ``c`` serve needs of class ``c`` or below, each need whole.

    ``needed`` is the class of each need, 0 for the smallest; at least ``level`` of the worth is served.

    >>> from mitoyen.engines.pooling.fleets.serving import Jobs
    >>> one_after_the_other = Jobs(np.array([0, 60]), np.array([60, 120]), np.array([1, 1]), np.ones(2))
    >>> cheapest_classes(one_after_the_other, np.array([0, 1]), [10.0, 15.0]).units
    (0, 1)
    """
    model, classes = _model(jobs, needed, costs, level), len(costs)
    solver = silent_solver()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    details = solver.getInfo()
    if not np.isfinite(details.objective_function_value) or details.primal_solution_status != 2:  # noqa: PLR2004
        raise NoFlowError(solver.modelStatusToString(solver.getModelStatus()))
    units = tuple(round(value) for value in list(solver.getSolution().col_value)[:classes])
    return FleetOfClasses(units, float(details.objective_function_value), float(details.mip_gap))


def _model(jobs: Jobs, needed: Ints, costs: Sequence[float], level: float) -> highspy.HighsLp:
    classes, count = len(costs), jobs.start.size
    pairs = [(job, c) for job in range(count) for c in range(int(needed[job]), classes)]
    job_of = np.array([job for job, _ in pairs], dtype=np.int64)
    class_of = np.array([c for _, c in pairs], dtype=np.int64)
    instants = np.unique(jobs.start)
    columns = classes + len(pairs)
    rows: list[tuple[Ints, Floats, float, float]] = []
    infinity = highspy.kHighsInf
    for c in range(classes):
        own = np.flatnonzero(class_of == c)
        for instant in instants:
            busy = own[(jobs.start[job_of[own]] <= instant) & (instant < jobs.end[job_of[own]])]
            if busy.size:
                rows.append((np.append(classes + busy, c), np.append(np.ones(busy.size), -1.0), -infinity, 0.0))
    for job in range(count):
        own = np.flatnonzero(job_of == job)
        least = float(jobs.units[job]) if level >= 1 else 0.0
        rows.append((classes + own, np.ones(own.size), least, float(jobs.units[job])))
    rows.append((classes + np.arange(len(pairs)), jobs.value[job_of], level * jobs.worth - 1e-9, infinity))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rows)
    model.col_cost_ = np.concatenate([np.asarray(costs, dtype=np.float64), np.zeros(len(pairs))])
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.concatenate(
        [np.full(classes, float(jobs.units.sum())), jobs.units[job_of].astype(np.float64)]
    )
    model.row_lower_ = np.array([row[2] for row in rows])
    model.row_upper_ = np.array([row[3] for row in rows])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum([row[0].size for row in rows])]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([row[0] for row in rows]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([row[1] for row in rows])
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return model
