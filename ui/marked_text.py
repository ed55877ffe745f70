"""Text on one line with the words of a search standing out in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout

from ui.look import Look


def marks(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words of a search stand in a text: start and length, from left to right, none twice.

    Args:
        text: as it is shown.
        terms: lower case.
    """
    # Lower case may be longer than the text in some scripts; then no mark is better than a wrong one.
    lowered = text.lower() if len(text.lower()) == len(text) else text
    found: list[tuple[int, int]] = []
    for term in terms:
        place = lowered.find(term)
        while place >= 0:
            if all(place >= start + length or place + len(term) <= start for start, length in found):
                found.append((place, len(term)))
            place = lowered.find(term, place + len(term))
    return sorted(found)


def draw_marked(
    painter: QPainter, box: QRect, text: str, terms: Sequence[str], look: Look, colour: str, font: QFont
) -> None:
    """Draw a text in the middle of a line's box, cut to its width, its found words marked."""
    painter.setFont(font)
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    layout = QTextLayout(short, font)
    layout.setFormats([_format(look, start, length) for start, length in marks(short, terms)])
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    painter.setPen(look.colour(colour))
    layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2))


def _format(look: Look, start: int, length: int) -> QTextLayout.FormatRange:
    marked = QTextCharFormat()
    marked.setBackground(look.colour("yellow_ground"))
    marked.setForeground(look.colour("yellow_text"))
    marked.setFontWeight(QFont.Weight.Bold)
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, length, marked
    return found
