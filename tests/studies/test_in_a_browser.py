"""The guided study in a real browser: by keyboard alone, at both widths; axe finds nothing in any state."""

import re

import browser as browser_pages
import pytest
from django.conf import settings
from django.urls import reverse
from studies.scene import MACHINE, POOLING, RECORD, SERVICE, TRAVEL, fill, open_study

from mitoyen.access.actors import Role
from mitoyen.people.models import Person
from mitoyen.studies import actions
from mitoyen.studies.models import Answer
from mitoyen.territory.models import Organisation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]
WIDTHS = [375, 1280]
MACHINES = ("broyeur", "tondeuse-debroussailleuse")


@pytest.fixture
def opened(browser, live_server, client, circle):
    """A page of the site, for a clerk of Ury."""
    person = Person.objects.get(pk=circle.actor(circle.ury, Role.AGENT).person)
    person.acting_for, person.second_factor_waived = circle.ury, True
    person.save()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    contexts = []

    def open_at(width, **more):
        page = browser_pages.opened(browser, width, base_url=live_server.url, has_touch=False, **more)
        contexts.append(page.context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    yield open_at
    for context in contexts:
        context.close()


def check(page, name=""):
    """Axe finds nothing, nothing sticks out, no script was refused."""
    if name:
        browser_pages.keep_shot(page, name)
    assert browser_pages.faults(page) == [], page.url


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
    actions.set_costs(clerk, study.pk, machines={"broyeur": MACHINE | {"price": "32000.00"}}, pooling=POOLING,
                      travel=TRAVEL, key={"fixed": "40", "caps": {"ury": "2500"}})  # fmt: skip
    actions.answer(clerk, study.pk)  # the first one was shown: it stays among the earlier answers
    for name, where in (
        ("earlier", address("earlier", study.pk)),
        ("then", address("then", study.pk, row.pk)),
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


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("width", WIDTHS)
def test_more_settings_are_folded_until_they_are_wanted(opened, circle, width):
    """A clerk who wants none of them meets a closed line; one who does opens it, and finds what she typed again."""
    clerk = circle.actor(circle.ury, Role.AGENT)
    tractors = [actions.Machine(one="petit tracteur", many="petits tracteurs"),
                actions.Machine(one="grand tracteur", many="grands tracteurs")]  # fmt: skip
    study = open_study(circle, clerk, machines=tractors)
    page = opened(width)
    page.goto(address("service", study.pk))
    load = page.get_by_label("Ury, petit tracteur")
    assert not load.is_visible()
    page.get_by_text("Plus de réglages : des demandes au hasard").click()
    check(page, "service-more")
    page.get_by_label("si elles tombent au hasard").check()
    for code in ("ury", "malaubert", "la-combe-rousse"):
        for machine in ("petit-tracteur", "grand-tracteur"):
            page.locator(f'[name="load.{code}.{machine}"]').fill("0,5")
    browser_pages.follow(page.get_by_role("button", name="Continuer vers les coûts"))
    for summary in ("Plus de réglages : une machine qui fait", "Plus de réglages : planchers"):
        page.get_by_text(summary).click()
    check(page, "costs-more")
    for machine in ("petit-tracteur", "grand-tracteur"):
        page.locator(f'[name="{machine}.price"]').fill("30000")
        page.locator(f'[name="{machine}.life_years"]').fill("10")
    page.locator('[name="caps.ury"]').fill("2000")
    page.locator('[name="fixed"]').fill("40")
    browser_pages.follow(page.get_by_role("button", name="Enregistrer et calculer"))
    check(page, "results-random")
    page.goto(address("costs", study.pk))
    assert page.locator('[name="caps.ury"]').input_value() == "2000"
    assert page.locator('[name="caps.ury"]').is_visible(), "what was typed stands open"


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("width", WIDTHS)
def test_seven_members_two_machines_and_a_candidate_fit_the_page(opened, circle, width):
    clerk = circle.actor(circle.ury, Role.AGENT)
    others = [
        Organisation.objects.create(
            name=f"Syndicat intercommunal de la vallée n° {n}", kind="syndicate", is_fictitious=True,
            latitude_e6=45_300_000 + n * 20_000, longitude_e6=6_100_000,
        )
        for n in range(1, 6)
    ]  # fmt: skip
    towns = [circle.ury, circle.malaubert, circle.lender, *others]
    study = open_study(
        circle,
        clerk,
        members=[actions.MemberSheet(organisation=each.pk, is_candidate=each is others[-1]) for each in towns],
        machines=[
            actions.Machine(one="broyeur", many="broyeurs"),
            actions.Machine(one="tondeuse débroussailleuse", many="tondeuses débroussailleuses", feminine=True),
        ],
    )
    codes = list(study.members.order_by("pk").values_list("code", flat=True))
    days = [f"2026-{4 + rank % 6:02d}-{1 + 3 * (rank % 9):02d}" for rank in range(48)]
    lines = [
        f"{codes[rank % len(codes)]},{day}T08:00,{day}T{12 + rank % 5}:00,{MACHINES[rank % 2]}"
        for rank, day in enumerate(days)
    ]
    actions.add_file(clerk, study.pk, text="\n".join(["member,start,end,kind", *lines]))
    actions.set_service(clerk, study.pk, SERVICE)
    prices = dict.fromkeys(MACHINES, MACHINE)
    travel = {**TRAVEL, "distances": {}}
    actions.set_costs(clerk, study.pk, machines=prices, pooling=POOLING, travel=travel, key={"fixed": "40"})
    row = actions.answer(clerk, study.pk)
    actions.replay.call(row.pk)
    page = opened(width)
    page.goto(address("study", study.pk))
    check(page, "results-wide")
    page.goto(address("costs", study.pk))
    check(page, "costs-wide")


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_when_something_is_wrong(opened, answered, width):
    study, _row = answered
    page = opened(width)
    page.goto(address("open"))
    page.get_by_role("button", name="Continuer vers les besoins").click()
    page.get_by_text("choses sont à corriger").wait_for()
    check(page, "open-wrong")
    page.goto(address("read_file", study.pk))
    page.get_by_label("Les lignes", exact=True).fill(RECORD.replace("malaubert,2026-03-03", "Malobert,2026-03-03"))
    page.get_by_role("button", name="Lire ces lignes").click()
    page.get_by_text("Ligne 4, colonne member").wait_for()
    assert "2026-11-10T16:00" in page.get_by_label("Les lignes", exact=True).input_value()
    check(page, "file-wrong")
    page.goto(address("costs", study.pk))
    page.get_by_label("Prix d’achat, en euros").fill("douze")
    page.get_by_label("Détour").fill("9")
    page.get_by_role("button", name="Enregistrer et calculer").click()
    page.get_by_text("n'est pas un montant").first.wait_for()
    assert page.get_by_label("Prix d’achat, en euros").input_value() == "douze"
    check(page, "costs-wrong")
    page.goto(address("declare_calendar", study.pk))
    page.get_by_role("button", name="Déclarer ce calendrier").click()
    page.get_by_text("choses sont à corriger").wait_for()
    check(page, "calendar-wrong")
    Answer.objects.update(replay="failed")
    page.goto(address("study", study.pk))
    page.get_by_text("a été interrompu").wait_for()
    check(page, "results-interrupted")
    page.goto(address("study", study.pk + 1000))
    check(page)


def press_until(page, name, most=120):
    """Go on with the Tab key until the focus is on what is called ``name``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            "name => { const e = document.activeElement;"
            " const said = e.labels?.length ? e.labels[0].innerText : e.innerText || e.ariaLabel || '';"
            " return said.trim().startsWith(name) }",
            name,
        ):
            return
    message = f"{name} is not reached by the keyboard on {page.url}"
    raise AssertionError(message)


# what is reached, what is then typed (or the key pressed), where it leads
WALK = (
    ("Commencer une étude", "Enter", "**/nouvelle/"),
    ("Titre", "Un broyeur pour trois communes", ""),
    ("Une machine s’appelle", "broyeur", ""),
    ("Plusieurs", "broyeurs", ""),
    ("Du", "01/01/2026", ""),
    ("Au", "31/12/2026", ""),
    ("La Combe-Rousse", "Space", ""),
    ("Malaubert", "Space", ""),
    ("Continuer vers les besoins", "Enter", "**/besoins/"),
    ("Importer un fichier", "Enter", "**/fichier/"),
    ("Les lignes", RECORD, ""),
    ("Lire ces lignes", "Enter", "**/fichier/"),
    ("Garder ces 6 besoins", "Enter", "**/besoins/"),
    ("Continuer vers le service", "Enter", "**/service/"),
    ("Part servie", "95", ""),
    ("Continuer vers les coûts", "Enter", "**/couts/"),
    ("Prix d’achat", "24000", ""),
    ("Durée de vie", "8", ""),
    ("Enregistrer et calculer", "Enter", re.compile(r"/etudes/\d+/$")),
    ("Préparer l’accord", "Enter", "**/accord/"),
)


@pytest.mark.usefixtures("frozen")
def test_the_guided_study_is_walked_by_keyboard_alone(opened):
    """From the list to the drafted agreement: Tab, Space, Enter and letters, never the mouse."""
    page = opened(1280)
    page.goto(address("list"))
    titles = []
    for name, keys, leads_to in WALK:
        press_until(page, name)
        if leads_to:
            with page.expect_navigation(url=leads_to):  # the address may be the one of the page that is left
                page.keyboard.press(keys)
            titles.append(page.inner_text("h1"))
        elif keys == "Space":
            page.keyboard.press(keys)
        else:
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(keys)
    assert titles[-2] == "Faut-il mutualiser ? Oui, avec un broyeur au lieu de trois.".replace(" ?", "\u00a0?")
    assert "Le projet d’accord est prêt" in titles[-1]
    assert page.wrongs == []


def test_without_script_the_interval_comes_by_reading_again(opened, answered):
    study, row = answered
    page = opened(375, java_script_enabled=False)
    page.goto(address("study", study.pk))
    assert page.get_by_text("Le calcul attend son tour").is_visible()
    actions.replay.call(row.pk)
    page.get_by_role("link", name="Voir où il en est").click()
    assert page.get_by_text("Bande :").is_visible()
