"""Sound wordings near a fault, met in agreements that nobody wrote the rules for: they must not raise it."""

from pathlib import Path

import pytest

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.guardrails import RULES
from mitoyen.engines.agreements.reading import UnreadableError

SOUND = Path(__file__).parents[1] / "sound"


def told(rule, name, *changes):
    """What one rule says of an agreement; those that are looked at here draw nothing."""
    text = (SOUND / f"{name}.yaml").read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    agreement = open_agreement(text, f"{name}.yaml").agreement
    return [seen.sentence.fr.replace("\u00a0", " ") for seen in RULES[rule].looks(agreement, None)]


@pytest.mark.parametrize(
    ("title", "is_secret"),
    [
        ("Le partage de la secrétaire", False), ("Le temps du secrétariat de mairie", False),
        ("Le partage de la secrétaire (clause secrète)", True), ("Une clé tenue secrète", True),
        ("Une répartition confidentielle", True),
    ],
)  # fmt: skip
def test_a_secretary_is_no_secret(title, is_secret):
    assert bool(told("PUB-02", "secretariat", ("Le partage de la secrétaire", title))) is is_secret


@pytest.mark.parametrize(("amount", "said"), [("344000.00", False), ("345000.00", False), ("200000.00", True)])
def test_a_ceiling_in_whole_euros_is_ten_percent_to_a_percent(amount, said):
    # 62 000 000 € over eighteen years: 10 % of a year is 344 444.44 €.
    assert bool(told("INC-03", "chaleur", ("344000.00", amount))) is said


def test_a_margin_that_is_a_fact_protects_as_much_as_its_assumption_says():
    # The standard error of the gap is √(1.4² + 1.4²) = 1.98: a half-width of 3.9 is passed by chance in 2.5 % of cases,
    # one of 0.5 in 40 % (P(Z > 0.253) = 0.40).
    assert told("EVD-05", "school-reading") == []
    (weak,) = told("EVD-05", "school-reading", ('mean: "3.9"', 'mean: "0.5"'))
    assert "40 % des cas" in weak
    assert "1,98" in weak


def test_a_result_whose_companion_is_paid_once_it_lasted_has_a_tomorrow():
    assert told("EVD-08", "school-reading") == []
    unpaid = ("companion: still-reading", "companion: readers-waiting")
    assert len(told("EVD-08", "school-reading", unpaid)) == 1
    short = ("retained_months: 12", "retained_months: 1"), ("after_months: 12", "after_months: 1")
    assert len(told("EVD-08", "school-reading", *short)) == 2


def test_what_is_put_right_between_members_is_no_commitment_of_who_collects_it():
    assert told("EXP-02", "creche") == []
    # Eighteen months of apprentices that it does not take, at 1 000 €: what it pays itself still counts.
    dearer = ('missing_month: "60.00"', 'missing_month: "1000.00"'), ('amount: "1080.00"', 'amount: "18000.00"')
    (said,) = told("EXP-02", "creche", *dearer)
    assert "« apprentissage »" in said


def test_a_commitment_above_the_vote_says_what_weighs_and_whether_the_cap_bears_on_it():
    # Two calls of at most 85 000 € and a bonus of 24 000 €; 40 % of what the borrower gives back goes on to the county.
    (said,) = told(
        "EXP-02", "social-housing-loan", ('domain: {min: "0", max: "150000"}', 'domain: {min: "0", max: "400000"}')
    )
    assert "au titre de « town-guarantee » que son plafond annuel n'arrête pas" in said
    (taxed,) = told("EXP-02", "dechets-hopital", ('authorised: "720000.00"', 'authorised: "600000.00"'))
    assert "TVA comprise" in taxed


def test_a_party_that_joins_later_is_declared_in_its_amendment():
    party = '  vaux: {name: Commune de Vaux-le-Petit, role: member, population: "188"}\n'
    (said,) = told("EXP-04", "secretariat", ("  syndicat: {name:", party + "  syndicat: {name:"))
    assert "parties.vaux" in said


def test_a_revision_without_a_bound_is_said_in_a_sentence():
    (said,) = told("IDX-01", "chaleur", ('    yearly_cap: "0.035"\n', ""))
    assert "« revision-r2 » n'a ni plancher ni plafond" in said


def test_a_driver_that_nothing_declares_is_told_where_it_may_be_declared():
    text = (SOUND / "ensileuse.yaml").read_text("utf-8").replace("by: parts_sociales", "by: parts_socials")
    with pytest.raises(UnreadableError) as refused:
        open_agreement(text, "ensileuse.yaml")
    (problem,) = refused.value.problems
    assert "drivers" in problem.sentence.fr
    assert "« parts_sociales » ?" in problem.sentence.fr
