"""How many bookings a second, through the action and through the API, beside raw psycopg; what one booking costs.

``python benchmarks/bench_booking.py [seconds]``: four processes, each on its own things; 1 when a bound breaks.
"""

import json
import multiprocessing
import sys
import time
from datetime import datetime, timedelta

import sharing_scene as scene

PROCESSES = 4
BOUNDS = {"statements": 14, "cpu_ms": 6, "action_per_s": 150, "api_per_s": 60}


def wish_times(rank):
    from mitoyen.kernel import clock

    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2, hours=4 * rank)
    return start, start + timedelta(hours=2)


def worker(database, orders, door, rank, seconds, results):
    """One process that books one thing after another."""
    scene.prepare()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    book = DOORS[door](orders)
    book(orders["resources"][rank], 0)
    done, start = 1, time.monotonic()
    while time.monotonic() - start < seconds:
        book(orders["resources"][rank + PROCESSES * (done // 3000)], done % 3000)
        done += 1
    results.put((done - 1) / (time.monotonic() - start))


def by_action(orders):
    from mitoyen.access.actors import Actor, Mandate, Role
    from mitoyen.sharing import actions

    who = orders["borrower"]
    actor = Actor(person=orders["person"], name="Agent", mandates=(Mandate(who, Role.AGENT),), acting_for=who)

    def book(resource, rank):
        start, end = wish_times(rank)
        actions.book(actor, actions.Wish(resource=resource, borrower=who, start=start, end=end))

    return book


def by_api(orders):
    from django.test import Client

    client = Client()

    def book(resource, rank):
        start, end = wish_times(rank)
        wish = {
            "resource": resource,
            "borrower": orders["borrower"],
            "start": start.isoformat(),
            "end": end.isoformat(),
        }
        answer = client.post("/api/v1/bookings", json.dumps(wish), content_type="application/json",
                             headers={"Authorization": f"Bearer {orders['key']}"})  # fmt: skip
        assert answer.status_code == 201, answer.content

    return book


def by_psycopg(orders):
    """The least that a safe booking could do: lock, insert under the constraint, journal, mail; no rule, no price."""
    from django.db import connection, transaction

    def book(resource, rank):
        start, end = wish_times(rank)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM sharing_resource WHERE id = %s FOR NO KEY UPDATE", [resource])
            cursor.execute("SELECT id FROM sharing_unit WHERE resource_id = %s", [resource])
            unit = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO sharing_booking (resource_id, unit_id, borrower_id, agent_id, agent_name, state, period,"
                " blocked, purpose, accessories, price_cents, price, warnings, booked_at, reason, request_key) "
                "VALUES (%s, %s, %s, %s, '', 'confirmed', tstzrange(%s, %s), tstzrange(%s, %s), '', '[]', 0,"
                " '{}', '[]', now(), '', '')",
                [resource, unit, orders["borrower"], orders["person"], start, end, start, end],
            )

    return book


DOORS = {"action": by_action, "api": by_api, "psycopg": by_psycopg}


def throughput(database, orders, door, seconds):
    """Bookings a second, all processes together."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    size = len(orders["resources"]) // len(DOORS)
    part = list(DOORS).index(door)
    mine = orders | {"resources": orders["resources"][part * size : (part + 1) * size]}
    started = [
        context.Process(target=worker, args=(database, mine, door, rank, seconds, results)) for rank in range(PROCESSES)
    ]
    for each in started:
        each.start()
    rates = [results.get(timeout=seconds + 120) for _ in started]
    for each in started:
        each.join()
    return sum(rates)


def one_booking(orders, times=200):
    """Statements, processor time, and the share of each step of one booking through the action."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    book = by_action(orders)
    resource = orders["resources"][-1]
    book(resource, 0)
    with CaptureQueriesContext(connection) as captured:
        book(resource, 1)
    start = time.process_time()
    for rank in range(2, times + 2):
        book(resource, rank)
    cpu = (time.process_time() - start) / times * 1000
    return len(captured), cpu, shares(book, resource, times + 2)


def shares(book, resource, first, times=100):
    """Where the time goes, by the function of each step."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    for rank in range(first, first + times):
        book(resource, rank)
    profile.disable()
    stats = pstats.Stats(profile).stats
    total = max(row[3] for row in stats.values())
    steps = (
        "locked_facts",
        "parties",
        "_free_unit",
        "estimated",
        "save",
        "record",
        "_after_placing",
        "calendar_of",
        "execute",
    )
    found = {}
    for (path, _line, name), row in stats.items():
        if name in steps and ("mitoyen" in path or name in {"save", "execute"}):
            found[name] = max(found.get(name, 0), round(row[3] / total, 3))
    return found


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    scene.prepare()
    with scene.database("mitoyen_bench_booking") as connection:
        orders = scene.circle(120)
        statements, cpu, parts = one_booking(orders)
        name = connection.settings_dict["NAME"]
        connection.close()
        rates = {door: throughput(name, orders, door, seconds) for door in DOORS}
    print(f"share of each step in one booking (they nest): {parts}")
    print(
        f"with {PROCESSES} processes, bookings a second: "
        + ", ".join(f"{door} {rate:.0f}" for door, rate in rates.items())
    )
    beside = {door: rates[door] / rates["psycopg"] for door in ("action", "api")}
    print(f"beside raw psycopg: the action {beside['action']:.2f}, the API {beside['api']:.2f}")
    scene.keep("booking", {"statements": statements, "cpu_ms": round(cpu, 2), "shares": parts,
                           "per_second": {door: round(rate, 1) for door, rate in rates.items()},
                           "at": datetime.now().astimezone().date().isoformat()})  # noqa: TID251  # fmt: skip
    return scene.verdicts("booking", [
        ("SQL statements of one booking", statements, BOUNDS["statements"], True, False),
        ("ms of processor time of one booking", cpu, BOUNDS["cpu_ms"], True, False),
        ("bookings a second through the action", rates["action"], BOUNDS["action_per_s"], False, True),
        ("bookings a second through the API", rates["api"], BOUNDS["api_per_s"], False, True),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
