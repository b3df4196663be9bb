"""Outcome payments in each form: published terms, both sides of each threshold, the same on arrays."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements.evidence import facts_from_tree
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.dates import Period

RELATIVE = {"measure": "seen", "against": {"measured": "other"}, "as": "relative", "better": "lower"}
PETERBOROUGH = {
    "kind": "outcome_payment",
    "change": RELATIVE,
    "steps": [{"reach": "10", "pay": "1000.00"}],
    "pooled": {
        "change": {**RELATIVE, "measure": "seen-all", "against": {"measured": "other-all"}},
        "steps": [{"reach": "7.5", "pay": "600.00"}],
    },
}


@pytest.mark.parametrize(
    ("treated", "all_treated", "owed"),
    [("142", "142", "600.00"), ("139.5", "155", "1000.00"), ("139.6", "143.5", "0.00"), ("200", "200", "0.00")],
)
def test_a_cohort_then_all_together(one, treated, all_treated, owed):
    facts = {"seen": treated, "other": "155", "seen-all": all_treated, "other-all": "155"}
    assert one.owed(PETERBOROUGH, facts) == [owed]


def test_each_point_is_paid_by_layer(one):
    # Points 20 to 30 at 160 000, then 80 000: 10 × 160 000 + 4.5 × 80 000.
    layers = [{"above": "20", "up_to": "30", "per_unit": "160000"}, {"above": "30", "per_unit": "80000"}]
    clause = {"kind": "outcome_payment", "change": {"measure": "points"}, "layers": layers}
    assert one.owed(clause, {"points": "34.5"}) == ["1960000.00"]
    assert one.owed(clause, {"points": "20"}) == ["0.00"]
    one.same_on_arrays(clause, {"points": ["0", "19.99", "20.01", "30", "34.5", "-3"]})


def test_half_at_placement_half_after_three_months_and_a_bonus(one):
    milestones = [
        {"label": "placement", "count": "placed", "each": "500.00"},
        {"label": "trois mois", "count": "kept", "each": "500.00"},
        {"label": "six mois", "count": "bonus", "each": "100.00"},
    ]
    clause = {"kind": "outcome_payment", "milestones": milestones}
    assert one.owed(clause, {"placed": "40", "kept": "31", "bonus": "20"}) == ["37500.00"]


def test_a_coupon_of_the_rate_that_is_reached(one):
    table = [{"reach": "55", "rate": "0.05"}, {"reach": "60", "rate": "0.075"}]
    clause = {
        "kind": "outcome_payment",
        "change": {"measure": "rate"},
        "coupons": {"principal": "7000000.00", "table": table},
    }
    assert one.owed(clause, {"rate": "59.9"}) == ["350000.00"]
    assert one.owed(clause, {"rate": "60"}) == ["525000.00"]


def test_cumulative_figures_pay_the_rest_and_never_back(one):
    clause = {
        "kind": "outcome_payment",
        "change": {"measure": "people"},
        "layers": [{"per_unit": "100"}],
        "running_total": "true",
        "most": "900.00",
    }
    first = one.settled(clause, {"people": "6"})
    then = one.settled(clause, {"people": "5"}, period="2028", state=first.state)
    last = one.settled(clause, {"people": "12"}, period="2029", state=then.state)
    amounts = [result.lines[0].amount.text(2) for result in (first, then, last)]
    assert amounts == ["600.00", "0.00", "300.00"]


def test_a_lost_control_group_proves_nothing_and_is_said(one):
    clause = {"kind": "outcome_payment", "change": RELATIVE, "steps": [{"reach": "10", "pay": "1.00"}]}
    result = one.settled(clause, {"seen": "3", "other": "0"})
    assert [line.amount.text(2) for line in result.lines] == ["0.00"]
    assert "ne peut pas être mesuré" in result.flags[0][1].sentence.fr
    # Decided beforehand: the group of the year before, 4, is compared with instead; 3 against 4 is 25 % less.
    instead = {**clause, "change": RELATIVE | {"against": {"measured": "other", "if_lost": "4"}}}
    assert one.owed(instead, {"seen": "3", "other": "0"}) == ["1.00"]
    one.same_on_arrays(clause, {"seen": ["3", "3"], "other": ["0", "4"]})
    one.same_on_arrays(instead, {"seen": ["3", "3"], "other": ["0", "9"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"change": RELATIVE},
        {"steps": [{"reach": "1", "pay": "1.00"}]},
        {"change": RELATIVE, "steps": [{"reach": "0", "pay": "1.00"}]},
        {"change": {"measure": "seen", "as": "relative"}, "steps": [{"reach": "1", "pay": "1.00"}]},
        {"change": {"measure": "seen", "against": {}}, "steps": [{"reach": "1", "pay": "1.00"}]},
    ],
)
def test_wrong_forms_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document({"kind": "outcome_payment", **wrong}, {"seen": "1", "other": "1"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-50, 200), st.integers(0, 50))
def test_a_better_effect_never_pays_less_and_none_pays_nothing(one, effect, more):
    clause = {
        "kind": "outcome_payment",
        "change": {"measure": "seen"},
        "layers": [{"up_to": "40", "per_unit": "3.33"}, {"above": "60", "per_unit": "1.5"}],
    }
    (low,), (high,) = (one.owed(clause, {"seen": str(value)}) for value in (effect, effect + more))
    assert float(low) <= float(high)
    assert effect > 0 or low == "0.00"


def test_a_small_sample_counts_less(one):
    clause = {
        "kind": "outcome_payment", "layers": [{"per_unit": "10.00"}],
        "change": {"measure": "seen", "against": {"fixed": "4"}, "shrink": {"n": "n", "n0": "50"}},
    }  # fmt: skip
    # An effect of 6 on 100 persons: 6 × 100 / 150 = 4; on 10 persons: 6 × 10 / 60 = 1; on nobody: nothing.
    assert [one.owed(clause, {"seen": "10", "n": n}) for n in ("100", "10", "0")] == [["40.00"], ["10.00"], ["0.00"]]
    one.same_on_arrays(clause, {"seen": ["10", "3", "10"], "n": ["7", "100", "0"]})


def test_nobody_is_paid_for_twice(one):
    milestone = {"label": "Emploi", "count": "hired", "each": "500.00", "counted_twice": "again"}
    clause = {"kind": "outcome_payment", "milestones": [milestone]}
    assert one.owed(clause, {"hired": "12", "again": "3"}) == ["4500.00"]
    assert one.owed(clause, {"hired": "2", "again": "3"}) == ["0.00"]


def test_figures_revised_down_are_kept_or_given_back(one):
    clause = {"kind": "outcome_payment", "running_total": "true", "milestones": [
        {"label": "Emploi", "count": "hired", "each": "100.00"}]}  # fmt: skip
    years = [{"hired": "10"}, {"hired": "7"}, {"hired": "12"}]
    assert one.over_years(clause, years) == [["1000.00"], ["0.00"], ["200.00"]]
    back = {**clause, "if_revised_down": "given_back"}
    assert one.over_years(back, years) == [["1000.00"], ["300.00"], ["500.00"]]
    with pytest.raises(UnreadableError):
        one.document({**back, "running_total": "false"}, {"hired": "1"})


ENDING = {
    "kind": "outcome_payment", "milestones": [{"label": "emploi", "count": "kept", "each": "1000.00"}],
    "early_end": {"happened": "ended", "reached": "waiting", "each": "1000.00", "share": "0.6", "verified": "checked"},
}  # fmt: skip


def years(one, clause, yearly, **more):
    state, said = None, []
    document = one.document(clause, {"kept": "1", "ended": "1", "waiting": "1", "checked": "1"}, **more)
    for year, facts in enumerate(yearly, start=2027):
        result = one.settle(document, facts, str(year), state)
        state = result.state
        said.append([(line.payer, line.amount.text(2)) for line in result.lines])
    return said


@pytest.mark.parametrize(
    ("checked", "balance"),
    # 4 of the 5 are verified: 4 000 less the 3 000 paid with the end. Or only 2: 1 000 comes back. Or 3: nothing.
    [("4", ("payer", "1000.00")), ("2", ("payee", "1000.00")), ("3", ("payer", "0.00"))],
)
def test_an_early_end_pays_a_share_of_what_is_not_verified_then_the_rest(one, checked, balance):
    # 10 kept in 2027. In 2028, 4 kept, then the contract ends with 5 more that nobody has verified: 5 000 x 60 %.
    yearly = [{"kept": "10"}, {"kept": "4", "ended": "1", "waiting": "5"}, {"checked": checked}]
    assert years(one, ENDING, yearly) == [
        [("payer", "10000.00")],
        [("payer", "4000.00"), ("payer", "3000.00")],
        [balance],
    ]


def test_nothing_more_is_due_after_an_early_end(one):
    yearly = [{"kept": "10", "ended": "1", "waiting": "0"}, {"kept": "30"}, {}]
    assert years(one, ENDING, yearly) == [[("payer", "10000.00"), ("payer", "0.00")], [], []]


def test_what_is_not_verified_is_paid_as_declared_and_the_end_as_audited(one):
    document = one.document(ENDING, {"kept": "1", "ended": "1", "waiting": "1", "checked": "1"})
    waiting = {"value": "5", "status": "declared"}
    lines = one.settle(document, {"kept": "4", "ended": "1", "waiting": waiting}).lines
    assert [line.amount.text(2) for line in lines] == ["4000.00", "3000.00"]
    held = settle(
        document,
        facts_from_tree(
            {"period": "2027", "status": "final", "facts": {"kept": "4", "ended": {"value": "1", "status": "declared"},
                                                            "waiting": "5"}}, "facts.yaml",
        ),
        Period.parse("2027"),
    ).lines  # fmt: skip
    assert [line.status for line in held] == ["held"]


def test_the_maximum_of_cumulative_figures_holds_through_an_early_end(one):
    # 9 then 12 in all: 9 000, 3 000. The end: 5 x 600 = 3 000, but 14 000 is the most in all: 2 000. All 5 are
    # verified: 5 000, of which 2 000 may be paid, and have been.
    clause = {**ENDING, "running_total": "true", "most": "14000.00"}
    yearly = [{"kept": "9"}, {"kept": "12", "ended": "1", "waiting": "5"}, {"checked": "5"}]
    assert years(one, clause, yearly) == [
        [("payer", "9000.00")],
        [("payer", "3000.00"), ("payer", "2000.00")],
        [("payer", "0.00")],
    ]


def test_an_end_in_one_scenario_is_none_in_another(one):
    end = {name: value for name, value in ENDING["early_end"].items() if name != "verified"}
    clause = {**ENDING, "early_end": end}
    one.same_on_arrays(clause, {"kept": ["4", "0", "7"], "ended": ["1", "0", "1"], "waiting": ["5", "5", "0"]})


def test_cumulative_figures_are_not_paid_twice_when_a_cap_puts_some_off(one):
    # 100 persons at 10: 1 000, of which 600 now and 400 later. Nobody more in 2028: the 400, and nothing else.
    clause = {
        "kind": "outcome_payment", "running_total": "true",
        "milestones": [{"label": "emploi", "count": "kept", "each": "10.00"}],
    }  # fmt: skip
    cap = {"id": "plafond", "party": "payer", "window": "year", "amount": "600.00", "excess": "carried"}
    first = one.settled(clause, {"kept": "100"}, caps=[cap])
    then = one.settled(clause, {"kept": "100"}, period="2028", state=first.state, caps=[cap])
    last = one.settled(clause, {"kept": "100"}, period="2029", state=then.state, caps=[cap])
    paid = [(-result.balances()["payer"]).text(2) for result in (first, then, last)]
    assert paid == ["600.00", "400.00", "0.00"]


def test_a_weighted_score_of_targets(one):
    # 80 % x 120 / 100 = 0.96, and 20 % x (768 / 662 = 1.160120, counted at most 1.1) = 0.22: 1.18 x 10 000.
    measures = [
        {"label": "acquis", "weight": "0.8", "measure": "learnt", "target": "100"},
        {"label": "inscriptions", "weight": "0.2", "measure": "enrolled", "target": "662", "most": "1.1"},
    ]
    clause = {"kind": "outcome_payment", "weighted": {"at_target": "10000.00", "measures": measures}}
    assert one.owed(clause, {"learnt": "120", "enrolled": "768"}) == ["11800.00"]
    # Below zero counts as zero: 0.2 x 331 / 662 = 0.1.
    assert one.owed(clause, {"learnt": "-50", "enrolled": "331"}) == ["1000.00"]
    one.same_on_arrays(clause, {"learnt": ["-1", "0", "120"], "enrolled": ["0", "331", "900"]})


LAYERED = {
    "kind": "outcome_payment", "change": {"measure": "seen", "against": {"fixed": "10"}},
    "layers": [{"per_unit": "100.00"}],
}  # fmt: skip


@pytest.mark.parametrize(("seen", "owed"), [("10", "0.00"), ("9", "0.00"), ("12.99", "0.00"), ("13", "300.00")])
def test_an_effect_below_the_threshold_pays_nothing(one, seen, owed):
    assert one.owed({**LAYERED, "nothing_below": "3"}, {"seen": seen}) == [owed]


def test_what_would_have_come_anyway_is_not_paid(one):
    # 15 - 10 = 5 points at 100, of which 30 % would have come about anyway: 350.
    assert one.owed({**LAYERED, "deadweight": "0.30"}, {"seen": "15"}) == ["350.00"]


def test_no_effect_pays_nothing_in_any_form(one):
    change = {"measure": "seen", "against": {"fixed": "10"}}
    forms = (
        {"change": change, "steps": [{"reach": "1", "pay": "500.00"}]},
        {"change": change, "layers": [{"per_unit": "100.00"}]},
        {"change": change, "coupons": {"principal": "1000.00", "table": [{"reach": "1", "rate": "0.05"}]}},
    )
    for form in forms:
        assert one.owed({"kind": "outcome_payment", **form}, {"seen": "10"}) == ["0.00"]
