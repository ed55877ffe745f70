"""Pages as a recognition would give them, made of words and places, with the tremor that recognition has."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ledger_app.intake.ocr.wire import PageRead, RuledLine, TextLine
from tests.intake.pdf_builder import LEFT, PITCH, SIZE, TOP, broken_lines

WIDTH, HEIGHT = 595.3, 841.9
BOX = 1.22
"""Height of a box to the em of the line in it."""


def line(words: str, left: float, middle: float, size: float = SIZE, score: float = 0.99) -> TextLine:
    """Return a line of words whose Chinese characters are as wide as their em, all others half."""
    widths = [size if ord(character) >= 0x2E80 else size / 2 for character in words]
    centres = [left + sum(widths[:index]) + width / 2 for index, width in enumerate(widths)]
    scores = tuple(score for _ in words)
    return TextLine(words, tuple(centres), left, left + sum(widths), middle, BOX * size, scores)


def page(
    number: int,
    lines: Sequence[TextLine],
    *,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    grid: tuple[Sequence[float], Sequence[float]] = ((), ()),
    has_stamp: bool = False,
) -> PageRead:
    """Return a page; `grid` are the places of upright and of level rules."""
    xs, ys = grid
    across = tuple(RuledLine(y, xs[0], xs[-1]) for y in ys)
    down = tuple(RuledLine(x, ys[0], ys[-1]) for x in xs)
    return PageRead(number, *size, 0.0, has_stamp, tuple(lines), across, down)


def prose(
    lines: Sequence[tuple[str, int]], *, left: float = LEFT, top: float = TOP, size: float = SIZE
) -> list[TextLine]:
    """Return lines of (words, indent in characters) down a page."""
    return [
        line(words, left + indent * size, top + number * PITCH, size) for number, (words, indent) in enumerate(lines)
    ]


def shaken(found: PageRead, *, by: float = 0.0, scale: float = 1.0, seed: int = 3) -> PageRead:
    """Return a page moved sideways, drawn larger, and its lines a little off, as another scan shows it."""
    tremor = random.Random(seed)
    out = []
    for one in found.lines:
        start, end = tremor.uniform(-1.5, 1.5), tremor.uniform(-1.5, 1.5)
        out.append(
            TextLine(
                one.text,
                tuple((centre + by + tremor.uniform(-2, 2)) * scale for centre in one.centres),
                (one.left + by + start) * scale,
                (one.right + by + end) * scale,
                (one.middle + tremor.uniform(-1, 1)) * scale,
                one.height * scale * tremor.uniform(0.94, 1.06),
                one.scores,
            )
        )
    return PageRead(
        found.page, found.width * scale, found.height * scale, found.angle, found.has_stamp, tuple(out),
        found.across, found.down,
    )  # fmt: skip


__all__ = ["HEIGHT", "WIDTH", "broken_lines", "line", "page", "prose", "shaken"]
