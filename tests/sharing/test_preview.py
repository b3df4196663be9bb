# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""What an import would do: the same as the import does, and nobody waits for it."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.plumbing.readonly import only_reads
from mitoyen.sharing import actions
from mitoyen.sharing.models import Booking, Resource

from .conftest import at, make_circle

WORKER = Path(__file__).with_name("race_worker.py")
HEADING = "ressource;emprunteur;debut;fin;cle"


def lines(*rows):
    return "\n".join([HEADING, *(";".join(str(part) for part in row) for row in rows)])


def test_a_preview_says_what_the_import_does(circle, frozen):
    one, two = circle.resource(), circle.resource(units=2, buffer_after_minutes=0)
    agent = circle.actor(circle.ury)
    actions.book(agent, circle.wish(one, at(15), at(16, 17)))
    text = lines(
        (one.pk, circle.ury.pk, "2027-03-15 08:00", "2027-03-15 17:00", "a"),  # 2: taken by a booking
        (one.pk, circle.ury.pk, "2027-03-22 08:00", "2027-03-22 17:00", "b"),  # 3: free
        (one.pk, circle.ury.pk, "2027-03-22 14:00", "2027-03-23 17:00", "c"),  # 4: taken by line 3
        (one.pk, circle.ury.pk, "2027-03-23 08:00", "2027-03-23 12:00", "d"),  # 5: cleaned that day after line 3
        (two.pk, circle.ury.pk, "2027-03-22 08:00", "2027-03-22 17:00", "e"),  # 6: free, first unit
        (two.pk, circle.ury.pk, "2027-03-22 08:00", "2027-03-22 17:00", "f"),  # 7: free, second unit
        (two.pk, circle.ury.pk, "2027-03-22 08:00", "2027-03-22 17:00", "g"),  # 8: taken by line 6
        (two.pk, circle.ury.pk, "2027-03-22 08:00", "2027-03-22 17:00", "f"),  # 9: line 7 again
        (10**9, circle.ury.pk, "2027-03-22 08:00", "2027-03-22 17:00", "h"),  # 10: no such thing
    )
    with CaptureQueriesContext(connection) as captured:
        previewed = actions.preview_bookings(agent, text)
    assert [each["sql"][:90] for each in captured if not only_reads(each["sql"])] == []
    assert Booking.objects.count() == 1
    said = {each.line: each.sentence.fr for each in previewed.refused}
    assert "serait déjà prise par la ligne 3" in said[4]
    assert "serait déjà prise par la ligne 3" in said[5]
    assert "serait déjà prise par la ligne 6" in said[8]
    assert "Prise par Ury" in said[2].replace("\u00a0", " ")
    done = actions.import_bookings(agent, text)
    assert [line for line, _ in previewed.bookings] == [line for line, _ in done.bookings] == [3, 6, 7, 9]
    assert [each.line for each in previewed.refused] == [each.line for each in done.refused] == [2, 4, 5, 8, 10]
    rows = dict(done.bookings)
    for line, booking in previewed.bookings:
        row = Booking.objects.get(pk=rows[line])
        wanted = (row.unit_id, row.state, row.price_cents, row.period, row.blocked)
        assert (booking.unit_id, booking.state, booking.price_cents, booking.period, booking.blocked) == wanted


@pytest.mark.races
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_preview_waits_for_nobody():
    """Somebody books the thing, and takes her time: the preview of another process answers meanwhile."""
    circle = make_circle()
    resource = circle.resource(place=None, buffer_after_minutes=0, meter_unit="", horizon_days=3000)
    actor = circle.actor(circle.ury, Role.AGENT)
    day = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
    wish = {"resource": resource.pk, "borrower": circle.ury.pk, "start": day.isoformat(),
            "end": (day + timedelta(days=1)).isoformat()}  # fmt: skip
    orders = {
        "database": connection.settings_dict["NAME"], "door": "preview", "pace": 0, "rounds": [wish],
        "person": actor.person, "borrower": circle.ury.pk, "key": "", "warm_up": wish | {"resource": 10**9},
    }  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        worker.stdin.write(json.dumps(orders) + "\n")
        worker.stdin.flush()
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
        with transaction.atomic():
            Resource.objects.select_for_update().get(pk=resource.pk)  # as every booking does
            out, err = worker.communicate("0\n", timeout=60)
        assert worker.returncode == 0, err
        assert json.loads(out) == [["would book", 1]]
    finally:
        worker.kill()
        worker.communicate()
