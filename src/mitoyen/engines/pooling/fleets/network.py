"""Cheapest flows, by the linear solver HiGHS.

A flow problem with whole capacities has a whole optimum at a vertex, which the simplex method returns:
the answer is checked to be whole, never rounded in silence.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class NoFlowError(ArithmeticError):
    """The capacities do not let through what must pass."""


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """Arcs from ``tail`` to ``head``: at least ``least``, at most ``most``, at ``cost`` each.

    ``supply`` is what each node puts in (negative: takes out); it sums to zero.
    """

    tail: Ints
    head: Ints
    least: Floats
    most: Floats
    cost: Floats
    supply: Floats


def cheapest_flow(network: Network) -> Ints:
    """The flow on each arc; raises :class:`NoFlowError` when there is none.

    >>> two_ways = Network(np.array([0, 0]), np.array([1, 1]), np.zeros(2), np.array([1.0, 5.0]),
    ...                    np.array([1.0, 2.0]), np.array([3.0, -3.0]))
    >>> cheapest_flow(two_ways).tolist()
    [1, 2]
    """
    arcs = network.tail.size
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = arcs, network.supply.size
    model.col_cost_, model.col_lower_, model.col_upper_ = network.cost, network.least, network.most
    model.row_lower_ = model.row_upper_ = network.supply
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * arcs + 1, 2, dtype=np.int32)
    model.a_matrix_.index_ = np.stack([network.tail, network.head], axis=1).reshape(-1).astype(np.int32)
    model.a_matrix_.value_ = np.tile([1.0, -1.0], arcs)
    solver = silent_solver()
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoFlowError(solver.modelStatusToString(solver.getModelStatus()))
    flow = np.asarray(solver.getSolution().col_value)
    whole = np.rint(flow)
    if np.max(np.abs(flow - whole), initial=0.0) > 1e-6:  # noqa: PLR2004
        message = "the solver stopped between two whole flows"
        raise NoFlowError(message)
    result: Ints = whole.astype(np.int64)
    return result


def silent_solver() -> highspy.Highs:
    """A solver that prints nothing and uses one thread, so that it always takes the same path."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  (an option of the library)
    solver.setOptionValue("threads", 1)
    return solver
