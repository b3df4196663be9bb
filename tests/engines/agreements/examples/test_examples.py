"""The examples may be signed, say that they are invented, are models, and behave under a thousand scenarios."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from mitoyen.commands.agreement import app
from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.models import model_names
from mitoyen.engines.agreements.settlement import wordings
from mitoyen.engines.agreements.simulation import figures, telling
from mitoyen.engines.agreements.simulation.running import simulate

SCENARIOS = 1_000


@pytest.fixture(scope="session")
def simulated(example):
    return simulate(example.document, scenarios=SCENARIOS, seed=1)


def test_nothing_stands_against_signature(example):
    blocking = [finding for finding in guardrails.check(example.document) if finding.blocks]
    assert [(one.rule, one.sentence.fr) for one in blocking] == []


def test_no_guardrail_is_set_aside_without_need(example):
    waived = {str(waiver.rule) for waiver in example.document.agreement.waivers}
    answered = {finding.rule for finding in guardrails.check(example.document) if finding.waiver}
    assert waived == answered


def test_the_file_says_that_it_is_invented(example):
    assert example.file.read_text("utf-8").startswith("# Exemple inventé : ")


def test_an_agreement_is_whole(example):
    agreement = example.document.agreement
    kinds = {clause.kind for clause in agreement.clauses}
    assert {"review", "reporting", "data_access", "reversibility", "governance", "contest_and_audit"} <= kinds
    assert agreement.purpose.indicators
    assert agreement.assumptions
    for name in agreement.purpose.indicators:
        indicator = agreement.indicators[name]
        assert indicator.audited_by not in {None, indicator.measured_by}, name
        assert indicator.baseline is not None, name
        assert indicator.target is not None, name


def test_each_clause_has_its_sentences(example):
    for say in wordings(example.document.agreement):
        for clause in example.document.agreement.clauses:
            said = clause.said(say)
            assert said.endswith("."), said
            assert said[0].isupper(), said
            for wrong in ("  ", " à le ", " de le ", " à les ", "=None", " . "):
                assert wrong not in said, said


def test_accounts_sum_to_zero_in_every_scenario(simulated):
    total = sum(simulated.accounts.values())
    assert not np.any(total)


def test_a_public_party_never_pays_more_than_its_yearly_cap(example, simulated):
    """Every year, net of what it receives; and over the term, all that it pays."""
    agreement = example.document.agreement
    years = {agreement.term.window("year", period.start) for period in simulated.periods}
    for cap in agreement.caps:
        if cap.party is None or cap.window != "year":
            continue
        for year in years:
            ranks = [
                r for r, period in enumerate(simulated.periods) if agreement.term.window("year", period.start) == year
            ]
            assert -simulated.accounts[cap.party][ranks].sum(axis=0).min() <= cap.amount.cents, (cap.id, year)
        paid = sum(c for (_, payer, payee), c in simulated.flows.items() if payer == cap.party and ":" not in payee)
        assert paid.max() <= cap.amount.cents * len(years), cap.id


def test_a_simulation_says_something_of_everybody_who_pays(example, simulated):
    found = figures.figures(simulated)
    said = " ".join(sentence.fr for sentence in telling.sentences(simulated, found, {}))
    assert "nan" not in said
    for (_, payer, _), cents in simulated.flows.items():
        known = example.document.agreement.parties.get(payer)
        if known is not None and np.any(cents):
            assert known.name.fr in said, payer


def test_it_can_be_begun_from(example, tmp_path):
    assert example.name in model_names()
    file = tmp_path / "accord.yaml"
    made = CliRunner().invoke(app, ["new", example.name, str(file)])
    assert made.exit_code == 0, made.output
    assert CliRunner().invoke(app, ["check", str(file)]).exit_code == 0
    assert "Tiré d'un exemple" in file.read_text("utf-8").splitlines()[0]


def test_the_models_are_listed():
    listed = CliRunner().invoke(app, ["new"]).output
    assert "Déneigement partagé de quatre communes" in listed
    assert CliRunner().invoke(app, ["new", "eau"]).exit_code == 2  # where to write it is not said


def test_a_kind_gives_a_model_of_that_kind(tmp_path):
    file = tmp_path / "accord.yaml"
    CliRunner().invoke(app, ["new", "blended_finance", str(file)])
    assert "kind: blended_finance" in file.read_text("utf-8")


def test_the_command_settles_periods_one_after_the_other(example, tmp_path):
    """As an accountant does it: facts, the state that came out, a bundle that anybody recomputes."""
    state, bundle = tmp_path / "etat.json", tmp_path / "dossier.json"
    for rank, by_hand in enumerate(example.expected):
        files = [word for name in by_hand["facts"] for word in ("--facts", str(example.file.parent / "facts" / name))]
        words = ["settle", str(example.file), *files, "--period", by_hand["period"], "--bundle", str(bundle)]
        words += ["--state", str(state)] if rank else []
        done = CliRunner().invoke(app, [*words, "--format", "json"])
        assert done.exit_code == 0, done.output
        tree = json.loads(done.output)
        assert [line["amount"] for line in tree["lines"]] == [line["amount"] for line in by_hand["lines"]]
        state.write_text(json.dumps(tree["state"]), "utf-8")
        again = CliRunner().invoke(app, ["recompute", str(bundle)])
        assert again.stdout_bytes == bundle.read_bytes()


def test_the_command_tells_a_settlement_to_people(example):
    by_hand = example.expected[0]
    files = [word for name in by_hand["facts"] for word in ("--facts", str(example.file.parent / "facts" / name))]
    told = CliRunner().invoke(app, ["settle", str(example.file), *files, "--period", by_hand["period"]])
    assert told.exit_code == 0, told.output
    assert "définitif" in told.output
    for machine_word in ("(final", "EUR", "reserve:", "[held]"):
        assert machine_word not in told.output
