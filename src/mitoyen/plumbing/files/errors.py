"""Why a file is refused: what it is, and what to send instead."""

from __future__ import annotations

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence


class FileRefusedError(InvalidError):
    """A file that is too big, that is not what its name says, or that we cannot read."""

    code = "file_refused"


def refused(name: str, fr: str, en: str, *, where: str = "") -> FileRefusedError:
    """Refuse the file ``name``, with the reason in both languages."""
    return FileRefusedError(Sentence(f"« {name} » : {fr}", f"'{name}': {en}"), where=where)
