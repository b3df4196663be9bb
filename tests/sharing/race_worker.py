"""One of several processes that ask for overlapping times at the same instant; started by test_races.py.

Reads its orders on the standard input, one JSON document; for each round waits for the gate (a moment of the
monotonic clock that all share), asks once, and writes the outcome of each round.
"""

import json
import os
import sys
import time


def main():
    orders = json.loads(sys.stdin.readline())
    os.environ["DJANGO_SETTINGS_MODULE"] = "mitoyen.project.settings_test"
    import django

    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = orders["database"]
    settings.MITOYEN_API_RATES = {"token": "1000000/m", "anybody": "1000000/m"}
    from django.db import connection

    connection.settings_dict["NAME"] = orders["database"]
    connection.ensure_connection()
    ask = door(orders)
    ask(orders["warm_up"])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    start = float(sys.stdin.readline())
    outcomes = []
    for rank, wish in enumerate(orders["rounds"]):
        gate = start + rank * orders["pace"]
        while (left := gate - time.monotonic()) > 0:
            time.sleep(left)
        outcomes.append(ask(wish))
    sys.stdout.write(json.dumps(outcomes) + "\n")


def door(orders):
    """The way in: the action itself, the API, the import of a file, or its preview."""
    from datetime import datetime

    from mitoyen.access.actors import Actor, Mandate, Role
    from mitoyen.kernel.errors import ConflictError, MitoyenError
    from mitoyen.sharing import actions

    who = orders["borrower"]
    actor = Actor(person=orders["person"], name="x", mandates=(Mandate(who, Role.AGENT),), acting_for=who)

    def by_action(wish):
        times = {name: datetime.fromisoformat(wish[name]) for name in ("start", "end")}
        rest = {name: value for name, value in wish.items() if name not in times}
        try:
            return ["booked", actions.book(actor, actions.Wish(**times, **rest)).pk]
        except ConflictError as error:
            return [error.code, 0]
        except MitoyenError as error:
            return [f"{error.code}: {error}", 0]

    def by_api(wish):
        from django.test import Client

        client = by_api.__dict__.setdefault("client", Client())
        answer = client.post("/api/v1/bookings", json.dumps(wish), content_type="application/json",
                             headers={"Authorization": f"Bearer {orders['key']}"})  # fmt: skip
        said = answer.json()
        return ["booked", said["id"]] if answer.status_code == 201 else [said["code"], 0]

    def by_import(wish):
        line = f"{wish['resource']};{wish['borrower']};{wish['start']};{wish['end']};;{wish.get('request_key', '')}"
        done = actions.import_bookings(actor, f"ressource;emprunteur;debut;fin;objet;cle\n{line}\n")
        return ["booked", done.bookings[0][1]] if done.bookings else [done.refused[0].code, 0]

    def by_preview(wish):
        line = f"{wish['resource']};{wish['borrower']};{wish['start']};{wish['end']}"
        read = actions.preview_bookings(actor, f"ressource;emprunteur;debut;fin\n{line}\n")
        return ["would book", len(read.bookings)] if read.bookings else [read.refused[0].code, 0]

    return {"preview": by_preview, "action": by_action, "api": by_api, "import": by_import}[orders["door"]]


if __name__ == "__main__":
    main()
