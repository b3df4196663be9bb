"""The owner's manager describes what is lent: the thing, its copies, what goes with it, prices, papers, places."""

from datetime import date

import pytest
from browser import WIDTHS, follow
from journeys.depot_gestures import looked_at, make_digger, words
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.access.actors import Role
from mitoyen.journal.models import Act
from mitoyen.sharing import actions
from mitoyen.sharing.models import Block, Document, Place, Resource, Tariff

pytestmark = JOURNEY
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def anne(circle, person_of):
    return person_of(circle.lender, Role.MANAGER, "Anne Vial")


def press(page, name):
    """Press a button and wait for the page that follows."""
    follow(page.get_by_role("button", name=name))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_thing_is_added_with_its_copies_and_its_price(circle, site, anne, width):
    page = site.opened(anne, width)
    page.goto("/gerer/")
    assert "Rien n’est encore partagé." in words(page)
    looked_at(page, "keep-empty")
    follow(page.get_by_role("link", name="Ajouter une ressource"))
    looked_at(page, "keep-new")
    page.get_by_label("Rayon").select_option(label="Terrassement")
    page.get_by_label("Compteur", exact=True).select_option(label="heures")
    press(page, "Ajouter cette ressource")
    assert page.get_by_label("Compteur", exact=True).input_value() == "h"
    looked_at(page, "keep-new-error")
    page.get_by_label("Nom", exact=True).fill("Plaque vibrante")
    page.get_by_label("Combien d’exemplaires").fill("2")
    press(page, "Ajouter cette ressource")
    page.get_by_text("Enregistré.").wait_for()
    made = Resource.objects.get(name="Plaque vibrante")
    assert (made.owner, made.units.count(), made.meter_unit) == (circle.lender, 2, "h")
    looked_at(page, "keep-edit")
    page.goto(f"/gerer/{made.pk}/exemplaires/")
    looked_at(page, "keep-units")
    page.get_by_label("Nom de l’exemplaire").fill("n° 3")
    press(page, "Ajouter un exemplaire")
    assert made.units.count() == 3
    assert page.get_by_role("link", name="n° 3").get_attribute("href").endswith("/compteur/")

    page.goto(f"/gerer/{made.pk}/tarifs/")
    looked_at(page, "keep-tariffs-empty")
    page.get_by_label("À partir du").fill("32/13")
    page.get_by_label("Décision").fill("voté le 1er mars 2027")
    page.get_by_label("Par jour").first.fill("18")
    press(page, "Ajouter ce tarif")
    assert "« 32/13 » n’est pas une date" in words(page)
    assert page.get_by_label("Décision").input_value() == "voté le 1er mars 2027"
    looked_at(page, "keep-tariffs-error")
    page.get_by_label("À partir du").fill("1/4/2027")
    press(page, "Ajouter ce tarif")
    assert "18 € par jour" in words(page)
    looked_at(page, "keep-tariffs")
    tariff = Tariff.objects.get()
    assert (tariff.since, tariff.day_cents) == (date(2027, 4, 1), 1800)
    assert set(Act.objects.filter(person=anne.pk).values_list("verb", flat=True)) >= {
        "sharing.create_resource",
        "sharing.add_unit",
        "sharing.set_tariff",
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_what_goes_with_a_thing_is_written_down(circle, site, anne, width):
    digger = make_digger(circle)
    page = site.opened(anne, width)
    for part in ("accessoires", "conditions", "papiers", "questions"):
        page.goto(f"/gerer/{digger.pk}/{part}/")
        looked_at(page, f"keep-{part}")
    page.get_by_label("Ce qu’on regarde").last.fill("Godet")
    page.get_by_label("Réponses, de la meilleure à la pire").last.fill("Bon")
    press(page, "Enregistrer")
    assert "Donnez deux réponses au moins, séparées par une virgule." in words(page)
    looked_at(page, "keep-questions-error")
    page.get_by_label("Réponses, de la meilleure à la pire").last.fill("Bon, Fendu")
    press(page, "Enregistrer")
    page.get_by_text("Enregistré.").wait_for()
    assert list(digger.questions.values_list("text", flat=True)) == ["Chenilles", "Vitres", "Godet"]

    page.goto(f"/gerer/{digger.pk}/documents/")
    looked_at(page, "keep-documents-empty")
    page.get_by_label("Nature").select_option(label="notice")
    page.get_by_label("Titre").fill("Notice de la mini-pelle")
    page.get_by_label("Fichier").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"<html>"})
    press(page, "Ajouter ce document")
    assert "c'est une page web" in words(page)
    assert page.get_by_label("Titre").input_value() == "Notice de la mini-pelle"
    looked_at(page, "keep-documents-error")
    page.get_by_label("Fichier").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(page, "Ajouter ce document")
    assert Document.objects.get().title == "Notice de la mini-pelle"
    looked_at(page, "keep-documents")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_breakdown_and_a_closed_depot_are_said(circle, site, anne, width):
    digger = make_digger(circle)
    booked = actions.book(circle.actor(circle.ury), circle.wish(digger, at(9), at(9, 17)))
    page = site.opened(anne, width)
    page.goto(f"/gerer/{digger.pk}/indisponibilites/")
    looked_at(page, "keep-blocks-empty")
    page.get_by_label("Pourquoi").select_option(label="panne")
    page.get_by_label("Du", exact=True).fill("8/3")
    page.get_by_label("Au", exact=True).fill("10/3")
    press(page, "Mettre hors service")
    assert page.get_by_label("Du", exact=True).input_value() == "08/03/2027"
    looked_at(page, "keep-blocks-error")
    page.get_by_label("Raison, lue par tous").fill("flexible percé")
    press(page, "Mettre hors service")
    assert f"Réservation n° {booked.pk} d’Ury touchée" in words(page)
    looked_at(page, "keep-blocks")
    assert Block.objects.get().reason == "flexible percé"

    page.goto("/gerer/lieux/")
    looked_at(page, "keep-places")
    follow(page.get_by_role("link", name="Dépôt de La Combe-Rousse"))
    page.get_by_label("Mardi").fill("le matin")
    page.get_by_text("ajouter une fermeture, avec sa raison").click()
    page.get_by_label("Fermer du").fill("15/3")
    press(page, "Enregistrer")
    assert "« le matin » ne se lit pas" in words(page)
    looked_at(page, "keep-place-error")
    page.get_by_label("Mardi").fill("8 h à 12 h")
    page.get_by_label("Raison de cette fermeture").fill("inventaire")
    press(page, "Enregistrer")
    page.get_by_text("Enregistré.").wait_for()
    depot = Place.objects.get()
    assert (depot.hours[1], depot.closures.get().reason) == ([[480, 720]], "inventaire")
    page.goto("/gerer/etiquettes/")
    looked_at(page, "labels")
    page.goto("/gerer/")
    looked_at(page, "keep-list")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_thing_is_described_from_the_keyboard_alone(circle, site, anne, theme):
    """Folds open with a key, and one always sees where one writes, above the button at the foot of the window."""
    digger = make_digger(circle)
    page = site.opened(anne, 1280, theme=theme)
    page.goto(f"/gerer/{digger.pk}/")
    hidden = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here["behind"]:
            hidden.append(here["name"])
        if here["id"] == "id_summary":
            page.keyboard.type("Trois godets compris")
        if here["name"].strip() == "Enregistrer":
            break
        if "les options" in here["name"]:
            page.keyboard.press("Enter")
    assert hidden == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("Enregistré.").wait_for()
    digger.refresh_from_db()
    assert digger.summary == "Trois godets compris"
    fold = page.locator("summary", has_text="les options")
    fold.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Une option dure au plus, en heures").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("un jour")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "« un jour » n’est pas un nombre" in words(page)
    assert page.get_by_label("Une option dure au plus, en heures").is_visible(), "the fold stands open on its fault"
    looked_at(page, f"keep-edit-error-{theme}")
    page.get_by_label("Une option dure au plus, en heures").fill("48")
    press(page, "Enregistrer")
    digger.refresh_from_db()
    assert digger.hold_minutes == 2880
    assert page.get_by_label("Une option dure au plus, en heures").is_visible(), "and on what was set there"
    looked_at(page, f"keep-edit-set-{theme}")


WHERE = """() => {
    const here = document.activeElement, bar = document.querySelector(".save-bar");
    const box = here.getBoundingClientRect(), foot = bar.getBoundingClientRect();
    return {
        id: here.id,
        name: here.innerText || here.id,
        behind: !bar.contains(here) && box.top + Math.min(box.height, 44) > foot.top && box.top < foot.bottom,
    };
}"""
