from datetime import date, datetime, time
from itertools import pairwise

import numpy as np
import pytest

from mitoyen.engines.pooling.needs import (
    DeclaredNeed,
    PastBooking,
    Season,
    Weather,
    needs_of_bookings,
    needs_of_calendar,
)
from mitoyen.kernel.errors import InvalidError

moment = datetime.fromisoformat
WINTER = Season((11, 15), (3, 15))
SNOW = DeclaredNeed(members=("a", "b"), season=WINTER, start=time(5), end=time(8), kind="etrave", weather="neige")


def snow_days(*, together, persistence=0.5, seed=1, years=40):
    needs = needs_of_calendar(
        ["a", "b"],
        [SNOW],
        {"neige": Weather(chance=0.2, together=together, persistence=persistence)},
        first=date(2000, 1, 1),
        last=date(1999 + years, 12, 31),
        seed=seed,
    )
    return {member: set(needs.start[needs.member == member].tolist()) for member in (0, 1)}, needs


def winter_days(years=40):
    first = date(2000, 1, 1).toordinal()
    return sum(WINTER.holds(date.fromordinal(first + n)) for n in range(round(365.25 * years)))


@pytest.mark.parametrize("together", [0.0, 0.7, 1.0])
def test_each_member_is_struck_as_often_as_declared_whatever_the_correlation(together):
    days, _ = snow_days(together=together)
    for struck in days.values():
        assert len(struck) / winter_days() == pytest.approx(0.2, abs=0.02)


def test_togetherness_is_what_strikes_the_same_morning():
    shares = []
    for together in (0.0, 0.5, 1.0):
        days, _ = snow_days(together=together)
        shares.append(len(days[0] & days[1]) / len(days[0]))
    assert shares[0] == pytest.approx(0.2, abs=0.05), "independent: by chance alone"
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] == 1.0


def test_persistence_makes_spells():
    def followed(persistence):
        days, _ = snow_days(together=1.0, persistence=persistence)
        starts = sorted(days[0])
        return np.mean([later - earlier == 24 * 60 for earlier, later in pairwise(starts)])

    assert followed(0.0) < followed(0.8)


def test_the_same_seed_gives_the_same_calendar_and_another_does_not():
    _, first = snow_days(together=0.5, seed=4, years=2)
    _, again = snow_days(together=0.5, seed=4, years=2)
    _, other = snow_days(together=0.5, seed=5, years=2)
    assert np.array_equal(first.start, again.start)
    assert not np.array_equal(first.start, other.start)


def test_known_weather_days_strike_everybody_and_a_night_runs_to_the_next_day():
    night = DeclaredNeed(members=("a", "b"), season=WINTER, start=time(22), end=time(4), weather="neige")
    needs = needs_of_calendar(
        ["a", "b"],
        [night],
        {"neige": Weather(days=frozenset({date(2027, 1, 5), date(2027, 7, 5)}))},
        first=date(2027, 1, 1),
        last=date(2027, 12, 31),
        seed=0,
    )
    assert needs.count == 2, "July is out of season"
    assert needs.hours.tolist() == [6.0, 6.0]


def test_an_hour_that_does_not_exist_becomes_the_next_one():
    early = DeclaredNeed(members=("a",), season=Season((3, 28), (3, 28)), start=time(2, 30), end=time(5))
    needs = needs_of_calendar(["a"], [early], {}, first=date(2027, 1, 1), last=date(2027, 12, 31), seed=0)
    assert needs.hours.tolist() == [1.5]


def test_bookings_and_refusals_are_needs_alike():
    used = PastBooking(member="b", start=moment("2027-05-03T08:00"), end=moment("2027-05-03T12:00"), kind="mini-pelle")
    refused = PastBooking(member="a", start=moment("2027-05-03T09:00"), end=moment("2027-05-03T10:00"), refused=True)
    needs = needs_of_bookings(["a", "b"], [refused, used])
    assert needs.member.tolist() == [1, 0]
    assert needs.hours.tolist() == [4.0, 1.0]


def test_a_booking_that_ends_before_it_starts_is_refused():
    with pytest.raises(InvalidError, match="finit"):
        PastBooking(member="a", start=moment("2027-05-03T09:00"), end=moment("2027-05-03T08:00"))
