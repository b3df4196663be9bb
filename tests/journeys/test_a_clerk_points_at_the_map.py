"""The clerk touches the map, or writes a place, and sees what is near it."""

import pytest
from browser import WIDTHS, follow
from journeys.depot_gestures import looked_at, words
from journeys.held_site import JOURNEY

pytestmark = JOURNEY
WEST, EAST, SOUTH, NORTH = 5.9, 6.1, 44.975, 45.125  # the three communes that are drawn


def spot_of(page, longitude, latitude):
    """Where a place is drawn on the screen: the drawing is flat, with a margin of 8 units of 658."""
    box = page.locator("svg[data-mitoyen-around]").bounding_box()
    unit = box["width"] / 658
    x = box["x"] + unit * (8 + (longitude - WEST) / (EAST - WEST) * (658 - 16))
    inner = box["height"] - 16 * unit
    return x, box["y"] + unit * 8 + (NORTH - latitude) / (NORTH - SOUTH) * inner


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_near_a_point_of_the_map_is_found(circle, diggers, site, clerk, width):
    page = site.opened(clerk, width)
    page.goto("/emprunter/?q=mini-pelle&tout=on")
    assert "depuis Ury" in words(page)
    page.get_by_text("Touchez la carte pour chercher autour d’un point.").scroll_into_view_if_needed()
    with page.expect_navigation():
        page.mouse.click(*spot_of(page, 5.95, 45.11))
    latitude, longitude = map(float, page.get_by_label("Autour de").input_value().split(", "))
    assert abs(latitude - 45.11) < 0.003
    assert abs(longitude - 5.95) < 0.003
    assert "Distances à vol d’oiseau depuis le point choisi." in words(page)
    assert "Atelier de Malaubert" in page.locator("li.result").first.inner_text()
    assert page.get_by_label("Besoin", exact=True).input_value() == "mini-pelle", "the rest of the search is kept"
    looked_at(page, "around-point")

    page.get_by_label("Autour de").fill("La Combe-Rousse")
    follow(page.get_by_role("button", name="Filtrer"))
    assert "depuis La Combe-Rousse" in words(page)
    page.get_by_label("Autour de").fill("Brigadoon")
    follow(page.get_by_role("button", name="Filtrer"))
    assert "« Brigadoon » n’est ni une commune du territoire" in words(page)
    looked_at(page, "around-unknown")


def test_without_script_a_place_is_written(circle, diggers, site, clerk):
    page = site.opened(clerk, 1280, java_script_enabled=False)
    page.goto("/emprunter/?q=mini-pelle&tout=on")
    assert not page.get_by_text("Touchez la carte").is_visible()
    page.get_by_label("Autour de").fill("Malaubert")
    follow(page.get_by_role("button", name="Filtrer"))
    assert "depuis Malaubert" in words(page)
