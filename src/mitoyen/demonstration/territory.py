"""The Val Mitoyen, twelve mountain communes, and a quarter of a port city: all invented, and flagged so.

Contours are those of an imaginary map laid somewhere in the Alps; codes and SIREN are in series that
nobody is given (INSEE ``00…``, SIREN ``999…``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mitoyen.kernel.identity import Siren, unaccented
from mitoyen.territory.models import (
    Area,
    Commune,
    Intercommunality,
    Membership,
    Organisation,
    OrganisationKind,
    Population,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = "territoire de démonstration, inventé"
NAME = "Val Mitoyen"


@dataclass(frozen=True, slots=True)
class Place:
    """An invented commune: its people, its height, and where its town hall stands (microdegrees)."""

    name: str
    inhabitants: int
    altitude: int
    latitude_e6: int
    longitude_e6: int


# Town halls stand where the map of the mock writes the names: 60 metres a unit, north-west corner at 45.60 N, 6.20 E.
PLACES = (
    Place("Montbrisel", 3620, 540, 45_494_200, 6_418_600),
    Place("Les Aigues", 1840, 480, 45_523_400, 6_313_100),
    Place("La Combe-Rousse", 1310, 690, 45_428_400, 6_490_900),
    Place("Saint-Eldrad", 1124, 510, 45_469_400, 6_340_000),
    Place("Beaupré-sous-Roche", 980, 560, 45_409_500, 6_378_500),
    Place("Vernazoux", 702, 780, 45_546_000, 6_411_700),
    Place("Ury", 612, 820, 45_456_400, 6_577_900),
    Place("Malaubert", 498, 450, 45_446_700, 6_266_200),
    Place("Pralonge", 441, 1040, 45_509_800, 6_566_400),
    Place("Le Thoral", 248, 1180, 45_574_100, 6_537_100),
    Place("Chantefroid", 246, 1320, 45_560_000, 6_632_500),
    Place("Orsonne", 189, 1260, 45_493_100, 6_655_500),
)
PORT_CITY = Place("Port-Garance", 84_300, 6, 43_387_000, 4_801_000)

# (name, kind, commune): who else lives from what is shared.
OTHERS: tuple[tuple[str, OrganisationKind, str], ...] = (
    ("CUMA du Haut-Val", OrganisationKind.CUMA, "Pralonge"),
    ("La Ruche d'Orsonne", OrganisationKind.ASSOCIATION, "Orsonne"),
    ("Ski-club du Haut-Val", OrganisationKind.ASSOCIATION, "Chantefroid"),
    ("Comité des fêtes de Montbrisel", OrganisationKind.ASSOCIATION, "Montbrisel"),
    ("Collège des Deux-Rives", OrganisationKind.SCHOOL, "Montbrisel"),
    ("Syndicat des eaux de la Mitte", OrganisationKind.SYNDICATE, "Montbrisel"),
    ("Eaux du Val SCIC", OrganisationKind.COOPERATIVE, "Les Aigues"),
    ("Menuiserie Chabrand", OrganisationKind.COMPANY, "Vernazoux"),
    ("Régie de quartier des Bassins", OrganisationKind.ASSOCIATION, "Port-Garance"),
    ("Ressourcerie du Vieux-Port", OrganisationKind.ASSOCIATION, "Port-Garance"),
    ("École Rosa-Bonheur", OrganisationKind.SCHOOL, "Port-Garance"),
    ("Habitants du quartier des Bassins", OrganisationKind.HOUSEHOLDS, "Port-Garance"),
)


def load(year: int) -> dict[str, Organisation]:
    """Write the territory; its organisations by name. Populations are those of ``year``."""
    communes = _communes()
    _populations(communes, year)
    halls = _organisations(
        (place.name, OrganisationKind.COMMUNE, place.name) for place in (*PLACES, PORT_CITY)
    ) | _organisations(OTHERS, first_number=100)
    body = _organisation(NAME, OrganisationKind.EPCI, communes["Montbrisel"], number=90)
    body.save()
    intercommunality = Intercommunality.objects.create(organisation=body, legal_form="CC", source=SOURCE)
    Membership.objects.bulk_create(
        Membership(intercommunality=intercommunality, commune=communes[place.name]) for place in PLACES
    )
    Area.objects.create(
        commune=communes[PORT_CITY.name],
        code="les-bassins",
        name="Les Bassins",
        kind="quartier",
        contour=_quarter(PORT_CITY),
        source=SOURCE,
        is_fictitious=True,
    )
    return halls | {NAME: body}


def _communes() -> dict[str, Commune]:
    contours: dict[str, Any] = json.loads(files(__package__).joinpath("contours.json").read_text())
    rows = [
        Commune(
            insee=f"00{rank:03d}",
            name=place.name,
            sort_key=unaccented(place.name),
            postcodes="00000",
            contour={"type": "Polygon", "coordinates": [contours[place.name]]} if place.name in contours else None,
            latitude_e6=place.latitude_e6,
            longitude_e6=place.longitude_e6,
            town_hall_latitude_e6=place.latitude_e6,
            town_hall_longitude_e6=place.longitude_e6,
            is_fictitious=True,
        )
        for rank, place in enumerate((*PLACES, PORT_CITY), start=1)
    ]
    return {commune.name: commune for commune in Commune.objects.bulk_create(rows)}


def _populations(communes: dict[str, Commune], year: int) -> None:
    Population.objects.bulk_create(
        Population(
            commune=communes[place.name],
            year=year,
            kind=Population.Kind.MUNICIPALE,
            count=place.inhabitants,
            source=SOURCE,
        )
        for place in (*PLACES, PORT_CITY)
    )


def _organisations(
    listed: Iterable[tuple[str, OrganisationKind, str]], first_number: int = 1
) -> dict[str, Organisation]:
    communes = {commune.name: commune for commune in Commune.objects.filter(is_fictitious=True)}
    rows = [
        _organisation(name, kind, communes[commune], number)
        for number, (name, kind, commune) in enumerate(listed, start=first_number)
    ]
    return {row.name: row for row in Organisation.objects.bulk_create(rows)}


def _organisation(name: str, kind: OrganisationKind, commune: Commune, number: int) -> Organisation:
    has_siren = kind is not OrganisationKind.HOUSEHOLDS
    return Organisation(
        name=name,
        sort_key=unaccented(name),
        kind=kind,
        siren=Siren.fictitious(number).digits if has_siren else "",
        email=f"contact.{number}@val-mitoyen.example",
        commune=commune,
        latitude_e6=commune.town_hall_latitude_e6,
        longitude_e6=commune.town_hall_longitude_e6,
        is_fictitious=True,
    )


def _quarter(city: Place) -> dict[str, Any]:
    """A square of some six hundred metres on the quays."""
    west, south = (city.longitude_e6 - 4_000) / 1e6, (city.latitude_e6 - 3_000) / 1e6
    east, north = (city.longitude_e6 + 4_000) / 1e6, (city.latitude_e6 + 3_000) / 1e6
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
