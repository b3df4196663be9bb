"""A file of past uses, read before it is kept: what is in it, and each fault with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mitoyen.engines.pooling.needs import Needs, NeedsError, read_needs
from mitoyen.engines.pooling.needs.paris import moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mitoyen.kernel.text import Sentence

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """What a file holds for one member."""

    name: str
    count: int
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLine:
    """One of the first needs of a file, as it was understood."""

    member: str
    start: datetime
    end: datetime
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedFault:
    """A fault of a file: its line, its column, and what to write instead."""

    line: int
    column: str
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would give. ``left_out`` counts the needs outside the days studied."""

    count: int = 0
    first: date | None = None
    last: date | None = None
    left_out: int = 0
    members: Sequence[MemberLine] = ()
    lines: Sequence[FirstLine] = ()
    faults: Sequence[LocatedFault] = ()


def preview_of(text: str, names: Mapping[str, str], machines: tuple[str, ...], first: date, last: date) -> Preview:
    """Read ``text`` without keeping anything; faults are told, never raised."""
    try:
        needs = read_needs(text, names, kinds=machines)
    except NeedsError as error:
        return Preview(
            faults=tuple(LocatedFault(line=f.line, column=f.column, sentence=f.sentence) for f in error.faults)
        )
    days = needs.days()
    return Preview(
        count=needs.count,
        first=days[0] if days else None,
        last=days[1] if days else None,
        left_out=needs.count - needs.within(first, last).count,
        members=_members(needs, names),
        lines=tuple(
            FirstLine(
                member=names[needs.members[needs.member[i]]],
                start=moment_of(int(needs.start[i])),
                end=moment_of(int(needs.end[i])),
                units=int(needs.units[i]),
            )
            for i in range(min(SHOWN, needs.count))
        ),
    )


def _members(needs: Needs, names: Mapping[str, str]) -> tuple[MemberLine, ...]:
    hours = needs.hours_by_member()
    counts = np.bincount(needs.member, minlength=len(needs.members))
    return tuple(
        MemberLine(name=names[code], count=int(counts[place]), hours=float(hours[place]))
        for place, code in enumerate(needs.members)
    )
