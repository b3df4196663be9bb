"""The files that commands are given: read whole, up to a size, or refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000


class NotReadError(InvalidError):
    """A file could not be read at all; ``where`` is its name."""


def content(file: Path, most: int) -> bytes:
    """The bytes of a file of at most ``most`` bytes; :class:`NotReadError` says why it cannot be read."""
    try:
        with file.open("rb") as opened:
            read = opened.read(most + 1)  # a pipe or a device has no size to look at beforehand
    except FileNotFoundError:
        raise _refused(
            file, "Ce fichier n'existe pas : vérifiez son nom.", "There is no such file: check its name."
        ) from None
    except IsADirectoryError:
        raise _refused(file, "C'est un dossier : donnez un fichier.", "This is a folder: give a file.") from None
    except PermissionError:
        raise _refused(file, "Vous n'avez pas le droit de lire ce fichier.", "You may not read this file.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _refused(file, f"Ce fichier ne peut pas être lu ({why}).", f"This file cannot be read ({why}).") from None
    if len(read) > most:
        limit = most // MEGABYTE
        raise _refused(file, f"Ce fichier dépasse {limit} Mo, la limite.", f"This file is over {limit} MB, the limit.")
    return read


def text(file: Path, most: int) -> str:
    """The text of a UTF-8 file, with or without its mark; :class:`NotReadError` says why it cannot be read."""
    read = content(file, most)
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = read.count(b"\n", 0, error.start) + 1
        raise _refused(
            file,
            f"La ligne {line} n'est pas en UTF-8 : enregistrez le fichier avec cet encodage.",
            f"Line {line} is not in UTF-8: save the file with this encoding.",
        ) from None


def place(file: Path, where: str) -> str:
    """Where a fault is: the file, and what is said of the place inside it.

    >>> from pathlib import Path
    >>> place(Path("jeu.json"), "players.2"), place(Path("jeu.json"), "")
    ('jeu.json:players.2', 'jeu.json')
    """
    return f"{file}:{where}" if where not in ("", str(file)) else str(file)


def _refused(file: Path, fr: str, en: str) -> NotReadError:
    return NotReadError(Sentence(fr, en), where=str(file))
