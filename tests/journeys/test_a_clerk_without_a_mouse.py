"""The same booking by keyboard alone, with the focus in sight; then without any script."""

import pytest
from browser import follow
from journeys.diggers import PURPOSE
from journeys.held_site import JOURNEY
from sharing.conftest import at

from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing.models import Booking, State

pytestmark = JOURNEY
MOST_TABS = 70
FOCUSED = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  const words = each.labels?.[0]?.innerText || each.innerText || each.value || "";
  const name = words.trim().replace(/’/g, "'").replace(/[\u00a0\u202f]/g, " ");
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return { name, tag: each.tagName, seen, drawn };
}"""


class Keyboard:
    """Tab, Enter, arrows and letters; every stop must be in sight, with a line around it."""

    def __init__(self, page):
        self.page = page

    def to(self, name, tag):
        """Go on with Tab until that control."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            now = self.page.evaluate(FOCUSED)
            if now is None:
                continue
            assert now["seen"], f"{now['name']!r} has the keyboard, out of sight"
            assert now["drawn"], f"{now['name']!r} has the keyboard, and nothing shows it"
            if (now["name"].split("\n")[0], now["tag"]) == (name, tag):
                return
        raise AssertionError(f"{name!r} was not reached in {MOST_TABS} steps")

    def type(self, text):
        """Instead of what stood there."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def enter(self):
        """Follow, send."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def test_by_keyboard_alone(circle, diggers, site, clerk):
    page = site.opened(clerk, 1280)
    keys = Keyboard(page)
    page.goto("/")
    keys.to("De quoi avez-vous besoin ?", "INPUT")
    keys.type("mini-pelle")
    keys.enter()

    keys.to("Jour", "INPUT")
    keys.type("8/3")
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("Jour", exact=True).input_value() == "09/03/2027", "the arrow goes to the next day"
    keys.to("Distance", "SELECT")
    for _ in ("5 km", "10 km", "20 km"):
        page.keyboard.press("ArrowDown")
    keys.to("Montrer aussi ce qui n'est pas libre, avec la raison", "INPUT")
    page.keyboard.press("Space")
    keys.enter()
    assert page.get_by_label("Distance", exact=True).input_value() == "20"
    assert page.get_by_text("Prise par Malaubert.").first.is_visible()

    keys.to("Mini-pelle 2,7 tonnes", "A")
    keys.enter()
    keys.to("Au", "INPUT")
    keys.type("10/3")
    keys.to("Pour quoi faire (facultatif)", "INPUT")
    page.get_by_role("button", name="Réserver les 9 et 10 mars").wait_for()
    keys.type(PURPOSE)
    keys.to("Réserver les 9 et 10 mars", "BUTTON")
    keys.enter()
    [booking] = Booking.objects.filter(borrower=circle.ury)
    assert page.url.endswith(f"/reservations/{booking.pk}/")
    assert (booking.period.lower, booking.period.upper, booking.purpose) == (at(9), at(10, 17), PURPOSE)

    keys.to("Annuler cette réservation", "SUMMARY")
    page.keyboard.press("Enter")
    keys.to("Raison (facultatif)", "INPUT")
    keys.type("Il a plu")
    keys.to("Annuler la réservation", "BUTTON")
    keys.enter()
    booking.refresh_from_db()
    assert (booking.state, booking.reason) == (State.CANCELLED, "Il a plu")
    assert page.wrongs == []


@pytest.mark.parametrize("width", [375, 1280])
def test_without_script(circle, diggers, site, clerk, width):
    page = site.opened(clerk, width, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("mini-pelle")
    follow(page.get_by_role("button", name="Chercher"))
    page.get_by_label("Jour", exact=True).fill("9/3")
    page.get_by_label("Distance", exact=True).select_option("10")
    follow(page.get_by_role("button", name="Filtrer"))
    assert page.get_by_role("heading", name="Une solution libre mardi 9 mars").is_visible(), "the other is 11 km away"
    follow(page.get_by_role("link", name="Mini-pelle 2,7 tonnes"))
    page.get_by_label("Au", exact=True).fill("8/3")
    page.get_by_label("Heures prévues au compteur").fill("14")
    follow(page.get_by_role("button", name="Réserver le 9 mars"))
    assert page.get_by_text("Le dernier jour vient avant le premier").first.is_visible()
    assert page.get_by_label("Heures prévues au compteur").input_value() == "14"
    page.get_by_label("Au", exact=True).fill("")
    follow(page.get_by_role("button", name="Calculer le prix"))
    assert page.get_by_text("188,00 €").first.is_visible(), "96 € and 8 hours at 11.50 €"
    follow(page.get_by_role("button", name="Réserver le 9 mars"))
    [booking] = Booking.objects.filter(borrower=circle.ury)
    assert (booking.period.lower, booking.period.upper, booking.price_cents) == (at(9), at(9, 17), 18800)
    assert page.get_by_text("Remise mardi 9 mars à 8 h, Dépôt de La Combe-Rousse.").is_visible()
    assert OutboxMessage.objects.get().attachments[0]["name"] == "reservation.ics"
