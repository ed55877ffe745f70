"""Paints the lines of a plan's new issue: sign and word of what became of it, old and new side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ledger_app.domain.plan_revision import LineKind
from ledger_app.domain.word_diff import Piece, PieceKind
from ui.look import SECONDARY_PT, Look
from ui.models.card_list import CARD_ROLE, HEAD_ROLE
from ui.models.revision_card import Pair, RevisionCard, from_first_change
from ui.views.card_list import LEFT_PX, TEXT_LEFT_PX, CardDelegate, CardList, Index
from ui.views.paint import chip_width, paint_chip

HEAD_PX = 32
LINE_PX = 18
LABEL_PX = 52
STRIP_PX = 4
GAP_PX = 12
_LONG = 2
"""Lines that are shown of a wording."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RevisionDelegate(CardDelegate):
    """Rows are as high as what differs in them; unchanged lines are one line high."""

    def __init__(self, look: Look, view: CardList) -> None:
        """Paint in the colours of `look`."""
        super().__init__(look, view)
        self._list = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; nothing is laid out for it."""
        if index.data(HEAD_ROLE) is not None:
            return super().sizeHint(option, index)
        card = index.data(CARD_ROLE)
        return QSize(200, height_of(card) if isinstance(card, RevisionCard) else HEAD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        card = index.data(CARD_ROLE)
        if not isinstance(card, RevisionCard):
            super().paint(painter, option, index)
            return
        box = QRect(option.rect)
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or card.key == self.hovered:
            painter.fillRect(box, self._look.colour("selection" if is_chosen else "hover"))
        painter.fillRect(QRect(box.left(), box.top(), STRIP_PX, box.height()), self._look.colour(f"{card.tone}_text"))
        if index == self._list.currentIndex():
            painter.setPen(self._look.colour("accent"))
            painter.drawRect(box.adjusted(STRIP_PX, 0, -1, -1))
        if card.is_on is not None:
            self._paint_tick(painter, box, 9, Qt.CheckState.Checked if card.is_on else Qt.CheckState.Unchecked)
        _RowPainter(painter, self._look, box).paint(card)
        painter.setPen(self._look.colour("hairline"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


def height_of(card: RevisionCard) -> int:
    """Return how high a line is painted."""
    lines = sum(_lines_of(pair) for pair in _shown(card)) + bool(card.note)
    return HEAD_PX + (lines * LINE_PX + 6 if lines else 0)


def columns_of(box: QRect) -> tuple[QRect, QRect]:
    """Return where the old and the new side of a row are painted."""
    left = box.left() + TEXT_LEFT_PX + LABEL_PX
    width = max(40, (box.right() - LEFT_PX - left - GAP_PX) // 2)
    return QRect(left, box.top(), width, box.height()), QRect(left + width + GAP_PX, box.top(), width, box.height())


def paint_pieces(painter: QPainter, look: Look, at: QRect, pieces: Sequence[Piece], most: int) -> None:
    """Draw a text in up to `most` lines with its changes marked; what does not fit ends with …."""
    text = "".join(piece.text for piece in pieces).replace("\n", " ")
    # More than fits is not laid out at all: an item may be a page long.
    shown = text[: most * max(at.width() // 4, 20)]
    layout, is_whole = _laid_out(painter, look, shown, pieces, at.width(), most)
    if not is_whole or len(shown) < len(text):
        last = layout.lineAt(layout.lineCount() - 1)
        room = max(at.width() - painter.fontMetrics().horizontalAdvance("…") - 2, 0)
        end = last.xToCursor(room, QTextLine.CursorPosition.CursorOnCharacter)
        layout, _ = _laid_out(painter, look, f"{shown[:end]}…", pieces, at.width(), most)
    painter.setPen(look.colour("text"))
    layout.draw(painter, QPointF(at.topLeft()))


def _laid_out(
    painter: QPainter, look: Look, text: str, pieces: Sequence[Piece], width: int, most: int
) -> tuple[QTextLayout, bool]:
    """Return a text in lines, and whether all of it stands in them."""
    layout = QTextLayout(text, painter.font())
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats(_formats(look, pieces))
    layout.beginLayout()
    end = 0
    while layout.lineCount() < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, (layout.lineCount() - 1) * LINE_PX + 1))
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, end >= len(text)


def _formats(look: Look, pieces: Sequence[Piece]) -> list[QTextLayout.FormatRange]:
    formats = []
    start = 0
    for piece in pieces:
        if piece.kind is not PieceKind.SAME:
            stretch = QTextLayout.FormatRange()
            stretch.start, stretch.length = start, len(piece.text)
            stretch.format = _format(look, piece.kind)
            formats.append(stretch)
        start += len(piece.text)
    return formats


def _format(look: Look, kind: PieceKind) -> QTextCharFormat:
    """Return how a change looks: gone is red and struck out, new is green and underlined."""
    tone = "red" if kind is PieceKind.GONE else "green"
    form = QTextCharFormat()
    form.setBackground(look.colour(f"{tone}_ground"))
    form.setForeground(look.colour(f"{tone}_text"))
    form.setFontStrikeOut(kind is PieceKind.GONE)
    form.setFontUnderline(kind is PieceKind.NEW)
    return form


def _shown(card: RevisionCard) -> tuple[Pair, ...]:
    return () if card.kind is LineKind.UNCHANGED else card.pairs


def _lines_of(pair: Pair) -> int:
    return _LONG if pair.label in {"措辞", "内容"} else 1


class _RowPainter:
    """The lines of one row, from the top."""

    def __init__(self, painter: QPainter, look: Look, box: QRect) -> None:
        self._painter = painter
        self._look = look
        self._box = box
        self._top = box.top()

    def paint(self, card: RevisionCard) -> None:
        self._paint_head(card)
        self._top = self._box.top() + HEAD_PX
        small = QFont(self._painter.font())
        small.setPointSizeF(SECONDARY_PT)
        self._painter.setFont(small)
        for pair in _shown(card):
            self._paint_pair(card, pair)
        if card.note:
            room = QRect(self._left, self._top, self._box.right() - LEFT_PX - self._left, LINE_PX)
            self._write(room, card.note, "yellow_text" if card.is_open else "secondary")

    @property
    def _left(self) -> int:
        return self._box.left() + TEXT_LEFT_PX

    def _paint_head(self, card: RevisionCard) -> None:
        line = QRect(self._left, self._box.top() + 5, self._box.width() - TEXT_LEFT_PX - LEFT_PX, 22)
        width = paint_chip(self._painter, self._look, card.tone, card.word, line, card.sign)
        line.setLeft(line.left() + width + 8)
        for text, tone, sign in ((card.codes, "blue", ""), ("待定" if card.is_open else "", "yellow", "■")):
            if text:
                wide = min(chip_width(self._painter.fontMetrics(), text, has_sign=bool(sign)), line.width() // 3)
                place = QRect(line.right() - wide, line.top(), wide, line.height())
                paint_chip(self._painter, self._look, tone, text, place, sign)
                line.setRight(place.left() - 8)
        if card.act:
            wide = self._painter.fontMetrics().horizontalAdvance(card.act)
            place = QRect(line.right() - wide, line.top(), wide + 1, line.height())
            self._write(place, card.act, "text" if card.is_on else "secondary")
            line.setRight(place.left() - 10)
        if card.no:
            bold = QFont(self._painter.font())
            before = self._painter.font()
            bold.setBold(True)
            self._painter.setFont(bold)
            wide = min(self._painter.fontMetrics().horizontalAdvance(card.no), line.width() // 2)
            self._write(QRect(line.left(), line.top(), wide + 1, line.height()), card.no, "text")
            self._painter.setFont(before)
            line.setLeft(line.left() + wide + 8)
        quiet = card.kind is LineKind.UNCHANGED
        self._write(line, card.title, "secondary" if quiet else "text")

    def _paint_pair(self, card: RevisionCard, pair: Pair) -> None:
        height = _lines_of(pair) * LINE_PX
        label = QRect(self._left, self._top, LABEL_PX - 4, LINE_PX)
        self._write(label, pair.label, "secondary")
        for at, pieces, empty in zip(
            columns_of(QRect(self._box.left(), self._top, self._box.width(), height)),
            (pair.old, pair.new),
            ("原文件没有", "新文件没有"),
            strict=True,
        ):
            if pieces or card.kind is LineKind.CHANGED:
                paint_pieces(self._painter, self._look, at, from_first_change(pieces), _lines_of(pair))
            else:
                self._write(QRect(at.left(), at.top(), at.width(), LINE_PX), f"—（{empty}）", "secondary")
        self._top += height

    def _write(self, at: QRect, text: str, colour: str) -> None:
        if at.width() <= 0:
            return
        shown = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        self._painter.setPen(self._look.colour(colour))
        self._painter.drawText(at, _LEFT, shown)
