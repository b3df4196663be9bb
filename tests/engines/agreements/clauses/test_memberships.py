"""A pool that members join and leave, and the costs that count in it."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import wordings
from mitoyen.kernel.errors import InvalidError

KEY = {
    "id": "it", "kind": "cost_share_key", "payers": ["payer", "users"], "payee": "city", "pool": {"costs": "c"},
    "key": [{"weight": "1", "by": "equal"}],
}  # fmt: skip


def test_a_member_who_comes_inside_the_year_counts_by_its_days(one):
    # 2027 has 365 days; from 20 October there are 73 left: a fifth. 1 and 1/5 share 1 200: 1 000 and 200.
    clause = {**KEY, "memberships": [{"party": "users", "joins": "2027-10-20"}]}
    assert one.owed([clause], {"c": "1200"}) == ["1000.00", "200.00"]
    assert one.owed([clause], {"c": "1200"}, period="2028") == ["600.00", "600.00"]
    gone = {**KEY, "memberships": [{"party": "users", "leaves": "2027-03-14"}]}  # 73 days, the last one included
    assert one.owed([gone], {"c": "1200"}) == ["1000.00", "200.00"]
    assert one.owed([gone], {"c": "1200"}, period="2028") == ["1200.00", "0.00"]


def test_what_is_measured_needs_no_days(one):
    clause = {**KEY, "key": [{"weight": "1", "by": "h"}], "memberships": [{"party": "users", "joins": "2027-10-20"}]}
    assert one.owed([clause], {"c": "1200", "h": {"payer": "3", "users": "1"}}) == ["900.00", "300.00"]


def test_only_the_costs_that_are_named_count(one):
    clause = {**KEY, "pool": {"costs": "c", "eligible": ["salt", "fuel"]}}
    assert one.owed([clause], {"c": {"salt": "100", "fuel": "50", "wine": "999"}}) == ["75.00", "75.00"]


THREE = {**KEY, "payers": ["payer", "users", "payee"]}


def test_a_member_who_left_keeps_its_share_of_the_debt(one):
    # 2028 is over for « payee »: 20 % of an annuity of 500 is 100. The others share 1 200 of costs and 400: 800 each.
    leaves = [{"party": "payee", "leaves": "2027-12-31", "debt_share": "0.20"}]
    clause = {**THREE, "pool": {"costs": "c", "debt": "d"}, "memberships": leaves}
    assert one.owed([clause], {"c": "1200", "d": "500"}, period="2028") == ["100.00", "800.00", "800.00", "0.00"]
    # In 2027 it is there all year: a third of 1 700 by largest remainder, in the declared order.
    assert one.owed([clause], {"c": "1200", "d": "500"}) == ["566.67", "566.67", "566.66"]
    # Once the debt is repaid, nothing is kept.
    assert one.owed([clause], {"c": "1200", "d": "0"}, period="2028") == ["0.00", "600.00", "600.00", "0.00"]


def test_who_leaves_inside_the_year_keeps_its_share_for_the_days_that_follow(one):
    # It leaves on 14 March 2027: 73 days in the pool, 292 out of it, four fifths of 100: 80. Left 1 200 + 420 for
    # 1, 1 and 1/5: 736.36..., 736.36... and 147.27...; the cent goes to the largest remainder.
    leaves = [{"party": "payee", "leaves": "2027-03-14", "debt_share": "0.20"}]
    clause = {**THREE, "pool": {"costs": "c", "debt": "d"}, "memberships": leaves}
    assert one.owed([clause], {"c": "1200", "d": "500"}) == ["80.00", "736.37", "736.36", "147.27"]


def test_nobody_keeps_a_debt_without_leaving(one):
    clause = {**THREE, "memberships": [{"party": "payee", "debt_share": "0.2"}]}
    with pytest.raises(UnreadableError, match="leaves"):
        one.document([clause], {"c": "1"})


def test_a_smallest_share_is_for_members_only(one):
    # 10 % of 1 200 is 120; who left pays nothing, not 120.
    clause = {**THREE, "min_share": "0.10", "memberships": [{"party": "payee", "leaves": "2027-12-31"}]}
    assert one.owed([clause], {"c": "1200"}, period="2028") == ["600.00", "600.00", "0.00"]
    held = {**clause, "key": [{"weight": "1", "by": "h"}]}
    hours = {"payer": "99", "users": "1", "payee": "0"}
    assert one.owed([held], {"c": "1200", "h": hours}, period="2028") == ["1080.00", "120.00", "0.00"]


def test_too_few_members_for_the_largest_share_is_said(one):
    clause = {**THREE, "max_share": "0.40", "memberships": [{"party": "payee", "leaves": "2027-12-31"}]}
    with pytest.raises(InvalidError, match="max_share"):
        one.owed([clause], {"c": "1200"}, period="2028")


def test_the_sentence_says_what_a_leaver_keeps_and_what_is_put_right(one):
    leaves = [{"party": "payee", "leaves": "2027-12-31", "debt_share": "0.20"}]
    clause = {
        **THREE, "pool": {"costs": "c", "debt": "d"}, "memberships": leaves,
        "key": [{"weight": "1", "by": "h", "last_published": "true"}],
    }  # fmt: skip
    document = one.document([clause], {"c": "1", "d": "1", "h": "1"})
    fr, en = (
        document.agreement.clauses[0].sentence(say).replace("\u00a0", " ") for say in wordings(document.agreement)
    )
    assert "payee garde après son départ 20 % de la dette commune." in fr
    assert "les derniers chiffres servent, et l'écart est régularisé ensuite." in fr
    assert "After it leaves, payee keeps 20% of the common debt." in en
    assert "is put right afterwards." in en
