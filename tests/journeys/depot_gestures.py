"""What is done in the depot: a photo taken, a signature drawn, an answer touched; what is read there afterwards."""

import io
import re

from browser import faults, keep_shot
from django.core.files.storage import default_storage
from PIL import Image
from pypdf import PdfReader

from mitoyen.kernel import clock
from mitoyen.plumbing.models import OutboxMessage
from mitoyen.sharing import actions
from mitoyen.sharing.models import Question, Requirement, State

PLACE = 0x8825  # the tag of EXIF under which a phone writes where it stood


def photo_of_a_phone(name="IMG_1.jpg"):
    """A JPEG larger than what is kept, that knows where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "devant le depot"
    place = exif.get_ifd(PLACE)
    place[1], place[2], place[3], place[4] = "N", (45.0, 12.0, 30.0), "E", (6.0, 3.0, 12.0)
    out = io.BytesIO()
    Image.effect_noise((2000, 1000), 40).convert("RGB").save(out, "JPEG", exif=exif)
    assert b"Exif" in out.getvalue(), "the picture tells where it was taken"
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def take_photo(page, name):
    """Give one photo, and wait until the phone has made it smaller."""
    field = page.locator(f"input[name={name}]")
    field.set_input_files(photo_of_a_phone())
    page.locator(f".shot:has(input[name={name}]) canvas").wait_for()


def draw(page, name):
    """Sign with the finger or the mouse; the line is kept with the form."""
    pad = page.locator(f".signpad:has(input[name={name}]) svg.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 30, steps=4)
    page.mouse.move(box["x"] + 140, box["y"] + 70, steps=4)
    page.mouse.up()
    assert page.locator(f"input[name={name}]").input_value().startswith("M")


def answer(page, question, choice):
    """Touch one answer of a question."""
    page.get_by_role("group", name=question).get_by_label(choice).check()


def looked_at(page, name=""):
    """No fault on this page, as it stands; ``name`` keeps its picture."""
    if name:
        keep_shot(page, name)
    assert faults(page) == [], name
    lost = page.locator(".notice a[href^='#']").evaluate_all(
        "links => links.filter(each => !document.querySelector(each.getAttribute('href'))).map(each => each.outerHTML)"
    )
    assert lost == [], "what is wrong leads to its field"


def make_digger(circle, **changes):
    """A mini-excavator whose owner answers each request, with what is looked at and shown when it leaves."""
    made = circle.resource(**{"approval": "always", "buffer_after_minutes": 0} | changes)
    circle.tariff(made)
    Question.objects.create(resource=made, text="Chenilles", choices=["Bon", "À noter", "Mauvais"], rank=1)
    Question.objects.create(resource=made, text="Vitres", choices=["Intactes", "Abîmées"], rank=2)
    Requirement.objects.create(resource=made, kind="insurance", name="Attestation d’assurance")
    made.accessories.create(name="Godet de 40 cm", is_included=True)
    made.accessories.create(name="Clé de contact", is_included=True)
    return made


def handed_over(circle, digger, start, end, *, given_at=None, plan=None, answers=()):
    """A booking for Ury that left at ``given_at`` (else ``start``), by the actions: the page has its own journey."""
    lender = circle.actor(circle.lender)
    booked = actions.book(circle.actor(circle.ury), circle.wish(digger, start, end, **(plan or {})))
    if booked.state == State.PENDING:
        actions.approve(lender, booked.pk)
    given_at = given_at or start
    form = actions.Form(
        at=given_at,
        request_key=f"given-{booked.pk}",
        given_by={"name": "Léa Marchand", "at": given_at.isoformat(), "drawing": ""},
        taken_by={"name": "Karim Soubeyran", "at": given_at.isoformat(), "drawing": ""},
        meter_tenths=12_463,
        answers=answers,
        papers=[{"requirement": each.pk, "name": each.name, "until": ""} for each in digger.requirements.all()],
    )
    with clock.frozen_at(given_at):
        actions.hand_over(lender, booked.pk, form)
    return booked


def mails(recipient):
    """The mails of somebody, the last one first."""
    return list(OutboxMessage.objects.filter(recipient=recipient).order_by("-pk"))


def words(page):
    """What a page says, its spaces made plain."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def check_photo(photo, page):
    """It is smaller, it no longer tells where it was taken, and who sees the booking can open it."""
    for held in (photo.original, photo.public):
        with default_storage.open(held) as content:
            image = Image.open(io.BytesIO(content.read()))
        assert max(image.size) == 1600
        assert not image.getexif()
    assert page.request.get(f"/fichiers/{photo.key}/").headers["content-type"].startswith("image/")


def pdf_words(page, link):
    """What a PDF says, fetched as the person who reads the page."""
    answered = page.request.get(page.get_by_role("link", name=link).get_attribute("href"))
    assert answered.headers["content-type"] == "application/pdf"
    text = " ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answered.body())).pages)
    return re.sub(r"\s+", " ", text)
