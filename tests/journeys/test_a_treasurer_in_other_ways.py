"""The treasurer's pages in English, by keyboard alone, without JavaScript, in the dark, and when there is nothing."""

import io
import re

import pytest
from browser import WIDTHS, faults, follow, keep_shot
from django.urls import reverse
from journeys.held_site import JOURNEY
from journeys.march import live_march
from pypdf import PdfReader
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.ledger.actions import close_month
from mitoyen.ledger.models import Deposit, Entry, Statement
from mitoyen.ledger.queries.months import check_month
from mitoyen.people.models import Person
from mitoyen.plumbing.models import OutboxMessage

pytestmark = JOURNEY
MARCH = at(1).date()
IN_APRIL = at(2, 9, month=4)
# What people typed stays in their language; the rest is ours, and must be said in English.
TYPED = (
    "Mini-pelle 2,7 tonnes",
    "Tarif communes voté le 10 décembre 2026",
    "Rétroviseur remplacé : 180 €, dont 45 € gardés sur le dépôt de garantie",
    "Rétroviseur droit cassé",
    "CGI, art. 278 (loi n° 2012-1510, art. 68)",
    "CGI, art. 256 ; BOI-TVA-BASE-10-10-50, § 240",
    "La Combe-Rousse",
    "Communauté de communes",
    "Français",
    "Moteur",
)
FRENCH = re.compile(
    r"[éèêàâçîôûœ«»]|\b(le|la|les|du|des|et|au|aux|pour|jours?|mois|payer|mars|TVA|TTC|HT)\b|\d €(?!\d)"
)


@pytest.fixture
def march(circle, site):
    return live_march(circle, site)


@pytest.fixture
def treasurer(circle, person_of):
    return person_of(circle.lender, Role.TREASURER, "Camille Ferrand")


@pytest.fixture
def closed(circle, site, march):
    actor = circle.actor(circle.lender, Role.TREASURER)
    with site.moved_to(IN_APRIL):
        checked = check_month(actor, circle.lender.pk, MARCH).fingerprint
        return close_month(actor, circle.lender.pk, MARCH, checked=checked, address_of=str)


def flat(text):
    return " ".join(text.split())


def french_in(text):
    """What is said in French, but for what people typed."""
    left = flat(text)
    for each in TYPED:
        left = left.replace(each, "")
    return [left[max(0, hit.start() - 30) : hit.end() + 30] for hit in FRENCH.finditer(left)]


def test_in_english_nothing_of_ours_is_in_french(circle, site, closed, treasurer):
    with site.moved_to(IN_APRIL):
        page = site.opened(treasurer, 1280)
        page.goto(reverse("ledger:month", args=[circle.lender.pk, MARCH]))
        follow(page.get_by_role("link", name="English"))
        assert page.locator("html").get_attribute("lang") == "en"
        assert french_in(page.inner_text("body")) == []
        keep_shot(page, "treasury-english-month")
        follow(page.get_by_role("link", name="Ury", exact=True))
        for summary in page.locator(".ledger summary").all():
            summary.click()
        assert "For March 2027, Ury owes €638.00" in flat(page.inner_text("main"))
        assert "2d 9h; 24h on the meter" in flat(page.inner_text("main")).replace(" d", "d").replace(" h", "h")
        assert french_in(page.inner_text("body")) == []
        keep_shot(page, "treasury-english-statement")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="PDF").click()
        reader = PdfReader(io.BytesIO(waiting.value.path().read_bytes()))
        assert french_in(" ".join(each.extract_text() for each in reader.pages)) == []
        assert reader.trailer["/Root"]["/Lang"].startswith("en")


def tab_to(page, target):
    """Press Tab until ``target`` has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {target}")


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def test_by_keyboard_alone(circle, site, march, treasurer):
    with site.moved_to(IN_APRIL):
        page = site.opened(treasurer, 1280)
        page.goto("/")
        tab_to(page, page.get_by_role("link", name="Décomptes").first)
        press(page, "Enter")
        tab_to(page, page.get_by_role("link", name="Vérifier mars 2027"))
        press(page, "Enter")
        tab_to(page, page.get_by_label("J’ai lu les points ci-dessus"))
        page.keyboard.press("Space")
        tab_to(page, page.get_by_role("button", name="Clôturer mars"))
        press(page, "Enter")
        assert "2 décomptes numérotés" in flat(page.inner_text("main"))
        assert Statement.objects.count() == 2


def test_without_javascript(circle, site, march, treasurer):
    with site.moved_to(IN_APRIL):
        page = site.opened(treasurer, 375, java_script_enabled=False)
        page.goto(reverse("ledger:months"))
        follow(page.get_by_role("link", name="Vérifier mars 2027"))
        page.get_by_label("J’ai lu les points ci-dessus").check()
        follow(page.get_by_role("button", name="Clôturer mars"))
        follow(page.get_by_role("link", name="Ury", exact=True))
        page.locator(".ledger summary").first.click()
        assert page.get_by_text("3 jours (3 × 96,00 €)").is_visible()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="en CSV").click()
        assert waiting.value.path().read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("width", "theme"), [(375, "light"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_each_state(circle, site, closed, march, treasurer, width, theme):
    entry = Entry.objects.get(source=f"sharing/booking/{march.early.pk}")
    Person.objects.filter(pk=treasurer.pk).update(runs_instance=True)
    mail = OutboxMessage.objects.filter(subject__startswith="Décompte").first()
    found = {}
    with site.moved_to(IN_APRIL):
        page = site.opened(treasurer, width, theme)
        for name, address in (
            ("months-closed", reverse("ledger:months")),
            ("month-closed", reverse("ledger:month", args=[circle.lender.pk, MARCH])),
            ("check-again", reverse("ledger:check", args=[circle.lender.pk, MARCH])),
            ("statement-open", reverse("ledger:statement", args=[circle.lender.pk, MARCH, circle.ury.pk])),
            ("correct", reverse("ledger:correct", args=[entry.pk])),
            ("deposits", reverse("ledger:deposits")),
            ("deposit", reverse("ledger:deposit", args=[march.deposit.pk])),
            ("journal", reverse("journal:acts")),
            ("outbox", reverse("outbox:list")),
            ("message", reverse("outbox:message", args=[mail.pk])),
        ):
            page.goto(address)
            if name == "statement-open":
                for summary in page.locator(".ledger summary").all():
                    summary.click()
            if name == "journal":
                page.locator("summary").first.click()
            found[name] = faults(page)
            keep_shot(page, f"treasury-{name}{'-dark' if theme == 'dark' else ''}")
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_deposit_is_noted_kept_in_part_and_given_back(circle, site, person_of, width):
    found = {}
    with site.moved_to(at(23, 9)):
        page = site.opened(person_of(circle.lender, name="Léa Fontanier"), width)
        page.goto(reverse("ledger:deposits"))
        follow(page.get_by_role("link", name="Noter un dépôt"))
        page.get_by_label("Pour quoi").fill("Mini-pelle, les 23 et 24 mars")
        page.get_by_label("Montant, en euros").fill("300")
        follow(page.get_by_role("button", name="Noter ce dépôt"))
        assert "Dites qui a laissé ce dépôt" in flat(page.inner_text("main"))
        assert page.get_by_label("Pour quoi").input_value() == "Mini-pelle, les 23 et 24 mars"
        found["deposit-wrong"] = faults(page)
        keep_shot(page, "treasury-deposit-wrong")
        page.get_by_label("Laissé par").select_option(label="Ury")
        follow(page.get_by_role("button", name="Noter ce dépôt"))
        assert "La Combe-Rousse tient encore 300,00 € d’Ury" in flat(page.inner_text("main"))
        page.get_by_label("Montant, en euros").fill("45")
        page.get_by_label("Raison").fill("Rétroviseur cassé le 24 mars")
        follow(page.get_by_role("button", name="Garder cette somme"))
        assert page.get_by_label("Montant, en euros").input_value() == "255,00"
        found["deposit-held"] = faults(page)
        keep_shot(page, "treasury-deposit-held")
        follow(page.get_by_role("button", name="Rendre cette somme"))
        assert "Le dépôt d’Ury est soldé" in flat(page.inner_text("main"))
    outcomes = Deposit.objects.get().outcomes.values_list("kind", "amount", "reason")
    assert [(kind, str(amount), why) for kind, amount, why in outcomes] == [
        ("kept", "45.00", "Rétroviseur cassé le 24 mars"),
        ("returned", "255.00", ""),
    ]
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_with_nothing_to_invoice(circle, site, treasurer, width):
    Person.objects.filter(pk=treasurer.pk).update(runs_instance=True)
    found = {}
    with site.moved_to(IN_APRIL):
        page = site.opened(treasurer, width)
        for name, address, words in (
            ("none-months", reverse("ledger:months"), "Rien n’est encore dû, ni par vous ni à vous"),
            ("none-deposits", reverse("ledger:deposits"), "Aucun dépôt n’est tenu."),
            (
                "none-check",
                reverse("ledger:check", args=[circle.lender.pk, MARCH]),
                "Rien à clôturer : mars 2027 ne compte aucune écriture.",
            ),
            ("none-journal", reverse("journal:acts"), "Journal"),
            ("none-outbox", reverse("outbox:list"), "Courrier"),
        ):
            page.goto(address)
            assert words in flat(page.inner_text("main")), name
            found[name] = faults(page)
            keep_shot(page, f"treasury-{name}")
    assert {name: each for name, each in found.items() if each} == {}
