"""An .xls or WPS .et of BIFF8 as it looks: its sheets at once, the cells of a sheet when somebody looks at it.

Formulas are never evaluated, their saved results are shown.  No count of the file is believed: all loops go over
bytes that are there.  Runs in the preview process only.  Source: MS-XLS 2.4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack_from

from ledger_app.intake.readers.biff import records, short_text
from ledger_app.intake.source import Source
from ledger_app.preview.model import Book, SheetCell, SheetFrame, SheetRow, SheetRows, Span
from ledger_app.preview.number_format import show_number
from ledger_app.preview.xls_styles import BOF, EOF, TITLE, read_globals

_ROW, _BLANK, _MUL_BLANK, _NUMBER, _RK, _MUL_RK = 0x0208, 0x0201, 0x00BE, 0x0203, 0x027E, 0x00BD
_LABEL, _RICH_LABEL, _SHARED_LABEL, _BOOL_ERROR, _FORMULA, _STRING = 0x0204, 0x00D6, 0x00FD, 0x0205, 0x0006, 0x0207
_COLUMNS, _USUAL_CHARACTERS, _USUAL_WIDTH, _USUAL_HEIGHT = 0x007D, 0x0055, 0x0099, 0x0225
_MERGED, _WINDOW, _PANE = 0x00E5, 0x023E, 0x0041
_CELLS = frozenset({_BLANK, _NUMBER, _RK, _LABEL, _RICH_LABEL, _SHARED_LABEL, _BOOL_ERROR, _FORMULA})
_RUNS = frozenset({_MUL_BLANK, _MUL_RK})
_CHARACTER_PT = 5.25
_PADDING = 0.714
_USUAL_ROW_PT = 14.25
_MOST_COLUMNS, _MOST_SPANS, _MOST_CELLS = 256, 20_000, 1_000_000
_MOST_TEXT = 4_000
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class _Frame:
    """A sheet without its cells while its records are read; widths in characters."""

    widths: dict[int, float] = field(default_factory=dict)
    usual: float = 8 + _PADDING
    height: float = _USUAL_ROW_PT
    spans: list[Span] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    has_lines: bool = True
    is_frozen: bool = False
    pane: tuple[int, int] = (0, 0)

    def reach(self, rows: int, columns: int) -> None:
        self.rows, self.columns = max(self.rows, rows), max(self.columns, min(columns, _MOST_COLUMNS))


@dataclass(slots=True)
class _Sheet:
    """The rows of a sheet: height and whether hidden; cells by row and column."""

    heights: dict[int, tuple[float, bool]] = field(default_factory=dict)
    cells: dict[int, dict[int, SheetCell]] = field(default_factory=lambda: defaultdict(dict))
    last: int = -1


class XlsBook:
    """A workbook that is open."""

    def __init__(self, source: Source, stream: bytes) -> None:
        """Read styles, texts and the frames of all sheets.

        Args:
            source: the file.
            stream: its workbook, which `is_biff8`.

        Raises:
            UnreadableFileError: INT-108 damaged, INT-109 protected by a password.
        """
        self._source, self._stream = source, stream
        self._globals = read_globals(source, stream)
        if not self._globals.sheets:
            raise source.refuse("INT-108", format=TITLE)
        self._frames = tuple(
            _sheet_frame(self._frame(place), name, is_hidden=is_hidden)
            for place, name, is_hidden in self._globals.sheets
        )
        self._read: dict[int, _Sheet] = {}

    def book(self) -> Book:
        """Return all sheets without their rows."""
        return Book(self._frames, self._globals.styles.styles)

    def rows(self, sheet: int, first: int, count: int) -> SheetRows:
        """Return rows of a sheet (from 0)."""
        read = self._read.get(sheet)
        if read is None:
            # One sheet at a time is on show; the others need no memory.
            self._read.clear()
            read = self._read[sheet] = self._read_cells(self._globals.sheets[sheet][0])
        found = []
        for number in range(first, min(first + count, read.last + 1)):
            cells = read.cells.get(number, {})
            height, is_hidden = read.heights.get(number, (0.0, False))
            if cells or number in read.heights:
                shown = tuple(cells[column] for column in sorted(cells))
                found.append(SheetRow(number, height, shown, is_hidden))
        return SheetRows(sheet, first, count, tuple(found), first + count > read.last)

    def _records(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Yield the records of a sheet, without those of charts within it."""
        depth = 0
        for number, (kind, start, size) in enumerate(records(self._stream, place)):
            if number % 4096 == 0:
                self._source.check_time()
            depth += (kind == BOF) - (kind == EOF)
            if depth <= 0:
                return
            if depth == 1:
                yield kind, start, size

    def _frame(self, place: int) -> _Frame:
        frame = _Frame()
        for kind, start, size in self._records(place):
            if kind in _CELLS | _RUNS and size >= 6:
                row, column = unpack_from("<HH", self._stream, start)
                if kind in _RUNS:
                    column = unpack_from("<H", self._stream, start + size - 2)[0]
                frame.reach(row + 1, column + 1)
            else:
                _say(frame, kind, self._stream[start : start + size])
        return frame

    def _read_cells(self, place: int) -> _Sheet:
        sheet, count = _Sheet(), 0
        waiting: tuple[int, int, int] | None = None
        for kind, start, size in self._records(place):
            data = self._stream[start : start + size]
            if kind == _ROW and size >= 14:
                row, height, marks = unpack_from("<H4xH4xH", data)
                sheet.heights[row] = (min((height & 0x7FFF) / 20, 410.0), bool(marks & 0x20))
                sheet.last = max(sheet.last, row)
            elif kind == _STRING and waiting is not None:
                row, column, style = waiting
                sheet.cells[row][column] = SheetCell(column, short_text(data, 0, 2)[:_MOST_TEXT], style)
                waiting = None
            elif kind in _CELLS | _RUNS and size >= 6:
                row, column, style = unpack_from("<HHH", data)
                is_text = kind == _FORMULA and size >= 14 and data[12:14] == b"\xff\xff" and data[6] == 0
                waiting = (row, column, style) if is_text else None
                cells = self._run(kind, data) if kind in _RUNS else (self._cell(kind, data),)
                for cell in cells:
                    if cell.column < _MOST_COLUMNS:
                        sheet.cells[row][cell.column] = cell
                        count += 1
                sheet.last = max(sheet.last, row)
            if count > _MOST_CELLS:
                break
        return sheet

    def _run(self, kind: int, data: bytes) -> Iterator[SheetCell]:
        """Yield the cells of one record: a row, a first column, (style, number) or styles, the last column."""
        first = unpack_from("<H", data, 2)[0]
        step = 2 if kind == _MUL_BLANK else 6
        for index in range((len(data) - 6) // step):
            style = unpack_from("<H", data, 4 + index * step)[0]
            if kind == _MUL_BLANK:
                yield SheetCell(first + index, "", style)
            else:
                value = _packed_number(unpack_from("<I", data, 6 + index * step)[0])
                yield self._figure(first + index, style, value)

    def _cell(self, kind: int, data: bytes) -> SheetCell:
        _, column, style = unpack_from("<HHH", data)
        size = len(data)
        if kind == _NUMBER and size >= 14:
            return self._figure(column, style, unpack_from("<d", data, 6)[0])
        if kind == _RK and size >= 10:
            return self._figure(column, style, _packed_number(unpack_from("<I", data, 6)[0]))
        if kind == _FORMULA and size >= 14:
            if data[12:14] != b"\xff\xff":
                return self._figure(column, style, unpack_from("<d", data, 6)[0])
            return SheetCell(column, _bool_or_error(data[8], is_error=data[6] == 2) if data[6] in (1, 2) else "", style)
        if kind == _BOOL_ERROR and size >= 8:
            return SheetCell(column, _bool_or_error(data[6], is_error=data[7] == 1), style)
        if kind == _SHARED_LABEL and size >= 10:
            number = unpack_from("<I", data, 6)[0]
            return SheetCell(column, self._globals.texts[number] if number < len(self._globals.texts) else "", style)
        if kind in (_LABEL, _RICH_LABEL):
            return SheetCell(column, short_text(data, 6, 2)[:_MOST_TEXT], style)
        return SheetCell(column, "", style)

    def _figure(self, column: int, style: int, value: float) -> SheetCell:
        try:
            shown = show_number(value, self._globals.styles.code(style), from_1904=self._globals.from_1904)
        except (ValueError, OverflowError):
            return SheetCell(column, str(value), style)
        return SheetCell(column, shown.text, style, is_figure=True, colour=shown.colour)


def _packed_number(packed: int) -> float:
    """Return a number of 32 bits: a whole one or the upper part of a long one, perhaps in hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x8000_0000 else 0))
    else:
        value = unpack_from("<d", ((packed & ~3) << 32).to_bytes(8, "little"))[0]
    return value / 100 if packed & 1 else value


def _bool_or_error(value: int, *, is_error: bool) -> str:
    return _ERRORS.get(value, "#N/A") if is_error else ("TRUE" if value else "FALSE")


def _say(frame: _Frame, kind: int, data: bytes) -> None:
    """Keep what a record says of the sheet as a whole."""
    size = len(data)
    if kind in (_COLUMNS, _USUAL_CHARACTERS, _USUAL_WIDTH):
        _say_width(frame, kind, data)
    elif kind == _USUAL_HEIGHT and size >= 4:
        frame.height = min(max(unpack_from("<H", data, 2)[0] / 20, 4.0), 400.0)
    elif kind == _MERGED:
        _say_spans(frame, data)
    elif kind == _WINDOW and size >= 2:
        marks = unpack_from("<H", data)[0]
        frame.has_lines, frame.is_frozen = bool(marks & 2), bool(marks & 8)
    elif kind == _PANE and size >= 4:
        across, down = unpack_from("<HH", data)
        frame.pane = (min(down, 50), min(across, 20))


def _say_width(frame: _Frame, kind: int, data: bytes) -> None:
    size = len(data)
    if kind == _COLUMNS and size >= 10:
        first, last, width, _, marks = unpack_from("<HHHHH", data)
        for column in range(first, min(last + 1, _MOST_COLUMNS)):
            frame.widths[column] = 0.0 if marks & 1 else min(width / 256, 255.0)
    elif kind == _USUAL_CHARACTERS and size >= 2:
        frame.usual = min(unpack_from("<H", data)[0], 255) + _PADDING
    elif kind == _USUAL_WIDTH and size >= 2:
        frame.usual = min(unpack_from("<H", data)[0] / 256, 255.0)


def _say_spans(frame: _Frame, data: bytes) -> None:
    for place in range(2, len(data) - 7, 8):
        top, bottom, left, right = unpack_from("<HHHH", data, place)
        if top <= bottom and left <= right < _MOST_COLUMNS and len(frame.spans) < _MOST_SPANS:
            frame.spans.append(Span(top, left, bottom - top + 1, right - left + 1))
            # A title merged down to the end of the sheet does not make the sheet as long.
            frame.reach(bottom + 1 if bottom - top < _MOST_COLUMNS else 0, right + 1)


def _sheet_frame(frame: _Frame, name: str, *, is_hidden: bool) -> SheetFrame:
    down, across = frame.pane if frame.is_frozen else (0, 0)
    widths = tuple(frame.widths.get(column, frame.usual) * _CHARACTER_PT for column in range(frame.columns))
    return SheetFrame(
        name[:64],
        frame.rows,
        frame.columns,
        widths,
        frame.usual * _CHARACTER_PT,
        frame.height,
        tuple(frame.spans),
        down,
        across,
        frame.has_lines,
        is_hidden,
    )
