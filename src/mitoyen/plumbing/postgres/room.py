"""A disk that is full says so, in one sentence, and leaves what was there."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Full, over one's share of it, or a file larger than one may write.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID = tuple(os.strerror(number) for number in NO_ROOM)


class NoRoomError(ConflictError):
    """The disk has no room for what must be written."""

    code = "no_room"


def no_room(folder: Path | None, why: str) -> NoRoomError:
    """The sentence, with the folder and what the machine said."""
    fr, en = (f" dans {folder}", f" in {folder}") if folder else ("", "")
    return NoRoomError(
        Sentence(
            f"Il n'y a plus de place{fr} ({why}) : rien n'a changé. Libérez-en, puis recommencez.",
            f"There is no room left{en} ({why}): nothing has changed. Make some, then try again.",
        )
    )


def says_no_room(said: str) -> str:
    """What a program complained of, when it is of the lack of room.

    >>> says_no_room("pg_dump: error: could not write to output file: No space left on device")
    'No space left on device'
    """
    return next((words for words in _SAID if words in said), "")


@contextmanager
def room_told(folder: Path) -> Iterator[None]:
    """Turn what the machine says of a full disk into the sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise no_room(folder, error.strerror or "") from error
