"""Usage fees, availability payments and royalties: worked by hand, each side of each threshold."""

import pytest

from mitoyen.engines.agreements.corrections import correction
from mitoyen.engines.agreements.evidence import facts_from_tree, merged
from mitoyen.engines.agreements.reading import UnreadableError
from mitoyen.engines.agreements.settlement import settle
from mitoyen.kernel.dates import Period

FEE = {"kind": "usage_fee", "quantity": "used", "price": "2.50"}
AVAILABLE = {
    "kind": "availability_payment",
    "payment": {"year": "1000.00"},
    "faults": [{"label": "Arrêt", "hours": "stopped", "tolerated": "4", "per_hour": "0.05"}],
}


@pytest.mark.parametrize(("used", "owed"), [("0", "100.00"), ("10", "100.00"), ("10.5", "101.25"), ("30", "150.00")])
def test_units_beyond_the_free_ones(one, used, owed):
    clause = {**FEE, "free": {"year": "10"}, "fixed": {"year": "100.00"}}
    assert one.owed(clause, {"used": used}) == [owed]


def test_the_minimum_is_due_whatever_is_used(one):
    clause = {**FEE, "minimum": {"year": "50.00"}}
    assert one.owed(clause, {"used": "3"}) == ["50.00"]
    assert one.owed(clause, {"used": "21"}) == ["52.50"]
    one.same_on_arrays(clause, {"used": ["0", "19.99", "20", "20.01", "100"]})


def test_a_meter_that_has_gone_round(one):
    clause = {"kind": "usage_fee", "price": "1", "meter": {"before": "a", "after": "b", "turns_at": "10000"}}
    assert one.owed(clause, {"a": "9990", "b": "15"}) == ["25.00"]
    assert one.owed(clause, {"a": "100", "b": "150"}) == ["50.00"]


def test_a_refund_never_exceeds_what_was_used(one):
    clause = {**FEE, "refunded": "back"}
    first = one.settled(clause, {"used": "4", "back": "0"})
    then = one.settled(clause, {"used": "0", "back": "9"}, period="2028", state=first.state)
    # 4 units were used: 4 × 2.50 come back, not 9 × 2.50; the payee pays.
    assert [(line.payer, line.amount.text(2)) for line in then.lines] == [("payee", "10.00")]


@pytest.mark.parametrize(
    ("stopped", "owed"), [("4", "1000.00"), ("5", "950.00"), ("14", "500.00"), ("24", "0.00"), ("90", "0.00")]
)
def test_hours_beyond_the_time_to_repair_take_off(one, stopped, owed):
    assert one.owed(AVAILABLE, {"stopped": stopped}) == [owed]


def test_deductions_above_the_most_are_carried(one):
    clause = {**AVAILABLE, "most": "0.30", "excess": "carried"}
    first = one.settled(clause, {"stopped": "14"})  # 500 asked, 300 taken off
    then = one.settled(clause, {"stopped": "0"}, period="2028", state=first.state)
    assert [result.lines[0].amount.text(2) for result in (first, then)] == ["700.00", "800.00"]
    one.same_on_arrays(clause, {"stopped": ["0", "4", "9.5", "10", "30"]})


def test_the_worst_fault_alone_and_repeats(one):
    faults = [
        {"label": "a", "hours": "h", "per_hour": "0.01", "repeats": "n", "worse_from": "3", "worse_by": "2"},
        {"label": "b", "hours": "h", "planned": "p", "per_hour": "0.015"},
    ]
    clause = {**AVAILABLE, "faults": faults, "together": "largest"}
    assert one.owed(clause, {"h": "10", "p": "2", "n": "2"}) == ["880.00"]  # 10 % against 12 %
    assert one.owed(clause, {"h": "10", "p": "2", "n": "3"}) == ["800.00"]  # 20 % against 12 %
    assert one.owed({**clause, "together": "sum"}, {"h": "10", "p": "2", "n": "3"}) == ["680.00"]


def test_a_royalty_on_revenue_with_its_minimum_and_entry_fee(one):
    clause = {"kind": "royalty", "fixed": {"year": "200.00"}, "rate": "0.02", "revenue": "r", "above": {"year": "1000"}}
    assert one.owed(clause, {"r": "900"}) == ["200.00"]
    assert one.owed(clause, {"r": "1500.25"}) == ["210.01"]  # 200 + 10.005
    clause |= {"minimum": {"year": "250.00"}, "entry_fee": "40.00"}
    first = one.settled(clause, {"r": "0"})
    then = one.settled(clause, {"r": "0"}, period="2028", state=first.state)
    assert [result.lines[0].amount.text(2) for result in (first, then)] == ["290.00", "250.00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "usage_fee", "price": "1"},
        {**FEE, "meter": {"before": "used", "after": "used"}},
        {"kind": "royalty"},
        {"kind": "royalty", "rate": "0.1"},
    ],
)
def test_wrong_fields_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document(wrong, {"used": "1"})


BLOCKS = {
    **FEE,
    "blocks": [{"above": {"quarter": "25"}, "price": "2.00"}, {"above": {"quarter": "50"}, "price": "1.00"}],
}


@pytest.mark.parametrize(
    ("used", "owed"), [("0", "0.00"), ("100", "250.00"), ("150.5", "351.00"), ("200", "450.00"), ("300", "550.00")]
)
def test_units_by_blocks_as_wide_as_the_period(one, used, owed):
    assert one.owed(BLOCKS, {"used": used}) == [owed]  # a year: 100 units at 2.50, 100 at 2.00, then 1.00


def test_a_slot_used_twice_is_paid_once(one):
    clause = {**BLOCKS, "counted_twice": "twice"}
    assert one.owed(clause, {"used": "160", "twice": "9.5"}) == ["351.00"]
    one.same_on_arrays(clause, {"used": ["0", "99.99", "250", "9"], "twice": ["5", "0", "10", "9"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"blocks": BLOCKS["blocks"][::-1]},
        {"blocks": [BLOCKS["blocks"][0], {"above": {"year": "500"}, "price": "1"}]},
        {"refunded": "used"},
    ],
)
def test_blocks_that_do_not_follow_are_refused(one, wrong):
    with pytest.raises(UnreadableError):
        one.document({**BLOCKS, **wrong}, {"used": "1"})


def test_a_severe_fault_takes_off_so_much_more(one):
    # 10 hours less 4 tolerated, at 5 % an hour, one and a half times: 45 %.
    faults = [{**AVAILABLE["faults"][0], "severity": "1.5"}]
    assert one.owed({**AVAILABLE, "faults": faults}, {"stopped": "10"}) == ["550.00"]


def test_a_price_that_changes_inside_the_year_splits_it(one):
    # 2.50 until the end of June and 3.00 after: each half has its own readings, 10 and 20 units: 25 and 60.
    amendments = [{"id": "hausse", "date": "2027-07-01", "set": {"clauses.it.price": "3.00"}}]
    document = one.document(FEE, {"used": "1"}, amendments=amendments)
    rows = [
        {"fact": "used", "period": period, "value": value, "status": "final"}
        for period, value in (("2027-01/2027-06", "10"), ("2027-07/2027-12", "20"))
    ]
    lines = settle(document, facts_from_tree({"rows": rows}, "facts.yaml"), Period.parse("2027")).lines
    assert [line.amount.text(2) for line in lines] == ["25.00", "60.00"]


def test_an_estimated_reading_is_put_right_when_the_meter_is_read(one):
    # 2027: 100 units. 2028 is not read: the year before serves, 250 again. Then 80 were used: 50 come back.
    clause = {**FEE, "missing": {"estimate": "previous_period"}}
    document = one.document(clause, {"used": "1"})
    first, unread, late = (
        facts_from_tree({"period": period, "status": "final", "facts": facts}, f"{period}.yaml")
        for period, facts in (("2027", {"used": "100"}), ("2028", {}), ("2028", {"used": "80"}))
    )
    state = settle(document, first, first.period).state
    before, again = (settle(document, merged([first, given]), given.period, state) for given in (unread, late))
    assert [line.amount.text(2) for line in before.lines] == ["250.00"]
    (put_right,) = correction(before, again).lines
    assert (put_right.payer, put_right.amount.text(2)) == ("payee", "50.00")
