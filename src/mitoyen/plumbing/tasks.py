"""The sweeps that plumbing makes at each pass of a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.plumbing.due.registry import each_pass
from mitoyen.plumbing.due.worker import forget_done_work
from mitoyen.plumbing.files.storing import erase_due
from mitoyen.plumbing.outbox.sending import forget_old_mail
from mitoyen.plumbing.request_keys import forget_old_keys

if TYPE_CHECKING:
    from datetime import datetime


@each_pass
def keep_only_what_is_needed(now: datetime) -> None:
    """Erase files on their date; forget old mail, old keys and old work."""
    erase_due(now)
    forget_old_mail(now)
    forget_old_keys(now)
    forget_done_work(now)
