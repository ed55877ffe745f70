"""The ledger grid: a table view over the one task model, with columns that can be hidden, moved and sized."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from ui.look import Look
from ui.models.columns import COLUMNS
from ui.models.task_table_model import TaskTableModel
from ui.state import WindowState
from ui.views.task_delegate import TaskDelegate

ROW_PX = 28
TALL_ROW_PX = 40
MOST_COPIED_ROWS = 5000
# Columns that take up what is left or missing of the width: their share of it, and their least width in px.
FLEXIBLE = {"title": (0.55, 140), "progress": (0.45, 72)}
# What begins with a sign and is no formula ("-12 点").
_FIGURE = re.compile(r"[+-]\d+(\.\d+)?( 点|%)?")


class TaskGrid(QTableView):
    """Shows the tasks; says which are chosen.

    Signals:
        task_shown: another task has the cursor (its id, None for a heading or nothing).
        task_opened: Enter or a double click on a task (its id).
        columns_sized: somebody sized or moved a column.
        menu_wanted: a context menu is wanted at a global point.
    """

    task_shown = Signal(object)
    task_opened = Signal(int)
    columns_sized = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: TaskTableModel, look: Look, state: WindowState, scheme: str) -> None:
        """Join view and model; widths and order of columns come from `state`."""
        super().__init__()
        self._tasks = model
        self._state = state
        self._kept: int | None = None
        self._fills = False
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
        self._set_up_headers()
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        look.changed.connect(self.viewport().update)

    @property
    def is_tall(self) -> bool:
        """Say whether rows have room for two lines."""
        return self.verticalHeader().defaultSectionSize() == TALL_ROW_PX

    def set_tall(self, is_tall: bool) -> None:
        """Give rows room for two lines of text, or for one."""
        self.verticalHeader().setDefaultSectionSize(TALL_ROW_PX if is_tall else ROW_PX)
        self._state.set_text("grid/rows", "tall" if is_tall else "low")

    @property
    def current_task(self) -> int | None:
        """Return the task that has the cursor."""
        index = self.currentIndex()
        return self._tasks.task_id(index.row()) if index.isValid() else None

    def chosen_tasks(self) -> list[int]:
        """Return the chosen tasks from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [id_ for row in rows if (id_ := self._tasks.task_id(row)) is not None]

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

    def fill_column_menu(self, menu: QMenu) -> None:
        """Put a tick for every column into a menu, and the height of rows."""
        menu.clear()
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(column.heading)
            action.setObjectName(f"column_{column.key}")
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            # Without the task's name no row could be told from another.
            action.setEnabled(column.key != "title")
            action.toggled.connect(_setter(self._set_column_shown, number))
        menu.addSeparator()
        tall = menu.addAction("每行显示两行文字")
        tall.setObjectName("rows_tall")
        tall.setCheckable(True)
        tall.setChecked(self.is_tall)
        tall.toggled.connect(self.set_tall)
        reset = menu.addAction("恢复默认列")
        reset.setObjectName("columns_reset")
        reset.triggered.connect(self._reset_columns)

    def copy_chosen(self) -> int:
        """Put the chosen rows into the clipboard as a table that Excel and WPS take; return how many."""
        header = self.horizontalHeader()
        numbers = [header.logicalIndex(place) for place in range(header.count())]
        shown = [number for number in numbers if not header.isSectionHidden(number)]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())[:MOST_COPIED_ROWS]
        lines = ["\t".join(COLUMNS[number].heading for number in shown)]
        for row in rows:
            texts = [self._tasks.index(row, number).data() for number in shown]
            if any(text is not None for text in texts):
                lines.append("\t".join(_cell_text(text) for text in texts))
        QGuiApplication.clipboard().setText("\n".join(lines))
        return len(lines) - 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C, fold groups with the arrow keys."""
        index = self.currentIndex()
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
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
        index = self.indexAt(event.position().toPoint())
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        super().mousePressEvent(event)
        if group is not None and event.button() is Qt.MouseButton.LeftButton:
            self._tasks.set_folded(group.key, not self._tasks.is_folded(group.key))

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

    def save_layout(self) -> None:
        """Remember widths and order of the columns."""
        self._state.save_layout(self.horizontalHeader())

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(TALL_ROW_PX if self._state.text("grid/rows") == "tall" else ROW_PX)
        header = self.horizontalHeader()
        header.setObjectName("task_grid_header")
        header.setAccessibleName("任务表的列")
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(36)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._default_columns()
        self._fills = not self._state.restore_layout(header)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.sectionResized.connect(self._on_columns_sized)
        header.sectionMoved.connect(self._on_columns_sized)

    def _default_columns(self) -> None:
        header = self.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            header.moveSection(header.visualIndex(number), number)
            header.resizeSection(number, column.width_px)
            header.setSectionHidden(number, not column.is_shown)

    def _reset_columns(self) -> None:
        self._default_columns()
        self._fills = True
        self._fill_width()
        self.save_layout()

    def _set_column_shown(self, number: int, is_shown: bool) -> None:
        self.setColumnHidden(number, not is_shown)
        if is_shown and self.columnWidth(number) < 20:
            self.setColumnWidth(number, COLUMNS[number].width_px)
        self.save_layout()

    def _on_columns_sized(self) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._fills = False
            self.columns_sized.emit()

    def _fill_width(self) -> None:
        """Give or take the room that is left or missing to the columns with the longest texts.

        Until somebody sizes a column; what is missing beyond their least widths is scrolled to.
        """
        header = self.horizontalHeader()
        width = sum(column.width_px for number, column in enumerate(COLUMNS) if not header.isSectionHidden(number))
        spare = self.viewport().width() - width
        for number, column in enumerate(COLUMNS):
            if column.key in FLEXIBLE and not header.isSectionHidden(number):
                share, least = FLEXIBLE[column.key]
                header.resizeSection(number, max(column.width_px + int(spare * share), least))

    def _select(self, row: int) -> None:
        column = self.horizontalHeader().logicalIndexAt(0)
        index = self._tasks.index(row, max(column, 0))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def _keep_place(self) -> None:
        self._kept = self.current_task
        self._kept_scroll = self.verticalScrollBar().value()

    def _restore_place(self) -> None:
        self.verticalScrollBar().setValue(self._kept_scroll)
        row = self._tasks.row_of(self._kept) if self._kept is not None else None
        if row is not None:
            self._select(row)
        else:
            self.task_shown.emit(None)

    _kept_scroll = 0

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.task_shown.emit(self._tasks.task_id(current.row()) if current.isValid() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width while the columns are as the program sized them."""
        super().resizeEvent(event)
        if self._fills:
            self._fill_width()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Repaint whole rows: a group's heading runs across its cells."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()


def _setter(receive: Callable[[int, bool], None], number: int) -> Callable[[bool], None]:
    return lambda is_on: receive(number, is_on)


def _cell_text(text: object) -> str:
    """Return a cell for the clipboard: one line, and no formula for the program that takes it."""
    flat = " ".join(str(text or "").split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") and not _FIGURE.fullmatch(flat) else flat
