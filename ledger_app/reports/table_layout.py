"""Tables on pages: heads repeated, group rows, tall merged cells, long rows split only where they must be.

Rows are set one after the other and put on the flow at once; nothing but the current page is kept.
Source: docs/domain.md section 5, Landscape tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ledger_app.reports.column_widths import column_widths, stands_on_lines
from ledger_app.reports.drawing import Area, Box, Rule
from ledger_app.reports.flow import PageFlow
from ledger_app.reports.model import Align, CellContent, FaceStyle, ReportTable, Row, Words, run_text
from ledger_app.reports.page import EM_ASCENT, SIZE_SMALL_5
from ledger_app.reports.table_fit import LAST_ROWS, MOST_ROWS, Room, closer_padding
from ledger_app.reports.typeset import SetLine, Typesetter

THIN, THICK = 0.5, 1.0
TINT = (0.93, 0.94, 0.95)
CONTINUED = "（续）"
EVENED = 24
"""Characters up to which a centred cell is set in lines of like length."""
FIRST_ROWS = 3
"""Rows that stand at the least under a head where a table begins."""
SHORT_TABLE = 60
"""Rows up to which a table may be set smaller than asked for, so that nothing in it wraps."""
MARKED_ROWS = 60
"""Groups of tables with so many rows are entries of the outline."""
# Notes under a table: size and leading against its own size, and the gap above them.
NOTE_SIZE, NOTE_LEADING, NOTE_GAP = 0.9, 1.36, 0.4
TICK_ROWS = 20
"""Rows after which progress is told and a stop is heard: less than a page of them."""
LONGEST_KNOWN, MOST_KNOWN = 40, 4000
"""Characters of a cell that is kept once set, and how many are kept."""
Tick = Callable[[int], None]
"""Called with the number of rows set so far; may raise `Cancelled`."""


class _SetRow(NamedTuple):
    """A row with its cells set; height in points, merged cells left out of it."""

    row: Row
    cells: tuple[list[SetLine], ...]
    height: float
    merged: tuple[bool, ...]


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
        self.size = self._fitting_size()
        self.leading = round(self.size * 1.36, 2)
        self.pad_x = self.size * 0.35
        self.pad_y = self.size * (0.42 if table.size_pt > SIZE_SMALL_5 else 0.28)
        self.aligns: list[Align] = [column.align for column in table.columns]
        self.widths = column_widths(
            table,
            flow.sheet.width,
            2 * self.pad_x,
            self._measurer(FaceStyle.SONG, self.size),
            self._measurer(FaceStyle.HEI, self.size),
        )
        self.edges = [0.0]
        for width in self.widths:
            self.edges.append(self.edges[-1] + width)
        self.heads, self.head_height = self._set_heads()
        self.top = 0.0
        self.bars: list[tuple[float, float]] = []
        self.known: dict[tuple[CellContent, FaceStyle, float, Align], list[SetLine]] = {}
        self.tall: list[_TallCell | None] = [None] * len(self.widths)
        self.group: Row | None = None
        self.notes = self._set_notes()
        self.notes_height = self.size * (NOTE_GAP + len(self.notes) * NOTE_SIZE * NOTE_LEADING)

    def place(self) -> None:
        """Put caption, head, rows and notes."""
        rows = self.table.rows
        needed = self._least_begin(rows)
        self._place_caption(needed)
        self._fit()
        if self.flow.room < needed and not self.flow.is_at_top:
            self.flow.next_page()
        self._begin_segment()
        for number in range(len(rows)):
            self._place_row(self._set_row(rows, number), rows, number)
            if number % TICK_ROWS == TICK_ROWS - 1:
                self.tick(number + 1)
        if not rows:
            self._place_span(self._set_cell(self.table.empty_text, FaceStyle.SONG, self._span_room(), "center"))
        self._end_segment()
        self.tick(len(rows))
        self._place_notes()

    def _least_begin(self, rows: Sequence[Row]) -> float:
        """Return the height of the head with as many rows as stand under it at the least where a table begins."""
        first = sum(self._set_row(rows, number).height for number in range(min(len(rows), FIRST_ROWS)))
        return min(self.head_height + (first or 2 * self.leading), self.flow.sheet.height / 2)

    def _fit(self) -> None:
        """Stand the rows closer where that saves a last page of a few rows."""
        rows, flow = self.table.rows, self.flow
        if not LAST_ROWS < len(rows) <= MOST_ROWS:
            return
        heights = [self._set_row(rows, number).height - 2 * self.pad_y for number in range(len(rows))]
        room = Room(flow.room, flow.sheet.height, self.head_height - 2 * self.pad_y, self.notes_height)
        self.pad_y = closer_padding(self.pad_y, heights, room)
        self.heads, self.head_height = self._set_heads()

    def _fitting_size(self) -> float:
        """Return the size of the type: smaller than asked for where a short table so has every cell on one line."""
        table = self.table
        if len(table.rows) > SHORT_TABLE:
            return table.size_pt
        for size in (table.size_pt, SIZE_SMALL_5):
            song, hei = self._measurer(FaceStyle.SONG, size), self._measurer(FaceStyle.HEI, size)
            if stands_on_lines(table, self.flow.sheet.width, 0.7 * size, song, hei):
                return size
        return table.size_pt

    def _measurer(self, style: FaceStyle, size: float) -> Callable[[str], float]:
        return lambda text: self.setter.width_of(text, style, size)

    def _set_cell(self, content: CellContent, style: FaceStyle, room: float, align: Align) -> list[SetLine]:
        """Set a cell; short texts without tasks behind them (units, lights, days) come again and are set once."""
        if not (isinstance(content, str) or type(content) is Words) or len(run_text(content)) > LONGEST_KNOWN:
            return self._set_new_cell(content, style, room, align)
        key = (content, style, room, align)
        lines = self.known.get(key)
        if lines is None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            lines = self.known[key] = self._set_new_cell(content, style, room, align)
        return lines

    def _set_new_cell(self, content: CellContent, style: FaceStyle, room: float, align: Align) -> list[SetLine]:
        if isinstance(content, str):
            lines = self.setter.set_plain(content, style, self.size, room, align)
            return lines if len(lines) == 1 else self._evened(content, lines, style, room, align)
        runs = content if isinstance(content, tuple) else (content,)
        return self.setter.set_paragraph(runs, style, self.size, room, align=align)

    def _evened(self, text: str, lines: list[SetLine], style: FaceStyle, room: float, align: Align) -> list[SetLine]:
        """Return lines of which the last is no single character, and short centred ones of like length."""
        if align == "center" and "\n" not in text and len(text) <= EVENED:
            even = self.setter.width_of(text, style, self.size) / len(lines) + self.size * 0.6
        elif sum(len(glyphs.text) for glyphs in lines[-1].glyphs) == 1:
            even = room - self.size
        else:
            return lines
        narrow = self.setter.set_plain(text, style, self.size, min(even, room), "left")
        if len(narrow) != len(lines):
            return lines
        broken = "\n".join("".join(glyphs.text for glyphs in line.glyphs) for line in narrow)
        return self.setter.set_plain(broken, style, self.size, room, align)

    def _span_room(self) -> float:
        return self.edges[-1] - 2 * self.pad_x

    def _set_row(self, rows: Sequence[Row], number: int) -> _SetRow:
        row = rows[number]
        if row.kind == "group":
            lines = self._set_cell(row.cells[0], FaceStyle.HEI, self._span_room(), "left")
            return _SetRow(row, (lines,), self._height(len(lines)), (False,))
        style = FaceStyle.HEI if row.kind == "total" else FaceStyle.SONG
        cells = tuple(
            self._set_cell(cell, style, self.widths[place] - 2 * self.pad_x, self.aligns[place])
            for place, cell in enumerate(row.cells)
        )
        merged = self._merged(rows, number)
        height = self._height(
            max((len(lines) for lines, tall in zip(cells, merged, strict=True) if not tall), default=1)
        )
        return _SetRow(row, cells, height, merged)

    def _merged(self, rows: Sequence[Row], number: int) -> tuple[bool, ...]:
        """Say for each cell whether it is one with the cell below it."""
        row = rows[number]
        following = rows[number + 1] if number + 1 < len(rows) else None
        if following is None or following.kind != "row" or row.kind != "row":
            return (False,) * len(row.cells)
        return tuple(
            column.merges and run_text(cell) != "" and run_text(cell) == run_text(below)
            for column, cell, below in zip(self.table.columns, row.cells, following.cells, strict=True)
        )

    def _height(self, lines: int) -> float:
        return lines * self.leading + 2 * self.pad_y

    def _place_caption(self, needed: float) -> None:
        if not self.table.caption:
            return
        if self.flow.room < self.leading * 1.3 + needed and not self.flow.is_at_top:
            self.flow.next_page()
        line = self.setter.set_line(self.table.caption, FaceStyle.HEI, self.size)
        left = self.flow.sheet.left + (self.flow.sheet.width - line.width) / 2
        self.flow.put_at(line, left, self.flow.y + EM_ASCENT * self.size, self.size)
        self.flow.y += self.leading * 1.3

    def _set_notes(self) -> list[SetLine]:
        size, width = self.size * NOTE_SIZE, self.flow.sheet.width
        lines = (self.setter.set_plain(note, FaceStyle.SONG, size, width, "left") for note in self.table.notes)
        return [line for of_note in lines for line in of_note]

    def _place_notes(self) -> None:
        size = self.size * NOTE_SIZE
        self.flow.y += self.size * NOTE_GAP
        for line in self.notes:
            if self.flow.room < size * NOTE_LEADING:
                self.flow.next_page()
            self.flow.put_at(line, self.flow.sheet.left, self.flow.y + EM_ASCENT * size, size)
            self.flow.y += size * NOTE_LEADING

    def _set_heads(self) -> tuple[list[tuple[int, int, int, list[SetLine]]], float]:
        """Return head cells as (first column, last column, level, lines) and the head's height.

        Level 0 spans the whole height, 1 is a group's name, 2 a column under it.
        """
        heads = []
        columns = self.table.columns
        has_groups = any(column.group for column in columns)
        place = 0
        while place < len(columns):
            last = place
            while columns[place].group and last + 1 < len(columns) and columns[last + 1].group == columns[place].group:
                last += 1
            if columns[place].group:
                room = self.edges[last + 1] - self.edges[place] - 2 * self.pad_x
                heads.append((place, last, 1, self._set_head(columns[place].group, room)))
            for each in range(place, last + 1):
                room = self.widths[each] - 2 * self.pad_x
                level = 2 if columns[place].group else 0
                heads.append((each, each, level, self._set_head(columns[each].title, room)))
            place = last + 1
        deepest = max(len(lines) for _, _, level, lines in heads if level != 1)
        return heads, self._height(deepest) + (self._height(1) if has_groups else 0.0)

    def _set_head(self, title: str, room: float) -> list[SetLine]:
        """Set a head in lines of like length."""
        lines = self.setter.set_plain(title, FaceStyle.HEI, self.size, room, "center")
        return lines if len(lines) == 1 else self._evened(title, lines, FaceStyle.HEI, room, "center")

    def _begin_segment(self) -> None:
        """Draw the head at the current place and begin a stretch of the table on this page."""
        flow, left = self.flow, self.flow.sheet.left
        self.top = flow.y
        self.bars = []
        bottom = flow.y + self.head_height
        flow.items.append(Box(left, flow.y, self.edges[-1], self.head_height, TINT))
        group_height = self._height(1)
        for first, last, level, lines in self.heads:
            top = flow.y + (group_height if level == 2 else 0.0)
            height = group_height if level == 1 else bottom - top
            self._put_lines(lines, self.edges[first], top, height)
            if level == 1:
                y = flow.y + group_height
                flow.items.append(Rule(left + self.edges[first], y, left + self.edges[last + 1], y, THIN))
            if first and (level != 2 or self.table.columns[first - 1].group != self.table.columns[first].group):
                flow.items.append(Rule(left + self.edges[first], flow.y, left + self.edges[first], bottom, THIN))
            elif first:
                flow.items.append(Rule(left + self.edges[first], top, left + self.edges[first], bottom, THIN))
        flow.y = bottom
        if self.group is not None:
            text = run_text(self.group.cells[0]) + CONTINUED
            self._place_span(self._set_cell(text, FaceStyle.HEI, self._span_room(), "left"), TINT)

    def _end_segment(self) -> None:
        """Close tall cells and draw the lines that run down and around."""
        flow, left = self.flow, self.flow.sheet.left
        for place in range(len(self.tall)):
            self._close_tall(place)
        right = left + self.edges[-1]
        for begin, end in _joined(self.bars):
            for edge in self.edges[1:-1]:
                flow.items.append(Rule(left + edge, begin, left + edge, end, THIN))
        for y in (self.top, flow.y):
            flow.items.append(Rule(left, y, right, y, THICK))
        for x in (left, right):
            flow.items.append(Rule(x, self.top, x, flow.y, THICK))

    def _break_page(self) -> None:
        self._end_segment()
        self.flow.next_page()
        self._begin_segment()

    def _place_row(self, set_row: _SetRow, rows: Sequence[Row], number: int) -> None:
        if set_row.row.kind == "group":
            self.group = None
            follower = self._set_row(rows, number + 1).height if number + 1 < len(rows) else 0.0
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
        below = self.notes_height if number + 1 == len(rows) else 0.0
        if number + LAST_ROWS == len(rows) and number:
            # Nor does a total or a last row alone: a few rows go with it.
            below = self.notes_height + sum(self._set_row(rows, each).height for each in range(number + 1, len(rows)))
            below = min(below, self.flow.sheet.height / 2)
        if set_row.height + below > self.flow.room:
            if set_row.height > self.flow.sheet.height / 2:
                self._place_split(set_row)
                return
            self._break_page()
        self._place_whole(set_row)

    def _place_whole(self, set_row: _SetRow) -> None:
        flow = self.flow
        height = set_row.height
        for place, tall in enumerate(self.tall):
            if tall is not None and not set_row.merged[place]:
                height = max(height, self._height(len(tall.lines)) - (flow.y - tall.top))
        self._rule_above()
        top = flow.y
        for place, lines in enumerate(set_row.cells):
            if set_row.merged[place] or self.tall[place] is not None:
                if self.tall[place] is None:
                    self.tall[place] = _TallCell(run_text(set_row.row.cells[place]), lines, top)
            else:
                self._put_lines(lines, self.edges[place], top, height)
        self._advance(set_row.row, top, height)
        for place, goes_on in enumerate(set_row.merged):
            if not goes_on:
                self._close_tall(place)

    def _place_split(self, set_row: _SetRow) -> None:
        """Put a row that is taller than half a page, in pieces that fill the pages."""
        cells = [list(lines) for lines in set_row.cells]
        while any(cells):
            fitting = int((self.flow.room - 2 * self.pad_y) // self.leading)
            needed = max(len(lines) for lines in cells)
            if fitting < min(3, needed):
                self._break_page()
                continue
            count = min(fitting, needed)
            self._rule_above()
            top, height = self.flow.y, self._height(count)
            for place, lines in enumerate(cells):
                self._put_lines(lines[:count], self.edges[place], top, None)
                del lines[:count]
            self._advance(set_row.row, top, height)
        self.tall = [None] * len(self.tall)

    def _place_span(self, lines: list[SetLine], tint: tuple[float, float, float] | None = None) -> None:
        """Put a cell across all columns."""
        self._rule_above()
        flow, height = self.flow, self._height(len(lines))
        if tint is not None:
            flow.items.append(Box(flow.sheet.left, flow.y, self.edges[-1], height, tint))
            self._rule_above()
        self._put_lines(lines, 0.0, flow.y, height)
        flow.y += height

    def _advance(self, row: Row, top: float, height: float) -> None:
        flow = self.flow
        flow.y = top + height
        self.bars.append((top, flow.y))
        if row.task_ids:
            flow.page.areas.append(Area(flow.sheet.left, top, self.edges[-1], height, row.task_ids))

    def _rule_above(self) -> None:
        """Draw the line between this row and what stands above it, not through tall cells."""
        flow, left = self.flow, self.flow.sheet.left
        start: float | None = None
        for place, edge in enumerate(self.edges[:-1]):
            if self.tall[place] is None:
                start = edge if start is None else start
            elif start is not None:
                flow.items.append(Rule(left + start, flow.y, left + edge, flow.y, THIN))
                start = None
        if start is not None:
            flow.items.append(Rule(left + start, flow.y, left + self.edges[-1], flow.y, THIN))

    def _close_tall(self, place: int) -> None:
        tall = self.tall[place]
        if tall is not None:
            self._put_lines(tall.lines, self.edges[place], tall.top, self.flow.y - tall.top)
            self.tall[place] = None

    def _put_lines(self, lines: list[SetLine], edge: float, top: float, height: float | None) -> None:
        """Put the lines of a cell, in the middle of its height or, where None, from its top."""
        x = self.flow.sheet.left + edge + self.pad_x
        free = self.pad_y if height is None else max(self.pad_y * 0.5, (height - len(lines) * self.leading) / 2)
        baseline = top + free + (self.leading - self.size) / 2 + EM_ASCENT * self.size
        for line in lines:
            self.flow.put_at(line, x, baseline, self.size)
            baseline += self.leading


def _joined(bars: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches that touch."""
    joined: list[tuple[float, float]] = []
    for begin, end in bars:
        if joined and abs(joined[-1][1] - begin) < 0.01:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined
