# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""Real processes ask at the same instant: one wins each round, never none, never two."""

import json
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Booking, Resource, State

from .conftest import make_circle
from .test_api import token_for

pytestmark = [pytest.mark.races, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORKER = Path(__file__).with_name("race_worker.py")
PROCESSES, ROUNDS = 16, 200


@pytest.fixture
def arena():
    circle = make_circle()
    for town in (circle.ury,):
        type(town).objects.filter(pk=town.pk).update(email="")
    room = {"place": None, "buffer_after_minutes": 0, "meter_unit": "", "horizon_days": 3000}
    return circle, circle.resource(**room), room


@pytest.fixture
def today():
    return clock.now().replace(minute=0, second=0, microsecond=0)


def race(circle, resource, rounds, door, *, pace, processes=PROCESSES):
    """Start the processes, open the gate, and give back what each one had at each round."""
    actor = circle.actor(circle.ury, Role.AGENT)
    key = token_for(actor)
    started = []
    for rank in range(processes):
        warm = rounds[rank][0] | {"resource": 10**9}
        orders = {
            "database": connection.settings_dict["NAME"], "door": door, "pace": pace, "rounds": rounds[rank],
            "person": actor.person, "borrower": circle.ury.pk, "key": key, "warm_up": warm,
        }  # fmt: skip
        worker = subprocess.Popen([sys.executable, str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, env=_environment())  # fmt: skip
        worker.stdin.write(json.dumps(orders) + "\n")
        worker.stdin.flush()
        started.append(worker)
    try:
        for worker in started:
            assert worker.stdout.readline() == "ready\n", worker.stderr.read()
        gate = time.monotonic() + 0.5
        for worker in started:
            worker.stdin.write(f"{gate}\n")
            worker.stdin.flush()
        outcomes = []
        for worker in started:
            out, err = worker.communicate(timeout=900)
            assert worker.returncode == 0, err
            outcomes.append(json.loads(out))
        return outcomes
    finally:
        for worker in started:
            worker.kill()
            worker.communicate()


def _environment():
    import os

    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}


def overlapping(today, resource, borrower, rank, number, **more):
    """Windows that overlap pairwise: each starts up to an hour apart and lasts two.

    ``today`` is read once in a test: read anew for each window, a clock that passes the hour, or that is frozen
    at another one, would move some windows away from the others.
    """
    start = today + timedelta(days=2 + number, minutes=4 * rank)
    return {"resource": resource.pk, "borrower": borrower.pk, "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat()} | more  # fmt: skip


@pytest.mark.parametrize("door", ["action", "api", "import"])
def test_exactly_one_wins_each_round(arena, today, door):
    circle, resource, _ = arena
    rounds = [
        [overlapping(today, resource, circle.ury, rank, number) for number in range(ROUNDS)]
        for rank in range(PROCESSES)
    ]
    outcomes = race(circle, resource, rounds, door, pace=0.06)
    winners = [sum(mine[number][0] == "booked" for mine in outcomes) for number in range(ROUNDS)]
    others = Counter(outcome[0] for mine in outcomes for outcome in mine)
    assert Counter(winners) == {1: ROUNDS}, others
    assert others == {"booked": ROUNDS, "taken": (PROCESSES - 1) * ROUNDS}
    assert Booking.objects.count() == ROUNDS
    assert OutboxMessage.objects.count() == ROUNDS  # one mail for each that won, none for the others


def test_the_quantity_is_never_exceeded_and_all_of_it_is_lent(arena, today):
    circle, _, room = arena
    resource = circle.resource(units=3, **room)
    rounds = [
        [overlapping(today, resource, circle.ury, rank, number) for number in range(40)] for rank in range(PROCESSES)
    ]
    outcomes = race(circle, resource, rounds, "action", pace=0.08)
    assert Counter(sum(mine[n][0] == "booked" for mine in outcomes) for n in range(40)) == {3: 40}


def test_a_click_repeated_by_all_books_once_and_all_get_the_same_booking(arena, today):
    circle, _, room = arena
    resource = circle.resource(units=3, **room)
    rounds = [
        [overlapping(today, resource, circle.ury, 0, number, request_key=f"form-{number}") for number in range(40)]
        for _ in range(8)
    ]
    outcomes = race(circle, resource, rounds, "action", pace=0.08, processes=8)
    for number in range(40):
        assert len({tuple(mine[number]) for mine in outcomes}) == 1
    assert Booking.objects.count() == 40


def test_options_that_ran_out_are_taken_by_exactly_one_though_no_worker_runs(arena, today):
    circle, resource, _ = arena
    Resource.objects.filter(pk=resource.pk).update(hold_minutes=60)
    keeper = circle.actor(circle.malaubert)
    rounds = [
        [overlapping(today, resource, circle.ury, rank, number) for number in range(30)] for rank in range(PROCESSES)
    ]
    with clock.frozen_at(clock.now() - timedelta(hours=2)):
        for number in range(30):  # each window asked for overlaps the option of its round: whoever wins meets it
            wish = overlapping(today, resource, circle.malaubert, 8, number)
            times = {name: datetime.fromisoformat(wish.pop(name)) for name in ("start", "end")}
            actions.hold(keeper, actions.Wish(**times, **wish))
    outcomes = race(circle, resource, rounds, "action", pace=0.08)
    assert Counter(sum(mine[n][0] == "booked" for mine in outcomes) for n in range(30)) == {1: 30}
    assert Booking.objects.filter(state=State.EXPIRED).count() == 30
