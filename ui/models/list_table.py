"""What all plain tables share: so many rows and headed columns, and over it lists of lines that can be narrowed.

The ledger's own grid is none of these: its rows are the database's (`task_table_model`).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

L = TypeVar("L")

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class HeadedTable(QAbstractTableModel):
    """A table of known size whose columns have headings."""

    @abstractmethod
    def headings(self) -> Sequence[str]:
        """Return the headings, one a column."""

    @abstractmethod
    def row_total(self) -> int:
        """Return the number of rows."""

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else self.row_total()

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.headings())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            heads = self.headings()
            return heads[section] if 0 <= section < len(heads) else None
        return None


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[L]):
    """One column of a list.

    Attributes:
        key: stable name.
        value: the text of a line in it.
        width_px: as wide at first.
        is_right: numbers and days stand at the right.
    """

    key: str
    heading: str
    value: Callable[[L], str]
    width_px: int
    is_right: bool = False


class ListTableModel(HeadedTable, Generic[L]):
    """Lines by row; all of them are kept, those that are let through are shown."""

    def __init__(self, columns: Sequence[ListColumn[L]], parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._all: tuple[L, ...] = ()
        self._shown: list[L] = []

    @property
    def lines(self) -> tuple[L, ...]:
        """Return all lines, whether shown or not."""
        return self._all

    def show_lines(self, lines: Sequence[L]) -> None:
        """Show these lines, as far as they are let through."""
        self._all = tuple(lines)
        self.narrow()

    def line_at(self, row: int) -> L | None:
        """Return the line in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, key: int) -> int | None:
        """Return the row of a line by its key, None if it is not shown."""
        return next((row for row, line in enumerate(self._shown) if self.key_of(line) == key), None)

    @abstractmethod
    def key_of(self, line: L) -> int:
        """Return what a line is found by: the id of the row it stands for."""

    def lets_through(self, _line: L) -> bool:
        """Say whether a line is shown; all are unless a model narrows."""
        return True

    def narrow(self) -> None:
        """Choose anew which lines are shown."""
        self.beginResetModel()
        self._shown = [line for line in self._all if self.lets_through(line)]
        self.endResetModel()

    def text(self, line: L, column: ListColumn[L]) -> str:
        """Return the text of a cell."""
        return column.value(line)

    def tip(self, line: L, column: ListColumn[L]) -> str:
        """Return the tip of a cell: its text, unless there is more to say."""
        return self.text(line, column)

    def special(self, _line: L, _column: ListColumn[L], _role: int) -> object:
        """Return what a cell gives for a role that is neither text nor place, None for nothing."""
        return None

    def headings(self) -> Sequence[str]:
        """Return the headings, one a column."""
        return [column.heading for column in self.columns]

    def row_total(self) -> int:
        """Return the number of lines shown."""
        return len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, tip, place, or what is special about it."""
        if not index.isValid():
            return None
        line, column = self._shown[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(line, column)
        if role in TEXT_ROLES:
            return self.text(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.is_right else None
        return self.special(line, column, role)
