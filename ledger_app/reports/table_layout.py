"""Tables on pages: heads repeated, group rows, tall merged cells, long rows split only where they must be.

Rows are set one after the other and put on the flow at once; nothing but the current page is kept.
Source: docs/domain.md section 5, Landscape tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger_app.reports.drawing import Area, Box, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import FaceStyle, ReportTable, Row, run_text
from ledger_app.reports.page import EM_ASCENT
from ledger_app.reports.table_fit import LAST_ROWS, MOST_ROWS, Room, closer_padding
from ledger_app.reports.table_setting import NOTE_GAP, NOTE_LEADING, NOTE_SIZE, CellSetter, SetRow
from ledger_app.reports.typeset import SetLine, Typesetter

THIN, THICK = 0.5, 1.0
TINT = (0.93, 0.94, 0.95)
CONTINUED = "（续）"
FIRST_ROWS = 3
"""Rows that stand at the least under a head where a table begins."""
MARKED_ROWS = 60
"""Groups of tables with so many rows are entries of the outline."""
TICK_ROWS = 20
"""Rows after which progress is told and a stop is heard: less than a page of them."""
Tick = Callable[[int], None]
"""Called with the number of rows set so far; may raise `Cancelled`."""


class _TallCell:
    """A cell that spans rows with equal text: its lines and where it began on this page."""

    __slots__ = ("lines", "text", "top")

    def __init__(self, text: str, lines: list[SetLine], top: float) -> None:
        self.text = text
        self.lines = lines
        self.top = top


def place_table(table: ReportTable, flow: PageFlow, setter: Typesetter, tick: Tick) -> None:
    """Put a table on the flow, from the current place over as many pages as it takes.

    Args:
        table: what it says.
        flow: the pages; the table takes their full width and ends between grid lines.
        setter: sets the cells.
        tick: told how many rows are done, every now and then.
    """
    _Placer(table, flow, setter, tick).place()


class _Placer:
    """One table on its way onto pages."""

    def __init__(self, table: ReportTable, flow: PageFlow, setter: Typesetter, tick: Tick) -> None:
        self.table = table
        self.flow = flow
        self.setter = setter
        self.tick = tick
        self.cells = CellSetter(table, flow.sheet.width, setter)
        self.top = 0.0
        self.bars: list[tuple[float, float]] = []
        self.tall: list[_TallCell | None] = [None] * len(self.cells.widths)
        self.group: Row | None = None

    def place(self) -> None:
        """Put caption, head, rows and notes."""
        rows = self.table.rows
        needed = self._least_begin(rows)
        self._place_caption(needed)
        self._fit()
        self.flow.paddings.append(self.cells.pad_y)
        if self.flow.room < needed and not self.flow.is_at_top:
            self.flow.next_page()
        self._begin_segment()
        for number in range(len(rows)):
            self._place_row(self.cells.set_row(rows, number), rows, number)
            if number % TICK_ROWS == TICK_ROWS - 1:
                self.tick(number + 1)
        if not rows:
            self._place_span(
                self.cells.set_cell(self.table.empty_text, FaceStyle.SONG, self.cells.span_room(), "center")
            )
        self._end_segment()
        self.tick(len(rows))
        self._place_notes()

    def _least_begin(self, rows: Sequence[Row]) -> float:
        """Return the height of the head with as many rows as stand under it at the least where a table begins."""
        first = sum(self.cells.set_row(rows, number).height for number in range(min(len(rows), FIRST_ROWS)))
        return min(self.cells.head_height + (first or 2 * self.cells.leading), self.flow.sheet.height / 2)

    def _fit(self) -> None:
        """Stand the rows closer where that saves a last page of a few rows."""
        rows, flow = self.table.rows, self.flow
        if not LAST_ROWS < len(rows) <= MOST_ROWS:
            return
        heights = [self.cells.set_row(rows, number).height - 2 * self.cells.pad_y for number in range(len(rows))]
        page = flow.sheet.height - (self.cells.caption_height if self.table.caption else 0.0)
        room = Room(flow.room, page, self.cells.head_height - 2 * self.cells.pad_y, self.cells.notes_height)
        self.cells.set_closer(closer_padding(self.cells.pad_y, heights, room))

    def _place_caption(self, needed: float) -> None:
        if not self.table.caption:
            return
        if self.flow.room < self.cells.caption_height + needed and not self.flow.is_at_top:
            self.flow.next_page()
        self._put_caption(self.table.caption)

    def _put_caption(self, text: str) -> None:
        line = self.setter.set_line(text, FaceStyle.HEI, self.cells.size)
        left = self.flow.sheet.left + (self.flow.sheet.width - line.width) / 2
        self.flow.put_at(line, left, self.flow.y + EM_ASCENT * self.cells.size, self.cells.size)
        self.flow.y += self.cells.caption_height

    def _place_notes(self) -> None:
        size = self.cells.size * NOTE_SIZE
        self.flow.y += self.cells.size * NOTE_GAP
        for line in self.cells.notes:
            if self.flow.room < size * NOTE_LEADING:
                self.flow.next_page()
            self.flow.put_at(line, self.flow.sheet.left, self.flow.y + EM_ASCENT * size, size)
            self.flow.y += size * NOTE_LEADING

    def _begin_segment(self) -> None:
        """Draw the head at the current place and begin a stretch of the table on this page."""
        flow, left = self.flow, self.flow.sheet.left
        self.top = flow.y
        self.bars = []
        bottom = flow.y + self.cells.head_height
        flow.items.append(Box(left, flow.y, self.cells.edges[-1], self.cells.head_height, TINT))
        group_height = self.cells.height(1)
        for first, last, level, lines in self.cells.heads:
            top = flow.y + (group_height if level == 2 else 0.0)
            height = group_height if level == 1 else bottom - top
            edge = self.cells.edges[first]
            self._put_lines(lines, edge, top, height)
            if level == 1:
                y = flow.y + group_height
                flow.items.append(Rule(left + edge, y, left + self.cells.edges[last + 1], y, THIN))
            if first:
                is_inner = level == 2 and self.table.columns[first - 1].group == self.table.columns[first].group
                flow.items.append(Rule(left + edge, top if is_inner else flow.y, left + edge, bottom, THIN))
        flow.y = bottom
        if self.group is not None:
            text = run_text(self.group.cells[0]) + CONTINUED
            self._place_span(self.cells.set_cell(text, FaceStyle.HEI, self.cells.span_room(), "left"), TINT)

    def _end_segment(self) -> None:
        """Close tall cells and draw the lines that run down and around."""
        flow, left = self.flow, self.flow.sheet.left
        for place in range(len(self.tall)):
            self._close_tall(place)
        right = left + self.cells.edges[-1]
        for begin, end in _joined(self.bars):
            for edge in self.cells.edges[1:-1]:
                flow.items.append(Rule(left + edge, begin, left + edge, end, THIN))
        for y in (self.top, flow.y):
            flow.items.append(Rule(left, y, right, y, THICK))
        for x in (left, right):
            flow.items.append(Rule(x, self.top, x, flow.y, THICK))

    def _break_page(self) -> None:
        self._end_segment()
        self.flow.next_page()
        if self.table.caption:
            # Two tables of one annex have heads alike: each page says which of them goes on.
            self._put_caption(self.table.caption + CONTINUED)
        self._begin_segment()

    def _place_row(self, set_row: SetRow, rows: Sequence[Row], number: int) -> None:
        if set_row.row.kind == "group":
            self.group = None
            follower = self.cells.set_row(rows, number + 1).height if number + 1 < len(rows) else 0.0
            if self.flow.room < set_row.height + min(follower, self.flow.sheet.height / 3):
                self._break_page()
            self.group = set_row.row
            if len(rows) >= MARKED_ROWS:
                self.flow.bookmark(1, run_text(set_row.row.cells[0]))
            self._place_span(set_row.cells[0], TINT)
            return
        if set_row.row.kind == "total":
            self.group = None  # it counts all groups: on a new page it stands under none
        # The notes never stand alone on a page: the last row goes with them.
        below = self.cells.notes_height if number + 1 == len(rows) else 0.0
        if number + LAST_ROWS == len(rows) and number:
            # Nor does a total or a last row alone: a few rows go with it.
            below = self.cells.notes_height + sum(
                self.cells.set_row(rows, each).height for each in range(number + 1, len(rows))
            )
            below = min(below, self.flow.sheet.height / 2)
        if set_row.height + below > self.flow.room:
            if set_row.height > self.flow.sheet.height / 2:
                self._place_split(set_row)
                return
            self._break_page()
        self._place_whole(set_row)

    def _place_whole(self, set_row: SetRow) -> None:
        flow = self.flow
        height = set_row.height
        for place, tall in enumerate(self.tall):
            if tall is not None and not set_row.merged[place]:
                height = max(height, self.cells.height(len(tall.lines)) - (flow.y - tall.top))
        self._rule_above()
        top = flow.y
        for place, lines in enumerate(set_row.cells):
            if set_row.merged[place] or self.tall[place] is not None:
                if self.tall[place] is None:
                    self.tall[place] = _TallCell(run_text(set_row.row.cells[place]), lines, top)
            else:
                self._put_lines(lines, self.cells.edges[place], top, height)
        self._advance(set_row.row, top, height)
        for place, goes_on in enumerate(set_row.merged):
            if not goes_on:
                self._close_tall(place)

    def _place_split(self, set_row: SetRow) -> None:
        """Put a row that is taller than half a page, in pieces that fill the pages."""
        cells = [list(lines) for lines in set_row.cells]
        while any(cells):
            fitting = int((self.flow.room - 2 * self.cells.pad_y) // self.cells.leading)
            needed = max(len(lines) for lines in cells)
            if fitting < min(3, needed):
                self._break_page()
                continue
            count = min(fitting, needed)
            self._rule_above()
            top, height = self.flow.y, self.cells.height(count)
            for place, lines in enumerate(cells):
                self._put_lines(lines[:count], self.cells.edges[place], top, None)
                del lines[:count]
            self._advance(set_row.row, top, height)
        self.tall = [None] * len(self.tall)

    def _place_span(self, lines: list[SetLine], tint: tuple[float, float, float] | None = None) -> None:
        """Put a cell across all columns."""
        self._rule_above()
        flow, height = self.flow, self.cells.height(len(lines))
        if tint is not None:
            flow.items.append(Box(flow.sheet.left, flow.y, self.cells.edges[-1], height, tint))
            self._rule_above()
        self._put_lines(lines, 0.0, flow.y, height)
        flow.y += height

    def _advance(self, row: Row, top: float, height: float) -> None:
        flow = self.flow
        flow.y = top + height
        self.bars.append((top, flow.y))
        if row.task_ids:
            flow.page.areas.append(Area(flow.sheet.left, top, self.cells.edges[-1], height, row.task_ids))

    def _rule_above(self) -> None:
        """Draw the line between this row and what stands above it, not through tall cells."""
        flow, left = self.flow, self.flow.sheet.left
        start: float | None = None
        for place, edge in enumerate(self.cells.edges[:-1]):
            if self.tall[place] is None:
                start = edge if start is None else start
            elif start is not None:
                flow.items.append(Rule(left + start, flow.y, left + edge, flow.y, THIN))
                start = None
        if start is not None:
            flow.items.append(Rule(left + start, flow.y, left + self.cells.edges[-1], flow.y, THIN))

    def _close_tall(self, place: int) -> None:
        tall = self.tall[place]
        if tall is not None:
            self._put_lines(tall.lines, self.cells.edges[place], tall.top, self.flow.y - tall.top)
            self.tall[place] = None

    def _put_lines(self, lines: list[SetLine], edge: float, top: float, height: float | None) -> None:
        """Put the lines of a cell, in the middle of its height or, where None, from its top."""
        size, leading, pad = self.cells.size, self.cells.leading, self.cells.pad_y
        x = self.flow.sheet.left + edge + self.cells.pad_x
        free = pad if height is None else max(pad * 0.5, (height - len(lines) * leading) / 2)
        baseline = top + free + (leading - size) / 2 + EM_ASCENT * size
        for line in lines:
            self.flow.put_at(line, x, baseline, size)
            baseline += leading


def _joined(bars: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches that touch."""
    joined: list[tuple[float, float]] = []
    for begin, end in bars:
        if joined and abs(joined[-1][1] - begin) < 0.01:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined
