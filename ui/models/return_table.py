"""The return log as tables: one month unit by unit, one year unit by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ledger_app.domain.return_round import ARRIVED, OWING, RETURN_SIGNS, ReturnLine
from ledger_app.domain.returns import ReturnState
from ledger_app.services.return_round import YearLine
from ledger_app.services.unit_filing import FiledCount

# Role of what a cell shows as a chip: (tone, word, sign).
CHIP_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)

STATE_CHIPS: Mapping[ReturnState, tuple[str, str]] = {
    ReturnState.ON_TIME: ("green", "✓"),
    ReturnState.LATE: ("yellow", "■"),
    ReturnState.MISSING: ("red", "▲"),
    ReturnState.SENT_BACK: ("yellow", "◆"),
    ReturnState.PENDING: ("grey", "○"),
    ReturnState.EXCUSED: ("grey", ""),
}
# Key of a filter, its word, tone and sign, and the states it lets through; "" = all.
STATE_FILTERS: tuple[tuple[str, str, str, str, frozenset[ReturnState]], ...] = (
    ("owing", "未报", "red", "▲", OWING - {ReturnState.SENT_BACK}),
    ("sent_back", "退回", "yellow", "◆", frozenset({ReturnState.SENT_BACK})),
    ("late", "迟报", "yellow", "■", frozenset({ReturnState.LATE})),
    ("arrived", "已收", "green", "✓", ARRIVED),
    ("excused", "免报", "grey", "○", frozenset({ReturnState.EXCUSED})),
)


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A line of the register with how much of the unit's tasks is filed, None while that is not counted."""

    line: ReturnLine
    filed: FiledCount | None = None


@dataclass(frozen=True, slots=True)
class ReturnColumn:
    """One column."""

    key: str
    heading: str
    value: Callable[[ReturnRow], str]
    width_px: int
    is_right: bool = False


def _day(value: object) -> str:
    return str(value) if value is not None else "—"


def _days(row: ReturnRow) -> str:
    line = row.line
    if not line.days:
        return "—"
    words = {ReturnState.LATE: "迟", ReturnState.MISSING: "超期", ReturnState.SENT_BACK: "退回"}
    return f"{words[line.state]} {line.days} 天"


def _filed(row: ReturnRow) -> str:
    return f"{row.filed.done}/{row.filed.total}" if row.filed is not None else "—"


def _chased(row: ReturnRow) -> str:
    if not row.line.chases:
        return "—"
    last = row.line.chases[-1]
    return " · ".join(filter(None, (f"{len(row.line.chases)} 次", f"{last.on_date:%m-%d}", last.how)))


def _sent_back(row: ReturnRow) -> str:
    log = row.line.log
    if log is None or not (log.sent_back_on or log.sent_back_reason):
        return "—"
    return " ".join(filter(None, (f"{log.sent_back_on:%m-%d}" if log.sent_back_on else "", log.sent_back_reason)))


COLUMNS: tuple[ReturnColumn, ...] = (
    ReturnColumn("unit", "单位", lambda row: row.line.name, 150),
    ReturnColumn("state", "报送情况", lambda row: row.line.state.word, 84),
    ReturnColumn("received", "收到", lambda row: _day(row.line.log.received_on if row.line.log else None), 88),
    ReturnColumn("days", "迟报/超期", _days, 84, is_right=True),
    ReturnColumn("filed", "已填任务", _filed, 68, is_right=True),
    ReturnColumn("chased", "催报", _chased, 150),
    ReturnColumn("sent_back", "退回", _sent_back, 190),
    ReturnColumn("asked", "要求报送", lambda row: _day(row.line.log.asked_on if row.line.log else None), 88),
    ReturnColumn("due", "截止", lambda row: _day(row.line.due), 88),
    ReturnColumn("note", "备注", lambda row: (row.line.log.note if row.line.log else "") or "—", 120),
)


class ReturnTableModel(QAbstractTableModel):
    """Units by row in the roster's order, narrowed by state."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._all: tuple[ReturnLine, ...] = ()
        self._filed: Mapping[int, FiledCount] = {}
        self._states: frozenset[ReturnState] | None = None
        self._shown: list[ReturnLine] = []

    @property
    def lines(self) -> tuple[ReturnLine, ...]:
        """Return all lines, whether shown or not."""
        return self._all

    def show_lines(self, lines: Sequence[ReturnLine]) -> None:
        """Show these lines."""
        self._all = tuple(lines)
        self._narrow()

    def show_states(self, states: frozenset[ReturnState] | None) -> None:
        """Show only units in these states, None for all."""
        self._states = states
        self._narrow()

    def show_filed(self, filed: Mapping[int, FiledCount]) -> None:
        """Show how much of each unit's tasks is filed."""
        self._filed = filed
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1))

    def has_tasks(self, unit_id: int) -> bool:
        """Say whether a unit answers for tasks of the month; True while that is not known."""
        return not self._filed or unit_id in self._filed

    def line_at(self, row: int) -> ReturnLine | None:
        """Return the line in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, unit_id: int) -> int | None:
        """Return the row of a unit, None if it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.unit.id == unit_id), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of units shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, alignment and chip."""
        if not index.isValid():
            return None
        line, column = self._shown[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and column.key in _TIPS:
            return _TIPS[column.key](line)
        if role in _TEXT_ROLES:
            return column.value(ReturnRow(line, self._filed.get(line.unit.id)))
        if role == CHIP_ROLE and column.key == "state":
            tone, sign = STATE_CHIPS[line.state]
            return tone, line.state.word, sign
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column.is_right else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading if 0 <= section < len(COLUMNS) else None
        return None

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [line for line in self._all if self._states is None or line.state in self._states]
        self.endResetModel()


def _state_tip(line: ReturnLine) -> str:
    if line.state is line.counted:
        return line.state.word
    return f"{line.state.word}（截止日时{line.counted.word}，通报按“{line.counted.word}”计）"


def _chase_tip(line: ReturnLine) -> str:
    return "\n\n".join(
        "　".join(filter(None, (chase.on_date.isoformat(), chase.how, chase.by_name)))
        + (f"\n{chase.text}" if chase.text else "")
        for chase in line.chases
    )


_TIPS: Mapping[str, Callable[[ReturnLine], str]] = {"state": _state_tip, "chased": _chase_tip}

_COUNTED = (ReturnState.LATE, ReturnState.MISSING, ReturnState.SENT_BACK)


class YearTableModel(QAbstractTableModel):
    """Units by months: one sign a cell, and how often each unit was late, missing, sent back."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._lines: tuple[YearLine, ...] = ()

    def show_lines(self, lines: Sequence[YearLine]) -> None:
        """Show these units."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line_at(self, row: int) -> YearLine | None:
        """Return the unit in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of units."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the name, twelve months, three counts."""
        return 0 if parent.isValid() else 13 + len(_COUNTED)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a name, a sign or a count; zero is not written."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if column else None
        if column == 0:
            return (line.unit.short_name or line.unit.name) if role in _TEXT_ROLES else None
        if column > 12:
            return (str(line.count(_COUNTED[column - 13]) or "")) if role in _TEXT_ROLES else None
        found = line.months.get(column)
        if role == CHIP_ROLE and found is not None:
            tone, _ = STATE_CHIPS[found.state]
            return tone, RETURN_SIGNS[found.state], ""
        if role in _TEXT_ROLES:
            if found is None:
                return ""
            return RETURN_SIGNS[found.state] if role == Qt.ItemDataRole.DisplayRole else _cell_tip(column, found)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if section else None
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return "单位"
        return f"{section}月" if section <= 12 else _COUNTED[section - 13].word


def _cell_tip(month: int, line: ReturnLine) -> str:
    received = line.log.received_on if line.log is not None else None
    return "，".join(filter(None, (f"{month}月 {line.state.word}", f"{received} 收到" if received else "")))
