"""The bench of accessibility: axe finds nothing in the gallery, at both widths, in both themes."""

import pytest
from browser import faults
from browser import opened as opened_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def opened(browser, site):
    pages = []

    def open_gallery(width, theme, **options):
        page = opened_page(browser, width, theme, **options)
        page.on("console", lambda message: message.type == "error" and page.wrongs.append(message.text))
        page.goto(f"{site}/composants/")
        pages.append(page)
        return page

    yield open_gallery
    for page in pages:
        page.context.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, width, theme):
    page = opened(width, theme)
    assert faults(page) == []


def test_axe_finds_nothing_in_an_open_dialog(opened):
    page = opened(375, "light")
    page.get_by_role("button", name="Refuser la demande d’Ury").click()
    assert page.get_by_role("dialog").is_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_sticks_out_of_the_page(opened, width):
    page = opened(width, "light")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") == width, "from right to left"


def test_without_script_everything_is_there(opened):
    page = opened(375, "light", java_script_enabled=False)
    assert page.get_by_text("Votre raison, envoyée à Ury").is_visible(), "the dialog stands in the page"
    assert not page.get_by_role("button", name="Effacer le dessin").first.is_visible()
    assert page.get_by_label("Sans dessiner : écrire son nom").first.is_visible()


def test_targets_are_large_enough_for_a_finger(opened):
    page = opened(375, "light")
    targets = ".btn, .linkish, select, .choice label, .tick, .pagination a"
    small = page.evaluate(
        """targets => [...document.querySelectorAll(targets)]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))""",
        targets,
    )
    assert small == []


def test_arrows_go_from_one_booking_to_the_next(opened):
    page = opened(1280, "light")
    slots = page.locator("table.plan a.slot")
    slots.filter(has_text="Ury").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("Vernazoux")
    assert page.evaluate("document.querySelectorAll('table.plan a.slot[tabindex=\"0\"]').length") == 1


def test_single_keys_can_be_switched_off(opened):
    page = opened(1280, "light")
    page.locator("body").press("t")
    assert page.evaluate("document.activeElement.dataset.mitoyenKey") == "t"
    box = page.get_by_label("Raccourcis d’une seule touche")
    box.uncheck()
    page.evaluate("document.activeElement.blur()")
    page.locator("body").press("t")
    assert page.evaluate("document.activeElement.dataset.mitoyenKey") is None


def test_a_day_typed_short_is_completed(opened):
    page = opened(1280, "light")
    field = page.locator("#id_start").first
    field.fill("5/4/27")
    field.blur()
    assert field.input_value() == "05/04/2027"
    field.press("ArrowUp")
    assert field.input_value() == "06/04/2027"


def test_list_and_map_light_each_other(opened):
    page = opened(1280, "light")
    page.locator("li.result[data-mitoyen-pin='2'] a").focus()
    assert page.locator("g[data-mitoyen-pin='2']").get_attribute("data-mitoyen-lit") is not None
