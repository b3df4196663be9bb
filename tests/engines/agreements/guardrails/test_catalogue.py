"""The 72 guardrails of the research note, with their severities: none is missing, none has changed."""

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.guardrails import examples

E, W, N = "error", "warning", "information"
PUBLISHED = {
    "OBJ": [E, E, E, E, W, E],
    "EVD": [E, E, W, E, W, W, W, W, E, W],
    "TIM": [E, W, W],
    "INC": [E, E, W, W, E, W, W, W, E, W, E],
    "EXP": [E, E, E, E, W, W, E, W, E, W, E],
    "IDX": [W, N, E, E, W, W, N],
    "SOC": [W, W, W, E, W, W, E, W, E, E],
    "LEG": [E, E, E, W, W],
    "OUT": [E, W, E],
    "PUB": [E, W],
    "TXT": [W, E, E, N],
}
"""The table of the note, family by family, in the order of the numbers."""

SIMULATED = {"EVD-05", "INC-07", "INC-08", "INC-09", "INC-10", "EXP-07", "EXP-10"}
"""Those marked ``sim`` in the table."""

CASE_BY_CASE = {"SOC-01": (E,), "INC-03": (N,)}
"""Those with two severities: SOC-01 blocks above the threshold of the Union, INC-03 informs of a ceiling of its own."""

EXPECTED = {
    f"{family}-{rank:02}": level for family, levels in PUBLISHED.items() for rank, level in enumerate(levels, 1)
}


def test_there_are_seventy_two():
    assert len(EXPECTED) == 72
    assert set(guardrails.RULES) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_has_the_severity_of_the_table(name):
    rule = guardrails.RULES[name]
    assert rule.severity == EXPECTED[name]
    assert rule.other_severities == CASE_BY_CASE.get(name, ())


def test_those_that_simulate_are_those_of_the_table():
    assert {name for name, rule in guardrails.RULES.items() if rule.is_simulated} == SIMULATED


@pytest.mark.parametrize("name", EXPECTED)
def test_each_says_why_and_how_to_mend_in_both_languages(name):
    rule = guardrails.RULES[name]
    for said in (rule.title, rule.why, rule.mend):
        assert said.fr
        assert said.en
        assert said.fr != said.en
    assert rule.why.fr.endswith((".", "?"))
    assert rule.mend.fr.endswith(".")
    assert rule.checks.endswith(".")


def test_each_has_an_example():
    assert set(examples.example_names()) == set(EXPECTED)


def test_rules_come_family_by_family():
    assert [rule.id for rule in guardrails.in_order()] == list(EXPECTED)
