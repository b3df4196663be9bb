"""The owner's technical agent answers a request, hands the machine over, takes it back; damage has an outcome."""

import pytest
from browser import WIDTHS, follow
from journeys.depot_gestures import (
    answer,
    check_photo,
    draw,
    handed_over,
    looked_at,
    mails,
    make_digger,
    pdf_words,
    take_photo,
    words,
)
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.journal.models import Act
from mitoyen.kernel import clock
from mitoyen.ledger.models import Entry
from mitoyen.sharing import actions
from mitoyen.sharing.models import Claim, HandOver, Return, State

pytestmark = JOURNEY
PATIN = "un patin usé à gauche"
NO = "Elle est au contrôle ce jour-là."


@pytest.fixture
def digger(circle, site):
    return make_digger(circle)


@pytest.fixture
def lea(circle, person_of):
    """The technical agent of the owner."""
    return person_of(circle.lender, name="Léa Marchand")


@pytest.fixture
def karim(circle, person_of):
    """Who books for Ury."""
    return person_of(circle.ury, name="Karim Soubeyran")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_request_is_refused_with_a_reason_and_another_accepted(circle, site, lea, karim, digger, width):
    page = site.opened(lea, width)
    page.goto("/reservations/?vue=pretees")
    assert "Aucune réservation ici" in words(page)
    looked_at(page, "bookings-empty")

    borrower = circle.actor(circle.ury)
    no = actions.book(borrower, circle.wish(digger, at(9), at(9, 17)))
    yes = actions.book(borrower, circle.wish(digger, at(2, 10), at(2, 17)))
    told = mails(circle.lender.email)
    assert len(told) == 2
    assert "Mini-pelle 2,7 tonnes" in told[0].subject
    assert "Ury" in told[0].body
    page.goto("/reservations/?vue=pretees")
    assert words(page).count("À confirmer") == 2
    looked_at(page, "bookings-requests")

    refuse_with_a_reason(page, no)
    assert (no.state, no.reason) == (State.REFUSED, NO)
    assert Act.objects.get(verb="sharing.refuse").after["reason"] == NO
    refused = mails(karim.email)[0]
    assert refused.subject == "Demande refusée : Mini-pelle 2,7 tonnes"
    assert "La Combe-Rousse n'a pas pu accepter votre demande" in refused.body
    assert NO in refused.body

    page.goto(f"/reservations/{yes.pk}/")
    follow(page.get_by_role("button", name="Accepter la demande"))
    page.get_by_text("Demande acceptée : la personne est prévenue par courriel.").wait_for()
    looked_at(page, "booking-confirmed-lender")
    yes.refresh_from_db()
    assert yes.state == State.CONFIRMED
    accepted = mails(karim.email)[0]
    assert accepted.subject == "Réservation acceptée : Mini-pelle 2,7 tonnes"
    assert accepted.attachments[0]["name"] == "reservation.ics"
    [told] = Act.objects.filter(subject_id=str(yes.pk), verb="sharing.approve")
    assert (told.person, told.actor_name) == (lea.pk, "Léa Marchand")

    hers = site.opened(karim, width)
    hers.goto(f"/reservations/{no.pk}/")
    assert NO in words(hers)
    looked_at(hers, "booking-refused-borrower")
    hers.goto(f"/reservations/{yes.pk}/")
    looked_at(hers, "booking-confirmed-borrower")


def refuse_with_a_reason(page, booked):
    """Without a reason it is not refused."""
    page.goto(f"/reservations/{booked.pk}/")
    looked_at(page, "booking-pending-lender")
    page.get_by_label("Pourquoi refuser").fill("  ")
    follow(page.get_by_role("button", name="Refuser la demande"))
    page.get_by_text("Dites pourquoi : la personne lira votre raison.").wait_for()
    looked_at(page, "booking-refusal-error")
    booked.refresh_from_db()
    assert booked.state == State.PENDING
    page.get_by_label("Pourquoi refuser").fill(NO)
    follow(page.get_by_role("button", name="Refuser la demande"))
    page.get_by_text("Demande refusée : la personne a reçu votre raison.").wait_for()
    looked_at(page, "booking-refused-lender")
    booked.refresh_from_db()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_machine_is_handed_over(circle, site, lea, karim, digger, width):
    booked = accepted_booking(circle, digger)
    page = site.opened(lea, width)
    with site.moved_to(at(2, 10, 5)):
        hand_over(page, booked)
    booked.refresh_from_db()
    given = HandOver.objects.get()
    check_given(given, lea)
    check_photo(given.photos.get(), page)
    assert booked.state == State.HANDED_OVER
    told = mails(karim.email)[0]
    assert told.subject == "Remise signée : Mini-pelle 2,7 tonnes"
    assert "Léa Marchand a remis Mini-pelle 2,7 tonnes à Nadia Soubeyran." in told.body
    receipt = pdf_words(page, "Reçu de remise")
    for said in ("Léa Marchand", "Nadia Soubeyran", PATIN, "1 246,3 h"):
        assert said in receipt


@pytest.mark.parametrize("width", WIDTHS)
def test_a_machine_comes_back(circle, site, lea, karim, digger, width):
    noted = [{"question": "Chenilles", "answer": "À noter", "note": PATIN}]
    plan = {"planned_meter_tenths": 140}
    booked = handed_over(circle, digger, at(2, 10), at(3, 17), given_at=at(2, 10, 5), plan=plan, answers=noted)
    page = site.opened(lea, width)
    with site.moved_to(at(3, 17, 10)):
        take_back(page, booked)
        looked_at(page, "booking-returned-lender")
    booked.refresh_from_db()
    back = Return.objects.get()
    assert booked.state == State.RETURNED
    assert (back.reading.tenths, back.at, back.taken_by["name"]) == (12_593, at(3, 17, 10), "Léa Marchand")
    assert back.photos.count() == 1
    assert "Karim Soubeyran" in pdf_words(page, "Reçu de retour")
    # 2 days at 96,00 € hold 2 × 6,0 h; 13,0 h were counted: one hour more at 11,50 €.
    assert booked.invoice_cents == 2 * 9600 + 1150 == 20_350
    entry = Entry.objects.get(source=f"sharing/booking/{booked.pk}")
    assert (entry.payer, entry.payee, entry.amount_incl.cents) == (circle.ury, circle.lender, 20_350)
    # Tuesday 10:00 to Wednesday 17:00 was booked; it was out from 10:05 to 17:10; the invoice goes from 10:00 to 17:10.
    assert (entry.booked, entry.present, entry.invoiced) == (
        "1 j 7 h ; 14 h au compteur",
        "1 j 7 h 5 min ; 13 h au compteur",
        "1 j 7 h 10 min ; 13 h au compteur",
    )
    claim = Claim.objects.get()
    assert (claim.description, claim.photos.count()) == ("Vitre de la porte fendue", 1)
    damage, due, *_ = mails(karim.email)
    assert "Vitre de la porte fendue" in damage.body
    assert due.subject == "Retour signé : Mini-pelle 2,7 tonnes"
    assert "Facturé : 203,50 €." in due.body.replace("\u00a0", " ")
    looked_at_by_borrower(site, karim, booked, width)


def looked_at_by_borrower(site, karim, booked, width):
    """She reads the three numbers and the sum on her page."""
    hers = site.opened(karim, width)
    hers.goto(f"/reservations/{booked.pk}/")
    said = words(hers)
    for each in ("203,50 €", "Réservé", "Présent", "Facturé", "Vitre de la porte fendue", f"À noter : {PATIN}"):
        assert each in said
    seen = hers.get_by_role("img", name="Au retour, photo 1")
    seen.scroll_into_view_if_needed()
    hers.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=seen.element_handle())
    looked_at(hers, "booking-returned-borrower")


def accepted_booking(circle, digger):
    """Two days for Ury, from this morning; the meter was read yesterday."""
    with clock.frozen_at(at(1, 16)):
        actions.record_reading(circle.actor(circle.lender), digger.units.get().pk, tenths=12_463)
    wish = circle.wish(digger, at(2, 10), at(3, 17), planned_meter_tenths=140)
    booked = actions.book(circle.actor(circle.ury), wish)
    return actions.approve(circle.actor(circle.lender), booked.pk)


def hand_over(page, booked):
    """Fill in the hand-over; first the meter is read below its last reading: it is said, and nothing is lost."""
    page.goto(f"/reservations/{booked.pk}/")
    follow(page.get_by_role("link", name="Faire la remise"))
    looked_at(page, "handover")
    page.get_by_label("Qui prend").fill("Nadia Soubeyran")
    page.get_by_label("Attestation d’assurance").check()
    answer(page, "Chenilles", "À noter")
    note = page.get_by_role("group", name="Chenilles").get_by_label("Que faut-il noter ?")
    note.fill(PATIN)
    answer(page, "Vitres", "Intactes")
    page.get_by_label("Compteur, en heures").fill("1246,2")
    page.get_by_label("Godet de 40 cm").uncheck()
    take_photo(page, "photo0")
    draw(page, "signe_donneur")
    page.locator("[name=signe_preneur_typed]").fill("Nadia Soubeyran")
    assert "Nadia Soubeyran, Ury" in words(page)
    assert "doit signer" not in words(page)
    looked_at(page, "handover-filled")
    finish = page.get_by_role("button", name="Terminer la remise")
    finish.click()
    said = page.get_by_text("1 246,2 h est moins que le relevé du 1er mars, 1 246,3 h : un compteur ne recule pas.")
    said.first.wait_for()
    looked_at(page, "handover-error")
    assert page.get_by_label("Le relevé est bien celui-là").count() == 0, "no word makes a meter go back"
    assert not HandOver.objects.exists()
    assert page.get_by_role("link", name="Ce compteur a été remplacé : le dire").is_visible()
    assert page.get_by_label("Qui prend").input_value() == "Nadia Soubeyran"
    assert page.get_by_role("group", name="Chenilles").get_by_label("À noter").is_checked()
    assert note.input_value() == PATIN
    assert not page.get_by_label("Godet de 40 cm").is_checked()
    assert page.get_by_label("Clé de contact").is_checked()
    assert page.locator("input[name=signe_donneur]").input_value().startswith("M")
    assert page.locator("[name=signe_preneur_typed]").input_value() == "Nadia Soubeyran"
    page.get_by_label("Compteur, en heures").fill("1246,3")
    follow(finish)
    page.get_by_text("Remise enregistrée.").wait_for()
    looked_at(page, "booking-out-lender")


def check_given(given, lea):
    """The row of the hand-over and its line in the journal say who, what, when."""
    assert (given.at, given.recorded_by, given.reading.tenths) == (at(2, 10, 5), lea, 12_463)
    assert given.given_by["name"] == "Léa Marchand"
    assert given.given_by["drawing"].startswith("M")
    assert (given.taken_by["name"], given.taken_by["drawing"]) == ("Nadia Soubeyran", "")
    assert given.answers == [
        {"question": "Chenilles", "answer": "À noter", "note": PATIN},
        {"question": "Vitres", "answer": "Intactes", "note": ""},
    ]
    assert given.accessories == ["Clé de contact"]
    assert [each["name"] for each in given.papers] == ["Attestation d’assurance"]
    told = Act.objects.get(verb="sharing.hand_over")
    assert (told.person, told.after["to"]) == (lea.pk, "Nadia Soubeyran")


def take_back(page, booked):
    """Fill in the return: what is wrong needs a word, and the rest stays as it was typed."""
    page.goto(f"/reservations/{booked.pk}/")
    follow(page.get_by_role("link", name="Faire le retour"))
    assert PATIN in words(page), "what was noted before is not held against her"
    looked_at(page, "return")
    answer(page, "Chenilles", "Bon")
    answer(page, "Vitres", "Abîmées")
    page.get_by_label("Compteur, en heures").fill("1259,3")
    take_photo(page, "photo0")
    page.get_by_label("Ce qui est abîmé").fill("Vitre de la porte fendue")
    take_photo(page, "dommage0")
    page.locator("[name=signe_donneur_typed]").fill("Karim Soubeyran")
    finish = page.get_by_role("button", name="Terminer le retour")
    finish.click()
    page.get_by_text("Dites ce qui ne va pas, en quelques mots.").first.wait_for()
    looked_at(page, "return-error")
    assert page.get_by_label("Ce qui est abîmé").input_value() == "Vitre de la porte fendue"
    page.get_by_role("group", name="Vitres").get_by_label("Que faut-il noter ?").fill("porte gauche")
    draw(page, "signe_preneur")
    follow(finish)
    page.get_by_text("Retour enregistré.").wait_for()
