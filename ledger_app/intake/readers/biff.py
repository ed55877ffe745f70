"""What an .xls stream tells that calamine does not: extent, percent cells, hidden rows, a password.

Walks the records of the Workbook stream without reading cell contents.  Versions: BIFF8 (Excel 97 to 2003,
WPS .et); older streams give their extent only.  Source: MS-XLS 2.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from struct import unpack_from

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers.ole_chains import has_circle
from ledger_app.intake.readers.sheet_facts import SheetFacts
from ledger_app.intake.source import Source

_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_BOF, _EOF, _FILE_PASS, _BOUND_SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _XF, _ROW, _COL_INFO = 0x041E, 0x00E0, 0x0208, 0x007D
_ONE_CELL = frozenset({0x0203, 0x00FD, 0x027E, 0x0204, 0x0205, 0x0006, 0x00D6})
_NUMERIC = frozenset({0x0203, 0x027E, 0x0006})
_MUL_RK, _DIMENSIONS, _TEXTS = 0x00BD, 0x0200, 0x00FC
_WIDEST = 16_384
_SHORT_DIMENSIONS, _LONG_DIMENSIONS = 8, 12
_MOST_CLAIMED = 65_536 * 256
_PERCENT_BUILT_IN = frozenset({9, 10})


@dataclass(slots=True)
class _Extent:
    """The rectangle of one sheet's cells while it grows."""

    rows: tuple[int, int] = (1 << 30, -1)
    columns: tuple[int, int] = (1 << 30, -1)
    percent: set[tuple[int, int]] = field(default_factory=set)
    has_hidden: bool = False
    claimed: int = 0

    def add(self, row: int, first: int, last: int) -> None:
        self.rows = (min(self.rows[0], row), max(self.rows[1], row))
        self.columns = (min(self.columns[0], first), max(self.columns[1], last))

    @property
    def facts(self) -> SheetFacts:
        height = max(self.rows[1] - self.rows[0] + 1, 0)
        width = max(self.columns[1] - self.columns[0] + 1, 0)
        if width > _WIDEST:
            height = width = 1 << 30
        return SheetFacts(height * width, frozenset(self.percent), self.has_hidden)


def read_biff_facts(source: Source) -> dict[str, SheetFacts]:
    """Return facts by sheet name.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected by a password.
    """
    stream = workbook_stream(source)
    sheets: dict[int, str] = {}
    percent_formats = set(_PERCENT_BUILT_IN)
    percent_styles: set[int] = set()
    styles = 0
    for kind, start, size in records(stream, 0):
        if kind == _FILE_PASS:
            raise source.refuse("INT-109")
        if kind == _BOUND_SHEET and size >= 8:
            sheets[unpack_from("<I", stream, start)[0]] = short_text(stream, start + 6, 1)
        elif kind == _TEXTS and size >= 8 and not 0 <= unpack_from("<i", stream, start + 4)[0] <= len(stream):
            # calamine sets aside memory for as many texts, and for as large a sheet, as the file claims.
            raise source.refuse("INT-108", format="电子表格")
        elif kind == _FORMAT and size >= 5 and "%" in short_text(stream, start + 2, 2):
            percent_formats.add(unpack_from("<H", stream, start)[0])
        elif kind == _XF and size >= 4:
            if unpack_from("<H", stream, start + 2)[0] in percent_formats:
                percent_styles.add(styles)
            styles += 1
        elif kind == _EOF:
            break
    facts = [(name, _extent(stream, offset, percent_styles)) for offset, name in sheets.items()]
    if any(extent.claimed > _MOST_CLAIMED for _, extent in facts):
        raise source.refuse("INT-108", format="电子表格")
    return {name: extent.facts for name, extent in facts}


def workbook_stream(source: Source) -> bytes:
    """Return the stream that holds the workbook.

    Raises:
        UnreadableFileError: INT-108 damaged.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(source.data)) as container:
            if has_circle(source.data, container):
                raise source.refuse("INT-108", format="电子表格")
            for name in _STREAMS:
                if container.exists(name):
                    data: bytes = container.openstream(name).read()
                    return data
    except UnreadableFileError:
        raise
    except Exception as error:
        # WORKAROUND: olefile raises whatever its arithmetic meets in a damaged file.
        raise source.refuse("INT-108", format="电子表格") from error
    raise source.refuse("INT-108", format="电子表格")


def records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start of contents, size) up to the end of the stream."""
    end = len(stream) - 4
    while 0 <= offset <= end:
        kind, size = unpack_from("<HH", stream, offset)
        if offset + 4 + size > len(stream):
            return
        yield kind, offset + 4, size
        offset += 4 + size


def _extent(stream: bytes, offset: int, percent_styles: set[int]) -> _Extent:
    extent = _Extent()
    depth = 0
    for kind, start, size in records(stream, offset):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind in _ONE_CELL and size >= 6 and depth == 1:
            row, column, style = unpack_from("<HHH", stream, start)
            extent.add(row, column, column)
            if kind in _NUMERIC and style in percent_styles:
                extent.percent.add((row, column))
        elif kind == _DIMENSIONS:
            extent.claimed = max(extent.claimed, _claimed(stream, start, size))
        elif kind == _MUL_RK and size >= 6 and depth == 1:
            _add_run(stream, start, size, percent_styles, extent)
        elif (kind == _ROW and size >= 14 and stream[start + 12] & 0x20) or (
            kind == _COL_INFO and size >= 10 and stream[start + 8] & 0x01
        ):
            extent.has_hidden = True
    return extent


def _claimed(stream: bytes, start: int, size: int) -> int:
    """Return the cells a sheet claims to have; more than is ever believed where first and last are reversed."""
    if size < _SHORT_DIMENSIONS:
        return 0
    form = "<IIHH" if size >= _LONG_DIMENSIONS else "<HHHH"
    first_row, last_row, first, last = unpack_from(form, stream, start)
    is_sound = first_row <= last_row and first <= last
    return (last_row - first_row) * (last - first) if is_sound else _MOST_CLAIMED + 1


def _add_run(stream: bytes, start: int, size: int, percent_styles: set[int], extent: _Extent) -> None:
    """Add a run of numbers kept in one record: row, first column, (style, number) each, last column."""
    row, first = unpack_from("<HH", stream, start)
    count = (size - 6) // 6
    extent.add(row, first, first + max(count - 1, 0))
    for index in range(count):
        style = unpack_from("<H", stream, start + 4 + index * 6)[0]
        if style in percent_styles:
            extent.percent.add((row, first + index))


def short_text(stream: bytes, start: int, length_bytes: int) -> str:
    """Return a BIFF8 text: its length, a flag byte for two-byte characters, its characters."""
    if start + length_bytes + 1 > len(stream):
        return ""
    length = int.from_bytes(stream[start : start + length_bytes], "little")
    flags = stream[start + length_bytes]
    begin = start + length_bytes + 1
    if flags & 1:
        return stream[begin : begin + 2 * length].decode("utf-16-le", "replace")
    return stream[begin : begin + length].decode("latin-1")
