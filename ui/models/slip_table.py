"""The register of supervision slips as a table: one row a slip, the newest first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from ledger_app.domain.slips import SLIP_COLOUR_NAMES, SlipState
from ledger_app.domain.supervision import SlipColour
from ledger_app.services.slip_register import SlipLine
from ui.models.list_table import ListColumn, ListTableModel
from ui.models.return_table import CHIP_ROLE

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


def _state(line: SlipLine) -> str:
    return f"超期 {line.days} 天" if line.state is SlipState.OVERDUE else line.state.word


def _flat(text: str) -> str:
    return " ".join(text.split()) or "—"


COLUMNS: tuple[ListColumn[SlipLine], ...] = (
    ListColumn("number", "编号", lambda line: line.slip.number, 138),
    ListColumn("colour", "颜色", lambda line: SLIP_COLOUR_NAMES[line.slip.colour], 70),
    ListColumn("state", "状态", _state, 108),
    ListColumn("unit", "承办单位", lambda line: line.unit_name or "—", 110),
    ListColumn("due", "限办", lambda line: line.slip.due.isoformat() if line.slip.due else "—", 84),
    ListColumn("matter", "督办事项", lambda line: _flat(line.slip.matter), 300),
    ListColumn("issued", "签发", lambda line: line.slip.issued.isoformat(), 84),
    ListColumn("reply", "回复", lambda line: _flat(line.slip.reply), 160),
)


class SlipTableModel(ListTableModel[SlipLine]):
    """Slips by row, narrowed by state."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)
        self._states: frozenset[SlipState] | None = None

    def show_states(self, states: frozenset[SlipState] | None) -> None:
        """Show only slips in these states, None for all."""
        self._states = states
        self.narrow()

    def key_of(self, line: SlipLine) -> int:
        """Return the slip's id."""
        return line.slip.id

    def lets_through(self, line: SlipLine) -> bool:
        """Say whether a slip is in one of the states."""
        return self._states is None or line.state in self._states

    def tip(self, line: SlipLine, column: ListColumn[SlipLine]) -> str:
        """Return the whole of a long text."""
        return {"matter": line.slip.matter, "reply": line.slip.reply}.get(column.key, self.text(line, column))

    def special(self, line: SlipLine, column: ListColumn[SlipLine], role: int) -> object:
        """Return the chips of colour and state."""
        if role != CHIP_ROLE or column.key not in ("colour", "state"):
            return None
        tone, sign = COLOUR_CHIPS[line.slip.colour] if column.key == "colour" else STATE_CHIPS[line.state]
        return tone, column.value(line), sign
