"""What a file truly is: its first bytes decide, never its name.

>>> recognise(b"%PDF-1.7 ...").media_type
'application/pdf'
>>> recognise(b"<svg onload='x'>") is None
True
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that we know: its media type, the endings of its name, how it is called."""

    media_type: str
    endings: tuple[str, ...]
    called: Sentence


JPEG = Kind("image/jpeg", ("jpg", "jpeg"), Sentence("une photo JPEG", "a JPEG photo"))
PNG = Kind("image/png", ("png",), Sentence("une image PNG", "a PNG image"))
WEBP = Kind("image/webp", ("webp",), Sentence("une image WebP", "a WebP image"))
PDF = Kind("application/pdf", ("pdf",), Sentence("un document PDF", "a PDF document"))
XLSX = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("xlsx",),
    Sentence("un classeur XLSX", "an XLSX workbook"),
)
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",), Sentence("un classeur ODS", "an ODS workbook"))
ODT = Kind("application/vnd.oasis.opendocument.text", ("odt",), Sentence("un texte ODT", "an ODT text"))
DOCX = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("docx",),
    Sentence("un texte DOCX", "a DOCX text"),
)
CSV = Kind("text/csv", ("csv", "txt"), Sentence("un tableau CSV", "a CSV table"))
GEOJSON = Kind("application/geo+json", ("geojson", "json"), Sentence("une carte GeoJSON", "a GeoJSON map"))
CALENDAR = Kind("text/calendar", ("ics",), Sentence("un agenda", "a calendar"))

IMAGES = (JPEG, PNG, WEBP)
DOCUMENTS = (PDF, ODT, DOCX)
TABLES = (CSV, XLSX, ODS)
EVERY_KIND = (*IMAGES, *DOCUMENTS, *TABLES, GEOJSON, CALENDAR)

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_MARKUP = ("<!doctype", "<html", "<svg", "<script", "<?xml", "<body", "<head", "<iframe")
_GEOMETRIES = {"FeatureCollection", "Feature", "GeometryCollection", "Polygon", "MultiPolygon", "Point", "LineString"}
LARGEST_UNZIPPED = 200 * 1024 * 1024
MOST_TIMES_SMALLER = 200  # a workbook that swells two hundred times is a trap


def recognise(content: bytes) -> Kind | None:
    """The kind of ``content``; None when it is none that we know, or a dangerous one."""
    for start, kind in ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF)):
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _in_zip(content)
    return _in_text(content)


def is_heic(content: bytes) -> bool:
    """Whether this is the photo format of some phones, which we cannot read.

    >>> is_heic(b"....ftypheic....")
    True
    """
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def looks_like(content: bytes) -> Sentence:
    """A word for what a refused file seems to be."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    programs = (b"mz", b"\x7felf", b"#!")
    if start.startswith(tuple(mark.encode() for mark in _MARKUP)):
        return Sentence(
            "une page web ou un dessin qui peut contenir un programme", "a web page that may hold a program"
        )
    if start.startswith(programs):
        return Sentence("un programme", "a program")
    if content.startswith(b"PK"):
        return Sentence("une archive compressée", "a compressed archive")
    return Sentence("un contenu que nous ne connaissons pas", "a content that we do not know")


def named(kinds: Iterable[Kind]) -> Sentence:
    """The kinds in a sentence: « une photo JPEG, une image PNG ou un document PDF »."""
    listed = list(kinds)
    french, english = [kind.called.fr for kind in listed], [kind.called.en for kind in listed]
    return Sentence(_either(french, "ou"), _either(english, "or"))


def _either(words: list[str], conjunction: str) -> str:
    return f" {conjunction} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _in_zip(content: bytes) -> Kind | None:
    """The office document in a zip; None for another archive, one with macros, or one that would swell."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            declared = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return None
    swollen = sum(entry.file_size for entry in entries)
    if swollen > LARGEST_UNZIPPED or swollen > MOST_TIMES_SMALLER * max(len(content), 1024):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    holds = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
    by_part = next((kind for part, kind in holds.items() if part in names), None)
    return by_part or next((kind for kind in (ODS, ODT) if declared == kind.media_type), None)


def _in_text(content: bytes) -> Kind | None:
    text = text_of(content)
    if text is None:
        return None
    start = text[:512].lstrip().lower()
    if start.startswith(_MARKUP) or start.startswith("#!"):
        return None
    if start.startswith("begin:vcalendar"):
        return CALENDAR
    if start.startswith("{"):
        return GEOJSON if _is_geojson(text) else None
    return CSV if any(mark in text[:4096] for mark in (";", ",", "\t")) else None


def text_of(content: bytes) -> str | None:
    """The text, read as UTF-8 or as the older Windows code of many spreadsheets; None when it is no text."""
    if not content or b"\x00" in content:
        return None
    for code in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    return None


def _is_geojson(text: str) -> bool:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and read.get("type") in _GEOMETRIES
