"""The pages of a text that is set here: painted, searched and chosen from without asking anybody."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QPalette, QTextCursor, QTextDocument

from ledger_app.preview.model import Flow
from ui.preview.flow_document import document_of
from ui.preview.page_source import OnFound, PageSource, Spot

_CHOSEN = "#b5d5f7"
_MOST_HITS = 2000


class FlowSource(PageSource):
    """A text on its pages."""

    def __init__(self, flow: Flow) -> None:
        """Set the text."""
        super().__init__()
        self.document: QTextDocument = document_of(flow)
        self.document.setParent(self)
        self._page = QSizeF(flow.paper.width, flow.paper.height)
        self._sizes = [self._page] * max(self.document.pageCount(), 1)

    @property
    def sizes(self) -> Sequence[QSizeF]:
        """Return the sizes of the pages in points."""
        return self._sizes

    def paint(self, painter: QPainter, page: int, target: QRectF, chosen: tuple[Spot, Spot] | None) -> None:
        """Paint a page of the text."""
        painter.fillRect(target, Qt.GlobalColor.white)
        painter.save()
        painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
        painter.translate(target.topLeft())
        painter.scale(target.width() / self._page.width(), target.height() / self._page.height())
        top = page * self._page.height()
        painter.translate(0, -top)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, top, self._page.width(), self._page.height())
        context.palette.setColor(QPalette.ColorRole.Text, QColor("#000000"))
        if chosen is not None and chosen[0] != chosen[1]:
            selection = QAbstractTextDocumentLayout.Selection()
            selection.cursor = self._cursor(chosen[0][1], chosen[1][1])
            selection.format.setBackground(QColor(_CHOSEN))
            context.selections = [selection]
        self.document.documentLayout().draw(painter, context)
        painter.restore()

    def spot_at(self, page: int, point: QPointF) -> Spot | None:
        """Return the character at a point."""
        place = QPointF(point.x(), point.y() + page * self._page.height())
        found = self.document.documentLayout().hitTest(place, Qt.HitTestAccuracy.FuzzyHit)
        return (0, found) if found >= 0 else None

    def where(self, spot: Spot) -> tuple[int, QRectF]:
        """Return the page of a character and the line it stands in."""
        block = self.document.findBlock(spot[1])
        box = self.document.documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(spot[1] - block.position())
        top = box.top() + (line.y() if line.isValid() else 0)
        height = line.height() if line.isValid() else box.height()
        page = min(max(math.floor(top / self._page.height()), 0), len(self._sizes) - 1)
        return page, QRectF(box.left(), top - page * self._page.height(), box.width(), height)

    def text_between(self, start: Spot, end: Spot) -> str:
        """Return the text from one place up to another."""
        text = self._cursor(start[1], end[1]).selectedText()
        return text.replace("\u2029", "\n").replace("\u2028", "\n").replace("\ufdd0", "\n").replace("\ufdd1", "\n")

    def ends(self) -> tuple[Spot, Spot]:
        """Return the first and the last place."""
        return (0, 0), (0, max(self.document.characterCount() - 1, 0))

    def find(self, words: str, receive: OnFound) -> None:
        """Look for words, capitals and small letters alike."""
        found: list[tuple[Spot, Spot]] = []
        cursor = self.document.find(words)
        while not cursor.isNull() and len(found) < _MOST_HITS:
            found.append(((0, cursor.selectionStart()), (0, cursor.selectionEnd())))
            cursor = self.document.find(words, cursor)
        receive(found, len(found) >= _MOST_HITS)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document)
        last = max(self.document.characterCount() - 1, 0)
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor
