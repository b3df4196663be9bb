"""One pass of a worker: what is due, the sweeps of each app, the mail that waits."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

from mitoyen.kernel.errors import MitoyenError
from mitoyen.plumbing.due import registry
from mitoyen.plumbing.due.worker import run_due
from mitoyen.plumbing.outbox.sending import send_waiting

if TYPE_CHECKING:
    from datetime import datetime

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a pass has done."""

    done: int
    failed: int
    sent: int
    unsent: int

    def __str__(self) -> str:
        return f"due work: {self.done} done, {self.failed} failed; mail: {self.sent} sent, {self.unsent} not sent"


def make_pass(now: datetime) -> Report:
    """Do everything that waits at ``now``."""
    work = run_due(now)
    broken = sum(not _swept(name, now) for name in registry.sweeps())
    mail = send_waiting(now)
    return Report(done=work.done, failed=work.failed + broken, sent=mail.sent, unsent=mail.failed)


def _swept(name: str, now: datetime) -> bool:
    """Make one sweep; a failure is written in the log and stops no other."""
    try:
        registry.sweeps()[name](now)
    except (DatabaseError, MitoyenError, OSError, ValueError, LookupError, TypeError, AttributeError):
        _LOG.exception("the sweep %s failed", name)
        return False
    return True


def forget_connection() -> None:
    """Let go of a connection that the database may have cut; the next pass opens another."""
    connection.close_if_unusable_or_obsolete()
