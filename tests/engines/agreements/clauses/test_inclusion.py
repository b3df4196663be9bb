"""Social duties worked by hand: nothing due, everything due, each side of each threshold."""

import pytest

PARITY = {
    "kind": "parity",
    "women": "w",
    "everybody": "e",
    "target": "40",
    "smallest_group": "10",
    "missing_post": "500",
}


@pytest.mark.parametrize(
    ("women", "everybody", "owed"),
    [("20", "50", "0.00"), ("19", "50", "500.00"), ("0", "9", "0.00"), ("0", "10", "2000.00"), ("3", "11", "700.00")],
)
def test_missing_posts_when_the_group_is_large_enough(one, women, everybody, owed):
    assert one.owed(PARITY, {"w": women, "e": everybody}) == [owed]


def test_small_teams_add_up_their_periods(one):
    clause = {**PARITY, "over_periods": "2"}
    first = one.settled(clause, {"w": "1", "e": "8"})
    then = one.settled(clause, {"w": "3", "e": "7"}, period="2028", state=first.state)
    assert first.lines[0].amount.text(2) == "0.00"  # eight people are too few
    assert then.lines[0].amount.text(2) == "1000.00"  # 40 % of 15 is 6, and there are 4
    last = one.settled(clause, {"w": "4", "e": "10"}, period="2029", state=then.state)
    assert last.lines[0].amount.text(2) == "0.00"  # 40 % of 17 is 6.8, and there are 7


def test_people_who_did_not_say_are_left_out(one):
    assert one.owed({**PARITY, "undeclared": "u"}, {"w": "8", "e": "25", "u": "5"}) == ["0.00"]
    one.same_on_arrays(PARITY, {"w": ["0", "4", "9", "10"], "e": ["9", "10", "25", "25"]})


def test_items_are_whole_and_complaints_count(one):
    clause = {
        "kind": "accessibility", "conform": "ok", "listed": "all", "target": {"2027": "60", "2028": "100"},
        "missing_item": "150.00", "unanswered": "late", "unanswered_each": "20.00",
    }  # fmt: skip
    facts = {"ok": "6", "all": "11", "late": "2"}  # 60 % of 11 is 6.6: seven items
    assert one.owed(clause, facts) == ["190.00"]
    assert one.owed(clause, facts, period="2028") == ["790.00"]
    assert one.owed(clause, {"ok": {"mairie": "7", "site": "0"}, "all": "11", "late": "0"}) == ["0.00"]


def test_purchases_missing_on_the_spending_that_counts(one):
    criteria = [
        {"label": "Réemploi", "spend": "reuse", "target": "0.20", "rate": "0.05"},
        {"label": "Économie sociale", "spend": "social", "target": "0.10", "rate": "0.10"},
    ]
    clause = {"kind": "responsible_purchasing", "spending": "s", "excluded": "x", "criteria": criteria}
    facts = {"s": "12000", "x": "2000", "reuse": "1500", "social": "1000"}
    assert one.owed(clause, facts) == ["25.00"]  # 5 % of the 500 that are missing of 2 000
    one.same_on_arrays(clause, {"s": ["12000", "500"], "x": ["0", "900"], "reuse": ["1", "1"], "social": ["0", "9"]})


def test_only_the_named_groups_count(one):
    clause = {
        "kind": "local_hire", "hired": "h", "counted": ["qpv", "frr"], "due": {"year": "800"}, "missing_unit": "20.00",
        "excused": "x",
    }  # fmt: skip
    facts = {"h": {"qpv": "500", "frr": "100", "other": "900"}, "x": "50"}
    assert one.owed(clause, facts) == ["3000.00"]
    assert one.owed(clause, {"h": {"qpv": "750"}, "x": "50"}) == ["0.00"]


def test_apprentices_ahead_count_for_the_next_period(one):
    clause = {
        "kind": "apprenticeships", "months": "m", "due": {"year": "24"}, "missing_month": "300.00", "carried": "true",
        "broken": "b", "completed": "c", "bonus": "250.00",
    }  # fmt: skip
    first = one.settled(clause, {"m": "30", "b": "0", "c": "2"})
    then = one.settled(clause, {"m": "14", "b": "3", "c": "0"}, period="2028", state=first.state)
    assert [line.amount.text(2) for line in first.lines] == ["0.00", "500.00"]
    assert first.lines[1].payer == "payee"
    assert then.lines[0].amount.text(2) == "300.00"  # 24 - 3 - 14 - 6 ahead: one month


SERVICE = {"kind": "universal_service", "measure": "cover", "level": "95", "net_cost": "cost", "lost_by_area": "0.25"}


@pytest.mark.parametrize(
    ("cover", "owed"),
    [
        ({"a": "95", "b": "99"}, "1000.00"),
        ({"a": "94.99", "b": "100"}, "750.00"),
        ({"a": "10", "b": "10", "c": "100"}, "500.00"),
        ({"a": "1", "b": "1", "c": "1", "d": "1", "e": "1"}, "0.00"),
    ],
)
def test_each_area_counts_and_never_the_mean(one, cover, owed):
    assert one.owed(SERVICE, {"cover": cover, "cost": "1000"}) == [owed]


def test_net_cost_profit_benefit_maximum_and_advances(one):
    clause = {**SERVICE, "benefit": "gain", "reasonable_profit": "0.05", "most": "800.00", "paid_before": "paid"}
    facts = {"cover": {"a": "96"}, "cost": "1000", "gain": "300", "paid": "100"}
    assert one.owed(clause, facts) == ["650.00"]  # 1 050 - 300 = 750, less 100 paid
    assert one.owed(clause, facts | {"gain": "0"}) == ["700.00"]  # 800 at most
    over = one.settled(clause, facts | {"paid": "900"})
    assert over.lines[0].amount.text(2) == "0.00"
    assert "overcompensation" in {flag.code for _, flag in over.flags}
    assert one.owed({**SERVICE, "better": "lower"}, {"cover": {"a": "95.5"}, "cost": "-5"}) == ["0.00"]
    assert one.owed({**SERVICE, "tolerated_areas": "1"}, {"cover": {"a": "1"}, "cost": "1000"}) == ["1000.00"]


def test_homes_just_built_are_not_due_yet(one):
    clause = {**SERVICE, "just_built": "new"}
    # In b, 5 % of the homes are new: 95 % of 95 is 90.25.
    facts = {"cover": {"a": "95", "b": "90.25"}, "cost": "1000", "new": {"a": "0", "b": "5"}}
    assert one.owed(clause, facts) == ["1000.00"]
    assert one.owed(clause, {**facts, "cover": {"a": "95", "b": "90.24"}}) == ["750.00"]
