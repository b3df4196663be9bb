"""The lines of a file that a finding is about, with their numbers, and a mark under the faulty value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mitoyen.engines.agreements.reading import Path, Source

MOST_LINES = 5
WIDTH = 104
_VALUE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\]}#]+")


def excerpt(source: Source, path: Path, lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Numbered lines, then the mark under the first one (told by ``True``); nothing when the file is not at hand."""
    place = source.place(path)
    if not 0 < place.line <= len(lines):
        return
    last = min(_last_line(source, path), len(lines))
    shown = lines[place.line - 1 : min(last, place.line - 1 + MOST_LINES)]
    first = shown[0]
    start = place.column - 1
    length = max(1, len(_marked(first, start)))
    cut = max(0, min(start - WIDTH // 3, len(first) - WIDTH)) if len(first) > WIDTH else 0
    yield f"{place.line:>5} │ {_trimmed(first, cut)}", False
    mark = "‾" * min(length, WIDTH - (start - cut))
    yield f"      │ {' ' * (start - cut + (1 if cut else 0))}{mark}", True
    for rank, line in enumerate(shown[1:], start=place.line + 1):
        yield f"{rank:>5} │ {_trimmed(line, 0)}", False
    if last > place.line - 1 + MOST_LINES:
        yield "      │ …", False


def _last_line(source: Source, path: Path) -> int:
    """The last line of what stands at ``path``: that of the last thing inside it."""
    while path and path not in source.places:
        path = path[:-1]
    if not path:
        return source.place(path).line
    inside = [line for known, (line, _) in source.places.items() if known[: len(path)] == path]
    return max(inside)


def _marked(line: str, start: int) -> str:
    """The value that starts there, to its end on this line."""
    if line[start : start + 1] in {"{", "["}:
        return line[start:].split(" #", maxsplit=1)[0].rstrip()
    found = _VALUE.match(line, start)
    return found[0].rstrip() if found else line[start : start + 1]


def _trimmed(line: str, cut: int) -> str:
    shown = line[cut : cut + WIDTH]
    return ("…" if cut else "") + shown + ("…" if cut + WIDTH < len(line) else "")
