"""The one browser of the tests, and what every page must pass in it.

A test asks for the fixture ``browser``, the same Chromium for the whole run, and opens contexts of it with
:func:`opened`; ``follow`` clicks and waits for the page that the click leads to.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import chromium
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WIDTHS = (375, 1280)


@contextmanager
def launched():
    """A Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread; tests do not use it
    program, environment = chromium.executable()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=chromium.ARGUMENTS, env=environment)
        yield found
        found.close()


def opened(browser, width=1280, theme="light", **options):
    """A page of its own; ``page.wrongs`` gathers errors of script and refusals of the content policy."""
    options = {"locale": "fr-FR", "has_touch": width < 500, **options}
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)
    page = context.new_page()
    page.wrongs = []
    page.on("pageerror", lambda error: page.wrongs.append(str(error)))
    page.on("console", lambda said: "Content Security" in said.text and page.wrongs.append(said.text))
    return page


def follow(target):
    """Click and wait for the page it leads to: an address asked for meanwhile would be lost with the click's own."""
    with target.page.expect_navigation():
        target.click()


def faults(page):
    """What axe finds, what sticks out of the page, what went wrong in a script: nothing, it is hoped."""
    result = Axe().run(page, options=RULES)
    assert len(result.response["passes"]) > 15, "axe has looked at the page"
    found = [f"{each['id']}: {node['html'][:160]}" for each in result.response["violations"] for node in each["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px stick out")
    return found + undecided(page, result.response["incomplete"]) + page.wrongs


def undecided(page, incomplete):
    """What axe could not decide and nobody has judged yet; ``axe-verdicts.txt`` keeps the verdicts."""
    judged = verdicts()
    return [
        f"{each['id']} undecided and not judged in tests/axe-verdicts.txt: {node['html'][:160]}"
        for each in incomplete
        for node in each["nodes"]
        if not any(each["id"] == rule and _matches(page, node, css) for rule, css, _why in judged)
    ]


def verdicts():
    """``(rule, CSS selector, why it is no fault)``, one a line of the file."""
    lines = Path(__file__).with_name("axe-verdicts.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]


def _matches(page, node, css):
    return page.evaluate("([target, css]) => document.querySelector(target)?.matches(css)", [node["target"][0], css])


def keep_shot(page, name):
    """Keep a picture when ``MITOYEN_SHOTS`` names a folder: pages are looked at, too."""
    if folder := os.environ.get("MITOYEN_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)
