"""What the simulation shows of a reserve (EXP-10), on drivers that never vary: each figure is worked by hand."""

import copy

from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.document import from_tree
from mitoyen.engines.agreements.guardrails import examples

TERM_IN_QUARTERS = 40


def told(top_up, asked, **more):
    """What EXP-10 says of the reserve of the concession, topped up and asked for a fixed sum each quarter."""
    tree = copy.deepcopy(examples.base("concession").source.tree)
    (reserve,) = (clause for clause in tree["clauses"] if clause["id"] == "renouvellement")
    reserve["top_up"] = {"amount": {"quarter": top_up}}
    reserve |= more
    tree["assumptions"]["drivers"]["pompe_remplacee"] = {"law": "fixed", "mean": asked}
    document = from_tree(tree, "accord.yaml")
    assert len(document.agreement.term.periods()) == TERM_IN_QUARTERS
    return [one.sentence.fr.replace("\u202f", " ").replace("\xa0", " ") for one in guardrails.check(document)
            if one.rule == "EXP-10"]  # fmt: skip


def test_a_reserve_that_gives_all_it_receives_holds_one_top_up_for_a_year_of_requests():
    """5,000 come in and 9,000 are asked: 5,000 leave each quarter. It holds 5,000; a year asks 4 × 9,000 = 36,000."""
    (said,) = told("5000.00", "9000")
    assert "(5 000,00 €) ne couvre pas une année difficile (36 000,00 € une fois sur vingt)" in said


def test_a_reserve_that_grows_is_judged_by_what_it_holds_in_the_second_half_of_the_term():
    """It keeps 10,000 − 9,000 = 1,000 a quarter: 9,000 + 1,000 q at the q-th, 39,000 at the thirtieth."""
    assert told("10000.00", "9000") == []
    (said,) = told("9100.00", "9000")  # keeps 100: 9,000 + 100 q, that is 12,000 at the thirtieth
    assert "(12 000,00 €) ne couvre pas une année difficile (36 000,00 €" in said


def test_a_target_is_what_the_reserve_is_meant_to_hold():
    (said,) = told("10000.00", "9000", target="30000.00")
    assert "(30 000,00 €) ne couvre pas une année difficile (36 000,00 €" in said


def test_a_reserve_that_nothing_is_asked_of_is_useless():
    (said,) = told("10000.00", "0")
    assert "ne sert presque jamais (100 % des scénarios)" in said
