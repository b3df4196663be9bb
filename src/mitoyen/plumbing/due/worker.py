"""Do what is due. Several workers may run: each row is claimed by one, and what it does commits with it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from mitoyen.plumbing.backoff import backoff
from mitoyen.plumbing.due import registry
from mitoyen.plumbing.models import DueWork

if TYPE_CHECKING:
    from datetime import datetime

MOST_TRIES = 8
KEPT_DAYS = 90
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass has done."""

    done: int = 0
    failed: int = 0


def run_due(now: datetime, *, at_most: int = 500) -> Pass:
    """Do the work due at ``now``, the oldest first, and nothing twice."""
    done = failed = 0
    while done + failed < at_most:
        outcome = _do_one(now)
        if outcome is None:
            break
        done, failed = done + outcome, failed + (not outcome)
    return Pass(done, failed)


def _do_one(now: datetime) -> bool | None:
    """Claim one row and do it: True when done, False when it failed, None when nothing is left."""
    with transaction.atomic():
        row = (
            DueWork.objects.select_for_update(skip_locked=True)
            .filter(done_at__isnull=True, due_at__lte=now, tries__lt=MOST_TRIES)
            .order_by("due_at", "pk")
            .first()
        )
        if row is None:
            return None
        row.claimed_at = now
        error = _attempt(row, now)
        if error:
            row.tries += 1
            row.error, row.due_at = error, now + backoff(row.tries)
        else:
            row.done_at, row.error = now, ""
        row.save(update_fields=["claimed_at", "done_at", "tries", "error", "due_at"])
        return not error


def _attempt(row: DueWork, now: datetime) -> str:
    """Do the work inside a savepoint; returns what went wrong, or nothing."""
    work = registry.work_of(row.kind)
    if work is None:
        return f"no function does the work '{row.kind}' in this version"
    try:
        with transaction.atomic():
            work(row.payload, now)
    except Exception as error:  # noqa: BLE001 - one piece of work that fails must not stop the others
        _LOG.exception("the work %s failed", row)
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def forget_done_work(now: datetime) -> int:
    """Remove what was done long ago."""
    removed, _ = DueWork.objects.filter(done_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return removed
