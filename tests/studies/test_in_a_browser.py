"""The guided study in a real browser: by keyboard alone, at both widths; axe finds nothing in any state."""

import os
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from studies.scene import fill, open_study

from mitoyen.access.actors import Role
from mitoyen.people.models import Person
from mitoyen.studies import actions

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WIDTHS = [375, 1280]


@pytest.fixture(scope="module")
def browser():
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import chromium
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread; the tests do not use it
    program, environment = chromium.executable()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=chromium.ARGUMENTS, env=environment)
        yield found
        found.close()


@pytest.fixture
def opened(browser, live_server, client, circle):
    """A page of the site, for a clerk of Ury."""
    person = Person.objects.get(pk=circle.actor(circle.ury, Role.AGENT).person)
    person.acting_for, person.second_factor_waived = circle.ury, True
    person.save()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    contexts = []

    def open_at(width, **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="fr-FR", base_url=live_server.url, **more
        )
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.wrongs = []
        page.on("pageerror", lambda error: page.wrongs.append(str(error)))
        page.on("console", lambda said: "Content Security" in said.text and page.wrongs.append(said.text))
        return page

    yield open_at
    for context in contexts:
        context.close()


def check(page, name=""):
    """Axe finds nothing, nothing sticks out, no script was refused."""
    result = Axe().run(page, options=RULES)
    assert len(result.response["passes"]) > 15, "axe has looked at the page"
    found = [f"{each['id']}: {node['html'][:160]}" for each in result.response["violations"] for node in each["nodes"]]
    if (folder := os.environ.get("MITOYEN_SHOTS")) and name:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    assert page.wrongs == []


@pytest.fixture
def study(circle, frozen):
    clerk = circle.actor(circle.ury, Role.AGENT)
    return open_study(circle, clerk)


@pytest.fixture
def answered(study, circle):
    clerk = circle.actor(circle.ury, Role.AGENT)
    fill(clerk, study.pk)
    row = actions.answer(clerk, study.pk)
    return study, row


def address(name, *args):
    return reverse(f"studies:{name}", args=args)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_before_the_answer(opened, study, width):
    page = opened(width)
    for name, where in (
        ("list", address("list")),
        ("archives", address("list") + "?archives=1"),
        ("open", address("open")),
        ("describe", address("describe", study.pk)),
        ("needs", address("needs", study.pk)),
        ("bookings", address("take_bookings", study.pk)),
        ("file", address("read_file", study.pk)),
        ("calendar", address("declare_calendar", study.pk)),
        ("service", address("service", study.pk)),
        ("costs", address("costs", study.pk)),
        ("compare-empty", address("compare")),
    ):
        page.goto(where)
        check(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_after_the_answer_nor_after_the_swap(opened, answered, circle, width):
    study, row = answered
    clerk = circle.actor(circle.ury, Role.AGENT)
    other = actions.copy_study(clerk, study.pk, "Un broyeur, service plus exigeant")
    actions.set_service(clerk, other.pk, {"measure": "everything", "shortage": "pro_rata"})
    second = actions.answer(clerk, other.pk)
    actions.replay.call(second.pk)
    page = opened(width)
    page.goto(address("study", study.pk))
    assert page.get_by_text("Le calcul attend son tour").is_visible()
    check(page, "results-waiting")
    actions.replay.call(row.pk)
    page.get_by_text("Bande :").wait_for()
    assert "fois sur dix" in page.locator("#ecart").inner_text()
    check(page, "results")
    for summary in page.locator("main summary").all():
        summary.click()
    check(page, "results-open")
    actions.show(clerk, study.pk, [circle.malaubert.pk])
    actions.remark(clerk, study.pk, "Malaubert garde-t-elle son broyeur l’hiver ?")
    for name, where in (
        ("needs-full", address("needs", study.pk)),
        ("costs-full", address("costs", study.pk)),
        ("draft", address("draft", study.pk)),
        ("show", address("show", study.pk)),
        ("copy", address("copy", study.pk)),
        ("list-full", address("list")),
        ("compare", address("compare") + f"?e={study.pk}&e={other.pk}"),
        ("results-shown", address("study", study.pk)),
    ):
        page.goto(where)
        check(page, name)
