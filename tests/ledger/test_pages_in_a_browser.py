"""The treasurer's pages in a real browser: axe finds nothing, nothing sticks out, at both widths."""

from datetime import UTC, date, datetime

import browser as shared
import pytest
from browser import faults, follow, keep_shot
from django.conf import settings
from django.urls import reverse

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.kernel.money import Euros
from mitoyen.ledger.actions import close_month, correct, keep_deposit, post, record_deposit
from mitoyen.ledger.models import DepositMeans
from mitoyen.ledger.queries.months import check_month
from mitoyen.people.models import Mandate, Person
from mitoyen.plumbing import outbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def book(treasurer, use, towns):
    """February closed; March with two payers, a correction and a difference; a deposit kept in part."""
    with clock.frozen_at(datetime(2026, 4, 2, 9, tzinfo=UTC)):
        post(treasurer, [use("old", on=date(2026, 2, 9), label="Broyeur de branches, 9 février")])
        checked = check_month(treasurer, towns.owner.pk, FEBRUARY).fingerprint
        close_month(treasurer, towns.owner.pk, FEBRUARY, checked=checked, address_of=str)
        first, *_ = post(
            treasurer,
            [
                use("a", on=date(2026, 3, 16)),
                use(
                    "b",
                    on=date(2026, 3, 8),
                    payer=towns.combe.pk,
                    label="Nacelle élévatrice pour la toiture de l’école, du 8 au 12 mars",
                    booked="5 jours",
                    present="4 jours",
                    invoiced="4 jours",
                    amount=Euros(123_456),
                ),
            ],
        )
        correct(treasurer, first.pk, right_amount=Euros(9_000), reason="Rendue un jour plus tôt, le dépôt l’a noté")
        deposit = record_deposit(
            treasurer,
            source="booking:1",
            owner=towns.owner.pk,
            depositor=towns.ury.pk,
            amount=Euros(30_000),
            means=DepositMeans.CHEQUE,
            label="Mini-pelle, 16 et 17 mars",
            held_on=date(2026, 3, 16),
        )
        (mail,) = outbox.write(
            "clerk@example.org",
            "Réservé : mini-pelle, les 16 et 17 mars",
            "Bonjour,\n\nRemise mardi à 8 h, dépôt de La Combe-Rousse.\nhttp://localhost/reservations/12/",
            attachments=[outbox.Attachment("reservation.ics", "text/calendar", "BEGIN:VCALENDAR")],
        )
        keep_deposit(treasurer, deposit.pk, on=date(2026, 3, 18), amount=Euros(4_500), reason="Rétroviseur cassé")
    return {
        "months": reverse("ledger:months"),
        "month": reverse("ledger:month", args=[towns.owner.pk, MARCH]),
        "check": reverse("ledger:check", args=[towns.owner.pk, MARCH]),
        "statement": reverse("ledger:statement", args=[towns.owner.pk, MARCH, towns.ury.pk]),
        "closed": reverse("ledger:statement", args=[towns.owner.pk, FEBRUARY, towns.ury.pk]),
        "correct": reverse("ledger:correct", args=[first.pk]),
        "deposits": reverse("ledger:deposits"),
        "deposit": reverse("ledger:deposit", args=[deposit.pk]),
        "journal": reverse("journal:acts"),
        "outbox": reverse("outbox:list"),
        "message": reverse("outbox:message", args=[mail.pk]),
        "refusal": reverse("ledger:month", args=[towns.owner.pk, date(2031, 1, 1)]),
    }


@pytest.fixture
def opened(browser, live_server, client, towns):
    person = Person.objects.create_user("tresor@example.org", name="Camille Ferrand")
    Person.objects.update(second_factor_waived=True)
    for role in (Role.TREASURER, Role.AUDITOR):
        Mandate.objects.create(person=person, organisation=towns.owner, role=role, since=date(2025, 1, 1))
    client.force_login(person)
    contexts = []

    def open_at(width, theme="light"):
        page = shared.opened(browser, width, theme)
        contexts.append(page.context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_in_any_state(book, opened, live_server, width):
    page = opened(width)
    found = {}
    for name, address in book.items():
        page.goto(live_server.url + address)
        if name in {"statement", "closed", "journal"}:
            page.locator(".ledger summary").first.click()
        found[name] = faults(page)
        keep_shot(page, f"ledger-{name}")
    page.goto(live_server.url + book["correct"])
    page.get_by_label("Montant juste").fill("douze euros")
    page.get_by_label("Pourquoi").fill("Rendue tôt")
    follow(page.get_by_role("button", name="Inscrire la correction"))
    assert page.get_by_text("n'est pas un montant").first.is_visible()
    assert page.get_by_label("Pourquoi").input_value() == "Rendue tôt"
    found["wrong"] = faults(page)
    keep_shot(page, "ledger-wrong")
    assert {name: each for name, each in found.items() if each} == {}


def test_a_treasurer_checks_closes_and_downloads(book, opened, live_server):
    page = opened(1280)
    page.goto(live_server.url + book["months"])
    follow(page.get_by_role("link", name="Vérifier mars"))
    page.get_by_label("J’ai lu les points ci-dessus").check()
    follow(page.get_by_role("button", name="Clôturer mars"))
    assert page.get_by_text("2 décomptes numérotés").is_visible()
    follow(page.get_by_role("link", name="Ury-le-Bas"))
    assert page.get_by_text("Décompte n° 2026-0003").is_visible()
    for name, ending in (("Télécharger en PDF", "pdf"), ("en XLSX", "xlsx"), ("en CSV", "csv")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename.endswith(
            f"decompte-2026-0003-{book['statement'].split('/')[-2]}.{ending}"
        )


@pytest.mark.parametrize("width", [320, 375])
def test_the_five_sections_stay_on_one_line_of_a_phone(book, opened, live_server, width):
    page = opened(width)
    page.goto(live_server.url + book["months"])
    tabs = page.locator(".masthead nav a")
    assert tabs.all_inner_texts() == ["Planning", "Catalogue", "Réservations", "Décomptes", "Études"]
    assert len({round(tab.bounding_box()["y"]) for tab in tabs.all()}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width  # the line slides, not the page
    line = page.locator(".masthead nav ul")
    assert line.evaluate("line => line.scrollWidth > line.clientWidth"), "there is more than a phone shows"
    assert "gradient" in line.evaluate("line => getComputedStyle(line).maskImage"), "and a fade says so"
    for rank in range(5):  # by the keyboard each one comes whole into view, out of the fade
        tabs.nth(rank).focus()
        page.wait_for_function(IS_WHOLE, arg=rank)
    page.goto(live_server.url + "/etudes/")
    page.wait_for_function(IS_WHOLE, arg=4)  # where one is shows by itself


IS_WHOLE = """rank => {
  const link = document.querySelectorAll(".masthead nav a")[rank].getBoundingClientRect()
  return link.left >= 0 && link.right <= innerWidth - 8
}"""


@pytest.mark.parametrize("width", [375, 1280])
def test_every_title_stands_as_far_below_the_trail(book, opened, live_server, width):
    page, gaps = opened(width), {}
    others = ("/planning/", "/reservations/", "/compte/", "/gerer/")
    for address in (book["months"], book["journal"], book["outbox"], *others):
        page.goto(live_server.url + address)
        gaps[address] = round(page.evaluate(GAP))
    assert max(gaps.values()) - min(gaps.values()) <= 2, gaps


GAP = """
const at = (css) => document.querySelector(css).getBoundingClientRect()
at("h1").top - at(".trail").bottom
"""
