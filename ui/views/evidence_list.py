"""The list of evidence: a table that is only looked at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.look import SECONDARY_PT, Look
from ui.marked_text import draw_marked
from ui.models.evidence_table import AWAY_ROLE, COLUMNS, FOUND_ROLE, LINE_ROLE, EvidenceRow, EvidenceTableModel

ROW_PX = 42
ICON_PX = 20
PADDING_PX = 8
TITLE_PX = 190
"""Width that the title keeps where the list is narrow: other columns give way to it."""
_GIVING_WAY = ("versions", "kind", "added", "tasks", "date", "size")
"""Columns in the order in which they are hidden."""

Index = QModelIndex | QPersistentModelIndex


class EvidenceListView(QTableView):
    """Rows of evidence; says what is to be done with the one under the cursor.

    Signals:
        opened: a double click, or Enter with Ctrl.
        looked: Space or Enter, the large preview is wanted.
        discarded: Delete was pressed.
        menu_wanted: a context menu is wanted at a global point.
    """

    opened = Signal()
    looked = Signal()
    discarded = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: EvidenceTableModel, look: Look) -> None:
        """Join table and model."""
        super().__init__()
        self.setObjectName("evidence_list")
        self.setAccessibleName("佐证材料")
        self.setModel(model)
        self._titles = _TitleDelegate(look, self)
        self.setItemDelegate(_CellDelegate(look, self))
        self.setItemDelegateForColumn(0, self._titles)
        look.changed.connect(self.viewport().update)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setObjectName("evidence_list_header")
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(36)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, column.width_px)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(len(COLUMNS) - 1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as leave room for the title."""
        super().resizeEvent(event)
        widths = {column.key: column.width_px for column in COLUMNS[1:]}
        left = self.viewport().width() - sum(widths.values())
        hidden: set[str] = set()
        for key in _GIVING_WAY:
            if left >= TITLE_PX:
                break
            hidden.add(key)
            left += widths[key]
        for number, column in enumerate(COLUMNS):
            if self.isColumnHidden(number) is not (column.key in hidden):
                self.setColumnHidden(number, column.key in hidden)

    def mark_words(self, words: str) -> None:
        """Let words stand out in what was found inside files."""
        self._titles.terms = words.lower().split()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look with Space or Enter, open with Ctrl+Enter, discard with Delete."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit()
        elif is_enter or event.key() == Qt.Key.Key_Space:
            self.looked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.discarded.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the piece under the pointer."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the piece under the pointer."""
        if self.indexAt(event.pos()).isValid():
            self.menu_wanted.emit(event.globalPos())


class _CellDelegate(QStyledItemDelegate):
    """Plain cells, grey while the drive of the files is away."""

    def __init__(self, look: Look, view: EvidenceListView) -> None:
        super().__init__(view)
        self._look = look

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(AWAY_ROLE):
            grey = self._look.colour("secondary")
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, grey)


class _TitleDelegate(QStyledItemDelegate):
    """Icon, title, and below it number, author and file name."""

    def __init__(self, look: Look, view: EvidenceListView) -> None:
        super().__init__(view)
        self._look = look
        self.terms: list[str] = []

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(LINE_ROLE)
        if not isinstance(row, EvidenceRow):
            return
        box = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._look.colour("selection"))
        ratio = painter.device().devicePixelRatioF()
        colour = self._look.theme.colours["secondary"]
        icon = self._look.icons.pixmap(row.icon, ICON_PX, ratio, colour)
        painter.drawPixmap(box.left() + PADDING_PX, box.center().y() - ICON_PX // 2, icon)
        left = box.adjusted(2 * PADDING_PX + ICON_PX, 4, -PADDING_PX, -4)
        found = index.data(FOUND_ROLE)
        below = found or row.second_line
        upper = QRect(left.left(), left.top(), left.width(), left.height() // 2) if below else left
        painter.setPen(self._look.colour("secondary" if index.data(AWAY_ROLE) else "text"))
        self._draw(painter, upper, row.evidence.title)
        font = QFont(painter.font())
        font.setPointSizeF(SECONDARY_PT)
        painter.setFont(font)
        painter.setPen(self._look.colour("secondary"))
        lower = QRect(left.left(), left.center().y() + 1, left.width(), left.height() // 2)
        if found:
            draw_marked(painter, lower, below, self.terms, self._look, "secondary", font)
        else:
            self._draw(painter, lower, below)
        painter.restore()

    def _draw(self, painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
