"""Signing in: by password, second factor, provider; and the doors that stay closed."""

import json
import re
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from mitoyen.access.actors import Role
from mitoyen.people import actions
from mitoyen.people.models import Mandate, Person
from mitoyen.plumbing.models import OutboxMessage

pytestmark = pytest.mark.django_db
PASSWORD = "une longue phrase"
TODAY = date(2027, 3, 2)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.fixture
def agent(member):
    return member(Role.AGENT, email="maud@exemple.fr", name="Maud Perrichon")


@pytest.fixture
def waived(agent):
    Person.objects.filter(pk=agent.pk).update(second_factor_waived=True)
    return agent


# Password


def test_an_address_and_its_password_open_the_account(client, waived):
    response = sign_in(client, "Maud@Exemple.fr")
    assert response.headers["Location"] == "/"
    assert client.get(reverse("people:account")).status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_said_alike(client, waived):
    wrong = text(sign_in(client, "maud@exemple.fr", "pas la bonne phrase"))
    unknown = text(sign_in(client, "personne@exemple.fr", "pas la bonne phrase"))
    said = "sont incorrects"
    assert said in wrong
    assert said in unknown


def test_a_person_is_greeted_in_her_language(client, waived):
    Person.objects.filter(pk=waived.pk).update(language="en")
    assert sign_in(client, "maud@exemple.fr").cookies["django_language"].value == "en"


def test_after_eight_wrong_passwords_the_door_closes_for_a_while(client, waived, settings):
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = False
    responses = [sign_in(client, "maud@exemple.fr", f"faux mot de passe {n}") for n in range(8)]
    assert responses[0].status_code == 200
    assert responses[-1].status_code == 429
    page = text(responses[-1])
    assert "Attendez 15 minutes" in page
    assert sign_in(client, "maud@exemple.fr").status_code == 429


def test_a_closed_account_stays_closed(client, waived):
    Person.objects.filter(pk=waived.pk).update(is_active=False)
    sign_in(client, "maud@exemple.fr")
    assert client.get(reverse("people:account")).status_code == 302


def test_nobody_signs_up_by_herself(client):
    page = text(client.get(reverse("account_signup")))
    assert "sur invitation" in page
    client.post(reverse("account_signup"), {"email": "moi@exemple.fr", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.exists()


# Forgotten password


def test_a_forgotten_password_is_changed_by_a_real_mail(client, waived):
    client.post(reverse("account_reset_password"), {"email": "maud@exemple.fr"})
    letter = OutboxMessage.objects.get()
    assert letter.recipient == "maud@exemple.fr"
    assert "Vous avez demandé à changer de mot de passe" in letter.body
    link = re.search(r"http://testserver(/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "une autre phrase", "password2": "une autre phrase"})
    assert Person.objects.get(pk=waived.pk).check_password("une autre phrase")
    assert "ne sert plus" in text(client.get(link, follow=True))


def test_a_reset_for_an_unknown_address_says_the_same_and_writes_to_nobody(client, waived):
    known = client.post(reverse("account_reset_password"), {"email": "maud@exemple.fr"}, follow=True)
    OutboxMessage.objects.all().delete()
    unknown = client.post(reverse("account_reset_password"), {"email": "autre@exemple.fr"}, follow=True)
    assert text(known) == text(unknown)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("password", ["court", "password1234", "nour@exemple.fr"])
def test_a_weak_password_is_refused_at_the_invitation(client, administrator, town, password):
    key = invite(administrator, town)
    response = client.post(
        reverse("people:accept", args=[key]), {"name": "Maud", "way": "password", "password": password}
    )
    assert response.status_code == 422
    assert not Person.objects.filter(email="nour@exemple.fr").exists()


# Invitation


def invite(actor, town, email="nour@exemple.fr", role=Role.AGENT):
    from mitoyen.kernel import clock

    keys = []
    actions.invite(actor, town.pk, email, role, now=clock.now(), address_of=lambda key: keys.append(key) or key)
    return keys[0]


def test_an_invitation_opens_the_account_and_asks_for_a_second_factor(client, administrator, town):
    address = reverse("people:accept", args=[invite(administrator, town)])
    assert "Ury vous invite" in text(client.get(address))
    response = client.post(address, {"name": "Nour", "way": "password", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("people:second_factor")
    assert Mandate.objects.filter(person__email="nour@exemple.fr", role="agent").exists()
    assert "déjà servi" in text(client.get(address))


def test_an_invitation_with_a_passkey_leads_to_it(client, administrator, town):
    address = reverse("people:accept", args=[invite(administrator, town)])
    response = client.post(address, {"name": "Nour", "way": "passkey"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("mfa_add_webauthn")
    assert "Ajouter une clé d’accès" in text(response)
    assert not Person.objects.get(email="nour@exemple.fr").has_usable_password()


def test_the_key_of_a_letter_never_opens_an_account_that_exists(client, administrator, town, waived, elsewhere):
    address = reverse("people:accept", args=[invite(administrator, town, "maud@exemple.fr", Role.TREASURER)])
    response = client.post(address, {})
    assert response.headers["Location"] == reverse("account_login")
    assert client.get(reverse("people:account")).status_code == 302
    assert Mandate.objects.filter(person=waived).count() == 2


def test_an_unknown_key_is_said_so(client, db):
    response = client.get(reverse("people:accept", args=["x" * 43]))
    assert response.status_code == 404
    assert "incomplet ou inconnu" in text(response)


# Second factor


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_who_acts_for_an_organisation_is_led_to_a_second_factor(client, agent):
    sign_in(client, "maud@exemple.fr")
    for address in ("/", reverse("people:account"), reverse("territory:organisations")):
        assert client.get(address).headers["Location"] == reverse("people:second_factor")
    part = client.get("/", headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == reverse("people:second_factor")


def test_an_inhabitant_without_mandate_is_left_in_peace(client, db):
    person = Person.objects.create_user("habitante@exemple.fr", PASSWORD, name="Habitante")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    sign_in(client, "habitante@exemple.fr")
    assert client.get(reverse("people:account")).status_code == 200
    assert client.get(reverse("people:second_factor")).headers["Location"] == "/"


def test_who_runs_the_instance_needs_it_too(client, operator):
    sign_in(client, "gestion@exemple.fr")
    assert client.get(reverse("people:account")).headers["Location"] == reverse("people:second_factor")


def test_an_application_is_added_then_asked_for_at_the_door(client, agent):
    sign_in(client, "maud@exemple.fr")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "Ajouter une application de codes" in text(page)
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert "Gardez ces codes en lieu sûr" in text(response)
    assert client.get(reverse("people:account")).status_code == 200
    # Sealed in the base, and asked for at the next sign-in.
    assert secret not in str(list(Authenticator.objects.values()))
    client.post(reverse("account_logout"))
    response = sign_in(client, "maud@exemple.fr")
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:account")).status_code == 302
    assert "Et la seconde preuve" in text(client.get(reverse("mfa_authenticate")))
    assert "Code incorrect" in text(client.post(reverse("mfa_authenticate"), {"code": "000000"}))


def test_the_last_second_factor_of_an_agent_is_kept(client, agent):
    sign_in(client, "maud@exemple.fr")
    TOTP.activate(agent, "JBSWY3DPEHPK3PXP")
    Authenticator.objects.update(created_at="2020-01-01T00:00Z")
    assert client.post(reverse("mfa_deactivate_totp")).headers["Location"].startswith("/compte/reauthenticate/")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.post(reverse("mfa_deactivate_totp"))
    assert response.status_code == 200
    assert Authenticator.objects.filter(user=agent, type="totp").exists()
    Mandate.objects.all().delete()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=agent, type="totp").exists()


ALLAUTH_PAGES = [
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive",
    "account_email_verification_sent", "socialaccount_login_cancelled", "socialaccount_login_error",
]  # fmt: skip
SIGNED_IN_PAGES = [
    "account_logout", "account_email", "account_change_password", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate", "socialaccount_connections",
]  # fmt: skip


def is_ours(response):
    page = response.content.decode()
    return "dist/mitoyen.css" in page and "Menu:" not in page and "<h1 class" in page


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ALLAUTH_PAGES)
def test_no_raw_page_at_the_door(client, db, name, language):
    client.cookies["django_language"] = language
    response = client.get(reverse(name))
    assert response.status_code in {200, 401}
    assert is_ours(response)


@pytest.mark.parametrize("name", SIGNED_IN_PAGES)
def test_no_raw_page_inside(client, waived, name):
    sign_in(client, "maud@exemple.fr")
    if name != "mfa_activate_totp":
        TOTP.activate(waived, "JBSWY3DPEHPK3PXP")
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        RecoveryCodes.activate(waived)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200, response.headers
    assert is_ours(response)


# OpenID Connect: a real provider, on this machine, over HTTP


class Provider(BaseHTTPRequestHandler):
    """Discovery, keys, token, as the standard asks."""

    claims: dict = {}
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def do_GET(self):
        origin = f"http://localhost:{self.server.server_port}"
        if self.path == "/.well-known/openid-configuration":
            self.answer({
                "issuer": origin, "authorization_endpoint": f"{origin}/authorize", "token_endpoint": f"{origin}/token",
                "userinfo_endpoint": f"{origin}/userinfo", "jwks_uri": f"{origin}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            })  # fmt: skip
        elif self.path == "/keys":
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            self.answer({"keys": [{**jwk, "kid": "1", "use": "sig", "alg": "RS256"}]})
        else:
            self.answer(self.claims)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        origin = f"http://localhost:{self.server.server_port}"
        now = int(time.time())
        told = {"iss": origin, "aud": "mitoyen", "iat": now, "exp": now + 60, **self.claims}
        token = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": token, "expires_in": 60})

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("localhost", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://localhost:{server.server_port}"
    app = {"provider_id": "agents", "name": "Le service des agents", "client_id": "mitoyen", "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{**app, "settings": {"server_url": address}}]}}
    yield Provider
    server.shutdown()
    server.server_close()


def come_back(client, provider, **claims):
    provider.claims = {"sub": "123", **claims}
    start = client.post("/compte/oidc/agents/login/")
    asked = parse_qs(urlsplit(start.headers["Location"]).query)
    back = urlsplit(asked["redirect_uri"][0]).path
    return client.get(back + "?" + urlencode({"code": "c", "state": asked["state"][0]}))


def test_the_provider_is_offered_at_the_door(client, provider, db):
    assert "Se connecter par Le service des agents" in text(client.get(reverse("account_login")))


def test_a_provider_opens_the_account_of_an_address_it_has_verified(client, provider, waived):
    response = come_back(client, provider, email="maud@exemple.fr", email_verified=True)
    assert response.headers["Location"] == "/"
    assert SocialAccount.objects.get().user_id == waived.pk
    assert client.get(reverse("people:account")).status_code == 200


def test_an_address_that_the_provider_has_not_verified_opens_nothing(client, provider, waived):
    come_back(client, provider, email="maud@exemple.fr", email_verified=False)
    assert not SocialAccount.objects.exists()
    assert client.get(reverse("people:account")).status_code == 302


def test_a_stranger_opens_nothing(client, provider, db):
    response = come_back(client, provider, email="passante@exemple.fr", email_verified=True)
    assert "Les comptes s’ouvrent sur invitation" in text(response)
    assert not Person.objects.exists()


def test_who_is_invited_comes_in_by_the_provider(client, provider, administrator, town):
    invite(administrator, town)
    come_back(client, provider, email="Nour@exemple.fr", email_verified=True, name="Nour Belkacem")
    person = Person.objects.get(email="nour@exemple.fr")
    assert (person.name, person.has_usable_password()) == ("Nour Belkacem", False)
    assert Mandate.objects.get(person=person).role == "agent"


def test_an_invitation_to_an_unverified_address_stays_closed(client, provider, administrator, town):
    invite(administrator, town)
    come_back(client, provider, email="nour@exemple.fr", email_verified=False)
    assert not Person.objects.filter(email="nour@exemple.fr").exists()


def test_a_provider_does_not_do_away_with_the_second_factor(client, provider, agent):
    come_back(client, provider, email="maud@exemple.fr", email_verified=True)
    assert client.get(reverse("people:account")).headers["Location"] == reverse("people:second_factor")


@pytest.mark.parametrize(
    "told",
    ["nothing", "{}", '[{"name": "x"}]', '[{"provider_id": "a", "name": "b", "client_id": "c", "settings": {}}]'],
)
def test_a_provider_that_is_badly_configured_is_said_at_the_start(monkeypatch, told):
    from mitoyen.project import environment

    monkeypatch.setenv("MITOYEN_OIDC", told)
    with pytest.raises(SystemExit, match="MITOYEN_OIDC is not understood"):
        environment.openid_providers()
