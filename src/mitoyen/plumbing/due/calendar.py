"""Put work in the calendar, or take it out; both inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.plumbing.models import DueWork

if TYPE_CHECKING:
    from datetime import datetime


def schedule(kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None) -> None:
    """Have the work ``kind`` done at ``due_at``, once; the same ``key`` again moves it. One statement."""
    DueWork.objects.bulk_create(
        [DueWork(kind=kind, key=key, due_at=due_at, payload=payload or {})],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["due_at", "payload", "claimed_at", "done_at", "tries", "error"],
    )


def cancel(kind: str, key: str) -> bool:
    """Take out what was not done yet; says whether there was something."""
    removed, _ = DueWork.objects.filter(kind=kind, key=key, done_at__isnull=True).delete()
    return removed > 0
