"""Reads about people; what the actor may not see does not exist for her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from mitoyen.access.actors import ANYBODY, Actor, Mandate, Role
from mitoyen.people.models import Mandate as MandateRow

if TYPE_CHECKING:
    from datetime import date

    from mitoyen.people.models import Person


def actor_for(person: Person, as_of: date) -> Actor:
    """The actor that ``person`` is on ``as_of``: her mandates in force, one query."""
    if not person.is_active:
        return ANYBODY
    rows = MandateRow.objects.filter(
        Q(until__isnull=True) | Q(until__gte=as_of),
        Q(term__isnull=True) | Q(term__until__isnull=True) | Q(term__until__gte=as_of),
        person=person,
        since__lte=as_of,
    ).values_list("organisation_id", "role", "stands_in_for_id")
    mandates = tuple(
        Mandate(organisation=organisation, role=Role(role), stands_in_for=absent)
        for organisation, role, absent in rows.order_by("pk")
    )
    held = {mandate.organisation for mandate in mandates}
    chosen = (
        person.acting_for_id if person.acting_for_id in held else next(iter(m.organisation for m in mandates), None)
    )
    return Actor(
        person=person.pk,
        name=str(person),
        mandates=mandates,
        acting_for=chosen,
        runs_instance=person.runs_instance,
    )
