"""Draw laid items into a picture (PNG): charts for files that take no drawing of ours."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from ledger_app.reports.drawing import Box, Colour, Glyphs, Item, Rule
from ledger_app.reports.fonts import Face

DOTS_PER_INCH = 300
_SCALE = DOTS_PER_INCH / 72
_Fonts = dict[tuple[Face, float], ImageFont.FreeTypeFont]


def draw_png(items: Iterable[Item], width: float, height: float) -> bytes:
    """Return a picture of 300 dots an inch on white ground.

    Args:
        items: in drawing order.
        width: of the picture in points.
        height: likewise.
    """
    picture = Image.new("RGB", (max(1, round(width * _SCALE)), max(1, round(height * _SCALE))), "white")
    pen = ImageDraw.Draw(picture)
    fonts: _Fonts = {}
    for item in items:
        if isinstance(item, Box):
            corners = (item.x, item.y, item.x + item.width, item.y + item.height)
            pen.rectangle([corner * _SCALE for corner in corners], fill=_ink(item.colour))
        elif isinstance(item, Rule):
            ends = [end * _SCALE for end in (item.x1, item.y1, item.x2, item.y2)]
            pen.line(ends, fill=_ink(item.colour), width=max(1, round(item.width * _SCALE)))
        else:
            _write(pen, item, fonts)
    stream = io.BytesIO()
    # Grey-like colours of a chart are few: a palette makes the picture a third as big.
    picture.quantize(64, dither=Image.Dither.NONE).save(stream, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return stream.getvalue()


def _write(pen: ImageDraw.ImageDraw, glyphs: Glyphs, fonts: _Fonts) -> None:
    key = (glyphs.face, round(glyphs.size * _SCALE, 2))
    if key not in fonts:
        content = io.BytesIO(glyphs.face.file.path.read_bytes())
        fonts[key] = ImageFont.truetype(content, key[1], index=glyphs.face.file.index)
    font, x = fonts[key], glyphs.x
    for index, sign in enumerate(glyphs.text):
        pen.text((x * _SCALE, glyphs.y * _SCALE), sign, font=font, fill=_ink(glyphs.colour), anchor="ls")
        extra = glyphs.extras[index] if glyphs.extras is not None else glyphs.spread
        x += glyphs.face.advances[sign] * glyphs.size + extra


def _ink(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in colour)
    return red, green, blue
