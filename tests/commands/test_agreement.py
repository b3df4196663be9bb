"""The command line of agreements: exit statuses, output for people and for programs, nothing heavy imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mitoyen.commands.agreement import app

WORKED = Path(__file__).parents[1] / "engines" / "agreements" / "worked"
WATER, WATER_FACTS = WORKED / "concession-eau.yaml", WORKED / "concession-eau-2027-T1.yaml"
SNOW, SNOW_FACTS = WORKED / "deneigement.yaml", WORKED / "deneigement-2026-2027.yaml"


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_check_finds_nothing_against_the_pool():
    result = call("check", SNOW)
    assert result.exit_code == 0, result.output
    assert "Rien ne s'oppose à la signature." in result.output


def test_the_worked_concession_only_needs_reasons_for_what_it_does_not_say():
    """Two indicators that the operator measures about itself, no lag of its index, no household size in its blocks."""
    result = call("check", WATER, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.output)["findings"]
    assert sorted((one["rule"], one["where"]) for one in found if one["blocks"]) == [
        ("EVD-03", "indicators.coupures.measured_by"),
        ("EVD-03", "indicators.pertes.measured_by"),
        ("IDX-05", "clauses.revision"),
        ("SOC-08", "clauses.tarif.blocks"),
    ]
    assert {one["severity"] for one in found} == {"warning", "information"}


def test_check_shows_the_line_and_blocks(tmp_path):
    file = tmp_path / "accord.yaml"
    file.write_text(
        WATER.read_text()
        .replace("audited_by: ardoise, lag", "lag")
        .replace(
            "measured_by: eaux, audited_by: ardoise,\n             baseline: {kind: own_history",
            "measured_by: eaux,\n             baseline: {kind: own_history",
        )
    )
    result = call("check", file)
    assert result.exit_code == 1
    assert "Bloque la signature (1)" in result.output
    assert "EVD-01 · Indicateur qui déplace de l'argent et que personne ne contrôle" in result.output
    lines = result.output.splitlines()
    at = next(rank for rank, line in enumerate(lines) if line.endswith("│     indicator: pertes"))
    assert lines[at].split("│")[0].strip() == str(1 + file.read_text().splitlines().index("    indicator: pertes"))
    assert lines[at + 1].rstrip().endswith("│ " + " " * len("    indicator: ") + "‾" * len("pertes"))
    assert "1 constat bloque la signature" in lines[-1]
    found = json.loads(call("check", file, "--format", "json").output)["findings"]
    assert [one["rule"] for one in found if one["severity"] == "error"] == ["EVD-01"]


def test_check_speaks_english():
    output = call("check", WATER, "--lang", "en").output
    assert "Needs a written reason (4)" in output
    assert output.rstrip().endswith("4 findings need a written reason (waivers).")


def test_check_writes_sarif():
    result = call("check", WATER, "--format", "sarif")
    assert result.exit_code == 1
    tree = json.loads(result.output)
    assert tree["version"] == "2.1.0"
    assert [one["ruleId"] for one in tree["runs"][0]["results"]] == ["EVD-03", "EVD-03", "IDX-02", "IDX-05", "SOC-08"]


def test_a_reason_lifts_a_warning(tmp_path):
    file = tmp_path / "accord.yaml"
    reason = "Le relevé est automatique et l'auditeur en compare cent par an."
    waivers = "".join(
        f'  - {{rule: {rule}, reason: "{reason}", author: Le conseil, date: 2026-01-15}}\n'
        for rule in ("EVD-03", "IDX-05", "SOC-08")
    )
    file.write_text(WATER.read_text() + f"\nwaivers:\n{waivers}")
    result = call("check", file)
    assert result.exit_code == 0, result.output
    assert "Écarté par écrit (4)" in result.output
    assert f"Écarté par Le conseil, le 15 janvier 2026 : {reason}" in result.output


def test_rules_are_listed_and_explained():
    listed = call("rules").output
    assert sum(line.startswith("  ") for line in listed.splitlines()) == 72
    told = call("rules", "evd-01")
    assert told.exit_code == 0
    for words in ("EVD-01 · ", "Bloque la signature", "Passe :", "Ne passe pas :", "audited_by: cabinet"):
        assert words in told.output
    tree = json.loads(call("rules", "TIM-01", "--format", "json").output)
    assert (tree["id"], tree["severity"]) == ("TIM-01", "error")
    assert tree["grounds"][0]["fr"] == "CGCT, art. D. 5211-16"
    assert "told_before: budget" in tree["example"]["passes"]
    assert "told_before: budget" not in tree["example"]["fails"]
    assert len(json.loads(call("rules", "--format", "json").output)["rules"]) == 72


def test_an_unknown_rule_exits_2_and_names_the_nearest():
    result = call("rules", "EDV-01")
    assert result.exit_code == 2
    assert "EVD-01" in result.output


def test_what_cannot_be_read_exits_2_with_its_place(tmp_path):
    file = tmp_path / "accord.yaml"
    file.write_text(WATER.read_text().replace("delivered: heures_insertion", "deliverd: heures_insertion"))
    result = call("check", file)
    assert result.exit_code == 2
    assert f"{file}:80:" in result.output
    problems = json.loads(call("check", file, "--format", "json").output)["problems"]
    assert {problem["path"] for problem in problems} == {"clauses.5.delivered", "clauses.5.deliverd"}


@pytest.mark.parametrize(
    "words", [("check", "nulle-part.yaml"), ("settle", SNOW, "--facts", SNOW), ("recompute", SNOW)]
)
def test_unusable_input_exits_2(words):
    result = call(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_settle_bundle_recompute(tmp_path):
    bundle = tmp_path / "dossier.json"
    result = call(
        "settle", WATER, "--facts", WATER_FACTS, "--period", "2027-Q1", "--bundle", bundle, "--format", "json"
    )
    assert result.exit_code == 0, result.output
    tree = json.loads(result.output)
    assert {"lines", "balances", "state", "findings"} <= tree.keys()
    line = tree["lines"][0]
    assert {"clause", "kind", "payer", "payee", "amount", "explanation", "steps", "evidence", "status"} <= line.keys()
    again = call("recompute", bundle)
    assert again.exit_code == 0
    assert again.stdout_bytes == bundle.read_bytes()
    bundle.write_bytes(bundle.read_bytes().replace(b'"1687.50"', b'"1687.51"'))
    assert call("recompute", bundle).exit_code == 1


def test_the_state_given_wins_over_the_one_inside(tmp_path):
    state = tmp_path / "etat.json"
    state.write_text('{"reserve": {"renouvellement": "0.00"}}')
    tree = json.loads(call("settle", WATER, "--facts", WATER_FACTS, "--state", state, "--format", "json").output)
    assert tree["state"]["reserve"] == {"renouvellement": "3168.84"}  # 11 568.84 put in, 8 400.00 drawn


def test_the_state_that_comes_out_opens_the_next_period(tmp_path):
    first = json.loads(call("settle", WATER, "--facts", WATER_FACTS, "--format", "json").output)
    state, facts = tmp_path / "etat.json", tmp_path / "t2.yaml"
    state.write_text(json.dumps(first["state"]))
    facts.write_text(WATER_FACTS.read_text().replace("2027-Q1", "2027-Q2"))
    second = json.loads(call("settle", WATER, "--facts", facts, "--state", state, "--format", "json").output)
    amounts = {line["clause"]: line["amount"] for line in second["lines"]}
    assert amounts["demande"] == "0.00"  # the yearly 25 000.00 was used in the first quarter
    assert second["state"]["reserve"] == {"renouvellement": "19087.68"}  # 15 918.84 + 11 568.84 − 8 400.00


def test_a_correction_is_new_lines(tmp_path):
    declared, bundle = tmp_path / "declare.yaml", tmp_path / "dossier.json"
    declared.write_text(WATER_FACTS.read_text().replace('pertes: "20.9"', 'pertes: {value: "20.9", status: declared}'))
    call("settle", WATER, "--facts", declared, "--bundle", bundle)
    result = call("settle", WATER, "--facts", WATER_FACTS, "--corrects", bundle, "--format", "json")
    lines = json.loads(result.output)["lines"]
    shown = [(line["clause"], line["payer"], line["amount"], line["status"]) for line in lines]
    assert shown == [("moins-de-pertes", "ccvm", "2400.00", "correction")]


def test_facts_in_rows_give_the_same_bytes(tmp_path):
    rows = ["fact,period,area,value,unit,status"]
    rows += [
        f"heures,2026-10/2027-09,{m},{h},h,final"
        for m, h in (("ardent", "112.5"), ("brevon", "64"), ("clusaz", "38.25"), ("dormay", "21.75"))
    ]
    rows += [
        f"couts.{n},2026-10/2027-09,,{c},EUR,final"
        for n, c in (
            ("personnel", "18400.00"),
            ("carburant", "6210.40"),
            ("sel", "9850.75"),
            ("entretien", "4120.00"),
            ("renouvellement", "7500.00"),
        )
    ]
    rows.append("recettes_tiers,2026-10/2027-09,,1200.00,EUR,final")
    facts = tmp_path / "faits.csv"
    facts.write_text("\n".join(rows))
    by_rows = json.loads(
        call("settle", SNOW, "--facts", facts, "--period", "2026-10/2027-09", "--format", "json").output
    )
    short = json.loads(call("settle", SNOW, "--facts", SNOW_FACTS, "--format", "json").output)
    assert by_rows["lines"] == short["lines"]


def test_explain_speaks_two_languages():
    assert "remboursent" in call("explain", SNOW).output
    assert "reimburse" in call("explain", SNOW, "--lang", "en").output


def test_a_new_agreement_can_be_signed(tmp_path):
    file = tmp_path / "pool.yaml"
    assert call("new", "pool", file).exit_code == 0
    assert call("check", file).exit_code == 0
    assert call("new", "pool", file).exit_code == 2  # never written over
    assert "pool" in call("new", "licorne", tmp_path / "x.yaml").output


def test_diff_tells_versions_apart(tmp_path):
    after = tmp_path / "apres.yaml"
    after.write_text(WATER.read_text().replace('price: "1.66"', 'price: "1.70"'))
    assert "passe de 1.66 à 1.70" in call("diff", WATER, after).output
    assert "les mêmes" in call("diff", WATER, WATER).output


def test_neither_django_nor_numpy_is_imported():
    words = ["agreement", "settle", str(WATER), "--facts", str(WATER_FACTS), "--format", "json"]
    program = (
        "import sys\nfrom mitoyen.commands.main import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'django', 'numpy', 'mitoyen.commands.instance'} & set(sys.modules)\nassert not heavy, heavy\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
