"""Day counts, cycles and business days, on published figures and on what must hold for all."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitoyen.calculus.schedules.business_days import CONVENTIONS, BusinessDays
from mitoyen.calculus.schedules.cycles import MOST_DATES, Cycle, dates_of
from mitoyen.calculus.schedules.day_counts import DAY_COUNTS, counted_day, year_fraction
from mitoyen.kernel.errors import InvalidError

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
CYCLES = st.builds(Cycle, st.integers(1, 40), st.booleans(), st.booleans())


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # ISDA, "EMU and Market Conventions: Recent Developments" (1998), actual/actual (ISDA) on its examples.
        ("2003-11-01", "2004-05-01", Fraction(61, 365) + Fraction(121, 366)),
        ("1999-02-01", "1999-07-01", Fraction(150, 365)),
        ("1999-07-01", "2000-07-01", Fraction(184, 365) + Fraction(182, 366)),
        ("2002-08-15", "2003-07-15", Fraction(334, 365)),
        ("1999-07-30", "2000-01-30", Fraction(155, 365) + Fraction(29, 366)),
        # Three whole years between two broken ones.
        ("2026-12-31", "2031-01-02", Fraction(1, 365) + 4 + Fraction(1, 365)),
    ],
)
def test_actual_actual_weighs_leap_years(start, end, expected):
    assert year_fraction(date.fromisoformat(start), date.fromisoformat(end), "AA") == expected


@pytest.mark.parametrize(
    ("start", "end", "eurobond", "isda"),
    [
        # 2006 ISDA Definitions 4.16(g) and (h), worked by hand: the end of February is the only difference.
        ("2006-01-15", "2006-07-15", 180, 180),
        ("2006-01-31", "2006-07-31", 180, 180),
        ("2006-02-28", "2006-08-31", 182, 180),
        ("2006-08-31", "2007-02-28", 178, 180),
        ("2008-02-29", "2009-02-28", 359, 360),
    ],
)
def test_thirty_day_months(start, end, eurobond, isda):
    start, end = date.fromisoformat(start), date.fromisoformat(end)
    assert year_fraction(start, end, "30E360") == Fraction(eurobond, 360)
    assert year_fraction(start, end, "30E360ISDA") == Fraction(isda, 360)


def test_the_last_day_of_february_stays_itself_at_maturity():
    """Definition 4.16(h): D2 becomes 30 unless it is the last day of February and the termination date."""
    end = date(2009, 2, 28)
    assert year_fraction(date(2008, 8, 31), end, "30E360ISDA", end) == Fraction(178, 360)


def test_months_of_twenty_eight_days():
    assert year_fraction(date(2027, 1, 31), date(2027, 3, 1), "28E336") == Fraction(29, 336)


@given(DAYS, DAYS, DAYS)
def test_actual_fractions_add_up(one, two, three):
    first, second, third = sorted([one, two, three])
    for convention in ("AA", "A360", "A365"):
        whole = year_fraction(first, third, convention)
        assert whole == year_fraction(first, second, convention) + year_fraction(second, third, convention)


@given(DAYS, DAYS, st.sampled_from(DAY_COUNTS))
def test_a_fraction_changes_sign_with_its_days_and_is_near_the_calendar(start, end, convention):
    fraction = year_fraction(start, end, convention)
    assert fraction == -year_fraction(end, start, convention)
    assert abs(fraction * 365 - (end - start).days) <= 4 + abs((end - start).days) * Fraction(20, 365)


def test_the_last_second_of_a_day_counts_as_the_next_day():
    assert counted_day(datetime.fromisoformat("2013-12-31T23:59:59")) == date(2014, 1, 1)
    assert counted_day(datetime.fromisoformat("2013-12-31T00:00:00")) == date(2013, 12, 31)


def moments(*days):
    return [datetime.fromisoformat(day) for day in days]


@pytest.mark.parametrize(
    ("cycle", "end", "expected"),
    [
        ("P1ML0", "2027-05-01", ["2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01"]),
        ("P1ML1", "2027-04-15", ["2027-02-01", "2027-03-01", "2027-04-01", "2027-04-15"]),
        ("P1ML0", "2027-04-15", ["2027-02-01", "2027-03-01", "2027-04-15"]),
        ("P1YL0", "2027-04-15", ["2027-02-01", "2027-04-15"]),  # nothing between start and end to merge
        ("P2WL1", "2027-03-01", ["2027-02-01", "2027-02-15", "2027-03-01"]),
    ],
)
def test_a_broken_last_period_is_long_or_short(cycle, end, expected):
    start, end = moments("2027-02-01", end)
    assert dates_of(start, Cycle.parse(cycle), end, with_end=True) == moments(*expected)


def test_the_end_of_month_is_kept_only_when_asked():
    start, end = moments("2027-04-30", "2027-08-01")
    month = Cycle.parse("P1M")
    assert dates_of(start, month, end)[1:] == moments("2027-05-30", "2027-06-30", "2027-07-30")
    assert dates_of(start, month, end, at_month_end=True)[1:] == moments("2027-05-31", "2027-06-30", "2027-07-31")


def test_a_short_month_does_not_pull_the_following_ones():
    start, end = moments("2027-01-31", "2027-05-01")
    assert dates_of(start, Cycle.parse("P1M"), end) == moments("2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30")


@given(DAYS, CYCLES, st.integers(1, 4_000), st.booleans())
def test_dates_are_in_order_and_within_bounds(start, cycle, days, at_month_end):
    start = datetime.combine(start, datetime.min.time())
    end = start + timedelta(days=days)
    if not cycle.in_months and days > cycle.number * MOST_DATES:
        return
    dates = dates_of(start, cycle, end, at_month_end=at_month_end, with_end=True)
    assert dates[0] == start
    assert dates[-1] == end
    assert dates == sorted(set(dates))


@pytest.mark.parametrize("written", ["", "P0M", "1M", "P1", "PM", "P1ML2", "P-1M", "monthly", "P1.5M", "P123456D"])
def test_what_is_not_a_cycle_is_refused(written):
    with pytest.raises(InvalidError):
        Cycle.parse(written)


def test_a_hostile_cycle_is_refused_and_not_unrolled():
    start, end = moments("1900-01-01", "2199-12-31")
    with pytest.raises(InvalidError, match=f"{MOST_DATES}"):
        dates_of(start, Cycle.parse("P1D"), end)
    with pytest.raises(InvalidError, match="calendrier"):
        Cycle.parse("P99999Y").after(start, 99_999)


@pytest.mark.parametrize(
    ("convention", "paid", "counted"),
    [
        ("NOS", "2013-03-31", "2013-03-31"),
        ("SCF", "2013-04-01", "2013-04-01"),
        ("CSF", "2013-04-01", "2013-03-31"),
        ("SCMF", "2013-03-29", "2013-03-29"),
        ("CSMF", "2013-03-29", "2013-03-31"),
        ("SCP", "2013-03-29", "2013-03-29"),
        ("CSP", "2013-03-29", "2013-03-31"),
    ],
)
def test_easter_sunday_2013(convention, paid, counted):
    days = BusinessDays(convention, "MF")
    assert [days.paid(*moments("2013-03-31"))] == moments(paid)
    assert [days.counted(*moments("2013-03-31"))] == moments(counted)


def test_modified_preceding_does_not_leave_the_month():
    saturday, monday = moments("2013-06-01", "2013-06-03")
    assert BusinessDays("SCMP", "MF").paid(saturday) == monday
    assert BusinessDays("SCP", "MF").paid(saturday) == moments("2013-05-31")[0]


@given(DAYS, st.sampled_from(CONVENTIONS))
def test_a_shift_lands_on_a_business_day_within_two_days(day, convention):
    moment = datetime.combine(day, datetime.min.time())
    days = BusinessDays(convention, "MF")
    assert convention == "NOS" or days.works(days.paid(moment))
    assert abs(days.paid(moment) - moment) <= timedelta(days=3)
    assert BusinessDays(convention, "NC").paid(moment) == moment
