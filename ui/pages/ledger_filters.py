"""The filters of the grid's headings: which are in force, their chips, and the frame in which one is set."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal

from ledger_app.domain.grid import Condition, ConditionGroup, FilterPart, Joint, Sorting
from ui.models.grid_filters import Spot, condition_at, spot_of, with_condition, with_condition_at
from ui.models.task_table_model import TaskTableModel
from ui.views.filter_bar import FilterBar
from ui.views.header_filter import HeaderFilter
from ui.views.task_grid import TaskGrid
from ui.workspace import Workspace


class GridFilters(QObject):
    """Holds the conditions; the page lists by them.

    Attributes:
        conditions, joined: in force; groups stand in brackets.
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
        self._opened_for: tuple[str, Spot | None] = ("", None)
        self.conditions: tuple[FilterPart, ...] = ()
        self.joined: Joint = "and"
        self.bar = FilterBar(workspace.look)
        self.bar.removed.connect(lambda spot: self.put_at(spot, None))
        self.bar.edit_wanted.connect(self._edit)
        self.bar.joint_turned.connect(self._join)
        self.bar.editor_wanted.connect(self.open_editor)
        self.bar.cleared.connect(self.clear)
        grid.filter_wanted.connect(self.open)
        model.columns_changed.connect(self._show)

    def put(self, field: str, condition: Condition | None) -> None:
        """Filter a field by a condition as its heading does, None for none."""
        self.force(with_condition(self.conditions, field, condition), self.joined)

    def put_at(self, spot: Spot, condition: Condition | None) -> None:
        """Change the condition at one place, None takes it away."""
        self.force(with_condition_at(self.conditions, spot, condition), self.joined)

    def clear(self) -> None:
        """Take all filters away."""
        self.force((), "and")

    def force(self, conditions: tuple[FilterPart, ...], joined: Joint) -> None:
        """Put other filters into force and say so."""
        self.set_all(conditions, joined)
        self.changed.emit()

    def set_all(self, conditions: tuple[FilterPart, ...], joined: Joint) -> None:
        """Put other filters into force, telling nobody."""
        self.conditions = conditions
        self.joined = joined
        self._show()

    def open(self, number: int, point: QPoint, spot: Spot | None = None) -> None:
        """Open the filter of a column below a global point; a second call for the same column closes it.

        Args:
            number: of the column.
            point: where its upper left corner goes.
            spot: which condition on the column is changed, None for the one that its heading shows.
        """
        column = self._model.columns[number]
        key = (column.field, spot)
        if self._open is not None:
            was = self._opened_for
            self._open.put_away()
            if was == key:
                return
        given = condition_at(self.conditions, spot or spot_of(self.conditions, column.field))
        opened = HeaderFilter(self._grid.window(), self._workspace, column, self._model.query, given)
        if spot is None:
            opened.applied.connect(lambda condition: self.put(column.field, condition))
        else:
            opened.applied.connect(lambda condition: self.put_at(spot, condition))
        opened.sort_wanted.connect(lambda wish: self._sort(column.field, wish))
        opened.closed.connect(self._on_closed)
        self._open, self._opened_for = opened, key
        opened.show_below(point)

    def open_editor(self) -> None:
        """Open 筛选条件: all conditions together, in groups."""
        from ui.dialogs.filter_groups import FilterDialog

        query = replace(self._model.query, conditions=(), joined="and", group_by=None, group=None)
        dialog = FilterDialog(
            self._grid.window(), self._workspace, self._model.columns, query, (self.conditions, self.joined)
        )
        dialog.on_accepted(lambda: self.force(dialog.draft.parts(), dialog.draft.joined))
        dialog.open()

    def put_away(self) -> None:
        """Close a filter that is open."""
        if self._open is not None:
            self._open.put_away()

    def _edit(self, spot: Spot, point: QPoint) -> None:
        condition = condition_at(self.conditions, spot)
        field = condition.field if condition is not None else ""
        numbers = [number for number, column in enumerate(self._model.columns) if field and column.field == field]
        if numbers:
            self.open(numbers[0], point, spot)

    def _join(self, number: int | None, joined: Joint) -> None:
        if number is None:
            self.force(self.conditions, joined)
            return
        parts = [
            replace(part, joined=joined) if place == number and isinstance(part, ConditionGroup) else part
            for place, part in enumerate(self.conditions)
        ]
        self.force(tuple(parts), self.joined)

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
