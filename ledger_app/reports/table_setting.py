"""The cells of a table as set lines: size of the type, widths, rows, heads and notes; where they go is not known here.

Source: docs/domain.md section 5, Landscape tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ledger_app.reports.column_widths import column_widths, stands_on_lines
from ledger_app.reports.model import Align, CellContent, FaceStyle, ReportTable, Row, Words, run_text
from ledger_app.reports.page import SIZE_SMALL_5
from ledger_app.reports.typeset import SetLine, Typesetter

EVENED = 24
"""Characters up to which a centred cell is set in lines of like length."""
SHORT_TABLE = 60
"""Rows up to which a table may be set smaller than asked for, so that nothing in it wraps."""
LONGEST_KNOWN, MOST_KNOWN = 40, 4000
"""Characters of a cell that is kept once set, and how many are kept."""
# Notes under a table: size and leading against its own size, and the gap above them.
NOTE_SIZE, NOTE_LEADING, NOTE_GAP = 0.9, 1.36, 0.4


class SetRow(NamedTuple):
    """A row with its cells set; height in points, merged cells left out of it."""

    row: Row
    cells: tuple[list[SetLine], ...]
    height: float
    merged: tuple[bool, ...]


class CellSetter:
    """Sets the cells of one table.

    Attributes:
        size, leading: of the type in points; caption_height: of the line above a table that has a caption.
        pad_x, pad_y: space beside and above the text of a cell; change the latter with `set_closer`.
        widths: of the columns; edges: where they begin, and the end of the last.
        heads: (first column, last column, level, lines) of each, see `set_heads`; head_height: of all together.
        notes: lines under the table; notes_height: with the gap above.
    """

    def __init__(self, table: ReportTable, width: float, setter: Typesetter) -> None:
        """Choose the size of the type and share the width.

        Args:
            table: what it says.
            width: of the table in points.
            setter: sets the lines.
        """
        self.table = table
        self.width = width
        self.setter = setter
        self.size = self._fitting_size()
        self.leading = round(self.size * 1.36, 2)
        self.caption_height = self.leading * 1.3
        self.pad_x = self.size * 0.35
        self.pad_y = self.size * (0.42 if table.size_pt > SIZE_SMALL_5 else 0.28)
        self.aligns: list[Align] = [column.align for column in table.columns]
        self.widths = column_widths(
            table,
            width,
            2 * self.pad_x,
            self._measurer(FaceStyle.SONG, self.size),
            self._measurer(FaceStyle.HEI, self.size),
        )
        self.edges = [0.0]
        for each in self.widths:
            self.edges.append(self.edges[-1] + each)
        self.known: dict[tuple[CellContent, FaceStyle, float, Align], list[SetLine]] = {}
        self.heads, self.head_height = self.set_heads()
        self.notes = self.set_notes()
        self.notes_height = self.size * (NOTE_GAP + len(self.notes) * NOTE_SIZE * NOTE_LEADING)

    def set_closer(self, pad_y: float) -> None:
        """Take another space above and below the text of cells."""
        self.pad_y = pad_y
        self.heads, self.head_height = self.set_heads()

    def _fitting_size(self) -> float:
        """Return the size of the type: smaller than asked for where a short table so has every cell on one line."""
        table = self.table
        if len(table.rows) > SHORT_TABLE:
            return table.size_pt
        for size in (table.size_pt, SIZE_SMALL_5):
            song, hei = self._measurer(FaceStyle.SONG, size), self._measurer(FaceStyle.HEI, size)
            if stands_on_lines(table, self.width, 0.7 * size, song, hei):
                return size
        return table.size_pt

    def _measurer(self, style: FaceStyle, size: float) -> Callable[[str], float]:
        return lambda text: self.setter.width_of(text, style, size)

    def set_cell(self, content: CellContent, style: FaceStyle, room: float, align: Align) -> list[SetLine]:
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

    def span_room(self) -> float:
        """Return the room of a cell that spans all columns."""
        return self.edges[-1] - 2 * self.pad_x

    def set_row(self, rows: Sequence[Row], number: int) -> SetRow:
        """Set a row; what is one with the row below it does not count for its height."""
        row = rows[number]
        if row.kind == "group":
            lines = self.set_cell(row.cells[0], FaceStyle.HEI, self.span_room(), "left")
            return SetRow(row, (lines,), self.height(len(lines)), (False,))
        style = FaceStyle.HEI if row.kind == "total" else FaceStyle.SONG
        cells = tuple(
            self.set_cell(cell, style, self.widths[place] - 2 * self.pad_x, self.aligns[place])
            for place, cell in enumerate(row.cells)
        )
        merged = self._merged(rows, number)
        height = self.height(
            max((len(lines) for lines, tall in zip(cells, merged, strict=True) if not tall), default=1)
        )
        return SetRow(row, cells, height, merged)

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

    def height(self, lines: int) -> float:
        """Return the height of so many lines in a cell."""
        return lines * self.leading + 2 * self.pad_y

    def set_notes(self) -> list[SetLine]:
        """Set the lines under the table."""
        size, width = self.size * NOTE_SIZE, self.width
        lines = (self.setter.set_plain(note, FaceStyle.SONG, size, width, "left") for note in self.table.notes)
        return [line for of_note in lines for line in of_note]

    def set_heads(self) -> tuple[list[tuple[int, int, int, list[SetLine]]], float]:
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
        return heads, self.height(deepest) + (self.height(1) if has_groups else 0.0)

    def _set_head(self, title: str, room: float) -> list[SetLine]:
        """Set a head in lines of like length."""
        lines = self.setter.set_plain(title, FaceStyle.HEI, self.size, room, "center")
        return lines if len(lines) == 1 else self._evened(title, lines, FaceStyle.HEI, room, "center")
