"""A lower bound protects from noise, and so much for each person has the aim that its indicator declares."""

from pathlib import Path

import pytest

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import open_agreement

FOLDER = Path(__file__).parents[4] / "examples" / "agreements"


def rules_found(name, before="", after=""):
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    assert before in text
    document = open_agreement(text.replace(before, after, 1) if before else text, f"{name}.yaml")
    return {finding.rule for finding in guardrails.check(document)}


def test_paying_the_lower_bound_is_not_paying_for_chance():
    # The standard error of the difference is √(0.7² + 0.7²) = 0.99; a margin of 1.60 is exceeded 5 times in 100.
    assert "EVD-05" not in rules_found("assiduite")
    assert "EVD-05" in rules_found("assiduite", ", margin: marge}", "}")


@pytest.mark.parametrize(("target", "raised"), [("30", False), ("5", True), ("60", True)])
def test_a_price_for_each_person_is_judged_by_the_target_of_the_indicator(target, raised):
    # 26 hires are expected, give or take 6: thirty is reached one time in four; five always; sixty never.
    found = rules_found("emplois", 'target: {value: "30"', f'target: {{value: "{target}"')
    assert ("INC-07" in found) is raised
