"""Turns cells with row and column spans into a full rectangle.  Source: docs/domain.md section 2.3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.building import EMPTY_CELL

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A cell and the area it covers, rows and columns from 0."""

    cell: Cell
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def rectangle(spans: Iterable[Span], row_count: int, column_count: int) -> Rows:
    """Return rows of equal width; covered places hold copies that name their origin, others are empty.

    Where areas overlap, the first one keeps the place.  Areas are cut at the table's edge.
    """
    grid: list[list[Cell | None]] = [[None] * column_count for _ in range(row_count)]
    for span in spans:
        copy = copy_of(span.cell, span.row, span.column)
        for row in range(span.row, min(span.row + span.rows, row_count)):
            places = grid[row]
            for column in range(span.column, min(span.column + span.columns, column_count)):
                if places[column] is None:
                    is_origin = row == span.row and column == span.column
                    places[column] = span.cell if is_origin else copy
    return tuple(tuple(cell or EMPTY_CELL for cell in row) for row in grid)


def copy_of(cell: Cell, row: int, column: int) -> Cell:
    """Return the copy of a merged cell that stands in the other places of its area."""
    return Cell(cell.text, cell.value, cell.value_kind, is_merged_copy=True, origin=(row, column))
