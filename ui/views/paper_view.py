"""The document as read: its text as a page, coloured by what was understood, lit up item by item.

Colours lie over the text, so that a new reading or another scheme repaints without touching it; the item that
is lit up is painted beneath the text, so that its own colours stay visible.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame, QTextEdit
from shiboken6 import isValid

from ui.look import Look
from ui.models.paper import Mark, MarkKind, Paper, Stretch, StretchIndex
from ui.views.paper_document import PlaceMap, build_document

BAR_PX = 3
_SIDE_PX = 6
_PARTS = 4
# Up to so many changed blocks are laid out one by one; beyond that the page as a whole is quicker.
_FEW_BLOCKS = 20


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
        self._marks = _Marking(look)
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
        self._marks.forget()
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
        placed = [Mark(place(mark.start), place(mark.end), mark.kind, mark.is_doubtful) for mark in marks]
        self._marks.show(self.document(), placed)
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

    def item_key_at(self, point: QPoint) -> str:
        """Return the item at a point of the viewport, "" between items."""
        found = self._item_at(QPointF(point))
        return found.key if found is not None else ""

    def chosen_places(self) -> list[int]:
        """Return the offsets in the plain text of the caret, or of both ends of the selection."""
        cursor = self.textCursor()
        ends = {cursor.selectionStart(), cursor.selectionEnd()}
        return [self._places.to_text(place) for place in sorted(ends)]

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
        self._marks.repaint(self.document())
        self.viewport().update()


class _Marking:
    """Puts formats on stretches of a document, block by block, and only where they change.

    The layouts of blocks are told directly: a highlighter of Qt would lay out the whole page again for each
    block, which is too slow for a long plan.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._of_block: dict[int, list[Mark]] = {}
        self._formats: dict[tuple[MarkKind, bool], QTextCharFormat] = {}
        self.set_colours()

    def forget(self) -> None:
        self._of_block = {}

    def set_colours(self) -> None:
        self._formats = {(kind, doubt): self._format(kind, doubt) for kind in MarkKind for doubt in (False, True)}

    def show(self, document: QTextDocument, marks: Sequence[Mark]) -> None:
        """Show these marks instead of those before; places are those of the document."""
        before, self._of_block = self._of_block, {}
        for mark in marks:
            block = document.findBlock(mark.start)
            while block.isValid() and block.position() < mark.end:
                self._of_block.setdefault(block.blockNumber(), []).append(mark)
                block = block.next()
        changed = [
            number
            for number in sorted({*before, *self._of_block})
            if before.get(number, []) != self._of_block.get(number, [])
        ]
        self._lay_on(document, changed)

    def repaint(self, document: QTextDocument) -> None:
        """Show the same marks in the colours of another scheme."""
        self._lay_on(document, sorted(self._of_block))

    def _lay_on(self, document: QTextDocument, numbers: Sequence[int]) -> None:
        for number in numbers:
            block = document.findBlockByNumber(number)
            block.layout().setFormats([self._range(block, mark) for mark in self._of_block.get(number, ())])
            if len(numbers) <= _FEW_BLOCKS:
                document.markContentsDirty(block.position(), block.length())
        if len(numbers) > _FEW_BLOCKS:
            document.markContentsDirty(0, document.characterCount())

    def _range(self, block: QTextBlock, mark: Mark) -> QTextLayout.FormatRange:
        stretch = QTextLayout.FormatRange()
        begin = max(mark.start, block.position())
        stretch.start = begin - block.position()
        stretch.length = min(mark.end, block.position() + block.length() - 1) - begin
        stretch.format = self._formats[mark.kind, mark.is_doubtful]
        return stretch

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
