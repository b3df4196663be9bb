"""Axe on every page of a clerk, empty, full, wrong, open and after a swap, at both widths, by day and by night."""

import pytest
from browser import faults, follow, keep_shot
from journeys.diggers import PURPOSE
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.sharing import actions
from mitoyen.territory.models import Organisation

pytestmark = JOURNEY
WIDTHS = [375, 1280]
DAY = "jour=09/03/2027&q=&tout=on"


class Looked:
    """What axe found in each state that was looked at."""

    def __init__(self, page):
        self.page, self.found = page, {}

    def at(self, name, address=None):
        """The page as it stands, then with all that opens opened."""
        if address is not None:
            self.page.goto(address)
        self._note(name)
        if self.page.evaluate(
            "[...document.querySelectorAll('details:not([open])')].map(each => each.open = true).length"
        ):
            self._note(f"{name}-open")

    def _note(self, name):
        keep_shot(self.page, f"clerk-{name}")
        if wrong := faults(self.page):
            self.found[name] = wrong


@pytest.fixture
def booked(circle, diggers, clerk):
    """The clerk's own booking of the nearest digger, on Tuesday the 9th."""
    actor = circle.actor(circle.ury)
    assert actor.person == clerk.pk
    return actions.book(actor, circle.wish(diggers.free, at(9), at(9, 17), purpose=PURPOSE, request_key="scene"))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_empty_pages(circle, site, clerk, width):
    looked = Looked(site.opened(clerk, width))
    for name, address in {
        "empty-home": "/",
        "empty-catalogue": "/emprunter/",
        "empty-bookings": "/reservations/",
        "empty-planning": "/planning/",
        "empty-feeds": "/agendas/",
        "empty-import": "/reservations/importer/",
    }.items():
        looked.at(name, address)
    assert looked.found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_looking_for_something(diggers, site, clerk, width):
    page = site.opened(clerk, width)
    looked = Looked(page)
    looked.at("home", "/")
    looked.at("catalogue-full", f"/emprunter/?{DAY}")
    looked.at("catalogue-none", "/emprunter/?q=sous-marin")
    looked.at("catalogue-wrong", "/emprunter/?jour=32/13&q=pelle")
    visitor = Looked(site.opened(None, width))
    visitor.at("visitor-catalogue", f"/emprunter/?{DAY}")
    assert (looked.found, visitor.found) == ({}, {})


@pytest.mark.parametrize("width", WIDTHS)
def test_choosing_its_days(diggers, site, clerk, width):
    page = site.opened(clerk, width)
    looked = Looked(page)
    looked.at("thing", f"/emprunter/{diggers.taken.pk}-x/?mois=2027-03")
    page.goto(f"/emprunter/{diggers.free.pk}-x/?du=09/03/2027&au=09/03/2027")
    page.get_by_label("Au", exact=True).fill("10/3")
    page.get_by_label("Au", exact=True).blur()
    page.get_by_role("button", name="Réserver les 9 et 10 mars").wait_for()
    looked.at("thing-swapped")
    page.get_by_label("Au", exact=True).fill("8/3")
    page.get_by_label("Au", exact=True).blur()
    page.get_by_text("Le dernier jour vient avant le premier").first.wait_for()
    looked.at("thing-swapped-wrong")
    follow(page.get_by_role("button", name="Réserver", exact=True))
    looked.at("thing-wrong")
    looked.at("thing-taken", f"/emprunter/{diggers.taken.pk}-x/?du=09/03/2027&au=09/03/2027")
    visitor = Looked(site.opened(None, width))
    visitor.at("visitor-thing", f"/emprunter/{diggers.free.pk}-x/?du=09/03/2027")
    assert (looked.found, visitor.found) == ({}, {})


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_booked(booked, circle, site, clerk, person_of, width):
    page = site.opened(clerk, width)
    looked = Looked(page)
    looked.at("booking-full", f"/reservations/{booked.pk}/")
    lender = site.opened(person_of(circle.lender, Role.MANAGER), width)
    looked_by_lender = Looked(lender)
    lender.goto(f"/reservations/{booked.pk}/")
    lender.get_by_text("Annuler cette réservation").click()
    follow(lender.get_by_role("button", name="Annuler la réservation"))
    assert lender.get_by_text("Dites pourquoi").is_visible()
    looked_by_lender.at("booking-wrong")
    assert looked_by_lender.found == {}
    looked.at("bookings", "/reservations/")
    for view in ("semaine", "quinzaine", "mois"):
        looked.at(f"planning-{view}", f"/planning/?vue={view}&quoi=tout&du=08/03/2027")
    looked.at("move", f"/reservations/{booked.pk}/deplacer/")
    page.get_by_label("Du", exact=True).fill("13/03/2027")
    page.get_by_label("Au", exact=True).fill("32/13")
    follow(page.get_by_role("button", name="Déplacer la réservation"))
    looked.at("move-wrong")
    assert looked.found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_needs_feeds_and_imports(diggers, site, clerk, width):
    page = site.opened(clerk, width)
    looked = Looked(page)
    page.goto("/emprunter/?q=nacelle")
    page.get_by_label("De quoi avez-vous besoin, et quand ?").fill("   ")
    follow(page.get_by_role("button", name="Dire mon besoin"))
    looked.at("need-wrong")
    page.get_by_label("De quoi avez-vous besoin, et quand ?").fill("Une nacelle de 20 m pour la toiture de l’école")
    follow(page.get_by_role("button", name="Dire mon besoin"))
    assert page.get_by_text("Votre besoin est noté.").is_visible()
    looked.at("need-told")

    page.goto(f"/agendas/?ressource={diggers.free.pk}")
    follow(page.get_by_role("button", name="Suivre Mini-pelle 2,7 tonnes"))
    looked.at("feeds-made")
    page.goto("/agendas/")
    page.get_by_text("Faire un jeton").click()
    follow(page.get_by_role("button", name="Faire ce jeton"))
    looked.at("feeds-wrong")

    page.goto("/reservations/importer/")
    follow(page.get_by_role("button", name="Vérifier ces lignes"))
    looked.at("import-wrong")
    page.get_by_label("Ou coller les lignes ici").fill(lines_of(diggers))
    follow(page.get_by_role("button", name="Vérifier ces lignes"))
    looked.at("import-preview")
    follow(page.get_by_role("button", name="Réserver cette ligne"))
    looked.at("import-done")
    assert looked.found == {}


def lines_of(diggers):
    """One line that can be booked, one that Malaubert has taken, one with a day that is none."""
    ury = Organisation.objects.get(name="Ury").pk
    return (
        "ressource;emprunteur;debut;fin;objet;cle\n"
        f"{diggers.free.pk};{ury};16/03/2027 08:00;16/03/2027 17:00;{PURPOSE};\n"
        f"{diggers.taken.pk};{ury};09/03/2027 08:00;09/03/2027 17:00;;\n"
        f"{diggers.free.pk};{ury};31/02/2027 08:00;16/03/2027 17:00;;\n"
    )


def test_by_night(booked, diggers, site, clerk):
    page = site.opened(clerk, 1280, "dark")
    looked = Looked(page)
    for name, address in {
        "home": "/",
        "catalogue": f"/emprunter/?{DAY}",
        "thing": f"/emprunter/{diggers.taken.pk}-x/?du=16/03/2027&au=16/03/2027",
        "booking": f"/reservations/{booked.pk}/",
        "planning": "/planning/?quoi=tout&du=08/03/2027",
    }.items():
        looked.at(f"dark-{name}", address)
    assert looked.found == {}
