"""Tables of a Word file: widths as on our own pages, heads repeated, merged cells, rows that stay whole.

Source: docs/domain.md section 5, Landscape tables; ECMA-376 part 1, section 17.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger_app.reports.fonts import DigitsFace
from ledger_app.reports.model import Align, CellContent, FaceStyle, ReportTable, Row, Words, run_text
from ledger_app.reports.page import Sheet
from ledger_app.reports.table_setting import NOTE_GAP, NOTE_LEADING, NOTE_SIZE, CellSetter
from ledger_app.reports.typeset import Typesetter
from ledger_app.reports.word_xml import Layout, Type, paragraph_xml, run_xml, runs_xml, twips

OUTER_EIGHTHS, INNER_EIGHTHS = 8, 4
"""Rules around and inside a table, in eighths of a point."""
HEAD_TINT = "EDF0F2"
Tick = Callable[[int], None]
_STEP_ROWS = 100
_SLACK = 1.2
"""Points of a column that its rules take and the widths of other faces' figures may need."""
_RULE = 0.4
"""What the rules between rows add to the height of each, shared by the space above and below, points."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as XML.

    Attributes:
        width: twips; columns: how many it spans.
        joined: "restart" begins a cell that goes on in the rows below, "continue" goes on, "" stands alone.
        borders: the XML of its own borders, "" = the table's.
        tint: colour of its ground as six hexadecimal digits, "" = none.
    """

    content: str
    width: int
    columns: int = 1
    joined: str = ""
    borders: str = ""
    tint: str = ""
    valign: str = "center"


def cell_xml(cell: Cell) -> str:
    """Return a cell."""
    return "".join(
        (
            f'<w:tc><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>',
            f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else "",
            f'<w:vMerge w:val="{cell.joined}"/>' if cell.joined else "",
            f"<w:tcBorders>{cell.borders}</w:tcBorders>" if cell.borders else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.tint}"/>' if cell.tint else "",
            f'<w:vAlign w:val="{cell.valign}"/></w:tcPr>{cell.content}</w:tc>',
        )
    )


def row_xml(cells: Sequence[str], *, is_head: bool = False, height: float = 0.0, may_split: bool = False) -> str:
    """Return a row; height: at least so many points."""
    words = "".join(
        (
            "" if may_split else "<w:cantSplit/>",
            f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else "",
            "<w:tblHeader/>" if is_head else "",
        )
    )
    return f"<w:tr>{f'<w:trPr>{words}</w:trPr>' if words else ''}{''.join(cells)}</w:tr>"


def table_xml(
    rows: Sequence[str],
    widths: Sequence[int],
    padding: tuple[float, float],
    *,
    borders: str | None = None,
    at: str = "",
) -> str:
    """Return a table in the middle of its column.

    Args:
        rows: as XML.
        widths: of the grid's columns, twips.
        padding: inside cells: above and below, left and right, points.
        borders: XML, None = ruled around and inside.
        at: XML of a fixed place on the page, "" = in the run of the text.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(
        f'<w:{side} w:w="{twips(padding[side in ("left", "right")])}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return (
        f'<w:tbl><w:tblPr>{at}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{ruled() if borders is None else borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def ruled(outer: int = OUTER_EIGHTHS, inner: int = INNER_EIGHTHS) -> str:
    """Return the borders of a table ruled around and inside, in eighths of a point."""
    sizes = {"top": outer, "left": outer, "bottom": outer, "right": outer, "insideH": inner, "insideV": inner}
    return "".join(border_xml(side, size) for side, size in sizes.items())


def border_xml(side: str, eighths: int, colour: str = "000000") -> str:
    """Return one border; 0 eighths of a point = none."""
    kind = "single" if eighths else "nil"
    return f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


def shared_widths(widths: Sequence[float], total: float) -> list[int]:
    """Return widths in twips that together are exactly the total in points, rounded down."""
    edges, place = [0], 0.0
    scale = int(total * 20) / (sum(widths) * 20)
    for width in widths:
        place += width * scale
        edges.append(round(place * 20))
    return [end - begin for begin, end in pairwise(edges)]


def report_table(
    table: ReportTable,
    sheet: Sheet,
    setter: Typesetter,
    digits: DigitsFace,
    tick: Tick,
    padding: float | None = None,
) -> Iterator[str]:
    """Return caption, table and notes as XML, in order.

    Args:
        table: what it says.
        sheet: the table takes the width of its frame.
        setter: measures the columns.
        digits: see `FontBook`.
        tick: told how many rows are done, every now and then; may raise `Cancelled`.
        padding: above and below the text of cells in points, as our own page has it; None = the usual.
    """
    yield from _Writer(table, CellSetter(table, sheet.width, setter), digits, tick, padding).parts()


class _Writer:
    """One table on its way into XML."""

    def __init__(
        self, table: ReportTable, cells: CellSetter, digits: DigitsFace, tick: Tick, padding: float | None
    ) -> None:
        self.table = table
        self.tick = tick
        self.digits: DigitsFace = digits
        self.size = cells.size
        self.leading = cells.leading
        self.caption_height = cells.caption_height
        # The columns are our own page's; what rules and the faces of others may need is taken from the space inside.
        self.pad_x = max(1.0, cells.pad_x - _SLACK / 2)
        self.pad_y = max(0.0, (cells.pad_y if padding is None else padding) - _RULE)
        self.widths = shared_widths(cells.widths, cells.width)

    def parts(self) -> Iterator[str]:
        table, size = self.table, self.size
        if table.caption:
            text = run_xml(table.caption, self._type(FaceStyle.HEI))
            yield paragraph_xml(text, Layout(self.caption_height, align="center", keep=True))
        rows = [*self._heads(), *self._rows()]
        yield table_xml(rows, self.widths, (self.pad_y, self.pad_x))
        small = size * NOTE_SIZE
        for number, note in enumerate(table.notes):
            text = run_xml(note, self._type(FaceStyle.SONG, small))
            yield paragraph_xml(text, Layout(small * NOTE_LEADING, before=0 if number else size * NOTE_GAP))
        # Tables that follow each other would become one.
        yield paragraph_xml("", Layout(1.0))

    def _rows(self) -> Iterator[str]:
        rows, merged = self.table.rows, [False] * len(self.widths)
        for number, row in enumerate(rows):
            if row.kind == "group":
                yield row_xml([self._span(row.cells[0], FaceStyle.HEI, HEAD_TINT)])
                merged = [False] * len(self.widths)
                continue
            below = self._merged(row, rows[number + 1] if number + 1 < len(rows) else None)
            yield self._row(row, merged, below)
            merged = below
            if number % _STEP_ROWS == _STEP_ROWS - 1:
                self.tick(number + 1)
        if not rows:
            yield row_xml([self._span(self.table.empty_text, FaceStyle.SONG, align="center")])
        self.tick(len(rows))

    def _row(self, row: Row, above: Sequence[bool], below: Sequence[bool]) -> str:
        style = FaceStyle.HEI if row.kind == "total" else FaceStyle.SONG
        cells = []
        for place, (content, column) in enumerate(zip(row.cells, self.table.columns, strict=True)):
            joined = "continue" if above[place] else "restart" if below[place] else ""
            text = self._paragraph("" if above[place] else content, style, column.align)
            cells.append(cell_xml(Cell(text, self.widths[place], joined=joined)))
        return row_xml(cells, may_split=max(len(run_text(cell)) for cell in row.cells) > 600)

    def _merged(self, row: Row, following: Row | None) -> list[bool]:
        if following is None or following.kind != "row" or row.kind != "row":
            return [False] * len(row.cells)
        return [
            column.merges and run_text(cell) != "" and run_text(cell) == run_text(under)
            for column, cell, under in zip(self.table.columns, row.cells, following.cells, strict=True)
        ]

    def _heads(self) -> list[str]:
        """Return the head in one row, or in two where columns stand under a common name."""
        columns = self.table.columns
        if not any(column.group for column in columns):
            return [
                row_xml([self._head(column.title, place, 1, "") for place, column in enumerate(columns)], is_head=True)
            ]
        upper, lower, place = [], [], 0
        while place < len(columns):
            group, last = columns[place].group, place
            while group and last + 1 < len(columns) and columns[last + 1].group == group:
                last += 1
            if group:
                upper.append(self._head(group, place, last - place + 1, ""))
                lower += [self._head(columns[each].title, each, 1, "") for each in range(place, last + 1)]
            else:
                upper.append(self._head(columns[place].title, place, 1, "restart"))
                lower.append(self._head("", place, 1, "continue"))
            place = last + 1
        return [row_xml(upper, is_head=True), row_xml(lower, is_head=True)]

    def _head(self, title: str, place: int, columns: int, joined: str) -> str:
        text = self._paragraph(title, FaceStyle.HEI, "center")
        width = sum(self.widths[place : place + columns])
        return cell_xml(Cell(text, width, columns, joined, tint=HEAD_TINT))

    def _span(self, content: CellContent, style: FaceStyle, tint: str = "", align: Align = "left") -> str:
        text = self._paragraph(content, style, align)
        return cell_xml(Cell(text, sum(self.widths), len(self.widths), tint=tint))

    def _paragraph(self, content: CellContent, style: FaceStyle, align: Align) -> str:
        return cell_paragraph(content, self._type(style), self.leading, align)

    def _type(self, style: FaceStyle, size: float | None = None) -> Type:
        return Type(style, size or self.size, digits=self.digits)


def cell_paragraph(content: CellContent, type_: Type, leading: float, align: Align, before: float = 0.0) -> str:
    """Return the content of a cell as a paragraph."""
    runs = (Words(content),) if isinstance(content, str) else content if isinstance(content, tuple) else (content,)
    return paragraph_xml(runs_xml(runs, type_), Layout(leading, align=align, before=before))
