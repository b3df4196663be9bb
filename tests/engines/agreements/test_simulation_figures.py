"""What is reported of a simulation: quantiles, bad years, shares of risk that add up."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from bench_agreements import CONCESSION

from mitoyen.commands.agreement import app
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.simulation.attribution import leave_one_out, shares_of_risk, variance_by_driver
from mitoyen.engines.agreements.simulation.figures import figures, spread, worst_tail
from mitoyen.engines.agreements.simulation.running import simulate


@pytest.fixture(scope="module")
def concession():
    return open_agreement(CONCESSION.read_bytes(), CONCESSION.name)


def test_quantiles_are_values_that_were_drawn():
    found = spread(np.arange(1, 1001))
    assert (found.p5, found.p50, found.p95) == (50, 500, 950)
    assert found.worst == pytest.approx(25.5)  # the mean of 1 to 50


def test_intervals_of_the_mean_hold_about_95_times_in_100():
    rng = np.random.default_rng(3)
    draws = rng.normal(1000.0, 300.0, (1000, 400)).round().astype(np.int64)
    held = sum(abs(row.mean() - 1000) <= spread(row).half_width for row in draws)
    assert 930 <= held <= 970


def test_a_cap_that_binds_is_counted(concession):
    found = figures(simulate(concession, scenarios=200, seed=1))
    assert 0 < found.cap_in_a_period["exposition-ccvm"] < 1
    assert found.cap_ever["exposition-ccvm"] >= found.cap_in_a_period["exposition-ccvm"]


def test_shares_of_risk_sum_to_the_whole_change(concession):
    simulated = simulate(concession, scenarios=60, seed=1)
    clauses = ["demande", "moins-de-pertes", "insertion"]
    shares = shares_of_risk(simulated, clauses, ["eaux"])["eaux"]
    bare = simulate(concession, scenarios=60, seed=1, without=clauses)
    change = worst_tail(simulated.net("eaux")) - worst_tail(bare.net("eaux"))
    assert sum(share.value for share in shares.values()) == pytest.approx(change)
    assert all(share.half_width == 0 for share in shares.values())


def test_what_a_clause_changes_is_the_run_with_it_minus_the_run_without(concession):
    simulated = simulate(concession, scenarios=60, seed=1)
    changes = leave_one_out(simulated, ["demande"])["demande"]
    without = simulate(concession, scenarios=60, seed=1, without={"demande"})
    assert changes["eaux"].mean == pytest.approx((simulated.net("eaux") - without.net("eaux")).mean())


def test_the_variance_of_the_losses_is_nothing_to_the_users(concession):
    parts = variance_by_driver(simulate(concession, scenarios=60, seed=1), ["foyers"])["foyers"]
    assert parts["pertes"] == pytest.approx(0)
    assert parts["volume.1.ordinaire"] > 0.3


def test_the_command_says_it_in_sentences_and_as_data():
    runner = CliRunner()
    said = runner.invoke(app, ["simulate", str(CONCESSION), "--scenarios", "50", "--seed", "2"])
    assert said.exit_code == 0
    assert "exposition-ccvm" in said.output
    tree = json.loads(
        runner.invoke(app, ["simulate", str(CONCESSION), "--scenarios", "50", "--seed", "2", "--format", "json"]).output
    )
    assert tree["scenarios"] == 50
    assert set(tree["accounts"]) == {"ccvm", "eaux", "foyers", "reserve:renouvellement"}
    assert tree["accounts"]["eaux"]["term"]["mean"].count(".") == 1
