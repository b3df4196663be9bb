"""The pages of people and territory: what is read, what it costs (who reaches them: tests/project)."""

import re
from datetime import date

import pytest
from django.urls import reverse

from mitoyen.access.actors import Role
from mitoyen.people.models import Invitation, Mandate, Person, Term
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.territory.models import Area, Commune, Organisation

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 2)
SQUARE = {"type": "Polygon", "coordinates": [[[6.0, 46.0], [6.2, 46.0], [6.2, 46.2], [6.0, 46.2], [6.0, 46.0]]]}


@pytest.fixture
def world(town, member):
    """One of each thing that an address names."""
    commune = Commune.objects.create(insee="00001", name="Ury", contour=SQUARE, is_fictitious=True)
    Organisation.objects.filter(pk=town.pk).update(commune=commune)
    agent = member(Role.AGENT, email="cible@exemple.fr", name="Tom Escoffier")
    Invitation.objects.create(
        email="attend@exemple.fr",
        organisation=town,
        role="agent",
        key_hash="x" * 64,
        sent_at="2027-03-01T09:00Z",
        expires_at="2027-03-15T09:00Z",
    )
    return {
        "town": town.pk,
        "commune": commune.insee,
        "mandate": Mandate.objects.get(person=agent).pk,
        "invitation": Invitation.objects.get().pk,
        "term": Term.objects.create(label="2026-2032", organisation=town, since=date(2026, 4, 1)).pk,
        "area": Area.objects.create(commune=commune, code="a", name="Faubourg", contour=SQUARE, source="s").pk,
    }


# What is read


@pytest.fixture
def as_administrator(client, member):
    person = member(Role.ADMINISTRATOR, email="odile@exemple.fr", name="Odile Marchenoir")
    Person.objects.filter(pk=person.pk).update(second_factor_waived=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_members_page_says_how_many_act(as_administrator, world):
    page = text(as_administrator.get(reverse("people:members", args=[world["town"]])))
    assert "2 personnes agissent pour Ury" in page
    assert "Tom Escoffier" in page
    assert "attend@exemple.fr" in page
    assert "2026-2032" in page


def test_the_members_page_costs_the_same_for_any_number(as_administrator, world, member, django_assert_max_num_queries):
    address = reverse("people:members", args=[world["town"]])
    as_administrator.get(address)
    with django_assert_max_num_queries(12) as few:
        as_administrator.get(address)
    for number in range(15):
        member(Role.AGENT, email=f"a{number}@exemple.fr")
    with django_assert_max_num_queries(len(few)):
        as_administrator.get(address)


def test_a_reader_is_told_why_she_may_not_invite(client, world, member):
    person = member(Role.READER, email="lectrice@exemple.fr")
    Person.objects.filter(pk=person.pk).update(second_factor_waived=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = text(client.get(reverse("people:members", args=[world["town"]])))
    assert "Il faut être administrateur pour cette organisation" in page


def test_inviting_from_the_page_writes_the_letter(as_administrator, world):
    response = as_administrator.post(
        reverse("people:invite", args=[world["town"]]),
        {"email": "nour@exemple.fr", "role": "treasurer", "until": "31/12/2027", "term": ""},
        follow=True,
    )
    assert "L’invitation part à nour@exemple.fr" in text(response)
    assert "http://testserver/invitation/" in OutboxMessage.objects.get().body
    assert Invitation.objects.get(email="nour@exemple.fr").mandate_until == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "nour", "role": "agent"}, "n&#x27;est pas une adresse de courriel"),
        ({"email": "nour@exemple.fr", "role": "chef"}, "chef"),
        ({"email": "nour@exemple.fr", "role": "agent", "until": "31/31"}, "n’est pas une date"),
        ({"email": "nour@exemple.fr", "role": "agent", "until": "1/1/2020"}, "déjà passé"),
        ({"email": "attend@exemple.fr", "role": "agent"}, "attend déjà la réponse"),
        ({"email": "nour@exemple.fr", "role": "agent", "term": "999"}, "choix valide"),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed(as_administrator, world, sent, said):
    response = as_administrator.post(reverse("people:invite", args=[world["town"]]), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert f'value="{sent["email"]}"' in page
    assert not OutboxMessage.objects.exists()


def test_closing_a_term_shows_first_who_loses_what(as_administrator, world, member):
    member(Role.ELECTED, email="maire@exemple.fr", name="Noémie Castagner", term_id=world["term"])
    address = reverse("people:close_term", args=[world["term"]])
    preview = text(as_administrator.get(address, {"last_day": "05/04/2027"}))
    assert "retire un mandat" in preview
    assert "Noémie Castagner" in preview
    assert Term.objects.get().until is None
    as_administrator.post(address, {"last_day": "05/04/2027"})
    assert Mandate.objects.get(term_id=world["term"]).until == date(2027, 4, 5)


def test_ending_ones_own_mandate_leads_home(client, member, world):
    person = member(Role.AGENT, email="depart@exemple.fr")
    Person.objects.filter(pk=person.pk).update(second_factor_waived=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    mandate = Mandate.objects.get(person=person)
    response = client.post(reverse("people:end_mandate", args=[mandate.pk]), {"last_day": "01/03/2027"})
    assert response.headers["Location"] == reverse("people:account")


def test_acting_for_another_is_asked_then_done(client, member, town, elsewhere):
    member(Role.AGENT, email="deux@exemple.fr")
    person = member(Role.AGENT, of=elsewhere, email="deux@exemple.fr")
    Person.objects.filter(pk=person.pk).update(second_factor_waived=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("people:act_for", args=[elsewhere.pk])
    assert "Agir pour Pralonge ?" in text(client.get(address))
    assert Person.objects.get(pk=person.pk).acting_for_id is None
    response = client.post(address, {"retour": "https://ailleurs.exemple/"})
    assert response.headers["Location"] == "/"
    assert Person.objects.get(pk=person.pk).acting_for_id == elsewhere.pk


def test_the_account_page_changes_language_at_once(as_administrator):
    response = as_administrator.post(reverse("people:account"), {"name": "Odile M.", "language": "en"}, follow=True)
    assert Person.objects.get(email="odile@exemple.fr").language == "en"
    assert '<html lang="en"' in response.content.decode()


def test_ones_data_is_downloaded_as_json(as_administrator):
    response = as_administrator.get(reverse("people:export"))
    assert response.json()["compte"]["nom"] == "Odile Marchenoir"
    assert "no-store" in response.headers["Cache-Control"]


def test_an_account_is_erased_after_the_word(client, member):
    person = member(Role.AGENT, email="part@exemple.fr")
    Person.objects.filter(pk=person.pk).update(second_factor_waived=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("people:erase"), {"word": "oui"}).status_code == 422
    assert "Votre compte est effacé" in text(client.post(reverse("people:erase"), {"word": "effacer"}))
    assert client.get(reverse("people:account")).status_code == 302


# Territory


def test_the_territory_says_its_people_and_its_sources(client, world, town, operator):
    from mitoyen.territory.models import Intercommunality, Membership, Population

    body = Organisation.objects.create(name="Val", kind="epci", siren="999000037")
    epci = Intercommunality.objects.create(organisation=body, legal_form="CC", source="s")
    ury = Commune.objects.get()
    Commune.objects.update(contour_source="IGN Admin Express / INSEE / DGCL, Licence Ouverte 2.0")
    Membership.objects.create(intercommunality=epci, commune=ury)
    Population.objects.create(commune=ury, year=2026, kind="municipale", count=612, source="DGCL, édition 2026")
    page = text(client.get(reverse("territory:map")))
    assert "Une commune, 612 habitants" in page
    assert "communauté de communes" in page
    assert "IGN Admin Express / INSEE / DGCL, Licence Ouverte 2.0" in page


def test_a_commune_that_is_not_here_is_said_so(client):
    response = client.get(reverse("territory:commune", args=["99999"]))
    assert response.status_code == 404
    assert "pas dans ce territoire" in text(response)


def test_a_wrong_siren_is_said_at_its_field(as_administrator):
    response = as_administrator.post(
        reverse("territory:create"), {"name": "La Ruche", "kind": "association", "siren": "123456789"}
    )
    assert response.status_code == 422
    assert "faute de frappe" in text(response)
    assert 'value="La Ruche"' in response.content.decode()


def test_an_organisation_is_made_and_corrected(as_administrator):
    response = as_administrator.post(
        reverse("territory:create"),
        {
            "name": "La Ruche",
            "kind": "association",
            "siren": "999 000 078",
            "latitude": "45,4947",
            "longitude": "6.4186",
        },
        follow=True,
    )
    made = Organisation.objects.get(name="La Ruche")
    assert (made.siren, made.latitude_e6, made.longitude_e6) == ("999000078", 45_494_700, 6_418_600)
    assert "999 000 078" in text(response)


def test_areas_are_given_by_a_file_and_their_faults_listed(as_administrator, world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = reverse("territory:import_areas", args=["00001"])
    bad = b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}'
    response = as_administrator.post(address, {"file": SimpleUploadedFile("z.geojson", bad), "source": "Ville"})
    assert response.status_code == 422
    assert "Zone 1" in text(response)
    good = bad.replace(b"{}", b'{"nom": "Le Pont"}').replace(
        b"null", b'{"type": "Polygon", "coordinates": [[[6.05,46.05],[6.1,46.05],[6.1,46.1],[6.05,46.05]]]}'
    )
    response = as_administrator.post(
        address, {"file": SimpleUploadedFile("z.geojson", good), "source": "Ville"}, follow=True
    )
    assert "1 zone importée" in text(response)
