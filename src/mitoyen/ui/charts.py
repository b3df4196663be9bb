"""The few charts that a table cannot be: time, and intervals. Geometry only; words and labels stay with the page.

Direct labels, no legend, whole units; an SVG stays left to right in every language.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value at a time: the figure as written, the label under it, a second line where the year changes."""

    value: float
    figure: str
    label: str
    under: str = ""
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A reading, placed. The figure is above it, or beside it when it stands out."""

    x: float
    y: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class TimeLine:
    """What ``<c-time-line>`` shows."""

    spots: tuple[Spot, ...]
    target: float | None
    target_word: str

    width = 400
    height = 190

    @property
    def points(self) -> str:
        """The line itself."""
        return " ".join(f"{spot.x:g},{spot.y:g}" for spot in self.spots)


_TOP, _FLOOR, _LEFT, _RIGHT = 30, 136, 26, 316


def time_line(readings: Sequence[Reading], *, target: float | None = None, target_word: str = "") -> TimeLine:
    """Place ``readings`` from left to right, oldest first; ``target`` is a dashed line."""
    values = [reading.value for reading in readings] + ([] if target is None else [target])
    low, high = min(values), max(values)
    reach = (high - low) or 1.0
    step = (_RIGHT - _LEFT) / max(len(readings) - 1, 1)

    def height(value: float) -> float:
        return round(_FLOOR - (value - low) / reach * (_FLOOR - _TOP - 14), 1)

    spots = tuple(Spot(round(_LEFT + n * step, 1), height(each.value), each) for n, each in enumerate(readings))
    return TimeLine(spots, None if target is None else height(target), target_word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value, perhaps with the interval it lies in; figures as written. The first one of a chart is the main one."""

    name: str
    value: float
    figure: str
    low: float | None = None
    high: float | None = None
    low_figure: str = ""
    high_figure: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid and its figure."""

    x: float
    figure: str


@dataclass(frozen=True, slots=True)
class DrawnEstimate:
    """An estimate, placed; ``start`` and ``length`` are those of its band."""

    y: int
    x: float
    start: float | None
    length: float
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Intervals:
    """What ``<c-intervals>`` shows."""

    rows: tuple[DrawnEstimate, ...]
    ticks: tuple[Tick, ...]
    height: int

    width = 416
    left = 120


_ROOM, _ROW = 280, 28


def intervals(estimates: Sequence[Estimate], ticks: Sequence[tuple[float, str]]) -> Intervals:
    """Place ``estimates`` on the scale of ``ticks`` (value, figure), first and last being its ends."""
    low, high = ticks[0][0], ticks[-1][0]
    reach = (high - low) or 1.0

    def across(value: float) -> float:
        return round(Intervals.left + (value - low) / reach * _ROOM, 1)

    rows = tuple(
        DrawnEstimate(
            36 if rank == 0 else 51 + rank * _ROW,
            across(each.value),
            None if each.low is None else across(each.low),
            0.0 if each.low is None or each.high is None else round(across(each.high) - across(each.low), 1),
            each,
        )
        for rank, each in enumerate(estimates)
    )
    floor = rows[-1].y + 23 if rows else 60
    return Intervals(rows, tuple(Tick(across(value), figure) for value, figure in ticks), floor + 28)


def round_ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """A scale in round numbers that holds ``low`` and ``high``.

    >>> round_ticks(0, 13200), round_ticks(2.1, 8.4)
    ([0, 5000, 10000, 15000], [2, 4, 6, 8, 10])
    """
    rough = (high - low) / about or 1.0
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, last + 1)]
