"""One searches around a place: a commune by its name, a depot by its name or address, a point of the map."""

import html
import re

import pytest
from django.utils import translation

from mitoyen.sharing.models import Place
from mitoyen.sharing.web.places import place_called

HALLS = {
    "La Combe-Rousse": (45_000_000, 6_000_000),
    "Ury": (45_050_000, 6_000_000),
    "Malaubert": (45_100_000, 6_000_000),
}


@pytest.fixture
def yard(circle, frozen):
    """A digger at the depot of La Combe-Rousse, whose address is known, and one near Malaubert."""
    circle.depot.address = "12 rue du Four"
    circle.depot.save()
    far = Place.objects.create(name="Atelier des Aulnes", organisation=circle.malaubert, latitude_e6=45_090_000,
                               longitude_e6=6_000_000)  # fmt: skip
    circle.resource()
    circle.resource(name="Mini-pelle de Malaubert", place=far)
    hidden = Place.objects.create(
        name="Garage fermé", organisation=circle.ury, latitude_e6=45_000_000, longitude_e6=6_000_000
    )
    circle.resource(name="Rien", place=hidden, is_listed=False)
    return circle


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ury", "Ury"),
        ("  la combe rousse ", "La Combe-Rousse"),
        ("La Combe-Rousse", "La Combe-Rousse"),
        ("LA COMBE", "La Combe-Rousse"),
        ("mala", "Malaubert"),
        ("Pralonge", None),  # a commune of elsewhere
        ("M", None),
    ],
)
def test_a_commune_is_known_by_its_name_or_the_beginning_of_it(yard, written, name):
    found = place_called(written)
    assert (found and (found.name, found.point)) == (name and (name, HALLS[name]))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dépôt de La Combe-Rousse", "Dépôt de La Combe-Rousse"),
        ("12 rue du four", "Dépôt de La Combe-Rousse"),
        ("aulnes", "Atelier des Aulnes"),
        ("Garage fermé", None),  # nothing is lent there to everybody
        ("3 rue du Four", None),
    ],
)
def test_a_depot_is_known_by_its_name_or_its_address(yard, written, name):
    found = place_called(written)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("45.1234, 6.5", (45_123_400, 6_500_000)),
        ("45.1234;6.5000", (45_123_400, 6_500_000)),
        ("-21.1151 55.5364", (-21_115_100, 55_536_400)),
        ("91.0, 6.0", None),
        ("45.1, 181.0", None),
        ("45.1", None),
    ],
)
def test_a_point_is_read_as_the_map_writes_it(yard, written, point):
    found = place_called(written)
    assert (found and found.point) == point


def test_a_place_is_said_in_a_sentence(yard):
    assert [(each.of, each.since) for each in map(place_called, ("Ury", "45.0, 6.0", "12 rue du Four"))] == [
        ("d’Ury", "Ury"),
        ("du point choisi", "le point choisi"),
        ("de « Dépôt de La Combe-Rousse »", "« Dépôt de La Combe-Rousse »"),
    ]
    with translation.override("en"):
        assert place_called("45.0, 6.0").since == "the point chosen"


def words(response):
    shown = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", shown)


def test_a_visitor_searches_around_a_commune(client, yard):
    page = words(client.get("/emprunter/", {"autour": "Malaubert", "q": ""}))
    assert "Distances à vol d’oiseau depuis Malaubert. Du plus proche au plus loin." in page
    assert page.index("Mini-pelle de Malaubert") < page.index("Mini-pelle 2,7 tonnes")
    near = words(client.get("/emprunter/", {"autour": "Malaubert", "q": "", "km": "5"}))
    assert "1 résultat" in near, "0,01° of latitude are 1,1 km, 0,1° are 11,1 km"


def test_a_clerk_searches_elsewhere_than_from_her_town_hall(signed_in, yard):
    client = signed_in(yard.ury)
    assert "depuis Ury" in words(client.get("/emprunter/", {"q": ""}))
    page = client.get("/emprunter/", {"q": "", "autour": "45.0900, 6.0000"})
    assert "depuis le point choisi" in words(page)
    assert "Mini-pelle de Malaubert" in words(page).partition("sur place")[0]
    assert 'value="45.0900, 6.0000"' in page.content.decode(), "what was chosen stays in the field"


def test_an_unknown_place_is_said_and_the_search_goes_on(client, yard):
    page = words(client.get("/emprunter/", {"q": "", "autour": "Brigadoon"}))
    assert "« Brigadoon » n’est ni une commune du territoire, ni un dépôt connu : écrivez un autre nom." in page
    assert "Mini-pelle 2,7 tonnes" in page


def test_a_place_costs_two_queries_at_most(client, yard, django_assert_max_num_queries):
    client.get("/emprunter/", {"q": ""})
    with django_assert_max_num_queries(40) as bare:
        client.get("/emprunter/", {"q": ""})
    for written, more in (("45.09, 6.0", 0), ("Ury", 1), ("12 rue du Four", 2), ("Brigadoon", 2)):
        with django_assert_max_num_queries(len(bare.captured_queries) + more):
            client.get("/emprunter/", {"q": "", "autour": written})
