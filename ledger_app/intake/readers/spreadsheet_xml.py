"""Reads workbooks of Excel 2003's XML kind, which many systems hand out under .xls.

Source: XML Spreadsheet Reference, namespace urn:schemas-microsoft-com:office:spreadsheet.
"""

from __future__ import annotations

import datetime as dt

from lxml import etree

from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import DocumentBuilder
from ledger_app.intake.readers.cell_values import Value
from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.html_values import kind_of_format
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.sheets import Range, SheetValues, add_sheet
from ledger_app.intake.readers.txt import check_text_size
from ledger_app.intake.source import Source

TITLE = "电子表格"

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is such a workbook, None where it is not."""
    head = peek.head.replace(b"\x00", b"")
    return 0.95 if peek.is_markup and _NAMESPACE.encode() in head and b"Workbook" in head else None


def read(source: Source) -> Document:
    """Return the document, one table a sheet.

    Raises:
        UnreadableFileError: INT-105 too large, INT-108 damaged, INT-112 no text, INT-115 over a limit.
    """
    check_text_size(source)
    root = parse_xml(source, source.data.strip(), TITLE)
    builder = DocumentBuilder(source, "xml")
    shares = _percent_styles(root)
    for worksheet in root.iterfind(_name("Worksheet")):
        table = worksheet.find(_name("Table"))
        if table is not None:
            name = worksheet.get(_name("Name"), "")
            is_hidden = (worksheet.findtext(".//{*}Visible") or "").startswith("SheetHidden")
            rows, merged, percent = _rows(source, table, shares)
            before = len(builder)
            add_sheet(builder, SheetValues(name, rows, (0, 0), merged, percent, is_hidden))
            if is_hidden and len(builder) > before:
                builder.note("warning", "INT-157", sheet=name)
            if len(builder) > before and any(part.get(_name("Hidden")) == "1" for part in table):
                builder.note("info", "INT-158", sheet=name)
    return builder.build()


def _percent_styles(root: etree._Element) -> frozenset[str]:
    """Return the names of the styles that show numbers as percentages."""
    return frozenset(
        style.get(_name("ID"), "")
        for style in root.iterfind(f"{_name('Styles')}/{_name('Style')}")
        for shown in style.iterfind(_name("NumberFormat"))
        if kind_of_format(shown.get(_name("Format"), "")) == "percent"
    )


def _rows(
    source: Source, table: etree._Element, shares: frozenset[str]
) -> tuple[list[list[Value]], list[Range], frozenset[tuple[int, int]]]:
    rows: list[list[Value]] = []
    merged: list[Range] = []
    percent: set[tuple[int, int]] = set()
    covered: set[tuple[int, int]] = set()
    for element in table.iterfind(_name("Row")):
        number = _index(element, len(rows), _MOST_ROWS)
        rows += [[] for _ in range(number - len(rows))]
        row: list[Value] = []
        for cell in element.iterfind(_name("Cell")):
            column = _index(cell, len(row), _MOST_COLUMNS)
            while cell.get(_name("Index")) is None and (number, column) in covered:
                column += 1
            row += [None] * (column - len(row)) + [_value(cell)]
            if cell.get(_name("StyleID")) in shares:
                percent.add((number, column))
            down, right = _extent(cell, "MergeDown"), _extent(cell, "MergeAcross")
            if down or right:
                merged.append(((number, column), (number + down, column + right)))
                row += [None] * right
                covered |= {(number + step, column + side) for step in range(1, down + 1) for side in range(right + 1)}
            if len(row) * (len(rows) + 1) > source.limits.cells or len(covered) > source.limits.cells:
                raise source.refuse("INT-115", what=f"表格超过 {source.limits.cells} 格")
        rows.append(row)
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows], merged, frozenset(percent)


def _index(element: etree._Element, following: int, most: int) -> int:
    said = whole(element.get(_name("Index")))
    return following if said is None else min(max(said - 1, following), most)


def _extent(cell: etree._Element, name: str) -> int:
    return min(max(whole(cell.get(_name(name))) or 0, 0), _MOST_COLUMNS)


def _value(cell: etree._Element) -> Value:
    data = cell.find(_name("Data"))
    if data is None:
        return None
    text = "".join(str(piece) for piece in data.itertext())
    kind = data.get(_name("Type"), "String")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text.partition(".")[0])
    except ValueError:
        # What does not read as its kind is still shown as its text.
        return text
    return text == "1" if kind == "Boolean" else text


def _name(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
