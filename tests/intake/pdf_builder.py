"""Builds PDF files with text and ruling lines where a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FACE = "STSong-Light"
SIZE = 16.0
LEFT, RIGHT, TOP, PITCH = 79.5, 527.5, 110.0, 28.0
PER_LINE = 28
_NO_START = "，。、；：！？）》”"


class Sheet:
    """Draws on pages from the top left, in points."""

    def __init__(self, canvas: Canvas, size: tuple[float, float]) -> None:
        self.canvas = canvas
        self.width, self.height = size

    def text(self, words: str, left: float, base: float, size: float = SIZE) -> None:
        """Write words from a point."""
        self.canvas.setFont(FACE, size)
        self.canvas.drawString(left, self.height - base, words)

    def centred(self, words: str, base: float, size: float = SIZE) -> None:
        """Write words in the middle of the page."""
        self.text(words, (self.width - len(words) * size) / 2, base, size)

    def rule(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a line."""
        self.canvas.line(start[0], self.height - start[1], end[0], self.height - end[1])

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rule a full grid."""
        for x in xs:
            self.rule((x, ys[0]), (x, ys[-1]))
        for y in ys:
            self.rule((xs[0], y), (xs[-1], y))


def pdf(*pages: Callable[[Sheet], object], size: tuple[float, float] = A4, rotation: int = 0) -> bytes:
    """Return a PDF file, each page drawn by a function."""
    pdfmetrics.registerFont(UnicodeCIDFont(FACE))
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for draw in pages:
        canvas.setPageRotation(rotation)
        draw(Sheet(canvas, size))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def broken_lines(paragraphs: Sequence[str], per_line: int = PER_LINE) -> list[tuple[str, int]]:
    """Return the lines of paragraphs as (words, indent in characters), broken as a page breaks them."""
    out: list[tuple[str, int]] = []
    for paragraph in paragraphs:
        rest, indent = paragraph, 2
        while rest:
            end = per_line - indent
            while end < len(rest) and rest[end] in _NO_START:
                end -= 1
            out.append((rest[:end], indent))
            rest, indent = rest[end:], 0
    return out


def prose(lines: Sequence[tuple[str, int]], *, left: float = LEFT, size: float = SIZE) -> Callable[[Sheet], None]:
    """Return a function that writes lines down a page."""

    def draw(sheet: Sheet) -> None:
        for number, (words, indent) in enumerate(lines):
            sheet.text(words, left + indent * size, TOP + number * PITCH, size)

    return draw
