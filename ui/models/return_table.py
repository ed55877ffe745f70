"""The return log as tables: one month unit by unit, one year unit by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt

from ledger_app.domain.return_round import ARRIVED, OWING, RETURN_SIGNS, ReturnLine
from ledger_app.domain.returns import ReturnState
from ledger_app.services.return_round import YearLine
from ledger_app.services.unit_filing import FiledCount
from ui.models.list_table import TEXT_ROLES, HeadedTable, Index, ListColumn, ListTableModel

# Role of what a cell shows as a chip: (tone, word, sign).
CHIP_ROLE = Qt.ItemDataRole.UserRole + 1

_MIDDLE = Qt.AlignmentFlag.AlignCenter

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


def _day(value: object) -> str:
    return str(value) if value is not None else "—"


def _days(line: ReturnLine) -> str:
    if not line.days:
        return "—"
    words = {ReturnState.LATE: "迟", ReturnState.MISSING: "超期", ReturnState.SENT_BACK: "退回"}
    return f"{words[line.state]} {line.days} 天"


def _chased(line: ReturnLine) -> str:
    if not line.chases:
        return "—"
    last = line.chases[-1]
    return " · ".join(filter(None, (f"{len(line.chases)} 次", f"{last.on_date:%m-%d}", last.how)))


def _sent_back(line: ReturnLine) -> str:
    log = line.log
    if log is None or not (log.sent_back_on or log.sent_back_reason):
        return "—"
    return " ".join(filter(None, (f"{log.sent_back_on:%m-%d}" if log.sent_back_on else "", log.sent_back_reason)))


def _not_counted(_line: ReturnLine) -> str:
    return "—"  # the model knows how much is filed


COLUMNS: tuple[ListColumn[ReturnLine], ...] = (
    ListColumn("unit", "单位", lambda line: line.name, 150),
    ListColumn("state", "报送情况", lambda line: line.state.word, 84),
    ListColumn("received", "收到", lambda line: _day(line.log.received_on if line.log else None), 88),
    ListColumn("days", "迟报/超期", _days, 84, is_right=True),
    ListColumn("filed", "已填任务", _not_counted, 68, is_right=True),
    ListColumn("chased", "催报", _chased, 150),
    ListColumn("sent_back", "退回", _sent_back, 190),
    ListColumn("asked", "要求报送", lambda line: _day(line.log.asked_on if line.log else None), 88),
    ListColumn("due", "截止", lambda line: _day(line.due), 88),
    ListColumn("note", "备注", lambda line: (line.log.note if line.log else "") or "—", 120),
)


class ReturnTableModel(ListTableModel[ReturnLine]):
    """Units by row in the roster's order, narrowed by state."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)
        self._filed: Mapping[int, FiledCount] = {}
        self._states: frozenset[ReturnState] | None = None

    def show_states(self, states: frozenset[ReturnState] | None) -> None:
        """Show only units in these states, None for all."""
        self._states = states
        self.narrow()

    def show_filed(self, filed: Mapping[int, FiledCount]) -> None:
        """Show how much of each unit's tasks is filed."""
        self._filed = filed
        if self.row_total():
            self.dataChanged.emit(self.index(0, 0), self.index(self.row_total() - 1, len(COLUMNS) - 1))

    def has_tasks(self, unit_id: int) -> bool:
        """Say whether a unit answers for tasks of the month; True while that is not known."""
        return not self._filed or unit_id in self._filed

    def key_of(self, line: ReturnLine) -> int:
        """Return the unit's id."""
        return line.unit.id

    def lets_through(self, line: ReturnLine) -> bool:
        """Say whether a unit is in one of the states."""
        return self._states is None or line.state in self._states

    def text(self, line: ReturnLine, column: ListColumn[ReturnLine]) -> str:
        """Return the text of a cell; of tasks how many are filed of how many."""
        filed = self._filed.get(line.unit.id) if column.key == "filed" else None
        return f"{filed.done}/{filed.total}" if filed is not None else super().text(line, column)

    def tip(self, line: ReturnLine, column: ListColumn[ReturnLine]) -> str:
        """Return more about the state and the reminders."""
        return _TIPS[column.key](line) if column.key in _TIPS else self.text(line, column)

    def special(self, line: ReturnLine, column: ListColumn[ReturnLine], role: int) -> object:
        """Return the state's chip."""
        if role != CHIP_ROLE or column.key != "state":
            return None
        tone, sign = STATE_CHIPS[line.state]
        return tone, line.state.word, sign


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
_YEAR_HEADINGS = ("单位", *(f"{month}月" for month in range(1, 13)), *(state.word for state in _COUNTED))


class YearTableModel(HeadedTable):
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

    def headings(self) -> Sequence[str]:
        """Return the name's, twelve months', three counts'."""
        return _YEAR_HEADINGS

    def row_total(self) -> int:
        """Return the number of units."""
        return len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a name, a sign or a count; zero is not written."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if column else None
        if column == 0:
            return (line.unit.short_name or line.unit.name) if role in TEXT_ROLES else None
        if column > 12:
            return (str(line.count(_COUNTED[column - 13]) or "")) if role in TEXT_ROLES else None
        found = line.months.get(column)
        if role == CHIP_ROLE and found is not None:
            tone, _ = STATE_CHIPS[found.state]
            return tone, RETURN_SIGNS[found.state], ""
        if role in TEXT_ROLES:
            if found is None:
                return ""
            return RETURN_SIGNS[found.state] if role == Qt.ItemDataRole.DisplayRole else _cell_tip(column, found)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if section else None
        return super().headerData(section, orientation, role)


def _cell_tip(month: int, line: ReturnLine) -> str:
    received = line.log.received_on if line.log is not None else None
    return "，".join(filter(None, (f"{month}月 {line.state.word}", f"{received} 收到" if received else "")))
