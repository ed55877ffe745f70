"""Puts the rows of a Word 97 table, each with cell edges of its own, on one common grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.grid import Rows, Span, rectangle
from ledger_app.intake.readers.word97_sprm import RowShape

_SAME_EDGE_TWIPS = 40


@dataclass(frozen=True, slots=True)
class WordRow:
    """The cells of one row and its shape, which may know fewer or more cells."""

    cells: tuple[Cell, ...]
    shape: RowShape


def table_of(rows: Sequence[WordRow]) -> Rows:
    """Return the rows as a full rectangle, merged areas filled."""
    columns = _columns(rows)
    spans: list[Span] = []
    width = 0
    open_above: dict[int, int] = {}
    for number, row in enumerate(rows):
        still_open: dict[int, int] = {}
        for index, (start, end) in enumerate(_places(row, columns)):
            width = max(width, end)
            shape = row.shape
            if _flag(shape.continues_left, index) and spans and spans[-1].row == number:
                left = spans[-1]
                spans[-1] = Span(left.cell, number, left.column, left.rows, end - left.column)
                continue
            above = open_above.get(start)
            if _flag(shape.continues_up, index) and above is not None:
                span = spans[above]
                spans[above] = Span(span.cell, span.row, span.column, span.rows + 1, span.columns)
                still_open[start] = above
                continue
            spans.append(Span(row.cells[index], number, start, 1, end - start))
            if _flag(shape.starts_down, index) or _flag(shape.continues_up, index):
                still_open[start] = len(spans) - 1
        open_above = still_open
    return rectangle(spans, len(rows), width)


def _columns(rows: Sequence[WordRow]) -> dict[int, int]:
    """Return the number of the grid line for each edge; edges closer than 2 points are one line."""
    edges = sorted({edge for row in rows for edge in row.shape.edges})
    columns: dict[int, int] = {}
    line = -1
    before: int | None = None
    for edge in edges:
        if before is None or edge - before > _SAME_EDGE_TWIPS:
            line += 1
        columns[edge] = line
        before = edge
    return columns


def _places(row: WordRow, columns: dict[int, int]) -> list[tuple[int, int]]:
    """Return (first column, end) for each cell of a row; cells without edges follow one by one."""
    edges = row.shape.edges
    places: list[tuple[int, int]] = []
    at = 0
    for index in range(len(row.cells)):
        if index + 1 < len(edges):
            start, end = columns[edges[index]], columns[edges[index + 1]]
            start = max(start, at)
            end = max(end, start + 1)
        else:
            start, end = at, at + 1
        places.append((start, end))
        at = end
    return places


def _flag(flags: tuple[bool, ...], index: int) -> bool:
    return index < len(flags) and flags[index]
