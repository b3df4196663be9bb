"""Tables of published terms: steps, bands, blocks, however their bounds are written.

>>> [(row.start.text(), row.value.text()) for row in reached({"<55": "0", "55-60": "3 %", "60+": "7.5 %"})]
[('55', '0.03'), ('60', '0.075')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.given import CaseError, Given, parsed, rate_of
from mitoyen.engines.agreements.cases.naming import names_of, said_of
from mitoyen.engines.agreements.exact import ZERO, Exact
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Tree

_NUMBER = r"[-−]?\d+(?:[.,]\d+)?"
START = ("tables.start",)
END = ("tables.end",)
VALUE = ("tables.value",)


@dataclass(frozen=True, slots=True)
class Row:
    """A value between two bounds; either may be missing."""

    start: Exact | None
    end: Exact | None
    value: Exact


def rows_of(said: Tree, *, ends: bool) -> list[Row]:
    """The rows of a table. A lone number before a value is where the row ends, or else where it starts.

    When the first of them is zero and the last row has one too, such numbers are where rows start.
    """
    if isinstance(said, dict):
        return [_bounded(bound, value, ends=ends) for bound, value in said.items()]
    if not isinstance(said, list):
        raise CaseError(Sentence("Un barème est une liste de lignes.", "A table is a list of rows."), where="table")
    pairs = [row for row in said if isinstance(row, list) and len(row) == 2]  # noqa: PLR2004  a bound and a value
    if ends and len(pairs) == len(said) > 1 and _bound(pairs[-1][0]) is not None and _bound(pairs[0][0]) == ZERO:
        ends = False
    return [_row(row, ends=ends) for row in said]


def _row(row: Tree, *, ends: bool) -> Row:
    if isinstance(row, dict):
        return _named_row(row)
    if isinstance(row, list) and len(row) == 3:  # noqa: PLR2004  from, to, value
        return Row(_bound(row[0]), _bound(row[1]), rate_of(row[2], "table"))
    if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004  one bound, and the value
        return _bounded(row[0], row[1], ends=ends)
    if isinstance(row, list) and len(row) == 1:
        return Row(None, None, rate_of(row[0], "table"))
    if isinstance(row, str):
        return Row(None, None, rate_of(row, "table"))
    raise _no_value()


def _named_row(row: dict[str, Tree]) -> Row:
    """Each name of a row is that of its value, of its start or of its end; another one is refused."""
    part = Given(row)
    value = part.key(*VALUE) or part.key(*VALUE, percent=True) or part.near(*VALUE)
    if value is None:
        raise _no_value()
    start = part.key(*START) or part.key(*START, percent=True)
    end = part.key(*END) or part.key(*END, percent=True)
    for name in row:
        words = said_of(name)[0]
        if name == value or name in {start, end}:
            continue
        if end is None and words & _words(END):
            end = name
        elif start is None and words & _words(START):
            start = name
    part.looked_at |= {name for name in (start, end) if name}
    if left := part.unread():
        raise CaseError(
            Sentence(
                f"« {left[0]} » ne se comprend pas dans ce barème.", f"'{left[0]}' is not understood in this table."
            ),
            where=left[0],
        )
    worth = parsed(row[value], value)[0] / 100 if said_of(value)[1] else rate_of(row[value], value)
    return Row(_bound(row[start]) if start else None, _bound(row[end]) if end else None, worth)


def _words(ideas: tuple[str, ...]) -> frozenset[str]:
    """The single words by which a bound is told."""
    return frozenset(
        word for idea in ideas for name in names_of(idea) for word in said_of(name)[0] if len(said_of(name)[0]) == 1
    )


def _no_value() -> CaseError:
    return CaseError(
        Sentence(
            "Chaque ligne d'un barème dit sa borne et sa valeur.", "Each row of a table says its bound and value."
        ),
        where="table",
    )


def _bounded(bound: Tree, value: Tree, *, ends: bool) -> Row:
    """A bound as people write it: ``55-60``, ``<55``, ``70+``, ``≥ 60``, ``60``."""
    worth = rate_of(value, str(bound))
    text = "" if bound is None else str(bound).replace("−", "-")
    found = [Exact.parse(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", text)]
    if len(found) >= 2 and not re.fullmatch(_NUMBER, text.strip()):  # noqa: PLR2004  two bounds
        return Row(found[0], found[1], worth)
    if not found:
        return Row(None, None, worth)
    one = found[0] if not text.strip().startswith("-") else ZERO - found[0]
    if re.search(r"[<≤]|up to|under|below|jusqu|moins|less", text.lower()):
        return Row(None, one, worth)
    if re.search(r"[>≥+]|over|above|plus|from|more|at least|dès|partir", text.lower()):
        return Row(one, None, worth)
    return Row(None, one, worth) if ends else Row(one, None, worth)


def _bound(said: Tree) -> Exact | None:
    return parsed(said, "table")[0] if isinstance(said, str) and re.search(r"\d", said) else None


@dataclass(frozen=True, slots=True)
class Reached:
    """A value from a bound on."""

    start: Exact
    value: Exact


def reached(said: Tree) -> list[Reached]:
    """The values from each bound on, lowest first; what stands under the first bound pays nothing and goes."""
    rows = rows_of(said, ends=False)
    if all(row.start is None for row in rows):
        raise _no_value()
    found = []
    for rank, row in enumerate(rows):
        if row.start is not None:
            found.append(Reached(row.start, row.value))
        elif row.value != ZERO:  # an open lowest row that pays: from where nothing is below
            end = row.end or next((one.start for one in rows[rank + 1 :] if one.start is not None), None)
            if end is None:
                raise _no_value()
            found.append(Reached(_FAR_BELOW, row.value))
    return sorted(found, key=lambda one: one.start.fraction)


_FAR_BELOW = Exact(-1_000_000)
