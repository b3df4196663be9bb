"""Where the invented things are kept: a depot for each keeper, and places that are always reachable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mitoyen.sharing.models import Closure, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mitoyen.demonstration.things import Thing
    from mitoyen.territory.models import Organisation

WEEK = [[[480, 720], [810, 1020]]] * 5 + [[], []]  # 8 h to 12 h, 13 h 30 to 17 h, Monday to Friday
QUARTER_WEEK = [[], [[600, 720], [840, 1140]], [[600, 720], [840, 1140]], [[840, 1140]],
                [[600, 720], [840, 1140]], [[540, 1020]], []]  # fmt: skip
NAMES = {
    "Saint-Eldrad": "Atelier municipal de Saint-Eldrad",
    "Les Aigues": "Atelier municipal des Aigues",
    "Le Thoral": "Dépôt du Thoral",
    "CUMA du Haut-Val": "Hangar de la CUMA du Haut-Val",
    "Val Mitoyen": "Siège de la communauté de communes",
    "Régie de quartier des Bassins": "Outilthèque des Bassins",
    "Ressourcerie du Vieux-Port": "Ressourcerie du Vieux-Port",
}
CHRISTMAS = ("Les Aigues", "Malaubert", "CUMA du Haut-Val", "Régie de quartier des Bassins")


def place_name(thing: Thing) -> str:
    """The name of the place of a thing; empty for what has none."""
    if thing.kind in ("immaterial", "commons"):
        return ""
    if thing.kind in ("room", "facility"):
        return thing.name
    depot = NAMES.get(thing.keeper) or f"Dépôt {_of(thing.keeper)}"
    return f"{depot}, boîte à clés" if thing.family.by_hours else depot


def _of(name: str) -> str:
    if name[0] in "AEIOUÉ":
        return f"d'{name}"
    return f"de {name}"


def load(
    things: Iterable[Thing], organisations: Mapping[str, Organisation], halls: Mapping[str, Organisation], years: range
) -> dict[str, Place]:
    """Write the places of ``things``, by name; some depots close at the end of each year of ``years``."""
    rows: dict[str, Place] = {}
    for rank, thing in enumerate(things):
        name = place_name(thing)
        if not name or name in rows:
            continue
        keeper, hall = organisations[thing.keeper], halls[thing.commune]
        is_free = thing.family.by_hours
        rows[name] = Place(
            name=name,
            organisation=keeper,
            commune_id=hall.commune_id,
            address=f"{rank + 1}, rue du Four, {thing.commune}",
            latitude_e6=(hall.latitude_e6 or 0) + (rank * 977 % 2600 - 1300 if rank else 0),
            longitude_e6=(hall.longitude_e6 or 0) + (rank * 1543 % 3600 - 1800 if rank else 0),
            hours=[] if is_free else QUARTER_WEEK if thing.commune == "Port-Garance" else WEEK,
            closes_on_holidays=not is_free,
            access_note="Code de la boîte à clés envoyé la veille." if is_free else "Sonner au portail vert.",
        )
    Place.objects.bulk_create(rows.values())
    Closure.objects.bulk_create(
        Closure(place=place, first=date(year, 12, 24), last=date(year, 12, 31), reason="Fermeture de fin d'année")
        for place in rows.values()
        if place.hours and place.organisation.name in CHRISTMAS
        for year in years
    )
    return rows
