"""A file is what its content says; an image is shown without its secrets; only who may reads it."""

import io
import json
import struct
import uuid
import zipfile
import zlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mitoyen.access.actors import ANYBODY, Actor
from mitoyen.kernel.errors import AbsentError
from mitoyen.plumbing.files import DOCUMENTS, IMAGES, TABLES, Purpose, accept, images, store, storing
from mitoyen.plumbing.files.content import GEOJSON
from mitoyen.plumbing.files.errors import FileRefusedError
from mitoyen.plumbing.models import StoredFile
from mitoyen.plumbing.web.files import file_or_refuse, stored_file

GIVER, READER = Actor(person=1), Actor(person=2)

PHOTO = accept(
    Purpose(
        name="tests.photo",
        kinds=IMAGES,
        may_read=lambda actor, _row: actor.is_signed_in,
        may_read_original=lambda actor, row: actor.person == row.stored_by,
        largest_bytes=2 * 1024 * 1024,
        kept_days=30,
    )
)
PAPER = accept(
    Purpose(
        name="tests.paper",
        kinds=(*DOCUMENTS, *TABLES, GEOJSON),
        may_read=lambda actor, row: actor.person == row.stored_by,
        may_read_original=lambda actor, row: actor.person == row.stored_by,
    )
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

pytestmark = pytest.mark.django_db


def photo_with_place(size=(3000, 1000)):
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "MAKER-OF-PHONES"
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    image.save(written, "JPEG", quality=40, exif=exif, comment=b"SECRET-COMMENT")
    return written.getvalue()


def zipped(parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def claims_to_be_huge():
    """A PNG of a few bytes that claims 100 000 × 100 000 points."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def give(content, name, purpose="tests.photo", **more):
    return store(SimpleUploadedFile(name, content), purpose, GIVER, **more)


def test_a_photo_is_kept_privately_and_shown_upright_smaller_without_its_metadata():
    content = photo_with_place()
    row = give(content, "été.jpg")
    original = default_storage.open(row.original).read()
    shown = default_storage.open(row.public).read()
    for secret in (b"MAKER-OF-PHONES", b"SECRET-COMMENT"):
        assert secret in content
        assert secret not in original
        assert secret not in shown
    assert b"Exif" not in shown
    given, kept = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(original))
    assert (kept.size, kept.tobytes(), dict(kept.getexif())) == (given.size, given.tobytes(), {0x0112: 6})
    image = Image.open(io.BytesIO(shown))
    assert image.size == (row.width, row.height) == (667, 2000)  # a quarter turn, then at most 2 000 px
    assert (row.kind, row.size, row.name) == ("image/jpeg", len(original), "été.jpg")


def test_a_photo_whose_pieces_are_unclear_is_kept_as_it_is_shown():
    content = photo_with_place((40, 30))
    row = give(content[:20] + b"junk" + content[20:], "a.jpg")  # after the first piece: Pillow steps over it
    assert content[2:6] == b"\xff\xe0\x00\x10", "the first piece ends at 20"
    assert default_storage.open(row.original).read() == default_storage.open(row.public).read()


def test_a_file_given_again_by_the_same_request_is_kept_once():
    content, other = photo_with_place((40, 30)), photo_with_place((30, 40))
    first = give(content, "a.jpg", given_as="7/k/photo0")
    held = set(kept_files())
    assert give(content, "a.jpg", given_as="7/k/photo0") == first
    assert give(content, "b.jpg", given_as="7/k/photo0") == first, "its name may change on the way"
    assert set(kept_files()) == held, "nothing more is stored"
    assert give(content, "a.jpg", given_as="7/k/photo1") != first
    assert give(content, "a.jpg") != first
    assert store(SimpleUploadedFile("a.jpg", content), "tests.photo", READER, given_as="7/k/photo0") != first
    corrected = give(other, "a.jpg", given_as="7/k/photo0")
    assert corrected != first, "the form was corrected: another photo stands in its place"
    assert give(other, "a.jpg", given_as="7/k/photo0") == corrected


def test_a_file_that_was_erased_is_not_given_back():
    content = photo_with_place((40, 30))
    first = give(content, "a.jpg", given_as="7/k/photo0")
    storing.erase(first, datetime(2027, 3, 2, tzinfo=UTC))
    again = give(content, "a.jpg", given_as="7/k/photo0")
    assert (again != first, bool(again.original)) == (True, True)


def kept_files(folder=""):
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{each}" for each in files)
    for each in folders:
        yield from kept_files(f"{folder}/{each}".lstrip("/"))


def test_transparency_survives():
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(written, "PNG")
    row = give(written.getvalue(), "a.png")
    assert row.public_kind == "image/png"
    assert Image.open(default_storage.open(row.public)).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.pdf", "application/pdf"),
        ("commune;montant\nUry;12,50 €\n".encode("cp1252"), "a.csv", "text/csv"),
        (zipped({"xl/workbook.xml": "<x/>"}), "a.xlsx", XLSX),
        (json.dumps({"type": "FeatureCollection", "features": []}).encode(), "a.geojson", "application/geo+json"),
    ],
)
def test_documents_are_recognised_by_their_content(content, name, kind):
    row = give(content, name, "tests.paper")
    assert (row.kind, row.public) == (kind, "")


@pytest.mark.parametrize(
    ("content", "name", "purpose", "french", "english"),
    [
        (b"<html><script>alert(1)</script>", "photo.jpg", "photo", "une page web", "a web page"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "dessin.svg", "photo", "une page web", "a web page"),
        (b"MZ\x90\x00\x03", "photo.jpg", "photo", "un programme", "a program"),
        (b"%PDF-1.7\n", "photo.jpg", "photo", "un document PDF, qui ne convient pas ici", "a PDF document"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "IMG_1.HEIC", "photo", "une photo HEIC", "a HEIC photo"),
        (b"\xff\xd8\xff\xe0 not really", "photo.jpg", "photo", "abîmée", "damaged"),
        (photo_with_place()[:4000], "photo.jpg", "photo", "abîmée", "damaged"),
        (claims_to_be_huge(), "photo.png", "photo", "60 millions de points", "60 million points"),
        (b"\xff\xd8\xff" + b"0" * (2 * 1024 * 1024), "photo.jpg", "photo", "pèse 2,0 Mo ; 2 Mo au plus", "MB"),
        (b"", "photo.jpg", "photo", "vide", "empty"),
        (zipped({"readme": "x"}), "a.xlsx", "paper", "une archive compressée", "a compressed archive"),
        (zipped({"xl/workbook.xml": "x", "xl/vbaProject.bin": "x"}), "a.xlsx", "paper", "une archive", "archive"),
        (zipped({"xl/workbook.xml": "0" * 5_000_000}), "a.xlsx", "paper", "une archive", "archive"),
        (b'{"type": "Feature', "a.geojson", "paper", "que nous ne connaissons pas", "do not know"),
        (b'{"a":' * 100_000, "a.geojson", "paper", "que nous ne connaissons pas", "do not know"),
    ],
)
def test_what_is_refused_says_what_it_is_and_keeps_nothing(content, name, purpose, french, english):
    with pytest.raises(FileRefusedError) as caught:
        give(content, name, f"tests.{purpose}", where="photo")
    assert name in caught.value.sentence.fr
    assert french in caught.value.sentence.fr
    assert english in caught.value.sentence.en
    assert (caught.value.where, caught.value.code) == ("photo", "file_refused")
    assert not StoredFile.objects.exists()


def test_hostile_names_become_harmless():
    row = give(photo_with_place((10, 10)), "..\\..\\<img src=x>\r\nSet-Cookie: a.jpg")
    assert not set(row.name) & set('\\/<>\r\n"')


def serve(rf, actor, row, **headers):
    request = rf.get("/fichiers/", headers=headers)
    request.actor = actor
    return stored_file(request, row.key)


def test_served_so_that_nothing_in_it_can_act_on_the_site(rf):
    row = give(photo_with_place((10, 10)), "été.jpg")
    response = serve(rf, READER, row)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "attachment" not in response["Content-Disposition"]
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")
    assert serve(rf, READER, row, **{"If-None-Match": response["ETag"]}).status_code == 304


def test_a_document_is_downloaded_never_shown(rf):
    row = give(b"%PDF-1.7\n", "plan.pdf", "tests.paper")
    response = serve(rf, GIVER, row)
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert b"".join(response.streaming_content) == b"%PDF-1.7\n"


@pytest.mark.parametrize(
    ("actor", "shown", "original"), [(GIVER, True, True), (READER, True, False), (ANYBODY, False, False)]
)
def test_who_reads_which_version(actor, shown, original):
    row = give(photo_with_place((10, 10)), "a.jpg")
    for wants_original, allowed in ((False, shown), (True, original)):
        if allowed:
            assert file_or_refuse(actor, row.key, original=wants_original) == row
        else:
            with pytest.raises(AbsentError, match="ou vous n'y avez pas accès"):
                file_or_refuse(actor, row.key, original=wants_original)


def test_absent_and_forbidden_look_alike():
    with pytest.raises(AbsentError, match="ou vous n'y avez pas accès"):
        file_or_refuse(GIVER, uuid.uuid4())


def test_a_file_is_erased_on_its_date_and_says_so():
    row = give(photo_with_place((10, 10)), "a.jpg", erase_on=date(2027, 3, 2))
    held = row.original
    assert storing.erase_due(datetime(2027, 3, 1, 12, tzinfo=UTC)) == 0
    assert storing.erase_due(datetime(2027, 3, 1, 23, 30, tzinfo=UTC)) == 1  # already 2 March in Paris
    assert not default_storage.exists(held)
    with pytest.raises(AbsentError, match="effacé à la date prévue"):
        file_or_refuse(GIVER, row.key)


def test_a_purpose_may_fix_how_long_files_are_kept():
    row = give(photo_with_place((10, 10)), "a.jpg")
    assert row.erase_on - row.stored_at.date() in {timedelta(days=30), timedelta(days=31)}


def test_no_image_goes_through_unchanged():
    content = photo_with_place((10, 10)) + b"<script>hidden()</script>"
    assert b"hidden" not in images.encoded_anew(content, "a.jpg").content
