"""Scenarios 1 and 5: ``mitoyen demo`` prints three accounts that sign in; what is restored elsewhere is served."""

import re

import browser as shared
import pytest
from browser import WIDTHS, faults, follow, keep_shot
from journeys.instances import Instance

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.enable_socket,
]
ACCOUNT = re.compile(r"^\s*(?P<email>\S+@\S+) / (?P<password>.+?) : (?P<name>[^,]+), (?P<what>.+)$")
KEEP_A_PHOTO = """
import io
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from mitoyen.kernel import clock
from mitoyen.people.models import Person
from mitoyen.people.queries import actor_for
from mitoyen.sharing.actions import keep_photo
from mitoyen.sharing.models import Return
back = Return.objects.filter(booking__resource__holder__name="La Combe-Rousse").order_by("-at").first()
picture = io.BytesIO()
Image.new("RGB", (320, 200), (181, 72, 42)).save(picture, "JPEG")
lea = actor_for(Person.objects.get(email="lea@val-mitoyen.example"), clock.today())
photo = keep_photo(lea, back.booking, SimpleUploadedFile("retour.jpg", picture.getvalue(), "image/jpeg"))
back.photos.add(photo)
print(back.booking_id, photo.key)
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    return Instance(tmp_path_factory.mktemp("newcomer"))


@pytest.fixture(scope="module")
def demonstration(instance):
    """The site that the newcomer has just started, and the accounts that she reads."""
    with instance.served("demo") as (address, lines):
        accounts = [found.groupdict() for line in lines if (found := ACCOUNT.match(line))]
        assert any(address in line for line in lines), lines
        yield address, accounts


@pytest.fixture
def opened(browser):
    contexts = []

    def open_at(address, width):
        page = shared.opened(browser, width, base_url=address)
        contexts.append(page.context)
        return page

    yield open_at
    for context in contexts:
        context.close()


def sign_in(page, account):
    page.goto("/")
    follow(page.get_by_role("link", name="Se connecter").first)
    page.get_by_label("Adresse électronique").fill(account["email"])
    page.get_by_label("Mot de passe", exact=True).fill(account["password"])
    follow(page.get_by_role("button", name="Se connecter", exact=True))


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
def test_the_three_accounts_sign_in_and_each_finds_her_desk(demonstration, opened, width):
    address, accounts = demonstration
    assert [each["name"] for each in accounts] == ["Maud Perrichon", "Léa Fontanier", "Bastien Roquelaure"]
    front = opened(address, width)
    front.goto("/")
    assert "Douze communes, un mur en commun" in flat(front.inner_text("h1"))
    assert faults(front) == []
    keep_shot(front, "treasury-demo-front")
    for account in accounts:
        page = opened(address, width)
        sign_in(page, account)
        assert account["name"] in flat(page.inner_text("header"))
        assert faults(page) == [], account["name"]
        keep_shot(page, f"treasury-demo-{account['email'].split('@')[0]}")
    follow(page.get_by_role("link", name="Décomptes").first)
    assert faults(page) == []
    keep_shot(page, "treasury-demo-months")


def test_what_is_restored_elsewhere_is_served_there(demonstration, instance, opened, tmp_path):
    """The same booking on the same page, its photo to the byte, its receipt: from another folder, another database."""
    address, (_, lea, _) = demonstration
    booking, photo = instance.run(KEEP_A_PHOTO).split()
    archive = tmp_path / "saved.tar.gz"
    assert "Sauvegarde faite" in instance.type("backup", str(archive))
    seen = what_is_served(opened(address, 1280), lea, booking, photo)
    other = Instance(tmp_path / "other machine")
    other.data.mkdir()
    assert "Instance remise" in other.type("restore", str(archive))
    with other.served("run") as (elsewhere, _):
        page = opened(elsewhere, 1280)
        assert what_is_served(page, lea, booking, photo) == seen
        keep_shot(page, "treasury-restored")


def what_is_served(page, account, booking, photo):
    """What the page of the booking says, the bytes of its photo, whether its receipt is a PDF."""
    sign_in(page, account)
    page.goto(f"/reservations/{booking}/")
    assert faults(page) == []
    picture = page.request.get(f"/fichiers/{photo}/")
    paper = page.request.get(f"/reservations/{booking}/recu-de-retour.pdf")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/jpeg")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    return flat(page.inner_text("main")), picture.body()
