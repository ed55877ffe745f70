"""The ledger grid: a table view over the one task model, with headings that sort and filter and columns that stay."""

from __future__ import annotations

import re

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ledger_app.domain.view import RowHeight
from ui.look import Look
from ui.models.columns import Paint
from ui.models.task_table_model import TaskTableModel
from ui.views.column_layout import ColumnLayout
from ui.views.frozen_columns import FrozenColumns
from ui.views.grid_header import GridHeader, next_sorting
from ui.views.paint import wrapped
from ui.views.task_delegate import PADDING_PX, TaskDelegate

ROW_PX: dict[RowHeight, int] = {"one": 28, "two": 40, "all": 28}
ROW_WORDS: dict[RowHeight, str] = {"one": "一行文字", "two": "两行文字", "all": "显示全文"}
# A cell of a whole page of text does not push everything else off the screen.
MOST_LINES = 16
MOST_COPIED_ROWS = 5000
# What begins with a sign and is no formula ("-12 点").
_FIGURE = re.compile(r"[+-]\d+(\.\d+)?( 点|%)?")

Index = QModelIndex | QPersistentModelIndex


class TaskGrid(QTableView):
    """Shows the tasks; says which are chosen.

    Attributes:
        layout_: order, widths and visibility of the columns; frozen_columns: the view of those that stay on the left.

    Signals:
        task_shown: another task has the cursor (its id, None for a heading or nothing).
        task_opened: Enter or a double click on a task (its id).
        filter_wanted: the filter of a column is wanted (its number, the global point below its heading).
        column_menu_wanted: the menu of a column is wanted (its number, a global point).
        arranged: somebody arranged columns or rows otherwise.
        menu_wanted: a context menu is wanted at a global point.
    """

    task_shown = Signal(object)
    task_opened = Signal(int)
    filter_wanted = Signal(int, QPoint)
    column_menu_wanted = Signal(int, QPoint)
    arranged = Signal()
    menu_wanted = Signal(QPoint)

    _is_made = False
    _kept_group: str | None = None

    def __init__(self, model: TaskTableModel, look: Look, scheme: str) -> None:
        """Join view and model; `scheme` is the ledger's colour scheme."""
        super().__init__()
        self._tasks = model
        self._kept: int | None = None
        self._kept_scroll = 0
        self._rows: RowHeight = "one"
        self.setObjectName("task_grid")
        self.setAccessibleName("任务表")
        self.delegate = TaskDelegate(look, self, scheme)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(0)
        self._fit_timer.timeout.connect(self._fit_rows)
        self.head = GridHeader(look, self)
        self._set_up_headers()
        self.frozen_columns = FrozenColumns(self, look)
        self.layout_ = ColumnLayout(self, model, self.frozen_columns)
        self._connect(look)
        self.show_columns()
        self._is_made = True

    @property
    def row_height(self) -> RowHeight:
        """Return how many lines of text a row has room for."""
        return self._rows

    def set_row_height(self, rows: RowHeight) -> None:
        """Give rows room for one line of text, for two, or for all of it."""
        self._rows = rows
        header = self.verticalHeader()
        for row in range(header.count()) if header.length() != header.count() * header.defaultSectionSize() else ():
            header.resizeSection(row, ROW_PX[rows])
        header.setDefaultSectionSize(ROW_PX[rows])
        self.frozen_columns.follow()
        self._fit_timer.start()
        self.arranged.emit()

    @property
    def current_task(self) -> int | None:
        """Return the task that has the cursor."""
        index = self.currentIndex()
        return self._tasks.task_id(index.row()) if index.isValid() else None

    def chosen_tasks(self) -> list[int]:
        """Return the tasks of the rows with a chosen cell, from top to bottom."""
        rows: set[int] = set()
        chosen = self.selectionModel().selection()
        for part in (chosen.at(number) for number in range(chosen.count())):
            rows.update(range(part.top(), part.bottom() + 1))
        return [id_ for row in sorted(rows) if (id_ := self._tasks.task_id(row)) is not None]

    def show_task(self, task_id: int) -> bool:
        """Put the cursor on a task, unfolding nothing; return whether it is listed."""
        row = self._tasks.row_of(task_id)
        if row is None:
            return False
        self._select(row)
        return True

    def task_at(self, position: QPoint) -> int | None:
        """Return the task painted at a point of the viewport."""
        index = self.indexAt(position)
        return self._tasks.task_id(index.row()) if index.isValid() else None

    def view_of(self, index: Index) -> QTableView:
        """Return the view that paints a cell: this one, or the one of the frozen columns (editors belong there)."""
        frozen = self.frozen_columns
        return frozen if frozen.isVisible() and not frozen.isColumnHidden(index.column()) else self

    def show_columns(self) -> None:
        """Take the columns of the model and the marks of its query into the headings."""
        query = self._tasks.query
        for head in (self.head, self.frozen_columns.head):
            head.show_columns(self._tasks.columns)
            head.show_marks(query.sorting, {one.field for one in query.conditions})

    def copy_chosen(self) -> int:
        """Put the chosen rows into the clipboard as a table that Excel and WPS take; return how many."""
        shown = self.layout_.shown()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())[:MOST_COPIED_ROWS]
        lines = ["\t".join(self._tasks.columns[number].heading for number in shown)]
        for row in rows:
            texts = [self._tasks.index(row, number).data() for number in shown]
            if any(text is not None for text in texts):
                lines.append("\t".join(_cell_text(text) for text in texts))
        QGuiApplication.clipboard().setText("\n".join(lines))
        return len(lines) - 1

    def sort_from_header(self, number: int, adds: bool) -> None:
        """Sort by a column as its heading was clicked: rising, falling, none; beside the others if it `adds`."""
        name = self._tasks.columns[number].field
        if name:
            self._tasks.sort_by(next_sorting(self._tasks.query.sorting, name, adds=adds))
            self.show_columns()

    def want_filter(self, number: int) -> None:
        """Ask for the filter of a column, to be shown below its heading."""
        head = self.frozen_columns.head if self.view_of(self._tasks.index(0, number)) is not self else self.head
        left = max(0, head.sectionViewportPosition(number))
        self.filter_wanted.emit(number, head.mapToGlobal(QPoint(left, head.height())))

    def turn_group_at(self, index: Index, event: QMouseEvent) -> None:
        """Fold or unfold the group whose heading is clicked."""
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        if group is not None and event.button() is Qt.MouseButton.LeftButton:
            self._tasks.set_folded(group.key, not self._tasks.is_folded(group.key))

    def open_at(self, index: Index) -> None:
        """Open the task of a cell."""
        task_id = self._tasks.task_id(index.row()) if index.isValid() else None
        if task_id is not None:
            self.task_opened.emit(task_id)

    def scroll_by_wheel(self, event: QWheelEvent) -> None:
        """Scroll as the wheel says, wherever it was turned."""
        self.wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C, filter with Alt+Down, fold groups with the arrow keys."""
        index = self.currentIndex()
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        key = event.key()
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif has_alt and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._by_keyboard(is_filter=key == Qt.Key.Key_Down)
        elif group is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            turned = not self._tasks.is_folded(group.key)
            wished = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}.get(Qt.Key(key), turned)
            self._tasks.set_folded(group.key, wished)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and (task_id := self.current_task) is not None:
            self.task_opened.emit(task_id)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a group whose heading is clicked."""
        index = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)
        self.turn_group_at(index, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task under the pointer."""
        task_id = self.task_at(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        if task_id is not None:
            self.task_opened.emit(task_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen tasks."""
        if self.chosen_tasks():
            self.menu_wanted.emit(event.globalPos())

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell on sight, out from under the frozen columns."""
        if not self._is_made:
            # Qt's own setters scroll while the view is still being made.
            super().scrollTo(index, hint)
            return
        if self.view_of(index) is not self:
            place = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            self.horizontalScrollBar().setValue(place)
            return
        super().scrollTo(index, hint)
        hidden = self.frozen_columns.width() - self.columnViewportPosition(index.column())
        if self.frozen_columns.isVisible() and hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width while the columns are as the program sized them."""
        super().resizeEvent(event)
        if self._is_made:
            self.layout_.fill_width()
            self._fit_timer.start()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Repaint whole rows: a group's heading runs across its cells."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(ROW_PX["one"])
        self.head.setObjectName("task_grid_header")
        self.head.setAccessibleName("任务表的列")
        self.setHorizontalHeader(self.head)

    def _connect(self, look: Look) -> None:
        model = self._tasks
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        model.columns_changed.connect(self.show_columns)
        model.listed.connect(lambda _listing: self.show_columns())
        model.dataChanged.connect(lambda *_: self._fit_timer.start())
        for head in (self.head, self.frozen_columns.head):
            head.sort_wanted.connect(self.sort_from_header)
            head.filter_wanted.connect(self.want_filter)
            head.menu_wanted.connect(self.column_menu_wanted)
            head.sectionDoubleClicked.connect(lambda number: self.layout_.fit([number]))
        self.layout_.changed.connect(self.arranged)
        self.layout_.changed.connect(self._fit_timer.start)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._fit_timer.start())
        # The headings of groups stand still while the cells move: nothing may be shifted as a picture.
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        look.changed.connect(self.viewport().update)

    def _by_keyboard(self, *, is_filter: bool) -> None:
        """Open the filter, or the menu, of the column that has the cursor."""
        index = self.currentIndex()
        number = index.column() if index.isValid() else self.layout_.shown()[0]
        if is_filter and self._tasks.columns[number].filter_kind != "none":
            self.want_filter(number)
        else:
            left = max(0, self.head.sectionViewportPosition(number))
            self.column_menu_wanted.emit(number, self.head.mapToGlobal(QPoint(left, self.head.height())))

    def _fit_rows(self) -> None:
        """Make the rows on sight as high as their texts, where all of a text is shown."""
        if self._rows != "all":
            return
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        last = self._tasks.rowCount() - 1 if last < 0 else last
        wide = [number for number in self.layout_.shown() if self._tasks.columns[number].paint is Paint.WRAP]
        line = self.fontMetrics().height()
        for row in range(first, min(last, first + 200) + 1):
            lines = 1
            for number in wide if self._tasks.group_at(row) is None else ():
                text = " ".join(str(self._tasks.index(row, number).data() or "").split("\n"))
                width = self.columnWidth(number) - 2 * PADDING_PX
                lines = max(lines, len(wrapped(text, self.font(), width, MOST_LINES)))
            height = ROW_PX["all"] if lines == 1 else lines * line + 12
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def _select(self, row: int) -> None:
        column = self.currentIndex().column()
        if column < 0 or self.isColumnHidden(column):
            column = self.layout_.shown()[0]
        index = self._tasks.index(row, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def _keep_place(self) -> None:
        index = self.currentIndex()
        self._kept = self.current_task
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        self._kept_group = group.key if group is not None else None
        self._kept_scroll = self.verticalScrollBar().value()
        self.layout_.keep()

    def _restore_place(self) -> None:
        self.verticalScrollBar().setValue(self._kept_scroll)
        row = self._tasks.row_of(self._kept) if self._kept is not None else None
        if row is None and self._kept_group is not None:
            row = self._tasks.heading_row(self._kept_group)
        if row is not None:
            self._select(row)
        else:
            self.task_shown.emit(None)
        self._fit_timer.start()

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.task_shown.emit(self._tasks.task_id(current.row()) if current.isValid() else None)


def _cell_text(text: object) -> str:
    """Return a cell for the clipboard: one line, and no formula for the program that takes it."""
    flat = " ".join(str(text or "").split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") and not _FIGURE.fullmatch(flat) else flat
