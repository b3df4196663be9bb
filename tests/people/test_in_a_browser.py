"""In a real browser: a passkey is made and opens the account; axe finds nothing, at both widths, in each state."""

from datetime import date

import browser as shared
import pytest
from browser import follow
from django.urls import reverse

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.people import actions
from mitoyen.people.models import Mandate, Person, Term
from mitoyen.people.queries import actor_for
from mitoyen.territory.models import Area, Commune, Intercommunality, Membership, Organisation, Population

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]

PASSWORD = "une longue phrase"
SQUARE = {"type": "Polygon", "coordinates": [[[6.0, 46.0], [6.2, 46.0], [6.2, 46.2], [6.0, 46.2], [6.0, 46.0]]]}


@pytest.fixture
def page_of(browser, live_server):
    """A page of the real site; the host is localhost, because passkeys ask for a trusted origin."""
    site = live_server.url.replace("127.0.0.1", "localhost")
    opened = []

    def open_at(width, theme="light"):
        page = shared.opened(browser, width, theme, base_url=site)
        opened.append(page.context)
        return page

    yield open_at
    for context in opened:
        context.close()


def check(page):
    """Axe finds nothing, nothing sticks out, no script was refused."""
    assert shared.faults(page) == [], page.url


def sign_in(page, email):
    page.goto(reverse("account_login"))
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter", exact=True))


@pytest.fixture
def letter(town, member):
    boss = actor_for(member(Role.ADMINISTRATOR, email="qui.invite@exemple.fr"), clock.today())
    keys = []
    actions.invite(
        boss, town.pk, "nour@exemple.fr", Role.AGENT, now=clock.now(), address_of=lambda key: keys.append(key) or key
    )
    return reverse("people:accept", args=keys)


def test_a_passkey_is_made_at_the_invitation_and_opens_the_account(page_of, letter):
    page = page_of(375)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(letter)
    check(page)
    page.get_by_label("Votre nom").fill("Nour Belkacem")
    page.get_by_label("Une clé d’accès").check()
    page.get_by_role("button", name="Accepter et ouvrir mon compte").click()
    page.wait_for_url("**/2fa/webauthn/add/")
    check(page)
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.wait_for_url("**/recovery-codes/**")
    assert "Gardez ces codes en lieu sûr" in page.inner_text("h1")
    check(page)
    page.goto(reverse("people:account"))
    assert page.inner_text("h1") == "Nour Belkacem"
    follow(page.get_by_role("button", name="Se déconnecter"))
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Se servir d’une clé d’accès").click()
    page.wait_for_url(lambda address: "login" not in address)
    page.goto(reverse("people:account"))
    assert page.inner_text("h1") == "Nour Belkacem"
    assert page.wrongs == []


def test_a_browser_without_key_is_told_so_in_the_page(page_of, db):
    page = page_of(1280)
    page.goto(reverse("account_login"))
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Se servir d’une clé d’accès").click()
    page.get_by_text("Le navigateur n’a donné aucune clé").wait_for()
    check(page)


@pytest.fixture
def val(town, member):
    """A small territory with everything on its pages, and who administers it."""
    commune = Commune.objects.create(
        insee="00001",
        name="Ury",
        contour=SQUARE,
        contour_source="inventé",
        town_hall_latitude_e6=46_100_000,
        town_hall_longitude_e6=6_100_000,
        is_fictitious=True,
    )
    Organisation.objects.filter(pk=town.pk).update(commune=commune)
    body = Organisation.objects.create(name="Val Mitoyen", kind="epci", siren="999000037", is_fictitious=True)
    epci = Intercommunality.objects.create(organisation=body, legal_form="CC", source="inventé")
    Membership.objects.create(intercommunality=epci, commune=commune)
    Population.objects.create(commune=commune, year=2026, kind="municipale", count=612, source="inventé")
    Area.objects.create(commune=commune, code="pont", name="Le Pont", contour=SQUARE, source="inventé")
    term = Term.objects.create(label="2026-2032", organisation=town, since=date(2026, 4, 1))
    member(Role.ELECTED, email="maire@exemple.fr", name="Noémie Castagner", term=term)
    boss = member(Role.ADMINISTRATOR, email="odile@exemple.fr", name="Odile Marchenoir")
    Person.objects.filter(pk=boss.pk).update(second_factor_waived=True)
    return {"town": town.pk, "term": term.pk, "mandate": Mandate.objects.get(person__email="maire@exemple.fr").pk}


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_on_any_page(page_of, val, letter, width):
    page = page_of(width)
    for address in (
        reverse("account_login"),
        reverse("account_reset_password"),
        reverse("account_reset_password_done"),
        reverse("account_signup"),
        letter,
        reverse("territory:map"),
        reverse("territory:commune", args=["00001"]),
        reverse("territory:organisations"),
        reverse("territory:organisations") + "?q=introuvable",
        reverse("territory:organisation", args=[val["town"]]),
    ):
        page.goto(address)
        check(page)
    sign_in(page, "odile@exemple.fr")
    for address in (
        reverse("people:account"),
        reverse("people:erase"),
        reverse("people:members", args=[val["town"]]),
        reverse("people:invite", args=[val["town"]]),
        reverse("people:end_mandate", args=[val["mandate"]]),
        reverse("people:stand_in", args=[val["mandate"]]),
        reverse("people:open_term", args=[val["town"]]),
        reverse("people:close_term", args=[val["term"]]),
        reverse("people:act_for", args=[val["town"]]),
        reverse("territory:commune", args=["00001"]),
        reverse("territory:create"),
        reverse("territory:edit", args=[val["town"]]),
        reverse("mfa_index"),
        reverse("mfa_activate_totp"),
        reverse("mfa_list_webauthn"),
        reverse("account_email"),
        reverse("account_change_password"),
        reverse("socialaccount_connections"),
        reverse("account_logout"),
    ):
        page.goto(address)
        check(page)


@pytest.mark.parametrize(("width", "theme"), [(375, "light"), (1280, "light"), (1280, "dark")])
def test_a_wrong_password_is_said_and_the_address_stays(page_of, val, width, theme):
    page = page_of(width, theme)
    page.goto(reverse("account_login"))
    page.get_by_label("Adresse électronique").fill("odile@exemple.fr")
    page.get_by_label("Mot de passe", exact=True).fill("une autre phrase")
    follow(page.get_by_role("button", name="Se connecter", exact=True))
    assert "ne correspond" in page.inner_text("main") or "incorrect" in page.inner_text("main")
    assert page.get_by_label("Adresse électronique").input_value() == "odile@exemple.fr"
    check(page)
    shared.keep_shot(page, f"treasury-sign-in-wrong-{theme}")


def test_axe_finds_nothing_in_the_dark(page_of, val, letter):
    page = page_of(1280, "dark")
    sign_in(page, "odile@exemple.fr")
    for address in (
        "/",
        letter,
        reverse("people:account"),
        reverse("people:members", args=[val["town"]]),
        reverse("territory:map"),
        reverse("territory:commune", args=["00001"]),
        reverse("territory:organisations"),
        reverse("territory:organisation", args=[val["town"]]),
        reverse("territory:edit", args=[val["town"]]),
        reverse("mfa_index"),
        reverse("account_change_password"),
    ):
        page.goto(address)
        check(page)


def test_a_refused_form_keeps_what_was_typed_and_axe_finds_nothing(page_of, val):
    page = page_of(375)
    sign_in(page, "odile@exemple.fr")
    page.goto(reverse("territory:create"))
    page.get_by_label("Nom", exact=True).fill("La Ruche d'Ury")
    page.get_by_label("SIREN").fill("123456789")
    page.get_by_role("button", name="Ajouter cette organisation").click()
    page.get_by_text("faute de frappe").first.wait_for()
    assert page.get_by_label("Nom", exact=True).input_value() == "La Ruche d'Ury"
    check(page)
