"""The only place that knows what time it is.

A request, a task or a command reads the clock once, at its edge, and passes it down; engines take
``as_of``. Tests and the demonstration set it with :func:`frozen_at`.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

PARIS = ZoneInfo("Europe/Paris")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day, as a calendar in Paris shows it."""
    return now().astimezone(PARIS).date()


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at ``instant``; a bare one is read in Paris.

    >>> with frozen_at(datetime(2027, 3, 2, 0, 30)):
    ...     str(today()), now().hour
    ('2027-03-02', 23)
    """
    aware = instant if instant.tzinfo else instant.replace(tzinfo=PARIS)
    token = _frozen.set(aware.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
