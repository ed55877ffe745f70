"""The register of chase notices and reminders as a table: one row a letter, the newest first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from ledger_app.services.letters import LETTER_NAMES, LetterLine, LetterState
from ui.models.list_table import ListColumn, ListTableModel
from ui.models.return_table import CHIP_ROLE

STATE_CHIPS: Mapping[LetterState, tuple[str, str]] = {
    LetterState.WAITING: ("blue", "○"),
    LetterState.OVERDUE: ("red", "▲"),
    LetterState.REPLIED: ("green", "✓"),
    LetterState.ESCALATED: ("grey", "○"),
}


def _state(line: LetterLine) -> str:
    return f"超期 {line.days} 天" if line.state is LetterState.OVERDUE else line.state.word


def _kind(line: LetterLine) -> str:
    times = f"（第{line.letter.step}次）" if line.letter.step > 1 else ""
    return f"{LETTER_NAMES[line.letter.kind]}{times}"


def _flat(text: str) -> str:
    return " ".join(text.split()) or "—"


COLUMNS: tuple[ListColumn[LetterLine], ...] = (
    ListColumn("number", "编号", lambda line: line.letter.number, 104),
    ListColumn("kind", "种类", _kind, 104),
    ListColumn("state", "状态", _state, 100),
    ListColumn("unit", "单位", lambda line: line.unit_name or "—", 96),
    ListColumn("due", "要求回复", lambda line: line.letter.due.isoformat() if line.letter.due else "—", 84),
    ListColumn("matter", "事项", lambda line: _flat(line.letter.matter), 220),
    ListColumn("issued", "发出", lambda line: line.letter.issued.isoformat(), 84),
    ListColumn("document", "发文字号", lambda line: line.letter.document_number or "—", 116),
    ListColumn("slip", "督办单", lambda line: line.slip.number if line.slip is not None else "—", 116),
    ListColumn("reply", "回复", lambda line: _flat(line.letter.reply), 100),
)


class LetterTableModel(ListTableModel[LetterLine]):
    """Letters by row, narrowed by state."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(COLUMNS, parent)
        self._state: LetterState | None = None

    def show_state(self, state: LetterState | None) -> None:
        """Show only letters in this state, None for all."""
        self._state = state
        self.narrow()

    def key_of(self, line: LetterLine) -> int:
        """Return the letter's id."""
        return line.letter.id

    def lets_through(self, line: LetterLine) -> bool:
        """Say whether a letter is in the state."""
        return self._state in (None, line.state)

    def tip(self, line: LetterLine, column: ListColumn[LetterLine]) -> str:
        """Return the whole of a long text."""
        return {"matter": line.letter.matter, "reply": line.letter.reply}.get(column.key, self.text(line, column))

    def special(self, line: LetterLine, column: ListColumn[LetterLine], role: int) -> object:
        """Return the chip of the state."""
        if role != CHIP_ROLE or column.key != "state":
            return None
        tone, sign = STATE_CHIPS[line.state]
        return tone, column.value(line), sign
