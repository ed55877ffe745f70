"""An .xlsx as it looks: its sheets at once, their rows as they are asked for.

Rows are read from the sheet's part one after another, as far as somebody looks; formulas are never evaluated, their
saved results are shown.  Runs in the preview process only.  Source: ECMA-376 part 1, 18.3.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from ledger_app.intake.readers.docx_names import whole
from ledger_app.intake.readers.safe_xml import parse_xml
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.source import Source
from ledger_app.preview.model import Book, SheetCell, SheetFrame, SheetRow, SheetRows, Span
from ledger_app.preview.number_format import show_number
from ledger_app.preview.xlsx_styles import BookStyles, read_styles

TITLE = "Excel 工作簿"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 2_000
_MOST_SHEETS, _MOST_SPANS = 200, 20_000
_MOST_CELLS = 3_000_000
_MOST_TEXT = 4_000
_CHARACTER_PT = 5.25
"""Width of one figure of the usual type, in which column widths are counted."""

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ROOT = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")
_PART = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_PART = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_NOTHING_SAID = etree.Element("worksheet")


@dataclass(slots=True)
class _Reading:
    """How far the rows of a sheet were read."""

    rows: dict[int, SheetRow] = field(default_factory=dict)
    reached: int = 0
    cells: int = 0
    ahead: Iterator[SheetRow] | None = None
    is_done: bool = False


class XlsxBook:
    """A workbook that is open."""

    def __init__(self, source: Source) -> None:
        """Read styles, texts and the frames of all sheets.

        Raises:
            UnreadableFileError: INT-108 damaged, INT-113 to INT-115 over a limit.
        """
        self._source = source
        self._archive = SafeZip(source, TITLE)
        self._main = self._main_name()
        root = self._parse(self._main)
        if root is None:
            raise source.refuse("INT-108", format=TITLE)
        properties = root.find("{*}workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        targets = self._targets()
        kinds = dict(targets.values())
        self._styles: BookStyles = read_styles(
            self._parse(kinds.get("styles", "xl/styles.xml")), self._parse(kinds.get("theme", "xl/theme/theme1.xml"))
        )
        self._texts = self._shared_texts(kinds.get("sharedStrings", "xl/sharedStrings.xml"))
        self._names: list[str] = []
        self._frames: list[SheetFrame] = []
        for sheet in list(root.iterfind("{*}sheets/{*}sheet"))[:_MOST_SHEETS]:
            _, target = targets.get(sheet.get(_PART) or sheet.get(_STRICT_PART) or "", ("", ""))
            self._names.append(target)
            is_hidden = sheet.get("state", "visible") != "visible"
            self._frames.append(self._frame(sheet.get("name", ""), target, is_hidden=is_hidden))
        self._readings = [_Reading() for _ in self._names]
        if not self._frames:
            raise source.refuse("INT-108", format=TITLE)

    def book(self) -> Book:
        """Return all sheets without their rows."""
        return Book(tuple(self._frames), self._styles.styles)

    def rows(self, sheet: int, first: int, count: int) -> SheetRows:
        """Return rows of a sheet (from 0)."""
        reading = self._readings[sheet]
        if reading.ahead is None:
            reading.ahead = self._read_rows(sheet)
        end = first + count
        while not reading.is_done and reading.reached < end:
            row = next(reading.ahead, None)
            if row is None or reading.cells > _MOST_CELLS:
                reading.is_done = True
                break
            reading.rows[row.number] = row
            reading.cells += len(row.cells) + 1
            reading.reached = max(reading.reached, row.number + 1)
        found = tuple(reading.rows[number] for number in range(first, end) if number in reading.rows)
        return SheetRows(sheet, first, count, found, reading.is_done and end >= reading.reached)

    def read_rows(self, sheet: int) -> int:
        """Return how many rows of a sheet were read so far."""
        return self._readings[sheet].reached

    def _main_name(self) -> str:
        root = self._parse("_rels/.rels")
        for relation in () if root is None else root:
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return "xl/workbook.xml"

    def _targets(self) -> dict[str, tuple[str, str]]:
        """Return (kind, part) by relation id."""
        folder, base = posixpath.split(self._main)
        root = self._parse(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in () if root is None else root:
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))
        return found

    def _parse(self, name: str) -> etree._Element | None:
        data = self._archive.read(name)
        return None if data is None else parse_xml(self._source, data, TITLE)

    def _shared_texts(self, name: str) -> list[str]:
        data = self._archive.read(name)
        if not data:
            return []
        texts = []
        for element in self._elements(data, "si"):
            texts.append(_text_of(element))
            element.clear()
        return texts

    def _elements(self, data: bytes, tag: str) -> Iterator[etree._Element]:
        """Yield the elements of a tag one after another, forgetting those before."""
        if b"<!DOCTYPE" in data[:4096]:
            raise self._source.refuse("INT-114")
        events = etree.iterparse(
            BytesIO(data), tag=f"{{*}}{tag}", no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            for number, (_, element) in enumerate(events):
                if number % 4096 == 0:
                    self._source.check_time()
                yield element
                parent = element.getparent()
                element.clear()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._source.refuse("INT-108", format=TITLE) from error

    def _frame(self, name: str, target: str, *, is_hidden: bool) -> SheetFrame:
        head, tail = self._around_rows(target)
        view, form = head.find("{*}sheetViews/{*}sheetView"), head.find("{*}sheetFormatPr")
        rows, columns = _extent(head.find("{*}dimension"))
        spans = _spans(tail)
        columns = max([columns, *(span.column + span.columns for span in spans)])
        pane = None if view is None else view.find("{*}pane")
        is_frozen = pane is not None and pane.get("state", "").startswith("frozen")
        usual = _number(form, "defaultColWidth") or ((_number(form, "baseColWidth") or 8) + 8 / 7)
        return SheetFrame(
            name[:64],
            rows,
            min(columns, MOST_COLUMNS),
            _widths(head, min(columns, MOST_COLUMNS), usual),
            usual * _CHARACTER_PT,
            min(max(_number(form, "defaultRowHeight") or 14.4, 4.0), 400.0),
            spans,
            min(int(_number(pane, "ySplit")), 50) if is_frozen else 0,
            min(int(_number(pane, "xSplit")), 20) if is_frozen else 0,
            view is None or view.get("showGridLines", "1") not in ("0", "false"),
            is_hidden,
        )

    def _around_rows(self, target: str) -> tuple[etree._Element, etree._Element]:
        """Return what stands before and behind the rows of a sheet's part, each as an element."""
        data = self._archive.read(target) or b""
        root = _ROOT.search(data)
        if root is None:
            return _NOTHING_SAID, _NOTHING_SAID
        prefix = root.group(1)
        end = b"</%bworksheet>" % prefix
        start = data.find(b"<%bsheetData" % prefix)
        stop = data.rfind(b"</%bsheetData>" % prefix)
        head = data[: start if start >= 0 else root.end()]
        behind = stop + len(b"</%bsheetData>" % prefix) if stop >= 0 else data.find(b">", start) + 1
        tail = root.group() + data[behind:] if start >= 0 else root.group() + end
        return parse_xml(self._source, head + end, TITLE), parse_xml(self._source, tail, TITLE)

    def _read_rows(self, sheet: int) -> Iterator[SheetRow]:
        data = self._archive.read(self._names[sheet]) or b""
        number = -1
        for element in self._elements(data, "row") if data else ():
            said = whole(element.get("r"))
            number = number + 1 if said is None else said - 1
            if not 0 <= number < MOST_ROWS:
                return
            height = _number(element, "ht") if element.get("ht") else 0.0
            is_hidden = element.get("hidden") in ("1", "true")
            yield SheetRow(number, min(max(height, 0.0), 410.0), tuple(self._cells(element)), is_hidden)

    def _cells(self, row: etree._Element) -> Iterator[SheetCell]:
        column = -1
        for cell in row.iterfind("{*}c"):
            place = _place(cell.get("r", ""))
            column = column + 1 if place is None else place[1]
            if column >= MOST_COLUMNS:
                return
            style = whole(cell.get("s")) or 0
            text, is_figure, colour = self._shown(cell, style)
            if text or style:
                yield SheetCell(column, text[:_MOST_TEXT], style, is_figure, colour)

    def _shown(self, cell: etree._Element, style: int) -> tuple[str, bool, str]:
        """Return a cell's text, whether it is a figure, and the colour its format gives it."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return ("" if inline is None else _text_of(inline)), False, ""
        value = cell.findtext("{*}v") or ""
        if kind == "s":
            number = whole(value)
            return (self._texts[number] if number is not None and 0 <= number < len(self._texts) else ""), False, ""
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE" if value else ""), False, ""
        if kind in ("str", "e", "d") or not value:
            return value, False, ""
        try:
            shown = show_number(float(value), self._styles.code(style), from_1904=self._from_1904)
        except (ValueError, OverflowError):
            return value, False, ""
        return shown.text, True, shown.colour


def _text_of(element: etree._Element) -> str:
    """Return the characters of a text with several looks, without the reading aid beside it."""
    parts = []
    for child in element:
        name = etree.QName(child).localname
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.append(child.findtext("{*}t") or "")
    return "".join(parts).replace("_x000D_", "").replace("\r\n", "\n")


def _place(reference: str) -> tuple[int, int] | None:
    """Return (row, column) from 0 of a reference like B7."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _number(element: etree._Element | None, name: str) -> float:
    try:
        return float("" if element is None else element.get(name, ""))
    except ValueError:
        return 0.0


def _extent(dimension: etree._Element | None) -> tuple[int, int]:
    """Return the rows and columns a sheet says it has, zeros where it does not."""
    _, _, last = ("" if dimension is None else dimension.get("ref", "")).rpartition(":")
    place = _place(last)
    return (0, 0) if place is None else (min(place[0] + 1, MOST_ROWS), min(place[1] + 1, MOST_COLUMNS))


def _spans(tail: etree._Element) -> tuple[Span, ...]:
    found = []
    for merged in tail.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        start, end = _place(first), _place(last)
        if start and end and start <= end and start[1] <= end[1] < MOST_COLUMNS and end[0] < MOST_ROWS:
            found.append(Span(*start, end[0] - start[0] + 1, end[1] - start[1] + 1))
        if len(found) >= _MOST_SPANS:
            break
    return tuple(found)


def _widths(head: etree._Element, columns: int, usual: float) -> tuple[float, ...]:
    widths = [usual * _CHARACTER_PT] * columns
    for element in head.iterfind("{*}cols/{*}col"):
        first, last = whole(element.get("min")) or 0, whole(element.get("max")) or 0
        is_hidden = element.get("hidden") in ("1", "true")
        width = 0.0 if is_hidden else min(max(_number(element, "width"), 0.0), 255.0) * _CHARACTER_PT
        for column in range(max(first, 1), min(last, columns) + 1):
            widths[column - 1] = width
    return tuple(widths)
