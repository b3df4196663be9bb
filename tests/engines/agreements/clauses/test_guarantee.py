"""A guarantee tops up to a floor, for its share, within its limit over the whole life."""

import pytest

from mitoyen.engines.agreements.reading import UnreadableError

CLAUSE = {"kind": "guarantee", "covered": "7200.00", "received": "received", "limit": "3000.00"}


@pytest.mark.parametrize(
    ("received", "called"), [("4800", "2400.00"), ("7200", "0.00"), ("9000", "0.00"), ("0", "3000.00")]
)
def test_the_call_fills_to_the_floor(one, received, called):
    assert one.owed(CLAUSE, {"received": received}) == [called]


def test_the_limit_holds_over_the_whole_life(one):
    first = one.settled(CLAUSE, {"received": "4800"})
    then = one.settled(CLAUSE, {"received": "4800"}, period="2028", state=first.state)
    assert then.lines[0].amount.text(2) == "600.00"


def test_half_of_the_shortfall(one):
    assert one.owed({**CLAUSE, "share": "0.5"}, {"received": "4800"}) == ["1200.00"]
    one.same_on_arrays({**CLAUSE, "share": "0.5"}, {"received": ["0", "4800", "7199.99", "7200", "8000"]})


def test_what_is_received_is_said_in_one_way(one):
    with pytest.raises(UnreadableError):
        one.document({**CLAUSE, "received_under": ["it"]}, {"received": "1"})
