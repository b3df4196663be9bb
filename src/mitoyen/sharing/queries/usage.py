"""What an owner's things did during a period: the facts of agreements, with a hash of the whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import rfc8785

from mitoyen.kernel.clock import PARIS
from mitoyen.sharing.models import Booking, State

if TYPE_CHECKING:
    from mitoyen.kernel.dates import Period

COUNTED = (State.RETURNED, State.CLOSED, State.NO_SHOW, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Usage:
    """One use that was invoiced: three quantities, and the cents."""

    booking: int
    resource: int
    unit: int
    borrower: int
    state: str
    booked_minutes: int
    present_minutes: int
    invoiced_minutes: int
    meter_tenths: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class UsageReport:
    """The uses of a period in order of booking; ``sha256`` names exactly these figures (RFC 8785, SHA-256)."""

    owner: int
    start: date
    end: date
    uses: tuple[Usage, ...]
    sha256: str


def usage_between(owner: int, period: Period) -> UsageReport:
    """The invoiced uses of what ``owner`` owns, that ended in ``period``; one query."""
    start, end = (datetime.combine(day, time(), tzinfo=PARIS) for day in (period.start, period.end))
    rows = Booking.objects.filter(
        resource__owner_id=owner,
        state__in=COUNTED,
        invoice__isnull=False,
        period__endswith__gt=start,
        period__endswith__lte=end,
    ).order_by("pk")
    uses = tuple(_usage(row) for row in rows)
    content: dict[str, Any] = {
        "owner": owner,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "uses": [[getattr(use, name) for name in Usage.__slots__] for use in uses],
    }
    return UsageReport(owner, period.start, period.end, uses, hashlib.sha256(rfc8785.dumps(content)).hexdigest())


def _usage(row: Booking) -> Usage:
    quantities = (row.invoice or {})["quantities"]
    return Usage(
        booking=row.pk,
        resource=row.resource_id,
        unit=row.unit_id,
        borrower=row.borrower_id,
        state=row.state,
        booked_minutes=quantities["booked"]["minutes"],
        present_minutes=quantities["present"]["minutes"],
        invoiced_minutes=quantities["invoiced"]["minutes"],
        meter_tenths=quantities["present"]["meter_tenths"],
        cents=row.invoice_cents or 0,
    )
