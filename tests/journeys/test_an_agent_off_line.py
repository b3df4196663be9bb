"""There is no network in the depot: the hand-over is filled in on the phone, kept there, and received once."""

import pytest
from browser import keep_shot
from journeys.depot_gestures import answer, check_photo, draw, looked_at, make_digger, take_photo, words
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.plumbing.models import StoredFile
from mitoyen.sharing import actions
from mitoyen.sharing.models import HandOver, State

pytestmark = JOURNEY
KEPT = """caches.open('mitoyen-kept-1').then((kept) => kept.keys()).then((pages) =>
    pages.length > 3 && pages.some((page) => page.url.endsWith('/remise/')))"""


@pytest.fixture
def lea(circle, person_of):
    return person_of(circle.lender, name="Léa Marchand")


@pytest.fixture
def booked(circle, site, lea):
    """Two days for Ury, from 10 h this morning."""
    made = actions.book(circle.actor(circle.ury), circle.wish(make_digger(circle), at(2, 10), at(3, 17)))
    return actions.approve(circle.actor(circle.lender), made.pk)


@pytest.fixture
def phone(site, lea, booked):
    """The agent's phone at 10 h 05, the hand-over open before going down to the depot."""
    with site.moved_to(at(2, 10, 5)):
        page = site.opened(lea, 375)
        page.goto(f"/reservations/{booked.pk}/remise/")
        page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function(KEPT)
        yield page


def fill_in(page):
    """All that two people say in the depot."""
    page.get_by_label("Qui prend").fill("Nadia Soubeyran")
    page.get_by_label("Attestation d’assurance").check()
    answer(page, "Chenilles", "Bon")
    answer(page, "Vitres", "Intactes")
    page.get_by_label("Compteur, en heures").fill("1246,3")
    take_photo(page, "photo0")
    draw(page, "signe_donneur")
    draw(page, "signe_preneur")


def finish(page):
    page.get_by_role("button", name="Terminer la remise").click()


def waits(page):
    page.get_by_text("tout est gardé sur ce téléphone et partira dès que possible").wait_for()


def test_a_hand_over_without_network_waits_and_is_received_once(phone, booked):
    phone.context.set_offline(True)
    fill_in(phone)
    finish(phone)
    waits(phone)
    looked_at(phone, "handover-offline")
    assert not HandOver.objects.exists()

    phone.reload()
    waits(phone)
    assert phone.get_by_label("Qui prend").input_value() == "Nadia Soubeyran"
    assert phone.get_by_role("group", name="Chenilles").get_by_label("Bon").is_checked()
    assert phone.get_by_label("Compteur, en heures").input_value() == "1246,3"
    phone.locator(".shot canvas").first.wait_for()
    assert phone.locator("input[name=signe_preneur]").input_value().startswith("M")

    phone.context.set_offline(False)
    phone.get_by_text("Remise enregistrée.").wait_for()
    given = HandOver.objects.get()
    booked.refresh_from_db()
    assert (booked.state, given.taken_by["name"]) == (State.HANDED_OVER, "Nadia Soubeyran")
    assert given.taken_by["drawing"].startswith("M")
    assert given.reading.tenths == 12_463
    check_photo(given.photos.get(), phone)
    phone.goto(f"/reservations/{booked.pk}/")
    assert "En cours" in words(phone)


def test_an_answer_lost_on_the_way_makes_no_second_row(phone, booked):
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.context.route("**/remise/", lose)
    fill_in(phone)
    finish(phone)
    waits(phone)
    keep_shot(phone, "handover-answer-lost")
    assert lost == [302], "the site has received it"
    first = HandOver.objects.get()
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.get_by_text("Remise enregistrée.").wait_for()
    assert HandOver.objects.get().pk == first.pk
    assert first.photos.count() == StoredFile.objects.count() == 1
