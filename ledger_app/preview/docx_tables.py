"""Tables of a .docx as they look: column widths, merged cells, which lines are drawn, grounds.

Source: ECMA-376 part 1, 17.4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from ledger_app.intake.readers.docx_body import unwrapped
from ledger_app.intake.readers.docx_names import child_number, child_value, w
from ledger_app.preview.budget import Budget
from ledger_app.preview.docx_look import Looks, points, shade
from ledger_app.preview.model import Align, BlockCell, TableBlock, TextBlock

_TBL_PR, _TR, _TC, _TR_PR, _TC_PR = w("tblPr"), w("tr"), w("tc"), w("trPr"), w("tcPr")
_SIDES = (("left", "start"), ("top",), ("right", "end"), ("bottom",))
_NOT_DRAWN = frozenset({"nil", "none"})
_MOST_COLUMNS = 200
Lines = tuple[bool, bool, bool, bool]
Read = Callable[[etree._Element, str | None], tuple[TextBlock, ...]]  # noqa: SLF001 - the stubs name elements so


@dataclass(frozen=True, slots=True)
class _Borders:
    """Which lines a table draws: around it, between its rows, between its columns."""

    outer: Lines
    across: bool
    down: bool


class TableReader:
    """Reads tables; the contents of cells are read by whoever made it."""

    def __init__(self, looks: Looks, budget: Budget, read_cell: Read) -> None:
        """Keep what is needed."""
        self._looks = looks
        self._budget = budget
        self._read_cell = read_cell

    def read(self, table: etree._Element) -> TableBlock:
        """Return a table."""
        properties = table.find(_TBL_PR)
        style_id = child_value(properties, w("tblStyle"))
        borders = self._borders(properties, style_id)
        cells: list[BlockCell] = []
        open_above: dict[int, int] = {}
        number = columns = 0
        for row in unwrapped(table):
            if row.tag != _TR or self._budget.is_spent:
                continue
            widest = self._read_row(row, number, cells, open_above, style_id)
            columns = max(columns, widest)
            number += 1
        drawn = tuple(
            replace(cell, lines=_lines(cell, own, borders, number, columns))
            for cell, own in zip(cells, self._own, strict=True)
        )
        self._own = []
        align: Align = "center" if child_value(properties, w("jc")) == "center" else "left"
        return TableBlock(number, columns, drawn, _widths(table, columns), align)

    _own: list[tuple[bool | None, ...]]

    def _read_row(
        self,
        row: etree._Element,
        number: int,
        cells: list[BlockCell],
        open_above: dict[int, int],
        style_id: str | None,
    ) -> int:
        """Add the cells of a row and return how far it reaches."""
        if not number:
            self._own = []
        column = min(max(child_number(row.find(_TR_PR), w("gridBefore")) or 0, 0), _MOST_COLUMNS)
        for cell in unwrapped(row):
            if cell.tag != _TC or column >= _MOST_COLUMNS:
                continue
            properties = cell.find(_TC_PR)
            span = min(max(child_number(properties, w("gridSpan")) or 1, 1), _MOST_COLUMNS - column)
            vertical = None if properties is None else properties.find(w("vMerge"))
            goes_on = vertical is not None and vertical.get(w("val")) != "restart"
            above = open_above.get(column)
            if goes_on and above is not None and cells[above].row + cells[above].rows == number:
                cells[above] = replace(cells[above], rows=cells[above].rows + 1)
            else:
                self._budget.cells -= 1
                blocks = self._read_cell(cell, style_id)
                is_middle = child_value(properties, w("vAlign")) == "center"
                cells.append(BlockCell(number, column, 1, span, blocks, shade(properties), is_middle))
                self._own.append(_own_lines(properties))
                open_above.pop(column, None)
                if vertical is not None:
                    open_above[column] = len(cells) - 1
            column += span
        return column

    def _borders(self, properties: etree._Element | None, style_id: str | None) -> _Borders:
        said: dict[str, bool] = {}
        for element in reversed(self._looks.chain(style_id)):
            said.update(_said_lines(element.find(f"{_TBL_PR}/{w('tblBorders')}")))
        said.update(_said_lines(None if properties is None else properties.find(w("tblBorders"))))
        left, top, right, bottom = (any(said.get(name, False) for name in names) for names in _SIDES)
        return _Borders((left, top, right, bottom), said.get("insideH", False), said.get("insideV", False))


def _said_lines(borders: etree._Element | None) -> dict[str, bool]:
    if borders is None:
        return {}
    return {etree.QName(line).localname: line.get(w("val"), "single") not in _NOT_DRAWN for line in borders}


def _own_lines(properties: etree._Element | None) -> tuple[bool | None, ...]:
    """Return which lines a cell itself wants: yes, no, or nothing said."""
    said = _said_lines(None if properties is None else properties.find(w("tcBorders")))
    return tuple(next((said[name] for name in names if name in said), None) for names in _SIDES)


def _lines(cell: BlockCell, own: tuple[bool | None, ...], borders: _Borders, rows: int, columns: int) -> Lines:
    at_edge = (cell.column == 0, cell.row == 0, cell.column + cell.columns >= columns, cell.row + cell.rows >= rows)
    inner = (borders.down, borders.across, borders.down, borders.across)
    left, top, right, bottom = (
        wanted if wanted is not None else outer if is_edge else inside
        for wanted, outer, is_edge, inside in zip(own, borders.outer, at_edge, inner, strict=True)
    )
    return left, top, right, bottom


def _widths(table: etree._Element, columns: int) -> tuple[float, ...]:
    """Return the widths of all columns, none where the file does not say them all."""
    grid = table.find(w("tblGrid"))
    said = [] if grid is None else [points(one.get(w("w"))) or 0.0 for one in grid.iterfind(w("gridCol"))]
    if len(said) < columns or not all(width > 0 for width in said[:columns]):
        return ()
    return tuple(said[:columns])
