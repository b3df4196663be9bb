"""The private original of an image, point for point, without where, when and with what it was taken.

A phone writes its place in the file itself. The points are not encoded anew: of the pieces that make a file, those
that draw the image are kept as they are, and every other one is left out, whatever it says. Which way is up is kept.

Formats: JPEG (ITU-T T.81, segments), PNG (RFC 2083 and its third edition, chunks), WebP (RFC 9649, chunks).
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from mitoyen.plumbing.files.content import JPEG, PNG, WEBP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.plumbing.files.content import Kind

_ORIENTATION = 0x0112
_PNG_KEPT = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT")
_WEBP_KEPT = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_HAS_EXIF, _HAS_XMP = 0x08, 0x04  # in the flags of VP8X
# JPEG: what is kept of the segments of applications (JFIF, colour profile, Adobe's transform of colours).
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_START, _END, _SCAN, _COMMENT, _EXIF = 0xD8, 0xD9, 0xDA, 0xFE, 0xE1


class UnreadablePiecesError(ValueError):
    """The pieces of the file do not follow one another as its format says."""


def without_place(content: bytes, kind: Kind) -> bytes:
    """The same image, told nothing but how to draw it; :class:`UnreadablePiecesError` when its pieces are not clear.

    ``content`` has been recognised as ``kind`` (one of the images) and read once already.
    """
    turned = _turned(content)
    try:
        if kind is JPEG:
            return b"".join(_jpeg(content, turned))
        if kind is PNG:
            return b"".join(_png(content, turned))
        if kind is WEBP:
            return _webp(content, turned)
    except (struct.error, IndexError) as error:
        raise UnreadablePiecesError(kind.media_type) from error
    raise UnreadablePiecesError(kind.media_type)


def _turned(content: bytes) -> int:
    """Which way is up, as EXIF numbers it: 1 to 8; as it stands when EXIF cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
                said = image.getexif().get(_ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error):
        return 1
    return said if said in range(1, 9) else 1


def _tiff(turned: int) -> bytes:
    """The smallest EXIF there is: one entry, which way is up."""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


def _jpeg(content: bytes, turned: int) -> Iterator[bytes]:
    at, told = 2, turned == 1
    yield content[:2]
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise UnreadablePiecesError(at)
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - filling
            at += 1
            continue
        if marker == _END:
            yield b"\xff\xd9"  # what follows (other images, films of the phone) is left out
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        piece = content[at : at + 2 + length]
        if length < 2 or len(piece) != 2 + length:  # noqa: PLR2004 - the length counts itself
            raise UnreadablePiecesError(at)
        at += len(piece)
        if not told and marker != 0xE0:  # noqa: PLR2004 - JFIF comes first where it is
            exif = b"Exif\0\0" + _tiff(turned)
            yield struct.pack(">BBH", 0xFF, _EXIF, len(exif) + 2) + exif
            told = True
        if _draws(marker, piece[4:]):
            yield piece
        if marker == _SCAN:
            end = _end_of_scan(content, at)
            yield content[at:end]
            at = end


def _draws(marker: int, said: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:  # noqa: PLR2004 - segments of applications
        return said.startswith(_JPEG_KEPT.get(marker, b"\0never"))
    return marker != _COMMENT


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the drawn points end: a marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise UnreadablePiecesError(len(content))
        following = content[at + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - as T.81 numbers them
            return at
        at += 2 if following != 0xFF else 1  # noqa: PLR2004


def _png(content: bytes, turned: int) -> Iterator[bytes]:
    at = 8
    yield content[:8]
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        piece = content[at : at + 12 + length]
        if len(piece) != 12 + length:
            raise UnreadablePiecesError(at)
        at += len(piece)
        if name[:1].isupper() or name in _PNG_KEPT:
            yield piece
        if name == b"IHDR" and turned != 1:
            said = b"eXIf" + _tiff(turned)
            yield struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
        if name == b"IEND":
            return


def _webp(content: bytes, turned: int) -> bytes:
    (said,) = struct.unpack_from("<I", content, 4)
    at, end, kept, is_extended = 12, min(len(content), 8 + said), [], False
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", content, at)
        piece = content[at : at + 8 + length]
        if len(piece) != 8 + length:
            raise UnreadablePiecesError(at)
        at += 8 + length + length % 2
        if name == b"VP8X":
            is_extended = True
            flags = piece[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned != 1 else 0)
            piece = piece[:8] + bytes([flags]) + piece[9:]
        if name in _WEBP_KEPT:
            kept.append(piece + b"\0" * (length % 2))
    if is_extended and turned != 1:
        exif = _tiff(turned)
        kept.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
