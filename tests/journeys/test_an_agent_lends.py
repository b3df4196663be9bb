"""The owner's technical agent answers a request, hands the machine over, takes it back; damage has an outcome."""

import io
import re

import pytest
from browser import WIDTHS, follow
from django.core.files.storage import default_storage
from journeys.depot_gestures import answer, draw, looked_at, take_photo
from journeys.held_site import JOURNEY
from PIL import Image
from pypdf import PdfReader
from sharing.conftest import at

from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Booking, HandOver, Question, Requirement, State

pytestmark = JOURNEY


def mails(recipient):
    """The mails of somebody, the last one first."""
    return list(OutboxMessage.objects.filter(recipient=recipient).order_by("-pk"))


def words(page):
    """What a page says, its spaces made plain."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


@pytest.fixture
def digger(circle, site):
    """A mini-excavator whose owner answers each request, and looks at tracks and windows."""
    made = circle.resource(approval="always", buffer_after_minutes=0, photo_views=["Vue d’ensemble", "Le godet"])
    circle.tariff(made)
    Question.objects.create(resource=made, text="Chenilles", choices=["Bon", "À noter", "Mauvais"], rank=1)
    Question.objects.create(resource=made, text="Vitres", choices=["Intactes", "Abîmées"], rank=2)
    Requirement.objects.create(resource=made, kind="insurance", name="Attestation d’assurance")
    made.accessories.create(name="Godet de 40 cm", is_included=True)
    made.accessories.create(name="Clé de contact", is_included=True)
    return made


@pytest.mark.parametrize("width", WIDTHS)
def test_a_request_is_refused_with_a_reason_and_another_accepted(circle, site, person_of, digger, width):
    agent = person_of(circle.lender, name="Léa Marchand")
    borrower = circle.actor(circle.ury, name="Karim Soubeyran")
    page = site.opened(agent, width)
    page.goto("/reservations/?vue=pretees")
    assert "Aucune réservation ici" in words(page)
    looked_at(page, "bookings-empty")

    no = actions.book(borrower, circle.wish(digger, at(9), at(9, 17)))
    yes = actions.book(borrower, circle.wish(digger, at(2, 10), at(2, 17)))
    [told, _first] = mails(circle.lender.email)
    assert "Mini-pelle 2,7 tonnes" in told.subject
    assert "Ury" in told.body

    page.goto("/reservations/?vue=pretees")
    assert "À confirmer" in words(page)
    looked_at(page, "bookings-requests")

    page.goto(f"/reservations/{no.pk}/")
    looked_at(page, "booking-pending-lender")
    page.get_by_label("Pourquoi refuser").fill("  ")
    follow(page.get_by_role("button", name="Refuser la demande"))
    page.get_by_text("Dites pourquoi : la personne lira votre raison.").wait_for()
    looked_at(page, "booking-refusal-error")
    no.refresh_from_db()
    assert no.state == State.PENDING
    page.get_by_label("Pourquoi refuser").fill("Elle est au contrôle ce jour-là.")
    follow(page.get_by_role("button", name="Refuser la demande"))
    page.get_by_text("Demande refusée : la personne a reçu votre raison.").wait_for()
    looked_at(page, "booking-refused-lender")
    no.refresh_from_db()
    assert (no.state, no.reason) == (State.REFUSED, "Elle est au contrôle ce jour-là.")
    karim = Booking.objects.get(pk=no.pk).agent
    [refused, *_] = mails(karim.email)
    assert refused.subject == "Demande refusée : Mini-pelle 2,7 tonnes"
    assert "La Combe-Rousse n'a pas pu accepter votre demande" in refused.body
    assert refused.body.count("Elle est au contrôle ce jour-là.") == 1

    page.goto(f"/reservations/{yes.pk}/")
    follow(page.get_by_role("button", name="Accepter la demande"))
    page.get_by_text("Demande acceptée : la personne est prévenue par courriel.").wait_for()
    looked_at(page, "booking-confirmed-lender")
    yes.refresh_from_db()
    assert yes.state == State.CONFIRMED
    [accepted, *_] = mails(karim.email)
    assert accepted.subject == "Réservation acceptée : Mini-pelle 2,7 tonnes"
    assert accepted.attachments[0]["name"] == "reservation.ics"
    verbs = list(Act.objects.filter(subject_id=str(yes.pk), verb="sharing.approve").values_list("person", "actor_name"))
    assert verbs == [(agent.pk, "Léa Marchand")]
    assert Act.objects.get(verb="sharing.refuse").after["reason"] == "Elle est au contrôle ce jour-là."

    hers = site.opened(person_of(circle.ury), width)
    hers.goto(f"/reservations/{no.pk}/")
    assert "Elle est au contrôle ce jour-là." in words(hers)
    looked_at(hers, "booking-refused-borrower")
    hers.goto(f"/reservations/{yes.pk}/")
    looked_at(hers, "booking-confirmed-borrower")


def kept_photo(photo):
    """The two files of a stored photo: its private original, and the version that is shown."""
    with default_storage.open(photo.original) as original, default_storage.open(photo.public) as shown:
        return original.read(), shown.read()


def check_photo(photo, page):
    """It is smaller, it no longer tells where it was taken, and who sees the booking can open it."""
    for content in kept_photo(photo):
        image = Image.open(io.BytesIO(content))
        assert max(image.size) == 1600
        assert not image.getexif()
    assert page.request.get(f"/fichiers/{photo.key}/").headers["content-type"].startswith("image/")


def pdf_words(page, link):
    """What a PDF says, fetched as the person who reads the page."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    answered = page.request.get(address)
    assert answered.headers["content-type"] == "application/pdf"
    text = " ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answered.body())).pages)
    return re.sub(r"\s+", " ", text)


def hand_over(page, digger, booked):
    """Fill in the hand-over; the first time the meter is read below the last reading: it is said, nothing is lost."""
    page.goto(f"/reservations/{booked.pk}/")
    follow(page.get_by_role("link", name="Faire la remise"))
    looked_at(page, "handover")
    page.get_by_label("Qui prend").fill("Nadia Soubeyran")
    page.get_by_label("Attestation d’assurance").check()
    answer(page, "Chenilles", "À noter")
    page.get_by_role("group", name="Chenilles").get_by_label("Que faut-il noter ?").fill("un patin usé à gauche")
    answer(page, "Vitres", "Intactes")
    page.get_by_label("Compteur, en heures").fill("1246,2")
    page.get_by_label("Godet de 40 cm").uncheck()
    take_photo(page, "photo0")
    draw(page, "signe_donneur")
    page.locator("[name=signe_preneur_typed]").fill("Nadia Soubeyran")
    looked_at(page, "handover-filled")
    page.get_by_role("button", name="Terminer la remise").click()
    said = page.get_by_text("1 246,2 h est moins que le relevé du 1er mars, 1 246,3 h : un compteur ne recule pas.")
    said.first.wait_for()
    looked_at(page, "handover-error")
    assert not HandOver.objects.exists()
    assert page.get_by_label("Qui prend").input_value() == "Nadia Soubeyran"
    assert page.get_by_role("group", name="Chenilles").get_by_label("À noter").is_checked()
    assert page.get_by_label("Que faut-il noter ?").first.input_value() == "un patin usé à gauche"
    assert not page.get_by_label("Godet de 40 cm").is_checked()
    assert page.get_by_label("Clé de contact").is_checked()
    assert page.locator(".shot").first.evaluate("shot => shot.classList.contains('taken')")
    assert page.locator("input[name=signe_donneur]").input_value().startswith("M")
    assert page.locator("[name=signe_preneur_typed]").input_value() == "Nadia Soubeyran"
    page.get_by_label("Compteur, en heures").fill("1246,3")
    with page.expect_navigation():
        page.get_by_role("button", name="Terminer la remise").click()
    page.get_by_text("Remise enregistrée.").wait_for()
    looked_at(page, "booking-out-lender")


def take_back(page, booked):
    """Fill in the return, with a window broken."""
    page.goto(f"/reservations/{booked.pk}/")
    follow(page.get_by_role("link", name="Faire le retour"))
    assert "un patin usé à gauche" in page.locator("main").inner_text(), "what was noted before is not held against her"
    looked_at(page, "return")
    answer(page, "Chenilles", "À noter")
    page.get_by_role("group", name="Chenilles").get_by_label("Que faut-il noter ?").fill("le même patin")
    answer(page, "Vitres", "Abîmées")
    page.get_by_label("Compteur, en heures").fill("1259,3")
    take_photo(page, "photo0")
    page.get_by_label("Ce qui est abîmé").fill("Vitre de la porte fendue")
    take_photo(page, "dommage0")
    page.locator("[name=signe_donneur_typed]").fill("Karim Soubeyran")
    page.get_by_role("button", name="Terminer le retour").click()
    page.get_by_text("Dites ce qui ne va pas, en quelques mots.").first.wait_for()
    looked_at(page, "return-error")
    assert page.get_by_label("Ce qui est abîmé").input_value() == "Vitre de la porte fendue"
    page.get_by_role("group", name="Vitres").get_by_label("Que faut-il noter ?").fill("porte gauche")
    draw(page, "signe_preneur")
    with page.expect_navigation():
        page.get_by_role("button", name="Terminer le retour").click()
    page.get_by_text("Retour enregistré.").wait_for()
    looked_at(page, "booking-returned-lender")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_machine_leaves_and_comes_back_damaged(circle, site, person_of, digger, width):
    agent = person_of(circle.lender, name="Léa Marchand")
    borrower = circle.actor(circle.ury, name="Karim Soubeyran")
    unit = digger.units.get()
    with clock.frozen_at(at(1, 16)):
        actions.record_reading(circle.actor(circle.lender), unit.pk, tenths=12_463)
    booked = actions.book(borrower, circle.wish(digger, at(2, 10), at(3, 17), planned_meter_tenths=140))
    actions.approve(circle.actor(circle.lender), booked.pk)
    page = site.opened(agent, width)
    with site.moved_to(at(2, 10, 5)):
        hand_over(page, digger, booked)
    booked.refresh_from_db()
    given = HandOver.objects.get()
    assert booked.state == State.HANDED_OVER
    assert (given.at, given.recorded_by, given.reading.tenths) == (at(2, 10, 5), agent, 12_463)
    assert given.given_by["name"] == "Léa Marchand"
    assert given.given_by["drawing"].startswith("M")
    assert (given.taken_by["name"], given.taken_by["drawing"]) == ("Nadia Soubeyran", "")
    assert given.answers == [
        {"question": "Chenilles", "answer": "À noter", "note": "un patin usé à gauche"},
        {"question": "Vitres", "answer": "Intactes", "note": ""},
    ]
    assert given.accessories == ["Clé de contact"]
    assert [each["name"] for each in given.papers] == ["Attestation d’assurance"]
    check_photo(given.photos.get(), page)
    told = Act.objects.get(verb="sharing.hand_over")
    assert (told.person, told.after["to"]) == (agent.pk, "Nadia Soubeyran")
    receipt = pdf_words(page, "Reçu de remise")
    for said in ("Léa Marchand", "Nadia Soubeyran", "un patin usé à gauche", "1 246,3 h"):
        assert said in receipt

    with site.moved_to(at(3, 17, 10)):
        take_back(page, booked)
    booked.refresh_from_db()
    back = Return.objects.get()
    assert booked.state == State.RETURNED
    assert (back.reading.tenths, back.at) == (12_593, at(3, 17, 10))
    assert back.taken_by["name"] == "Léa Marchand"
    assert back.photos.count() == 1
    # 2 days at 96,00 € hold 2 × 6,0 h; 13,0 h were counted: one hour more at 11,50 €.
    assert booked.invoice_cents == 2 * 9600 + 1150 == 20_350
    entry = Entry.objects.get(source=f"sharing/booking/{booked.pk}")
    assert (entry.payer, entry.payee, entry.amount_incl.cents) == (circle.ury, circle.lender, 20_350)
    assert [entry.booked, entry.present, entry.invoiced] == []
    print(words(page))
