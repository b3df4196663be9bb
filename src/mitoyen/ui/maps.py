"""Maps drawn from our own contours: no tiles, nothing fetched, readable in print.

Outlines are GeoJSON geometries in degrees. They are projected flat around their middle (an error of a few
metres over an intercommunality), then rounded to whole units, so that neighbours keep the same border.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from shapely import Point, Polygon, get_parts
from shapely.ops import polylabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Ring: TypeAlias = "Sequence[Sequence[float]]"
Spot: TypeAlias = tuple[float, float]

WIDTH, MARGIN = 658, 8
PIN_STEP, NEAR = 34, 28
_LONG_NAME = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A territory: its name as shown, its GeoJSON geometry, a figure to write in it, whether it stands out."""

    name: str
    geometry: Mapping[str, Any]
    figure: str = ""
    stands_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A numbered place; several may share it. The number is that of the list beside."""

    number: int
    longitude: float
    latitude: float
    is_free: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """A name and where it is written; ``parts`` is the same on one or two lines, for a phone."""

    text: str
    x: int
    y: int
    parts: tuple[str, ...]
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """An outline, ready to draw."""

    path: str
    stands_out: bool


@dataclass(frozen=True, slots=True)
class DrawnPin:
    """A pin, ready to draw."""

    number: int
    x: int
    y: int
    is_free: bool


@dataclass(frozen=True, slots=True)
class Map:
    """What ``<c-map>`` shows."""

    width: int
    height: int
    lands: tuple[Land, ...]
    labels: tuple[Label, ...]
    pins: tuple[DrawnPin, ...]
    waters: tuple[str, ...]
    here: tuple[int, int] | None
    # Where the corner of the drawing is, and how many degrees a unit is worth, for whoever points at it: as text, with
    # a point in every language.
    west: str = ""
    north: str = ""
    across: str = ""
    down: str = ""


class _Projection:
    def __init__(self, spots: Iterable[Sequence[float]]) -> None:
        known = [(spot[0], spot[1]) for spot in spots]
        self._west, self._north = min(x for x, _ in known), max(y for _, y in known)
        east, south = max(x for x, _ in known), min(y for _, y in known)
        self._flat = math.cos(math.radians((self._north + south) / 2))
        across = max((east - self._west) * self._flat, 1e-9)
        self._scale = (WIDTH - 2 * MARGIN) / across
        self.height = round((self._north - south) * self._scale) + 2 * MARGIN

    def corner(self) -> tuple[str, str, str, str]:
        """West, north, degrees of a unit across and down, the margin counted."""
        across, down = 1 / (self._flat * self._scale), 1 / self._scale
        west, north = self._west - MARGIN * across, self._north + MARGIN * down
        return f"{west:.6f}", f"{north:.6f}", f"{across:.9f}", f"{down:.9f}"

    def __call__(self, spot: Sequence[float]) -> tuple[int, int]:
        x = (spot[0] - self._west) * self._flat * self._scale + MARGIN
        return round(x), round((self._north - spot[1]) * self._scale + MARGIN)


def draw_map(
    areas: Sequence[Area],
    *,
    pins: Sequence[Pin] = (),
    here: Spot | None = None,
    waters: Sequence[Ring] = (),
) -> Map | None:
    """Draw ``areas`` and ``pins``; ``here`` (longitude, latitude) is ringed. None when there is no outline."""
    rings = [[ring for polygon in _polygons(area.geometry) for ring in polygon] for area in areas]
    spots = [spot for outline in rings for ring in outline for spot in ring]
    if not spots:
        return None
    project = _Projection(spots)
    lands = tuple(
        Land("".join(_path(ring, project, closed=True) for ring in outline), area.stands_out)
        for area, outline in zip(areas, rings, strict=True)
    )
    drawn = tuple(_spread(pins, project))
    labels = tuple(_label(area, project, drawn) for area, outline in zip(areas, rings, strict=True) if outline)
    return Map(
        WIDTH,
        project.height,
        lands,
        labels,
        drawn,
        tuple(_path(line, project, closed=False) for line in waters),
        project(here) if here else None,
        *project.corner(),
    )


def _polygons(geometry: Mapping[str, Any]) -> list[Sequence[Ring]]:
    found: list[Any] = list(geometry.get("coordinates", ()))
    if geometry.get("type") == "MultiPolygon":
        return found
    return [found] if found else []


def _path(ring: Ring, project: _Projection, *, closed: bool) -> str:
    spots = [spot for spot, _ in groupby(project(each) for each in ring)]
    if closed and len(spots) > 1 and spots[0] == spots[-1]:
        spots.pop()
    line = "L".join(f"{x} {y}" for x, y in spots)
    return f"M{line}Z" if closed else f"M{line}"


def _spread(pins: Sequence[Pin], project: _Projection) -> Iterator[DrawnPin]:
    """Pins that would cover one another stand side by side around their place."""
    heaps: list[tuple[tuple[int, int], list[Pin]]] = []
    for pin in pins:
        x, y = project((pin.longitude, pin.latitude))
        heap = next((heap for (a, b), heap in heaps if abs(a - x) < NEAR and abs(b - y) < NEAR), None)
        if heap is None:
            heaps.append(((x, y), [pin]))
        else:
            heap.append(pin)
    for (x, y), heap in heaps:
        start = x - PIN_STEP * (len(heap) - 1) // 2
        for rank, pin in enumerate(heap):
            yield DrawnPin(pin.number, min(WIDTH - 16, max(16, start + rank * PIN_STEP)), y, pin.is_free)


def _label(area: Area, project: _Projection, pins: Sequence[DrawnPin]) -> Label:
    """The name in the widest part of the largest polygon; under the pins that stand in it."""
    drawn = [Polygon([project(spot) for spot in polygon[0]]) for polygon in _polygons(area.geometry)]
    parts = [part for shape in drawn for part in get_parts(shape.buffer(0)) if part.area]
    # Too small to have an inside at this scale: its corner will do.
    largest = max(parts, key=lambda part: float(part.area), default=drawn[0])
    middle = polylabel(largest, tolerance=4) if parts else Point(drawn[0].exterior.coords[0])
    x, y = round(middle.x), round(middle.y)
    inside = [pin for pin in pins if largest.contains(Point(pin.x, pin.y))]
    if inside:
        x, y = round(sum(pin.x for pin in inside) / len(inside)), max(pin.y for pin in inside) + 32
    return Label(area.name, x, y, _in_two(area.name), area.figure)


def _in_two(name: str) -> tuple[str, ...]:
    """A long name on two lines, cut at the hyphen or space nearest to its middle."""
    cuts = [n + 1 for n, sign in enumerate(name) if sign in "- "]
    if len(name) <= _LONG_NAME or not cuts:
        return (name,)
    cut = min(cuts, key=lambda n: abs(n - len(name) / 2))
    return (name[:cut].rstrip(), name[cut:])
