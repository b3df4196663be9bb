"""The version of an image that may be shown: upright, of a reasonable size, without where and when it was taken.

Everything is encoded anew from the pixels, so nothing hidden in the file goes through.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from mitoyen.plumbing.files.errors import FileRefusedError, refused

MOST_PIXELS = 60_000_000  # a phone of today makes 50 million
LONGEST_SIDE = 2000
QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Shown:
    """An image encoded anew."""

    content: bytes
    media_type: str
    ending: str
    width: int
    height: int


def encoded_anew(content: bytes, name: str, *, where: str = "") -> Shown:
    """The image in ``content``, ready to be shown; :class:`FileRefusedError` when it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                _refuse_bombs(image, name, where)
                return _encode(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name, where) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError) as error:
        raise refused(
            name,
            "cette image est abîmée ou incomplète. Ouvrez-la, enregistrez-la de nouveau en JPEG, et renvoyez-la.",
            "this image is damaged or incomplete. Open it, save it again as JPEG, and send it again.",
            where=where,
        ) from error


def _encode(image: Image.Image) -> Shown:
    image.load()
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    flat = image.convert("RGBA" if has_alpha else "RGB")
    flat.info.clear()
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    if has_alpha:
        flat.save(written, "PNG", optimize=True)
        return Shown(written.getvalue(), "image/png", "png", flat.width, flat.height)
    flat.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Shown(written.getvalue(), "image/jpeg", "jpg", flat.width, flat.height)


def _refuse_bombs(image: Image.Image, name: str, where: str) -> None:
    """A small file may claim a huge surface: look at the claim before unfolding it."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels(name, where)


def _too_many_pixels(name: str, where: str) -> FileRefusedError:
    millions = MOST_PIXELS // 1_000_000
    return refused(
        name,
        f"cette image a plus de {millions} millions de points. Réduisez-la, puis renvoyez-la.",
        f"this image has more than {millions} million points. Make it smaller, then send it again.",
        where=where,
    )
