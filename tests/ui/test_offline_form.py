"""A hand-over is filled in where there is no network: nothing is lost, and it is received once."""

import io
import re

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from PIL import Image

from mitoyen.ui.web.gallery_samples import sample_frame
from mitoyen.ui.web.service_worker import service_worker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = """{% extends "ui/layouts/base.html" %}{% load static %}
{% block title %}Remise{% endblock title %}
{% block modules %}<script type="module" src="{% static "dist/handover.js" %}"></script>{% endblock modules %}
{% block content %}<h1>Remise</h1>
<form method="post" enctype="multipart/form-data" data-mitoyen-offline="hand-over-7" novalidate>
<c-offline /><input type="hidden" name="request_key" value="{{ key }}">
<c-choice legend="Chenilles" name="tracks" :options="[('good', 'Bon'), ('bad', 'Mauvais')]" />
<c-field name="meter" label="Compteur" :value="meter" :error="error" />
<c-tick name="full">Plein fait</c-tick>
<ul class="photos"><c-photo name="photo" label="Vue d’ensemble" /></ul>
<c-signature name="taker" signer="Karim Soubeyran" />
<c-button name="act" value="finish">Terminer la remise</c-button>
</form>{% endblock content %}"""


class Depot:
    """The owner's side: what was received, by key."""

    def __init__(self, rendered):
        self.rendered, self.received, self.asked, self.keys, self.refuses_session = rendered, {}, [], 0, False

    @property
    def attempts(self):
        return len(self.asked)

    def page(self, meter="", error=""):
        self.keys += 1
        context = {"frame": sample_frame(""), "meter": meter, "error": error, "key": f"key-{self.keys}"}
        return self.rendered(PAGE, **context)

    def hand_over(self, request):
        if request.method == "GET":
            return HttpResponse(self.page())
        self.asked.append(request.POST["request_key"])
        if self.refuses_session:
            return HttpResponse("session", status=403)
        if request.POST["meter"] == "0":
            return HttpResponse(self.page("0", "Le dernier relevé est 1 246,3 h : relisez le compteur."), status=422)
        assert request.headers["X-Request-Key"] == request.POST["request_key"]
        photo = request.FILES.get("photo")
        entry = {**request.POST.dict(), "photo": photo.read() if photo else b""}
        self.received.setdefault(request.POST["request_key"], entry)
        return HttpResponseRedirect("/merci/")

    def urls(self):
        return [
            path("remise/", csrf_exempt(self.hand_over)),
            path("merci/", lambda _: HttpResponse("<main><h1>Remise reçue</h1></main>")),
            path("sw.js", service_worker),
        ]


@pytest.fixture
def depot(rendered):
    return Depot(rendered)


@pytest.fixture
def network(serve, depot):
    return serve(depot.urls())


@pytest.fixture
def phone(browser, network):
    context = browser.new_context(viewport={"width": 375, "height": 800}, locale="fr-FR", has_touch=True)
    page = context.new_page()
    page.goto(f"{network.address}/remise/")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    yield page
    context.close()


def photo_of_a_phone():
    """A large picture that knows where it was taken."""
    image = Image.effect_noise((2400, 1200), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "devant chez moi"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fill_in(page, *, meter="1246,3"):
    page.get_by_label("Mauvais").check()
    page.get_by_label("Compteur").fill(meter)
    page.get_by_label("Plein fait").check()
    page.locator("input[name=photo]").set_input_files(photo_of_a_phone())
    page.locator(".shot canvas").wait_for()
    pad = page.locator("svg.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 30, steps=4)
    page.mouse.move(box["x"] + 140, box["y"] + 70, steps=4)
    page.mouse.up()
    page.wait_for_timeout(600)  # the form is kept 400 ms after the last gesture
    page.locator("[data-mitoyen-now=kept]").wait_for()


def finish(page):
    page.get_by_role("button", name="Terminer la remise").click()


def test_what_is_typed_is_there_after_the_page_was_closed(phone):
    fill_in(phone)
    phone.reload()
    phone.get_by_text("Repris de ce téléphone, enregistré").wait_for()
    assert phone.get_by_label("Mauvais").is_checked()
    assert phone.get_by_label("Compteur").input_value() == "1246,3"
    assert phone.get_by_label("Plein fait").is_checked()
    phone.locator(".shot canvas").wait_for()
    assert re.fullmatch(r"M\d+ \d+(L\d+ \d+)+", phone.locator("input[name=taker]").input_value())


def test_without_network_the_form_waits_and_leaves_once_when_it_is_back(phone, depot, network):
    fill_in(phone)
    phone.wait_for_function("caches.open('mitoyen-kept-1').then(c => c.keys()).then(k => k.length > 3)")
    network.stop()
    finish(phone)
    phone.get_by_text("Sans réseau", exact=True).wait_for()
    phone.reload()
    assert phone.get_by_role("heading", name="Remise").is_visible(), "the page opens again without network"
    phone.get_by_text("Sans réseau", exact=True).wait_for()
    phone.locator(".shot canvas").wait_for()
    assert depot.received == {}

    network.start()
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    (received,) = depot.received.values()
    assert (received["tracks"], received["meter"], received["full"], received["act"]) == (
        "bad",
        "1246,3",
        "on",
        "finish",
    )
    assert received["taker"].startswith("M")
    phone.goto(f"{network.address}/remise/")
    assert phone.get_by_label("Compteur").input_value() == "", "what was received is no longer kept"
    assert depot.attempts == 1


def test_a_photo_leaves_smaller_and_without_its_place(phone, depot):
    fill_in(phone)
    finish(phone)
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    (received,) = depot.received.values()
    image = Image.open(io.BytesIO(received["photo"]))
    assert max(image.size) == 1600
    assert not image.getexif()


def test_an_answer_that_was_lost_is_asked_again_with_the_same_key(phone, depot, network):
    network.lose_answers()
    fill_in(phone)
    finish(phone)
    # Chromium may wake the service worker at once: its answer is lost too, so the page keeps saying that it waits.
    phone.get_by_text("Sans réseau", exact=True).wait_for()
    assert len(depot.received) == 1, "the site has it, and nobody knows it yet"
    network.lose_answers(lost=False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    assert depot.attempts >= 2
    assert len(set(depot.asked)) == 1, "asked again with the same key"
    assert len(depot.received) == 1, "the second time is known by its key"


def test_what_the_browser_sends_by_itself_takes_the_open_page_along(phone, depot, network):
    """The service worker is woken when the network is back: the page that waited shows what the site answered."""
    registrations = []
    session = phone.context.new_cdp_session(phone)
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    network.stop()
    fill_in(phone)
    finish(phone)
    phone.get_by_text("Sans réseau", exact=True).wait_for()
    network.start()
    waking = {"origin": network.address, "registrationId": registrations[-1]["registrationId"]}
    session.send("ServiceWorker.dispatchSyncEvent", {**waking, "tag": "mitoyen-send", "lastChance": False})
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    assert (depot.attempts, len(depot.received)) == (1, 1)


def test_what_must_be_corrected_is_said_and_the_photo_stays(phone, depot):
    fill_in(phone, meter="0")
    finish(phone)
    phone.get_by_text("Le dernier relevé est 1 246,3 h").wait_for()
    assert phone.evaluate("document.activeElement.name") == "meter"
    phone.locator(".shot canvas").wait_for()
    phone.get_by_label("Compteur").fill("1246,3")
    phone.get_by_label("Mauvais").check()
    finish(phone)
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    (received,) = depot.received.values()
    assert received["photo"]


def test_a_lost_session_loses_nothing(phone, depot):
    depot.refuses_session = True
    fill_in(phone)
    finish(phone)
    link = phone.get_by_role("link", name="Se reconnecter, puis terminer")
    link.wait_for()
    depot.refuses_session = False
    link.click()
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    assert len(depot.received) == 1


def test_signing_with_the_keyboard_alone(phone, depot):
    phone.get_by_label("Compteur").fill("1246,3")
    phone.get_by_label("Sans dessiner : écrire son nom").press_sequentially("Karim Soubeyran")
    finish(phone)
    phone.get_by_role("heading", name="Remise reçue").wait_for()
    (received,) = depot.received.values()
    assert (received["taker"], received["taker_typed"]) == ("", "Karim Soubeyran")
