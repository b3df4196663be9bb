"""Which rows an actor may read; equal to ``ledger.see_statement`` in the table, and a test proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from mitoyen.access.actors import Role
from mitoyen.ledger.models import Entry, Statement

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor

SEES_MONEY = (Role.ADMINISTRATOR, Role.MANAGER, Role.TREASURER, Role.AUDITOR, Role.ELECTED)


def _parties(actor: Actor) -> Q:
    organisations = actor.organisations(SEES_MONEY)
    return Q(payee__in=organisations) | Q(payer__in=organisations)


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    """The entries that ``actor`` may read."""
    return Entry.objects.filter(_parties(actor))


def visible_statements(actor: Actor) -> QuerySet[Statement]:
    """The closed statements that ``actor`` may read, the latest first."""
    return Statement.objects.filter(_parties(actor)).select_related("payee", "payer")
