"""The invented territory: what ``mitoyen demo`` loads into an empty site.

==============  ==============================================================
``territory``   twelve mountain communes and a quarter of a port city
``people``      who works there, and the three printed accounts
==============  ==============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.kernel import clock

if TYPE_CHECKING:
    from mitoyen.demonstration.people import Account


def load_when_empty() -> tuple[Account, ...]:
    """Load the invented territory into a site that has no organisation; the accounts to print, in any case."""
    from django.db import transaction  # noqa: PLC0415  this package is imported before Django is set up

    from mitoyen.demonstration import people, territory  # noqa: PLC0415
    from mitoyen.territory.models import Organisation  # noqa: PLC0415

    with transaction.atomic():
        if not Organisation.objects.exists():
            today = clock.today()
            organisations = territory.load(year=today.year - 2)
            people.load(organisations, since=today.replace(year=today.year - 2, day=1))
    return people.PRINTED
