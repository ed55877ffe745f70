"""列设置: which columns are shown, in which order, how wide, how many stay on the left; all from the keyboard too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ledger_app.domain.view import MOST_FROZEN, ViewColumn
from ui.dialogs.form import FormDialog
from ui.entry_button import entry_button
from ui.models.columns import Column
from ui.number_field import NumberField
from ui.views.column_layout import ALWAYS_SHOWN, LEAST_PX, MOST_PX, ColumnLayout

_KEY_ROLE = Qt.ItemDataRole.UserRole
_WIDTH_ROLE = Qt.ItemDataRole.UserRole + 1


class ColumnsDialog(FormDialog):
    """A list of all columns with ticks; nothing is arranged before the button is pressed."""

    def __init__(self, parent: QWidget, layout: ColumnLayout) -> None:
        """Begin with the arrangement in force."""
        note = "勾选要显示的列；Ctrl+↑、Ctrl+↓ 或右边的按钮调整次序。"
        super().__init__(parent, "columns_dialog", "列设置", "按此排列", note)
        self._arranged = layout
        self._headings = {column.key: column for column in layout.columns}
        self.list = OrderList()
        self.list.move_wanted.connect(self.move_row)
        self.list.setObjectName("columns_list")
        self.list.setAccessibleName("全部列，空格键勾选")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(300)
        self.list.setUniformItemSizes(True)
        self._fill(layout.as_view())
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(self._make_buttons())
        self.extra.addLayout(row)
        self.width_field = NumberField("columns_width", "列宽（像素）", LEAST_PX, MOST_PX)
        self.width_field.committed.connect(self._take_width)
        self.frozen = NumberField("columns_frozen", "冻结左侧的列数", 0, MOST_FROZEN)
        self.frozen.show_value(layout.frozen)
        self.add_row("所选列的宽度", self.width_field)
        self.add_row("冻结左侧列数", self.frozen)
        self.list.currentItemChanged.connect(lambda *_: self._show_width())
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.on_accepted(self._apply)

    def chosen(self) -> tuple[ViewColumn, ...]:
        """Return the columns as they stand in the list."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            ViewColumn(item.data(_KEY_ROLE), int(item.data(_WIDTH_ROLE)), item.checkState() is Qt.CheckState.Checked)
            for item in items
        )

    def move_row(self, by: int) -> None:
        """Move the current column up or down."""
        row = self.list.currentRow()
        to = row + by
        if 0 <= row < self.list.count() and 0 <= to < self.list.count():
            self.list.insertItem(to, self.list.takeItem(row))
            self.list.setCurrentRow(to)

    def _fill(self, columns: Sequence[ViewColumn]) -> None:
        self.list.clear()
        for one in columns:
            item = QListWidgetItem(self._headings[one.key].heading)
            item.setData(_KEY_ROLE, one.key)
            item.setData(_WIDTH_ROLE, one.width_px)
            item.setCheckState(Qt.CheckState.Checked if one.is_shown else Qt.CheckState.Unchecked)
            if one.key == ALWAYS_SHOWN:
                # Without the task's name no row could be told from another.
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)

    def _make_buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        for name, receive in (
            ("columns_up", lambda: self.move_row(-1)),
            ("columns_down", lambda: self.move_row(1)),
            ("columns_all", self._tick_all),
            ("columns_default", lambda: self._fill(_defaults(self._arranged.columns))),
        ):
            button = entry_button(name)
            button.clicked.connect(receive)
            column.addWidget(button)
        column.addStretch(1)
        return column

    def _tick_all(self) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked)

    def _show_width(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.width_field.show_value(item.data(_WIDTH_ROLE))

    def _take_width(self, width: float) -> None:
        item = self.list.currentItem()
        if item is not None:
            item.setData(_WIDTH_ROLE, int(width))

    def _apply(self) -> None:
        chosen, before = self.chosen(), self._arranged.as_view()
        widths = {one.key: one.width_px for one in before}
        fits = self._arranged.fits_width and all(one.width_px == widths[one.key] for one in chosen)
        self._arranged.apply(chosen, fits_width=fits, frozen=int(self.frozen.value()))
        self._arranged.changed.emit()


def _defaults(columns: Sequence[Column]) -> list[ViewColumn]:
    return [ViewColumn(one.key, one.width_px, one.is_shown) for one in columns]


class OrderList(QListWidget):
    """A list whose rows Ctrl and an arrow key move.

    Signals:
        move_wanted: the current row is to go up (-1) or down (1).
    """

    move_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Up and Ctrl+Down; Enter is left to the dialog."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        by = steps.get(Qt.Key(event.key()), 0) if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 0
        if by:
            self.move_wanted.emit(by)
            event.accept()
        else:
            super().keyPressEvent(event)
