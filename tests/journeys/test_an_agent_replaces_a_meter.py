"""A meter breaks while the machine is out: the old and the new one are read, and the count goes on."""

import pytest
from browser import WIDTHS, follow
from journeys.depot_gestures import handed_over, looked_at, make_digger, words
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.journal.models import Act
from mitoyen.sharing import actions
from mitoyen.sharing.models import Reading

pytestmark = JOURNEY


@pytest.mark.parametrize("width", WIDTHS)
def test_a_meter_is_replaced_and_the_use_counts_both(circle, site, person_of, width):
    lea = person_of(circle.lender, name="Léa Marchand")
    digger = make_digger(circle)
    unit = digger.units.get()
    page = site.opened(lea, width)
    page.goto(f"/gerer/exemplaires/{unit.pk}/compteur/")
    assert "Aucun relevé pour l’instant." in words(page)
    looked_at(page, "meter-empty")
    booked = handed_over(circle, digger, at(2, 10), at(3, 17))
    with site.moved_to(at(2, 15)):
        page.goto(f"/gerer/exemplaires/{unit.pk}/compteur/")
        page.get_by_label("Dernier relevé de l’ancien compteur").fill("1200")
        page.get_by_label("Pourquoi").fill("afficheur cassé")
        follow(page.get_by_role("button", name="Enregistrer le nouveau compteur"))
        page.get_by_text("1 200 h est moins que le relevé du 2 mars, 1 246,3 h").first.wait_for()
        assert page.get_by_label("Pourquoi").input_value() == "afficheur cassé"
        looked_at(page, "meter-error")
        page.get_by_label("Dernier relevé de l’ancien compteur").fill("1250,3")
        follow(page.get_by_role("button", name="Enregistrer le nouveau compteur"))
        page.get_by_text("Compteur remplacé : le compte continue avec le nouveau.").wait_for()
        looked_at(page, "meter-replaced")
    assert list(Reading.objects.values_list("meter", "tenths", "kind")) == [
        (1, 12_463, "start"),
        (1, 12_503, "old_meter"),
        (2, 0, "new_meter"),
    ]
    assert Act.objects.get(verb="sharing.replace_meter").person == lea.pk
    with site.moved_to(at(3, 17)):
        signed = {"name": "Léa Marchand", "at": "", "drawing": ""}
        form = actions.Form(at=at(3, 17), request_key="back", given_by=signed, taken_by=signed, meter_tenths=35)
        back = actions.take_back(circle.actor(circle.lender), booked.pk, form)
    # 4,0 h on the old meter (1 250,3 less 1 246,3), then 3,5 h on the new one.
    assert back.booking.invoice["quantities"]["present"]["meter_tenths"] == 40 + 35
