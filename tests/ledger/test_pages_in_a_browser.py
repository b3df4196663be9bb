"""The treasurer's pages in a real browser: axe finds nothing, nothing sticks out, at both widths."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
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
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture(scope="module")
def browser():
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import chromium
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread; the tests do not use it
    program, environment = chromium.executable()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=chromium.ARGUMENTS, env=environment)
        yield found
        found.close()


@pytest.fixture
def book(treasurer, use, towns):
    """February closed; March with two payers, a correction and a difference; a deposit kept in part."""
    with clock.frozen_at(datetime(2026, 4, 2, 9, tzinfo=UTC)):
        post(treasurer, [use("old", on=date(2026, 2, 9), label="Broyeur de branches, 9 février")])
        checked = check_month(treasurer, towns.owner.pk, FEBRUARY).fingerprint
        close_month(treasurer, towns.owner.pk, FEBRUARY, checked=checked)
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
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", color_scheme=theme)
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        return page

    yield open_at
    for context in contexts:
        context.close()


def faults(page, width):
    result = Axe().run(page, options=RULES)
    assert len(result.response["passes"]) > 15, "axe has looked at the page"
    found = [f"{each['id']}: {node['html'][:160]}" for each in result.response["violations"] for node in each["nodes"]]
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        found.append(f"the page is {wide} px wide")
    return found + page.errors


def keep_shot(page, name):
    if folder := os.environ.get("MITOYEN_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_in_any_state(book, opened, live_server, width):
    page = opened(width)
    found = {}
    for name, address in book.items():
        page.goto(live_server.url + address)
        if name in {"statement", "closed", "journal"}:
            page.locator(".ledger summary").first.click()
        found[name] = faults(page, width)
        keep_shot(page, f"{name}-{width}")
    page.goto(live_server.url + book["correct"])
    page.get_by_label("Montant juste").fill("douze euros")
    page.get_by_label("Pourquoi").fill("Rendue tôt")
    page.get_by_role("button", name="Inscrire la correction").click()
    assert page.get_by_text("n'est pas un montant").first.is_visible()
    assert page.get_by_label("Pourquoi").input_value() == "Rendue tôt"
    found["wrong"] = faults(page, width)
    keep_shot(page, f"wrong-{width}")
    assert {name: each for name, each in found.items() if each} == {}


def test_a_treasurer_checks_closes_and_downloads(book, opened, live_server):
    page = opened(1280)
    page.goto(live_server.url + book["months"])
    page.get_by_role("link", name="Vérifier mars").click()
    page.get_by_label("J’ai lu les points ci-dessus").check()
    page.get_by_role("button", name="Clôturer mars").click()
    assert page.get_by_text("2 décomptes numérotés").is_visible()
    page.get_by_role("link", name="Ury-le-Bas").click()
    assert page.get_by_text("Décompte n° 2026-0003").is_visible()
    for name, ending in (("Télécharger en PDF", "pdf"), ("en XLSX", "xlsx"), ("en CSV", "csv")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename.endswith(
            f"decompte-2026-0003-{book['statement'].split('/')[-2]}.{ending}"
        )
