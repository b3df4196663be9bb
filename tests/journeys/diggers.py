"""Six diggers of an invented valley on Tuesday 9 March 2027, one for each answer that a clerk of Ury may read.

Town halls stand 0,05° of latitude apart on one meridian: 0.05 × 111.19 km = 5.56 km as the crow flies.
"""

from dataclasses import dataclass

from sharing.conftest import WEEK, at

from mitoyen.sharing import actions
from mitoyen.sharing.models import Category, Closure, Place, Requirement

PURPOSE = "Curer le fossé du chemin des Aulnes"


@dataclass
class Diggers:
    """The things of the scene; ``free`` is the nearest one that nobody keeps."""

    free: object
    taken: object
    washed: object
    closed: object
    too_soon: object
    far: object
    plate: object


def square(latitude):
    """A commune around its town hall."""
    west, east, south, north = 5.9, 6.1, latitude - 0.025, latitude + 0.025
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def depot(organisation, name, latitude, longitude=6.0):
    return Place.objects.create(
        name=name, organisation=organisation, commune=organisation.commune, hours=WEEK,
        latitude_e6=round(latitude * 1e6), longitude_e6=round(longitude * 1e6),
    )  # fmt: skip


def make_diggers(circle):
    """The scene, seen from Ury, whose town hall is at 45,05°."""
    for rank, town in enumerate((circle.lender, circle.ury, circle.malaubert)):
        town.commune.contour, town.commune.contour_source = square(45 + rank * 0.05), "inventé"
        town.commune.save()
    malaubert = depot(circle.malaubert, "Atelier de Malaubert", 45.08)  # 0.03° from Ury: 3.3 km
    ury = depot(circle.ury, "Remise d’Ury", 45.05)
    pralonge = depot(circle.stranger, "Hangar de Pralonge", 45.15)  # 0.10° from Ury: 11.1 km
    Closure.objects.create(place=ury, first=at(9).date(), last=at(9).date(), reason="inventaire")
    compacting = Category.objects.create(name="Compactage", slug="compactage", path=f"compactage-{circle.category.pk}")

    def digger(name, owner, place, **changes):
        made = circle.resource(
            name=name, owner=owner, holder=owner, place=place, search_text=f"{name.lower()} pelle excavatrice",
            drawing="excavator", **changes,
        )  # fmt: skip
        circle.tariff(made)
        return made

    scene = Diggers(
        free=digger(
            "Mini-pelle 2,7 tonnes", circle.lender, circle.depot, summary="Trois godets, chargée sur sa remorque."
        ),
        taken=digger("Mini-pelle 1,8 tonne", circle.malaubert, malaubert),
        washed=digger("Mini-pelle 3,5 tonnes", circle.malaubert, malaubert),
        closed=digger("Mini-pelle 1 tonne", circle.ury, ury),
        too_soon=digger("Mini-pelle 5 tonnes", circle.stranger, pralonge, notice_minutes=10 * 24 * 60),
        far=digger("Mini-pelle 2,5 tonnes", circle.stranger, pralonge),
        plate=circle.resource(
            name="Plaque vibrante", category=compacting, search_text="plaque vibrante", buffer_after_minutes=0,
            meter_unit="", meter_name="", drawing="roller",
        ),
    )  # fmt: skip
    circle.tariff(scene.plate, day_cents=1800, meter_cents=0, free_meter_tenths=0, km_cents=0)
    Requirement.objects.create(resource=scene.free, kind="qualification", name="CACES R482 catégorie A")
    lender, malaubert_agent = circle.actor(circle.lender), circle.actor(circle.malaubert)
    actions.book(malaubert_agent, circle.wish(scene.taken, at(8), at(9, 17), circle.malaubert))
    # Back on Monday at 17:00: its 450 minutes of cleaning are the whole opened Tuesday (4 h and 3 h 30).
    actions.book(lender, circle.wish(scene.washed, at(5), at(8, 17), circle.lender))
    return scene
