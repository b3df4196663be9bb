"""The invented territory: what ``mitoyen demo`` loads into an empty site.

==============  ==============================================================
``territory``   twelve mountain communes and a quarter of a port city
``people``      who works there, and the three printed accounts
``things``      what they share: descriptions, families of rules, habits
``depots``      where things are kept, and when somebody is there
``catalogue``   writes the things, with the tariffs of each year
``seasons``     snow, school, feasts: the days on which things are wanted
``wants``       who wants what, in the order in which they ask
``diary``       lays wishes on units, or says that nothing was free
``lives``       what became of each booking: rows, not yet written
``staging``     what is arranged by hand: next Tuesday's diggers, a late return
``aftermath``   damage, deposits; seats and shares
``writing``     writes them in bulk, with their lines of the journal
``books``       the ledger: months posted, closed, the last one left open
``checks``      every rule, asserted on what was loaded
``sharing``     all of it in order
``studies``     two questions put to what was booked
==============  ==============================================================
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.demonstration.people import Account


def load_when_empty() -> tuple[Account, ...]:
    """Load the invented territory into a site that has no organisation; the accounts to print, in any case."""
    from django.db import transaction  # noqa: PLC0415  this package is imported before Django is set up

    from mitoyen.demonstration import people  # noqa: PLC0415
    from mitoyen.territory.models import Organisation  # noqa: PLC0415

    with transaction.atomic(), _many_rows():
        if not Organisation.objects.exists():
            _load()
    return people.PRINTED


def _load() -> None:
    """Everything in order. What writes it is imported here: a site that is already loaded starts without it."""
    from mitoyen.demonstration import people, sharing, studies, territory  # noqa: PLC0415
    from mitoyen.kernel import clock  # noqa: PLC0415

    now = clock.now()
    since = clock.today().replace(year=clock.today().year - 2, day=1)
    organisations = territory.load(year=since.year)
    persons = people.load(organisations, since)
    sharing.load(organisations, persons, since, now)
    studies.load(organisations, persons, since, clock.today())


@contextmanager
def _many_rows() -> Iterator[None]:
    """Do not look for cycles among tens of thousands of living rows: it takes time and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
