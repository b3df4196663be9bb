"""How long to wait before trying again what failed."""

from __future__ import annotations

from datetime import timedelta


def backoff(tries: int) -> timedelta:
    """How long to wait after that many failures: one minute, then twice as long, a day at most.

    >>> str(backoff(1)), str(backoff(4)), str(backoff(20))
    ('0:01:00', '0:08:00', '1 day, 0:00:00')
    """
    return min(timedelta(minutes=2 ** (tries - 1)), timedelta(days=1))
