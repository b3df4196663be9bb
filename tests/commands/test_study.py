"""``mitoyen study``: text, JSON, annex, draft; and how it refuses a file."""

import io
import json
import re
from pathlib import Path

import pypdf
import pytest
import typer
from typer.testing import CliRunner

from mitoyen.commands.study import study
from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings
from mitoyen.engines.pooling.study.draft import draft_agreement

PAGE = (Path(__file__).parents[2] / "docs/pooling/study.md").read_text(encoding="utf-8")

app = typer.Typer()
app.command()(study)


def block(label):
    return re.search(rf"```{label}\n(.*?)```", PAGE, flags=re.DOTALL)[1]


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def run(tmp_path):
    def run(*options, settings=None, needs=None):
        (tmp_path / "STUDY.yaml").write_text(settings or block("yaml settings"), encoding="utf-8")
        arguments = ["--settings", str(tmp_path / "STUDY.yaml"), *options]
        if needs != "":
            (tmp_path / "NEEDS.csv").write_text(needs or block("csv needs"), encoding="utf-8")
            arguments.insert(0, str(tmp_path / "NEEDS.csv"))
        return CliRunner().invoke(app, arguments)

    return run


def test_the_text_says_the_answer_the_sum_and_the_limits(run):
    told = plain(run("--format", "text").stdout)
    assert "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois." in told
    assert re.search(r"Économie +11 250 € − 4 218 € +7 032 €", told)
    assert "Huit fois sur dix, l'économie serait entre" in told
    assert "Le relevé couvre 1 an : c'est peu" in told
    assert "pooling-study/1" in told


def test_the_text_in_english(run):
    told = run("--lang", "en", "--quick").stdout
    assert "Should we pool? Yes, with one shredder instead of three." in told
    assert "WHO PAYS WHAT" in told


def test_the_json_with_and_without_intervals(run):
    whole = json.loads(run("--format", "json").stdout)
    assert whole["intervals"]["replays"] == 2000
    low, high = (float(bound) for bound in whole["intervals"]["saving"])
    assert low <= high
    quick = json.loads(run("--format", "json", "--quick").stdout)
    assert quick["intervals"] is None
    assert {**whole, "intervals": None} == quick


def test_the_same_inputs_give_the_same_json(run):
    assert run("--format", "json").stdout == run("--format", "json").stdout


def test_the_annex_is_a_tagged_pdf_in_french_with_the_frozen_inputs(run, tmp_path):
    file = tmp_path / "annexe.pdf"
    assert run("--quick", "--pdf", str(file)).exit_code == 0
    pdf = pypdf.PdfReader(io.BytesIO(file.read_bytes()))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert pdf.metadata.title == "Annexe : Un broyeur pour trois communes"
    kinds = set()

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                kinds.add(element["/S"])
            if "/K" in element:
                walk(element["/K"])

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/Table", "/TH", "/TD", "/H1"} <= kinds
    text = plain("".join(page.extract_text() for page in pdf.pages))
    answer = answer_study(*study_of_the_page())
    assert answer.frozen.sha256 in text.replace("\n", "")
    assert "pooling-study/1" in text.replace("\n", "")
    assert "7 032 €" in text


def study_of_the_page(extra=""):
    settings = read_settings(block("yaml settings") + extra)
    return settings, gather_needs(settings, block("csv needs"))


def test_the_draft_is_an_agreement_that_nothing_blocks(run, tmp_path):
    file = tmp_path / "accord.yaml"
    assert run("--quick", "--draft", str(file)).exit_code == 0
    document = open_agreement(file.read_bytes(), "accord.yaml")
    assert document.agreement.kind == "pool"
    clause = document.agreement.clause("repartition")
    assert clause.kind == "cost_share_key"
    assert [str(part.by) for part in clause.key] == ["equal", "heures"]
    assert not [finding for finding in guardrails.check(document) if finding.blocks]


@pytest.mark.parametrize("key", ["equal", "hours", "population", "shapley", "nucleolus", "tout"])
def test_every_key_makes_an_agreement_that_opens(key):
    extra = "  tout: {parts: {equal: 1/3, hours: 1/3, uses: 1/6, alone: 1/6}, floors: {ury: 100}}\n"
    draft = draft_agreement(answer_study(*study_of_the_page(extra)), key)
    document = open_agreement(draft.text.encode(), "accord.yaml")
    assert not [finding for finding in guardrails.check(document) if finding.blocks]
    assert bool(draft.remarks) is (key in {"shapley", "nucleolus", "tout"})


def test_a_study_of_loads_needs_no_file(run):
    settings = (
        "format: 1\nstudy: etraves\nservice: {measure: random, level: 0.95}\n"
        "kinds: {etrave: {machine: {yearly: {tout: 9000}}}}\n"
        "members: {a: {load: {etrave: 0.4}}, b: {load: {etrave: 0.3}}}\n"
    )
    told = json.loads(run("--format", "json", settings=settings, needs="").stdout)
    assert told["units_together"] == {"etrave": 3}
    assert told["intervals"] is None


def test_faults_of_needs_are_told_one_a_line_with_their_place(run):
    bad = (
        block("csv needs")
        .replace("2026-03-03T17:00,1", "2026-03-03T07:00,1")
        .replace("achery,2026-03-04", "acheri,2026-03-04")
    )
    refused = run(needs=bad)
    assert refused.exit_code == 2
    lines = refused.stderr.splitlines()
    assert lines[0].startswith("Ligne 4, colonne end : la fin (2026-03-03T07:00) n'est pas après le début")
    assert lines[1].startswith("Ligne 6, colonne member : membre inconnu « acheri »")
    told = json.loads(run("--format", "json", needs=bad).stdout)
    assert [(problem["line"], problem["column"]) for problem in told["problems"]] == [(4, "end"), (6, "member")]


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("price: 24000", "price: cher", "Ligne 13, kinds.broyeur.machine.price", "n'est pas un montant"),
        ("price: 24000", "price: -5", "Ligne 13, kinds.broyeur.machine.price", "négatif"),
        ("stock: {broyeur: 1}", "stock: {broyeur: -1}", "Ligne 6, members.ury.stock.broyeur", "hors limites"),
        ("stock: {broyeur: 1}", "stock: {grue: 1}", "Ligne 6, members.ury.stock.grue", "ne veut rien dire ici"),
        ("level: 0.95", "level: 95", "Ligne 16, service.level", "entre 1/2 et 1"),
        ("level: 0.95", "levl: 0.95", "Ligne 16, service.levl", "vouliez-vous écrire « level »"),
        ("equal: 0.4", "equal: 0.5", "Ligne 20, keys.fixe-usage.parts", "font 11/10 au lieu de 1"),
        ("achery: 16}", "achery: loin}", "Ligne 18, travel.distances.ury.achery", "n'est pas un nombre"),
        (", noisy: {achery: 8}", "", "Ligne 18, travel.distances", "il manque la distance de noisy à achery"),
        (
            "population: 500",
            "superficie: 500",
            "Ligne 8, members.achery",
            "« population » est donné pour d'autres membres",
        ),
        ("study: val-mitoyen/broyeur\n", "", "Ligne 1, study", "nécessaire et manque"),
        ("pooling:", "pooling: [", "Ligne 18, STUDY.yaml", "pas du YAML"),
        ("format: 1", "format: 1\nformat: 1", "Ligne 2, format", "deux fois"),
    ],
)
def test_faults_of_settings_are_told_with_their_line_and_their_path(run, old, new, place, words):
    assert old in block("yaml settings")
    settings = block("yaml settings").replace(old, new, 1)
    refused = run("--quick", settings=settings)
    assert refused.exit_code == 2
    assert refused.stderr.startswith(place), refused.stderr
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_missing_file_is_said(tmp_path):
    refused = CliRunner().invoke(app, ["--settings", str(tmp_path / "nulle-part.yaml")])
    assert refused.exit_code == 2
    assert "n'existe pas" in refused.stderr


HEADER = "member,start,end\n"


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        (" \n", "NEEDS.csv : aucun besoin."),
        (HEADER, "NEEDS.csv : aucun besoin."),
        (HEADER + "ury,2026-03-02T08:00\n", "Ligne 2, colonne start : 2 cases au lieu de 3"),
        (HEADER + "ury\n", "Ligne 2, colonne member : 1 case au lieu de 3"),
        (HEADER + "ury,1026-03-02T08:00,2026-03-02T16:00\n", "Ligne 2, colonne start : l'année 1026 n'est pas"),
        (HEADER + "ury,2026-03-02,9999-12-31\n", "Ligne 2, colonne end : "),
        (HEADER + 'ury,"' + "x" * 200_000 + '",2026\n', "Ligne 2, colonne member : cette ligne n'est pas du CSV"),
        ("x" * 200_000 + ",start,end\n", "Ligne 1, colonne member : cette ligne n'est pas du CSV"),
        (HEADER + "ury,2027-03-28T02:30,2027-03-28T08:00\n", "Ligne 2, colonne start : 2027-03-28T02:30 n'existe pas"),
        # Half past two twice that night: from the second to the first of them is no time at all.
        (HEADER + "ury,2027-10-31T02:30+01:00,2027-10-31T02:30+02:00\n", "Ligne 2, colonne end : la fin"),
        (HEADER + "ury,2026-03-02T08:00,2026-03-02T16:00\nury,2026-03-02T15:00,2026-03-02T17:00\n",
         "Ligne 3, colonne start : les besoins de ury se chevauchent"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_told_in_a_located_sentence(run, needs, said):
    done = run(needs=needs)
    assert done.exit_code == 2
    assert plain(done.stderr).startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_file_of_the_office_with_its_mark_and_its_semicolons_is_read(run):
    told = json.loads(run("--quick", "--format", "json", needs="\ufeffmember;start;end;weight\r\n"
                          "Ury;2026-03-02T08:00;2026-03-02T16:00;1,5\r\n").stdout)  # fmt: skip
    assert told["needs"] == 1
    assert told["fleets"][0]["needed_hours"] == 8


def test_a_large_file_all_wrong_is_told_by_its_first_faults(run):
    done = run(needs=HEADER + "ury,hier,demain\n" * 5_000)
    lines = done.stderr.splitlines()
    assert done.exit_code == 2
    assert (len(lines), lines[0][:9], lines[-1]) == (101, "Ligne 2, ", "Et 4900 autre(s) faute(s).")
    told = json.loads(run("--format", "json", needs=HEADER + "ury,hier,demain\n" * 5_000).stdout)
    assert (told["error"], len(told["problems"])) == ("invalid_needs", 5_000)
