"""Rows of a task table with all that they say.

Source: contract of the extraction; docs/domain.md sections 2.2, 2.3 and 8.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger_app.intake.document import Place, Table
from ledger_app.intake.fields import deadline_cells, deadlines, measures, owners, targets
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.folding import Folded, fold, fold_text
from ledger_app.intake.item_context import ItemContext
from ledger_app.intake.item_doubts import doubts_of
from ledger_app.intake.proposal import (
    OwnerRole,
    ProposedDeadline,
    ProposedItem,
    ProposedOwner,
    ProposedTarget,
    Reading,
)
from ledger_app.intake.table_headers import OWNER_ROLES
from ledger_app.intake.task_table import TaskRow

_ROLES: dict[str, OwnerRole] = {"lead": "lead", "responsible": "responsible", "cooperate": "cooperate"}
_NO_TEXT = " -—/无"

_Owners = tuple[list[ProposedOwner], bool]


class TableItems:
    """Reads the rows of one plan's table; a cell that says the same as another is read once."""

    def __init__(self, context: ItemContext) -> None:
        """Begin with the plan's surroundings."""
        self._context = context
        self._setting = context.setting()
        self._owners_by_text: dict[tuple[str, OwnerRole], _Owners] = {}
        self._dates_by_text: dict[str, list[ProposedDeadline]] = {}

    def read(self, table: Table, row: TaskRow) -> ProposedItem:
        """Return a row as an item."""
        place = row_place(table, row.row)
        text = self._folded(table, row.text_cells)
        fields = find_fields(text.text)
        cell_dates = self._deadlines(table, row)
        dates = cell_dates
        if dates is None:
            dates = deadlines.read_deadlines(text, fields, self._setting)
        first_leads = self._context.first_leads(place.end)
        found = self._owners(table, row, first_leads=first_leads)
        if found is None:
            found = owners.read_owners(text, fields, self._context.roster, first_leads=first_leads)
        units, is_open = found
        return ProposedItem(
            key=self._context.key(place),
            no=row.no,
            path=row.path,
            title=row.title,
            kind="task",
            text="\n".join(table.rows[at][column].text for at, column in row.text_cells),
            place=place,
            measures=measures.read_measures(text),
            owners=tuple(units),
            owners_etc=is_open,
            deadlines=tuple(dates),
            targets=tuple(self._targets(table, row, text, dates if cell_dates is None else ())),
            extra=_extra(table, row),
            doubts=doubts_of(dates, units, is_open=is_open),
        )

    def _folded(self, table: Table, cells: Sequence[tuple[int, int]]) -> Folded:
        return fold(self._context.document.text, [_cell_range(table, row, column) for row, column in cells])

    def _deadlines(self, table: Table, row: TaskRow) -> list[ProposedDeadline] | None:
        """Return what the deadline cells say, None where the row has none."""
        found: list[ProposedDeadline] | None = None
        for role, _, at, column in row.cells:
            if role == "due" and table.rows[at][column].text.strip(_NO_TEXT):
                found = [*(found or ()), *self._dates_of(table, at, column)]
        return found

    def _dates_of(self, table: Table, row: int, column: int) -> list[ProposedDeadline]:
        cell = table.rows[row][column]
        start = table.cell_start(row, column)
        if cell.value_kind not in ("text", "empty"):
            place = Place(start, start + len(cell.text))
            dates = deadline_cells.read_cell_value(cell.value, cell.value_kind, cell.text, place, self._setting)
            if dates:
                return dates
        known = self._dates_by_text.get(cell.text)
        if known is None:
            known = deadlines.read_cell(fold_text(cell.text), self._setting)
            self._dates_by_text[cell.text] = known
        return [_moved_deadline(deadline, start) for deadline in known]

    def _owners(self, table: Table, row: TaskRow, *, first_leads: bool) -> _Owners | None:
        """Return the owners in the row's owner cells, None where it has none."""
        units: dict[str, ProposedOwner] = {}
        is_open = has_cell = False
        for role, _, at, column in row.cells:
            if role not in OWNER_ROLES:
                continue
            has_cell = True
            start = table.cell_start(at, column)
            known, opened = self._owners_of(table.rows[at][column].text, _ROLES[role])
            is_open = is_open or opened
            for unit in known:
                if unit.name not in units:
                    units[unit.name] = ProposedOwner(unit.name, unit.role, _moved(unit.reading, start), unit.is_group)
        if not has_cell:
            return None
        found = list(units.values())
        if first_leads and found and all(unit.role == "responsible" for unit in found):
            found[0] = owners.leading(found[0])
        return found, is_open

    def _owners_of(self, text: str, role: OwnerRole) -> _Owners:
        known = self._owners_by_text.get((text, role))
        if known is None:
            folded = fold_text(text)
            blocks = owners.read_cell(folded, role, self._context.roster)
            known = owners.owners_of(folded, blocks, first_leads=False)
            self._owners_by_text[text, role] = known
        return known

    def _targets(
        self, table: Table, row: TaskRow, text: Folded, dates: Sequence[ProposedDeadline]
    ) -> list[ProposedTarget]:
        found = targets.read_targets(text, dates, self._setting.base_year)
        for role, _, at, column in row.cells:
            if role == "target":
                cell = self._folded(table, [(at, column)])
                found += targets.read_targets(cell, (), self._setting.base_year, is_target_cell=True)
        return found


def row_place(table: Table, row: int) -> Place:
    """Return where a row stands: its line in the document's text, its sheet and printed row."""
    start = table.row_starts[row] if row < len(table.row_starts) else table.start
    number = table.row_numbers[row] if row < len(table.row_numbers) else table.first_row + row
    return Place(start, start + table.line_length(row), table.page, table.sheet, number)


def _cell_range(table: Table, row: int, column: int) -> tuple[int, int]:
    start = table.cell_start(row, column)
    return start, start + len(table.rows[row][column].text)


def _moved(reading: Reading, start: int) -> Reading:
    """Return a reading of a cell's text with its place in the document."""
    place = reading.place
    moved = None if place is None else Place(place.start + start, place.end + start)
    return Reading(reading.raw, moved, reading.reason, reading.confidence)


def _moved_deadline(deadline: ProposedDeadline, start: int) -> ProposedDeadline:
    """Return a deadline of a cell's text with its place in the document."""
    # Each row has one: `replace` would take five times as long.
    return ProposedDeadline(
        deadline.kind,
        _moved(deadline.reading, start),
        deadline.date,
        deadline.start,
        deadline.every,
        deadline.times,
        deadline.time,
        deadline.is_stretch,
        deadline.is_inherited,
        deadline.needs_answer,
    )


def _extra(table: Table, row: TaskRow) -> tuple[tuple[str, str], ...]:
    """Return the columns that are kept as they are: leaders, contacts, progress, notes and unknown ones."""
    return tuple(
        (head, table.rows[at][column].text)
        for role, head, at, column in row.cells
        if role not in OWNER_ROLES and role != "due" and table.rows[at][column].text.strip()
    )
