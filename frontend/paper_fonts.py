"""Fonts for what is printed: the typesetter reads neither WOFF nor variable fonts.

A WOFF file (version 1) is a TrueType one whose tables are deflated: they are inflated here and laid out again, as the
W3C's recommendation « WOFF File Format 1.0 » describes them.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = ">4sIIHHIHHIIIII"
_ENTRY = ">4sIIII"
FONTS = {
    "@fontsource/atkinson-hyperlegible-next": ("400", "600"),
    "@fontsource/bricolage-grotesque": ("600",),
}
# One file for each weight: the typesetter does not look for a letter in two files of one family. The rare letters of
# « latin-ext » come from its own fonts.
SUBSET = "latin"


def write_paper_fonts(packages: Path, output: Path) -> None:
    """Write each font that a sheet uses, one file for each weight."""
    output.mkdir(parents=True, exist_ok=True)
    for package, weights in FONTS.items():
        name = package.rpartition("/")[2]
        for weight in weights:
            woff = packages / package / "files" / f"{name}-{SUBSET}-{weight}-normal.woff"
            (output / f"{name}-{weight}.ttf").write_bytes(as_truetype(woff.read_bytes()))


def as_truetype(woff: bytes) -> bytes:
    """The TrueType (or OpenType) font inside a WOFF file."""
    signature, flavor, _, count, *_ = struct.unpack_from(_HEADER, woff)
    if signature != b"wOFF":
        message = "this is not a WOFF font of version 1"
        raise ValueError(message)
    entries = [struct.unpack_from(_ENTRY, woff, struct.calcsize(_HEADER) + 20 * rank) for rank in range(count)]
    power = max(1, 1 << (count.bit_length() - 1))
    head = struct.pack(">IHHHH", flavor, count, power * 16, power.bit_length() - 1, count * 16 - power * 16)
    directory, tables = b"", b""
    start = len(head) + 16 * count
    for tag, offset, packed, length, checksum in entries:
        content = woff[offset : offset + packed]
        table = zlib.decompress(content) if packed < length else content
        directory += struct.pack(">4sIII", tag, checksum, start + len(tables), length)
        tables += table + b"\0" * (-len(table) % 4)
    return head + directory + tables
