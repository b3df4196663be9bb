"""A booking is moved on the planning: with the mouse, by the key D, and by the form alone on a phone."""

import pytest
from browser import follow, keep_shot
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.journal.models import Act
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Booking

pytestmark = JOURNEY
WEEK = "/planning/?vue=semaine&du=08/03/2027"


@pytest.fixture
def booked(circle, diggers, clerk):
    """The clerk's own booking of the nearest digger, on Tuesday the 9th."""
    found = actions.book(circle.actor(circle.ury), circle.wish(diggers.free, at(9), at(9, 17)))
    OutboxMessage.objects.all().delete()
    return found


def slot_of(page, booking):
    return page.locator(f"a.slot[href='/reservations/{booking.pk}/']")


def assert_moved_to_thursday(booking, clerk):
    """From the 9th to the 11th; the buffer takes the whole Friday (4 h and 3 h 30)."""
    booking.refresh_from_db()
    assert (booking.period.lower, booking.period.upper) == (at(11), at(11, 17))
    assert booking.blocked.upper == at(12, 17)
    mail = OutboxMessage.objects.get(recipient=clerk.email)
    assert mail.subject == "Réservation déplacée : Mini-pelle 2,7 tonnes"
    words = mail.body.replace("\xa0", " ")
    assert "pour Ury : maintenant le 11 mars 2027 de 8 h à 17 h, au lieu du 9 mars 2027 de 8 h à 17 h." in words
    assert Act.objects.filter(verb="sharing.move", subject_id=str(booking.pk), person=clerk.pk).count() == 1


def test_dragged_with_the_mouse(booked, site, clerk):
    page = site.opened(clerk, 1280)
    page.goto(WEEK)
    slot = slot_of(page, booked)
    row = page.locator("tr[data-mitoyen-row]", has=slot)
    box, line = slot.bounding_box(), row.bounding_box()
    thursday = page.locator("th[data-mitoyen-day='2027-03-11']").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(thursday["x"] + 5, line["y"] + line["height"] / 2, steps=8)
    page.locator("tr[data-mitoyen-over]").wait_for()
    keep_shot(page, "clerk-planning-dragging")
    with page.expect_navigation():
        page.mouse.up()
    assert page.get_by_label("Du", exact=True).input_value() == "11/03/2027", "dragging only fills the form in"
    assert page.get_by_label("Au", exact=True).input_value() == "11/03/2027"
    assert Booking.objects.get(pk=booked.pk).period.lower == at(9)
    follow(page.get_by_role("button", name="Déplacer la réservation"))
    assert_moved_to_thursday(booked, clerk)
    assert page.wrongs == []


def test_refused_on_the_days_of_another_then_moved_by_the_key_d(booked, circle, diggers, site, clerk):
    actions.book(circle.actor(circle.malaubert), circle.wish(diggers.free, at(16), at(16, 17), circle.malaubert))
    OutboxMessage.objects.all().delete()
    page = site.opened(clerk, 1280)
    page.goto(WEEK)
    slot_of(page, booked).focus()
    with page.expect_navigation():
        page.keyboard.press("d")
    page.get_by_label("Du", exact=True).fill("16/3")
    page.get_by_label("Au", exact=True).fill("16/3")
    follow(page.get_by_role("button", name="Déplacer la réservation"))
    assert page.get_by_text("Prise par Malaubert.").is_visible()
    assert page.get_by_label("Du", exact=True).input_value() == "16/03/2027"
    assert page.get_by_role("link", name="Mini-pelle 1,8 tonne").is_visible(), "free at the same dates"
    keep_shot(page, "clerk-move-taken")
    page.get_by_label("Du", exact=True).fill("11/3")
    page.get_by_label("Au", exact=True).fill("11/3")
    follow(page.get_by_role("button", name="Déplacer la réservation"))
    assert_moved_to_thursday(booked, clerk)


def test_on_a_phone_the_form_alone(booked, site, clerk):
    page = site.opened(clerk, 375)
    page.goto(f"/reservations/{booked.pk}/")
    follow(page.get_by_role("link", name="Déplacer cette réservation"))
    keep_shot(page, "clerk-move")
    page.get_by_label("Du", exact=True).fill("11/3")
    page.get_by_label("Au", exact=True).fill("11/3")
    follow(page.get_by_role("button", name="Déplacer la réservation"))
    assert page.get_by_text("Remise jeudi 11 mars à 8 h").is_visible()
    assert_moved_to_thursday(booked, clerk)
