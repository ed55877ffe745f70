"""Widths, order and visibility of the grid's columns, by their keys: what views keep and the clerk changes.

Until somebody sizes a column, the columns with the longest texts take up what is left or missing of the width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from ledger_app.domain.view import MOST_FROZEN, ViewColumn
from ui.models.columns import Column
from ui.models.task_table_model import TaskTableModel
from ui.views.frozen_columns import FrozenColumns

# Columns that take up what is left or missing of the width: their share of it, and their least width in px.
FLEXIBLE = {"title": (0.55, 136), "progress": (0.45, 72)}
LEAST_PX, MOST_PX = 36, 1200
# Without the task's name no row could be told from another.
ALWAYS_SHOWN = "title"
_FIT_ROWS = 60


class ColumnLayout(QObject):
    """Arranges the columns of one grid.

    Signals:
        changed: somebody arranged the columns otherwise; not sent for `apply`.
    """

    changed = Signal()

    def __init__(self, grid: QTableView, model: TaskTableModel, frozen: FrozenColumns) -> None:
        """Begin with the program's own arrangement."""
        super().__init__(grid)
        self._grid = grid
        self._model = model
        self._frozen = frozen
        self._is_applying = False
        self.fits_width = True
        self._kept: tuple[ViewColumn, ...] = ()
        header = grid.horizontalHeader()
        header.sectionResized.connect(self._on_header_changed)
        header.sectionMoved.connect(self._on_header_changed)
        model.columns_changed.connect(self._on_columns_changed)
        self.reset()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the model."""
        return self._model.columns

    @property
    def frozen(self) -> int:
        """Return how many shown columns stay on the left."""
        return self._frozen.count

    def in_order(self) -> list[int]:
        """Return the numbers of all columns from left to right, hidden ones included."""
        header = self._header
        return [header.logicalIndex(place) for place in range(header.count())]

    def shown(self) -> list[int]:
        """Return the numbers of the shown columns from left to right."""
        return [number for number in self.in_order() if not self._header.isSectionHidden(number)]

    def number_of(self, key: str) -> int:
        """Return the number of a column by its key.

        Raises:
            KeyError: there is none.
        """
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise KeyError(key)

    def as_view(self) -> tuple[ViewColumn, ...]:
        """Return the arrangement as views keep it."""
        header, columns = self._header, self.columns
        found = []
        for number in self.in_order():
            is_hidden = header.isSectionHidden(number)
            width = self._hidden_width(columns[number]) if is_hidden else header.sectionSize(number)
            found.append(ViewColumn(columns[number].key, width, not is_hidden))
        return tuple(found)

    def apply(self, columns: Sequence[ViewColumn], *, fits_width: bool = True, frozen: int = 0) -> None:
        """Take over an arrangement; columns it does not name come last, as the program shows them."""
        header = self._header
        numbers = {column.key: number for number, column in enumerate(self.columns)}
        known = [one for one in columns if one.key in numbers]
        # A ledger's own columns are not known before its first list was read: they wait for it.
        self._unplaced = [(place, one) for place, one in enumerate(columns) if one.key not in numbers]
        named = {one.key for one in known}
        rest = [ViewColumn(one.key, one.width_px, one.is_shown) for one in self.columns if one.key not in named]
        self._is_applying = True
        for place, one in enumerate([*known, *rest]):
            number = numbers[one.key]
            header.moveSection(header.visualIndex(number), place)
            is_shown = one.is_shown or one.key == ALWAYS_SHOWN
            header.setSectionHidden(number, not is_shown)
            if is_shown:
                header.resizeSection(number, max(LEAST_PX, min(one.width_px, MOST_PX)))
        self._is_applying = False
        self.fits_width = fits_width
        self._kept = tuple(one for one in columns if not one.is_shown)
        self._frozen.freeze(max(0, min(frozen, MOST_FROZEN, len(self.shown()) - 1)))
        self.fill_width()

    def reset(self) -> None:
        """Show the program's own arrangement."""
        self.apply(())
        self.changed.emit()

    def set_shown(self, number: int, is_shown: bool) -> None:
        """Show a column or hide it."""
        if self.columns[number].key == ALWAYS_SHOWN:
            return
        self._is_applying = True
        self._header.setSectionHidden(number, not is_shown)
        self._is_applying = False
        if is_shown and self._header.sectionSize(number) < LEAST_PX:
            self._resize(number, self._hidden_width(self.columns[number]))
        self._arranged()

    def set_width(self, number: int, width_px: int) -> None:
        """Give a column a width; from then on the widths are the clerk's."""
        self.fits_width = False
        self._resize(number, max(LEAST_PX, min(width_px, MOST_PX)))
        self._arranged()

    def fit(self, numbers: Iterable[int]) -> None:
        """Make columns as wide as what is on sight in them."""
        self.fits_width = False
        top = max(self._grid.rowAt(0), 0)
        for number in numbers:
            metrics = self._grid.fontMetrics()
            texts = [str(self._model.index(row, number).data() or "") for row in range(top, top + _FIT_ROWS)]
            widest = max((metrics.horizontalAdvance(text.split("\n")[0]) for text in texts), default=0)
            heading = metrics.horizontalAdvance(self.columns[number].heading) + 48
            self._resize(number, max(LEAST_PX, min(max(widest + 28, heading), MOST_PX // 2)))
        self._arranged()

    def move(self, number: int, by: int) -> None:
        """Move a shown column among the shown ones."""
        shown = self.shown()
        place = shown.index(number) + by if number in shown else -1
        if 0 <= place < len(shown):
            header = self._header
            header.moveSection(header.visualIndex(number), header.visualIndex(shown[place]))
            self._arranged()

    def freeze(self, count: int) -> None:
        """Keep so many shown columns on the left."""
        self._frozen.freeze(max(0, min(count, MOST_FROZEN, len(self.shown()) - 1)))
        self._arranged()

    def fit_window(self) -> None:
        """Let the widths follow the window again."""
        self._is_applying = True
        for number in self.shown():
            self._header.resizeSection(number, self.columns[number].width_px)
        self._is_applying = False
        self.fits_width = True
        self.fill_width()
        self._arranged()

    def fill_width(self) -> None:
        """Share the spare width while the widths follow the window; what is missing is scrolled to."""
        if self.fits_width:
            shown = self.shown()
            spare = self._grid.viewport().width() - sum(self.columns[number].width_px for number in shown)
            for number in shown:
                column = self.columns[number]
                if column.key in FLEXIBLE:
                    share, least = FLEXIBLE[column.key]
                    self._resize(number, max(column.width_px + math.floor(spare * share), least))
        self._frozen.follow()

    @property
    def _header(self) -> QHeaderView:
        return self._grid.horizontalHeader()

    def _resize(self, number: int, width_px: int) -> None:
        self._is_applying = True
        self._header.resizeSection(number, width_px)
        self._is_applying = False

    def _hidden_width(self, column: Column) -> int:
        return next((one.width_px for one in self._kept if one.key == column.key), column.width_px)

    def _arranged(self) -> None:
        self.fill_width()
        self.changed.emit()

    def _on_header_changed(self, *_sizes: int) -> None:
        """Take what was done by dragging as the clerk's own arrangement."""
        if not self._is_applying:
            self.fits_width = False
            self.changed.emit()

    def _on_columns_changed(self) -> None:
        """Keep the arrangement when the ledger's own columns came, went or were renamed."""
        columns = list(self._before)
        for place, one in self._unplaced:
            columns.insert(place, one)
        self.apply(columns, fits_width=self.fits_width, frozen=self.frozen)

    _before: tuple[ViewColumn, ...] = ()
    _unplaced: Sequence[tuple[int, ViewColumn]] = ()

    def keep(self) -> None:
        """Remember the arrangement by keys before the model is reset; numbers may mean other columns after it."""
        self._before = self.as_view()
