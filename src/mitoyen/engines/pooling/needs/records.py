"""Needs as arrays: who, of what kind, from when to when, how many units, how important."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.needs.paris import DAY, local_minutes, moment_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

COLUMNS = ("member", "start", "end", "units", "weight", "kind")


@dataclass(frozen=True, eq=False, slots=True)
class Needs:
    """Needs in columns, half-open ``[start, end)`` in minutes since 1970 (universal time).

    ``member`` and ``kind`` are places in ``members`` and ``kinds``; ``line`` is the line of the file that
    each need was read from (zero when it comes from elsewhere). Rows are in order of start.
    """

    members: tuple[str, ...]
    kinds: tuple[str, ...]
    member: Ints
    kind: Ints
    start: Ints
    end: Ints
    units: Ints
    weight: Floats
    line: Ints

    @classmethod
    def of(
        cls,
        members: Sequence[str],
        rows: Sequence[tuple[str, int, int, int, float, str]],
        *,
        lines: Sequence[int] = (),
    ) -> Needs:
        """Needs from rows ``(member, start, end, units, weight, kind)``, times in minutes.

        >>> needs = Needs.of(["a", "b"], [("b", 60, 180, 1, 1.0, "plough"), ("a", 0, 60, 2, 1.0, "plough")])
        >>> needs.count, needs.hours.tolist()
        (2, [2.0, 2.0])
        """
        kinds = tuple(sorted({row[5] for row in rows}))
        order = sorted(range(len(rows)), key=lambda i: (rows[i][1], rows[i][2], rows[i][0], rows[i][5], i))
        place = {name: rank for rank, name in enumerate(members)}
        rank = {name: i for i, name in enumerate(kinds)}
        column = [rows[i] for i in order]
        return cls(
            members=tuple(members),
            kinds=kinds,
            member=_whole(place[row[0]] for row in column),
            kind=_whole(rank[row[5]] for row in column),
            start=_whole(row[1] for row in column),
            end=_whole(row[2] for row in column),
            units=_whole(row[3] for row in column),
            weight=np.array([row[4] for row in column], dtype=np.float64),
            line=_whole((lines[i] if lines else 0) for i in order),
        )

    @property
    def count(self) -> int:
        """How many needs there are."""
        return int(self.start.size)

    @property
    def hours(self) -> Floats:
        """The hours of each need, times its units."""
        result: Floats = (self.end - self.start) * self.units / 60.0
        return result

    def where(self, chosen: Bools) -> Needs:
        """The needs marked in ``chosen``, members and kinds unchanged."""
        return Needs(
            self.members,
            self.kinds,
            self.member[chosen],
            self.kind[chosen],
            self.start[chosen],
            self.end[chosen],
            self.units[chosen],
            self.weight[chosen],
            self.line[chosen],
        )

    def of_kind(self, kind: str) -> Needs:
        """The needs of one kind of machine."""
        if kind not in self.kinds:
            return self.where(np.zeros(self.count, dtype=np.bool_))
        return self.where(self.kind == self.kinds.index(kind))

    def within(self, first: date, last: date) -> Needs:
        """The needs that begin between these two days, both included, on a calendar in Paris."""
        day = local_minutes(self.start) // DAY
        return self.where((day >= _day_number(first)) & (day <= _day_number(last)))

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of the needs in Paris; nothing when there is none."""
        if not self.count:
            return None
        return moment_of(int(self.start.min())).date(), moment_of(int(self.end.max()) - 1).date()

    def hours_by_member(self) -> Floats:
        """The hours of each member, times units."""
        return np.bincount(self.member, weights=self.hours, minlength=len(self.members)).astype(np.float64)


def _whole(values: object) -> Ints:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload, no-any-return]


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(days=1)


def written(needs: Needs) -> str:
    """The needs as NEEDS.csv, times with their offset: reading it back gives the same needs."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(COLUMNS)
    for i in range(needs.count):
        rows.writerow(
            (
                needs.members[needs.member[i]],
                moment_of(int(needs.start[i])).isoformat(timespec="minutes"),
                moment_of(int(needs.end[i])).isoformat(timespec="minutes"),
                int(needs.units[i]),
                f"{float(needs.weight[i]):.15g}",
                needs.kinds[needs.kind[i]],
            )
        )
    return sheet.getvalue()
