"""The ``travel`` section: distances told one by one, or as the crow flies between positions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mitoyen.engines.pooling.study.settings import Travel

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.entries import Entry

Floats = npt.NDArray[np.float64]

_EARTH_KM = 6371.0


def read_travel(entry: Entry, members: Entry) -> Travel | None:
    """Read distances in kilometres; every pair of members must have one."""
    if not entry.exists:
        return None
    entry.only("distances", "detour", "speed_kmh", "cost_per_km", "carbon_kg_per_km")
    speed = float(entry.at("speed_kmh").fraction(Fraction(0), least=0, most=200))
    carbon = float(entry.at("carbon_kg_per_km").fraction(Fraction(0), least=0))
    if entry.at("distances").exists:
        table = _told(entry.at("distances"), [name for name, _ in members])
        return Travel(kilometres=table, speed_kmh=speed, carbon_kg_per_km=carbon)
    detour = float(entry.at("detour").fraction(Fraction(1), least=1, most=3))
    positions = np.array([_position(one.at("position")) for _, one in members], dtype=np.float64)
    return Travel(
        kilometres=detour * as_the_crow_flies(positions),
        speed_kmh=speed,
        carbon_kg_per_km=carbon,
        is_as_the_crow_flies=True,
    )


def _told(entry: Entry, names: list[str]) -> Floats:
    table = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(table, 0.0)
    for first, others in entry.only(*names):
        for second, written in others.only(*names):
            i, j, value = names.index(first), names.index(second), float(written.fraction(least=0, most=5000))
            if not np.isnan(table[i, j]) and table[i, j] != value:
                written.refuse(
                    f"{first} et {second} sont déjà à {table[i, j]:g} km.",
                    f"{first} and {second} are already {table[i, j]:g} km apart.",
                )
            table[i, j] = table[j, i] = value
    missing = np.argwhere(np.isnan(table))
    if missing.size:
        first, second = (names[place] for place in missing[0])
        entry.refuse(
            f"il manque la distance de {first} à {second}.", f"the distance from {first} to {second} is missing."
        )
    return table


def _position(entry: Entry) -> tuple[float, float]:
    entry.only("lat", "lon")
    return float(entry.at("lat").fraction(least=-90, most=90)), float(entry.at("lon").fraction(least=-180, most=180))


def as_the_crow_flies(positions: Floats) -> Floats:
    """Kilometres between points (latitude, longitude in degrees) on a sphere.

    >>> one_degree_north = np.array([[45.0, 6.0], [46.0, 6.0]])
    >>> round(float(as_the_crow_flies(one_degree_north)[0, 1]), 1)
    111.2
    """
    latitude, longitude = np.radians(positions).T
    half_chord = (
        np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
        + np.cos(latitude[:, None])
        * np.cos(latitude[None, :])
        * np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    )
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half_chord, 0.0, 1.0))), dtype=np.float64)
