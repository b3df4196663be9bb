"""Areas below the commune: written when right, and every fault of the file located when not."""

import json

import pytest

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import AbsentError, InvalidError, RefusedError
from mitoyen.territory.actions import import_areas, remove_area
from mitoyen.territory.errors import AreasRefusedError
from mitoyen.territory.models import Area, Commune, Organisation

pytestmark = pytest.mark.django_db

TOWN = {"type": "Polygon", "coordinates": [[[6.0, 46.0], [6.2, 46.0], [6.2, 46.2], [6.0, 46.2], [6.0, 46.0]]]}
QUARTER = [[6.05, 46.05], [6.1, 46.05], [6.1, 46.1], [6.05, 46.1], [6.05, 46.05]]


def feature(ring=QUARTER, **properties):
    return {
        "type": "Feature",
        "properties": properties or {"nom": "Le Faubourg"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


@pytest.fixture
def town():
    row = Commune.objects.create(insee="00001", name="Vallombre", contour=TOWN, is_fictitious=True)
    Organisation.objects.create(name="Vallombre", kind="commune", commune=row, siren="999000011")
    return row


def administrator_of(town):
    hall = Organisation.objects.get(commune=town)
    return Actor(person=1, mandates=(Mandate(hall.pk, Role.ADMINISTRATOR),), acting_for=hall.pk)


def given(town, content, **more):
    return import_areas(administrator_of(town), town.insee, content, source="Ville, 2027", **more)[1]


@pytest.mark.parametrize("role", list(Role))
def test_who_may_import_areas(town, role):
    hall = Organisation.objects.get(commune=town)
    actor = Actor(person=1, mandates=(Mandate(hall.pk, role),), acting_for=hall.pk)
    if role is Role.ADMINISTRATOR:
        import_areas(actor, town.insee, collection(feature()), source="Ville, 2027")
    else:
        with pytest.raises(RefusedError):
            import_areas(actor, town.insee, collection(feature()), source="Ville, 2027")
    assert Area.objects.exists() == (role is Role.ADMINISTRATOR)


def test_areas_are_written_with_their_source_and_journaled(town):
    given(town, collection(feature(nom="Le Faubourg", code="FAU"), feature(name="École", kind="quartier")))
    rows = Area.objects.values_list("code", "name", "sort_key", "kind", "source", "is_fictitious")
    assert list(rows) == [
        ("ecole", "École", "ecole", "quartier", "Ville, 2027", True),
        ("fau", "Le Faubourg", "le faubourg", "", "Ville, 2027", True),
    ]
    assert Act.objects.get().after == {"areas": ["fau", "ecole"], "source": "Ville, 2027"}


def test_an_area_of_the_same_code_is_replaced(town):
    given(town, collection(feature(nom="Faubourg", code="fau")))
    given(town, collection(feature(nom="Grand Faubourg", code="fau")))
    assert list(Area.objects.values_list("name", "sort_key")) == [("Grand Faubourg", "grand faubourg")]


def test_a_dry_run_writes_nothing(town):
    assert len(given(town, collection(feature()), is_dry_run=True)) == 1
    assert not Area.objects.exists()


def test_height_is_dropped_and_holes_are_kept(town):
    hole = [[6.06, 46.06, 5], [6.07, 46.06, 5], [6.07, 46.07, 5], [6.06, 46.06, 5]]
    area = feature()
    area["geometry"]["coordinates"] = [[[*spot, 3] for spot in QUARTER], hole]
    given(town, collection(area))
    rings = Area.objects.get().contour["coordinates"]
    assert len(rings) == 2
    assert {len(spot) for ring in rings for spot in ring} == {2}


LAMBERT = [[940_000, 6_550_000], [941_000, 6_550_000], [941_000, 6_551_000], [940_000, 6_550_000]]
SWAPPED = [[spot[1], spot[0]] for spot in QUARTER]
BOW_TIE = [[6.05, 46.05], [6.1, 46.1], [6.1, 46.05], [6.05, 46.1], [6.05, 46.05]]
ELSEWHERE = [[spot[0] + 1, spot[1]] for spot in QUARTER]
WRONG = [
    (b"\xff\xfe\x00", "pas du GeoJSON lisible"),
    (b"[" * 100_000, "pas du GeoJSON lisible"),
    (b'{"type": "Topology"}', "FeatureCollection"),
    (b" " * 5_000_001, "5 Mo"),
    (collection(), "aucune zone"),
    (collection(*[feature()] * 501), "501 zones"),
    (collection(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}), "WGS 84"),
    (collection("nothing"), "Zone 1 : ce n'est pas"),
    (collection(feature(autre="x")), "pas de nom"),
    (collection({**feature(), "geometry": None}), "pas de surface"),
    (collection({**feature(), "geometry": {"type": "Point", "coordinates": [6, 46]}}), "pas de surface"),
    (collection({**feature(), "geometry": {"type": "Polygon", "coordinates": "x"}}), "ne se lisent pas"),
    (collection({**feature(), "geometry": {"type": "Polygon", "coordinates": []}}), "se croise ou n'est pas fermé"),
    (collection(feature(LAMBERT)), "pas des degrés"),
    (collection(feature(SWAPPED)), "longitude d'abord"),
    (collection(feature(BOW_TIE)), "se croise"),
    (collection(feature(ELSEWHERE)), "en dehors de Vallombre"),
    (collection(feature(code="a", nom="A"), feature(code="A", nom="B")), "Zone 2 : le code « a » sert déjà"),
    (collection(feature(QUARTER[:-1])), "se croise ou n'est pas fermé|ne se lisent pas"),
    (
        collection(feature([[6.05 + 1e-7 * n, 46.05 + 1e-9 * n * n] for n in range(20_001)] + [[6.05, 46.05]])),
        "20002 points",
    ),
]


@pytest.mark.parametrize(("content", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_fault_is_located_and_nothing_is_written(town, content, said):
    with pytest.raises(AreasRefusedError, match=said):
        given(town, content)
    assert not Area.objects.exists()


def test_every_fault_is_told(town):
    with pytest.raises(AreasRefusedError) as refused:
        given(town, collection(feature(LAMBERT), feature(), feature(ELSEWHERE, nom="Autre")))
    assert [fault.where.fr for fault in refused.value.faults] == ["Zone 1", "Zone 3"]
    assert "et 1 autre" in refused.value.sentence.fr


def test_a_source_is_asked_for(town):
    with pytest.raises(InvalidError, match="d'où viennent"):
        import_areas(administrator_of(town), town.insee, collection(feature()), source=" ")


def test_an_area_is_removed_once(town):
    area = given(town, collection(feature()))[0]
    remove_area(administrator_of(town), area.pk)
    with pytest.raises(AbsentError):
        remove_area(administrator_of(town), area.pk)
