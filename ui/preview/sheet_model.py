"""The rows of a sheet, read from the preview process in runs when they come into view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from ledger_app.preview.model import CellStyle, SheetCell, SheetFrame, SheetRow, SheetRows
from ui.preview.asking import Asking
from ui.preview.flow_document import families

RUN_ROWS = 250
KEPT_RUNS = 60
STYLE_ROLE = Qt.ItemDataRole.UserRole
INK_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIDE = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
    "justify": Qt.AlignmentFlag.AlignLeft,
}
_RISE = {
    "top": Qt.AlignmentFlag.AlignTop,
    "middle": Qt.AlignmentFlag.AlignVCenter,
    "bottom": Qt.AlignmentFlag.AlignBottom,
}


def column_name(number: int) -> str:
    """Return the letters of a column from 0: A, B, … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


class SheetModel(QAbstractTableModel):
    """One sheet.

    Signals:
        rows_read: rows came (first number, rows): their heights are known now.
    """

    rows_read = Signal(int, object)

    def __init__(
        self, frame: SheetFrame, number: int, styles: Sequence[CellStyle], asking: Asking, parent: QObject
    ) -> None:
        """Note the frame; rows are asked for when they are painted."""
        super().__init__(parent)
        self.frame = frame
        self._number = number
        self._styles = styles
        self._asking = asking
        self._rows: dict[int, dict[int, SheetCell]] = {}
        self._asked: dict[int, None] = {}
        self._count = max(frame.rows, 1 if frame.rows else RUN_ROWS)
        self._columns = max(frame.columns, 1)
        self._fonts: dict[int, QFont] = {}

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else self._columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the letters of a column, the number of a row."""
        if role == Qt.ItemDataRole.DisplayRole:
            return column_name(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows and how."""
        row = self._rows.get(index.row())
        if row is None:
            self._ask(index.row() // RUN_ROWS)
            return None
        cell = row.get(index.column())
        if cell is None:
            return None
        style = self._styles[cell.style] if 0 <= cell.style < len(self._styles) else self._styles[0]
        return self._told(cell, style, role)

    def _told(self, cell: SheetCell, style: CellStyle, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.text if len(cell.text) > 12 else None
        if role == Qt.ItemDataRole.FontRole:
            return self._font(cell.style, style)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = _SIDE.get(style.align) or (
                Qt.AlignmentFlag.AlignRight if cell.is_figure else Qt.AlignmentFlag.AlignLeft
            )
            return side | _RISE[style.rise]
        if role == Qt.ItemDataRole.BackgroundRole:
            return QBrush(QColor(style.ground)) if style.ground else None
        if role == INK_ROLE:
            return cell.colour or style.colour
        return style if role == STYLE_ROLE else None

    def _font(self, number: int, style: CellStyle) -> QFont:
        font = self._fonts.get(number)
        if font is None:
            font = QFont()
            font.setFamilies(families(style.face))
            font.setPixelSize(max(round(style.size * 96 / 72), 1))
            font.setBold(style.is_bold)
            font.setItalic(style.is_italic)
            font.setUnderline(style.is_underlined)
            font.setStrikeOut(style.is_struck)
            self._fonts[number] = font
        return font

    def _ask(self, run: int) -> None:
        if run in self._asked:
            return
        self._asked[run] = None
        number = self._number
        self._asking.ask(
            lambda session, tick: session.rows(number, run * RUN_ROWS, RUN_ROWS, tick), self._take, lambda _error: None
        )

    def _take(self, came: SheetRows) -> None:
        first = came.first
        last = first + RUN_ROWS
        if came.is_last:
            behind = max((row.number + 1 for row in came.rows), default=first)
            self._end_at(max(behind, first) if behind > first or first else max(behind, 1))
        elif last >= self._count:
            self._grow_to(last + RUN_ROWS)
        for number in range(first, min(last, self._count)):
            self._rows[number] = {}
        for row in came.rows:
            self._rows[row.number] = {cell.column: cell for cell in row.cells if cell.column < self._columns}
        self._widen(came.rows)
        self._forget(first // RUN_ROWS)
        if self._count > first:
            top, bottom = self.index(first, 0), self.index(min(last, self._count) - 1, self._columns - 1)
            self.dataChanged.emit(top, bottom)
        self.rows_read.emit(first, came.rows)

    def _end_at(self, count: int) -> None:
        """Take away rows that the sheet said it had and has not; spans keep theirs."""
        least = max((span.row + span.rows for span in self.frame.spans), default=0)
        count = max(count, least)
        if count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        elif count > self._count:
            self._grow_to(count)

    def _grow_to(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()

    def _widen(self, rows: Sequence[SheetRow]) -> None:
        widest = max((row.cells[-1].column + 1 for row in rows if row.cells), default=0)
        if widest > self._columns:
            self.beginInsertColumns(_NOWHERE, self._columns, widest - 1)
            self._columns = widest
            self.endInsertColumns()
            for row in rows:
                self._rows[row.number] = {cell.column: cell for cell in row.cells}

    def _forget(self, run: int) -> None:
        """Keep the runs that were read last."""
        self._asked.pop(run, None)
        self._asked[run] = None
        while len(self._asked) > KEPT_RUNS:
            oldest = next(iter(self._asked))
            del self._asked[oldest]
            for number in range(oldest * RUN_ROWS, (oldest + 1) * RUN_ROWS):
                self._rows.pop(number, None)
