"""An .ods as it looks: all sheets and rows, with texts as the file itself shows them.

A sheet of this format may claim millions of empty cells in a few bytes: repeated ones are believed only where they
hold a text, or within a small number.  Runs in the preview process only.  Source: OpenDocument 1.3 part 3, section 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.ods import TITLE, shown_text
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.source import Source
from ledger_app.preview.model import Book, SheetCell, SheetFrame, SheetRow, SheetRows, Span
from ledger_app.preview.ods_styles import TABLE, OdsStyles, length

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ROW_WRAPPERS = frozenset(f"{TABLE}{name}" for name in ("table-rows", "table-header-rows", "table-row-group"))
_COLUMN_WRAPPERS = frozenset(
    f"{TABLE}{name}" for name in ("table-columns", "table-header-columns", "table-column-group")
)
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_FIGURES = frozenset({"float", "percentage", "currency", "date", "time"})
_HIDDEN = frozenset({"collapse", "filter"})
_USUAL_WIDTH_PT, _USUAL_HEIGHT_PT = 64.0, 14.4
_MOST_SHEETS, _MOST_SPANS, _MOST_CELLS = 200, 20_000, 1_000_000
_MOST_ROWS, _MOST_COLUMNS, _MOST_TEXT = 1_048_576, 1_000, 4_000
_MOST_BLANK_COLUMNS, _MOST_BLANK_ROWS = 100, 200
"""Styled cells without a text that are drawn of one repeated mark: more of them are the rest of the sheet."""
_DEEPEST = 20


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read; `columns` are (width, style name), rows count from 0."""

    columns: list[tuple[float, str]] = field(default_factory=list)
    rows: dict[int, SheetRow] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    next_row: int = 0
    last_row: int = -1
    last_column: int = -1


class OdsBook:
    """A workbook that is open."""

    def __init__(self, source: Source) -> None:
        """Read all sheets.

        Raises:
            UnreadableFileError: INT-108 damaged, INT-109 protected, INT-113 to INT-115 over a limit.
        """
        archive = SafeZip(source, TITLE)
        if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
            raise source.refuse("INT-109")
        content, common = archive.read("content.xml"), archive.read("styles.xml")
        if content is None:
            raise source.refuse("INT-108", format=TITLE)
        root = parse_xml(source, content, TITLE)
        self._styles = OdsStyles((root, None if common is None else parse_xml(source, common, TITLE)))
        self._source = source
        self._cells = 0
        tables = root.findall(f".//{_OFFICE}spreadsheet/{TABLE}table")[:_MOST_SHEETS]
        if not tables:
            raise source.refuse("INT-108", format=TITLE)
        self._sheets = [self._sheet(table) for table in tables]
        self._frames = tuple(self._frame(table, sheet) for table, sheet in zip(tables, self._sheets, strict=True))

    def book(self) -> Book:
        """Return all sheets without their rows."""
        return Book(self._frames, self._styles.looks)

    def rows(self, sheet: int, first: int, count: int) -> SheetRows:
        """Return rows of a sheet (from 0)."""
        read = self._sheets[sheet]
        end = min(first + count, read.last_row + 1)
        found = tuple(read.rows[number] for number in range(first, end) if number in read.rows)
        return SheetRows(sheet, first, count, found, first + count > read.last_row)

    def _sheet(self, table: etree._Element) -> _Sheet:
        sheet = _Sheet()
        for element in _within(table, f"{TABLE}table-column", _COLUMN_WRAPPERS):
            repeats = min(_count(element, "number-columns-repeated"), _MOST_COLUMNS - len(sheet.columns))
            said = self._styles.said("table-column", element.get(f"{TABLE}style-name", ""))
            width = length(said.get("column-width", ""))
            shown = _USUAL_WIDTH_PT if width is None else min(max(width, 0.0), 1_400.0)
            is_hidden = element.get(f"{TABLE}visibility") in _HIDDEN
            name = element.get(f"{TABLE}default-cell-style-name", "")
            sheet.columns += [(0.0 if is_hidden else shown, name)] * repeats
        for number, element in enumerate(_within(table, f"{TABLE}table-row", _ROW_WRAPPERS)):
            if number % 1024 == 0:
                self._source.check_time()
            if self._cells > _MOST_CELLS or sheet.next_row >= _MOST_ROWS:
                break
            self._row(sheet, element)
        return sheet

    def _row(self, sheet: _Sheet, element: etree._Element) -> None:
        number = sheet.next_row
        cells = tuple(self._row_cells(sheet, element, number))
        repeats = min(_count(element, "number-rows-repeated"), _MOST_ROWS - number)
        sheet.next_row += repeats
        has_text = any(cell.text for cell in cells)
        said = self._styles.said("table-row", element.get(f"{TABLE}style-name", ""))
        height = 0.0 if said.get("use-optimal-row-height") == "true" else length(said.get("row-height", "")) or 0.0
        is_hidden = element.get(f"{TABLE}visibility") in _HIDDEN
        if not has_text and repeats > _MOST_BLANK_ROWS:
            return
        for copy in range(number, number + repeats):
            self._cells += len(cells) + 1
            if self._cells > _MOST_CELLS:
                return
            sheet.rows[copy] = SheetRow(copy, min(max(height, 0.0), 410.0), cells, is_hidden)
            if cells:
                sheet.last_row = copy
                sheet.last_column = max(sheet.last_column, cells[-1].column)

    def _row_cells(self, sheet: _Sheet, row: etree._Element, number: int) -> Iterator[SheetCell]:
        usual = row.get(f"{TABLE}default-cell-style-name", "")
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            if column >= _MOST_COLUMNS:
                return
            repeats = min(_count(cell, "number-columns-repeated"), _MOST_COLUMNS - column)
            text = (shown_text(cell) or "")[:_MOST_TEXT]
            own = cell.get(f"{TABLE}style-name", "") or usual
            is_figure = cell.get(f"{_OFFICE}value-type", "") in _FIGURES
            self._span(sheet, cell, number, column)
            if text or repeats <= _MOST_BLANK_COLUMNS:
                for place in range(column, column + repeats):
                    name = own or (sheet.columns[place][1] if place < len(sheet.columns) else "")
                    style = self._styles.number(name)
                    if text or style:
                        yield SheetCell(place, text, style, is_figure)
            column += repeats

    def _span(self, sheet: _Sheet, cell: etree._Element, row: int, column: int) -> None:
        down = min(_count(cell, "number-rows-spanned"), _MOST_ROWS - row)
        across = min(_count(cell, "number-columns-spanned"), _MOST_COLUMNS - column)
        if (down, across) != (1, 1) and len(sheet.spans) < _MOST_SPANS:
            sheet.spans.append(Span(row, column, down, across))
            sheet.last_column = max(sheet.last_column, column + across - 1)

    def _frame(self, table: etree._Element, sheet: _Sheet) -> SheetFrame:
        columns = sheet.last_column + 1
        widths = [width for width, _ in sheet.columns[:columns]]
        widths += [_USUAL_WIDTH_PT] * (columns - len(widths))
        said = self._styles.said("table", table.get(f"{TABLE}style-name", ""))
        return SheetFrame(
            table.get(f"{TABLE}name", "")[:64],
            sheet.last_row + 1,
            columns,
            tuple(widths),
            _USUAL_WIDTH_PT,
            _USUAL_HEIGHT_PT,
            tuple(sheet.spans),
            is_hidden=said.get("display") == "false",
        )


def _within(parent: etree._Element, tag: str, wrappers: frozenset[str], depth: int = 0) -> Iterator[etree._Element]:
    """Yield rows or columns, those in groups too."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in wrappers and depth < _DEEPEST:
            yield from _within(element, tag, wrappers, depth + 1)


def _count(element: etree._Element, name: str) -> int:
    return max(whole(element.get(f"{TABLE}{name}")) or 1, 1)
