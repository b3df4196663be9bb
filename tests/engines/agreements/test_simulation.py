"""Simulation is settlement on arrays: the same cents as by hand, as alone, and as without a clause."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from bench_agreements import CONCESSION, reference_draws
from reference_concession import simulate as by_hand

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import Observed, Reading
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.settlement import run, scene_of
from mitoyen.engines.agreements.simulation.drivers import draw
from mitoyen.engines.agreements.simulation.running import simulate
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.errors import InvalidError

ACCOUNTS = {"ccvm": "ccvm", "eaux": "eaux", "foyers": "foyers", "reserve": "reserve:renouvellement"}


@pytest.fixture(scope="module")
def concession():
    return open_agreement(CONCESSION.read_bytes(), CONCESSION.name)


@pytest.fixture(scope="module")
def simulated(concession):
    return simulate(concession, scenarios=300, seed=7)


def test_the_engine_and_the_reference_by_hand_give_the_same_cents(simulated):
    accounts = by_hand(reference_draws(simulated.draws))
    for by_hand_name, account in ACCOUNTS.items():
        assert np.array_equal(getattr(accounts, by_hand_name), simulated.accounts[account])
    assert np.array_equal(accounts.exposure_reached, simulated.reached["exposition-ccvm"])
    assert accounts.exposure_reached.any()  # else this test would not see the cap


def test_every_account_sums_to_zero_in_every_scenario(simulated):
    assert not sum(simulated.accounts.values()).any()


def test_what_moves_in_each_period_is_kept_when_asked_for(concession, simulated):
    assert not simulated.moves
    kept = simulate(concession, scenarios=300, seed=7, by_period=True)
    assert kept.moves.keys() == simulated.flows.keys()
    for flow, moved in kept.moves.items():
        assert np.array_equal(moved.sum(axis=0), simulated.flows[flow])
    reserve = sum(
        moved * ((payee == "reserve:renouvellement") - (payer == "reserve:renouvellement"))
        for (_, payer, payee), moved in kept.moves.items()
    )
    assert np.array_equal(reserve, simulated.accounts["reserve:renouvellement"])


def test_one_scenario_is_its_settlement(concession, simulated):
    scenario, state = 42, State()
    for rank, period in enumerate(simulated.periods):
        now = {}
        for name, value in simulated.draws[rank].items():
            fact, *key = (name,) if name.startswith("index:") else name.split(".")
            now.setdefault(fact, {})[tuple(key)] = Reading(Exact(int(value.num[scenario]), value.den))
        books = run(concession.agreement, scene_of(concession.agreement, period, Observed(now), state))
        state = books.state
        for account, moved in simulated.accounts.items():
            alone = sum(
                (line.payee == account) * line.amount.cents - (line.payer == account) * line.amount.cents
                for line in books.lines
            )
            assert alone == moved[rank, scenario], (period.label, account)


def test_the_same_seed_gives_the_same_cents_and_another_does_not(concession, simulated):
    again, other = simulate(concession, scenarios=300, seed=7), simulate(concession, scenarios=300, seed=8)
    assert np.array_equal(again.net("eaux"), simulated.net("eaux"))
    assert not np.array_equal(other.net("eaux"), simulated.net("eaux"))


def test_leaving_a_clause_out_draws_the_same_facts(concession, simulated):
    without = simulate(concession, scenarios=300, seed=7, without={"moins-de-pertes"})
    for ours, theirs in zip(without.draws, simulated.draws, strict=True):
        assert all(np.array_equal(ours[name].num, theirs[name].num) for name in ours)
    assert not without.net_of_clause("moins-de-pertes", "eaux").any()


def test_a_driver_at_its_mean_does_not_vary(concession):
    table = draw(concession.agreement, concession.agreement.term.periods()[:4], 50, 1, frozen={"pertes"})
    assert all(len(set(period["pertes"].num.tolist())) == 1 for period in table)
    assert all(len(set(period["coupures"].num.tolist())) > 1 for period in table)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"scenarios": 0, "seed": 1}, "au moins un scénario"),
        ({"scenarios": 5, "seed": 1, "without": {"rien"}}, "pas de clause « rien »"),
    ],
)
def test_what_cannot_be_simulated_is_said(concession, options, says):
    with pytest.raises(InvalidError, match=says):
        simulate(concession, **options)


def test_an_agreement_without_assumptions_says_so():
    bare = open_agreement(CONCESSION.read_bytes().split(b"\nassumptions:")[0], "bare.yaml")
    with pytest.raises(InvalidError, match="hypothèses"):
        simulate(bare, scenarios=5, seed=1)
