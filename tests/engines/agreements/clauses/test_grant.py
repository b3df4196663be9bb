"""Grants worked by hand: a share of costs, within the envelope, in instalments, and what comes back."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

GRANT = {"kind": "grant", "envelope": "1000.00", "rate": "0.40", "eligible": "costs"}


def test_a_share_of_costs_within_the_envelope(one):
    # 400 of 1 000; then 3 000 in all would give 1 200, the envelope gives 1 000: 600 more; then nothing.
    years = [{"costs": "1000"}, {"costs": {"staff": "1500", "rent": "500"}}, {"costs": "800"}]
    assert one.over_years(GRANT, years) == [["400.00"], ["600.00"], ["0.00"]]


def test_an_advance_that_is_not_earned_comes_back(one):
    clause = {**GRANT, "advance": {"share": "0.30", "until": "2027-12-31"}}
    # 300 in advance; 500 of costs earn 200: 100 come back, from the beneficiary.
    first = one.settled(clause, {"costs": "0"})
    then = one.settled(clause, {"costs": "500"}, period="2028", state=first.state)
    assert [(line.payer, line.amount.text(2)) for line in (*first.lines, *then.lines)] == [
        ("payer", "300.00"), ("payee", "100.00"),
    ]  # fmt: skip
    kept = one.over_years({**clause, "claw_back": "false"}, [{"costs": "0"}, {"costs": "500"}])
    assert kept == [["300.00"], ["0.00"]]


def test_the_balance_waits_for_the_report(one):
    clause = {**GRANT, "before_report": {"share": "0.80", "until": "2028-12-31"}}
    assert one.over_years(clause, [{"costs": "9000"}, {"costs": "0"}, {"costs": "0"}]) == [
        ["800.00"], ["0.00"], ["200.00"],
    ]  # fmt: skip


def test_costs_that_do_not_count_and_conditions_that_fail(one):
    clause = {**GRANT, "excluded": "taxes", "withdrawn": "off"}
    # 1 000 - 200 = 800, 40 % is 320; then a quarter is withdrawn: 240, so 80 come back.
    years = [{"costs": "1000", "taxes": "200", "off": "0"}, {"costs": "0", "taxes": "0", "off": "0.25"}]
    assert one.over_years(clause, years) == [["320.00"], ["80.00"]]
    one.same_on_arrays(clause, {"costs": ["0", "999.99", "3000"], "taxes": ["0", "10", "1"], "off": ["0", "0.5", "2"]})


@pytest.mark.parametrize(("other", "told"), [("299600", []), ("299600.01", ["state-aid"])])
def test_small_state_aid_is_told_above_its_ceiling_and_moves_nothing(one, other, told):
    # Regulation 2023/2831: 300 000 over three years; 400 are granted here.
    clause = {**GRANT, "regime": "de_minimis", "other_aid": "other"}
    result = one.settled(clause, {"costs": "1000", "other": other})
    assert [line.amount.text(2) for line in result.lines] == ["400.00"]
    assert [flag.code for _, flag in result.flags] == told


def test_aid_without_its_register_is_refused(one):
    with pytest.raises(UnreadableError, match="minimis"):
        one.document({**GRANT, "regime": "de_minimis"}, {"costs": "1"})
