"""Shares between bounds: nobody below the smallest, nobody above the largest, the others make up for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitoyen.calculus.division.waterfilling import fill
from mitoyen.engines.agreements.clauses.sharing import CostShareKey
from mitoyen.engines.agreements.division import split_within
from mitoyen.engines.agreements.exact import Exact, total
from mitoyen.engines.agreements.reading import UnreadableError

MEMBERS = ["payer", "city", "users"]


def key(**bounds):
    return [
        {
            "id": "it", "kind": "cost_share_key", "payers": MEMBERS, "payee": "payee", "pool": {"costs": "pool"},
            "key": [{"weight": "1", "by": "tonnes"}], **bounds,
        }
    ]  # fmt: skip


def owed(one, tonnes, **bounds):
    facts = {"pool": "1000.00", "tonnes": dict(zip(MEMBERS, tonnes, strict=True))}
    return one.owed(key(**bounds), facts)


def test_the_smallest_member_pays_its_minimum_and_the_others_share_the_rest(one):
    # 1 000 × 5 ÷ 100 = 50 < 10 %: 100. Left 900 for 75 and 20 tonnes: 710.526… and 189.473….
    assert owed(one, ("75", "20", "5"), min_share="0.10") == ["710.53", "189.47", "100.00"]


def test_the_largest_member_pays_its_maximum(one):
    # 750 > 50 %: 500. Left 500 for 20 and 5 tonnes: 400 and 100.
    assert owed(one, ("75", "20", "5"), max_share="0.50") == ["500.00", "400.00", "100.00"]


def test_those_who_are_left_with_no_use_share_alike(one):
    # 1 000 × 60 % for the only one who used it; the two others used nothing: 200 each.
    assert owed(one, ("0", "9", "0"), max_share="0.60") == ["200.00", "600.00", "200.00"]


def test_both_bounds_at_once(one):
    # 750, 200 and 50 against [150, 450]: too much by 300, too little by 100: the maximum first (450). Left 550 for 20
    # and 5 tonnes: 440 and 110; 110 is below 150: 150, and the last pays 400.
    assert owed(one, ("75", "20", "5"), min_share="0.15", max_share="0.45") == ["450.00", "400.00", "150.00"]


def test_a_blend_of_keys_between_bounds_is_redone_from_its_text(one):
    blend = [{"weight": "0.4", "by": "equal"}, {"weight": "0.6", "by": "tonnes"}]
    # Shares 0.4/3 + 0.6 × 0.75 = 0.5833…, 0.2533…, 0.1633…; the last is held at 20 %: 200. Left 800 for 0.5833… and
    # 0.2533…, hence 800 × 0.58333 ÷ 0.83667 = 557.768… and 242.231….
    assert owed(one, ("75", "20", "5"), key=blend, min_share="0.20") == ["557.77", "242.23", "200.00"]


def test_costs_and_receipts_are_shared_to_the_cent(one):
    # 600.0049 and 400.005 are 600.00 and 400.01; less 0.0051, which is 0.01: 1 000.00 for three who use it alike.
    facts = {
        "pool": {"wages": "600.0049", "fuel": "400.005"}, "sold": "0.0051",
        "tonnes": dict.fromkeys(MEMBERS, "1"),
    }  # fmt: skip
    assert one.owed(key(pool={"costs": "pool", "minus": "sold"}), facts) == ["333.34", "333.33", "333.33"]


def test_bounds_that_nobody_can_keep_are_refused(one):
    for bounds in ({"min_share": "0.40"}, {"max_share": "0.30"}, {"min_share": "0.2", "max_share": "0.1"}):
        with pytest.raises(UnreadableError) as refused:
            owed(one, ("75", "20", "5"), **bounds)
        assert "ne peuvent pas faire 1" in str(refused.value.problems[0].sentence.fr)


def test_the_same_cents_on_arrays(one):
    facts = {"pool": ["1000.00", "333.33", "0.01"], "a": ["75", "1", "2"], "b": ["20", "1", "1"], "c": ["5", "98", "0"]}
    pools = [Exact.parse(value) for value in facts["pool"]]
    import numpy as np

    low = [(pool * Exact.parse("0.15")).rounded(2, "down") for pool in pools]
    high = [(pool * Exact.parse("0.45")).rounded(2, "up") for pool in pools]
    rows = [Exact(np.array([int(v) for v in facts[name]])) for name in "abc"]
    cents = [Exact(np.array([int(value.whole(2)) for value in column]), 100) for column in (pools, low, high)]
    together = split_within(cents[0], rows, cents[1], cents[2]).parts
    for rank in range(3):
        alone = split_within(pools[rank], [Exact(int(facts[n][rank])) for n in "abc"], low[rank], high[rank]).parts
        assert [int(part.whole(2)[rank]) for part in together] == [int(part.whole(2)) for part in alone]


@given(
    weights=st.lists(st.integers(0, 500), min_size=2, max_size=6).filter(any),
    pool=st.integers(0, 10**8),
    low=st.integers(0, 100),
    high=st.integers(0, 100),
)
def test_parts_sum_and_follow_the_exact_division(weights, pool, low, high):
    members, amount = len(weights), Exact(pool, 100)
    least_share, most_share = Exact(low, 100 * members), Exact(1) - Exact(high * (members - 1), 100 * members)
    floor, ceiling = (amount * least_share).rounded(2, "down"), (amount * most_share).rounded(2, "up")
    parts = split_within(amount, [Exact(weight) for weight in weights], floor, ceiling).parts
    assert total(parts) == amount
    assert all(floor <= part <= ceiling for part in parts)
    if all(weights):
        n = len(weights)
        exactly = fill(amount.fraction, weights, [floor.fraction] * n, [ceiling.fraction] * n)
        assert all(abs(part.fraction - other) * 100 <= 2 * n for part, other in zip(parts, exactly, strict=True))


def test_the_sentence_says_the_bounds(one):
    document = one.document(key(min_share="0.10", max_share="0.60"), ("pool", "tonnes"))
    from mitoyen.engines.agreements.settlement import wordings

    clause = document.agreement.clauses[0]
    assert isinstance(clause, CostShareKey)
    fr, en = (clause.sentence(say).replace("\u00a0", " ") for say in wordings(document.agreement))
    assert "Aucun ne paie moins de 10 % ni plus de 60 %." in fr
    assert "None pays less than 10% or more than 60%." in en
