"""The borrower says that she will be late: whoever comes next is told at once, with what is free nearby."""

import pytest
from browser import WIDTHS, follow
from journeys.depot_gestures import handed_over, looked_at, mails, make_digger, words
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.journal.models import Act
from mitoyen.sharing import actions
from mitoyen.sharing.models import Place

pytestmark = JOURNEY


def twins(circle):
    """Two more diggers: one in Malaubert, 11 km away (a tenth of a degree of latitude), one next door but taken."""
    far = Place.objects.create(
        name="Atelier de Malaubert", organisation=circle.malaubert, commune=circle.malaubert.commune,
        latitude_e6=45_100_000, longitude_e6=6_000_000, hours=circle.depot.hours,
    )  # fmt: skip
    free = circle.resource(name="Mini-pelle 1,8 tonne", place=far, owner=circle.malaubert, holder=circle.malaubert)
    taken = circle.resource(name="Mini-pelle 3,5 tonnes")
    actions.book(circle.actor(circle.ury), circle.wish(taken, at(4), at(5, 17)))
    return free


@pytest.mark.parametrize("width", WIDTHS)
def test_the_next_borrower_is_told_at_once_with_what_is_free_nearby(circle, site, person_of, width):
    karim = person_of(circle.ury, name="Karim Soubeyran")
    rose = person_of(circle.malaubert, name="Rose Aubert")
    lea = person_of(circle.lender, name="Léa Marchand")
    digger = make_digger(circle)
    free = twins(circle)
    booked = handed_over(circle, digger, at(2, 10), at(3, 17))
    after = actions.book(circle.actor(circle.malaubert), circle.wish(digger, at(4), at(5, 17), circle.malaubert))
    actions.approve(circle.actor(circle.lender), after.pk)

    with site.moved_to(at(3, 15)):
        page = site.opened(karim, width)
        page.goto(f"/reservations/{booked.pk}/")
        looked_at(page, "booking-out-borrower")
        announce(page)
        looked_at(page, "booking-late-borrower")
        booked.refresh_from_db()
        assert booked.announced_return == at(4, 11)
        assert Act.objects.get(verb="sharing.announce_late_return").person == karim.pk
        told = mails(rose.email)[0]
        assert told.subject == "Retard avant votre réservation : Mini-pelle 2,7 tonnes"
        body = told.body.replace("\u00a0", " ")
        assert "Ury rend Mini-pelle 2,7 tonnes en retard (retour annoncé : 4 mars à 11 h)." in body
        assert "Libre aux mêmes dates, à proximité : Mini-pelle 1,8 tonne (Atelier de Malaubert, 11 km)." in body
        assert "3,5 tonnes" not in body
        keeper = mails(circle.lender.email)[0]
        assert keeper.subject == "Retour retardé : Mini-pelle 2,7 tonnes"

        hers = site.opened(rose, width)
        hers.goto(f"/reservations/{after.pk}/")
        said = words(hers)
        assert "Cette réservation pourrait commencer plus tard." in said
        assert "Ury rend en retard ce qui vous est réservé. Retour annoncé pour jeudi 4 mars à 11 h." in said
        looked_at(hers, "booking-delayed")
        follow(hers.get_by_role("link", name="Mini-pelle 1,8 tonne"))
        assert f"/emprunter/{free.pk}-" in hers.url
        hers.get_by_role("button", name="Réserver les 4 et 5 mars").wait_for()

        lends = site.opened(lea, width)
        lends.goto(f"/reservations/{booked.pk}/")
        assert "Malaubert suit jeudi 4 mars à 8 h." in words(lends)
        looked_at(lends, "booking-late-lender")


def announce(page):
    """What is not a moment, then what is not late, are refused and stay; then it is announced."""
    page.get_by_label("Jour").fill("demain")
    page.get_by_label("Heure").fill("11 h")
    follow(page.get_by_role("button", name="Annoncer le retour"))
    page.get_by_text("Donnez le jour et l’heure du retour, comme 16/03/2027 et 17 h.").wait_for()
    looked_at(page, "booking-late-error")
    assert page.get_by_label("Jour").input_value() == "demain"
    page.get_by_label("Jour").fill("3/3")
    follow(page.get_by_role("button", name="Annoncer le retour"))
    page.get_by_text("Un retard va plus loin que le 3 mars à 17 h").wait_for()
    page.get_by_label("Jour").fill("4/3")
    follow(page.get_by_role("button", name="Annoncer le retour"))
    page.get_by_text("Retour annoncé : la personne qui suit est prévenue.").wait_for()


def test_a_label_opens_the_page_of_its_thing(circle, site, person_of):
    digger = make_digger(circle)
    page = site.opened(person_of(circle.lender), 375)
    page.goto("/gerer/etiquettes/")
    looked_at(page, "labels")
    code = digger.units.get().code
    assert code in words(page)
    visitor = site.opened(None, 375)
    visitor.goto(f"/e/{code}/")
    visitor.get_by_role("heading", name="Mini-pelle 2,7 tonnes").first.wait_for()
    assert f"/emprunter/{digger.pk}-" in visitor.url
