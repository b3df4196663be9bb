"""Several real processes at once: each piece of work, each request, each mail exactly once."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from mitoyen.plumbing import due
from mitoyen.plumbing.models import DueWork, OutboxMessage

PROCESSES = 3
SCRIPT = Path(__file__).with_name("processes.py")


@pytest.mark.races
@pytest.mark.xdist_group("races")
@pytest.mark.django_db(transaction=True)
def test_three_workers_do_send_and_answer_everything_once():
    for n in range(60):
        due.schedule("tests.write", str(n), datetime(2027, 3, 2, tzinfo=UTC), {"n": n})
    command = [sys.executable, str(SCRIPT), connection.settings_dict["NAME"]]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    said = [json.loads(process.communicate(timeout=240)[0]) for process in processes]

    assert sum(each["work"] for each in said) == 60
    assert not DueWork.objects.filter(done_at__isnull=True).exists()
    assert said[0]["ask"] == said[1]["ask"] == said[2]["ask"]
    written = {f"work {n}" for n in range(60)} | {f"asked {n}" for n in range(40)}
    assert Counter(OutboxMessage.objects.values_list("subject", flat=True)) == dict.fromkeys(written, 1)
    assert Counter(subject for each in said for subject in each["send"]) == dict.fromkeys(written, 1)
