from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.engines.pooling.idle import SharedThing, find_idle
from mitoyen.engines.pooling.needs import PastBooking

YEAR = (date(2027, 1, 1), date(2027, 12, 31))
NAMES = {"ury": "Ury", "noisy": "Noisy", "ardent": "Ardent"}
KM = {("ury", "noisy"): 4.0, ("ardent", "noisy"): 9.0}
NEAR = SharedThing(id="b1", name="Broyeur d'Ury", kind="broyeur", owner="ury", open_hours=10)
FAR = SharedThing(id="b2", name="Broyeur d'Ardent", kind="broyeur", owner="ardent", open_hours=10)
OTHER = SharedThing(id="t1", name="Tondeuse d'Ury", kind="tondeuse", owner="ury")


def booking(day, first, last, *, who="noisy", thing="", refused=False, kind="broyeur"):
    start, end = (datetime.fromisoformat(f"2027-{day}T{hour:02d}:00") for hour in (first, last))
    return PastBooking(member=who, start=start, end=end, kind=kind, resource=thing, refused=refused)


def found(bookings, things=(NEAR, FAR, OTHER)):
    return find_idle(things, bookings, period=YEAR, names=NAMES, kilometres=KM)


def test_what_hardly_serves_is_told_with_its_rest():
    uses = [booking(f"{month:02d}-{day:02d}", 8, 18, thing="b1") for month in range(1, 13) for day in (1, 8, 15, 22)]
    idle = found([*uses, booking("06-30", 8, 10, thing="b2")])
    usage = {one.thing.id: one for one in idle.usages}
    assert usage["b1"].rate == pytest.approx(480 / 3650)
    assert not usage["b1"].is_rarely_used
    assert usage["b2"].is_rarely_used
    assert usage["b2"].longest_rest_days == 184
    assert len(usage["b2"].months_unused) == 11
    assert "2027-06" not in usage["b2"].months_unused
    assert [one.thing.id for one in idle.rarely_used] == ["t1", "b2"], "the least used first"


def test_a_refused_need_is_matched_with_the_nearest_thing_that_was_free_all_along():
    idle = found(
        [
            booking("03-02", 10, 11, thing="b1"),
            booking("03-02", 8, 12, refused=True),
            booking("03-03", 8, 12, refused=True),
        ]
    )
    assert [one.free for one in idle.refused] == [("b2",), ("b1", "b2")]
    assert [(one.thing.id, one.member, one.hours, one.kilometres) for one in idle.proposals] == [
        ("b1", "noisy", 4.0, 4.0),
        ("b2", "noisy", 4.0, 9.0),
    ]
    assert idle.proposals[0].sentence.fr.startswith("Broyeur d'Ury (Ury, à 4")


def test_one_thing_is_not_lent_twice_at_the_same_time():
    idle = found([booking("03-02", 8, 12, refused=True, who=who) for who in ("noisy", "ardent")], things=(NEAR,))
    assert sum(one.refusals for one in idle.proposals) == 1
    assert "2\u00a0besoins refusés ; 1" in idle.sentences[-1].fr


def test_half_open_times_let_uses_touch():
    idle = found([booking("03-02", 8, 12, thing="b1"), booking("03-02", 12, 14, refused=True)], things=(NEAR,))
    assert idle.refused[0].free == ("b1",)


def test_another_kind_helps_nobody():
    assert found([booking("03-02", 8, 12, refused=True, kind="nacelle")]).proposals == ()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 3), st.booleans()), max_size=14))
@settings(max_examples=40, deadline=None)
def test_what_is_proposed_was_free(rows):
    day = "05-05"
    bookings = []
    for start, lasting, refused in rows:
        end = min(start + lasting, 23)
        free = all(end <= other.start.hour or other.end.hour <= start for other in bookings if other.resource == "b1")
        if refused or free:
            bookings.append(booking(day, start, end, thing="" if refused else "b1", refused=refused))
    idle = found(bookings, things=(NEAR,))
    used = sum((one.end - one.start).seconds / 3600 for one in bookings if not one.refused)
    lent = sum(one.hours for one in idle.proposals)
    assert used + lent <= 23
    for one in idle.refused:
        clash = [use for use in bookings if not use.refused and use.start < one.need.end and one.need.start < use.end]
        assert bool(one.free) is not bool(clash)
