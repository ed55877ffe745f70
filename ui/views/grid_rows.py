"""How high the rows of the grid are: for one line of text, for two, or for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ledger_app.domain.view import RowHeight
from ui.models.columns import Paint
from ui.models.task_table_model import TaskTableModel
from ui.views.paint import wrapped
from ui.views.task_delegate import PADDING_PX

if TYPE_CHECKING:
    from ui.views.task_grid import TaskGrid

ROW_PX: dict[RowHeight, int] = {"one": 28, "two": 40, "all": 28}
ROW_WORDS: dict[RowHeight, str] = {"one": "一行文字", "two": "两行文字", "all": "显示全文"}
# A cell of a whole page of text does not push everything else off the screen.
MOST_LINES = 16
_MOST_FITTED = 200


class GridRows:
    """Sizes the rows; where all of a text is shown, only those on sight, whenever others come on sight."""

    def __init__(self, grid: TaskGrid, model: TaskTableModel) -> None:
        """Size the rows of a grid."""
        self._grid, self._tasks = grid, model
        self.height: RowHeight = "one"
        self._timer = QTimer(grid)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fit)

    def set_height(self, rows: RowHeight) -> None:
        """Give rows room for one line of text, for two, or for all of it."""
        self.height = rows
        header = self._grid.verticalHeader()
        for row in range(header.count()) if header.length() != header.count() * header.defaultSectionSize() else ():
            header.resizeSection(row, ROW_PX[rows])
        header.setDefaultSectionSize(ROW_PX[rows])
        self.fit_soon()

    def fit_soon(self) -> None:
        """Make the rows on sight as high as their texts, once for all that happens now."""
        self._timer.start()

    def _fit(self) -> None:
        if self.height != "all":
            return
        grid, tasks = self._grid, self._tasks
        first = max(grid.rowAt(0), 0)
        last = grid.rowAt(grid.viewport().height() - 1)
        last = tasks.rowCount() - 1 if last < 0 else last
        wide = [number for number in grid.layout_.shown() if tasks.columns[number].paint is Paint.WRAP]
        for row in range(first, min(last, first + _MOST_FITTED) + 1):
            height = self._wanted(row, wide)
            if grid.rowHeight(row) != height:
                grid.setRowHeight(row, height)

    def _wanted(self, row: int, wide: list[int]) -> int:
        """Return how high a row must be for the texts of the wide columns; the heading of a group has one line."""
        grid, lines = self._grid, 1
        for number in wide if self._tasks.group_at(row) is None else ():
            text = " ".join(str(self._tasks.index(row, number).data() or "").split("\n"))
            width = grid.columnWidth(number) - 2 * PADDING_PX
            lines = max(lines, len(wrapped(text, grid.font(), width, MOST_LINES)))
        return ROW_PX["all"] if lines == 1 else lines * grid.fontMetrics().height() + 12
