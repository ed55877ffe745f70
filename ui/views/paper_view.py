"""The document as read: its text as a page, coloured by what was understood, lit up item by item.

Colours are put on by a highlighter, so that a new reading or another scheme repaints without touching the
text; the item that is lit up is painted beneath the text, so that its own colours stay visible.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit
from shiboken6 import isValid

from ui.look import Look
from ui.models.paper import Mark, MarkKind, Paper, Stretch, StretchIndex
from ui.views.paper_document import PlaceMap, build_document

BAR_PX = 3
_SIDE_PX = 6
_PARTS = 4


class PaperView(QTextEdit):
    """Shows a `Paper`; says which item is pointed at or clicked.

    Signals:
        item_hovered: the pointer is over another item (its key, None for none).
        item_clicked: an item was clicked (its key).
    """

    item_hovered = Signal(object)
    item_clicked = Signal(str)

    def __init__(self, look: Look, name: str, label: str) -> None:
        """Begin with an empty page."""
        super().__init__()
        self._look = look
        self._places = PlaceMap()
        self._items = StretchIndex(())
        self._lit: str | None = None
        self._hovered: str | None = None
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("role", "paper")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._marks = _MarkHighlighter(look, self)
        look.changed.connect(self._on_look_changed)

    @property
    def lit(self) -> str | None:
        """Return the key of the item that is lit up."""
        return self._lit

    def show_paper(self, paper: Paper) -> None:
        """Show another text, at its beginning, without marks."""
        document, self._places = build_document(paper, self.font(), self._look)
        document.setParent(self)
        before = self.document()
        self._marks.set_marks(())
        self._marks.setDocument(document)
        self.setDocument(document)
        # The very first document goes by itself.
        if isValid(before):
            before.deleteLater()
        self._lit = self._hovered = None
        self._items = StretchIndex(())

    def show_marks(self, marks: Sequence[Mark], items: Sequence[Stretch]) -> None:
        """Colour the text anew and note where its items stand."""
        self._items = StretchIndex(items)
        place = self._places.to_view
        self._marks.set_marks([Mark(place(m.start), place(m.end), m.kind, m.is_doubtful) for m in marks])
        self._marks.rehighlight()
        self.viewport().update()

    def light_up(self, key: str | None, *, scroll: bool = True) -> None:
        """Light up an item, and bring it into view unless it is there."""
        self._lit = key
        if key is not None and scroll:
            self._bring_into_view(key)
        self.viewport().update()

    def hover(self, key: str | None) -> None:
        """Show that an item is pointed at elsewhere."""
        if key != self._hovered:
            self._hovered = key
            self.viewport().update()

    def marks_at(self, offset: int) -> list[Mark]:
        """Return the marks that cover an offset of the text, in places of the view."""
        return self._marks.at(self._places.to_view(offset))

    def item_box(self, key: str) -> QRectF:
        """Return the lines of an item in the coordinates of the whole page, empty if it has no place."""
        stretch = self._items.of(key)
        if stretch is None:
            return QRectF()
        first = self._places.to_view(stretch.start)
        last = max(first, self._places.to_view(stretch.end) - 1)
        box = QRectF()
        block = self.document().findBlock(first)
        while block.isValid() and block.position() <= last:
            box = box.united(self._lines(block, first, last))
            block = block.next()
        return box

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lit item's ground and bar, then the text over it."""
        painter = QPainter(self.viewport())
        for key, ground in ((self._hovered, "hover"), (self._lit, "selection")):
            if key is not None and (key != self._lit or ground == "selection"):
                box = self.item_box(key).translated(0, -self.verticalScrollBar().value())
                if box.isValid() and box.intersects(QRectF(event.rect())):
                    wide = QRectF(_SIDE_PX, box.top() - 2, self.viewport().width() - 2 * _SIDE_PX, box.height() + 4)
                    painter.fillRect(wide, self._look.colour(ground))
                    if ground == "selection":
                        bar = QRectF(wide.left() - BAR_PX, wide.top(), BAR_PX, wide.height())
                        painter.fillRect(bar, self._look.colour("accent"))
        painter.end()
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which item is under the pointer."""
        super().mouseMoveEvent(event)
        found = self._item_at(event.position())
        key = found.key if found else None
        if key != self._hovered:
            self.hover(key)
            self.item_hovered.emit(key)

    def leaveEvent(self, event: object) -> None:
        """Say that no item is pointed at any more."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        if self._hovered is not None:
            self.hover(None)
            self.item_hovered.emit(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say which item was clicked, unless text was selected."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            found = self._item_at(event.position())
            if found is not None:
                self.item_clicked.emit(found.key)

    def _item_at(self, point: QPointF) -> Stretch | None:
        down = point + QPointF(0, self.verticalScrollBar().value())
        place = self.document().documentLayout().hitTest(down, Qt.HitTestAccuracy.FuzzyHit)
        return self._items.at(self._places.to_text(place)) if place >= 0 else None

    def _lines(self, block: QTextBlock, first: int, last: int) -> QRectF:
        """Return the lines of a block that hold any of the places first to last."""
        whole = self.document().documentLayout().blockBoundingRect(block)
        layout = block.layout()
        start, end = first - block.position(), last - block.position()
        if start <= 0 and end >= block.length() - 2:
            return whole
        top = layout.lineForTextPosition(max(start, 0))
        bottom = layout.lineForTextPosition(min(end, block.length() - 1))
        if not (top.isValid() and bottom.isValid()):
            return whole
        upper = whole.top() + top.y()
        return QRectF(whole.left(), upper, whole.width(), whole.top() + bottom.y() + bottom.height() - upper)

    def _bring_into_view(self, key: str) -> None:
        box = self.item_box(key)
        if not box.isValid():
            return
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        if box.top() < bar.value() or min(box.bottom(), box.top() + height) > bar.value() + height:
            bar.setValue(int(box.top() - height / _PARTS))

    def _on_look_changed(self) -> None:
        self._marks.set_colours()
        self._marks.rehighlight()
        self.viewport().update()


class _MarkHighlighter(QSyntaxHighlighter):
    """Colours stretches of the text; knows nothing of words."""

    def __init__(self, look: Look, view: PaperView) -> None:
        super().__init__(view)
        self._look = look
        self._sorted: list[Mark] = []
        self._starts: list[int] = []
        self._longest = 0
        self._formats: dict[tuple[MarkKind, bool], QTextCharFormat] = {}
        self.set_colours()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        self._sorted = sorted(marks, key=lambda mark: mark.start)
        self._starts = [mark.start for mark in self._sorted]
        self._longest = max((mark.end - mark.start for mark in marks), default=0)

    def at(self, place: int) -> list[Mark]:
        return [mark for mark in self._between(place, place + 1) if mark.start <= place < mark.end]

    def set_colours(self) -> None:
        self._formats = {(kind, doubt): self._format(kind, doubt) for kind in MarkKind for doubt in (False, True)}

    def highlightBlock(self, text: str) -> None:
        first = self.currentBlock().position()
        for mark in self._between(first, first + len(text)):
            begin, end = max(mark.start, first), min(mark.end, first + len(text))
            if begin < end:
                self.setFormat(begin - first, end - begin, self._formats[mark.kind, mark.is_doubtful])

    def _between(self, first: int, last: int) -> list[Mark]:
        low = bisect_left(self._starts, first - self._longest)
        return self._sorted[low : bisect_right(self._starts, last)]

    def _format(self, kind: MarkKind, is_doubtful: bool) -> QTextCharFormat:
        form = QTextCharFormat()
        look = self._look
        if kind is MarkKind.OWNER:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            form.setUnderlineColor(look.colour("owner_line"))
        elif kind is MarkKind.RULE:
            form.setBackground(look.colour("blue_ground"))
        else:
            form.setBackground(look.colour("deadline_ground" if kind is MarkKind.DEADLINE else "target_ground"))
        if is_doubtful:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            form.setUnderlineColor(look.colour("doubt_line"))
            form.setProperty(QTextFormat.Property.TextUnderlineStyle, QTextCharFormat.UnderlineStyle.DotLine.value)
        return form
