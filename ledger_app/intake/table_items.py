"""Rows of a task table with all that they say.

Source: contract of the extraction; docs/domain.md sections 2.2, 2.3 and 8.
"""

from __future__ import annotations

from dataclasses import replace

from ledger_app.intake.document import Place, Table
from ledger_app.intake.fields import deadlines, measures, owners, targets
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.folding import Folded, fold
from ledger_app.intake.item_context import ItemContext, doubts_of
from ledger_app.intake.proposal import OwnerRole, ProposedDeadline, ProposedItem, ProposedOwner, ProposedTarget
from ledger_app.intake.table_headers import OWNER_ROLES
from ledger_app.intake.task_table import TaskRow

_ROLES: dict[str, OwnerRole] = {"lead": "lead", "responsible": "responsible", "cooperate": "cooperate"}


def read_row(table: Table, row: TaskRow, number: int, context: ItemContext) -> ProposedItem:
    """Return a row of a task table as an item."""
    place = row_place(table, row.row)
    text = _folded(context, table, row.text_cells)
    fields = find_fields(text.text)
    dates = _deadlines(context, table, row)
    own_dates = dates if dates is not None else deadlines.read_deadlines(text, fields, context.setting())
    units, is_open = _owners(context, table, row, text, place)
    texts = [table.rows[at][column].text for at, column in row.text_cells]
    return ProposedItem(
        key=context.key(number),
        no=row.no,
        path=row.path,
        title=row.title,
        kind="task",
        text="\n".join(texts),
        place=place,
        measures=measures.read_measures(text),
        owners=tuple(units),
        owners_etc=is_open,
        deadlines=tuple(own_dates),
        targets=tuple(_targets(context, table, row, text, own_dates if dates is None else [])),
        extra=_extra(table, row),
        doubts=doubts_of(own_dates, units, is_open=is_open),
    )


def row_place(table: Table, row: int) -> Place:
    """Return where a row stands: its line in the document's text, its sheet and printed row."""
    start = table.row_starts[row] if row < len(table.row_starts) else table.start
    number = table.row_numbers[row] if row < len(table.row_numbers) else table.first_row + row
    return Place(start, start + len(table.line(row)), table.page, table.sheet, number)


def _cell_range(table: Table, row: int, column: int) -> tuple[int, int]:
    start = table.cell_start(row, column)
    return start, start + len(table.rows[row][column].text)


def _folded(context: ItemContext, table: Table, cells: tuple[tuple[int, int], ...]) -> Folded:
    return fold(context.document.text, [_cell_range(table, row, column) for row, column in cells])


def _deadlines(context: ItemContext, table: Table, row: TaskRow) -> list[ProposedDeadline] | None:
    """Return what the deadline cells say, None where the row has none."""
    found: list[ProposedDeadline] | None = None
    for role, _, at, column in row.cells:
        cell = table.rows[at][column]
        if role != "due" or not cell.text.strip(" -—/无"):
            continue
        start, end = _cell_range(table, at, column)
        setting = context.setting()
        dates = deadlines.read_cell_value(cell.value, cell.value_kind, cell.text, Place(start, end), setting)
        dates = dates or deadlines.read_cell(fold(context.document.text, [(start, end)]), setting)
        found = [*(found or []), *dates]
    return found


def _owners(
    context: ItemContext, table: Table, row: TaskRow, text: Folded, place: Place
) -> tuple[list[ProposedOwner], bool]:
    found: dict[str, ProposedOwner] = {}
    is_open = False
    has_column = False
    for role, _, at, column in row.cells:
        if role not in OWNER_ROLES:
            continue
        has_column = True
        folded = fold(context.document.text, [_cell_range(table, at, column)])
        blocks = owners.read_cell(folded, _ROLES[role], context.roster)
        units, opened = owners.owners_of(folded, blocks, first_leads=False)
        is_open = is_open or opened
        for unit in units:
            found.setdefault(unit.name, unit)
    first_leads = context.first_leads(place.end)
    if not has_column:
        return owners.read_owners(text, find_fields(text.text), context.roster, first_leads=first_leads)
    units = list(found.values())
    if first_leads and units and all(unit.role == "responsible" for unit in units):
        units[0] = replace(
            units[0], role="lead", reading=replace(units[0].reading, reason="文中规定列第一位的为牵头单位")
        )
    return units, is_open


def _targets(
    context: ItemContext, table: Table, row: TaskRow, text: Folded, dates: list[ProposedDeadline]
) -> list[ProposedTarget]:
    found = targets.read_targets(text, dates)
    for role, _, at, column in row.cells:
        if role == "target":
            found += targets.read_targets(fold(context.document.text, [_cell_range(table, at, column)]), ())
    return found


def _extra(table: Table, row: TaskRow) -> tuple[tuple[str, str], ...]:
    """Return the columns that are kept as they are: leaders, contacts, progress, notes and unknown ones."""
    return tuple(
        (head, table.rows[at][column].text)
        for role, head, at, column in row.cells
        if role not in OWNER_ROLES and role != "due" and table.rows[at][column].text.strip()
    )
