"""Documents whose look the readers of the intake tell: as a text that flows, or as a workbook.

For the formats without a reader of their own here: old Word and WPS files, RTF, OpenDocument, OFD, web pages, plain
text, old and other workbooks, CSV.
"""

from __future__ import annotations

from ledger_app.intake.document import Cell, Document, Paragraph, Table
from ledger_app.preview.budget import Budget
from ledger_app.preview.model import (
    BlockCell,
    Book,
    CellStyle,
    Flow,
    Paper,
    Run,
    SheetCell,
    SheetFrame,
    SheetRow,
    SheetRows,
    Span,
    TableBlock,
    TextBlock,
)

_BODY_PT = 12.0
_HEADING_PT = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_CELL_PT = 10.5
_NARROWEST, _WIDEST, _LETTER_PT, _ROOM_PT = 36.0, 240.0, 5.6, 12.0
_LINE_PT = 15.0
_MOST_LINES = 12


def flow_of(document: Document, note: str = "", *, is_plain: bool = False) -> Flow:
    """Return a document as a text that flows.

    Args:
        document: as the intake read it.
        note: said below.
        is_plain: a text file: no page is imitated, lines stand as they are.
    """
    budget = Budget()
    blocks: list[TextBlock | TableBlock] = []
    for block in document.blocks:
        if budget.is_spent:
            break
        budget.blocks -= 1
        blocks.append(
            _text_block(block, budget, is_plain=is_plain) if isinstance(block, Paragraph) else _table(block, budget)
        )
    paper = Paper(left=48, right=48, top=48, bottom=48) if is_plain else Paper()
    return Flow(tuple(blocks), (), paper, note + budget.note())


def text_flow(text: str, note: str = "") -> Flow:
    """Return plain text as it stands, its blank lines and indents included."""
    budget = Budget()
    blocks: list[TextBlock | TableBlock] = []
    for line in text.splitlines():
        if budget.is_spent:
            break
        budget.blocks -= 1
        blocks.append(TextBlock((Run(budget.take_text(line.expandtabs(4)), size=10.5),), line_percent=120))
    return Flow(tuple(blocks), (), Paper(left=48, right=48, top=48, bottom=48), note + budget.note())


class PlainBook:
    """A workbook whose values and merged areas are known, but not how it looks."""

    def __init__(self, document: Document) -> None:
        """Lay out the tables of a document as sheets."""
        tables = [block for block in document.blocks if isinstance(block, Table)]
        self._rows = [_sheet_rows(table) for table in tables]
        self._frames = tuple(_frame(table, number) for number, table in enumerate(tables, start=1))

    def book(self) -> Book:
        """Return all sheets without their rows."""
        lines = (True, True, True, True)
        plain = CellStyle(rise="middle", wraps=True, lines=lines)
        return Book(self._frames, (plain,), "只显示内容与合并，单元格格式请打开副本查看。")

    def rows(self, sheet: int, first: int, count: int) -> SheetRows:
        """Return rows of a sheet (from 0)."""
        rows = self._rows[sheet]
        found = tuple(rows[number] for number in range(first, first + count) if number in rows)
        return SheetRows(sheet, first, count, found, first + count > max(rows, default=0))


def _text_block(block: Paragraph, budget: Budget, *, is_plain: bool) -> TextBlock:
    level = block.outline_level
    heading = level + 1 if level is not None and level < 6 else 0
    usual = _HEADING_PT[level] if level is not None and heading else 10.5 if is_plain else _BODY_PT
    size = block.size_pt if block.size_pt and 4 <= block.size_pt <= 100 else usual
    run = Run(budget.take_text(block.printed), is_bold=block.is_bold or bool(heading), size=size)
    indent = 0.0 if is_plain or block.is_centred or heading else 2 * size
    return TextBlock(
        (run,),
        "center" if block.is_centred else "left" if is_plain else "justify",
        heading,
        first=indent,
        after=0 if is_plain else 3,
        line_percent=120 if is_plain else 140,
    )


def _spans(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    """Return how many rows and columns the cells cover that cover more than one."""
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if cell.origin is not None:
                rows, columns = reach.get(cell.origin, (1, 1))
                top, left = cell.origin
                reach[cell.origin] = max(rows, row - top + 1), max(columns, column - left + 1)
    return reach


def _table(table: Table, budget: Budget) -> TableBlock:
    spans = _spans(table)
    cells: list[BlockCell] = []
    count = 0
    for row, line in enumerate(table.rows):
        if budget.is_spent:
            break
        count += 1
        for column, cell in enumerate(line):
            if cell.origin is None:
                budget.cells -= 1
                rows, columns = spans.get((row, column), (1, 1))
                cells.append(BlockCell(row, column, rows, columns, _lines(cell, budget), middle=True))
    kept = tuple(cell if cell.row + cell.rows <= count else _cut(cell, count) for cell in cells)
    widths = _widths(list(table.rows[:200]), spans)
    whole = sum(widths)
    page = Paper()
    room = page.width - page.left - page.right
    return TableBlock(count, len(table.rows[0]), kept, tuple(width * room / whole for width in widths))


def _cut(cell: BlockCell, rows: int) -> BlockCell:
    return BlockCell(cell.row, cell.column, rows - cell.row, cell.columns, cell.blocks, middle=True)


def _lines(cell: Cell, budget: Budget) -> tuple[TextBlock, ...]:
    is_figure = cell.value_kind == "number"
    return tuple(
        TextBlock((Run(budget.take_text(line), size=_CELL_PT),), "right" if is_figure else "left")
        for line in cell.text.split("\n")
    )


def _width(text: str) -> float:
    """Return how wide the widest line of a text is, in letters."""
    return max((sum(2 if character > "\u2e7f" else 1 for character in line) for line in text.split("\n")), default=0)


def _widths(rows: list[tuple[Cell, ...]], spans: dict[tuple[int, int], tuple[int, int]]) -> tuple[float, ...]:
    """Return widths by what stands in the columns, in points."""
    if not rows:
        return ()
    widest = [_NARROWEST] * len(rows[0])
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.origin is None and spans.get((number, column), (1, 1))[1] == 1:
                wanted = _width(cell.text[:400]) * _LETTER_PT + _ROOM_PT
                widest[column] = max(widest[column], min(wanted, _WIDEST))
    return tuple(widest)


def _frame(table: Table, number: int) -> SheetFrame:
    spans = _spans(table)
    last = _printed_row(table, len(table.rows) - 1)
    areas = tuple(
        Span(_printed_row(table, row), column, rows, columns)
        for (row, column), (rows, columns) in spans.items()
        if _printed_row(table, row + rows - 1) - _printed_row(table, row) == rows - 1
    )
    widths = _widths(list(table.rows[:400]), spans)
    name = table.sheet or f"表 {number}"
    return SheetFrame(name[:64], last + 1, len(widths), widths, 64.0, _LINE_PT + 3, areas, is_hidden=table.is_hidden)


def _printed_row(table: Table, row: int) -> int:
    """Return the number (from 0) of a row in its sheet."""
    number = table.row_numbers[row] if table.row_numbers else table.first_row + row
    return max(number - 1, 0)


def _sheet_rows(table: Table) -> dict[int, SheetRow]:
    rows: dict[int, SheetRow] = {}
    spans = _spans(table)
    widths = _widths(list(table.rows[:400]), spans)
    for row, cells in enumerate(table.rows):
        shown = tuple(
            SheetCell(column, cell.text[:4000], 0, cell.value_kind == "number")
            for column, cell in enumerate(cells)
            if cell.origin is None and cell.text
        )
        lines = 1
        for cell in shown:
            down, across = spans.get((row, cell.column), (1, 1))
            if down == 1:
                lines = max(lines, _line_count(cell.text, sum(widths[cell.column : cell.column + across])))
        rows[_printed_row(table, row)] = SheetRow(_printed_row(table, row), lines * _LINE_PT + 5, shown)
    return rows


def _line_count(text: str, width: float) -> int:
    room = max((width - _ROOM_PT) / _LETTER_PT, 4)
    lines = sum(1 + int(max(_width(line) - 1, 0) // room) for line in text.split("\n"))
    return min(max(lines, 1), _MOST_LINES)
