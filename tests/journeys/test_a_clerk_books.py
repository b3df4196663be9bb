"""The clerk of a village books a mini-excavator for next Tuesday; her colleague sees it in his own calendar."""

import base64
from datetime import UTC, datetime

import pytest
from browser import follow, keep_shot
from icalendar import Calendar
from journeys.diggers import PURPOSE
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing.models import Booking, State

pytestmark = JOURNEY
WIDTHS = [375, 1280]


def read(page):
    """The words of the page, its spaces made plain."""
    return " ".join(page.inner_text("main").replace("’", "'").split())


def results(page):
    """The results in order: name, and what is said of each."""
    return [" ".join(each.split()).replace("’", "'") for each in page.locator("li.result").all_inner_texts()]


def fetched(site, address):
    """What a calendar program gets: no session, no cookie."""
    answer = site.opened(None, 1280).request.get(address)
    return answer.status, answer.text()


def events_of(text):
    return list(Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_search_to_the_colleague_s_calendar(circle, diggers, site, clerk, person_of, width):
    page = site.opened(clerk, width)
    page.goto("/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("mini-pelle")
    follow(page.get_by_role("button", name="Chercher"))
    assert [each.split()[0] for each in results(page)] == ["1", "2", "3", "4", "5", "6"]
    assert "Plaque vibrante" not in read(page)

    narrow_the_search(page)
    follow(page.get_by_role("button", name="Filtrer"))
    assert_the_nearest_free_one_is_first(page)
    keep_shot(page, "clerk-catalogue")

    choose_on_the_map(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Mini-pelle 2,7 tonnes"
    refused_then_corrected(page)
    keep_shot(page, "clerk-thing")
    follow(page.get_by_role("button", name="Réserver le 9 mars"))

    [booking] = Booking.objects.filter(borrower=circle.ury)
    assert_the_page_says_it(page, booking)
    keep_shot(page, "clerk-booking")
    assert_the_row_is_right(booking, diggers, clerk)
    assert_the_mail_is_right(booking, clerk)
    assert_the_journal_has_it(booking, clerk, circle)
    follow(page.get_by_role("link", name="Planning").first)
    slot = page.locator(f"a.slot[href='/reservations/{booking.pk}/']")
    assert slot.inner_text().split() == ["Ury", "confirmée"]
    keep_shot(page, "clerk-planning")

    colleague = person_of(circle.ury, Role.MANAGER, "Rachid Delmas")
    assert_the_colleague_s_calendar_has_it(site, site.opened(colleague, width), booking)
    assert page.wrongs == []


def narrow_the_search(page):
    """Category, then day and distance; what is not free is shown too."""
    follow(page.get_by_role("navigation", name="Rayons").get_by_role("link", name="Terrassement"))
    assert len(results(page)) == 6, "the words are kept when a shelf is opened"
    page.get_by_label("Jour", exact=True).fill("9/3")
    page.get_by_label("Distance", exact=True).select_option(label="jusqu’à 20 km")
    page.get_by_label("Montrer aussi ce qui n’est pas libre, avec la raison").check()


def assert_the_nearest_free_one_is_first(page):
    words, lines = read(page), results(page)
    assert page.get_by_label("Jour", exact=True).input_value() == "09/03/2027"
    assert "2 solutions libres mardi 9 mars" in words
    assert "La plus proche d'Ury : Mini-pelle 2,7 tonnes, 6 km, pour 96 € par jour, 6 h de moteur comprises." in words
    assert "Distances à vol d'oiseau depuis Ury. Libres d'abord, du plus proche au plus loin." in words
    expected = [
        ("Mini-pelle 2,7 tonnes", "6 km", "Libre le 9 mars.", "À présenter : CACES R482 catégorie A."),
        ("Mini-pelle 2,5 tonnes", "11 km", "Libre le 9 mars."),
        ("Mini-pelle 1 tonne", "sur place", "Le dépôt est fermé le 9 mars", "(inventaire)"),
        ("Mini-pelle 1,8 tonne", "3 km", "Prise par Malaubert."),
        (
            "Mini-pelle 3,5 tonnes",
            "3 km",
            "Indisponible le 9 mars : nettoyage après la réservation de La Combe-Rousse.",
        ),
        ("Mini-pelle 5 tonnes", "11 km", "Il faut réserver 10 jours à l'avance", "Libre dès lundi 15 mars."),
    ]
    for line, parts in zip(lines, expected, strict=True):
        assert [part for part in (*parts, "96 € par jour") if part not in line] == [], line


def choose_on_the_map(page):
    """The pin of the map leads to the line of the list, and the line to the thing."""
    page.locator("svg [data-mitoyen-pin='1']").click()
    link = page.locator("li.result[data-mitoyen-pin='1'] a")
    assert link.evaluate("each => each === document.activeElement")
    assert page.locator("svg [data-mitoyen-pin='1'][data-mitoyen-lit]").count() == 1, "the list lights the pin"
    with page.expect_navigation():
        page.keyboard.press("Enter")


def refused_then_corrected(page):
    """A last day before the first: said, and what was typed stays; then right, and the price is read."""
    assert page.get_by_label("Du", exact=True).input_value() == "09/03/2027", "the day of the search is kept"
    page.get_by_label("Pour quoi faire").fill(PURPOSE)
    page.get_by_label("Heures prévues au compteur").fill("14")
    page.get_by_label("Au", exact=True).fill("8/3")
    page.get_by_label("Au", exact=True).blur()
    page.get_by_text("Corrigez ce qui est signalé : le prix viendra ensuite.").wait_for()
    assert "Au : Le dernier jour vient avant le premier" in read(page), "said before anything is sent"
    follow(page.get_by_role("button", name="Réserver", exact=True))
    assert "Le dernier jour vient avant le premier : corrigez l'un des deux." in read(page)
    assert page.get_by_label("Pour quoi faire").input_value() == PURPOSE
    assert page.get_by_label("Heures prévues au compteur").input_value() == "14"
    assert page.get_by_label("Au", exact=True).input_value() == "08/03/2027"
    assert not Booking.objects.filter(purpose=PURPOSE).exists()
    page.get_by_label("Au", exact=True).fill("9/3")
    page.get_by_role("button", name="Réserver", exact=True).focus()  # which sends what was typed, as Tab does
    page.get_by_role("button", name="Réserver le 9 mars").wait_for()
    assert page.evaluate("document.activeElement.innerText.startsWith('Réserver')"), "the keyboard stays on the button"
    words = read(page)
    assert "Le dernier jour vient avant le premier" not in words, "what was wrong is forgotten once it is right"
    assert "96,00 €" in words
    assert "92,00 €" in words, "8 h beyond the 6 included, at 11.50 €"
    assert "188,00 €" in words


def assert_the_page_says_it(page, booking):
    words = read(page)
    assert page.url.endswith(f"/reservations/{booking.pk}/")
    assert "Mini-pelle 2,7 tonnes : le 9 mars" in words
    assert "Remise mardi 9 mars à 8 h, Dépôt de La Combe-Rousse. Retour mardi 9 mars à 17 h." in words
    assert "Code du portail : à la mairie." in words
    assert "188,00 €" in words
    assert "CACES R482 catégorie A" in words
    assert PURPOSE in words


def assert_the_row_is_right(booking, diggers, clerk):
    assert (booking.state, booking.resource, booking.agent) == (State.CONFIRMED, diggers.free, clerk)
    assert booking.unit == diggers.free.units.get()
    assert (booking.period.lower, booking.period.upper) == (at(9), at(9, 17))
    # 450 opened minutes after Tuesday 17:00 are the whole Wednesday: 8:00-12:00 and 13:30-17:00.
    assert (booking.blocked.lower, booking.blocked.upper) == (at(9), at(10, 17))
    assert (booking.price_cents, booking.planned_meter_tenths) == (9600 + 8 * 1150, 140)
    assert booking.price["rule"]["source"] == "voté le 10 décembre 2026"
    assert [step["cents"] for step in booking.price["steps"] if step["cents"]] == [9600, 9200]


def assert_the_mail_is_right(booking, clerk):
    [mail] = OutboxMessage.objects.all()
    assert (mail.recipient, mail.subject) == (clerk.email, "Réservation confirmée : Mini-pelle 2,7 tonnes")
    for sentence in (
        "Votre réservation est confirmée : Mini-pelle 2,7 tonnes, le 9 mars 2027 de 8 h à 17 h, pour Ury.",
        "Remise : Dépôt de La Combe-Rousse. Code du portail : à la mairie.",
        "Prix estimé : 188,00 €.",
        "CACES R482 catégorie A",
    ):
        assert sentence in mail.body.replace("\xa0", " ").replace("\u202f", " "), mail.body
    [kept] = mail.attachments
    assert (kept["name"], kept["type"]) == ("reservation.ics", "text/calendar")
    text = kept["text"] if "text" in kept else base64.b64decode(kept["base64"]).decode()
    assert_the_event_is_right(text, booking)


def assert_the_event_is_right(text, booking):
    event = next(each for each in events_of(text) if each["UID"] == f"booking-{booking.pk}@mitoyen")
    assert event.decoded("DTSTART") == datetime(2027, 3, 9, 7, tzinfo=UTC)  # 8:00 in Paris, in winter
    assert event.decoded("DTEND") == datetime(2027, 3, 9, 16, tzinfo=UTC)
    assert event["SUMMARY"] == "Mini-pelle 2,7 tonnes : Ury"
    assert (event["LOCATION"], event["STATUS"]) == ("Dépôt de La Combe-Rousse", "CONFIRMED")
    assert event["DESCRIPTION"] == PURPOSE
    assert "portail" not in text, "the code of the gate is told to borrowers only"


def assert_the_journal_has_it(booking, clerk, circle):
    act = Act.objects.get(verb="sharing.book", subject_id=str(booking.pk))
    assert (act.person, act.organisation, act.mandate) == (clerk.pk, circle.ury.pk, "agent")
    assert act.after["price_cents"] == 18800


def assert_the_colleague_s_calendar_has_it(site, page, booking):
    page.goto("/agendas/")
    follow(page.get_by_role("button", name="Suivre mon organisation"))
    assert "Voici l'adresse, montrée une seule fois." in read(page)
    address = page.locator("code.key").inner_text()
    keep_shot(page, "clerk-feeds")
    status, text = fetched(site, address)
    assert status == 200
    assert_the_event_is_right(text, booking)
    follow(page.get_by_role("button", name="Fermer Réservations de mon organisation"))
    assert "Adresse fermée : elle ne répond plus." in read(page)
    status, text = fetched(site, address)
    assert (status, "BEGIN:VCALENDAR" in text) == (404, False)
    assert "n'existe pas, ou vous n'y avez pas accès" in text.replace("&#x27;", "'").replace("’", "'")
