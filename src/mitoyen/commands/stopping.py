"""How somebody stops the site: Ctrl+C, ``kill``, or the terminal that closes; in front or in the background."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedError(BaseException):
    """Somebody asked the site to stop; like ``KeyboardInterrupt``, nothing that catches errors may keep it."""


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Raise :class:`StoppedError` at the first signal that asks for it, and hear no other until the end.

    A shell starts what it puts in the background with SIGINT ignored, and Python then leaves it so: handlers are set
    whatever was found. Only SIGHUP stays ignored when ``nohup`` asked for that.
    """
    found = {number: signal.getsignal(number) for number in ASKING}
    heard = [number for number in ASKING if number != signal.SIGHUP or found[number] != signal.SIG_IGN]

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        for each in heard:
            signal.signal(each, signal.SIG_IGN)
        raise StoppedError

    for number in heard:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, found[number])
