"""How the cursor of the grid moves and chooses cells, as in Excel: Tab, Enter, Home, End, Ctrl with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt

from ui.models.task_table_model import TaskTableModel

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelectionRange

    from ui.views.task_grid import TaskGrid

Index = QModelIndex | QPersistentModelIndex
_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate


class GridCursor:
    """Moves over the shown columns and over the rows of tasks, past the headings of groups."""

    def __init__(self, grid: TaskGrid, model: TaskTableModel) -> None:
        """Move the cursor of a grid."""
        self._grid, self._tasks = grid, model
        self._anchor = QPersistentModelIndex()  # the cell in which a block began that Shift makes larger or smaller
        self._began: int | None = None  # the column in which a run of Tab began: Enter goes back to it

    def step(self, right: int, down: int) -> None:
        """Go one cell on: within the chosen block where there is one, else over the sheet."""
        index = self._grid.currentIndex()
        if not index.isValid():
            return
        block = self._block()
        if block is not None:
            self._step_within(block, right, down)
            return
        if right and self._began is None:
            self._began = index.column()
        column = index.column() if right or self._began is None else self._began
        if down:
            self._began = None
            self.go(self._row(index.row(), down), column)
            return
        shown = self._grid.layout_.shown()
        place = shown.index(index.column()) + right if index.column() in shown else 0
        if 0 <= place < len(shown):
            self.go(index.row(), shown[place])
        elif (row := self._row(index.row(), right)) != index.row():
            self.go(row, shown[0 if right > 0 else -1])

    def go(self, row: int, column: int) -> None:
        """Put the cursor into a cell and choose it alone."""
        began = self._began
        index = self._tasks.index(row, column)
        self._grid.selectionModel().setCurrentIndex(index, _REPLACE)
        self.begin_block()
        self._grid.scrollTo(index)
        self._began = began

    def begin_block(self) -> None:
        """Let the next block, made with Shift, begin at the cursor; called whenever the cursor came there without."""
        self._anchor = QPersistentModelIndex(self._grid.currentIndex())

    def extend_to(self, index: Index) -> None:
        """Choose everything between the cell in which the block began and another, which gets the cursor.

        Qt's own beginning of a block knows nothing of Tab, Enter and jumps, so that it began somewhere else after them.
        """
        if not index.isValid():
            return
        anchor = self._anchor if self._anchor.isValid() else QPersistentModelIndex(self._grid.currentIndex())
        shown = self._grid.layout_.shown()
        if not anchor.isValid() or anchor.column() not in shown or index.column() not in shown:
            self.go(index.row(), index.column())
            return
        left, right = sorted((shown.index(anchor.column()), shown.index(index.column())))
        top, bottom = sorted((anchor.row(), index.row()))
        chosen = QItemSelection()
        for column in shown[left : right + 1]:
            chosen.select(self._tasks.index(top, column), self._tasks.index(bottom, column))
        target = self._tasks.index(index.row(), index.column())
        self._grid.selectionModel().setCurrentIndex(target, _KEEP)
        self._grid.selectionModel().select(chosen, _REPLACE)
        self._anchor = anchor
        self._grid.scrollTo(target)

    def forget_run(self) -> None:
        """Let the next Tab begin a run of its own; called when the cursor moves otherwise."""
        self._began = None

    def edge(self, key: Qt.Key, *, is_far: bool) -> QModelIndex:
        """Return the cell that Home, End or an arrow key with Ctrl goes to.

        Args:
            key: Home, End or an arrow key.
            is_far: Ctrl is held: Home and End go to the first and last cell of the sheet.
        """
        index, shown = self._grid.currentIndex(), self._grid.layout_.shown()
        row, column = max(0, index.row()), index.column()
        last = self._tasks.rowCount() - 1
        if key in (Qt.Key.Key_Home, Qt.Key.Key_Left):
            column = shown[0]
        elif key in (Qt.Key.Key_End, Qt.Key.Key_Right):
            column = shown[-1]
        if key == Qt.Key.Key_Up or (key == Qt.Key.Key_Home and is_far):
            row = self._task_row(0, 1)
        elif key == Qt.Key.Key_Down or (key == Qt.Key.Key_End and is_far):
            row = self._task_row(last, -1)
        return self._tasks.index(row, column)

    def choose_rows(self) -> None:
        """Choose the rows of the chosen cells whole."""
        self._widen(rows=False)

    def choose_columns(self) -> None:
        """Choose the columns of the chosen cells whole."""
        self._widen(rows=True)

    def choose_column(self, number: int) -> None:
        """Choose one column whole, beside others that are chosen whole already; the cursor stays in its row."""
        last = self._tasks.rowCount() - 1
        if last < 0:
            return
        model = self._grid.selectionModel()
        held = model.selection()
        are_whole = all(part.top() == 0 and part.bottom() == last for part in parts(held)) and last > 0
        column = QItemSelection(self._tasks.index(0, number), self._tasks.index(last, number))
        row = max(self._grid.currentIndex().row(), 0)
        model.setCurrentIndex(self._tasks.index(row, number), _KEEP)
        model.select(column, QItemSelectionModel.SelectionFlag.Select if are_whole else _REPLACE)

    def choose(self, rows: list[int], columns: list[int]) -> None:
        """Choose the cells of rows and columns, the first with the cursor, and bring that on sight."""
        model = self._tasks
        chosen = QItemSelection()
        for column in columns:
            start = previous = rows[0]
            for row in [*rows[1:], -1]:
                if row != previous + 1:
                    chosen.select(model.index(start, column), model.index(previous, column))
                    start = row
                previous = row
        first = model.index(rows[0], columns[0])
        self._grid.selectionModel().setCurrentIndex(first, _KEEP)
        self._grid.selectionModel().select(chosen, _REPLACE)
        self._grid.scrollTo(first)

    def _widen(self, *, rows: bool) -> None:
        shown, last = self._grid.layout_.shown(), self._tasks.rowCount() - 1
        chosen = QItemSelection()
        for part in parts(self._grid.selectionModel().selection()):
            top, bottom = (0, last) if rows else (part.top(), part.bottom())
            columns = range(part.left(), part.right() + 1) if rows else shown
            for column in columns:
                chosen.merge(
                    QItemSelection(self._tasks.index(top, column), self._tasks.index(bottom, column)),
                    QItemSelectionModel.SelectionFlag.Select,
                )
        self._grid.selectionModel().select(chosen, _REPLACE)

    def _block(self) -> tuple[list[int], list[int]] | None:
        """Return rows and columns of the one chosen block of several cells."""
        rows, columns = self._grid.chosen_rows(), self._grid.chosen_columns()
        selection = self._grid.selectionModel().selection()
        count = sum(part.width() * part.height() for part in parts(selection))
        if len(rows) * len(columns) < 2 or count < len(rows) * len(columns):
            return None
        index = self._grid.currentIndex()
        return (rows, columns) if index.row() in rows and index.column() in columns else None

    def _step_within(self, block: tuple[list[int], list[int]], right: int, down: int) -> None:
        rows, columns = block
        index = self._grid.currentIndex()
        row, column = rows.index(index.row()), columns.index(index.column())
        place = row * len(columns) + column if right else column * len(rows) + row
        place = (place + right + down) % (len(rows) * len(columns))
        row, column = divmod(place, len(columns)) if right else divmod(place, len(rows))[::-1]
        target = self._tasks.index(rows[row], columns[column])
        self._grid.selectionModel().setCurrentIndex(target, _KEEP)
        self._grid.scrollTo(target)

    def _row(self, row: int, step: int) -> int:
        """Return the next row of a task, the same row at the end."""
        found = self._task_row(row + step, step)
        return found if self._tasks.task_id(found) is not None else row

    def _task_row(self, row: int, step: int) -> int:
        count = self._tasks.rowCount()
        while 0 <= row < count and self._tasks.task_id(row) is None:
            row += step
        return min(max(row, 0), count - 1)


def parts(selection: QItemSelection) -> list[QItemSelectionRange]:
    """Return the ranges of a selection."""
    return [selection.at(number) for number in range(selection.count())]
