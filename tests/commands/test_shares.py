"""``mitoyen shares``: what it prints as JSON and as text, and how it refuses a file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mitoyen.commands.shares import shares

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/pooling/shares.md").read_text(encoding="utf-8")
PUBLISHED = json.loads((ROOT / "tests/acceptance/games/published.json").read_text(encoding="utf-8"))
GAMES = {case["id"]: case["game"] for case in PUBLISHED}

app = typer.Typer()
app.command()(shares)


@pytest.fixture
def run(tmp_path):
    def run(document, *options):
        file = tmp_path / "game.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return CliRunner().invoke(app, [str(file), *options])

    return run


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_json_of_a_cost_game(run):
    told = json.loads(run(GAMES["sweden"], "--method", "all", "--format", "json").stdout)
    assert list(told["allocations"]) == [
        "shapley", "nucleolus", "weak_nucleolus", "proportional_nucleolus", "scrb", "ensc", "gately", "aca",
        "least_core", "key:population", "key:demand", "key:demand_1982",
    ]  # fmt: skip
    for allocation in told["allocations"].values():
        assert sum(allocation["exact"].values()) == pytest.approx(83.82)
        assert sum(round(100 * float(share)) for share in allocation["rounded"].values()) == 8382
        for player, share in allocation["rounded"].items():
            assert re.fullmatch(r"-?\d+\.\d\d", share)
            assert abs(float(share) - allocation["exact"][player]) < 0.01
    assert told["core"]["empty"] is False
    assert told["core"]["least_core_excess"] == pytest.approx(-1.6)
    assert told["core"]["blocking"]["shapley"] == [
        {"group": ["H", "K", "L"], "excess": pytest.approx(0.4275, abs=1e-4)}
    ]
    assert told["core"]["blocking"]["nucleolus"] == []
    assert told["game"]["properties"]["subadditive"] is False
    assert told["game"]["kind"] == "cost"


def test_the_json_of_a_value_game_turns_the_signs(run):
    told = json.loads(run(GAMES["glove-3"], "--format", "json").stdout)
    assert told["allocations"]["nucleolus"]["exact"] == {"L": 1, "R1": 0, "R2": 0}
    assert told["core"] | {"blocking": None, "blocking_count": None} == {
        "empty": False, "least_core_excess": 0.0, "subsidy": 0.0, "balanced_family": [], "blocking": None,
        "blocking_count": None,
    }  # fmt: skip
    # Shapley gives L and R1 5/6 where they would make 1.
    assert told["core"]["blocking"]["shapley"] == [
        {"group": ["L", "R1"], "excess": pytest.approx(1 / 6)},
        {"group": ["L", "R2"], "excess": pytest.approx(1 / 6)},
    ]
    assert told["game"]["properties"]["superadditive"] is True


def test_an_empty_core_says_by_how_much_and_shows_why(run):
    majority = {"values": {"A": 0, "B": 0, "C": 0, "A+B": 1, "A+C": 1, "B+C": 1, "A+B+C": 1}}
    told = json.loads(run(majority, "--format", "json").stdout)["core"]
    assert told["empty"] is True
    assert told["least_core_excess"] == pytest.approx(1 / 3)
    assert told["subsidy"] == pytest.approx(0.5)
    assert {tuple(part["group"]): part["weight"] for part in told["balanced_family"]} == {
        ("A", "B"): 0.5,
        ("A", "C"): 0.5,
        ("B", "C"): 0.5,
    }
    assert "Il faudrait 0,50 € de l'extérieur" in plain(run(majority).stdout)


def test_the_json_of_an_airport_game(run):
    told = json.loads(run(GAMES["birmingham"], "--format", "json").stdout)
    boeing = told["allocations"]["shapley"]
    assert boeing["per_movement"]["Boeing 707"] == pytest.approx(162.24, abs=0.005)
    assert boeing["exact"]["Boeing 707"] == pytest.approx(22 * boeing["per_movement"]["Boeing 707"])
    assert sum(round(100 * float(share)) for share in boeing["rounded"].values()) == 11_767_600
    assert told["core"]["empty"] is False
    assert told["unavailable"] == {}
    assert (
        sum(round(100 * float(share)) for share in told["allocations"]["least_core"]["rounded"].values()) == 11_767_600
    )


def test_an_airport_of_one_type_shares_equally(run):
    told = json.loads(run({"airport": [{"player": "A", "cost": 12, "movements": 3}]}, "--format", "json").stdout)
    assert all(found["per_movement"] == {"A": 4} for found in told["allocations"].values())
    assert len(told["allocations"]) == 9


def test_an_airport_of_too_many_types_says_what_is_missing(run):
    types = [{"player": f"T{cost}", "cost": cost} for cost in range(1, 32)]
    told = json.loads(run({"airport": types}, "--format", "json").stdout)
    assert set(told["unavailable"]) == {"weak_nucleolus", "proportional_nucleolus", "least_core"}
    assert "31 types sont trop" in told["unavailable"]["least_core"]


def test_a_small_airport_has_every_method(run):
    told = json.loads(run(GAMES["runway-of-four"], "--format", "json").stdout)
    assert told["unavailable"] == {}
    assert told["allocations"]["nucleolus"]["exact"] == {"A": 3.25, "B": 3.25, "C": 3.25, "D": 8.25}
    assert set(told["allocations"]) >= {
        "shapley",
        "nucleolus",
        "weak_nucleolus",
        "proportional_nucleolus",
        "least_core",
    }


def test_the_json_of_claims(run):
    told = json.loads(run(GAMES["talmud-200"], "--format", "json").stdout)
    assert list(told["allocations"]) == ["proportional", "cea", "cel", "talmud"]
    assert told["allocations"]["talmud"]["exact"] == {"A": 50, "B": 75, "C": 75}
    assert told["allocations"]["proportional"]["rounded"] == {"A": "33.33", "B": "66.67", "C": "100.00"}
    assert told["core"]["empty"] is False


def test_decimals_of_the_rounded_shares(run):
    game = {"decimals": 0, "costs": {"A": 11, "B": 7, "A+B": 15}}
    assert json.loads(run(game, "--format", "json").stdout)["allocations"]["shapley"]["rounded"] == {
        "A": "10",
        "B": "5",
    }
    game["decimals"] = 4
    rounded = json.loads(run(game, "--format", "json").stdout)["allocations"]["shapley"]["rounded"]
    assert rounded == {"A": "9.5000", "B": "5.5000"}


def test_a_cent_that_is_tied_goes_by_name_whatever_the_order_of_the_file(run):
    costs = {"A": "0.01", "B": "0.01", "A+B": "0.01"}
    for players in (["A", "B"], ["B", "A"]):
        told = json.loads(run({"players": players, "costs": costs}, "--format", "json").stdout)
        assert told["allocations"]["shapley"]["rounded"] == {"A": "0.01", "B": "0.00"}


@pytest.mark.parametrize("named", [["--method", "shapley,scrb"], ["--method", "shapley", "--method", "scrb"]])
def test_some_methods_only(run, named):
    told = json.loads(run(GAMES["sweden"], *named, "--format", "json").stdout)
    assert list(told["allocations"]) == ["shapley", "scrb"]


def test_a_single_member_and_a_null_game(run):
    alone = json.loads(run({"costs": {"A": "12.50"}}, "--format", "json").stdout)
    assert all(found["rounded"] == {"A": "12.50"} for found in alone["allocations"].values())
    null = {"costs": {"A": 0, "B": 0, "A+B": 0}, "keys": {"use": {"A": 0, "B": 0}}}
    told = json.loads(run(null, "--format", "json").stdout)
    assert told["allocations"]["key:use"]["exact"] == {"A": 0, "B": 0}
    assert "proportional_nucleolus" in told["unavailable"]
    assert any("à égalité" in sentence for sentence in told["sentences"]["key:use"])


def test_fractions_tell_the_exact_share(run):
    told = json.loads(run(GAMES["sweden"], "--format", "json", "--method", "nucleolus").stdout)
    assert told["allocations"]["nucleolus"]["fraction"]["H"] == "3617/300"


def test_the_text_names_the_groups_that_would_leave_in_both_languages(run):
    french = plain(run(GAMES["sweden"]).stdout)
    assert "H, K et L paieraient 0,43 € de moins à elles trois seules." in french
    assert "M paierait 13,40 € de moins à elle seule." in french
    english = plain(run(GAMES["sweden"], "--lang", "en").stdout)
    assert "H, K and L would pay 0.43 € less on their own." in english
    assert "Nobody" not in french


def test_the_rounding_of_the_table_is_that_of_the_json(run):
    row = next(line for line in plain(run(GAMES["sweden"]).stdout).splitlines() if line.startswith("T "))
    assert row.split()[1:3] == ["21,98", "19,17"]


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        ({"players": ["A", "B"], "costs": {"A": 1, "B": 2}}, "costs", "il manque 1 groupe : A+B"),
        ({"players": ["A"], "costs": {"A": "beaucoup"}}, 'costs["A"]', "n'est pas un nombre"),
        ({"players": ["A", "A"], "costs": {"A": 1}}, "players[1]", "deux fois"),
        ({"estate": 5, "claims": {"A": -9}}, "claims.A", "négative"),
        ('{"costs": {"A": NaN}}', 'costs["A"]', "n'est pas un nombre"),
        ('{"costs": {"A": 1e400}}', 'costs["A"]', "hors de mesure"),
        ("{", "1:2", "JSON"),
    ],
)
def test_a_bad_file_is_told_in_one_located_sentence(run, document, place, said):
    found = run(document)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert f"game.json:{place}: " in found.stderr
    assert said in found.stderr
    assert found.stderr.count("\n") == 1


def test_an_unknown_method_lists_those_there_are(run):
    found = run(GAMES["two-towns"], "--method", "tau")
    assert found.exit_code == 2
    assert "« tau » n'est pas une méthode" in found.stderr
    assert "shapley, nucleolus" in found.stderr


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "latin.json").write_bytes(b'{"name": "\xe9"}')
    for name, why in (("nowhere.json", "There is no such file"), ("latin.json", "Line 1 is not in UTF-8")):
        found = CliRunner().invoke(app, [str(tmp_path / name), "--lang", "en"])
        assert found.exit_code == 2
        assert f"{name}: {why}" in found.stderr


def test_the_examples_of_the_page(run):
    """Each JSON block of the page is a game; each table after it is what the command prints, to the rounded share."""
    blocks = re.findall(r"```json game\n(.*?)```\n(.*?)(?=```json game|\Z)", PAGE, re.DOTALL)
    assert len(blocks) >= 4
    checked = 0
    for game, after in blocks:
        after = after.split("\n## ")[0]  # noqa: PLW2901 - the rest of the page is about something else
        told = json.loads(run(game, "--format", "json").stdout)
        names = list(next(iter(told["allocations"].values()))["rounded"])
        for method, cells in re.findall(r"^\| `([a-z_:]+)` \| (.+?) \|$", after, re.MULTILINE):
            shares_of = told["allocations"][method]["rounded"]
            assert [shares_of[name] for name in names] == [cell.strip() for cell in cells.split("|")][: len(names)]
            checked += 1
        text = plain(run(game).stdout)
        for sentence in re.findall(r"^> (.+)$", after, re.MULTILINE):
            assert sentence in text
            checked += 1
    assert checked >= 20


def test_nothing_heavy_is_loaded_before_a_game_is_read():
    probe = "import sys, mitoyen.commands.shares; sys.exit(bool({'django', 'numpy', 'highspy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
