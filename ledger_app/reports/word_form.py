"""Forms of a Word file: the sizes that our own page finds for them, as tables that can be filled in.

Source: docs/domain.md section 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from ledger_app.reports.drawing import BLACK, TONES
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.fonts import DigitsFace
from ledger_app.reports.form_layout import (
    FACTS_SIZE,
    FILLS,
    GRADES,
    LEADING,
    SetForm,
    SetFormCell,
    SetFormRow,
    set_form,
)
from ledger_app.reports.model import FaceStyle, FormPage, FormPart
from ledger_app.reports.page import SIZE_2, SIZE_SMALL_5, Sheet, points
from ledger_app.reports.typeset import Typesetter
from ledger_app.reports.word_table import (
    Cell,
    border_xml,
    cell_paragraph,
    cell_xml,
    row_xml,
    ruled,
    shared_widths,
    table_xml,
)
from ledger_app.reports.word_xml import Layout, Tab, Type, hex_of, paragraph_xml, run_xml

_BAND, _GAP = points(2.4), points(1.5)
_CUT = points(9.0)
_STEP = 4
_SLACK, _ROW_SLACK = 10.0, 0.8
"""What the last paragraph and the rules of each row take from the rows that fill the page, points."""
_MOST_PAD_SHARE = 0.4
_SIDE_SHARE = 0.6
"""Share of our own space beside the text: other faces are a little wider."""


def report_form(form: FormPage, sheet: Sheet, setter: Typesetter, digits: DigitsFace) -> Iterator[str]:
    """Return a form as XML, from heading to notes.

    Args:
        form: what it says.
        sheet: of its page.
        setter: finds the size at which it stands on one page.
        digits: see `FontBook`.
    """
    flow = PageFlow(setter, lambda _page: None)
    flow.begin(lambda _number: sheet, is_numbered=False)
    yield from _Writer(form, sheet, set_form(form, flow, setter), setter, digits).parts()


class _Writer:
    """One form on its way into XML."""

    def __init__(self, form: FormPage, sheet: Sheet, made: SetForm, setter: Typesetter, digits: DigitsFace) -> None:
        self.form = form
        self.sheet = sheet
        self.made = made
        self.setter = setter
        self.digits: DigitsFace = digits
        rows = [row for part in made.parts for row in part]
        slack = _SLACK + len(rows) * _ROW_SLACK + (SIZE_SMALL_5 * LEADING if form.notes else 0.0)
        free = sum(map(self._free, rows))
        self.share = min(1.0, slack / free) if free > 0 else 0.0
        # Where the rows have no free height left, the space around their text gives what is wanting.
        wanting = max(0.0, slack - free) / max(1, len(rows)) / 2
        self.pad = made.pad - min(wanting, made.pad * _MOST_PAD_SHARE)

    def parts(self) -> Iterator[str]:
        form = self.form
        yield self._heading()
        if form.grade:
            yield self._grade()
        if form.facts:
            yield self._facts()
        for part, rows in zip(form.parts, self.made.parts, strict=True):
            if part.heading:
                yield self._cut(part)
            yield self._part(rows)
        for number, note in enumerate(form.notes):
            text = run_xml(note, Type(FaceStyle.SONG, SIZE_SMALL_5))
            yield paragraph_xml(text, Layout(SIZE_SMALL_5 * LEADING, before=0 if number else 4.0))

    def _heading(self) -> str:
        form = self.form
        natural = self.setter.width_of(form.badge + form.title, FaceStyle.TITLE, SIZE_2)
        size = min(SIZE_2, SIZE_2 * self.sheet.width / natural)
        badge = run_xml(form.badge, Type(FaceStyle.TITLE, size, TONES[form.tone]))
        title = run_xml(form.title, Type(FaceStyle.TITLE, size))
        return paragraph_xml(badge + title, Layout(size * 1.4, name="Title", align="center"))

    def _grade(self) -> str:
        width = (self.sheet.width - (GRADES - 1) * _GAP) / GRADES
        widths = shared_widths([width, *[_GAP, width] * (GRADES - 1)], self.sheet.width)
        edge = "".join(border_xml(side, 4, "5C6673") for side in ("top", "left", "bottom", "right"))
        empty = paragraph_xml("", Layout(_BAND))
        cells = []
        for place, each in enumerate(widths):
            is_block, is_filled = place % 2 == 0, place // 2 < self.form.grade
            tint = hex_of(FILLS.get(self.form.tone, BLACK)) if is_block and is_filled else ""
            cells.append(cell_xml(Cell(empty, each, borders=edge if is_block else "", tint=tint)))
        return table_xml([row_xml(cells)], widths, (0.0, 0.0), borders=ruled(0, 0))

    def _facts(self) -> str:
        """Return the line above the frame, its texts spread over the width."""
        widths = [self.setter.width_of(text, FaceStyle.FANGSONG, FACTS_SIZE) for text in self.form.facts]
        gap = max(0.0, self.sheet.width - sum(widths)) / max(1, len(widths) - 1)
        tabs = [Tab("left", sum(widths[:place]) + gap * place) for place in range(1, len(widths) - 1)]
        tabs += [Tab("right", self.sheet.width)] if len(widths) > 1 else []
        text = run_xml("\t".join(self.form.facts), Type(FaceStyle.FANGSONG, FACTS_SIZE, digits=self.digits))
        return paragraph_xml(text, Layout(FACTS_SIZE * 1.5, before=points(2.0), tabs=tuple(tabs)))

    def _cut(self, part: FormPart) -> str:
        """Return the words on the broken line along which the part below is cut off."""
        width = self.sheet.width
        tabs = (Tab("center", width / 2, "hyphen"), Tab("right", width, "hyphen"))
        text = run_xml(f"\t{part.heading}\t", Type(FaceStyle.HEI, self.made.size))
        return paragraph_xml(text, Layout(_CUT, tabs=tabs))

    def _part(self, rows: list[SetFormRow]) -> str:
        """Return the frame of a part: its grid has an edge wherever a cell of any row has one."""
        total = int(self.sheet.width * 20)
        placed = [self._edges(row, total) for row in rows]
        edges = sorted({edge for row in placed for edge in row})
        widths = [end - begin for begin, end in pairwise(edges)]
        content = [self._row(row, own, edges) for row, own in zip(rows, placed, strict=True)]
        return table_xml(content, widths, (self.pad, self.made.pad * _SIDE_SHARE))

    def _free(self, row: SetFormRow) -> float:
        """Return the height of a row that its text and the space around that leave free."""
        lines = max((len(cell.lines) + (1 if cell.foot else 0) for cell in row.cells), default=0)
        return max(0.0, row.height - lines * self.made.leading - 2 * self.made.pad)

    def _edges(self, row: SetFormRow, total: int) -> list[int]:
        """Return where the cells of a row begin and end, in twips; edges that all but meet are one."""
        widths = shared_widths([cell.width for cell in row.cells], total / 20)
        return [round(edge / _STEP) * _STEP for edge in accumulate(widths[:-1], initial=0)] + [total]

    def _row(self, row: SetFormRow, own: list[int], edges: list[int]) -> str:
        height = row.height - self._free(row) * self.share - 2 * (self.made.pad - self.pad)
        cells = []
        for cell, (begin, end) in zip(row.cells, pairwise(own), strict=True):
            columns = edges.index(end) - edges.index(begin)
            cells.append(self._cell(cell, end - begin, columns, height))
        return row_xml(cells, height=height, may_split=height > self.sheet.height)

    def _cell(self, cell: SetFormCell, width: int, columns: int, height: float) -> str:
        made = self.made
        style = FaceStyle.HEI if cell.cell.is_label else FaceStyle.FANGSONG
        type_ = Type(style, made.size, digits=self.digits)
        align = "center" if cell.cell.is_label else cell.cell.align
        content = cell_paragraph(cell.cell.content, type_, made.leading, align)
        if not cell.cell.foot:
            return cell_xml(Cell(content, width, columns))
        free = max(0.0, height - 2 * self.pad - (len(cell.lines) + 1) * made.leading)
        foot = cell_paragraph(cell.cell.foot, type_, made.leading, "right", before=free)
        return cell_xml(Cell(content + foot, width, columns, valign="top"))
