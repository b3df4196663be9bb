"""What the real processes of the race test run, one thing after another: ``python processes.py DATABASE``."""

import json
import os
import sys
from datetime import UTC, datetime

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def set_up(database):
    os.environ["DJANGO_SETTINGS_MODULE"] = "mitoyen.project.settings_test"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()


def work():
    from mitoyen.plumbing import due, outbox

    @due.does("tests.write")
    def write(payload, now):
        outbox.write("a@example.org", f"work {payload['n']}", "b")

    return due.run_due(LATER).done


def ask():
    from mitoyen.access.actors import Actor
    from mitoyen.plumbing import outbox
    from mitoyen.plumbing.request_keys import once

    def answer(n):
        return once(Actor(person=1), f"key {n}", "f", lambda: outbox.write("a@example.org", f"asked {n}", "b")[0].pk)

    return [answer(n).value for n in range(40)]


def send():
    from django.core.mail.backends.base import BaseEmailBackend

    from mitoyen.plumbing.outbox.sending import send_waiting

    sent = []

    class Server(BaseEmailBackend):
        def send_messages(self, messages):
            sent.append(messages[0].subject)
            return 1

    send_waiting(LATER, backend=Server())
    return sent


if __name__ == "__main__":
    set_up(sys.argv[1])
    print(json.dumps({"work": work(), "ask": ask(), "send": send()}))
