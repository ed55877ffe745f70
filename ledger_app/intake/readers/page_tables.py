"""Makes one table of the pieces that pages hold of it: repeated heads dropped, cut rows and merges joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger_app.intake.readers.building import text_cell
from ledger_app.intake.readers.grid import Rows, Span, rectangle
from ledger_app.intake.readers.page_flow import joined
from ledger_app.intake.readers.pdf_lines import Line
from ledger_app.intake.readers.pdf_tables import RuledCell, RuledTable

_SAME_EDGE = 6.0
_PADDING = 11.5
_MOST_HEAD_ROWS = 3
_FEW_CELLS = 0.6
_NUMBER = re.compile(r"[（(]?\d{1,4}(?:[-.]\d{1,3})*[)）.、]?$|[一二三四五六七八九十]{1,4}$")


@dataclass(slots=True)
class _Area:
    """A cell while pages are joined: its area, its lines, and the width of its text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[Line]
    room: float

    @property
    def text(self) -> str:
        return _cell_text(self.lines, self.room)


class JoinedTable:
    """A table over one or more pages."""

    def __init__(self, table: RuledTable, page: int) -> None:
        """Begin with the piece on its first page."""
        self.page = page
        self._xs = list(table.xs)
        self._areas = [_area(cell, 0) for cell in table.cells]
        self._row_count = len(table.ys) - 1

    def take(self, table: RuledTable) -> bool:
        """Take the piece on the next page if it goes on this table; tell whether it does."""
        if not self._has_same_columns(table):
            return False
        cells = self._on_own_columns(table)
        row_count = len(table.ys) - 1
        skipped = self._repeated_head(cells, row_count)
        areas = [_area(cell, -skipped) for cell in cells if cell.row >= skipped]
        row_count -= skipped
        if not areas:
            return True
        if self._is_cut_row(areas):
            self._join_row(areas)
            areas = [
                _Area(area.row - 1, area.column, area.rows, area.columns, area.lines, area.room)
                for area in areas
                if area.row > 0
            ]
            row_count -= 1
        self._go_on_with_merges(areas)
        for area in areas:
            area.row += self._row_count
        self._areas += areas
        self._row_count += row_count
        return True

    def rows(self) -> Rows:
        """Return the whole table as a full rectangle."""
        spans = [
            Span(text_cell(area.text), area.row, area.column, area.rows, area.columns)
            for area in sorted(self._areas, key=lambda area: (area.row, area.column))
        ]
        return rectangle(spans, self._row_count, len(self._xs) - 1)

    def _has_same_columns(self, table: RuledTable) -> bool:
        """Tell whether a piece has these columns: outer edges alike, inner edges of one among the other's."""
        if abs(table.xs[0] - self._xs[0]) > _SAME_EDGE or abs(table.xs[-1] - self._xs[-1]) > _SAME_EDGE:
            return False
        few, many = sorted((list(table.xs), self._xs), key=len)
        return all(any(abs(edge - other) <= _SAME_EDGE for other in many) for edge in few)

    def _on_own_columns(self, table: RuledTable) -> list[RuledCell]:
        """Return a piece's cells on the columns of the whole, which takes finer columns over."""
        if len(table.xs) > len(self._xs):
            places = [_nearest(table.xs, edge) for edge in self._xs]
            for area in self._areas:
                start, end = places[area.column], places[area.column + area.columns]
                area.column, area.columns = start, max(end - start, 1)
            self._xs = list(table.xs)
        places = [_nearest(self._xs, edge) for edge in table.xs]
        cells: list[RuledCell] = []
        for cell in table.cells:
            start, end = places[cell.column], places[cell.column + cell.columns]
            cells.append(RuledCell(cell.row, start, cell.rows, max(end - start, 1), cell.lines, cell.width))
        return cells

    def _repeated_head(self, cells: Sequence[RuledCell], row_count: int) -> int:
        """Return how many first rows of a piece repeat the table's head."""
        own = _texts_by_row([(area.row, area.column, area.text) for area in self._areas])
        new = _texts_by_row([(cell.row, cell.column, _cell_text(cell.lines, _room(cell))) for cell in cells])
        count = 0
        while count < min(_MOST_HEAD_ROWS, row_count) and new.get(count) and own.get(count) == new.get(count):
            count += 1
        return count

    def _last_row(self) -> dict[int, _Area]:
        """Return the cells that reach into the last row, by column."""
        last = self._row_count - 1
        return {area.column: area for area in self._areas if area.row <= last < area.row + area.rows}

    def _is_cut_row(self, areas: Sequence[_Area]) -> bool:
        """Tell whether the first row of a piece is the rest of a row the page's end cut."""
        last = self._last_row()
        first = {area.column: area for area in areas if area.row == 0}
        filled = {column for column, area in first.items() if area.lines}
        if not filled or any(_NUMBER.match(first[column].text) for column in filled if first[column].rows == 1):
            return False
        row = self._row_count - 1
        before = {column for column, area in last.items() if area.lines and area.row == row}
        if not filled <= {column for column, area in last.items() if area.lines}:
            return False
        numbered = {column for column in before if _NUMBER.match(last[column].text)}
        return bool(numbered - filled) or len(filled) < _FEW_CELLS * max(len(before), 1)

    def _join_row(self, areas: Sequence[_Area]) -> None:
        last = self._last_row()
        for area in areas:
            if area.row:
                continue
            above = last.get(area.column)
            if above is not None:
                above.lines += area.lines
                above.rows += area.rows - 1

    def _go_on_with_merges(self, areas: list[_Area]) -> None:
        """Let merged cells of the page before reach into empty ones that a page's end parted from them."""
        last = self._last_row()
        for area in [area for area in areas if area.row == 0 and not area.lines]:
            above = last.get(area.column)
            is_merge = above is not None and (above.rows > 1 or area.rows > 1)
            if above is not None and is_merge and above.columns == area.columns and above.lines:
                reach = self._row_count - (above.row + above.rows)
                above.rows += reach + area.rows
                areas.remove(area)


def _area(cell: RuledCell, moved: int) -> _Area:
    return _Area(cell.row + moved, cell.column, cell.rows, cell.columns, list(cell.lines), _room(cell))


def _room(cell: RuledCell) -> float:
    """Return the width text may take in a cell, at least that of its longest line."""
    return max([cell.width - _PADDING, *(line.width for line in cell.lines)])


def _cell_text(lines: Sequence[Line], room: float) -> str:
    """Return a cell's lines, joined where they were broken by width, else parted by line feeds."""
    text = ""
    for index, line in enumerate(lines):
        if not index:
            text = line.text
        elif lines[index - 1].width + line.first_unit > room - 0.5:
            text = joined(text, line.text)
        else:
            text += "\n" + line.text
    return text


def _texts_by_row(cells: Sequence[tuple[int, int, str]]) -> dict[int, dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for row, column, text in cells:
        if text:
            rows.setdefault(row, {})[column] = re.sub(r"\s", "", text)
    return rows


def _nearest(edges: Sequence[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
