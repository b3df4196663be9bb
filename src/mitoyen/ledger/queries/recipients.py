"""To whom a statement is sent: the organisation that pays, and those who keep its accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.access.actors import Role
from mitoyen.people.models import Mandate
from mitoyen.people.queries.standing import mandates_in_force

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from mitoyen.territory.models import Organisation

_RUNS = (Role.ADMINISTRATOR, Role.MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """An address, and the language in which to write to it."""

    email: str
    language: str = "fr"


def recipients_of(payers: Collection[Organisation], as_of: date) -> Mapping[int, list[Recipient]]:
    """The own address of each payer and its treasurers; without both, whoever runs it. One query."""
    found: dict[int, list[Recipient]] = defaultdict(list)
    running: dict[int, list[Recipient]] = defaultdict(list)
    for payer in payers:
        found[payer.pk] += [Recipient(email=payer.email)] if payer.email else []
    mandates = Mandate.objects.filter(
        mandates_in_force(as_of),
        organisation__in=[payer.pk for payer in payers],
        role__in=(Role.TREASURER, *_RUNS),
        person__is_active=True,
    )
    for row in mandates.select_related("person").order_by("pk"):
        listed = found if row.role == Role.TREASURER else running
        listed[row.organisation_id].append(Recipient(email=row.person.email, language=row.person.language))
    return {payer.pk: _once(found[payer.pk] or running[payer.pk]) for payer in payers}


def _once(recipients: list[Recipient]) -> list[Recipient]:
    """Each address once; a person's own language wins over the language of her organisation."""
    return list({each.email: each for each in recipients}.values())
