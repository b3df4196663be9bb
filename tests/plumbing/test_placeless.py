"""The private original of a photo is the same image, point for point, and tells nothing else."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from mitoyen.plumbing.files.content import JPEG, PDF, PNG, WEBP, recognise
from mitoyen.plumbing.files.placeless import UnreadablePiecesError, without_place

PLACE, MAKER = 0x8825, 0x010F
SECRETS = (b"MAKER-OF-PHONES", b"SECRET", b"45-deg-north")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><SECRET-place/></x:xmpmeta>'


def exif(turned):
    made = Image.Exif()
    made[MAKER] = "MAKER-OF-PHONES"
    if turned:
        made[0x0112] = turned
    place = made.get_ifd(PLACE)
    place[1], place[2], place[3], place[4] = "N", (45.0, 12.0, 30.0), "E", (6.0, 3.0, 12.0)
    place[0x1B] = b"45-deg-north"
    return made


def picture(mode="RGB", size=(97, 61)):
    return Image.merge(mode, [Image.effect_noise(size, 60 + 20 * rank) for rank in range(len(mode))])


def written(image, kind, **more):
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def as_jpeg(turned=0, **more):
    content = written(picture(), "JPEG", exif=exif(turned), comment=b"SECRET-COMMENT", quality=90, **more)
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + XMP
    iptc = b"Photoshop 3.0\x008BIM\x04\x04SECRET-city"
    pieces = b"".join(
        struct.pack(">BBH", 0xFF, mark, len(said) + 2) + said for mark, said in ((0xE1, xmp), (0xED, iptc))
    )
    # a second image, with its own place, after the end of the first: what some phones do
    return content[:2] + pieces + content[2:] + b"SECRET-film" + written(picture(), "JPEG", exif=exif(0))


def as_png(turned=0, mode="RGB"):
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "SECRET-COMMENT")
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return written(picture(mode), "PNG", exif=exif(turned), pnginfo=told, dpi=(300, 300)) + b"SECRET-after"


def as_webp(turned=0, **more):
    return written(picture(), "WEBP", exif=exif(turned).tobytes(), xmp=XMP, **more) + b"SECRET-after"


CASES = {
    "jpeg": as_jpeg(), "jpeg, turned": as_jpeg(6), "jpeg, progressive": as_jpeg(3, progressive=True),
    "jpeg, restarts": as_jpeg(8, restart_marker_rows=1), "png": as_png(), "png, turned": as_png(6),
    "png, transparent": as_png(mode="RGBA"), "webp": as_webp(), "webp, turned": as_webp(6),
    "webp, lossless": as_webp(8, lossless=True),
}  # fmt: skip


@pytest.mark.parametrize("content", CASES.values(), ids=CASES)
def test_the_points_and_which_way_is_up_stay_and_nothing_else(content):
    kind = recognise(content)
    bare = without_place(content, kind)
    assert all(secret not in bare for secret in SECRETS)
    assert any(secret in content for secret in SECRETS), "the picture told something"
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(bare))
    assert dict(after.getexif()) == ({0x0112: turned} if (turned := before.getexif().get(0x0112)) else {})
    assert (after.format, after.mode, after.size) == (before.format, before.mode, before.size)
    assert after.tobytes() == before.tobytes()
    assert without_place(bare, kind) == bare, "done once, it is done"


def test_a_colour_profile_is_kept():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind, name in ((JPEG, "JPEG"), (PNG, "PNG"), (WEBP, "WEBP")):
        bare = without_place(written(picture(), name, icc_profile=profile, exif=exif(0)), kind)
        assert Image.open(io.BytesIO(bare)).info["icc_profile"] == profile


def test_colours_of_print_keep_their_transform():
    """Adobe's segment says how four inks are written: without it they would be read inverted."""
    content = written(picture("RGB").convert("CMYK"), "JPEG")
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(without_place(content, JPEG)))
    assert after.tobytes() == before.tobytes()


def test_a_palette_and_its_transparency_are_kept():
    image = picture().quantize(8)
    content = written(image, "PNG", transparency=2)
    bare = without_place(content, PNG)
    assert (
        Image.open(io.BytesIO(bare)).convert("RGBA").tobytes()
        == Image.open(io.BytesIO(content)).convert("RGBA").tobytes()
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (as_jpeg().partition(b"SECRET-film")[0][:-2], JPEG),
        (as_jpeg()[:300], JPEG),
        (as_png()[:120], PNG),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 2**31, b"IHDR") + b"x", PNG),
    ],
    ids=["no end", "cut in a segment", "cut in a chunk", "an immense chunk"],
)
def test_unclear_pieces_are_refused_not_guessed(content, kind, monkeypatch):
    monkeypatch.setattr("mitoyen.plumbing.files.placeless._turned", lambda _content: 1)
    with pytest.raises(UnreadablePiecesError):
        without_place(content, kind)


def test_only_images_are_known():
    with pytest.raises(UnreadablePiecesError):
        without_place(as_png(), PDF)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(2, 5000), byte=st.integers(0, 255))
def test_a_byte_changed_anywhere_is_refused_or_done_once_for_all(at, byte):
    content = bytearray(as_jpeg())
    content[at % len(content)] = byte
    try:
        bare = without_place(bytes(content), JPEG)
    except UnreadablePiecesError:
        return
    assert without_place(bare, JPEG) == bare
