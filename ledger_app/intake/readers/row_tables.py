"""Tables whose rows each have cell edges of their own, as binary Word files and RTF keep them.

Collects cells and rows as they are read, and puts the rows on one common grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.grid import Rows, Span, rectangle
from ledger_app.intake.readers.sinks import CellSink, InlineText, ParagraphLook, Sink

_SAME_EDGE_TWIPS = 40

Content = list[tuple[InlineText, ParagraphLook]]


@dataclass(frozen=True, slots=True)
class RowShape:
    """The cells of a table row: edges in twips from left to right, and which cells continue a merge."""

    edges: tuple[int, ...] = ()
    continues_left: tuple[bool, ...] = ()
    continues_up: tuple[bool, ...] = ()
    starts_down: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class ShapedRow:
    """The cells of one row and its shape, which may know fewer or more cells."""

    cells: tuple[Cell, ...]
    shape: RowShape


@dataclass(slots=True)
class OpenTable:
    """A table while its rows are read."""

    rows: list[tuple[list[Content], RowShape]] = field(default_factory=list)
    cells: list[Content] = field(default_factory=list)
    content: Content = field(default_factory=list)
    inner_cells: list[str] = field(default_factory=list)
    inner_lines: list[str] = field(default_factory=list)

    def add_inner(self, line: str, *, is_cell_end: bool) -> None:
        """Add a line of a table inside the cell that is being read."""
        self.inner_lines.append(line)
        if is_cell_end:
            self.inner_cells.append(" ".join(filter(None, self.inner_lines)))
            self.inner_lines = []

    def end_inner_row(self) -> None:
        """Make one line of the cell from a row of the table inside it, its cells apart by tabs."""
        texts = filter(None, [*self.inner_cells, *self.inner_lines])
        self.content.append((InlineText(["\t".join(texts)]), ParagraphLook()))
        self.inner_cells, self.inner_lines = [], []

    @property
    def is_begun(self) -> bool:
        """Tell whether anything was read."""
        return bool(self.rows or self.cells or self.content or self.inner_lines)

    def end_cell(self) -> None:
        """Close the cell that is being read."""
        self.cells.append(self.content)
        self.content = []

    def end_row(self, shape: RowShape | None) -> None:
        """Close the row that is being read; without cells there is none."""
        if self.cells:
            self.rows.append((self.cells, shape or RowShape()))
        self.cells, self.content = [], []

    def hand_to(self, sink: Sink) -> None:
        """Hand over the table, or the text alone where it is only a frame around text."""
        if self.inner_cells or self.inner_lines:
            self.end_inner_row()
        if self.content:
            self.end_cell()
        self.end_row(None)
        if all(len(cells) == 1 for cells, _ in self.rows):
            for cells, _ in self.rows:
                for inline, look in cells[0]:
                    sink.add_paragraph(inline, look)
        else:
            sink.add_table(table_of([_shaped(cells, shape) for cells, shape in self.rows]))
        self.rows = []


def table_of(rows: Sequence[ShapedRow]) -> Rows:
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


def _shaped(cells: list[Content], shape: RowShape) -> ShapedRow:
    made = []
    for content in cells:
        sink = CellSink()
        for inline, look in content:
            sink.add_paragraph(inline, look)
        made.append(sink.cell)
    return ShapedRow(tuple(made), shape)


def _columns(rows: Sequence[ShapedRow]) -> dict[int, int]:
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


def _places(row: ShapedRow, columns: dict[int, int]) -> list[tuple[int, int]]:
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
