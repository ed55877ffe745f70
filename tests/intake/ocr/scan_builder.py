"""Draws pages as scanners and cameras see them: askew, noisy, stamped, in columns, in tables."""

from __future__ import annotations

import random
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.conftest import ROOT

DOTS = 200 / 72
A4 = (595.3, 841.9)
LEFT, TOP, PITCH, SIZE = 79.5, 110.0, 28.0, 16.0
RED = (214, 40, 40)
FONTS = ROOT / "resources" / "fonts"


class Sheet:
    """A page to draw on, in points from the top left; `shown` is its picture."""

    def __init__(self, size: tuple[float, float] = A4, paper: str = "white") -> None:
        self.size = size
        self.shown = Image.new("RGB", (round(size[0] * DOTS), round(size[1] * DOTS)), paper)

    def text(
        self,
        words: str,
        left: float,
        base: float,
        size: float = SIZE,
        fill: str | tuple[int, int, int] = "black",
        font: str = "LedgerSong-Regular.ttf",
    ) -> Sheet:
        """Write words from a point on their base line."""
        face = ImageFont.truetype(str(FONTS / font), round(size * DOTS))
        ImageDraw.Draw(self.shown).text((left * DOTS, base * DOTS), words, fill=fill, font=face, anchor="ls")
        return self

    def centred(self, words: str, base: float, size: float = SIZE, **how: object) -> Sheet:
        """Write words in the middle of the page."""
        return self.text(words, (self.size[0] - len(words) * size) / 2, base, size, **how)  # type: ignore[arg-type]

    def prose(self, paragraphs: Sequence[str], *, left: float = LEFT, top: float = TOP, per_line: int = 28) -> Sheet:
        """Write paragraphs with indents down the page."""
        number = 0
        for paragraph in paragraphs:
            rest, indent = paragraph, 2
            while rest:
                end = _fitting(rest, (per_line - indent) * SIZE)
                self.text(rest[:end], left + indent * SIZE, top + number * PITCH)
                rest, indent, number = rest[end:], 0, number + 1
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float], width: float = 0.75) -> Sheet:
        """Rule a full grid."""
        draw = ImageDraw.Draw(self.shown)
        thick = max(round(width * DOTS), 1)
        for x in xs:
            draw.line([(x * DOTS, ys[0] * DOTS), (x * DOTS, ys[-1] * DOTS)], fill="black", width=thick)
        for y in ys:
            draw.line([(xs[0] * DOTS, y * DOTS), (xs[-1] * DOTS, y * DOTS)], fill="black", width=thick)
        return self

    def stamped(self, x: float, y: float, words: str = "办公室专用章", radius: float = 59.5) -> Sheet:
        """Press a round red stamp of 42 mm, its ink letting the text through."""
        layer = Image.new("RGB", self.shown.size, "white")
        draw = ImageDraw.Draw(layer)
        middle = (x * DOTS, y * DOTS)
        box = [
            middle[0] - radius * DOTS,
            middle[1] - radius * DOTS,
            middle[0] + radius * DOTS,
            middle[1] + radius * DOTS,
        ]
        draw.ellipse(box, outline=RED, width=round(3 * DOTS))
        star = ImageFont.truetype(str(FONTS / "LedgerHei-Medium.ttf"), round(36 * DOTS))
        draw.text(middle, "★", fill=RED, font=star, anchor="mm")
        small = ImageFont.truetype(str(FONTS / "LedgerSong-Bold.ttf"), round(12 * DOTS))
        draw.text((middle[0], middle[1] + 32 * DOTS), words, fill=RED, font=small, anchor="mm")
        self.shown = Image.composite(
            self.shown, layer, self.shown.convert("L").point(lambda level: 255 if level < 128 else 0)
        )
        return self

    def askew(self, degrees: float) -> Sheet:
        """Lay the page on the glass turned by some degrees, positive anticlockwise."""
        self.shown = self.shown.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
        return self

    def noisy(self, strength: float = 18.0, seed: int = 7) -> Sheet:
        """Blur the page a little and strew noise over it."""
        dust = random.Random(seed)
        field = Image.frombytes("L", (400, 400), bytes(dust.randrange(256) for _ in range(160_000)))
        tiled = Image.new("L", self.shown.size)
        for left in range(0, tiled.width, 400):
            for top in range(0, tiled.height, 400):
                tiled.paste(field, (left, top))
        blurred = self.shown.filter(ImageFilter.GaussianBlur(0.8))
        self.shown = Image.blend(blurred, tiled.convert("RGB"), strength / 255)
        return self


def _fitting(words: str, width: float) -> int:
    """Return how many characters fit into a line, a stop never first on the next, a number never parted."""
    face = ImageFont.truetype(str(FONTS / "LedgerSong-Regular.ttf"), round(SIZE * DOTS))
    end = len(words)
    while end > 1 and (
        face.getlength(words[:end]) > width * DOTS
        or words[end : end + 1] in tuple("，。、；：！？）》”%")
        or (words[end : end + 1].isdigit() and words[end - 1].isdigit())
    ):
        end -= 1
    return end


def picture(sheet: Sheet, form: str = "PNG", **how: object) -> bytes:
    """Return a page as a picture file."""
    out = BytesIO()
    sheet.shown.save(out, form, **how)  # type: ignore[arg-type]
    return out.getvalue()


def scan(*sheets: Sheet, quality: int = 60) -> bytes:
    """Return pages as a PDF that holds nothing but pictures."""
    out = BytesIO()
    first, *rest = [sheet.shown for sheet in sheets]
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=200, quality=quality)
    return out.getvalue()
