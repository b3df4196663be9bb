"""All that a booking needs to know of a resource, locked, in one statement written by hand.

It is the busiest read of the house: composing it anew each time would cost more than the database takes to
answer. The columns come from the models, so that a field added there is read here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models

from mitoyen.access.actors import Role
from mitoyen.people.models import Person
from mitoyen.sharing.models import Place, Resource, Tariff, Unit
from mitoyen.territory.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mitoyen.access.actors import Actor

Row = TypeVar("Row", bound=models.Model)
_KEEPERS = (Role.ADMINISTRATOR, Role.MANAGER, Role.AGENT)
_DAYS = ("since", "until", "in_service_since", "retired_on")


@dataclass(slots=True)
class Facts:
    """A locked resource, the closed days of its place, the papers that it asks for, its tariffs and its units."""

    resource: Resource
    closed_days: dict[date, str]
    papers: list[str]
    tariffs: list[Tariff]
    units: list[Unit]

    def in_service(self, on: date) -> list[Unit]:
        """The units that can be booked on a day."""
        return [
            unit
            for unit in self.units
            if (unit.retired_on is None or unit.retired_on > on)
            and (unit.in_service_since is None or unit.in_service_since <= on)
        ]


@dataclass(slots=True)
class Parties:
    """The borrower and the person who books."""

    borrower: Organisation
    agent: Person | None


def locked_facts(actor: Actor, resource: int) -> Facts | None:
    """Lock the resource and read what its rules need; None when it is not there for this actor. One statement."""
    return _read_facts(actor, resource, f"{_facts_statement()}FOR NO KEY UPDATE OF r")


def facts_of(actor: Actor, resource: int) -> Facts | None:
    """The same, without a lock: others go on meanwhile."""
    return _read_facts(actor, resource, _facts_statement())


def _read_facts(actor: Actor, resource: int, statement: str) -> Facts | None:
    mine = list(actor.organisations(_KEEPERS))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"resource": resource, "mine": mine})
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    found = _taken(Resource, values)
    place = _taken(Place, values)
    found.place = place if found.place_id is not None else None
    found.owner = _taken(Organisation, values)
    found.holder = _taken(Organisation, values)
    closed, papers, tariffs, units = (json.loads(each) if isinstance(each, str) else each for each in values)
    days: dict[date, str] = {}
    for first, last, reason in closed:
        close(days, date.fromisoformat(first), date.fromisoformat(last), reason)
    return Facts(
        found, days, papers, [_from_json(Tariff, each) for each in tariffs], [_from_json(Unit, each) for each in units]
    )


def parties(borrower: int, agent: int | None) -> Parties | None:
    """The borrower, if active, and the person; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_parties_statement(), [agent, borrower])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    organisation = _taken(Organisation, values)
    person = _taken(Person, values)
    is_known = agent is not None and person.pk == agent
    return Parties(organisation, person if is_known else None)


def close(days: dict[date, str], first: date, last: date, reason: str) -> None:
    """Add the days of a closure, ``last`` included."""
    for rank in range((last - first).days + 1):
        days[first + timedelta(days=rank)] = reason


@cache
def _facts_statement() -> str:
    return f"""
SELECT {_columns(Resource, "r")}, {_columns(Place, "p")}, {_columns(Organisation, "o")}, {_columns(Organisation, "h")},
    (SELECT coalesce(json_agg(json_build_array(c.first, c.last, c.reason)), '[]')
       FROM sharing_closure c WHERE c.place_id = r.place_id),
    (SELECT coalesce(json_agg(q.name ORDER BY q.id), '[]') FROM sharing_requirement q WHERE q.resource_id = r.id),
    (SELECT coalesce(json_agg(t), '[]') FROM sharing_tariff t WHERE t.resource_id = r.id),
    (SELECT coalesce(json_agg(u ORDER BY u.id), '[]') FROM sharing_unit u WHERE u.resource_id = r.id)
FROM sharing_resource r LEFT JOIN sharing_place p ON p.id = r.place_id
JOIN territory_organisation o ON o.id = r.owner_id JOIN territory_organisation h ON h.id = r.holder_id
WHERE r.id = %(resource)s AND (r.is_listed OR r.owner_id = ANY(%(mine)s) OR r.holder_id = ANY(%(mine)s))
"""  # noqa: S608  (names of our own columns)


@cache
def _parties_statement() -> str:
    return (
        f"SELECT {_columns(Organisation, 'o')}, {_columns(Person, 'a')} FROM territory_organisation o "  # noqa: S608
        "LEFT JOIN people_person a ON a.id = %s WHERE o.id = %s AND o.is_active"
    )


def _columns(model: type[models.Model], alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in _fields(model))


@cache
def _fields(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return tuple(field for field in model._meta.concrete_fields if field.column is not None)


def _taken(model: type[Row], values: list[Any]) -> Row:
    """The row of ``model`` at the head of ``values``, which loses it."""
    fields = _fields(model)
    mine, values[:] = values[: len(fields)], values[len(fields) :]
    for rank, field in enumerate(fields):
        if isinstance(field, models.JSONField) and isinstance(mine[rank], str):
            mine[rank] = json.loads(mine[rank])
    return model.from_db("default", [field.attname for field in fields], mine)


def _from_json(model: type[Row], row: dict[str, Any]) -> Row:
    fields = _fields(model)
    values = [row[str(field.column)] for field in fields]
    for rank, field in enumerate(fields):
        if field.attname in _DAYS and values[rank]:
            values[rank] = date.fromisoformat(values[rank])
    return model.from_db("default", [field.attname for field in fields], values)
