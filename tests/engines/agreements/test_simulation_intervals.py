"""95 % intervals hold 93 to 97 times in 100: a thousand small simulations whose truth is known in closed form."""

import sys
from math import exp, pi, sqrt
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from known_truth import EACH, linear, normal

from mitoyen.engines.agreements.simulation.figures import figures
from mitoyen.engines.agreements.simulation.running import simulate
from mitoyen.engines.agreements.simulation.shapley import drawn_values
from mitoyen.engines.agreements.simulation.spreads import spread

TIMES, SCENARIOS = 1000, 500
MEAN, SD = 40.0, 5.0
Z95 = 1.6448536269514722  # the normal quantile of 95 %
TAIL_MEAN = exp(-(Z95**2) / 2) / sqrt(2 * pi) / 0.05  # the mean of a standard normal beyond it: 2.0627
CENTS = 100.0
CAP = 4600.0  # euros: 46 units, 1.2 deviations above the mean, exceeded in 11.507 % of scenarios
OVER_CAP = 0.11506967022170822


def held(times):
    """The bounds of the issue: 93 to 97 in 100."""
    return 0.93 * TIMES <= times <= 0.97 * TIMES


@pytest.fixture(scope="module")
def repeated():
    """The figures of a thousand runs, each with its own seed."""
    cap = {"id": "plafond", "party": "payeur", "window": "year", "amount": f"{CAP:.2f}"}
    free, capped = linear({"heures": normal(MEAN, SD)}), linear({"heures": normal(MEAN, SD)}, caps=[cap])
    runs = []
    for seed in range(TIMES):
        run = simulate(free, scenarios=SCENARIOS, seed=seed)
        bound = figures(simulate(capped, scenarios=SCENARIOS, seed=seed, draws=run.draws))
        runs.append((spread(run.net("payee")), bound.cap_ever_between["plafond"]))
    return runs


def test_of_the_mean(repeated):
    truth = MEAN * EACH * CENTS
    assert held(sum(abs(found.mean - truth) <= found.half_width for found, _ in repeated))


@pytest.mark.parametrize(("between", "sign"), [("p5_between", -1), ("p95_between", 1)])
def test_of_a_quantile(repeated, between, sign):
    truth = (MEAN + sign * Z95 * SD) * EACH * CENTS
    within = [getattr(found, between) for found, _ in repeated]
    assert held(sum(low <= truth <= high for low, high in within))


def test_of_a_chance(repeated):
    assert held(sum(low <= OVER_CAP <= high for _, (low, high) in repeated))


def test_of_the_worst_twentieth():
    """The tail of 500 scenarios is 25 of them: this interval is true of larger runs, so it is tried on 4,000."""
    rng = np.random.default_rng(5)
    truth = MEAN - TAIL_MEAN * SD
    tries = (rng.standard_normal((TIMES, 4000)) * SD + MEAN) * 10_000
    found = [spread(row.round().astype(np.int64)) for row in tries]
    assert held(sum(abs(one.worst / 10_000 - truth) <= one.worst_half_width / 10_000 for one in found))


def test_of_years_that_look_alike():
    """Ten years of one scenario are not ten scenarios: years that persist widen the interval, and it still holds."""
    document = linear({"heures": normal(MEAN, SD, persistence="0.8")}, years=10)
    truth = MEAN * EACH * CENTS
    runs = [figures(simulate(document, scenarios=100, seed=seed)).in_a_year["payee"] for seed in range(TIMES)]
    assert held(sum(abs(found.mean - truth) <= found.half_width for found in runs))
    low = (MEAN - Z95 * SD) * EACH * CENTS
    assert held(sum(found.p5_between[0] <= low <= found.p5_between[1] for found in runs))


WEIGHTS = dict(zip("abcdefghij", range(1, 11), strict=True))


def runway(group):
    """The airport game: a group costs as much as its heaviest member."""
    return np.array(float(max((WEIGHTS[one] for one in group), default=0)))


def test_of_a_shapley_value_by_drawn_orders():
    """Ten players, more than are counted exactly. In closed form (Littlechild and Owen, 1973), each step of the runway
    is shared equally by those who need it: the first player pays 1/10, the second 1/10 + 1/9, and so on."""
    truth = {one: sum(1 / (11 - step) for step in range(1, weight + 1)) for one, weight in WEIGHTS.items()}
    known = {}

    def worth(group):
        if group not in known:
            known[group] = runway(group)
        return known[group]

    times = dict.fromkeys(WEIGHTS, 0)
    for seed in range(TIMES):
        for one, (value, half_width) in drawn_values(list(WEIGHTS), worth, seed).items():
            times[one] += abs(float(value) - truth[one]) <= float(half_width)
    middle = [times[one] for one in "cdefgh"]
    assert all(held(each) for each in middle), times
    # A small player's share is small and skewed, the largest's too: together they still hold as said.
    assert held(sum(times.values()) / len(times)), times
