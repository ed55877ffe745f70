"""Walks a .docx story (body, cell or text box) in reading order: paragraphs, tables, boxes.

Not here: the characters inside a paragraph (`docx_inline`), list numbers (`docx_numbering`).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ledger_app.intake.document import Cell
from ledger_app.intake.readers.docx_inline import InlineReader, chosen_branch
from ledger_app.intake.readers.docx_names import ALTERNATE, child_number, child_value, switch, w
from ledger_app.intake.readers.docx_numbering import DocxNumbering
from ledger_app.intake.readers.docx_styles import Style, Styles
from ledger_app.intake.readers.grid import Rows, Span, rectangle
from ledger_app.intake.readers.noticed import Noticed
from ledger_app.intake.readers.sinks import CellSink, ParagraphLook, Sink
from ledger_app.intake.source import Source

_W_P, _W_PPR, _W_RPR, _W_P_STYLE = w("p"), w("pPr"), w("rPr"), w("pStyle")
_W_NUM_PR, _W_JC, _W_OUTLINE = w("numPr"), w("jc"), w("outlineLvl")
_W_TBL, _W_TR, _W_TC, _W_TR_PR, _W_TC_PR = w("tbl"), w("tr"), w("tc"), w("trPr"), w("tcPr")
_W_GRID_SPAN, _W_GRID_BEFORE, _W_V_MERGE, _W_H_MERGE = w("gridSpan"), w("gridBefore"), w("vMerge"), w("hMerge")
_W_SDT, _W_SDT_CONTENT, _W_ALT_CHUNK = w("sdt"), w("sdtContent"), w("altChunk")
_W_DEL, _W_MOVE_FROM, _W_INS, _W_VANISH = w("del"), w("moveFrom"), w("ins"), w("vanish")
_W_CELL_DEL = w("cellDel")
_WRAPPERS = frozenset({w("customXml"), w("ins"), w("moveTo"), w("smartTag")})
_MOST_COLUMNS = 1000
_BODY_LEVEL = 9


class BodyReader:
    """Reads one document's stories; numbers run on through all of them."""

    def __init__(self, source: Source, styles: Styles, numbering: DocxNumbering) -> None:
        """Begin at the document's start."""
        self.noticed = Noticed()
        self._source = source
        self._styles = styles
        self._numbering = numbering
        self._inline = InlineReader(styles, self.noticed)

    def read(self, story: etree._Element, sink: Sink, depth: int = 0) -> None:
        """Hand all paragraphs and tables of a story to a sink.

        Raises:
            UnreadableFileError: INT-115, tables or boxes nested too deep.
        """
        if depth > self._source.limits.depth:
            raise self._source.refuse("INT-115", what="表格或文本框嵌套过深")
        for child in unwrapped(story):
            if child.tag == _W_P:
                self._paragraph(child, sink, depth)
            elif child.tag == _W_TBL:
                self._table(child, sink, depth)
            elif child.tag == _W_ALT_CHUNK:
                self.noticed.embedded += 1

    def _paragraph(self, paragraph: etree._Element, sink: Sink, depth: int) -> None:
        properties = paragraph.find(_W_PPR)
        style = self._styles.paragraph(child_value(properties, _W_P_STYLE))
        inline = self._inline.read(paragraph, style)
        boxes, self._inline.boxes = self._inline.boxes, []
        mark = None if properties is None else properties.find(_W_RPR)
        carried, sink.carried = sink.carried, None
        if carried is not None:
            inline.join_after(carried)
        is_deleted = mark is not None and (mark.find(_W_DEL) is not None or mark.find(_W_MOVE_FROM) is not None)
        if is_deleted:
            self.noticed.deleted += 1
            sink.carried = inline
        elif not self._is_wholly_hidden(inline.text, mark, style):
            sink.add_paragraph(inline, self._look(properties, style))
        for box in boxes:
            self.read(box, sink, depth + 1)

    def _is_wholly_hidden(self, text: str, mark: etree._Element | None, style: Style) -> bool:
        """Tell whether a paragraph with its mark is hidden, so that not even its number is printed."""
        hidden = switch(mark, _W_VANISH)
        return not text.strip() and bool(style.is_hidden if hidden is None else hidden)

    def _look(self, properties: etree._Element | None, style: Style) -> ParagraphLook:
        number = None if properties is None else properties.find(_W_NUM_PR)
        counted = self._numbering.label(number, style)
        label, gap, level = counted or ("", "", None)
        outline = child_number(properties, _W_OUTLINE)
        if outline is None:
            outline = style.outline
        justification = child_value(properties, _W_JC) or style.justification
        return ParagraphLook(
            style.name,
            label,
            gap,
            level,
            None if outline is None or not 0 <= outline < _BODY_LEVEL else outline,
            justification == "center",
        )

    def _table(self, table: etree._Element, sink: Sink, depth: int) -> None:
        rows = [(row, self._cells(row)) for row in self._rows(table)]
        if all(len(cells) <= 1 for _, cells in rows):
            # A frame drawn around text, not a table: its text reads on.
            for _, cells in rows:
                for cell in cells:
                    self.read(cell, sink, depth + 1)
            return
        sink.add_table(self._rectangle(rows, depth))

    def _rows(self, table: etree._Element) -> list[etree._Element]:
        rows: list[etree._Element] = []
        for row in unwrapped(table):
            if row.tag != _W_TR:
                continue
            properties = row.find(_W_TR_PR)
            if properties is not None and properties.find(_W_DEL) is not None:
                self.noticed.deleted += 1
                continue
            if properties is not None and properties.find(_W_INS) is not None:
                self.noticed.inserted += 1
            rows.append(row)
        return rows

    def _cells(self, row: etree._Element) -> list[etree._Element]:
        cells: list[etree._Element] = []
        for cell in unwrapped(row):
            if cell.tag == _W_TC:
                properties = cell.find(_W_TC_PR)
                if properties is None or properties.find(_W_CELL_DEL) is None:
                    cells.append(cell)
        return cells

    def _rectangle(self, rows: list[tuple[etree._Element, list[etree._Element]]], depth: int) -> Rows:
        layout = _TableLayout()
        for row, cells in rows:
            properties = row.find(_W_TR_PR)
            layout.begin_row(child_number(properties, _W_GRID_BEFORE) or 0)
            for cell in cells:
                sink = CellSink()
                self.read(cell, sink, depth + 1)
                layout.place(sink.cell, cell.find(_W_TC_PR))
            if layout.area > self._source.limits.cells:
                raise self._source.refuse("INT-115", what=f"表格超过 {self._source.limits.cells} 格")
        return rectangle(layout.spans(), layout.row_count, layout.width)


class _TableLayout:
    """Places the cells of rows on a grid and follows vertical merges."""

    def __init__(self) -> None:
        self.width = 0
        self._row = -1
        self._column = 0
        self._spans: list[Span] = []
        self._open: dict[int, int] = {}

    @property
    def row_count(self) -> int:
        return self._row + 1

    @property
    def area(self) -> int:
        return self.row_count * self.width

    def begin_row(self, skipped: int) -> None:
        self._row += 1
        self._column = min(max(skipped, 0), _MOST_COLUMNS)

    def place(self, cell: Cell, properties: etree._Element | None) -> None:
        columns = min(max(child_number(properties, _W_GRID_SPAN) or 1, 1), _MOST_COLUMNS)
        column = self._column
        self._column += columns
        self.width = max(self.width, self._column)
        horizontal = None if properties is None else properties.find(_W_H_MERGE)
        if horizontal is not None and horizontal.get(w("val")) != "restart" and self._widened(column, columns):
            return
        vertical = None if properties is None else properties.find(_W_V_MERGE)
        index = self._open.get(column)
        if vertical is not None and vertical.get(w("val")) != "restart" and index is not None:
            above = self._spans[index]
            if above.row + above.rows == self._row:
                self._spans[index] = Span(above.cell, above.row, column, above.rows + 1, above.columns)
                return
        self._spans.append(Span(cell, self._row, column, 1, columns))
        if vertical is not None:
            self._open[column] = len(self._spans) - 1
        else:
            self._open.pop(column, None)

    def spans(self) -> list[Span]:
        """Return all cells with their areas."""
        return self._spans

    def _widened(self, column: int, columns: int) -> bool:
        """Let the cell to the left cover this place too (the old way of merging in a row)."""
        if not self._spans:
            return False
        left = self._spans[-1]
        if left.row != self._row or left.column + left.columns != column:
            return False
        self._spans[-1] = Span(left.cell, left.row, left.column, left.rows, left.columns + columns)
        return True


def unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield children, those inside content controls, insertions and the like in their place."""
    for child in parent:
        tag = child.tag
        if tag == _W_SDT:
            content = child.find(_W_SDT_CONTENT)
            if content is not None:
                yield from unwrapped(content)
        elif tag in _WRAPPERS:
            yield from unwrapped(child)
        elif tag == ALTERNATE:
            branch = chosen_branch(child)
            if branch is not None:
                yield from unwrapped(branch)
        else:
            yield child
