"""The worker of the site finds the replay and does it."""

import pytest
from django.core.management import call_command
from studies.scene import fill, open_study

from mitoyen.studies import actions


@pytest.mark.usefixtures("frozen")
@pytest.mark.django_db(transaction=True)
def test_the_worker_replays_what_was_answered(circle):
    clerk = circle.actor(circle.ury)
    study = open_study(circle, clerk)
    fill(clerk, study.pk)
    row = actions.answer(clerk, study.pk)
    assert row.replay == "waiting"
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    row.refresh_from_db()
    assert row.replay == "done"
    assert row.intervals["replays"] == 2000
    assert row.replay_done == row.replay_total > 0
