# ruff: noqa: TID252  (in importlib mode, tests of a folder share their scene this way)
"""A form sent again because its answer was lost counts once, and so do its photos and papers."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mitoyen.access.actors import Role
from mitoyen.kernel import clock
from mitoyen.plumbing.models import StoredFile
from mitoyen.sharing import actions
from mitoyen.sharing.models import Claim, Document, HandOver

from .conftest import at

PLACE = 0x8825


def photo(shade=60):
    exif = Image.Exif()
    place = exif.get_ifd(PLACE)
    place[1], place[2] = "N", (45.0, 12.0, 30.0)
    out = io.BytesIO()
    Image.linear_gradient("L").point(lambda value: value * shade // 255).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def booked(circle):
    digger = circle.resource(photo_views=["Ensemble", "Compteur"])
    with clock.frozen_at(at(8)):
        return actions.book(circle.actor(circle.ury), circle.wish(digger, at(9), at(11, 17)))


def hand_over_form(**photos):
    return {
        "request_key": "the-key", "jour": "9/3/2027", "heure": "8 h", "compteur": "1246,3", "donneur": "Léa",
        "preneur": "Karim", "signe_donneur_typed": "Léa", "signe_preneur_typed": "Karim", **photos,
    }  # fmt: skip


def test_a_hand_over_sent_again_keeps_its_photos_once(circle, signed_in, booked):
    client, address = signed_in(circle.lender), f"/reservations/{booked.pk}/remise/"
    with clock.frozen_at(at(9)):
        for _ in range(3):
            answer = client.post(address, hand_over_form(photo0=photo(), photo1=photo(90)))
            assert answer.status_code == 302, answer.content.decode()[:600]
    assert StoredFile.objects.count() == 2
    assert set(HandOver.objects.get().photos.all()) == set(StoredFile.objects.all())


def test_a_form_to_correct_keeps_its_photo_and_takes_another(circle, signed_in, booked):
    """Without script the photo is chosen anew: the same one is not stored twice, another one takes its place."""
    client, address = signed_in(circle.lender), f"/reservations/{booked.pk}/remise/"
    with clock.frozen_at(at(9)):
        assert client.post(address, hand_over_form(photo0=photo()) | {"compteur": "beaucoup"}).status_code == 422
        assert client.post(address, hand_over_form(photo0=photo()) | {"compteur": "beaucoup"}).status_code == 422
        assert StoredFile.objects.count() == 1
        assert client.post(address, hand_over_form(photo0=photo(90))).status_code == 302
    taken = HandOver.objects.get().photos.get()
    assert taken.given_as == f"{booked.pk}/the-key/photo0"
    assert StoredFile.objects.count() == 2


def test_the_private_original_does_not_tell_its_place_even_without_script(circle, signed_in, booked):
    with clock.frozen_at(at(9)):
        signed_in(circle.lender).post(f"/reservations/{booked.pk}/remise/", hand_over_form(photo0=photo()))
    row = StoredFile.objects.get()
    for held in (row.original, row.public):
        assert not Image.open(default_storage.open(held)).getexif()


def test_a_damage_told_again_keeps_its_photos_once(circle, signed_in, booked):
    client = signed_in(circle.lender)
    with clock.frozen_at(at(9)):
        client.post(f"/reservations/{booked.pk}/remise/", hand_over_form())
        for _ in range(2):
            sent = {"description": "Vitre fendue", "cle": "k", "photo0": photo(), "photo1": photo(90)}
            assert client.post(f"/reservations/{booked.pk}/dommage/", sent).status_code == 302
    assert Claim.objects.get().photos.count() == StoredFile.objects.count() == 2


def test_a_paper_given_again_is_listed_once(circle, signed_in):
    thing = circle.resource()
    client, address = signed_in(circle.lender, Role.MANAGER), f"/gerer/{thing.pk}/documents/"
    for key in ("k", "k", "another"):
        pdf = SimpleUploadedFile("notice.pdf", b"%PDF-1.7\n", "application/pdf")
        assert (
            client.post(address, {"kind": "manual", "title": "Notice", "fichier": pdf, "cle": key}).status_code == 302
        )
    assert [Document.objects.count(), StoredFile.objects.count()] == [2, 2]
    assert 'name="cle"' in client.get(address).content.decode()
