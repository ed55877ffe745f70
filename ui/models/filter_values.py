"""The distinct values of a column with a tick each: the list in a header's filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ledger_app.domain.grid import FieldValue

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FilterValues(QAbstractListModel):
    """Row 0 ticks all the others; every other row is a value with its number of tasks.

    Signals:
        ticked: somebody set or took away a tick.
    """

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._values: Sequence[FieldValue] = ()
        self._chosen: set[str | float] = set()

    @property
    def values(self) -> Sequence[FieldValue]:
        """Return what is listed."""
        return self._values

    @property
    def chosen(self) -> tuple[str | float, ...]:
        """Return the ticked values in list order."""
        return tuple(one.value for one in self._values if one.value in self._chosen)

    @property
    def is_all(self) -> bool:
        """Say whether every value is ticked."""
        return all(one.value in self._chosen for one in self._values)

    def show_values(self, values: Sequence[FieldValue], chosen: Iterable[str | float] | None) -> None:
        """List other values; `chosen` are ticked, None ticks all."""
        self.beginResetModel()
        self._values = values
        self._chosen = {one.value for one in values} if chosen is None else set(chosen)
        self.endResetModel()

    def turn(self, row: int) -> None:
        """Set or take away the tick of a row."""
        if row == 0:
            self._chosen = set() if self.is_all else {one.value for one in self._values}
        elif row <= len(self._values):
            self._chosen ^= {self._values[row - 1].value}
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of values and one for 全选, none while there are no values."""
        return 0 if parent.isValid() or not self._values else len(self._values) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's text with its count, or its tick."""
        if not index.isValid():
            return None
        row = index.row()
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._tick(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return "全选" if row == 0 else f"{self._values[row - 1].label}（{self._values[row - 1].count}）"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = {Qt.CheckState.Checked: "已勾选", Qt.CheckState.Unchecked: "未勾选"}
            state = words.get(self._tick(row), "部分勾选")
            return f"{self.data(index, Qt.ItemDataRole.DisplayRole)}，{state}"
        return None

    def _tick(self, row: int) -> Qt.CheckState:
        if row > 0:
            is_on = self._values[row - 1].value in self._chosen
        elif self.is_all:
            is_on = True
        elif self.chosen:
            return Qt.CheckState.PartiallyChecked
        else:
            is_on = False
        return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
