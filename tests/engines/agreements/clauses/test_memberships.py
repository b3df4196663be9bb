"""A pool that members join and leave, and the costs that count in it."""

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
