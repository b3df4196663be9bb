"""Bonus and malus worked by hand: one indicator, several as one score, members whose sum is zero."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.reading import UnreadableError


def declared(better="higher"):
    return {
        "label": better,
        "unit": "point",
        "better": better,
        "every": "year",
        "measured_by": "payee",
        "decimals": "4",
    }


INDICATORS = {"indicators": {"lost": declared("lower"), "happy": declared()}}
ONE = {
    "kind": "bonus_malus",
    "between": ["payer", "payee"],
    "indicator": "happy",
    "target": "70",
    "per_point": "100.00",
}


def clause(**more):
    return [{"id": "it", **more}]


@pytest.mark.parametrize(
    ("seen", "owed"),
    # A band of 2: 72 and 68 are inside; 73.5 is 1.5 beyond its edge, 65 is 3 below it; the limits are 300 and 200.
    [("72", "0.00"), ("73.5", "150.00"), ("80", "300.00"), ("68", "0.00"), ("65", "-200.00"), ("66.8", "-120.00")],
)
def test_points_are_counted_from_the_edge_of_the_band(one, seen, owed):
    terms = {**ONE, "dead_band": "2", "limits": {"bonus": "300.00", "malus": "200.00"}}
    assert signed(one, terms, {"happy": seen}) == [owed]


def signed(one, terms, facts, **more):
    lines = one.settled(clause(**terms), facts, **INDICATORS, **more).lines
    return [(line.amount if line.payer == "payer" else -line.amount).text(2) for line in lines]


SEVERAL = {
    "kind": "bonus_malus", "between": ["payer", "payee"], "per_point": "1000.00", "misses": "taken_off",
    "measures": [
        {"indicator": "lost", "target": "20", "dead_band": "1", "weight": "0.6", "whole": "4"},
        {"indicator": "happy", "target": "70", "weight": "0.4", "whole": "10"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "misses", "owed"),
    [
        # Lost 16: 4 better than 20, 3 beyond the band, 3 / 4 = 0.75. Happy 75: 5 / 10 = 0.5.
        # 0.6 x 0.75 + 0.4 x 0.5 = 0.65, worth 650.
        ({"lost": "16", "happy": "75"}, "taken_off", "650.00"),
        ({"lost": "16", "happy": "75"}, "ignored", "650.00"),
        # Happy 64: -6 / 10 = -0.6. 0.45 - 0.24 = 0.21; or 0.45 alone when a miss is ignored.
        ({"lost": "16", "happy": "64"}, "taken_off", "210.00"),
        ({"lost": "16", "happy": "64"}, "ignored", "450.00"),
        # Lost 24: 3 beyond the band on the wrong side, -0.75. -0.45 + 0.08 (2 / 10 x 0.4) = -0.37; or 0.08.
        ({"lost": "24", "happy": "72"}, "taken_off", "-370.00"),
        ({"lost": "24", "happy": "72"}, "ignored", "80.00"),
    ],
)
def test_several_indicators_make_one_score(one, facts, misses, owed):
    assert signed(one, {**SEVERAL, "misses": misses}, facts) == [owed]


def test_a_score_is_rounded_to_six_decimals(one):
    # 1 / 3 is 0.333333, of which half; the other is nil. 0.1666665 x 3 000 000 = 499 999.50, and not 500 000.
    measures = [
        {"indicator": "lost", "target": "20", "weight": "0.5", "whole": "3"},
        {"indicator": "happy", "target": "70", "weight": "0.5", "whole": "7"},
    ]
    assert signed(one, {**SEVERAL, "measures": measures, "per_point": "3000000.00"}, {"lost": "19", "happy": "70"}) == [
        "499999.50"
    ]


AMONG = {
    "kind": "bonus_malus", "among": {"members": ["payer", "payee", "users"], "through": "city"}, "indicator": "happy",
    "target": "70", "per_point": "100.00", "limits": {"bonus": "500.00", "malus": "500.00"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "paid"),
    [
        # Bonuses of 300 and 100, a malus of 200: 200 change hands, 150 and 50 of them are earned.
        (("73", "71", "68"), ["150.00", "50.00", "-200.00"]),
        # A bonus of 100, maluses of 300 and 200: 100 change hands, 60 and 40 are paid.
        (("71", "67", "68"), ["100.00", "-60.00", "-40.00"]),
        # Nobody earns: nobody pays. The other way round too.
        (("69", "67", "60"), ["0.00", "0.00", "0.00"]),
        (("70", "90", "71"), ["0.00", "0.00", "0.00"]),
        # A bonus of one cent; maluses of one and two cents: 1/3 and 2/3 of a cent, which goes to the larger remainder.
        (("70.0001", "69.9999", "69.9998"), ["0.01", "0.00", "-0.01"]),
        # The malus of 900 is held at 500; a bonus of 200 takes it all.
        (("72", "61", "70"), ["200.00", "-200.00", "0.00"]),
    ],
)
def test_what_some_members_pay_is_what_others_earn(one, seen, paid):
    facts = {"happy": dict(zip(("payer", "payee", "users"), seen, strict=True))}
    lines = one.settled(clause(**AMONG), facts, **INDICATORS).lines
    assert [(line.amount if line.payer == "city" else -line.amount).text(2) for line in lines] == paid


def test_the_one_who_collects_ends_with_nothing(one):
    facts = {"happy": {"payer": "77.7777", "payee": "69.1234", "users": "66.6666"}}
    result = one.settled(clause(**AMONG), facts, **INDICATORS)
    assert result.balances()["city"].text(2) == "0.00"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({**ONE, "among": AMONG["among"]}, "between"),
        ({name: value for name, value in ONE.items() if name != "between"}, "between"),
        ({**ONE, "measures": SEVERAL["measures"], "misses": "ignored"}, "indicator"),
        ({name: value for name, value in ONE.items() if name != "target"}, "target"),
        ({name: value for name, value in SEVERAL.items() if name != "misses"}, "misses"),
        ({**ONE, "misses": "ignored"}, "misses"),
        ({**SEVERAL, "measures": SEVERAL["measures"][:1]}, "poids"),
        ({**SEVERAL, "measures": [{**SEVERAL["measures"][0], "whole": "0"}]}, "whole"),
        ({**AMONG, "among": {"members": ["payer", "city"], "through": "city"}}, "through"),
    ],
)
def test_wrong_terms_are_refused_in_words(one, terms, said):
    with pytest.raises(UnreadableError, match=said):
        one.document(clause(**terms), {}, **INDICATORS)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seen=st.lists(st.integers(0, 1_000_000), min_size=3, max_size=3))
def test_members_never_pay_more_than_their_malus_and_all_sum_to_nothing(one, seen):
    members = ("payer", "payee", "users")
    facts = {"happy": {name: Exact(value, 10_000).text() for name, value in zip(members, seen, strict=True)}}
    lines = one.settled(clause(**AMONG), facts, **INDICATORS).lines
    moved = [line.amount if line.payer == "city" else -line.amount for line in lines]
    alone = [min(max((Exact(value, 100) - 7000).rounded(2), Exact(-500)), Exact(500)) for value in seen]
    assert total(moved) == ZERO
    for part, own in zip(moved, alone, strict=True):
        assert min(own, ZERO) <= part <= max(own, ZERO)
