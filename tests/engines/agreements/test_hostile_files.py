"""Whatever is in the files, the command line answers in words, with a place; never a traceback.

Each test spoils one kind of file among good ones and runs the command that a person would run.
"""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile import loaded, spoiled_bytes, spoiled_files, spoiled_trees
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mitoyen.commands.agreement import app
from mitoyen.engines.agreements.clauses import KINDS

HERE = Path(__file__).parent
WORKED, GOLDEN = HERE / "worked", HERE / "golden" / "semantics-1"
CONCESSION = HERE.parents[2] / "benchmarks" / "concession-eau.yaml"
WATER, SNOW = WORKED / "concession-eau.yaml", WORKED / "deneigement.yaml"
WATER_FACTS, SNOW_FACTS = WORKED / "concession-eau-2027-T1.yaml", WORKED / "deneigement-2026-2027.yaml"
BUNDLES = sorted(GOLDEN.glob("*.json"))
many = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
RUNNER = CliRunner()


def answered(*arguments):
    """Run the command; it must end with a status of its own, and say why when it refuses."""
    done = RUNNER.invoke(app, [str(one) for one in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in {0, 1, 2}
    if done.exit_code == 2:
        assert done.output.strip(), "a refusal without a word"
    return done


def everything():
    """The worked concession with the example of every clause kind, and the facts that they look at."""
    tree = loaded(WATER.read_text(encoding="utf-8"))
    tree["clauses"] = [
        clause for kind in KINDS.values() if "couts" not in kind.example for clause in loaded(kind.example)
    ]
    tree["caps"] = [{"id": "tout", "agreement": "true", "window": "year", "amount": "50000.00"}]
    return tree


def facts_of(tree):
    """A plausible figure for each fact and indicator of a tree."""
    facts = dict.fromkeys(tree["facts"], "12")
    facts["volume"] = {"1": {"ordinaire": "296000", "solidaire": "14000"}, "2": "95500", "3": "12250"}
    indices = {"ICHT-E": "131.2", "TP10a": "121.7"}
    return {"period": "2027-Q1", "status": "final", "facts": facts, "indices": indices,
            "indicators": dict.fromkeys(tree["indicators"], "12")}  # fmt: skip


def as_file(path, content):
    path.write_bytes(content)
    return path


@many
@given(st.data())
@pytest.mark.parametrize("verb", ["check", "explain"])
def test_an_agreement_that_is_read(tmp_path, verb, data):
    source = data.draw(st.sampled_from([WATER, SNOW, CONCESSION]))
    spoiled = data.draw(spoiled_files(loaded(source.read_text(encoding="utf-8")), source.read_bytes()))
    answered(verb, as_file(tmp_path / "accord.yaml", spoiled))


@many
@given(st.data())
def test_an_agreement_that_is_settled(tmp_path, data):
    source, facts = data.draw(st.sampled_from([(WATER, WATER_FACTS), (SNOW, SNOW_FACTS)]))
    spoiled = data.draw(spoiled_files(loaded(source.read_text(encoding="utf-8")), source.read_bytes()))
    answered("settle", as_file(tmp_path / "accord.yaml", spoiled), "--facts", facts)


@many
@given(st.data())
def test_an_agreement_with_every_kind_of_clause(tmp_path, data):
    tree = everything()
    facts = as_file(tmp_path / "faits.json", json.dumps(facts_of(tree)).encode())
    spoiled = data.draw(spoiled_files(tree, json.dumps(tree).encode()))
    answered("settle", as_file(tmp_path / "accord.json", spoiled), "--facts", facts)


@many
@given(st.data())
def test_an_agreement_that_is_simulated(tmp_path, data):
    spoiled = data.draw(spoiled_files(loaded(CONCESSION.read_text(encoding="utf-8")), CONCESSION.read_bytes()))
    answered("simulate", as_file(tmp_path / "accord.yaml", spoiled), "--scenarios", "5")


@many
@given(st.data())
def test_assumptions(tmp_path, data):
    """Laws, growth, seasons, shocks and correlations that contradict themselves or explode."""
    tree = loaded(CONCESSION.read_text(encoding="utf-8"))
    tree["term"]["to"] = "2027-12-31"
    tree["assumptions"]["drivers"]["pertes"] |= {
        "yearly_growth": "0.02", "persistence": "0.5", "low": "0", "mode": "20", "high": "100",
        "seasons": ["1", "1", "1", "2"], "values": ["20", "21"], "probability": "0.1",
        "shocks": [{"yearly_probability": "0.1", "factor": "2", "periods": "2"}],
    }  # fmt: skip
    spoiled = data.draw(spoiled_trees(tree["assumptions"]))
    law = data.draw(st.sampled_from(["normal", "lognormal", "triangular", "uniform", "beta", "poisson", "observed"]))
    if isinstance(spoiled, dict) and isinstance(spoiled.get("drivers"), dict):
        for driver in spoiled["drivers"].values():
            if isinstance(driver, dict):
                driver["law"] = law
    file = as_file(tmp_path / "accord.json", json.dumps(tree | {"assumptions": spoiled}).encode())
    answered("simulate", file, "--scenarios", "5")


@many
@given(st.data())
def test_a_version_compared_with_another(tmp_path, data):
    spoiled = data.draw(spoiled_files(loaded(WATER.read_text(encoding="utf-8")), WATER.read_bytes()))
    answered("diff", WATER, as_file(tmp_path / "accord.yaml", spoiled), "--format", "json")


@many
@given(st.data())
def test_facts(tmp_path, data):
    source, facts = data.draw(st.sampled_from([(WATER, WATER_FACTS), (SNOW, SNOW_FACTS)]))
    spoiled = data.draw(spoiled_files(loaded(facts.read_text(encoding="utf-8")), facts.read_bytes()))
    answered("settle", source, "--facts", as_file(tmp_path / "faits.yaml", spoiled))


ROWS = (
    b"fact,period,area,value,unit,status,by,date,hash\n"
    b"volume.1.ordinaire,2027-Q1,,296000,m3,final,eaux,2027-05-12,\nvolume.2,2027-Q1,,95500,,final,,,\n"
    b"pertes,2027-Q1,,20.9,%,audited,ardoise,,\nindex:ICHT-E,2027-Q1,,131.2,,final,,,\n"
)


@many
@given(content=spoiled_bytes(ROWS))
def test_facts_in_a_table(tmp_path, content):
    answered("settle", WATER, "--facts", as_file(tmp_path / "faits.csv", content), "--period", "2027-Q1")


@many
@given(st.data())
def test_an_opening_state(tmp_path, data):
    bundle = data.draw(st.sampled_from(BUNDLES))
    state = json.loads(bundle.read_bytes())["result"]["state"]
    state |= {
        "carried": [{"cap": "x", "payer": "ccvm", "payee": "eaux", "clause": "tarif", "amount": "1", "since": "2026"}],
        "waiting": {"ccvm>eaux": "3.00"},
    }
    spoiled = data.draw(spoiled_files(state, json.dumps(state).encode()))
    source, facts = data.draw(st.sampled_from([(WATER, WATER_FACTS), (SNOW, SNOW_FACTS)]))
    answered("settle", source, "--facts", facts, "--state", as_file(tmp_path / "etat.json", spoiled))


@many
@given(st.data())
@pytest.mark.parametrize("verb", ["recompute", "settle"])
def test_a_bundle(tmp_path, verb, data):
    bundle = data.draw(st.sampled_from(BUNDLES))
    tree = json.loads(bundle.read_bytes()) | {"as_of": "2027-05-12"}
    file = as_file(tmp_path / "dossier.json", data.draw(spoiled_files(tree, bundle.read_bytes())))
    if verb == "recompute":
        answered("recompute", file)
    else:
        answered("settle", WATER, "--facts", WATER_FACTS, "--corrects", file)


@many
@given(st.data())
def test_an_amendment(tmp_path, data):
    """The agreement is read anew at the date of each amendment: what it changes may not stand."""
    tree = loaded(WATER.read_text(encoding="utf-8"))
    names = ["clauses.tarif.blocks", "caps.exposition-ccvm.amount", "term.to", "parties.eaux.name.fr", "clauses.²",
             "clauses.0.id", "facts", "format", "amendments", "clauses.tarif.household.limit", "nulle", ""]  # fmt: skip
    values = st.one_of(st.sampled_from(["1", "40.00", "2020-01-01", [], {}, None, "tarif"]), st.text(max_size=4))
    tree["amendments"] = [
        {
            "id": "avenant-1",
            "date": data.draw(st.sampled_from(["2027-02-01", "2026-01-01", "2040-01-01", "2027-03-31"])),
            "set": data.draw(st.dictionaries(st.sampled_from(names), values, max_size=2)),
            "add": data.draw(st.dictionaries(st.sampled_from(["clauses", "caps", "term", "neuf"]),
                                             st.lists(values, max_size=1), max_size=1)),
            "remove": data.draw(st.lists(st.sampled_from(names), max_size=2)),
        }
    ]  # fmt: skip
    file = as_file(tmp_path / "accord.json", json.dumps(tree).encode())
    answered("settle", file, "--facts", WATER_FACTS)
