"""Pages: the same number of queries for fifty things or a thousand, little more time than their SQL, under 200 ms.

``python benchmarks/bench_pages.py [things]``: exits with 1 when a bound breaks. Times are the least of several tries;
those of whole pages are processor time, so that a busy machine does not count as slowness of ours.
"""

import os
import sys
import time
from datetime import datetime

import sharing_scene as scene

TRIES = 9
PAGE_MS, TIMES_ITS_SQL, HOME_QUERIES = 200, 5, 6


def fill(borrower, things, each):
    """``each`` bookings of two days for each of the first ``things`` things, one a week."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sharing_booking (resource_id, unit_id, borrower_id, agent_name, state, period, blocked, purpose,
                accessories, price_cents, price, warnings, booked_at, reason, request_key)
            SELECT u.resource_id, u.id, %(borrower)s, '', 'confirmed',
                tstzrange(s, s + interval '2 days'), tstzrange(s, s + interval '2 days 1 hour'), '',
                '[]', 0, '{}', '[]', now(), '', ''
            FROM (SELECT * FROM sharing_unit ORDER BY id LIMIT %(things)s) u, generate_series(0, %(each)s - 1) n,
                LATERAL (SELECT date_trunc('day', now()) - interval '30 days' + n * interval '7 days'
                    + (u.id %% 4) * interval '1 day' AS s) t
            """,
            {"borrower": borrower, "things": things, "each": each},
        )
        cursor.execute("ANALYZE")


def least(function, clock=time.perf_counter):
    """The least of several tries, in milliseconds."""
    spent = []
    for _ in range(TRIES):
        start = clock()
        function()
        spent.append((clock() - start) * 1000)
    return min(spent)


def captured(function):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        function()
    return [each["sql"] for each in found.captured_queries if each["sql"].startswith(("SELECT", "WITH"))]


def again(statements):
    """The same statements, and nothing made of their rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql.replace("%", "%%"), [])
            cursor.fetchall()


def measure(things):
    from django.test import Client

    from mitoyen.kernel import clock
    from mitoyen.people.models import Person
    from mitoyen.people.queries import actor_for
    from mitoyen.sharing.bridge.opening import local_day
    from mitoyen.sharing.bridge.planning import planning
    from mitoyen.sharing.models import Resource

    orders = scene.circle(things)
    person = Person.objects.get(pk=orders["person"])
    Person.objects.update(acting_for=orders["borrower"], second_factor_waived=True)
    actor, now = actor_for(person, clock.today()), clock.now()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    first = Resource.objects.order_by("pk")[0]
    pages = {
        "planning": "/planning/", "catalogue": "/emprunter/", "thing": f"/emprunter/{first.pk}-x/",
        "bookings": "/reservations/",
    }  # fmt: skip

    def get(address):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    fill(orders["borrower"], 50, 30)
    few = {name: len(captured(lambda a=address: get(a))) for name, address in pages.items()}
    fill_rest = things - 50
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sharing_booking")
    fill(orders["borrower"], 50 + fill_rest, 30)
    many = {name: len(captured(lambda a=address: get(a))) for name, address in pages.items()}
    spent = {name: least(lambda a=address: get(a), time.process_time) for name, address in pages.items()}

    def page_object():
        return planning(actor, local_day(now), now)

    statements = captured(page_object)
    whole, bare = least(page_object), least(lambda: again(statements))
    anybody = Client()
    home = len(captured(lambda: anybody.get("/")))
    print(f"load of the machine while measuring: {os.getloadavg()[0]:.1f}")
    print(f"queries with 50 things: {few}; with {things}: {many}")
    print(f"planning of fifty things: {whole:.1f} ms, its SQL alone {bare:.1f} ms")
    scene.keep("pages", {
        "things": things, "queries_50": few, "queries_all": many, "home_queries": home,
        "page_cpu_ms": {name: round(each, 1) for name, each in spent.items()},
        "planning_ms": round(whole, 1), "planning_sql_ms": round(bare, 1), "load": round(os.getloadavg()[0], 1),
        "at": datetime.now().astimezone().date().isoformat(),  # noqa: TID251
    })  # fmt: skip
    grown = {name: many[name] - few[name] for name in pages}
    return scene.verdicts("pages", [
        *((f"queries of the page {name} that come with more things", grown[name], 0, True, False) for name in pages),
        *((f"ms of processor time of the page {name}", spent[name], PAGE_MS, True, False) for name in pages),
        ("planning beside its raw SQL", whole / bare, TIMES_ITS_SQL, True, False),
        ("queries of the public home", home, HOME_QUERIES, True, False),
    ])  # fmt: skip


def main():
    things = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    scene.prepare()
    with scene.database("mitoyen_bench_pages"):
        return measure(things)


if __name__ == "__main__":
    sys.exit(main())
