"""One site at a time serves a data folder: the second one says so, and leaves the first and its database alone."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from mitoyen.kernel.errors import ConflictError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "site.lock"


class AlreadyServedError(ConflictError):
    """Another site already runs from this data folder."""

    code = "already_served"


@contextmanager
def only_site_of(folder: Path) -> Iterator[TextIO]:
    """Hold the data folder as long as the site runs; the machine lets go of it by itself when the site falls.

    What is given is the file where the site writes its address, for whoever comes second.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise _already_served(folder, held.read().strip()) from None
        held.truncate(0)
        yield held


def write_address(held: TextIO, address: str) -> None:
    """Tell the next one where the site answers."""
    held.truncate(0)
    held.write(address)
    held.flush()


def _already_served(folder: Path, address: str) -> AlreadyServedError:
    at_fr, at_en = (f", à l'adresse {address}", f", at {address}") if address else ("", "")
    return AlreadyServedError(
        Sentence(
            f"Un site tourne déjà avec le dossier {folder}{at_fr} : servez-vous de celui-là, arrêtez-le, ou donnez un "
            "autre dossier avec MITOYEN_DATA=….",
            f"A site already runs from the folder {folder}{at_en}: use that one, stop it, or give another folder with "
            "MITOYEN_DATA=….",
        )
    )
