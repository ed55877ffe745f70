"""Pictures of a PDF: a PNG as it is, its packed rows handed over without being unpacked.

The rows of a PNG are packed and predicted just as PDF does it, so a screenshot with a palette stays as small as its
file.  Such pictures are our own (screenshots of the manual); others, with transparency or interlaced, are refused.

Source: ISO 32000-1 sections 7.4.4.4 (PNG predictors), 8.9.5 (image dictionaries); PNG specification 11.2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase import pdfdoc

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {0: 1, 2: 3, 3: 1}
"""PNG's type of colour -> values a pixel: grey, red-green-blue, palette."""


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels.

    Raises:
        ValueError: it is no PNG.
    """
    if content[:8] != _SIGNATURE:
        raise ValueError("not a PNG")
    width, height = struct.unpack_from(">2L", content, 16)
    return width, height


def picture_object(content: bytes) -> Any:  # noqa: ANN401 - reportlab's own classes carry no types
    """Return the image object of a PNG for a PDF.

    Raises:
        ValueError: no PNG, or one with transparency, or interlaced.
    """
    width, height = picture_size(content)
    depth, colour, _, _, interlaced = struct.unpack_from(">5B", content, 24)
    if colour not in _COLOURS or interlaced:
        raise ValueError("a PNG with transparency or interlaced")
    palette, rows = b"", b""
    for kind, part in _chunks(content):
        if kind == b"PLTE":
            palette = part
        elif kind == b"IDAT":
            rows += part
    space = {0: "/DeviceGray", 2: "/DeviceRGB"}.get(colour) or _indexed(palette)
    values = _COLOURS[colour]
    entries: dict[str, object] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": width,
        "Height": height,
        "BitsPerComponent": depth,
        "ColorSpace": space,
        "Filter": "/FlateDecode",
        "DecodeParms": f"<< /Predictor 15 /Colors {values} /BitsPerComponent {depth} /Columns {width} >>",
    }
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), rows, filters=[])


def _indexed(palette: bytes) -> str:
    return f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex().upper()}>]"


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">L", content, at)
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length
