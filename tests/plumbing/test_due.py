"""What is due is done once, by whichever worker; what fails waits and says why."""

from datetime import UTC, datetime, timedelta

import pytest

from mitoyen.plumbing import due
from mitoyen.plumbing.due.worker import MOST_TRIES, Pass
from mitoyen.plumbing.models import DueWork, OutboxMessage

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)
EARLIER, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)

pytestmark = pytest.mark.django_db

done = []


@due.does("tests.note")
def note(payload, now):
    done.append((payload["name"], now))


@due.does("tests.write_then_fail")
def write_then_fail(payload, now):
    OutboxMessage.objects.create(recipient="a@example.org", sender="b@example.org", subject="s", body="b")
    message = "the depot is closed"
    raise ValueError(message)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_only_what_is_due_is_done_the_oldest_first_and_once():
    due.schedule("tests.note", "b", NOON, {"name": "b"})
    due.schedule("tests.note", "a", EARLIER, {"name": "a"})
    due.schedule("tests.note", "c", LATER, {"name": "c"})
    assert due.run_due(NOON) == Pass(done=2)
    assert done == [("a", NOON), ("b", NOON)]
    assert due.run_due(NOON) == Pass()


def test_the_same_key_moves_the_work(django_assert_num_queries):
    due.schedule("tests.note", "a", EARLIER, {"name": "old"})
    with django_assert_num_queries(1):
        due.schedule("tests.note", "a", LATER, {"name": "new"})
    assert due.run_due(NOON) == Pass()
    assert due.run_due(LATER) == Pass(done=1)
    assert done == [("new", LATER)]


def test_done_work_may_be_scheduled_again():
    due.schedule("tests.note", "a", EARLIER, {"name": "a"})
    due.run_due(NOON)
    due.schedule("tests.note", "a", LATER, {"name": "a"})
    assert due.run_due(LATER) == Pass(done=1)


def test_cancelled_work_is_not_done():
    due.schedule("tests.note", "a", EARLIER, {"name": "a"})
    assert due.cancel("tests.note", "a")
    assert not due.cancel("tests.note", "a")
    assert due.run_due(NOON) == Pass()


def test_what_fails_leaves_nothing_behind_and_is_tried_again_later():
    due.schedule("tests.write_then_fail", "a", EARLIER)
    due.schedule("tests.note", "b", NOON, {"name": "b"})
    assert due.run_due(NOON) == Pass(done=1, failed=1)
    row = DueWork.objects.get(key="a")
    assert (row.tries, row.error, row.done_at) == (1, "ValueError: the depot is closed", None)
    assert row.due_at == NOON + timedelta(minutes=1)
    assert not OutboxMessage.objects.exists()


def test_what_always_fails_stops_being_tried():
    due.schedule("tests.write_then_fail", "a", EARLIER)
    now = NOON
    for _ in range(MOST_TRIES):
        assert due.run_due(now) == Pass(failed=1)
        now += timedelta(days=1)
    assert due.run_due(now) == Pass()


def test_work_that_this_version_does_not_know_says_so():
    due.schedule("tests.of_the_future", "a", EARLIER)
    assert due.run_due(NOON) == Pass(failed=1)
    assert "tests.of_the_future" in DueWork.objects.get().error
