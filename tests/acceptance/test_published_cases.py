"""Published contract terms and observations, settled by the engine: the published results, to the cent."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mitoyen.commands.agreement import app
from mitoyen.engines.agreements.cases.answers import answer, answers
from mitoyen.engines.agreements.cases.given import parsed

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))
CASES = [case for file in FILES for case in json.loads(file.read_text())["cases"]]
SUPPOSED = {
    "educate-girls-ratios", "educate-girls-low", "blocks-per-person", "mrg-korea", "mrg-rate", "peterborough-final",
    "effort-children", "w-demand-mrg-years", "x-tariff-prorata", "x-loan-grace",
}  # fmt: skip
"""Cases whose terms do not give all that their result needs: the answer says what it supposes."""


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_each_published_case_is_redone(case):
    found = answer(case)
    assert found.error is None
    assert found.differs == ()
    assert found.not_computed == {}
    assert bool(found.notes) == (case["id"] in SUPPOSED)


@pytest.mark.parametrize(
    ("clause", "terms", "observed", "computed"),
    [
        # 620 × 0.005 = 3.10; 150 × 0.005 is under the least, 2 000 × 0.005 above the most
        ("social_tariff/effort_rate", {"rate": "0.005", "min": "0.90", "max": "5.20"},
         {"qf": ["150", "620", "2000"], "meals": "10"}, {"bill": ["9.00", "31.00", "52.00"]}),
        # the income itself is bounded: 765.77 × 0.000619 = 0.474, 6 000 × 0.000619 = 3.714
        ("social_tariff/effort_rate", {"rate_pct": "0.0619", "income_floor": "765.77", "income_ceiling": "6000"},
         {"income": ["500", "2000", "9000"]}, {"price": ["0.47", "1.24", "3.71"]}),
        ("social_tariff/steps", {"steps": [["400", "1.00"], ["800", "2.10"], [None, "3.95"]]},
         {"qf": ["400", "401", "1200"], "meals": "10"}, {"bill": ["10.00", "21.00", "39.50"], "step": ["1", "2", "3"]}),
        # any other kind, by its own parameters: (30 000 - 10 000) × 0.5; max(2 000, 50 000 × 3 %)
        ("gain_share", {"margin": "m", "hurdle": {"amount": {"year": "10000"}}, "layers": [{"share": "0.5"}]},
         {"m": "30000"}, {"payment": "10000.00"}),
        # what is lent counts below zero: 100 000 lent, the first of ten equal parts repaid
        ("loan", {"principal": "100000", "rate": "0", "lent_on": "2027-01-01", "first_payment": "2027-12-31",
                  "every": "year", "payments": "10", "repaid": "linear"}, {}, {"payment": "-90000.00"}),
        ("royalty", {"revenue": "sales", "rate": "0.03", "minimum": {"year": "2000"}},
         {"sales": "50000"}, {"royalty": "1500", "payment": "2000.00", "payment_due": True}),
    ],
)  # fmt: skip
def test_cases_worked_by_hand(clause, terms, observed, computed):
    found = answer({"id": "x", "clause": clause, "terms": terms, "observed": observed, "expected": computed})
    assert (found.error, found.computed) == (None, computed)


def test_what_is_published_is_not_needed_to_compute():
    """The same answers when the expected values are hidden."""
    for case in CASES:
        blind = {**case, "expected": dict.fromkeys(case["expected"])}
        assert answer(blind).computed == answer(case).computed


def test_a_difference_is_shown():
    case = next(case for case in CASES if case["id"] == "dunkerque-cheques")
    assert answer({**case, "expected": {"cheque": "24.01"}}).differs == ("cheque",)


@pytest.mark.parametrize(
    "broken",
    [
        {"clause": "penalty"},
        {"clause": "nothing/known", "terms": {}},
        {"clause": "penalty", "terms": "a text"},
        {"clause": "cost_share_key", "terms": {"weights": []}, "observed": {"total": "1"}},
        {"clause": "cost_share_key", "terms": {"weights": ["0", "0"]}, "observed": {"total": "1"}},
        {"clause": "cost_share_key", "terms": {"weights": [{"a": None}]}, "observed": {"total": "1"}},
        {"clause": "insertion_hours", "terms": {"amount": "1", "rate": "0.05", "hourly_cost": "0"}},
        {"clause": "social_tariff/blocks", "terms": {"blocks": [["x", "y"]]}, "observed": {"m3": "5"}},
        {"clause": "indexation", "terms": {"parts": [["1", "0", "1"]]}, "observed": {}},
        {"clause": "social_tariff/steps", "terms": {"steps": [["400", "1"], ["800", "2"]]}, "observed": {"qf": "801"}},
        {"clause": "royalty", "terms": {"revenue": "sales", "rate": "0.03"}, "observed": {"sales": None}},
        {"clause": ["a"], "terms": None, "observed": [1], "expected": []},
    ],
)
def test_a_case_that_makes_no_sense_gets_a_sentence(broken):
    assert answer({"id": "broken", **broken}).error is not None


BROKEN_VALUES = [
    "",
    "NaN",
    "Infinity",
    "1e999999",
    "9" * 400,
    "10 to 20",
    "1/0",
    [],
    {},
    [[]],
    [None],
    {"a": None},
    True,
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_broken_value_gets_a_sentence_or_changes_nothing_else(case):
    """Each term and observation in turn, broken in thirteen ways: never an exception."""
    for part in ("terms", "observed"):
        for name in case[part]:
            for value in BROKEN_VALUES:
                found = answer({**case, part: {**case[part], name: value}})
                assert found.error is not None or isinstance(found.computed, dict)


@pytest.mark.parametrize(
    ("frequency", "first"),
    [("year", "14400.00"), ("half-year", "7200.00"), ("Semi annual", "7200.00"), ("quarterly", "3600.00"),
     ("month", "1200.00"), ("every 2 months", None)],
)  # fmt: skip
def test_a_period_is_never_taken_for_another(frequency, first):
    """60 000 over five years, equal parts, 4 %: 12 000 + 2 400 a year, 6 000 + 1 200 a half-year…"""
    terms = {"type": "linear", "principal": "60000.00", "rate": "0.04", "years": "5", "frequency": frequency}
    found = answer({"clause": "loan", "terms": terms, "observed": {}, "expected": {"first_payment": None}})
    assert found.computed.get("first_payment") == first
    assert (found.error is None) == (first is not None)


# Any observation may count the outcomes that a unit saving is multiplied by.
COUNTS_BY_ANY_NAME = {("utah-year1", "savings")}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_name_that_means_nothing_is_never_passed_over_in_silence(case):
    """Each term and observation in turn under a name that nobody knows: refused, named, supposed, or of no effect."""
    known = answer(case)
    for part in ("terms", "observed"):
        for name in case[part]:
            if (case["id"], name) in COUNTS_BY_ANY_NAME:
                continue
            renamed = {("zzqx" if key == name else key): value for key, value in case[part].items()}
            found = answer({**case, part: renamed})
            unchanged = all(found.computed[key] == known.computed.get(key) for key in found.computed)
            assert found.error or unchanged or "zzqx" in found.not_read or found.notes, name


@pytest.mark.parametrize(
    ("clause", "terms", "observed"),
    [
        ("penalty", {"per_day": "1.00"}, {"days": ["1"] * 1001}),
        ("cost_share_key", {"weights": ["1"] * 1001}, {"total": "1.00"}),
    ],
)
def test_a_case_without_end_is_refused_in_words(clause, terms, observed):
    found = answer({"id": "x", "clause": clause, "terms": terms, "observed": observed})
    assert found.error is not None
    assert "at most 1000" in found.error.en


def test_one_broken_case_never_stops_the_others():
    good = next(case for case in CASES if case["id"] == "ccag-works-delay")
    content = json.dumps(
        {"cases": [{"id": "a", "clause": 3}, good, {"terms": "x"}, {**good, "terms": {"amount": "NaN"}}]}
    )
    found = answers(content.encode())
    assert [one.error is None for one in found] == [False, True, False, False]
    assert found[1].differs == ()


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        ({"amount": "1000", "per_day": "1/1000", "weekly_discount_rate": "0.5"}, "weekly_discount_rate"),
        ({"amount": "1000", "per_day": "10 to 20"}, "per_day"),
        ({"amount": "1000", "per_day": "2", "cap_rate": "NaN"}, "cap"),
    ],
)
def test_a_term_that_might_change_the_amount_is_never_passed_over(terms, word):
    found = answer({"id": "x", "clause": "penalty", "terms": terms, "observed": {"days": "3"}})
    assert found.error is not None
    assert word in found.error.en


def test_what_plays_no_part_is_named():
    case = {"id": "x", "clause": "penalty", "terms": {"per_day": "2.00", "lots": "4"}, "observed": {"days": "3"}}
    found = answer(case)
    assert (found.computed["penalty"], found.not_read) == ("6.00", ("lots",))


def test_a_part_is_never_answered_with_the_whole():
    terms = {"price": "100.00", "split": {"placed": "0.5", "month_3": "0.5"}}
    case = {"clause": "outcome_payment/split", "terms": terms, "observed": {"placed": "10", "month_3": "4"}}
    case["expected"] = {"payment": None, "month_3_total": None}
    found = answer(case)
    assert found.computed == {"payment": "700.00"}
    assert "month_3_total" in found.not_computed


@pytest.mark.parametrize(
    ("asked", "figure"),
    [("penalty", "8333.33"), ("penalty_due", "8333.33"), ("total_penalty", "8333.33"), ("penalty_eur", "8333.33"),
     ("cap", "100000.00"), ("cap_amount", "100000.00"), ("cap_reached", False), ("penalty_rounded_1", "8333.3"),
     ("daily_penalty", None), ("penalty_per_day", None), ("penalty_incl_vat", None), ("cap_rate", None)],
)  # fmt: skip
def test_a_figure_is_found_by_its_words_and_never_taken_for_another(asked, figure):
    """25 days at 1/3000 of 1 000 000, at most 10 %."""
    case = {"clause": "penalty", "terms": {"amount": "1000000", "per_day": "1/3000", "cap_rate": "0.10"},
            "observed": {"days": "25"}, "expected": {asked: None}}  # fmt: skip
    assert answer(case).computed.get(asked) == figure


@pytest.mark.parametrize(
    ("text", "number"),
    [("1e3", "1000"), ("EUR40", "40"), ("3.5pts", "3.5"), ("5592 (memory)", "5592"), ("1 200 000,50 EUR", "1200000.5"),
     ("40 EUR per m3", "40"), ("1,234,567.89", "1234567.89")],
)  # fmt: skip
def test_numbers_as_people_write_them(text, number):
    assert parsed(text, "x")[0].text() == number


def test_the_command_prints_what_each_case_expects(tmp_path):
    file = tmp_path / "cases.json"
    file.write_text(FILES[0].read_text())
    result = CliRunner().invoke(app, ["case", str(file), "--format", "json"])
    assert result.exit_code == 0, result.output
    printed = {case["id"]: case["computed"] for case in json.loads(result.output)["cases"]}
    assert printed == {one.id: one.computed for one in answers(FILES[0].read_bytes())}


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"cases": 3}'])
def test_a_file_that_is_not_cases_is_refused_in_words(tmp_path, content):
    file = tmp_path / "cases.json"
    file.write_text(content)
    result = CliRunner().invoke(app, ["case", str(file)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
