"""A hand-over by the keyboard alone; one in a browser without script; the same pages in the dark."""

import io

import pytest
from browser import WIDTHS, follow, keep_shot
from django.core.files.storage import default_storage
from journeys.depot_gestures import PLACE, answer, handed_over, looked_at, make_digger, photo_of_a_phone, words
from journeys.held_site import JOURNEY
from PIL import Image
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.sharing import actions
from mitoyen.sharing.models import HandOver

pytestmark = JOURNEY


@pytest.fixture
def lea(circle, person_of):
    return person_of(circle.lender, name="Léa Marchand")


@pytest.fixture
def booked(circle, site, lea):
    """Two days for Ury, from 10 h this morning."""
    made = actions.book(circle.actor(circle.ury), circle.wish(make_digger(circle), at(2, 10), at(3, 17)))
    return actions.approve(circle.actor(circle.lender), made.pk)


def tab_to(page, name):
    """Press Tab until the field called ``name``, or the button that says it, has the focus; it must be seen."""
    here = "document.activeElement"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"[{here}.name, {here}.textContent.trim()]").count(name):
            shown = page.evaluate(f"getComputedStyle({here}).outlineStyle !== 'none'")
            assert shown or page.evaluate(f"{here}.type") == "file", f"the focus is seen on {name}"
            return
    pytest.fail(f"no Tab leads to {name}")


def type_in(page, name, text):
    """Go to a field and replace what it holds."""
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_hand_over_with_the_keyboard_alone(site, lea, booked, width):
    chains, windows = booked.resource.questions.all()
    with site.moved_to(at(2, 10, 5)):
        page = site.opened(lea, width)
        page.goto(f"/reservations/{booked.pk}/")
        tab_to(page, "Faire la remise")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        type_in(page, "preneur", "Nadia Soubeyran")
        tab_to(page, f"p{booked.resource.requirements.get().pk}")
        page.keyboard.press("Space")
        tab_to(page, f"q{chains.pk}")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        type_in(page, f"n{chains.pk}", "un patin usé")
        tab_to(page, f"q{windows.pk}")
        page.keyboard.press("Space")
        type_in(page, "compteur", "1246,3")
        type_in(page, "signe_donneur_typed", "Léa Marchand")
        type_in(page, "signe_preneur_typed", "Nadia Soubeyran")
        tab_to(page, "Terminer la remise")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.get_by_text("Remise enregistrée.").wait_for()
    given = HandOver.objects.get()
    assert [each["answer"] for each in given.answers] == ["À noter", "Intactes"]
    assert (given.taken_by["name"], given.taken_by["drawing"], given.reading.tenths) == ("Nadia Soubeyran", "", 12_463)


def test_a_hand_over_without_script(site, lea, booked):
    with site.moved_to(at(2, 10, 5)):
        page = site.opened(lea, 375, java_script_enabled=False)
        page.goto(f"/reservations/{booked.pk}/remise/")
        assert not page.locator("svg.pad").first.is_visible(), "nothing to draw on that would not draw"
        assert not page.get_by_text("Ce que vous saisissez est enregistré").is_visible(), (
            "no promise that only a script keeps"
        )
        page.get_by_label("Attestation d’assurance").check()
        answer(page, "Chenilles", "Bon")
        answer(page, "Vitres", "Intactes")
        page.get_by_label("Compteur, en heures").fill("1246,3")
        page.locator("input[name=photo0]").set_input_files(photo_of_a_phone())
        page.locator("[name=signe_donneur_typed]").fill("Léa Marchand")
        keep_shot(page, "handover-no-script")
        follow(page.get_by_role("button", name="Terminer la remise"))
        assert "Il manque cette signature : dessinez-la, ou écrivez le nom." in words(page)
        assert page.locator(".shot img").is_visible(), "the photo was received, and need not be taken again"
        keep_shot(page, "handover-no-script-error")
        page.locator("[name=signe_preneur_typed]").fill("Nadia Soubeyran")
        follow(page.get_by_role("button", name="Terminer la remise"))
        assert "Remise enregistrée." in words(page)
    given = HandOver.objects.get()
    assert (given.taken_by["name"], given.taken_by["drawing"]) == ("Nadia Soubeyran", "")
    with default_storage.open(given.photos.get().public) as content:
        assert PLACE not in Image.open(io.BytesIO(content.read())).getexif(), "what is shown does not tell where"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_agent_in_the_dark(circle, site, person_of, width):
    anne = person_of(circle.lender, Role.MANAGER, "Anne Vial")
    digger = make_digger(circle)
    asked = actions.book(circle.actor(circle.ury), circle.wish(digger, at(9), at(9, 17)))
    ready = actions.book(circle.actor(circle.ury), circle.wish(make_digger(circle), at(2, 10), at(3, 17)))
    actions.approve(circle.actor(circle.lender), ready.pk)
    out = handed_over(circle, digger, at(2, 10), at(3, 17))
    with site.moved_to(at(2, 16)):
        claim = actions.open_claim(circle.actor(circle.lender), out.pk, description="Vitre de la porte fendue")
        page = site.opened(anne, width, theme="dark")
        for name, address in {
            "bookings": "/reservations/?vue=pretees",
            "booking-pending": f"/reservations/{asked.pk}/",
            "booking-out": f"/reservations/{out.pk}/",
            "handover": f"/reservations/{ready.pk}/remise/",
            "return": f"/reservations/{out.pk}/retour/",
            "claim": f"/dommages/{claim.pk}/",
            "keep-edit": f"/gerer/{digger.pk}/",
            "meter": f"/gerer/exemplaires/{digger.units.get().pk}/compteur/",
        }.items():
            page.goto(address)
            looked_at(page, f"dark-{name}")
