import math

import numpy as np
import pytest

from mitoyen.engines.pooling.fleets import queues


@pytest.mark.parametrize(
    ("units", "load"), [(1, 0.0101), (2, 0.153), (5, 1.36), (10, 4.46), (20, 12.0), (50, 37.9), (100, 84.1)]
)
def test_the_published_table_of_erlang_at_one_per_cent(units, load):
    """The usual table of offered traffic at 1 % of loss, to the digits that are printed."""
    digits = -math.floor(math.log10(load)) + 2
    assert round(queues.erlang_b_load(units, 0.01), digits) == load


@pytest.mark.parametrize(
    ("units", "load", "lost"), [(1, 1.0, 0.5), (2, 1.0, 0.2), (5, 3.0, 0.11005), (10, 5.0, 0.01838)]
)
def test_losses_computed_before_do_not_change(units, load, lost):
    """Regression: the first two are exact by hand, the others were computed by this program's notes."""
    assert queues.erlang_b(load, units) == pytest.approx(lost, abs=5e-6)


def test_the_recursion_is_the_formula_of_erlang():
    load, units = 7.3, 9
    terms = [load**k / math.factorial(k) for k in range(units + 1)]
    assert queues.erlang_b(load, units) == pytest.approx(terms[-1] / sum(terms))


def test_pooling_computed_before_does_not_change():
    """Regression: two loads of 5 at 1 %: 11 + 11 alone, 18 together; six of 2: 42 alone, 20 together."""
    assert queues.erlang_b_units([5.0, 10.0], 0.01).tolist() == [11, 18]
    assert (6 * queues.erlang_b_units([2.0], 0.01)[0], queues.erlang_b_units([12.0], 0.01)[0]) == (42, 20)


def test_engset_by_its_states():
    sources, activity, units = 6, 0.2, 3
    drive = activity / (1 - activity)
    seen = [math.comb(sources - 1, busy) * drive**busy for busy in range(units + 1)]
    assert queues.engset(sources, activity, units) == pytest.approx(seen[-1] / sum(seen))


def test_engset_tends_to_erlang_with_many_sources():
    assert queues.engset(200_000, 3.0 / 200_000, 5) == pytest.approx(queues.erlang_b(3.0, 5), abs=1e-5)


def test_waiting_with_one_unit_is_the_textbook_queue():
    """One server: the chance to wait is the load, the mean wait is load / (1 - load) durations."""
    assert queues.erlang_c(0.6, 1) == pytest.approx(0.6)
    assert queues.mean_wait(0.6, 1, 30.0) == pytest.approx(0.6 / 0.4 * 30.0)
    assert queues.erlang_c(3.0, 3) == 1.0
    assert queues.mean_wait(3.0, 3, 1.0) == math.inf


@pytest.mark.parametrize(("correlation", "ratio"), [(0.0, 0.5), (0.5, 0.7906), (1.0, 1.0)])
def test_safety_stock_of_four_equal_members(correlation, ratio):
    """Eppen (1979): the ratio is the root of (1 + 3 rho) / 4."""
    matrix = np.full((4, 4), correlation) + (1 - correlation) * np.eye(4)
    assert queues.pooled_deviation(np.ones(4), matrix) / 4 == pytest.approx(ratio, abs=5e-5)


def test_impossible_loads_are_refused():
    from mitoyen.kernel.errors import InvalidError

    for wrong in (
        lambda: queues.erlang_b(-1.0, 2),
        lambda: queues.erlang_b_units([-1.0], 0.1),
        lambda: queues.erlang_b_units([1.0], 0.0),
        lambda: queues.engset(3, 1.0, 1),
    ):
        with pytest.raises(InvalidError):
            wrong()
