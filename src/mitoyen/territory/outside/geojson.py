"""Areas below the commune, read from a GeoJSON file that somebody gives: checked one by one, each fault located.

RFC 7946: longitude first, WGS 84, no other reference system. What a person meets: a file in Lambert 93, one with
latitude first, a ring that crosses itself, two areas of the same code, a quarter of the wrong town.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mitoyen.kernel.identity import slug
from mitoyen.kernel.text import Sentence
from mitoyen.territory.errors import AreasRefusedError, Fault

LARGEST_FILE = 5_000_000  # octets
MOST_AREAS = 500
MOST_VERTICES = 20_000
GRID = 1e-6
SHARE_INSIDE = 0.5  # contours are simplified: half of an area inside its commune is enough to believe it
_CRS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_NAMES = ("name", "nom", "libelle", "label")
_CODES = ("code", "id", "insee")
_KINDS = ("kind", "type", "nature")


@dataclass(frozen=True, slots=True)
class GivenArea:
    """An area as a file gives it, checked."""

    code: str
    name: str
    kind: str
    contour: dict[str, Any]


class _FaultError(Exception):
    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Sentence(fr, en)


def read_areas(content: bytes, *, commune_name: str, commune_contour: dict[str, Any] | None) -> tuple[GivenArea, ...]:
    """The areas of a file; :class:`AreasRefusedError` names every fault found in it."""
    try:
        features = _features(content)
    except _FaultError as fault:
        raise AreasRefusedError((Fault(Sentence("Fichier", "File"), fault.sentence),)) from fault
    areas: list[GivenArea] = []
    faults: list[Fault] = []
    for rank, feature in enumerate(features, start=1):
        try:
            area = _area(feature, commune_name, commune_contour)
            _check_code(area, areas)
            areas.append(area)
        except _FaultError as fault:
            faults.append(Fault(Sentence(f"Zone {rank}", f"Area {rank}"), fault.sentence))
    if faults:
        raise AreasRefusedError(tuple(faults))
    return tuple(areas)


def _check_code(area: GivenArea, others: list[GivenArea]) -> None:
    if any(other.code == area.code for other in others):
        raise _FaultError(
            f"le code « {area.code} » sert déjà à une autre zone du fichier ; donnez-en un autre.",
            f"the code '{area.code}' already names another area of the file; give another one.",
        )


def _features(content: bytes) -> list[Any]:
    if len(content) > LARGEST_FILE:
        weight = len(content) / 1_000_000
        raise _FaultError(
            f"il pèse {weight:.1f} Mo ; au plus 5 Mo : simplifiez les contours.",
            f"it weighs {weight:.1f} MB; at most 5 MB: simplify the contours.",
        )
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _FaultError(
            "ce n'est pas du GeoJSON lisible (JSON en UTF-8).", "it is not readable GeoJSON (JSON in UTF-8)."
        ) from error
    if not isinstance(read, dict) or read.get("type") not in ("FeatureCollection", "Feature"):
        raise _FaultError(
            "on attend une « FeatureCollection » GeoJSON ; exportez vos zones dans ce format.",
            "a GeoJSON 'FeatureCollection' is expected; export your areas in that format.",
        )
    crs = json.dumps(read["crs"]) if read.get("crs") else ""
    if crs and not any(known in crs for known in _CRS84):
        raise _FaultError(
            "il annonce un autre système de coordonnées ; exportez-le en WGS 84 (EPSG:4326).",
            "it announces another reference system; export it in WGS 84 (EPSG:4326).",
        )
    features = [read] if read["type"] == "Feature" else read.get("features")
    if not isinstance(features, list) or not features:
        raise _FaultError("il ne contient aucune zone.", "it holds no area.")
    if len(features) > MOST_AREAS:
        raise _FaultError(
            f"il contient {len(features)} zones ; au plus {MOST_AREAS} à la fois.",
            f"it holds {len(features)} areas; at most {MOST_AREAS} at a time.",
        )
    return features


def _area(feature: Any, commune_name: str, commune_contour: dict[str, Any] | None) -> GivenArea:  # noqa: ANN401 - JSON
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _FaultError("ce n'est pas une « Feature » GeoJSON.", "it is not a GeoJSON 'Feature'.")
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    name = _text(properties, _NAMES)[:200]
    if not name:
        raise _FaultError(
            "elle n'a pas de nom ; ajoutez la propriété « name » ou « nom ».",
            "it has no name; add the property 'name' or 'nom'.",
        )
    code = slug(_text(properties, _CODES) or str(feature.get("id") or "") or name)[:60]
    if not code:
        raise _FaultError(f"« {name} » ne donne aucun code lisible.", f"'{name}' gives no readable code.")
    contour = _contour(feature.get("geometry"), commune_name, commune_contour)
    return GivenArea(code, name, _text(properties, _KINDS)[:40], contour)


def _text(properties: dict[str, Any], keys: tuple[str, ...]) -> str:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    for key in keys:
        if isinstance(lowered.get(key), str | int) and str(lowered[key]).strip():
            return " ".join(str(lowered[key]).replace("\x00", "").split())
    return ""


def _contour(geometry: Any, commune_name: str, commune_contour: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
    import shapely  # noqa: PLC0415 - heavy, and only an import of areas needs it

    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _FaultError(
            "elle n'a pas de surface (Polygon ou MultiPolygon).", "it has no surface (Polygon or MultiPolygon)."
        )
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise _FaultError("ses coordonnées ne se lisent pas.", "its coordinates cannot be read.") from error
    count = int(shapely.get_num_coordinates(shape))
    if count > MOST_VERTICES:
        raise _FaultError(
            f"son contour a {count} points ; au plus {MOST_VERTICES} : simplifiez-le.",
            f"its outline has {count} points; at most {MOST_VERTICES}: simplify it.",
        )
    _check_degrees(shape)
    if shape.is_empty or not shape.is_valid:
        reason = shapely.is_valid_reason(shape)
        raise _FaultError(
            f"son contour se croise ou n'est pas fermé ({reason}) ; corrigez-le dans votre logiciel de cartes.",
            f"its outline crosses itself or is not closed ({reason}); mend it in your map program.",
        )
    if commune_contour is not None:
        around = shapely.make_valid(shapely.from_geojson(json.dumps(commune_contour)))
        if shape.intersection(around).area < SHARE_INSIDE * shape.area:
            raise _FaultError(
                f"elle est en dehors de {commune_name} ; vérifiez la commune, et l'ordre longitude puis latitude.",
                f"it lies outside {commune_name}; check the commune, and the order longitude then latitude.",
            )
    read: dict[str, Any] = json.loads(shapely.to_geojson(shapely.set_precision(shape, GRID)))
    return read


def _check_degrees(shape: Any) -> None:  # noqa: ANN401 - shapely has no types of its own
    west, south, east, north = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:  # noqa: PLR2004
        raise _FaultError(
            f"ses coordonnées ({west:.0f}, {south:.0f}) ne sont pas des degrés ; exportez en WGS 84 (EPSG:4326), "
            "longitude puis latitude.",
            f"its coordinates ({west:.0f}, {south:.0f}) are not degrees; export in WGS 84 (EPSG:4326), longitude "
            "then latitude.",
        )
    # Metropolitan France is between 41 and 52 north, 6 west and 10 east: the two never overlap.
    if 41 <= west <= east <= 52 and -6 <= south <= north <= 10:  # noqa: PLR2004
        raise _FaultError(
            "la latitude semble écrite avant la longitude ; GeoJSON veut la longitude d'abord.",
            "latitude seems to come before longitude; GeoJSON wants longitude first.",
        )
