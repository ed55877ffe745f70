"""Lays one sheet's values out as a table: merged areas filled, blank rows and outer columns dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.building import EMPTY_CELL, DocumentBuilder
from ledger_app.intake.readers.cell_values import CellsByType, CellsByValue, Value
from ledger_app.intake.readers.grid import copy_of
from ledger_app.intake.source import Source

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged area, from 0, inclusive."""


@dataclass(frozen=True, slots=True)
class SheetValues:
    """What a workbook library gave for one sheet.

    Attributes:
        rows: values row by row, from `first`.
        first: (row, column) from 0 of the first value.
        merged: merged areas in the sheet's own coordinates.
        percent: (row, column) from 0 of cells shown as percentages.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    first: tuple[int, int] = (0, 0)
    merged: Sequence[Range] = ()
    percent: frozenset[tuple[int, int]] = field(default=frozenset())
    is_hidden: bool = False


def add_sheet(builder: DocumentBuilder, sheet: SheetValues) -> None:
    """Append a sheet as a table; a sheet without text is left out."""
    rows = _cells(sheet)
    _square(builder.source, rows)
    _fill_merged(rows, sheet)
    width = max((_used_width(row) for row in rows), default=0)
    kept = [index for index, row in enumerate(rows) if any(cell.text for cell in row)]
    moved = _moved_origins([rows[index][:width] for index in kept], kept)
    builder.add_table(
        moved,
        sheet=sheet.name,
        first_row=sheet.first[0] + 1 + (kept[0] if kept else 0),
        row_numbers=tuple(sheet.first[0] + 1 + index for index in kept),
        is_hidden=sheet.is_hidden,
    )


def _cells(sheet: SheetValues) -> list[list[Cell]]:
    known = CellsByType()
    rows = [[known[value.__class__][value] for value in row] for row in sheet.rows]
    top, left = sheet.first
    shares = CellsByValue(is_percent=True)
    for row, column in sheet.percent:
        down, right = row - top, column - left
        if 0 <= down < len(rows) and 0 <= right < len(rows[down]) and rows[down][right].value_kind == "number":
            rows[down][right] = shares[sheet.rows[down][right]]
    return rows


def _square(source: Source, rows: list[list[Cell]]) -> None:
    """Drop blank rows at the end and make all rows equally long.

    Raises:
        UnreadableFileError: INT-115, more cells than the limit.
    """
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    if len(rows) * width > source.limits.cells:
        raise source.refuse("INT-115", what=f"表格超过 {source.limits.cells} 格")
    for row in rows:
        row.extend([EMPTY_CELL] * (width - len(row)))


def _fill_merged(rows: list[list[Cell]], sheet: SheetValues) -> None:
    """Put copies into merged areas, cut at the sheet's used extent."""
    top, left = sheet.first
    height, width = len(rows), max((len(row) for row in rows), default=0)
    for (first_row, first_column), (last_row, last_column) in sheet.merged:
        row, column = first_row - top, first_column - left
        if not (0 <= row < height and 0 <= column < width) or not rows[row][column].text:
            continue
        copy = copy_of(rows[row][column], row, column)
        for down in range(row, min(last_row - top, height - 1) + 1):
            for right in range(column, min(last_column - left, width - 1) + 1):
                if (down, right) != (row, column):
                    rows[down][right] = copy


def _used_width(row: Sequence[Cell]) -> int:
    for index in range(len(row), 0, -1):
        if row[index - 1].text:
            return index
    return 0


def _moved_origins(rows: list[list[Cell]], kept: Sequence[int]) -> list[list[Cell]]:
    """Let copies name their origin by its row among the kept rows, as blank rows were dropped."""
    if not kept or kept[-1] == len(kept) - 1:
        return rows
    place = {old: new for new, old in enumerate(kept)}
    for row in rows:
        for column, cell in enumerate(row):
            if cell.origin is not None:
                new = place.get(cell.origin[0])
                row[column] = EMPTY_CELL if new is None else copy_of(cell, new, cell.origin[1])
    return rows
