"""The sheet of one unit's tasks, typed into as into Excel: Enter goes down, Tab right, Ctrl+D takes the cell above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.models.filing_table import BEFORE, EDITABLE, NEXT, PERCENT, PROBLEMS, STATE, TASK, TEXT, FilingTableModel

ROW_PX = 60
EDITOR_PX = 96
# Column -> (least width, share of what is left over in percent).
_WIDTHS = {
    TASK: (120, 16),
    BEFORE: (130, 20),
    TEXT: (200, 34),
    PERCENT: (56, 0),
    PROBLEMS: (100, 15),
    NEXT: (100, 15),
    STATE: (104, 0),
}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

Index = QModelIndex | QPersistentModelIndex


class FilingTable(QTableView):
    """Cells to type into.

    Signals:
        save_wanted: everything is to be saved (Ctrl+Enter).
        unit_turned: another unit is wanted (-1 or 1).
        left: back to the register (Esc).
    """

    save_wanted = Signal()
    unit_turned = Signal(int)
    left = Signal()

    def __init__(self, model: FilingTableModel) -> None:
        """Show a model's rows."""
        super().__init__()
        self._sheet = model
        self._first_column = TEXT
        self.replaces = False
        self.setObjectName("filing_table")
        self.setAccessibleName("本单位任务的本期进展")
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(True)
        # Without this Tab would leave the sheet before it comes to `keyPressEvent`.
        self.setTabKeyNavigation(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)

    def start(self) -> None:
        """Put the cursor into the first row of which nothing is said, and the keyboard into the sheet."""
        unfilled = self._sheet.unfilled
        self.go_to(unfilled[0] if unfilled else 0, TEXT)
        self.setFocus()

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell."""
        index = self._sheet.index(row, column)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def chosen_cells(self) -> list[tuple[int, int]]:
        """Return the chosen cells as (row, column)."""
        return sorted((index.row(), index.column()) for index in self.selectionModel().selectedIndexes())

    def chosen_rows(self) -> list[int]:
        """Return the rows with a chosen cell."""
        return sorted({row for row, _column in self.chosen_cells()})

    def go_down(self) -> None:
        """Go to the next row, to the column where the row was begun, as in Excel after Tab."""
        self.go_to(min(self.currentIndex().row() + 1, self._sheet.rowCount() - 1), self._first_column)

    def go_right(self, steps: int) -> None:
        """Go to the next cell that can be typed into, on the next row after the last."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        places = [(line, one) for line in range(self._sheet.rowCount()) for one in EDITABLE]
        if steps > 0:
            found = next(((line, one) for line, one in places if (line, one) > (row, column)), None)
        else:
            found = next(((line, one) for line, one in reversed(places) if (line, one) < (row, column)), None)
        if found is not None:
            first = self._first_column
            self.go_to(*found)
            self._first_column = first if found[0] == row else EDITABLE[0]

    def edit(  # type: ignore[override]
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Open the editor; a key that is typed replaces what stands there, F2 and a double click go on with it."""
        self.replaces = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Remember the column a row is begun in."""
        super().currentChanged(current, previous)
        if current.isValid() and current.column() in EDITABLE:
            self._first_column = current.column()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the sheet from the shortcuts of the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            paste = event.matches(QKeySequence.StandardKey.Paste)
            if paste or _is_down(event) or event.key() in _ENTERS:
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns."""
        super().resizeEvent(event)
        left = max(0, self.viewport().width() - sum(least for least, _share in _WIDTHS.values()))
        for column, (least, share) in _WIDTHS.items():
            self.setColumnWidth(column, least + left * share // 100)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key does in a sheet; letters open the editor."""
        if self._do_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _do_key(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & _CONTROL)
        if key in _ENTERS:
            self.save_wanted.emit() if control else self.go_down()
        elif key in _TABS:
            self.go_right(-1 if key == Qt.Key.Key_Backtab else 1)
        elif _is_down(event):
            self._sheet.fill_from_above(self.chosen_cells())
        elif control and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.unit_turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_F8:
            self.say_no_change(rest=bool(event.modifiers() & _SHIFT))
        elif key == Qt.Key.Key_F7:
            self._say_same(self.chosen_rows(), "carried")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._sheet.clear_cells(self.chosen_cells())
        elif event.matches(QKeySequence.StandardKey.Paste):
            index = self.currentIndex()
            self._sheet.paste(index.row(), index.column(), QGuiApplication.clipboard().text())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def say_no_change(self, *, rest: bool = False) -> None:
        """Say 无变化 of the chosen rows and go on to the next one; or of all rows of which nothing is said."""
        if rest:
            self._sheet.say_same(self._sheet.unfilled, "no_change")
        else:
            self._say_same(self.chosen_rows(), "no_change")

    def carry_over(self) -> None:
        """Say of the chosen rows what was said last month."""
        self._say_same(self.chosen_rows(), "carried")

    def _say_same(self, rows: Sequence[int], kind: str) -> None:
        self._sheet.say_same(rows, "carried" if kind == "carried" else "no_change")
        if len(rows) == 1:
            self.go_down()


class _CellDelegate(QStyledItemDelegate):
    """Edits a cell in a box of several lines that may stand over the rows below."""

    def __init__(self, table: FilingTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setObjectName("filing_editor")
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            if self._table.replaces:
                editor.selectAll()
            else:
                editor.moveCursor(QTextCursor.MoveOperation.End)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)
        if index.column() != PERCENT:
            box.setHeight(max(box.height(), EDITOR_PX))
            below = self._table.viewport().height() - box.bottom()
            box.translate(0, min(0, below))
        editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Give the text and go on as in Excel; Alt+Enter begins a new line."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(editor, QPlainTextEdit):
            key, modifiers = event.key(), event.modifiers()
            if key in _ENTERS and modifiers & Qt.KeyboardModifier.AltModifier:
                editor.insertPlainText("\n")
                return True
            if key in _ENTERS or key in _TABS:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self._go_on(key, is_save=bool(modifiers & _CONTROL))
                return True
        return super().eventFilter(editor, event)

    def _go_on(self, key: int, *, is_save: bool) -> None:
        table = self._table
        table.setFocus()
        if key in _TABS:
            table.go_right(-1 if key == Qt.Key.Key_Backtab else 1)
        elif is_save:
            table.save_wanted.emit()
        else:
            table.go_down()


def _is_down(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_D and event.modifiers() == _CONTROL
