"""Where the grid stood before its list is read anew: cursor, chosen cells, an open editor, the scroll bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.models.task_table_model import TaskTableModel
from ui.views.cell_editors import text_in
from ui.views.grid_cursor import parts

if TYPE_CHECKING:
    from ui.views.task_grid import TaskGrid

# A larger choice is not put back after the list was read anew.
MOST_KEPT_ROWS = 5_000


class KeptPlace:
    """Keeps a place by task and group, which stay what they are wherever they are listed."""

    def __init__(self, grid: TaskGrid, model: TaskTableModel) -> None:
        """Keep the place of a grid."""
        self._grid, self._tasks = grid, model
        self._task: int | None = None
        self._group: str | None = None
        self._scroll = 0
        self._text: str | None = None
        self._cells: tuple[list[int], list[int]] = ([], [])
        self._column = 0

    def keep(self) -> None:
        """Remember what has the cursor, what is chosen, and what is being written."""
        grid = self._grid
        index = grid.currentIndex()
        self._task = grid.current_task
        group = self._tasks.group_at(index.row()) if index.isValid() else None
        self._group = group.key if group is not None else None
        self._scroll = grid.verticalScrollBar().value()
        editor = grid.open_editor()
        self._text = text_in(editor) if editor is not None else None
        rows = sum(part.height() for part in parts(grid.selectionModel().selection()))
        self._cells = (grid.chosen_tasks(), grid.chosen_columns()) if 1 < rows <= MOST_KEPT_ROWS else ([], [])
        self._column = grid.usual_column()
        grid.layout_.keep()

    def restore(self) -> None:
        """Put cursor, chosen cells and an open editor back onto their tasks."""
        grid = self._grid
        grid.verticalScrollBar().setValue(self._scroll)
        row = self._tasks.row_of(self._task) if self._task is not None else None
        if row is None and self._group is not None:
            row = self._tasks.heading_row(self._group)
        if row is None:
            grid.task_shown.emit(None)
        else:
            self._restore_cells(row)
        grid.rows.fit_soon()

    def _restore_cells(self, row: int) -> None:
        column = min(self._column, self._tasks.columnCount() - 1)
        rows = [found for id_ in self._cells[0] if (found := self._tasks.row_of(id_)) is not None]
        columns = [number for number in self._cells[1] if number < self._tasks.columnCount()]
        if len(rows) > 1 and columns:
            self._grid.cursor_.choose(sorted(rows), columns)
        else:
            self._grid.cursor_.go(row, column)
        if self._text is not None:
            self._grid.edit_cell(self._tasks.index(row, column), self._text)
