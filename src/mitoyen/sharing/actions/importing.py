"""Book the lines of a CSV file, each by the same verb as a page; every refused line is located and says why."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mitoyen.kernel.clock import PARIS
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Sentence
from mitoyen.sharing.actions.booking import book
from mitoyen.sharing.bridge.estimate import Wish
from mitoyen.sharing.errors import ImportRefusedError

if TYPE_CHECKING:
    from mitoyen.access.actors import Actor

COLUMNS = ("ressource", "emprunteur", "debut", "fin", "objet", "cle")
NEEDED = COLUMNS[:4]
MOST_LINES = 5000
_FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H h %M")


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not booked: its number in the file (the heading is 1), its column, and why."""

    line: int
    column: str
    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the bookings by line, and the refused lines."""

    bookings: tuple[tuple[int, int], ...]  # (line, booking)
    refused: tuple[Refused, ...]


def refused_lines(content: bytes | str, refused: tuple[Refused, ...]) -> str:
    """The heading and the lines that were refused, as they were written: to correct, and to send again."""
    written = _text(content).splitlines()
    return "\n".join([*written[:1], *(written[each.line - 1] for each in refused if each.line <= len(written))])


def import_bookings(actor: Actor, content: bytes | str, *, key: str = "") -> Imported:
    """Book each line of a CSV file: ``ressource;emprunteur;debut;fin`` and, if wished, ``objet;cle``.

    Ids are numbers, times local (``2027-03-16 08:00`` or ``16/03/2027 08:00``) or with their offset. Each line is
    booked or refused on its own; ``cle`` makes a file that is sent twice book once, and so does ``key`` for the lines
    that have none: made once by the page that sends the file. Raises
    :class:`ImportRefusedError` when the file itself cannot be read.
    """
    done: list[tuple[int, int]] = []
    refused: list[Refused] = []
    for number, row in lines_of(content):
        try:
            done.append((number, book(actor, wish_of(row, number, key)).pk))
        except MitoyenError as error:
            refused.append(Refused(number, error.where, error.code, error.sentence))
    return Imported(tuple(done), tuple(refused))


def lines_of(content: bytes | str) -> list[tuple[int, dict[str, str]]]:
    """The lines that say something, each with its number in the file and its columns."""
    text = _text(content)
    heading = text.partition("\n")[0]
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in heading else ",", strict=True)
        names = [str(name).strip().lower() for name in reader.fieldnames or []]
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise ImportRefusedError(
                Sentence(
                    f"Il manque la colonne {', '.join(missing)}. La première ligne doit être : {';'.join(COLUMNS)}.",
                    f"Column {', '.join(missing)} is missing. The first line must be: {';'.join(COLUMNS)}.",
                ),
                where="1",
            )
        reader.fieldnames = names
        rows = [
            (reader.line_num, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)})
            for row in reader
        ]
    except csv.Error as error:
        raise ImportRefusedError(
            Sentence(
                "Ce fichier n'est pas un CSV lisible : enregistrez-le de nouveau en CSV (UTF-8).",
                "This file is no readable CSV: save it again as CSV (UTF-8).",
            )
        ) from error
    if len(rows) > MOST_LINES:
        raise ImportRefusedError(
            Sentence(
                f"{len(rows)} lignes : {MOST_LINES} au plus par fichier.", f"{len(rows)} lines: {MOST_LINES} at most."
            )
        )
    return [(number, row) for number, row in rows if any(row.values())]


def _text(content: bytes | str) -> str:
    if isinstance(content, str):
        return content.lstrip("\ufeff")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefusedError(
        Sentence(
            "Ce fichier n'est pas un texte : enregistrez-le en CSV (UTF-8).",
            "This file is no text: save it as CSV (UTF-8).",
        )
    )


def wish_of(row: dict[str, str], line: int, key: str = "") -> Wish:
    """What a line asks for."""
    return Wish(
        resource=_number(row, "ressource"),
        borrower=_number(row, "emprunteur"),
        start=_moment(row, "debut"),
        end=_moment(row, "fin"),
        purpose=row.get("objet", ""),
        request_key=row.get("cle", "") or (f"{key[:50]}-{line}" if key else ""),
    )


def _number(row: dict[str, str], column: str) -> int:
    written = row[column]
    if not (written.isascii() and written.isdigit() and len(written) <= 18):  # noqa: PLR2004  (fits 64 bits)
        raise InvalidError(
            Sentence(
                f"Colonne {column} : « {written[:40]} » n'est pas un numéro.",
                f"Column {column}: '{written[:40]}' is not a number.",
            ),
            where=column,
        )
    return int(written)


def _moment(row: dict[str, str], column: str) -> datetime:
    written = row[column]
    for form in _FORMS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=PARIS)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise InvalidError(
            Sentence(
                f"Colonne {column} : « {written[:40]} » n'est pas une date et une heure ; "
                "écrivez par exemple 16/03/2027 08:00.",
                f"Column {column}: '{written[:40]}' is not a date and time; write for instance 2027-03-16 08:00.",
            ),
            where=column,
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=PARIS)
