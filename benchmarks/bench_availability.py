"""Availability of 20,000 units with 2,000,000 bookings; the month view by pages of 50.

``python benchmarks/bench_availability.py [units] [bookings]``: exits with 1 when a bound breaks.
"""

import statistics
import sys
import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import sharing_scene as scene


def fill(orders, units, bookings):
    """Bookings by the million, in one statement; the constraint checks them as they come."""
    from django.db import connection

    each = bookings // units
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM sharing_unit")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute("ALTER TABLE sharing_booking DROP CONSTRAINT sharing_no_double_booking")
        cursor.execute(
            """
            INSERT INTO sharing_booking (resource_id, unit_id, borrower_id, agent_name, state, period, blocked, purpose,
                accessories, price_cents, price, warnings, booked_at, reason, request_key)
            SELECT u.resource_id, u.id, %(borrower)s, '', 'confirmed',
                tstzrange(s, s + interval '2 days'), tstzrange(s, s + interval '2 days 1 hour'), '',
                '[]', 0, '{}', '[]', now(), '', ''
            FROM sharing_unit u, generate_series(0, %(each)s - 1) n,
                LATERAL (SELECT timestamptz '2026-01-01' + n * interval '7 days'
                    + (u.id %% 4) * interval '1 day' AS s) t
            """,
            {"borrower": orders["borrower"], "each": each},
        )
        cursor.execute(
            "ALTER TABLE sharing_booking ADD CONSTRAINT sharing_no_double_booking EXCLUDE USING gist"
            " (blocked WITH &&, unit_id WITH =)"
            " WHERE (state IN ('held', 'pending', 'confirmed', 'handed_over', 'returned'))"
        )
        cursor.execute("VACUUM ANALYZE sharing_booking")
        cursor.execute("ANALYZE")


def timed(function, times=7):
    """The median, in milliseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def main():
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    bookings = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000
    scene.prepare()
    with scene.database("mitoyen_bench_availability"):
        return measure(units, bookings)


def measure(units, bookings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mitoyen.access.actors import ANYBODY
    from mitoyen.sharing.bridge.availability import months
    from mitoyen.sharing.bridge.search import Search, search
    from mitoyen.sharing.models import Resource
    from mitoyen.sharing.queries.occupation import NOW, taken_units

    orders = scene.circle(units)
    started = time.perf_counter()
    fill(orders, units, bookings)
    print(f"{units} units, {bookings} bookings made in {time.perf_counter() - started:.0f} s")
    now = datetime.fromisoformat("2026-06-01T08:00:00+00:00")
    start, end = now + timedelta(days=30), now + timedelta(days=32)
    taken = taken_units(start, end, now)
    whole = timed(lambda: taken_units(start, end, now))
    print(f"{len(taken)} of {units} units are taken from {start:%d %B} to {end:%d %B}")

    page = list(Resource.objects.select_related("place").order_by("pk")[:50])
    ids = [unit for row in page for unit in row.units.values_list("pk", flat=True)]
    first = date(2026, 7, 1)
    month = [datetime.fromisoformat("2026-06-30T22:00:00+00:00"), datetime.fromisoformat("2026-07-31T22:00:00+00:00")]

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(NOW, {"start": month[0], "end": month[1], "units": ids, "now": now})
            cursor.fetchall()

    def queries(function):
        with CaptureQueriesContext(connection) as captured:
            function()
        return len(captured)

    view, bare = timed(lambda: months(page, first, now)), timed(raw)
    few, many = queries(lambda: months(page[:1], first, now)), queries(lambda: months(page, first, now))
    thousand = list(Resource.objects.select_related("place").order_by("pk")[:1000])
    most = queries(lambda: months(thousand, first, now))
    wanted = Search(words="engin 77", first=start.date(), last=end.date(), here=(45_000_000, 6_000_000))
    searched = timed(lambda: search(ANYBODY, wanted, now), 3)
    print(
        f"month view of 50: {view:.1f} ms, its SQL alone {bare:.1f} ms; queries for 1, 50, 1000: {few}, {many}, {most}"
    )
    plain = timed(lambda: search(ANYBODY, replace(wanted, first=None, last=None, page=100), now), 3)
    print(f"search by word and dates: {searched:.0f} ms; by word alone, page 100: {plain:.0f} ms")
    scene.keep("availability", {"units": units, "bookings": bookings, "period_ms": round(whole, 1),
                                "month_50_ms": round(view, 1), "month_50_sql_ms": round(bare, 1),
                                "search_ms": round(searched, 1), "search_page_100_ms": round(plain, 1),
                                "queries": [few, many, most]})  # fmt: skip
    return scene.verdicts("availability", [
        ("ms of SQL for the units taken in a period", whole, 50, True, True),
        ("queries for a thousand things less those for fifty", most - many, 0, True, False),
        ("queries for fifty things less those for one", many - few, 0, True, False),
        ("month view beside its raw SQL", view / bare, 5, True, False),
        ("ms of the month view of fifty", view, 200, True, True),
        ("ms of a search by word and dates", searched, 300, True, True),
        ("ms of the hundredth page of a search by word", plain, 300, True, True),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
