"""``mitoyen loan``: read and printed, to the cent or exactly, and every bad file told in a sentence."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mitoyen.calculus.loans.life import live
from mitoyen.calculus.loans.reading import read_case
from mitoyen.commands.main import app
from mitoyen.kernel.errors import InvalidError

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/acceptance/actus"
PAGE = (ROOT / "docs/agreements/loans.md").read_text(encoding="utf-8")
TERMS = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])


@pytest.fixture
def run(tmp_path):
    def run(document, *options):
        file = tmp_path / "case.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return CliRunner().invoke(app, ["loan", str(file), *options])

    return run


def printed_rows():
    """The worked example of the page, in cents: interest, principal, payment, balance."""
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (.*?) \|$", PAGE, re.MULTILINE)
    return [(day, *(int(Fraction(amount) * 100) for amount in amounts.split(" | "))) for day, amounts in rows]


def test_the_example_of_the_page_can_be_redone_by_hand():
    """Only the printed figures: three per cent of what is owed, rounded half up; the last repays the rest."""
    owed = 10_000_00
    for rank, (_, interest, principal, payment, balance) in enumerate(printed_rows()):
        assert interest == (owed * 3 * 2 + 100) // 200
        assert payment == interest + principal
        assert payment == 3_535_30 if rank < 2 else balance == 0
        owed -= principal
        assert balance == owed
    value = 1 / Fraction("1.03") + 1 / Fraction("1.03") ** 2 + 1 / Fraction("1.03") ** 3
    assert round(10_000_00 / value) == 3_535_30


def test_the_example_of_the_page_is_what_the_command_prints(run):
    events = json.loads(run(TERMS, "--format", "json").stdout)["events"]
    by_day = {}
    for event in events[1:]:
        row = by_day.setdefault(event["date"], {"IP": 0, "principal": 0})
        row["IP" if event["type"] == "IP" else "principal"] += round(event["payoff"] * 100)
        row["balance"] = round(event["notional"] * 100)
    assert printed_rows() == [
        (day, row["IP"], row["principal"], row["IP"] + row["principal"], row["balance"])
        for day, row in by_day.items()
        if row["IP"]
    ]


def test_json_has_five_fields_an_event(run):
    result = run({"terms": TERMS}, "--format", "json", "--exact")
    events = json.loads(result.stdout)["events"]
    assert {tuple(event) for event in events} == {("date", "type", "payoff", "notional", "accrued")}
    assert events[0] == {"date": "2027-01-01", "type": "IED", "payoff": -10000, "notional": 10000, "accrued": 0}
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("name", ["pam24", "ann24"])
def test_a_published_case_is_read_whole_with_its_observed_rates(run, name):
    case = json.loads((VECTORS / f"actus-tests-{name[:3]}.json").read_text())[name]
    events = json.loads(run(case, "--format", "json", "--exact").stdout)["events"]
    assert [(e["date"], e["type"]) for e in events] == [(r["eventDate"][:10], r["eventType"]) for r in case["results"]]
    for event, row in zip(events, case["results"], strict=True):
        assert event["payoff"] == pytest.approx(float(row["payoff"]), rel=1e-6, abs=1e-6)


def test_the_text_is_french_or_english(run):
    french, english = run(TERMS).stdout, run(TERMS, "--lang", "en").stdout
    assert "versement du prêt" in french
    assert "3\u202f235,30" in french
    assert "10\u202f000,00 de capital remboursé et 605,91 d'intérêts payés" in french
    assert "loan paid out" in english
    assert "3,235.30" in english


def test_exact_text_shows_more_than_cents(run):
    assert "3\u202f235,3036" in run(TERMS, "--exact").stdout


def test_a_misspelt_term_is_named(run):
    result = run({**TERMS, "amortisationDate": "2031-01-01"})
    assert "amortisationDate" in result.stderr
    assert result.exit_code == 0


NOT_A_NUMBER, NOT_A_DAY = "un nombre", "une date"


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"dayCountConvention": "B365"}, "terms.dayCountConvention", "30E360"),
        ({"dayCountConvention": None}, "terms.dayCountConvention", "A365"),
        ({"initialExchangeDate": None}, "terms.initialExchangeDate", "Il manque initialExchangeDate"),
        ({"notionalPrincipal": None}, "terms.notionalPrincipal", "Il manque notionalPrincipal"),
        ({"notionalPrincipal": "dix mille"}, "terms.notionalPrincipal", NOT_A_NUMBER),
        ({"notionalPrincipal": "NaN"}, "terms.notionalPrincipal", NOT_A_NUMBER),
        ({"notionalPrincipal": float("inf")}, "terms.notionalPrincipal", NOT_A_NUMBER),
        ({"notionalPrincipal": "1e999999999"}, "terms.notionalPrincipal", NOT_A_NUMBER),
        ({"notionalPrincipal": "9" * 5_000}, "terms.notionalPrincipal", NOT_A_NUMBER),
        ({"notionalPrincipal": True}, "terms.notionalPrincipal", "un nombre"),
        ({"notionalPrincipal": [1]}, "terms.notionalPrincipal", "un nombre"),
        ({"notionalPrincipal": "-5"}, "terms.notionalPrincipal", "positif"),
        ({"maturityDate": "2027-02-30"}, "terms.maturityDate", NOT_A_DAY),
        ({"maturityDate": "99999-01-01"}, "terms.maturityDate", NOT_A_DAY),
        ({"maturityDate": "9999-01-01"}, "terms.maturityDate", "2199"),
        ({"maturityDate": "2026-01-01"}, "terms.maturityDate", "avant de commencer"),
        ({"maturityDate": None}, "terms.maturityDate", "La fin du prêt manque"),
        ({"cycleOfInterestPayment": "tous les mois"}, "terms.cycleOfInterestPayment", "P1ML0"),
        ({"cycleOfInterestPayment": "P1D", "maturityDate": "2199-01-01"}, "P1DL1", "2000 dates"),
        ({"cycleOfPrincipalRedemption": "P99999Y", "maturityDate": None, "nextPrincipalRedemptionPayment": "9"},
         "P1199988ML1", "calendrier"),
        ({"contractType": "SWAPS"}, "terms.contractType", "PAM, LAM, ANN, NAM"),
        ({"contractRole": "X"}, "terms.contractRole", "RPA, RPL"),
        ({"scalingEffect": "XYZ"}, "terms.scalingEffect", "IN0"),
        ({"scalingIndexAtContractDealDate": "0"}, "terms.scalingIndexAtContractDealDate", "non nul"),
        ({"purchaseDate": "2028-06-01"}, "terms.priceAtPurchaseDate", "le prix"),
        ({"prepaymentEffect": "A"}, "terms.prepaymentEffect", "n'est pas suivi"),
        ({"cyclePointOfInterestPayment": "B"}, "terms.cyclePointOfInterestPayment", "n'est pas suivi"),
        ({"currency": "EUR", "settlementCurrency": "CHF"}, "terms.settlementCurrency", "n'est pas suivi"),
        ({"nominalInterestRate": "-2"}, "", "aucun versement constant"),
    ],
)  # fmt: skip
def test_a_bad_term_is_refused_with_its_place(run, changes, place, said):
    result = run({key: value for key, value in {**TERMS, **changes}.items() if value is not None})
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"case.json:{place}" in result.stderr if place else "case.json: " in result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "JSON"),
        ('{"terms": ', "case.json:1:"),
        ("[" * 100_000, "emboîtés"),
        ("[]", "Un objet {…}"),
        ("{}", "contractType"),
        ('{"terms": 3}', "case.json:terms"),
        ({"terms": TERMS, "dataObserved": {"X": {}}}, "case.json:dataObserved.X"),
        ({"terms": TERMS, "dataObserved": {"X": {"data": [{"timestamp": "2027-01-01"}]}}}, "X.data[0].value"),
        ({"terms": TERMS, "eventsObserved": [{"type": "PP"}]}, "case.json:eventsObserved"),
        ({"terms": TERMS, "to": "demain"}, "case.json:to"),
        (" " * 2_000_001, "2 Mo"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_place(run, document, said):
    result = run(document)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_program_is_told_in_json(run):
    result = run({**TERMS, "notionalPrincipal": "dix mille"}, "--format", "json")
    refused = json.loads(result.stdout)
    assert (result.exit_code, refused["error"]) == (2, "invalid")
    assert refused["problems"][0]["where"].endswith("case.json:terms.notionalPrincipal")
    assert "dix mille" in refused["problems"][0]["fr"]
    assert "a number" in refused["problems"][0]["en"]


def test_an_absent_file_and_a_file_that_is_not_text(tmp_path):
    binary = tmp_path / "case.json"
    binary.write_bytes(b"\xff\xfe\x00")
    refused = {tmp_path / "absent.json": "no such file", tmp_path: "a folder", binary: "not in UTF-8"}
    for file, why in refused.items():
        result = CliRunner().invoke(app, ["loan", str(file), "--lang", "en"])
        assert result.exit_code == 2
        assert why in result.stderr
        assert str(file) in result.stderr


KEYS = [*TERMS, "statusDate", "capitalizationEndDate", "nextPrincipalRedemptionPayment", "interestCalculationBase"]
KEYS += [
    "cycleAnchorDateOfRateReset",
    "cycleOfRateReset",
    "amortizationDate",
    "accruedInterest",
    "feeRate",
    "cycleOfFee",
]
KEYS += ["purchaseDate", "priceAtPurchaseDate", "terminationDate", "priceAtTerminationDate", "businessDayConvention"]
PLAUSIBLE = ["PAM", "LAM", "NAM", "2027-06-30", "2028-02-29T23:59:59", "2040-01-01", "P1ML1", "P1D", "P7YL0", "0", "-1"]
PLAUSIBLE += [
    "1e18",
    "0.1",
    "1e-30",
    "AA",
    "28E336",
    "NTL",
    "NTIED",
    "SCMP",
    "MF",
    "",
    None,
    True,
    [],
    {},
    "\x00",
    "é" * 500,
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(PLAUSIBLE), max_size=6))
def test_whatever_is_written_gives_events_or_a_sentence(changes):
    """Anything but :class:`InvalidError` fails here as it would in a clerk's hands: with a traceback."""
    with suppress(InvalidError):
        case = read_case({"terms": {**TERMS, **changes}})
        live(case.terms, case.observed)


def test_the_command_starts_without_django_or_numpy():
    probe = "import sys, mitoyen.commands.loan; sys.exit(bool({'django', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", probe], check=False, cwd=ROOT / "src").returncode == 0
