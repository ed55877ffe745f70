"""The plain list of the monthly round: rows, several of them chosen, chips where the model says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.look import Look
from ui.models.list_table import ListTableModel
from ui.models.return_table import CHIP_ROLE
from ui.views.paint import chip_width, paint_chip

L = TypeVar("L")

ROW_PX = 28
_PADDING_PX = 4

Key = tuple[Qt.Key, Qt.KeyboardModifier]
PLAIN = Qt.KeyboardModifier.NoModifier


class ChipDelegate(QStyledItemDelegate):
    """Paints a cell as a chip where the model gives one; the rest as usual."""

    def __init__(self, parent: QAbstractItemView, look: Look, *, is_centred: bool = False) -> None:
        """Paint in the colours of a look; `is_centred` puts the chip into the middle of its cell."""
        super().__init__(parent)
        self._look = look
        self._is_centred = is_centred

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground, then the chip."""
        chip = index.data(CHIP_ROLE)
        if not chip:
            super().paint(painter, option, index)
            return
        tone, word, sign = chip
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""
        style = drawn.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        box = QRect(option.rect).adjusted(_PADDING_PX, 0, -_PADDING_PX, 0)
        if self._is_centred:
            width = chip_width(painter.fontMetrics(), word, has_sign=bool(sign))
            box.setLeft(box.left() + max(0, (box.width() - width) // 2))
        paint_chip(painter, self._look, tone, word, box, sign)


class ListTable(QTableView):
    """Rows of a register; keys given to it are acts, everything else is Qt's."""

    def __init__(self, name: str, label: str, look: Look, *, is_centred: bool = False) -> None:
        """Make an empty list with its name for tests and for screen readers."""
        super().__init__()
        self._acts: Mapping[Key, Callable[[], object]] = {}
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(ChipDelegate(self, look, is_centred=is_centred))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        look.changed.connect(self.viewport().update)

    def show_list(self, model: ListTableModel[L]) -> None:
        """Show a list, its columns as wide as they want to be at first."""
        self.setModel(model)
        for number, column in enumerate(model.columns):
            self.setColumnWidth(number, column.width_px)

    def set_acts(self, acts: Mapping[Key, Callable[[], object]]) -> None:
        """Do these acts on these keys while the list has the keyboard."""
        self._acts = acts

    def chosen_rows(self) -> list[int]:
        """Return the chosen rows from top to bottom; the row with the cursor if none is chosen."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return rows or ([self.currentIndex().row()] if self.currentIndex().isValid() else [])

    def choose_rows(self, rows: list[int], current: int | None = None) -> None:
        """Choose rows and put the cursor on one of them, the first by default."""
        model = self.model()
        there = [row for row in rows if 0 <= row < model.rowCount()]
        if not there:
            return
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        start = current if current in there else there[0]
        selection.setCurrentIndex(model.index(start, 0), flags.ClearAndSelect | flags.Rows)
        for row in there:
            selection.select(model.index(row, 0), flags.Select | flags.Rows)
        self.scrollTo(model.index(start, 0))

    def event(self, event: QEvent) -> bool:
        """Keep the keys that are acts here from the shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do the act of a key."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
            return
        act()
        event.accept()

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
        return self._acts.get((key, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))


def button_row(left: Sequence[QWidget], right: Sequence[QWidget]) -> QHBoxLayout:
    """Return a row with widgets at its left and at its right."""
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row
