"""Every component stands in the gallery, and the page is well formed."""

import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from django.utils import translation

import mitoyen.ui

UI = Path(mitoyen.ui.__file__).parent
# Pieces of another component, or of every layout: shown with it.
SHOWN_BY_ANOTHER = {"spec", "state", "fields", "wrongs", "account", "sections", "notices", "step"}


@pytest.fixture(scope="module")
def page():
    from django.test import Client

    with translation.override("fr"):
        response = Client().get("/composants/?theme=dark", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", sorted((UI / "components").glob("*.html")), ids=lambda path: path.stem)
def test_each_component_is_in_the_gallery(path):
    name = path.stem.replace("_", "-")
    shown = "".join(part.read_text() for part in [UI / "web/gallery.html", *(UI / "web/gallery").glob("*.html")])
    assert name.replace("-", "_") in SHOWN_BY_ANOTHER or re.search(rf"<c-{name}[\s>/]", shown)


def test_the_page_is_well_formed(page):
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page)


def test_each_id_is_given_once(page):
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []


def test_each_reference_leads_to_an_id(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    pointed = re.findall(
        r'aria-(?:describedby|labelledby)="([^"]+)"|<use href="#([^"]+)"|<label[^>]* for="([^"]+)"', page
    )
    missing = {name for found in pointed for part in found for name in part.split() if name not in ids}
    assert missing == set()


def test_the_theme_asked_for_is_the_theme_shown(page):
    assert '<html lang="fr" dir="ltr" data-theme="dark">' in page


def test_every_colour_has_a_name():
    sheets = (UI.parents[2] / "frontend/src/css").glob("*.css")
    loose = {
        f"{sheet.name}: {colour}"
        for sheet in sheets
        if sheet.name not in {"tokens.css", "print.css"}
        for colour in re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text())
    }
    assert loose == set()


def test_only_logical_properties_are_used():
    physical = re.compile(
        r"[\s;{](?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom|float)\s*:"
    )
    for sheet in (UI.parents[2] / "frontend/src/css").glob("*.css"):
        rules = re.sub(r"@media[^{]*", "", sheet.read_text())
        assert not physical.search(rules), f"{sheet.name}: {physical.search(rules)}"
