"""What is reported of a simulation, against closed forms: laws, growth, seasons, shocks, correlation, attribution."""

import json
import sys
from itertools import combinations
from math import exp, factorial, log, pi, sqrt
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile import loaded
from known_truth import EACH, linear, normal

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.simulation.attribution import (
    leave_one_out,
    moving_clauses,
    shares_of_risk,
    variance_by_driver,
)
from mitoyen.engines.agreements.simulation.drivers import draw
from mitoyen.engines.agreements.simulation.running import simulate
from mitoyen.kernel.errors import InvalidError

ROOT = Path(__file__).parents[3]
MANY = 40_000
CENTS = 100.0
Z95 = 1.6448536269514722
TAIL_MEAN = exp(-(Z95**2) / 2) / sqrt(2 * pi) / 0.05


def drawn(driver, *, years=1, scenarios=MANY, others=None, correlation=()):
    document = linear({"heures": driver, **(others or {})}, years=years, correlation=correlation)
    agreement = document.agreement
    table = draw(agreement, agreement.term.periods(), scenarios, 3)
    return np.stack([period["heures"].num / period["heures"].den for period in table]), table


BETA_WEIGHT = 0.25 * 0.75 / 0.01 - 1  # mean 25 and deviation 10 on [0, 100]: a + b = 17.75


@pytest.mark.parametrize(
    ("driver", "mean", "deviation"),
    [
        ({"law": "fixed", "mean": "7.5"}, 7.5, 0.0),
        (normal(40, 5), 40, 5),
        ({"law": "lognormal", "mean": "40", "sd": "20"}, 40, 20),
        # triangular: (a + b + c) / 3 and (a² + b² + c² - ab - ac - bc) / 18
        ({"law": "triangular", "low": "0", "mode": "30", "high": "60"}, 30, sqrt(2700 / 18)),
        ({"law": "triangular", "low": "240", "mode": "350", "high": "420"}, 1010 / 3, sqrt(24_700 / 18)),
        ({"law": "uniform", "low": "10", "high": "22"}, 16, 12 / sqrt(12)),
        ({"law": "beta", "mean": "25", "sd": "10", "low": "0", "high": "100"}, 25, 10),
        ({"law": "poisson", "mean": "4"}, 4, 2),
        ({"law": "bernoulli", "probability": "0.2", "low": "1", "high": "11"}, 3, 4),
        ({"law": "observed", "values": ["1", "2", "6"]}, 3, sqrt(14 / 3)),
    ],
)  # fmt: skip
def test_a_law_has_its_mean_and_its_deviation(driver, mean, deviation):
    (values,), _ = drawn(driver)
    assert values.mean() == pytest.approx(mean, abs=4 * deviation / sqrt(MANY) + 1e-9)
    assert values.std() == pytest.approx(deviation, rel=0.03, abs=1e-9)


def test_a_lognormal_has_its_quantiles():
    (values,), _ = drawn({"law": "lognormal", "mean": "40", "sd": "20"})
    spread = sqrt(log(1.25))  # ln(1 + (20/40)²)
    for chance, z in ((0.05, -Z95), (0.5, 0.0), (0.95, Z95)):
        assert np.quantile(values, chance) == pytest.approx(40 / sqrt(1.25) * exp(spread * z), rel=0.02)


def test_growth_is_that_of_each_year():
    values, _ = drawn({"law": "fixed", "mean": "100", "yearly_growth": "0.1"}, years=3, scenarios=1)
    assert values[:, 0].tolist() == pytest.approx([100, 110, 121])


def test_shocks_strike_as_often_as_said_and_last():
    shock = {"yearly_probability": "0.3", "factor": "2", "periods": "2"}
    values, _ = drawn({"law": "fixed", "mean": "10", "shocks": [shock]}, years=3)
    struck = (values == 20).mean(axis=1)
    # a year is struck by its own shock or by that of the year before: 0.3, then 1 - 0.7²
    assert struck.tolist() == pytest.approx([0.3, 0.51, 0.51], abs=0.01)
    assert set(np.unique(values)) == {10, 20}


def test_a_floor_and_a_ceiling_hold():
    (values,), _ = drawn(normal(40, 5, floor="38", ceiling="41"))
    assert (values.min(), values.max()) == (38, 41)


@pytest.mark.parametrize("level", ["0.6", "-0.4", "1"])
def test_drivers_are_as_correlated_as_said(level):
    tie = [{"between": ["heures", "autres"], "value": level}]
    (values,), table = drawn(normal(40, 5), others={"autres": normal(10, 3)}, correlation=tie)
    other = table[0]["autres"].num
    assert np.corrcoef(values, other)[0, 1] == pytest.approx(float(level), abs=4 / sqrt(MANY))


def test_correlation_holds_each_year_when_drivers_persist_differently():
    tie = [{"between": ["heures", "autres"], "value": "0.5"}]
    values, table = drawn(
        normal(40, 5, persistence="0.8"), years=4, others={"autres": normal(10, 3, persistence="0.3")}, correlation=tie
    )
    for year in range(4):
        assert np.corrcoef(values[year], table[year]["autres"].num)[0, 1] == pytest.approx(0.5, abs=0.02)
        assert values[year].std() == pytest.approx(5, rel=0.02)
    assert np.corrcoef(values[2], values[3])[0, 1] == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("driver", "says"),
    [
        ({"law": "normal", "mean": "1"}, "il lui manque « sd »"),
        ({"law": "lognormal", "mean": "0", "sd": "1"}, "au-dessus de 0"),
        ({"law": "normal", "mean": "1", "sd": "-1"}, "au moins 0"),
        ({"law": "triangular", "low": "3", "mode": "2", "high": "1"}, "dans cet ordre"),
        ({"law": "uniform", "low": "3", "high": "1"}, "au plus égal"),
        ({"law": "beta", "mean": "1", "sd": "9", "low": "0", "high": "2"}, "entre les deux"),
        ({"law": "poisson", "mean": "999999999"}, "loi normale"),
        ({"law": "observed"}, "observée"),
        (normal(1, 1, seasons=["1", "2"]), "2 saisons, pour 1 périodes"),
        (normal(1, 1, yearly_growth="-1.5"), "baisse de plus de 100 %"),
        (normal("999999999999999999", 1), "trop grands"),
    ],
)  # fmt: skip
def test_a_law_that_cannot_be_drawn_is_refused_in_words(driver, says):
    with pytest.raises(InvalidError, match=says) as caught:
        drawn(driver, scenarios=5)
    assert caught.value.where == "assumptions.drivers.heures"


def test_the_assumptions_shown_in_the_documentation_can_be_simulated():
    page = (ROOT / "docs" / "agreements" / "simulation.md").read_text(encoding="utf-8")
    shown = loaded(page.split("```yaml")[1].split("```")[0])["assumptions"]
    tree = loaded((ROOT / "benchmarks" / "concession-eau.yaml").read_text(encoding="utf-8"))
    drivers = tree["assumptions"]["drivers"] | shown["drivers"]
    tree["assumptions"] = shown | {"drivers": drivers}
    assert simulate(open_agreement(json.dumps(tree), "page.json"), scenarios=20, seed=1).accounts


# --- who carries what ---------------------------------------------------------------------------

LAWS = {"a": (40, 5), "b": (20, 9), "c": (30, 2), "d": (15, 4)}


@pytest.fixture(scope="module")
def simulated():
    return simulate(linear({name: normal(*law) for name, law in LAWS.items()}), scenarios=MANY, seed=11)


def risk(group):
    """The mean of the worst twentieth of a sum of independent normals, in cents."""
    mean, variance = sum(LAWS[one][0] for one in group), sum(LAWS[one][1] ** 2 for one in group)
    return (mean - TAIL_MEAN * sqrt(variance)) * EACH * CENTS if group else 0.0


def test_leaving_a_clause_out_takes_away_what_it_brought(simulated):
    changes = leave_one_out(simulated, moving_clauses(simulated))
    for name, (mean, sd) in LAWS.items():
        found = changes[f"clause-{name}"]["payee"]
        assert found.mean == pytest.approx(mean * EACH * CENTS, rel=0.005)
        assert found.deviation == pytest.approx(sd * EACH * CENTS, rel=0.02)
        assert changes[f"clause-{name}"]["payeur"].mean == pytest.approx(-found.mean)


def test_shares_of_risk_are_the_shapley_values_of_the_closed_form(simulated):
    shares = shares_of_risk(simulated, [f"clause-{name}" for name in LAWS], ["payee"])["payee"]
    for name in LAWS:
        others = [one for one in LAWS if one != name]
        truth = sum(
            factorial(size) * factorial(3 - size) / factorial(4) * (risk((*group, name)) - risk(group))
            for size in range(4)
            for group in combinations(others, size)
        )
        assert shares[f"clause-{name}"].value == pytest.approx(truth, rel=0.01, abs=500)
        assert shares[f"clause-{name}"].half_width == 0


def test_beyond_eight_clauses_shares_come_with_an_interval_and_still_sum():
    document = linear({f"x{rank}": normal(10 + rank, 1 + rank % 3) for rank in range(9)})
    run = simulate(document, scenarios=300, seed=4)
    clauses = moving_clauses(run)
    shares = shares_of_risk(run, clauses, ["payee"])["payee"]
    bare = simulate(document, scenarios=300, seed=4, without=clauses)
    whole = np.sort(run.net("payee"))[:15].mean() - np.sort(bare.net("payee"))[:15].mean()
    assert sum(share.value for share in shares.values()) == pytest.approx(whole)
    assert all(share.half_width > 0 for share in shares.values())


def test_variance_is_shared_as_the_squares_of_deviations(simulated):
    parts = variance_by_driver(simulated, ["payee"])["payee"]
    whole = sum(sd**2 for _, sd in LAWS.values())
    for name, (_, sd) in LAWS.items():
        assert parts[name] == pytest.approx(sd**2 / whole, abs=0.02)


def test_holding_one_of_two_tied_drivers_leaves_the_other():
    tie = [{"between": ["a", "b"], "value": "0.5"}]
    run = simulate(linear({"a": normal(40, 3), "b": normal(20, 4)}, correlation=tie), scenarios=MANY, seed=2)
    parts = variance_by_driver(run, ["payee"])["payee"]
    whole = 9 + 16 + 2 * 0.5 * 3 * 4
    assert parts["a"] == pytest.approx(1 - 16 / whole, abs=0.02)
    assert parts["b"] == pytest.approx(1 - 9 / whole, abs=0.02)
