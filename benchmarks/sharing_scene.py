"""A throwaway database with a lender, a borrower and things to book; used by the benchmarks of sharing."""

import os
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitoyen.project.settings_test")


def prepare():
    """Set Django up, with PostgreSQL running."""
    import django
    from django.conf import settings

    if not os.environ.get("DATABASE_URL"):
        settings.CLUSTER.ensure_running()
    settings.MITOYEN_API_RATES = {"token": "10000000/m", "anybody": "10000000/m"}
    django.setup()


@contextmanager
def database(name):
    """A migrated database of its own, dropped at the end."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    connection.settings_dict["TEST"]["NAME"] = name
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield connection
    finally:
        teardown_databases(made, verbosity=0)


def circle(resources):
    """An owner, a borrower and her agent, ``resources`` things of one unit; returns what a worker needs to know."""
    from datetime import date

    from mitoyen.kernel import clock
    from mitoyen.people.models import Mandate, Person
    from mitoyen.sharing.actions.keys import SCOPES
    from mitoyen.sharing.bridge.secrets import hash_of, new_key
    from mitoyen.sharing.models import ApiToken, Category, Place, Resource, Tariff, Unit
    from mitoyen.territory.models import Organisation

    def organisation(name):
        return Organisation.objects.create(name=name, sort_key=name, kind="commune", is_fictitious=True)

    owner, borrower = organisation("Propriétaire"), organisation("Emprunteur")
    person = Person.objects.create(email="agent@exemple.fr", name="Agent", is_fictitious=True)
    Mandate.objects.create(person=person, organisation=borrower, role="agent", since=date(2020, 1, 1))
    category = Category.objects.create(name="Engins", slug="engins", path="engins")
    place = Place.objects.create(name="Dépôt", organisation=owner, hours=[[[0, 1440]]] * 7, closes_on_holidays=False,
                                 latitude_e6=45_000_000, longitude_e6=6_000_000)  # fmt: skip
    made = Resource.objects.bulk_create(
        Resource(kind="equipment", name=f"Engin {rank}", category=category, owner=owner, holder=owner, place=place,
                 buffer_after_minutes=60, horizon_days=20_000, search_text=f"engin {rank}")
        for rank in range(resources)
    )  # fmt: skip
    Unit.objects.bulk_create(Unit(resource=row, code=f"B{row.pk}") for row in made)
    Tariff.objects.bulk_create(
        Tariff(resource=row, since=date(2020, 1, 1), day_cents=9600, source="voté") for row in made
    )
    key = new_key()
    ApiToken.objects.create(person=person, organisation=borrower, label="b", key_hash=hash_of(key), scopes=list(SCOPES),
                            expires_at=clock.now() + timedelta(days=9))  # fmt: skip
    return {"resources": [row.pk for row in made], "borrower": borrower.pk, "person": person.pk, "key": key}


def verdicts(name, bounds):
    """Each figure beside its bound, kept in benchmarks/results/; returns the exit status."""
    from scoring import Sheet

    sheet = Sheet(name)
    for what, value, bound, is_most, on_the_clock in bounds:
        (sheet.at_most if is_most else sheet.at_least)(what, value, bound, on_the_clock=on_the_clock)
    return sheet.close()


def keep(name, figures):
    """Write the figures of this run in benchmarks/results/."""
    import json

    folder = ROOT / "benchmarks" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
