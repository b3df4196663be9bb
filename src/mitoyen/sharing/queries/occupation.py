"""What keeps units busy: one statement for any number of units.

An option that has run out keeps nothing busy, whether or not a worker has told it so: the clock of the reader
is compared with ``held_until`` here, in every answer. What is out and should be back is still out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from mitoyen.sharing.models import BLOCKING, State

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

_BLOCKING = ", ".join(f"'{state.value}'" for state in BLOCKING)
_BOOKING = """SELECT b.unit_id, lower(b.blocked), upper(b.blocked), lower(b.period), upper(b.period), b.state, b.id,
    b.borrower_id, o.name, o.kind, '', false, b.held_until, b.announced_return
FROM sharing_booking b JOIN territory_organisation o ON o.id = b.borrower_id WHERE """
_BLOCK = """SELECT k.unit_id, lower(k.period), upper(k.period), lower(k.period), upper(k.period), k.kind, k.id,
    NULL::bigint, '', '', k.reason, k.is_estimate, NULL::timestamptz, NULL::timestamptz
FROM sharing_block k WHERE k.lifted_at IS NULL AND """
# The planner is shown the constants of the partial index, in its words.
_DURING = (
    f"{_BOOKING} b.blocked && tstzrange(%(start)s, %(end)s) AND b.unit_id = ANY(%(units)s) AND b.state IN ({_BLOCKING})"
)
_HISTORY = (
    f"{_BOOKING} b.unit_id = ANY(%(units)s) AND b.blocked && tstzrange(%(start)s, %(end)s)"
    f" AND b.state IN ({_BLOCKING}, 'closed', 'no_show')"
)
_OVERDUE = (
    f"{_BOOKING} b.state = 'handed_over' AND b.unit_id = ANY(%(units)s) AND upper(b.period) < %(now)s"
    " AND NOT b.blocked && tstzrange(%(start)s, %(end)s)"
)
_OUT = f"{_BLOCK} k.period && tstzrange(%(start)s, %(end)s) AND k.unit_id = ANY(%(units)s)"

NOW = f"{_DURING} UNION ALL {_OVERDUE} UNION ALL {_OUT} ORDER BY 1, 2, 7"
PAST = f"{_HISTORY} UNION ALL {_OVERDUE} UNION ALL {_OUT} ORDER BY 1, 2, 7"


@dataclass(frozen=True, slots=True)
class Occupation:
    """A booking or a block, as it keeps a unit: ``[start, end)`` with buffers, ``[opens, closes)`` without.

    ``state`` is that of a booking, or the kind of a block (then ``borrower`` is None and ``reason`` says why).
    """

    unit: int
    start: datetime
    end: datetime
    opens: datetime
    closes: datetime
    state: str
    pk: int
    borrower: int | None
    borrower_name: str
    borrower_kind: str
    reason: str
    is_estimate: bool
    held_until: datetime | None
    announced_return: datetime | None

    @property
    def is_block(self) -> bool:
        """Whether nobody uses the unit: workshop, breakdown, closing."""
        return self.borrower is None

    def has_run_out(self, now: datetime) -> bool:
        """Whether it is an option that nobody confirmed in time."""
        return self.state == State.HELD and self.held_until is not None and self.held_until <= now

    def is_overdue(self, now: datetime) -> bool:
        """Whether the unit should have come back."""
        return self.state == State.HANDED_OVER and self.closes < now


def occupations(
    units: Collection[int],
    start: datetime,
    end: datetime,
    now: datetime,
    *,
    with_expired: bool = False,
    with_history: bool = False,
) -> list[Occupation]:
    """What keeps ``units`` busy in ``[start, end)``, and what is overdue; ordered by unit and start."""
    if not units:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PAST if with_history else NOW, {"start": start, "end": end, "units": list(units), "now": now})
        found = [Occupation(*row) for row in cursor.fetchall()]
    return found if with_expired else [each for each in found if not each.has_run_out(now)]


TAKEN_UNITS = f"""
SELECT b.unit_id FROM sharing_booking b
WHERE b.blocked && tstzrange(%(start)s, %(end)s) AND b.state IN ({_BLOCKING})
  AND NOT (b.state = 'held' AND b.held_until <= %(now)s)
UNION
SELECT b.unit_id FROM sharing_booking b
WHERE b.state = 'handed_over' AND upper(b.period) < %(now)s AND %(start)s < coalesce(b.announced_return, %(now)s)
UNION
SELECT k.unit_id FROM sharing_block k WHERE k.lifted_at IS NULL AND k.period && tstzrange(%(start)s, %(end)s)
"""  # noqa: S608  (composed of constants of this module)


def taken_units(start: datetime, end: datetime, now: datetime) -> set[int]:
    """The units of the whole territory that something keeps during ``[start, end)``; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_UNITS, {"start": start, "end": end, "now": now})
        return {unit for (unit,) in cursor.fetchall()}


BUSY_RESOURCES = f"""
WITH wanted AS (
    SELECT * FROM unnest(%(resources)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) w(resource, s, e)
), taken AS (
    SELECT b.unit_id, w.resource FROM sharing_booking b
    JOIN sharing_unit u ON u.id = b.unit_id JOIN wanted w ON w.resource = u.resource_id
    WHERE b.blocked && tstzrange(%(first)s, %(last)s) AND b.state IN ({_BLOCKING})
      AND b.blocked && tstzrange(w.s, w.e)
      AND NOT (b.state = 'held' AND b.held_until <= %(now)s)
    UNION
    SELECT b.unit_id, w.resource FROM sharing_booking b
    JOIN sharing_unit u ON u.id = b.unit_id JOIN wanted w ON w.resource = u.resource_id
    WHERE b.state = 'handed_over' AND upper(b.period) < %(now)s AND w.s < coalesce(b.announced_return, %(now)s)
    UNION
    SELECT k.unit_id, w.resource FROM sharing_block k
    JOIN sharing_unit u ON u.id = k.unit_id JOIN wanted w ON w.resource = u.resource_id
    WHERE k.lifted_at IS NULL AND k.period && tstzrange(%(first)s, %(last)s) AND k.period && tstzrange(w.s, w.e)
)
SELECT u.resource_id, count(*), count(t.unit_id) FROM sharing_unit u JOIN wanted w ON w.resource = u.resource_id
LEFT JOIN taken t ON t.unit_id = u.id
WHERE (u.retired_on IS NULL OR u.retired_on > %(day)s) AND (u.in_service_since IS NULL OR u.in_service_since <= %(day)s)
GROUP BY u.resource_id
"""  # noqa: S608  (composed of constants of this module)


def free_units(windows: dict[int, tuple[datetime, datetime]], now: datetime) -> dict[int, int]:
    """How many units of each resource are free during its own window (buffers included); one statement."""
    if not windows:
        return {}
    starts, ends = [s for s, _ in windows.values()], [e for _, e in windows.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            BUSY_RESOURCES,
            {
                "resources": list(windows),
                "starts": starts,
                "ends": ends,
                "first": min(starts),
                "last": max(ends),
                "now": now,
                "day": min(starts).date(),
            },
        )
        return {resource: units - taken for resource, units, taken in cursor.fetchall()}
