"""The register of supervision slips as a table: one row a slip, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ledger_app.domain.slips import SLIP_COLOUR_NAMES, SlipState
from ledger_app.domain.supervision import SlipColour
from ledger_app.services.slip_register import SlipLine, SlipRegister
from ui.models.return_table import CHIP_ROLE

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

# Tone and sign of a colour: orange has no tone of its own, its sign and word tell it from yellow.
COLOUR_CHIPS: Mapping[SlipColour, tuple[str, str]] = {
    "blue": ("blue", "◆"),
    "yellow": ("yellow", "■"),
    "orange": ("yellow", "▲"),
    "red": ("red", "▲"),
}
STATE_CHIPS: Mapping[SlipState, tuple[str, str]] = {
    SlipState.WAITING: ("blue", "○"),
    SlipState.OVERDUE: ("red", "▲"),
    SlipState.REPLIED: ("yellow", "●"),
    SlipState.ESCALATED: ("grey", "○"),
    SlipState.CLOSED: ("green", "✓"),
}


@dataclass(frozen=True, slots=True)
class SlipColumn:
    """One column."""

    key: str
    heading: str
    value: Callable[[SlipLine], str]
    width_px: int


def _state(line: SlipLine) -> str:
    return f"超期 {line.days} 天" if line.state is SlipState.OVERDUE else line.state.word


def _flat(text: str) -> str:
    return " ".join(text.split()) or "—"


COLUMNS: tuple[SlipColumn, ...] = (
    SlipColumn("number", "编号", lambda line: line.slip.number, 138),
    SlipColumn("colour", "颜色", lambda line: SLIP_COLOUR_NAMES[line.slip.colour], 70),
    SlipColumn("state", "状态", _state, 108),
    SlipColumn("unit", "承办单位", lambda line: line.unit_name or "—", 110),
    SlipColumn("due", "限办", lambda line: line.slip.due.isoformat() if line.slip.due else "—", 84),
    SlipColumn("matter", "督办事项", lambda line: _flat(line.slip.matter), 300),
    SlipColumn("issued", "签发", lambda line: line.slip.issued.isoformat(), 84),
    SlipColumn("reply", "回复", lambda line: _flat(line.slip.reply), 160),
)


class SlipTableModel(QAbstractTableModel):
    """Slips by row, narrowed by state."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._all: tuple[SlipLine, ...] = ()
        self._states: frozenset[SlipState] | None = None
        self._shown: list[SlipLine] = []

    @property
    def lines(self) -> tuple[SlipLine, ...]:
        """Return all slips, whether shown or not."""
        return self._all

    def show_register(self, register: SlipRegister) -> None:
        """Show these slips."""
        self._all = register.lines
        self._narrow()

    def show_states(self, states: frozenset[SlipState] | None) -> None:
        """Show only slips in these states, None for all."""
        self._states = states
        self._narrow()

    def line_at(self, row: int) -> SlipLine | None:
        """Return the slip in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, slip_id: int) -> int | None:
        """Return the row of a slip, None if it is not shown."""
        return next((row for row, line in enumerate(self._shown) if line.slip.id == slip_id), None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of slips shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text and chip."""
        if not index.isValid():
            return None
        line, column = self._shown[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return {"matter": line.slip.matter, "reply": line.slip.reply}.get(column.key, column.value(line))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.value(line)
        if role == CHIP_ROLE and column.key in ("colour", "state"):
            tone, sign = COLOUR_CHIPS[line.slip.colour] if column.key == "colour" else STATE_CHIPS[line.state]
            return tone, column.value(line), sign
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading if 0 <= section < len(COLUMNS) else None
        return None

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [line for line in self._all if self._states is None or line.state in self._states]
        self.endResetModel()
