"""A planning as a table: days across, things down, each booking as wide as its days.

Two bookings that share a day (one leaves at noon, the next comes at two) stand on two lines of the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

SlotState: TypeAlias = Literal["confirmed", "asked", "care", "down", "late"]
CSS: dict[SlotState, str] = {"confirmed": "", "asked": " ask", "care": " care", "down": " down", "late": " late"}
_WEEKEND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something that takes a thing from ``first`` to ``last``, both included; the state is also said in words.

    ``move`` is the address of the form that moves it: the key D goes there, and so does dragging, which adds to it
    the day (``du``) and the row (``exemplaire``) where it was dropped.
    """

    first: date
    last: date
    title: str = ""
    detail: str = ""
    state: SlotState = "confirmed"
    href: str = ""
    move: str = ""

    @property
    def css(self) -> str:
        """Its classes."""
        return f"slot{CSS[self.state]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A thing and what takes it; what moves goes to another row of the same ``kin`` only, and names its ``key``."""

    name: str
    key: str = ""
    kin: str = ""
    place: str = ""
    href: str = ""
    slots: Sequence[Slot] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Things of a kind."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: free (no slot), or a slot over ``width`` days; an end beyond the edge of the page is cut."""

    day: date
    width: int = 1
    slot: Slot | None = None

    @property
    def is_weekend(self) -> bool:
        """Whether it is a single day of the week-end."""
        return self.width == 1 and self.day.weekday() >= _WEEKEND


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A thing and its lines of cells."""

    row: Row
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """Things of a kind, drawn."""

    name: str
    rows: tuple[DrawnRow, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``<c-plan>`` shows."""

    days: tuple[date, ...]
    groups: tuple[DrawnGroup, ...]
    today: date
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", len(self.days) + 1)


def draw(days: Sequence[date], groups: Sequence[Group], *, today: date) -> Plan:
    """Lay ``groups`` over consecutive ``days``; slots outside them are not shown."""
    drawn = (
        DrawnGroup(group.name, tuple(DrawnRow(row, tuple(_lines(row, days))) for row in group.rows)) for group in groups
    )
    return Plan(tuple(days), tuple(drawn), today)


def _lines(row: Row, days: Sequence[date]) -> Iterator[tuple[Cell, ...]]:
    shown = sorted(
        (slot for slot in row.slots if slot.first <= days[-1] and slot.last >= days[0]), key=lambda s: (s.first, s.last)
    )
    lines: list[list[Slot]] = []
    for slot in shown:
        for line in lines:
            if line[-1].last < slot.first:
                line.append(slot)
                break
        else:
            lines.append([slot])
    for line in lines or [[]]:
        yield tuple(_cells(line, days))


def _cells(line: Sequence[Slot], days: Sequence[date]) -> Iterator[Cell]:
    waiting = iter(line)
    slot = next(waiting, None)
    at = 0
    while at < len(days):
        if slot is None or days[at] < slot.first:
            yield Cell(days[at])
            at += 1
            continue
        width = (min(slot.last, days[-1]) - days[at]).days + 1
        yield Cell(days[at], width, slot)
        at += width
        slot = next(waiting, None)
