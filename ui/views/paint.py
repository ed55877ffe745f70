"""Small things painted the same everywhere: chips of lights, progress bars, wrapped and elided text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPolygon, QTextLayout, QTextOption

from ledger_app.domain.tones import Tone
from ui.look import Look

CHIP_HEIGHT_PX = 20
CHIP_PADDING_PX = 7
SIGN_PX = 9


def chip_width(metrics: QFontMetrics, text: str, *, has_sign: bool = True) -> int:
    """Return how wide a chip is with this text."""
    return metrics.horizontalAdvance(text) + 2 * CHIP_PADDING_PX + (SIGN_PX + 4 if has_sign else 0)


def paint_chip(painter: QPainter, look: Look, tone: str, text: str, at: QRect, sign: str = "") -> int:
    """Paint a chip at the left of a box, in the middle of its height; return its width.

    Args:
        painter: paints with the font it has.
        look: gives the colours.
        tone: "red", "yellow", "green", "blue" or "grey".
        text: the word.
        at: the box to paint in; a chip wider than it is elided.
        sign: ▲ ■ ● ◆ ○ ✓, drawn as a shape (type faces draw them in very different sizes), "" for none.
    """
    metrics = painter.fontMetrics()
    width = min(chip_width(metrics, text, has_sign=bool(sign)), at.width())
    box = QRect(at.left(), at.center().y() - CHIP_HEIGHT_PX // 2 + 1, width, CHIP_HEIGHT_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(f"{tone}_ground"))
    painter.drawRoundedRect(box, 4, 4)
    inner = box.adjusted(CHIP_PADDING_PX, 0, -CHIP_PADDING_PX // 2, 0)
    if sign:
        paint_sign(painter, look, tone, sign, QPoint(inner.left() + SIGN_PX // 2, box.center().y() + 1))
        inner.setLeft(inner.left() + SIGN_PX + 4)
    painter.setPen(look.colour(f"{tone}_text"))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + CHIP_PADDING_PX // 2)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
    return width


def paint_sign(painter: QPainter, look: Look, tone: str, sign: str, centre: QPoint) -> None:
    """Draw one of the signs of lights, 9 px across, in the text colour of its tone."""
    colour = look.colour(f"{tone}_text")
    half = SIGN_PX // 2
    x, y = centre.x(), centre.y()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if sign == "▲":
        painter.drawPolygon(
            QPolygon([QPoint(x, y - half - 1), QPoint(x + half + 1, y + half), QPoint(x - half, y + half)])
        )
    elif sign == "■":
        painter.drawRect(QRect(x - half, y - half, SIGN_PX - 1, SIGN_PX - 1))
    elif sign == "◆":
        painter.drawPolygon(
            QPolygon(
                [QPoint(x, y - half - 1), QPoint(x + half + 1, y), QPoint(x, y + half + 1), QPoint(x - half - 1, y)]
            )
        )
    elif sign == "●":
        painter.drawEllipse(centre, half, half)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(colour)
        pen.setWidthF(1.6)
        painter.setPen(pen)
        if sign == "✓":
            painter.drawPolyline(
                QPolygon([QPoint(x - half, y), QPoint(x - 1, y + half - 1), QPoint(x + half, y - half)])
            )
        else:
            painter.drawEllipse(centre, half, half)
    painter.restore()


def paint_bar(painter: QPainter, look: Look, at: QRect, percent: float, elapsed: float | None, tone: Tone) -> None:
    """Paint progress as a bar with a tick where the elapsed share stands.

    Args:
        painter: paints.
        look: gives the colours.
        at: the box; the bar takes its width.
        percent: 0-100.
        elapsed: 0-100, None for no tick.
        tone: of the task's light; yellow and red bars are told apart by colour and by the tick.
    """
    track = QRect(at.left(), at.center().y() - 2, at.width(), 6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("bar_track"))
    painter.drawRoundedRect(track, 3, 3)
    filled = round(track.width() * max(0.0, min(percent, 100.0)) / 100)
    if filled:
        painter.setBrush(look.colour("bar_lagging" if tone in (Tone.RED, Tone.YELLOW) else "bar_fill"))
        painter.drawRoundedRect(QRect(track.left(), track.top(), max(filled, 4), 6), 3, 3)
    if elapsed is not None:
        tick = track.left() + min(round(track.width() * elapsed / 100), track.width() - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(QRect(tick, track.top() - 3, 2, 12), look.colour("text"))
    painter.restore()


# How areas of a tone are told apart without colour: full, hatched one way or the other, dotted, or plain.
_PATTERNS = {
    "red": Qt.BrushStyle.SolidPattern,
    "yellow": Qt.BrushStyle.BDiagPattern,
    "blue": Qt.BrushStyle.FDiagPattern,
    "grey": Qt.BrushStyle.Dense6Pattern,
    "done": Qt.BrushStyle.HorPattern,
}


def paint_area(painter: QPainter, look: Look, at: QRect, tone: str, *, is_done: bool = False) -> None:
    """Fill a box of a chart in the colour of a tone, with a pattern that a photocopy keeps.

    Args:
        painter: paints.
        look: gives the colours.
        at: the box.
        tone: as in `paint_chip`; green is plain unless it is done.
        is_done: finished work, lined.
    """
    painter.save()
    painter.fillRect(at, look.colour(f"{tone}_ground"))
    pattern = _PATTERNS["done"] if is_done else _PATTERNS.get(tone, Qt.BrushStyle.NoBrush)
    painter.setBrush(QBrush(look.colour(f"{tone}_text"), pattern))
    painter.setPen(look.colour(f"{tone}_text"))
    painter.drawRect(at.adjusted(0, 0, -1, -1))
    painter.restore()


def paint_lines(painter: QPainter, at: QRect, text: str, most: int) -> None:
    """Draw a text in up to `most` lines, the last one elided, centred in the height of the box."""
    metrics = painter.fontMetrics()
    flat = " ".join(text.split("\n"))
    if most < 2 or metrics.horizontalAdvance(flat) <= at.width():
        shown = metrics.elidedText(flat, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return
    lines = wrapped(flat, painter.font(), at.width(), most)
    top = at.top() + (at.height() - len(lines) * metrics.height()) // 2
    for number, line in enumerate(lines):
        box = QRect(at.left(), top + number * metrics.height(), at.width(), metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Break a text by Qt's own rules for Chinese into at most so many lines, the last one elided."""
    # More than fits is not laid out at all: a task may be a page long.
    layout = QTextLayout(text[: most * max(width // 4, 20)], font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    lines = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    if lines:
        lines[-1] = QFontMetrics(font).elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines
