"""Forms on a page: a coloured heading, framed rows of labels and cells with room to write, parts to be cut off.

The type is as large as lets the form stand on one page; what is left of the page goes to the rows that grow.
Source: docs/domain.md section 4.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ledger_app.reports.drawing import BLACK, GREY, TONES, Area, Box, Colour, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import FaceStyle, FormCell, FormPage, FormPart, FormRow
from ledger_app.reports.page import EM_ASCENT, SIZE_2, SIZE_SMALL_5, points
from ledger_app.reports.typeset import SetLine, Typesetter

FITS = ((12.0, 1.0), (10.5, 1.0), (10.5, 0.75), (9.0, 0.75), (9.0, 0.5), (8.0, 0.4))
"""(size of type in points, share of the room for handwriting), from what is wished for to the least that serves."""
FACTS_SIZE = 12.0
LEADING = 1.42
THIN, THICK = 0.5, 1.0
GRADES = 4
FILLS: dict[str, Colour] = {
    "blue": (0.122, 0.373, 0.659),
    "amber": (0.961, 0.773, 0.094),
    "orange": (0.918, 0.467, 0.086),
    "red": (0.804, 0.118, 0.118),
}
"""Colours of the blocks under the heading; in print they are darker or lighter than that of the word."""
_BAND_MM, _CUT_MM, _DASH_MM = 2.4, 9.0, 2.0


class SetFormCell(NamedTuple):
    """A cell with its type set; x and width in points from the frame's left edge."""

    cell: FormCell
    x: float
    width: float
    lines: list[SetLine]
    foot: SetLine | None


class SetFormRow(NamedTuple):
    """A row with its cells set, and the height it needs in points."""

    row: FormRow
    cells: tuple[SetFormCell, ...]
    height: float


def place_form(form: FormPage, flow: PageFlow, setter: Typesetter) -> None:
    """Put a form on the page that was begun for it.

    Args:
        form: what it says.
        flow: at the top of a page.
        setter: sets its type.
    """
    _FormPlacer(form, flow, setter).place()


class SetForm(NamedTuple):
    """A form with its type set.

    Attributes:
        size: of the type in points; leading: distance of baselines; pad: space inside a cell's edges.
        parts: the rows of each part, the growing ones stretched to fill the page.
    """

    size: float
    leading: float
    pad: float
    parts: list[list[SetFormRow]]


def set_form(form: FormPage, flow: PageFlow, setter: Typesetter) -> SetForm:
    """Set a form on a page that nobody keeps, to learn its sizes.

    Args:
        form: what it says.
        flow: at the top of a page.
        setter: sets its type.
    """
    placer = _FormPlacer(form, flow, setter)
    parts = placer.set_parts()
    return SetForm(placer.size, placer.leading, placer.pad, parts)


class _FormPlacer:
    """One form on its way onto a page."""

    def __init__(self, form: FormPage, flow: PageFlow, setter: Typesetter) -> None:
        self.form = form
        self.flow = flow
        self.setter = setter
        self.size, self.share = FITS[0]
        self.notes: list[SetLine] = []

    def place(self) -> None:
        """Put heading, facts, parts and notes."""
        flow, form = self.flow, self.form
        parts = self.set_parts()
        for part, rows in zip(form.parts, parts, strict=True):
            self._place_part(part, rows)
        flow.y += 4.0
        for line in self.notes:
            flow.put_at(line, flow.sheet.left, flow.y + EM_ASCENT * SIZE_SMALL_5, SIZE_SMALL_5)
            flow.y += SIZE_SMALL_5 * LEADING

    def set_parts(self) -> list[list[SetFormRow]]:
        """Put heading and facts, and set the parts as large as the rest of the page allows."""
        flow, form = self.flow, self.form
        flow.bookmark(0, form.bookmark or form.title)
        self._place_heading()
        self._place_facts()
        notes = self.notes = [
            line
            for note in form.notes
            for line in self.setter.set_plain(note, FaceStyle.SONG, SIZE_SMALL_5, flow.sheet.width)
        ]
        room = flow.room - len(notes) * SIZE_SMALL_5 * LEADING - (4.0 if notes else 0.0)
        return self._fitting(room)

    @property
    def leading(self) -> float:
        """Return the distance of baselines in cells."""
        return self.size * LEADING

    @property
    def pad(self) -> float:
        """Return the space inside a cell's edges."""
        return self.size * 0.4

    def _place_heading(self) -> None:
        flow, form = self.flow, self.form
        natural = self.setter.width_of(form.badge + form.title, FaceStyle.TITLE, SIZE_2)
        size = min(SIZE_2, SIZE_2 * flow.sheet.width / natural)
        badge = self.setter.set_line(form.badge, FaceStyle.TITLE, size, TONES[form.tone])
        title = self.setter.set_line(form.title, FaceStyle.TITLE, size)
        left = flow.sheet.left + (flow.sheet.width - badge.width - title.width) / 2
        baseline = flow.y + EM_ASCENT * size
        flow.put_at(badge, left, baseline, size)
        flow.put_at(title, left + badge.width, baseline, size)
        flow.y += size * 1.4
        if form.grade:
            self._place_grade()

    def _place_grade(self) -> None:
        """Put the blocks: as many filled as the colour's grade."""
        flow, height = self.flow, points(_BAND_MM)
        colour = FILLS.get(self.form.tone, BLACK)
        gap = points(1.5)
        width = (flow.sheet.width - (GRADES - 1) * gap) / GRADES
        for number in range(GRADES):
            x = flow.sheet.left + number * (width + gap)
            if number < self.form.grade:
                flow.items.append(Box(x, flow.y, width, height, colour))
            self._frame(x, flow.y, width, height, THIN, GREY)
        flow.y += height + points(2.0)

    def _place_facts(self) -> None:
        flow, size = self.flow, FACTS_SIZE
        if not self.form.facts:
            return
        lines = [self.setter.set_line(text, FaceStyle.FANGSONG, size) for text in self.form.facts]
        free = max(0.0, flow.sheet.width - sum(line.width for line in lines))
        gap = free / max(1, len(lines) - 1)
        x = flow.sheet.left
        for line in lines:
            flow.put_at(line, x, flow.y + EM_ASCENT * size, size)
            x += line.width + gap
        flow.y += size * 1.5

    def _fitting(self, room: float) -> list[list[SetFormRow]]:
        """Return the rows of the parts, set as large as fits, the growing ones stretched to fill the room."""
        cuts = sum(points(_CUT_MM) for part in self.form.parts if part.heading)
        parts: list[list[SetFormRow]] = []
        free = 0.0
        for self.size, self.share in FITS:
            parts = [[self._set_row(row) for row in part.rows] for part in self.form.parts]
            free = room - cuts - sum(row.height for rows in parts for row in rows)
            if free >= 0:
                break
        growing = sum(1 for rows in parts for row in rows if row.row.grows)
        if free <= 0 or not growing:
            return parts
        more = free / growing
        return [[row._replace(height=row.height + more) if row.row.grows else row for row in rows] for rows in parts]

    def _set_row(self, row: FormRow) -> SetFormRow:
        total = self.flow.sheet.width
        fixed = sum(points(cell.width_mm) for cell in row.cells)
        shares = sum(cell.share for cell in row.cells if not cell.width_mm) or 1.0
        x, cells, height = 0.0, [], points(row.min_mm) * self.share
        for cell in row.cells:
            width = points(cell.width_mm) if cell.width_mm else (total - fixed) * cell.share / shares
            style = FaceStyle.HEI if cell.is_label else FaceStyle.FANGSONG
            inner = width - 2 * self.pad
            runs = cell.content
            align = "center" if cell.is_label else cell.align
            lines = (
                self.setter.set_plain(runs, style, self.size, inner, align)
                if isinstance(runs, str)
                else self.setter.set_paragraph(
                    runs if isinstance(runs, tuple) else (runs,), style, self.size, inner, align=align
                )
            )
            foot = self.setter.set_line(cell.foot, style, self.size) if cell.foot else None
            cells.append(SetFormCell(cell, x, width, lines, foot))
            height = max(height, (len(lines) + (1 if foot else 0)) * self.leading + 2 * self.pad)
            x += width
        return SetFormRow(row, tuple(cells), height)

    def _place_part(self, part: FormPart, rows: Sequence[SetFormRow]) -> None:
        if part.heading:
            self._place_cut(part.heading)
        flow = self.flow
        top = flow.y
        for number, row in enumerate(rows):
            if row.height > flow.room + 0.01:
                top = self._place_long(row, top)
                continue
            if number and flow.y > top:
                flow.items.append(Rule(flow.sheet.left, flow.y, flow.sheet.right, flow.y, THIN))
            self._place_row(row, row.height)
        self._close(top)

    def _close(self, top: float) -> None:
        """Draw the frame around what stands on this page."""
        flow = self.flow
        if flow.y > top:
            self._frame(flow.sheet.left, top, flow.sheet.width, flow.y - top, THICK, BLACK)

    def _place_long(self, row: SetFormRow, top: float) -> float:
        """Put a row that the page has no room for: on the next page, in pieces if it is taller than a page.

        Returns:
            Where the frame begins on the page that is now open.
        """
        flow = self.flow
        if row.height <= flow.sheet.height:
            self._close(top)
            flow.next_page()
            self._place_row(row, row.height)
            return flow.sheet.top
        rest = row
        while True:
            fitting = int((flow.room - 2 * self.pad) // self.leading)
            if fitting < 2:
                self._close(top)
                flow.next_page()
                top = flow.y
                continue
            needed = max(len(cell.lines) + (1 if cell.foot else 0) for cell in rest.cells)
            is_last = needed <= fitting
            cells = tuple(
                cell._replace(lines=cell.lines[:fitting], foot=cell.foot if is_last else None) for cell in rest.cells
            )
            height = min(needed, fitting) * self.leading + 2 * self.pad
            if flow.y > top:
                flow.items.append(Rule(flow.sheet.left, flow.y, flow.sheet.right, flow.y, THIN))
            self._place_row(rest._replace(cells=cells), height)
            if is_last:
                return top
            rest = rest._replace(cells=tuple(cell._replace(lines=cell.lines[fitting:]) for cell in rest.cells))

    def _place_row(self, row: SetFormRow, height: float) -> None:
        flow, top = self.flow, self.flow.y
        for number, cell in enumerate(row.cells):
            x = flow.sheet.left + cell.x
            if number:
                flow.items.append(Rule(x, top, x, top + height, THIN))
            self._place_cell(cell, x, top, height)
        if row.row.task_ids:
            flow.page.areas.append(Area(flow.sheet.left, top, flow.sheet.width, height, row.row.task_ids))
        flow.y = top + height

    def _place_cell(self, cell: SetFormCell, x: float, top: float, height: float) -> None:
        flow = self.flow
        filled = len(cell.lines) * self.leading
        is_short = cell.cell.is_label or cell.foot is None
        free = max(self.pad, (height - filled) / 2) if is_short else self.pad
        baseline = top + free + (self.leading - self.size) / 2 + EM_ASCENT * self.size
        for line in cell.lines:
            flow.put_at(line, x + self.pad, baseline, self.size)
            baseline += self.leading
        if cell.foot is not None:
            left = x + max(self.pad, cell.width - self.pad - cell.foot.width)
            flow.put_at(cell.foot, left, top + height - self.pad - (1 - EM_ASCENT) * self.size, self.size)

    def _place_cut(self, heading: str) -> None:
        """Put a broken line with words in its middle."""
        flow, size = self.flow, self.size
        flow.y += points(_CUT_MM) / 2
        line = self.setter.set_line(heading, FaceStyle.HEI, size)
        left, right = flow.sheet.left, flow.sheet.right
        begin, end = (left + right - line.width) / 2, (left + right + line.width) / 2
        flow.put_at(line, begin, flow.y + (EM_ASCENT - 0.5) * size, size)
        dash = points(_DASH_MM)
        for first, last in ((left, begin - dash), (end + dash, right)):
            x = first
            while x < last:
                flow.items.append(Rule(x, flow.y, min(x + dash, last), flow.y, THIN))
                x += 2 * dash
        flow.y += points(_CUT_MM) / 2

    def _frame(self, x: float, y: float, width: float, height: float, rule: float, colour: Colour) -> None:
        items = self.flow.items
        for edge in (y, y + height):
            items.append(Rule(x, edge, x + width, edge, rule, colour))
        for edge in (x, x + width):
            items.append(Rule(edge, y, edge, y + height, rule, colour))
