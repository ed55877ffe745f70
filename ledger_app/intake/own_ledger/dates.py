"""Single days in cells: real dates, day numbers, 2024.6.18, 6月底; a cell that says the same is read once."""

from __future__ import annotations

from ledger_app.intake.document import Cell, Place
from ledger_app.intake.fields import deadline_cells, deadlines
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.folding import fold_text


class DayReader:
    """Reads the days of one table."""

    def __init__(self, year: int | None) -> None:
        """Begin with the year of days that are written without one."""
        self._setting = Setting(year)
        self._known: dict[str, str] = {}

    def read(self, cell: Cell) -> str:
        """Return the day of a cell as "YYYY-MM-DD", "" where it names none."""
        if cell.value_kind in ("date", "datetime"):
            return str(cell.value)[:10]
        known = self._known.get(cell.text)
        if known is None:
            known = self._read(cell)
            self._known[cell.text] = known
        return known

    def _read(self, cell: Cell) -> str:
        found = []
        if cell.value_kind == "number":
            found = deadline_cells.read_cell_value(cell.value, "number", cell.text, Place(), self._setting)
        found = found or deadlines.read_cell(fold_text(cell.text), self._setting)
        return next((one.date for one in found if one.kind in ("by", "range") and one.date), "")
