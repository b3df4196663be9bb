"""Settlement is the one-scenario case of simulation: the same pipeline on arrays gives the same cents."""

from pathlib import Path

import numpy as np
import pytest

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import Observed, Reading, read_facts
from mitoyen.engines.agreements.exact import Exact
from mitoyen.engines.agreements.settlement import run, scene_of
from mitoyen.engines.agreements.state import State, read_state
from mitoyen.kernel.dates import Period

WORKED = Path(__file__).parent / "worked"
SCENARIOS = 40


def document(name):
    return open_agreement((WORKED / f"{name}.yaml").read_bytes(), name + ".yaml")


def facts(name):
    return read_facts((WORKED / f"{name}.yaml").read_bytes(), name + ".yaml")


def drawn_around(observed, seed):
    """Each fact of the file, drawn from a fifth to twice its value, at its own decimals."""
    rng = np.random.default_rng(seed)
    draws = {}
    for name, readings in observed.now.items():
        for key, reading in readings.items():
            value = reading.value
            low, high = sorted((value.num // 5, value.num * 2))
            draws.setdefault(name, {})[key] = Exact(rng.integers(low, high + 1, SCENARIOS), value.den)
    return draws


def observed_in(draws, scenario=None):
    """All the scenarios at once, or one of them as plain numbers."""
    pick = (lambda value: value) if scenario is None else (lambda value: Exact(int(value.num[scenario]), value.den))
    return Observed({n: {k: Reading(pick(v)) for k, v in readings.items()} for n, readings in draws.items()})


def two_periods(agreement, periods, draws, scenario=None):
    state, lines = State(), []
    for period, drawn in zip(periods, draws, strict=True):
        scene = scene_of(agreement, period, observed_in(drawn, scenario), state, tracing=scenario is not None)
        books = run(agreement, scene)
        lines += books.lines
        state = books.state
    return lines, state


def at(value, scenario):
    return value if value.is_single else Exact(int(value.num[scenario]), value.den)


@pytest.mark.parametrize(
    ("name", "period_facts", "periods"),
    [
        ("concession-eau", "concession-eau-2027-T1", ("2027-Q1", "2027-Q2")),
        ("deneigement", "deneigement-2026-2027", ("2026-10/2027-09", "2027-10/2028-09")),
    ],
)
def test_arrays_and_single_numbers_give_the_same_cents(name, period_facts, periods):
    agreement = document(name).agreement
    given = facts(period_facts)
    observed = given.during(given.period)
    periods = [Period.parse(written) for written in periods]
    draws = [drawn_around(observed, seed) for seed in (1, 2)]
    together, state = two_periods(agreement, periods, draws)
    for scenario in range(SCENARIOS):
        alone, own_state = two_periods(agreement, periods, draws, scenario)
        for line, own in zip(together, alone, strict=True):
            assert at(line.amount, scenario) == own.amount, (scenario, line.clause, line.payer)
        for reserve, balance in state.reserve.items():
            assert at(balance, scenario) == own_state.reserve[reserve]
        for key, used in state.used.items():
            assert at(used.amount, scenario) == own_state.used[key].amount


def test_leaving_a_clause_out_is_removing_it_from_the_agreement():
    water = document("concession-eau")
    given = facts("concession-eau-2027-T1")
    observed, state = given.during(given.period), read_state(given.state, water.source)
    scene = scene_of(water.agreement, given.period, observed, state)
    shorter = water.agreement.model_copy(
        update={"clauses": tuple(c for c in water.agreement.clauses if c.id != "demande")}
    )
    left_out = run(water.agreement, scene, without={"demande"})
    removed = run(shorter, scene)
    assert [(line.clause, line.amount) for line in left_out.lines] == [
        (line.clause, line.amount) for line in removed.lines
    ]
