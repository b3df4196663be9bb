"""Penalties in a group, and let off by a written decision."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

LATE = {"kind": "penalty", "fact": "days", "rate": {"per": "day", "rate": "1/3000", "of": "1200000.00"}}  # 400 a day
GROUP = {"group": [{"party": "payer", "share": "0.5"}, {"party": "users", "share": "0.5"}]}


def test_the_lead_bears_all_until_it_has_said_how_to_split(one):
    def owed(clause):
        return [(line.payer, line.amount.text(2)) for line in one.settled(clause, {"days": "3"}).lines]

    assert owed(LATE) == [("payer", "1200.00")]
    assert owed({**LATE, **GROUP}) == [("payer", "600.00"), ("users", "600.00")]
    odd = {**LATE, **GROUP, "rate": {"per": "day", "amount": "0.01"}}
    assert owed(odd) == [("payer", "0.02"), ("users", "0.01")]  # three cents: the odd one to the first named


def test_a_decision_lets_off_and_never_more_than_is_owed(one):
    clause = {**LATE, "remission": {"amount": "off", "decided_by": "city", "decision": "délibération du 3 mars"}}
    assert one.owed(clause, {"days": "3", "off": "500"}) == ["700.00"]
    assert one.owed(clause, {"days": "3", "off": "5000"}) == ["0.00"]
    one.same_on_arrays({**clause, **GROUP}, {"days": ["0", "3", "7"], "off": ["1", "0.01", "9999"]})


def test_shares_of_a_group_make_one(one):
    with pytest.raises(UnreadableError, match="groupement"):
        one.document({**LATE, "group": [{"party": "payer", "share": "0.5"}]}, {"days": "1"})


def test_what_the_other_side_caused_is_left_out(one):
    # 12 days, 5 of them for want of an order, 2 tolerated: 5 days at 400.
    clause = {**LATE, "excused": "caused", "beyond": "2"}
    assert one.owed(clause, {"days": "12", "caused": "5"}) == ["2000.00"]
    assert one.owed(clause, {"days": "12", "caused": "50"}) == ["0.00"]


def test_a_part_of_the_work_has_its_own_delay_and_its_own_base(one):
    # Two penalties, one on the whole (400 a day) and one on a part of it worth 300 000 (100 a day).
    part = {**LATE, "id": "lot", "fact": "part_days", "rate": {"per": "day", "rate": "1/3000", "of": "300000.00"}}
    bound = {"payer": "payer", "payee": "payee"}
    both = [{**LATE, "id": "it", **bound}, {**part, **bound}]
    assert one.owed(both, {"days": "3", "part_days": "7"}) == ["1200.00", "700.00"]
