"""NEEDS.csv: one need a line, every fault with its line and its column.

Columns ``member,start,end`` and, optional, ``units,weight,kind``. Commas or semicolons between them (with
semicolons, decimal commas are read). Times are ISO 8601, in Paris when they bear no offset; a bare day
begins at midnight as a start, and ends at the next midnight as an end.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NoReturn

from mitoyen.engines.pooling.needs.paris import MissingHourError, minutes_of
from mitoyen.engines.pooling.needs.records import COLUMNS, Needs
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.identity import slug
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED = ("member", "start", "end")
_SHOWN = 5
_MOST_UNITS = 1_000
_LONGEST_CELL = 10_000
"""Ours: that of Python's reader belongs to the whole process, and whoever reads large files raises it."""
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where, and what to write instead."""

    line: int
    column: str
    sentence: Sentence


class NeedsError(InvalidError):
    """NEEDS.csv cannot be read; ``faults`` has them all, the sentence shows the first ones."""

    code = "invalid_needs"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Say the first faults, and how many there are."""
        shown = faults[:_SHOWN]
        more = len(faults) - len(shown)
        fr = " ".join(f"Ligne {f.line}, colonne {f.column} : {f.sentence.fr}" for f in shown)
        en = " ".join(f"Line {f.line}, column {f.column}: {f.sentence.en}" for f in shown)
        super().__init__(
            Sentence(
                fr + (f" Et {more} autre(s) faute(s)." if more else ""), en + (f" And {more} more." if more else "")
            ),
            where=f"{faults[0].line}:{faults[0].column}",
        )
        self.faults = faults


def read_needs(
    text: str,
    members: Mapping[str, str],
    *,
    kinds: tuple[str, ...] = (),
    stock: Mapping[tuple[str, str], int] | None = None,
) -> Needs:
    r"""Read NEEDS.csv; raises :class:`NeedsError` with every fault located.

    ``members`` gives the name of each member by its identifier; the file may use either. ``kinds``, when
    given, are the only ones known; when there is but one, an empty cell means it. ``stock`` says how many units
    of a kind a member can use at once: its needs may not overlap beyond it.

    >>> needs = read_needs("member,start,end\nury,2027-03-01T08:00,2027-03-01T10:00\n", {"ury": "Ury"})
    >>> needs.hours.tolist()
    [2.0]
    """
    reader = _Reader(members, kinds)
    needs = reader.read(text)
    faults = [*reader.faults, *_beyond_stock(needs, stock or {})]
    if faults:
        raise NeedsError(tuple(sorted(faults, key=lambda fault: fault.line)))
    return needs


class _CellError(Exception):
    """One cell is wrong; the reader adds where it stands."""

    def __init__(self, column: str, fr: str, en: str) -> None:
        super().__init__(fr)
        self.column = column
        self.sentence = Sentence(fr, en)


def _is_immense(cells: list[str]) -> bool:
    return any(len(cell) > _LONGEST_CELL for cell in cells)


class _Reader:
    def __init__(self, members: Mapping[str, str], kinds: tuple[str, ...]) -> None:
        self.members = dict(members)
        self.by_slug = {slug(name): member for member, name in members.items()}
        self.by_slug |= {slug(member): member for member in members}
        self.kinds = {slug(kind): kind for kind in kinds}
        self.known: dict[tuple[str, str], str] = {}  # what was written, once understood
        self.faults: list[Fault] = []

    def read(self, text: str) -> Needs:
        header, _, _ = text.lstrip("\ufeff").partition("\n")
        self.delimiter = ";" if header.count(";") > header.count(",") else ","
        sheet = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=self.delimiter)
        try:
            first = next(sheet, [])
        except csv.Error:
            self._refuse_sheet(1, REQUIRED[0])
        if _is_immense(first):
            self._refuse_sheet(1, REQUIRED[0])
        names = [name.strip().casefold() for name in first]
        self._check_header(names)
        rows, lines = [], []
        try:
            for cells in sheet:
                if not any(cell.strip() for cell in cells):
                    continue
                if _is_immense(cells):
                    self._refuse_sheet(sheet.line_num, names[0])
                try:
                    rows.append(self._row(names, cells))
                    lines.append(sheet.line_num)
                except _CellError as error:
                    self.faults.append(Fault(sheet.line_num, error.column, error.sentence))
        except csv.Error:
            self._refuse_sheet(sheet.line_num, names[0])
        return Needs.of(tuple(self.members), rows, lines=lines)

    def _refuse_sheet(self, line: int, column: str) -> NoReturn:
        raise NeedsError(
            (
                Fault(
                    line,
                    column,
                    Sentence(
                        "cette ligne n'est pas du CSV lisible : un guillemet n'est pas fermé, ou une case est immense.",
                        "this line is not readable CSV: a quote is not closed, or a cell is huge.",
                    ),
                ),
            )
        )

    def _check_header(self, names: list[str]) -> None:
        wanted, known = ", ".join(REQUIRED), ", ".join(COLUMNS)
        for name in [name for name in REQUIRED if name not in names][:1]:
            self._refuse_header(
                name,
                f"cette colonne manque ; la première ligne doit nommer au moins {wanted}.",
                f"this column is missing; the first line must name at least {wanted}.",
            )
        for rank, name in enumerate(names):
            if name not in COLUMNS or name in names[:rank]:
                self._refuse_header(
                    name or str(rank + 1),
                    f"colonne inconnue ou répétée ; les colonnes possibles sont {known}.",
                    f"unknown or repeated column; the possible columns are {known}.",
                )

    def _refuse_header(self, column: str, fr: str, en: str) -> NoReturn:
        raise NeedsError((Fault(1, column, Sentence(fr, en)),))

    def _row(self, names: list[str], cells: list[str]) -> tuple[str, int, int, int, float, str]:
        if len(cells) != len(names):
            raise _CellError(
                names[min(len(cells), len(names)) - 1],
                f"{len(cells)} case{'s' if len(cells) > 1 else ''} au lieu de {len(names)}, comme la première ligne.",
                f"{len(cells)} cell{'s' if len(cells) > 1 else ''} instead of {len(names)}, as the first line.",
            )
        cell = {name: written.strip() for name, written in zip(names, cells, strict=True)}
        start = self._moment("start", cell["start"])
        end = self._moment("end", cell["end"], after=start)
        if end <= start:
            raise _CellError(
                "end",
                f"la fin ({cell['end']}) n'est pas après le début ({cell['start']}).",
                f"the end ({cell['end']}) is not after the start ({cell['start']}).",
            )
        return (
            self._member(cell["member"]),
            start,
            end,
            self._units(cell.get("units", "")),
            self._weight(cell.get("weight", "")),
            self._kind(cell.get("kind", "")),
        )

    def _member(self, written: str) -> str:
        if ("member", written) in self.known:
            return self.known["member", written]
        member = self.by_slug.get(slug(written))
        if member is None:
            known = ", ".join(self.members)
            raise _CellError(
                "member",
                f"membre inconnu « {written} » ; les réglages de l'étude connaissent {known}.",
                f"unknown member '{written}'; the settings of the study know {known}.",
            )
        self.known["member", written] = member
        return member

    def _kind(self, written: str) -> str:
        if not self.kinds:
            return written
        if ("kind", written) in self.known:
            return self.known["kind", written]
        only = next(iter(self.kinds.values())) if len(self.kinds) == 1 else None
        kind = self.kinds.get(slug(written)) if written else only
        if kind is None:
            known = ", ".join(self.kinds.values())
            raise _CellError(
                "kind",
                f"matériel inconnu « {written} » ; les réglages de l'étude connaissent {known}.",
                f"unknown kind '{written}'; the settings of the study know {known}.",
            )
        self.known["kind", written] = kind
        return kind

    def _units(self, written: str) -> int:
        if not written:
            return 1
        if not (written.isascii() and written.isdigit() and 1 <= int(written) <= _MOST_UNITS):
            raise _CellError(
                "units",
                f"« {written} » n'est pas un nombre d'unités ; écrivez un entier de 1 à {_MOST_UNITS}.",
                f"'{written}' is not a number of units; write a whole number from 1 to {_MOST_UNITS}.",
            )
        return int(written)

    def _weight(self, written: str) -> float:
        if not written:
            return 1.0
        plain = written.replace(",", ".") if self.delimiter == ";" else written
        try:
            weight = float(plain)
        except ValueError:
            weight = 0.0
        if not 0 < weight < 1e9:  # noqa: PLR2004  (also refuses nan and inf)
            raise _CellError(
                "weight",
                f"« {written} » n'est pas un poids ; écrivez un nombre plus grand que zéro, comme 1 ou 2.5.",
                f"'{written}' is not a weight; write a number above zero, such as 1 or 2.5.",
            )
        return weight

    def _moment(self, column: str, written: str, *, after: int | None = None) -> int:
        try:
            if "T" not in written and ":" not in written:
                day = date.fromisoformat(written)
                midnight = day if column == "start" else day + timedelta(days=1)
                return self._in_our_time(column, datetime.combine(midnight, time()))
            return self._in_our_time(column, datetime.fromisoformat(written), after=after)
        except MissingHourError as error:
            raise _CellError(
                column,
                f"{written} n'existe pas à Paris : les horloges sautent cette heure-là. Écrivez une heure plus tard.",
                f"{written} does not exist in Paris: clocks jump over that hour. Write one hour later.",
            ) from error
        except (ValueError, OverflowError) as error:
            raise _CellError(
                column,
                f"« {written} » n'est pas un moment ; écrivez par exemple 2027-03-12T08:00.",
                f"'{written}' is not a moment; write for instance 2027-03-12T08:00.",
            ) from error

    def _in_our_time(self, column: str, moment: datetime, *, after: int | None = None) -> int:
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise _CellError(
                column,
                f"l'année {moment.year} n'est pas de notre temps : écrivez une année de {_FIRST_YEAR} à {_LAST_YEAR}.",
                f"the year {moment.year} is not of our time: write a year from {_FIRST_YEAR} to {_LAST_YEAR}.",
            )
        return minutes_of(moment, after=after)


def _beyond_stock(needs: Needs, stock: Mapping[tuple[str, str], int]) -> list[Fault]:
    """One fault for each member and kind whose needs overlap beyond its stock: the first time that they do."""
    faults = []
    for (member, kind), limit in stock.items():
        if member not in needs.members or kind not in needs.kinds:
            continue
        own = needs.where((needs.member == needs.members.index(member)) & (needs.kind == needs.kinds.index(kind)))
        fault = _first_beyond(own, member, limit)
        if fault is not None:
            faults.append(fault)
    return faults


def _first_beyond(own: Needs, member: str, limit: int) -> Fault | None:
    under_way: list[tuple[int, int, int]] = []  # end, units, line
    for i in range(own.count):
        under_way = [use for use in under_way if use[0] > own.start[i]]
        under_way.append((int(own.end[i]), int(own.units[i]), int(own.line[i])))
        total = sum(use[1] for use in under_way)
        if total > limit:
            lines = ", ".join(str(use[2]) for use in under_way[:-1]) or "—"
            return Fault(
                int(own.line[i]),
                "start",
                Sentence(
                    f"les besoins de {member} se chevauchent : {total} unités à la fois, pour un stock de {limit} "
                    f"(autres lignes : {lines}).",
                    f"the needs of {member} overlap: {total} units at once, for a stock of {limit} "
                    f"(other lines: {lines}).",
                ),
            )
    return None
