"""Reads OpenDocument spreadsheets (.ods): values with their kinds, merged cells, hidden sheets.

Repeated rows and columns are believed only where they hold something, and within the limits: a sheet of this
format may claim millions of empty ones in a few bytes.  Source: OpenDocument 1.3 part 3, section 9.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from lxml import etree

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.cell_values import Value
from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.readers.sheets import Range, SheetValues, add_sheet
from ledger_app.intake.source import Source

TITLE = "电子表格"

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_CELL_TAGS = (f"{{{_TABLE}}}table-cell", f"{{{_TABLE}}}covered-table-cell")
_ROW, _ROW_WRAPPERS = f"{{{_TABLE}}}table-row", ("table-rows", "table-header-rows", "table-row-group")
_HIDDEN_ROW = ("collapse", "filter")
_MOST_REPEATS = 100_000
_WIDEST = 16_384


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read; rows and columns from 0."""

    rows: list[list[Value]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    percent: set[tuple[int, int]] = field(default_factory=set)
    has_hidden: bool = False
    cells: int = 0


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is an OpenDocument spreadsheet, None where it is not."""
    return 1.0 if "opendocument.spreadsheet" in peek.content_types else None


def read(source: Source) -> Document:
    """Return the document, one table a sheet.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected, INT-112 no text, INT-113 to INT-115 over a limit.
    """
    archive = SafeZip(source, TITLE)
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise source.refuse("INT-109")
    content = archive.read("content.xml")
    if content is None:
        raise source.refuse("INT-108", format=TITLE)
    root = parse_xml(source, content, TITLE)
    hidden_styles = {
        style.get(f"{{{_STYLE}}}name")
        for style in root.iter(f"{{{_STYLE}}}style")
        if any(item.get(f"{{{_TABLE}}}display") == "false" for item in style)
    }
    builder = DocumentBuilder(source, "ods")
    tables = root.findall(f".//{{{_OFFICE}}}spreadsheet/{{{_TABLE}}}table")
    for index, table in enumerate(tables):
        source.step(index, len(tables))
        name = table.get(f"{{{_TABLE}}}name", "")
        is_hidden = table.get(f"{{{_TABLE}}}style-name") in hidden_styles
        sheet = _Sheet()
        _read_rows(source, table, sheet)
        before = len(builder)
        add_sheet(builder, SheetValues(name, sheet.rows, (0, 0), sheet.merged, frozenset(sheet.percent), is_hidden))
        if len(builder) > before and is_hidden:
            builder.note("warning", "INT-157", sheet=name)
        if len(builder) > before and sheet.has_hidden:
            builder.note("info", "INT-158", sheet=name)
    return builder.build()


def _read_rows(source: Source, parent: etree._Element, sheet: _Sheet) -> None:
    for element in parent:
        if element.tag == _ROW:
            _read_row(source, element, sheet)
        elif etree.QName(element).localname in _ROW_WRAPPERS:
            _read_rows(source, element, sheet)


def _read_row(source: Source, element: etree._Element, sheet: _Sheet) -> None:
    number = len(sheet.rows)
    row: list[Value] = []
    for cell in element:
        if cell.tag not in _CELL_TAGS:
            continue
        value, is_percent = _value(cell)
        repeats = _count(cell, "number-columns-repeated")
        if value is not None or _span(cell) != (1, 1):
            repeats = min(repeats, _WIDEST - len(row))
            for column in range(len(row), len(row) + repeats):
                _add_marks(sheet, cell, number, column, is_percent=is_percent)
        row += [value] * min(repeats, _WIDEST - len(row))
        if len(row) >= _WIDEST:
            break
    while row and row[-1] is None:
        row.pop()
    sheet.has_hidden = sheet.has_hidden or element.get(f"{{{_TABLE}}}visibility") in _HIDDEN_ROW
    repeats = _count(element, "number-rows-repeated")
    if not row:
        # Blank rows are kept for the row numbers, as far as rows with text follow.
        repeats = min(repeats, _MOST_REPEATS)
    sheet.cells += len(row) * repeats
    if sheet.cells > source.limits.cells or len(sheet.rows) + repeats > 20 * _MOST_REPEATS:
        raise source.refuse("INT-115", what=f"表格超过 {source.limits.cells} 格")
    sheet.rows += [row] * repeats


def _add_marks(sheet: _Sheet, cell: etree._Element, row: int, column: int, *, is_percent: bool) -> None:
    rows, columns = _span(cell)
    if (rows, columns) != (1, 1):
        sheet.merged.append(((row, column), (row + rows - 1, column + columns - 1)))
    if is_percent:
        sheet.percent.add((row, column))


def _span(cell: etree._Element) -> tuple[int, int]:
    return _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")


def _count(element: etree._Element, name: str) -> int:
    return max(whole(element.get(f"{{{_TABLE}}}{name}")) or 1, 1)


def _value(cell: etree._Element) -> tuple[Value, bool]:
    """Return a cell's value, None where it is empty, and whether it is shown as a percentage."""
    kind = cell.get(f"{{{_OFFICE}}}value-type", "")
    said = cell.get(f"{{{_OFFICE}}}value")
    try:
        if kind in ("float", "percentage", "currency") and said is not None:
            return float(said), kind == "percentage"
        if kind == "date":
            return _date(cell.get(f"{{{_OFFICE}}}date-value", "")), False
        if kind == "boolean":
            return cell.get(f"{{{_OFFICE}}}boolean-value") == "true", False
    except ValueError:
        # What does not read as its kind is still shown as its text.
        return shown_text(cell), False
    return shown_text(cell), False


def _date(text: str) -> dt.date | dt.datetime:
    if "T" in text:
        return dt.datetime.fromisoformat(text.partition(".")[0])
    return dt.date.fromisoformat(text)


def shown_text(cell: etree._Element) -> str | None:
    """Return the characters that a cell shows, None where it shows none."""
    lines = [_line(paragraph) for paragraph in cell.iterfind(f"{{{_TEXT}}}p")]
    text = "\n".join(lines)
    return text or None


def _line(paragraph: etree._Element) -> str:
    """Return a paragraph's characters, blanks and breaks written as elements included."""
    pieces = [paragraph.text or ""]
    for child in paragraph:
        name = etree.QName(child).localname
        if name == "s":
            pieces.append(" " * min(whole(child.get(f"{{{_TEXT}}}c")) or 1, 1000))
        elif name == "line-break":
            pieces.append("\n")
        elif name == "tab":
            pieces.append("\t")
        elif name != "annotation":
            pieces.append(_line(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
