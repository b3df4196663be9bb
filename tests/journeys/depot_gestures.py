"""What hands do in the depot: take a photo, sign with a finger, fill in a hand-over or a return; what axe sees there."""

import io

from browser import faults, keep_shot
from PIL import Image

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
