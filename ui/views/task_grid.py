"""The ledger grid: a table view over the one task model, with headings that sort and filter and columns that stay."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ledger_app.domain.filter_tree import filtered_fields
from ledger_app.domain.view import RowHeight
from ui.look import Look
from ui.models.task_table_model import TaskTableModel
from ui.views.cell_delegate import CellDelegate
from ui.views.cell_editors import CellChoice, text_in, write_into
from ui.views.column_layout import ColumnLayout
from ui.views.frozen_columns import FrozenColumns
from ui.views.grid_cursor import GridCursor, parts
from ui.views.grid_header import GridHeader, next_sorting
from ui.views.grid_keys import CTRL, EDGE_KEYS, MOVES, SHIFT, GridKeys, verb_of
from ui.views.grid_place import KeptPlace
from ui.views.grid_rows import ROW_PX, GridRows

_TRIGGERS = (
    QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)
Index = QModelIndex | QPersistentModelIndex


class TaskGrid(QTableView):
    """Shows the tasks; says which are chosen.

    Attributes:
        layout_: order, widths and visibility of the columns; frozen_columns: the view of those that stay on the left.

    Signals:
        task_shown: another task has the cursor (its id, None for a heading or nothing).
        task_opened: a double click on a cell that cannot be changed, or Alt+Enter (the task's id).
        filter_wanted: the filter of a column is wanted (its number, the global point below its heading).
        column_menu_wanted: the menu of a column is wanted (its number, a global point).
        arranged: somebody arranged columns or rows otherwise.
        menu_wanted: a context menu is wanted at a global point.
        edit_refused: somebody wants to change a cell that cannot be changed (why, in a sentence).
        key_pressed: a key of the cells that the page carries out ("copy", "paste", "clear", "fill_down", ...).
    """

    task_shown = Signal(object)
    task_opened = Signal(int)
    filter_wanted = Signal(int, QPoint)
    column_menu_wanted = Signal(int, QPoint)
    arranged = Signal()
    menu_wanted = Signal(QPoint)
    edit_refused = Signal(str)
    key_pressed = Signal(str)

    _is_made = False
    _leaves = False

    def __init__(self, model: TaskTableModel, look: Look, scheme: str) -> None:
        """Join view and model; `scheme` is the ledger's colour scheme."""
        super().__init__()
        self._tasks = model
        self.setObjectName("task_grid")
        self.setAccessibleName("任务表")
        self.delegate = CellDelegate(look, self, scheme, model)
        self.setItemDelegate(self.delegate)
        self.cursor_ = GridCursor(self, model)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(_TRIGGERS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.rows = GridRows(self, model)
        self._keys = GridKeys(self, model)
        self._place = KeptPlace(self, model)
        self.head = GridHeader(look, self)
        self._set_up_headers()
        self.frozen_columns = FrozenColumns(self, look)
        self.layout_ = ColumnLayout(self, model, self.frozen_columns)
        self._connect(look)
        self.show_columns()
        self._is_made = True

    def set_scheme(self, scheme: str) -> None:
        """Paint the signs of groups by another colour scheme."""
        self.delegate.scheme = self.frozen_columns.delegate.scheme = scheme
        self.viewport().update()

    @property
    def row_height(self) -> RowHeight:
        """Return how many lines of text a row has room for."""
        return self.rows.height

    def set_row_height(self, rows: RowHeight) -> None:
        """Give rows room for one line of text, for two, or for all of it."""
        self.rows.set_height(rows)
        self.frozen_columns.follow()
        self.arranged.emit()

    @property
    def current_task(self) -> int | None:
        """Return the task that has the cursor."""
        index = self.currentIndex()
        return self._tasks.task_id(index.row()) if index.isValid() else None

    def chosen_rows(self) -> list[int]:
        """Return the rows with a chosen cell, from top to bottom, headings of groups left out."""
        rows: set[int] = set()
        for part in parts(self.selectionModel().selection()):
            rows.update(range(part.top(), part.bottom() + 1))
        return [row for row in sorted(rows) if self._tasks.task_id(row) is not None]

    def chosen_columns(self) -> list[int]:
        """Return the shown columns with a chosen cell, from left to right."""
        found = {
            column
            for part in parts(self.selectionModel().selection())
            for column in range(part.left(), part.right() + 1)
        }
        return [number for number in self.layout_.shown() if number in found]

    def chosen_tasks(self) -> list[int]:
        """Return the tasks of the rows with a chosen cell, from top to bottom."""
        return [id_ for row in self.chosen_rows() if (id_ := self._tasks.task_id(row)) is not None]

    def show_task(self, task_id: int) -> bool:
        """Put the cursor on a task, unfolding nothing; return whether it is listed."""
        row = self._tasks.row_of(task_id)
        if row is None:
            return False
        self.cursor_.go(row, self.usual_column())
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
            head.show_marks(query.sorting, filtered_fields(query.conditions))

    def edit_cell(self, index: Index, text: str | None = None) -> bool:
        """Open the editor of a cell, with the text that stands there or another, the cursor at its end."""
        if not self.edit(index, QAbstractItemView.EditTrigger.EditKeyPressed, QEvent(QEvent.Type.None_)):
            return False
        editor = self.open_editor()
        if editor is not None:
            write_into(editor, text_in(editor) if text is None else text, is_chosen=False)
            if isinstance(editor, CellChoice) and text is None:
                editor.open_list()
        return editor is not None

    def open_editor(self) -> QWidget | None:
        """Return the editor that is open, None if none is."""
        if self.state() is not QAbstractItemView.State.EditingState:
            return None
        view = self.view_of(self.currentIndex())
        found = [one for one in view.viewport().findChildren(QWidget, "cell_editor") if one.isVisibleTo(view)]
        return found[-1] if found else None

    def edit(self, index: Index, trigger: QAbstractItemView.EditTrigger, event: QEvent) -> bool:  # type: ignore[override]
        """Open an editor, or say why the cell cannot be changed."""
        wanted = trigger & (_TRIGGERS if self._is_made else QAbstractItemView.EditTrigger.NoEditTriggers)
        if index.isValid() and wanted and (why := self._tasks.why_fixed(index)):
            if trigger is not QAbstractItemView.EditTrigger.DoubleClicked:
                self.edit_refused.emit(why)
            return False
        self.delegate.is_overwriting = trigger is QAbstractItemView.EditTrigger.AnyKeyPressed
        return bool(super().edit(index, trigger, event))

    def sort_from_header(self, number: int, adds: bool) -> None:
        """Sort by a column as its heading was clicked: rising, falling, none; beside the others if it `adds`."""
        name = self._tasks.columns[number].field
        if name:
            self._tasks.sort_by(next_sorting(self._tasks.query.sorting, name, adds=adds))
            self.show_columns()

    def choose_column(self, number: int) -> None:
        """Choose a whole column, beside others that are chosen whole, and take the keyboard."""
        self.cursor_.choose_column(number)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def want_menu(self, number: int) -> None:
        """Ask for the menu of a column, to be shown below its heading."""
        left = max(0, self.head.sectionViewportPosition(number))
        self.column_menu_wanted.emit(number, self.head.mapToGlobal(QPoint(left, self.head.height())))

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

    def extend_by_mouse(self, index: Index, event: QMouseEvent) -> bool:
        """Choose up to a cell that was pressed with Shift; say whether it was."""
        is_wanted = bool(event.modifiers() & SHIFT) and event.button() is Qt.MouseButton.LeftButton
        if is_wanted and index.isValid():
            self.cursor_.extend_to(index)
            event.accept()
            return True
        return False

    def open_at(self, index: Index) -> None:
        """Open the task of a cell."""
        task_id = self._tasks.task_id(index.row()) if index.isValid() else None
        if task_id is not None:
            self.task_opened.emit(task_id)

    def scroll_by_wheel(self, event: QWheelEvent) -> None:
        """Scroll as the wheel says, wherever it was turned."""
        self.wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim the keys of cells before the window's acts: pasting text, filling down, deleting."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and verb_of(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and edit as in Excel; filter with Alt+Down, fold groups with the arrow keys."""
        if self._keys.take(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open an editor with what an input method gives at once, without composing (a mark, a picked word)."""
        text = event.commitString()
        if not text or event.preeditString() or self.state() is QAbstractItemView.State.EditingState:
            super().inputMethodEvent(event)
        elif self.edit_cell(self.currentIndex(), text):
            self.delegate.is_overwriting = True

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Keep Tab for the cells; Ctrl+Tab leaves the grid."""
        return super().focusNextPrevChild(is_next) if self._leaves else False

    def leave(self, *, is_next: bool) -> None:
        """Give the keyboard to the next control."""
        self._leaves = True
        self.focusNextPrevChild(is_next)
        self._leaves = False

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go to the edges with Ctrl and the arrows, Home and End."""
        key = EDGE_KEYS.get(action)
        is_far = bool(modifiers & CTRL)
        if key is not None and (is_far or key in (Qt.Key.Key_Home, Qt.Key.Key_End)) and self._tasks.rowCount():
            return self.cursor_.edge(key, is_far=is_far)
        self.cursor_.forget_run()
        return super().moveCursor(action, modifiers)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Choose with the cursor where Ctrl moves it to an edge."""
        if isinstance(event, QKeyEvent) and event.modifiers() & CTRL and Qt.Key(event.key()) in MOVES:
            flags = QItemSelectionModel.SelectionFlag
            return flags.SelectCurrent if event.modifiers() & SHIFT else flags.ClearAndSelect
        return super().selectionCommand(index, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose up to a cell with Shift; fold or unfold a group whose heading is clicked."""
        index = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        if self.extend_by_mouse(index, event):
            return
        super().mousePressEvent(event)
        self.cursor_.begin_block()
        self.turn_group_at(index, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell under the pointer, or open its task where it cannot be changed."""
        index = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mouseDoubleClickEvent(event)
        self.edit_or_open(index)

    def edit_or_open(self, index: Index) -> None:
        """Open the task of a cell that cannot be changed, else its editor."""
        if not index.isValid():
            return
        if self._tasks.why_fixed(index):
            self.open_at(index)
        elif self.state() is not QAbstractItemView.State.EditingState:
            self.edit_cell(index)

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
            self.rows.fit_soon()

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
        model.modelAboutToBeReset.connect(self._place.keep)
        model.modelReset.connect(self._place.restore)
        model.columns_changed.connect(self.show_columns)
        model.listed.connect(lambda _listing: self.show_columns())
        model.dataChanged.connect(lambda *_: self.rows.fit_soon())
        for head in (self.head, self.frozen_columns.head):
            head.sort_wanted.connect(self.sort_from_header)
            head.filter_wanted.connect(self.want_filter)
            head.column_chosen.connect(self.choose_column)
            head.menu_wanted.connect(self.column_menu_wanted)
            head.sectionDoubleClicked.connect(lambda number: self.layout_.fit([number]))
        self.layout_.changed.connect(self.arranged)
        self.layout_.changed.connect(self.rows.fit_soon)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.rows.fit_soon())
        # The headings of groups stand still while the cells move: nothing may be shifted as a picture.
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.selectionModel().currentChanged.connect(lambda *_: self._on_cursor_moved())
        look.changed.connect(self.viewport().update)

    def usual_column(self) -> int:
        """Return the column of the cursor, the first shown one where it has none."""
        column = self.currentIndex().column()
        return self.layout_.shown()[0] if column < 0 or self.isColumnHidden(column) else column

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.task_shown.emit(self._tasks.task_id(current.row()) if current.isValid() else None)

    def _on_cursor_moved(self) -> None:
        drag = QAbstractItemView.State.DragSelectingState
        if self.state() is not drag and self.frozen_columns.state() is not drag:
            self.cursor_.begin_block()
        self.viewport().update()
