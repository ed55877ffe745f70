"""The filters of the grid's headings: which are in force, their chips, and the frame in which one is set."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal

from ledger_app.domain.grid import Condition, Sorting
from ui.models.grid_filters import Joint, with_condition
from ui.models.task_table_model import TaskTableModel
from ui.views.filter_bar import FilterBar
from ui.views.header_filter import HeaderFilter
from ui.views.task_grid import TaskGrid
from ui.workspace import Workspace


class GridFilters(QObject):
    """Holds the conditions; the page lists by them.

    Attributes:
        conditions, joined: in force, one a field.
        bar: their chips.

    Signals:
        changed: other conditions are in force.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, grid: TaskGrid, model: TaskTableModel) -> None:
        """Begin with no filter."""
        super().__init__(grid)
        self._workspace = workspace
        self._grid = grid
        self._model = model
        self._open: HeaderFilter | None = None
        self.conditions: tuple[Condition, ...] = ()
        self.joined: Joint = "and"
        self.bar = FilterBar(workspace.look)
        self.bar.removed.connect(lambda field: self.put(field, None))
        self.bar.edit_wanted.connect(self._edit)
        self.bar.joint_turned.connect(self._join)
        self.bar.cleared.connect(self.clear)
        grid.filter_wanted.connect(self.open)
        model.columns_changed.connect(self._show)

    def put(self, field: str, condition: Condition | None) -> None:
        """Filter a field by a condition, None for none."""
        self.set_all(with_condition(self.conditions, field, condition), self.joined)
        self.changed.emit()

    def clear(self) -> None:
        """Take all filters away."""
        self.set_all((), "and")
        self.changed.emit()

    def set_all(self, conditions: tuple[Condition, ...], joined: Joint) -> None:
        """Put other filters into force, telling nobody."""
        self.conditions = conditions
        self.joined = joined
        self._show()

    def open(self, number: int, point: QPoint) -> None:
        """Open the filter of a column below a global point; a second call for the same column closes it."""
        column = self._model.columns[number]
        if self._open is not None:
            was = self._open.property("field")
            self._open.put_away()
            if was == column.field:
                return
        opened = HeaderFilter(self._grid.window(), self._workspace, column, self._model.query)
        opened.setProperty("field", column.field)
        opened.applied.connect(lambda condition: self.put(column.field, condition))
        opened.sort_wanted.connect(lambda wish: self._sort(column.field, wish))
        opened.closed.connect(self._on_closed)
        self._open = opened
        opened.show_below(point)

    def put_away(self) -> None:
        """Close a filter that is open."""
        if self._open is not None:
            self._open.put_away()

    def _edit(self, field: str, point: QPoint) -> None:
        numbers = [number for number, column in enumerate(self._model.columns) if column.field == field]
        if numbers:
            self.open(numbers[0], point)

    def _join(self, joined: Joint) -> None:
        self.set_all(self.conditions, joined)
        self.changed.emit()

    def _sort(self, field: str, wish: bool | None) -> None:
        """Sort by the column alone, or take it out of the order."""
        if wish is None:
            self._model.sort_by(tuple(one for one in self._model.query.sorting if one.field != field))
        else:
            self._model.sort_by((Sorting(field, descending=wish),))
        self._grid.show_columns()

    def _on_closed(self) -> None:
        self._open = None
        self._grid.setFocus()

    def _show(self) -> None:
        self.bar.show_filters(self._model.columns, self.conditions, self.joined)
