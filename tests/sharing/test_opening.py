"""Minutes counted in opened hours: buffers, clock changes, half-open ties."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.kernel.clock import PARIS
from mitoyen.sharing.bridge.opening import Opening, instant
from mitoyen.sharing.bridge.rules import Window

WEEK = [[[480, 720], [810, 1020]]] * 5 + [[], []]
moments = st.integers(0, 365 * 86400).map(lambda seconds: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
minutes = st.integers(0, 5000)
some = settings(max_examples=150, deadline=None)


@some
@given(moments, minutes)
def test_a_buffer_holds_exactly_its_opened_minutes(moment, count):
    opening = Opening(WEEK)
    assert opening.minutes_between(moment, opening.after(moment, count)) == count
    assert opening.minutes_between(opening.before(moment, count), moment) == count


@some
@given(moments, minutes, minutes)
def test_a_longer_buffer_never_ends_sooner(moment, one, other):
    opening = Opening(WEEK)
    assert (opening.after(moment, one) <= opening.after(moment, other)) == (one <= other) or one == other


@some
@given(moments, minutes)
def test_without_hours_minutes_are_plain_minutes(moment, count):
    assert Opening().after(moment, count) == moment + timedelta(minutes=count)


def test_a_friday_return_is_ready_on_monday_not_on_saturday():
    friday = datetime(2027, 3, 12, 17, 0, tzinfo=PARIS)
    assert Opening(WEEK).after(friday, 60) == datetime(2027, 3, 15, 9, 0, tzinfo=PARIS)


def test_a_buffer_jumps_holidays_and_closures():
    thursday = datetime(2027, 3, 25, 17, 0, tzinfo=PARIS)
    closed = {date(2027, 3, 26): "Inventaire"}
    # Friday is closed, then a week-end, then Easter Monday: Tuesday the 30th at 9:00.
    assert Opening(WEEK, closed).after(thursday, 60) == datetime(2027, 3, 30, 9, 0, tzinfo=PARIS)


def test_both_clock_changes_of_2027_in_an_always_open_place():
    day = Opening([[[0, 1440]]] * 7, closes_on_holidays=False)
    spring, autumn = instant(date(2027, 3, 28), 0), instant(date(2027, 10, 31), 0)
    assert day.minutes_between(spring, instant(date(2027, 3, 29), 0)) == 23 * 60
    assert day.minutes_between(autumn, instant(date(2027, 11, 1), 0)) == 25 * 60
    # Eight opened hours from midnight: the wall clock shows nine in spring, seven in autumn.
    assert day.after(spring, 480).astimezone(PARIS).hour == 9
    assert day.after(autumn, 480).astimezone(PARIS).hour == 7


def test_nine_o_clock_stays_nine_o_clock_across_the_clock_change():
    window = Window(datetime(2027, 3, 27, 9, tzinfo=PARIS), datetime(2027, 3, 27, 17, tzinfo=PARIS))
    moved = window.shifted(1)
    assert (moved.start.astimezone(PARIS).hour, moved.end.astimezone(PARIS).hour) == (9, 17)
    across = Window(datetime(2027, 3, 27, 9, tzinfo=PARIS), datetime(2027, 3, 28, 9, tzinfo=PARIS))
    assert (across.minutes, Window(across.start, across.end.astimezone(UTC)).minutes) == (23 * 60, 23 * 60)


def test_hours_of_the_depot_follow_the_wall_clock():
    opening = Opening(WEEK)
    for day in (date(2027, 3, 26), date(2027, 3, 30), date(2027, 10, 29), date(2027, 11, 2)):
        start, end = opening.intervals(day)[0]
        assert (start.astimezone(PARIS).hour, end.astimezone(PARIS).hour) == (8, 12)
