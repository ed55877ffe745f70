"""How the cells of an .xls look: its fonts, formats, palette and cell styles, and its table of shared texts.

Reads the records before the first sheet of a BIFF8 stream and believes no count in them.  Source: MS-XLS 2.4.122
(Font), 2.4.126 (Format), 2.4.188 (Palette), 2.4.265 (SST), 2.4.353 (XF).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from struct import unpack_from
from typing import Literal

from ledger_app.intake.readers.biff import records, short_text
from ledger_app.intake.source import Source
from ledger_app.preview.model import CellStyle
from ledger_app.preview.number_format import BUILT_IN
from ledger_app.preview.xlsx_styles import BookStyles, palette_colour

TITLE = "Excel 97-2003 工作簿"
BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
_FILE_PASS, _DATE_1904, _BOUND_SHEET, _SST = 0x002F, 0x0022, 0x0085, 0x00FC
_FONT, _FORMAT, _XF, _PALETTE = 0x0031, 0x041E, 0x00E0, 0x0092
_BIFF8 = 0x0600
_MOST_STYLES, _MOST_SHEETS, _MOST_TEXTS = 4_096, 200, 1_000_000
_MOST_TEXT = 4_000
_BOLD_FROM = 600
_ALIGNS: dict[int, Literal["left", "center", "right", "justify"]] = {
    1: "left", 2: "center", 3: "right", 4: "left", 5: "justify", 6: "center", 7: "justify",
}  # fmt: skip
_RISES: dict[int, Literal["top", "middle", "bottom"]] = {0: "top", 1: "middle", 3: "top", 4: "middle"}


@dataclass(frozen=True, slots=True)
class XlsGlobals:
    """What stands before the sheets.

    Attributes:
        sheets: place in the stream, name, whether it is hidden.
        texts: shared texts by number.
    """

    styles: BookStyles
    sheets: list[tuple[int, str, bool]]
    texts: list[str]
    from_1904: bool


def is_biff8(stream: bytes) -> bool:
    """Tell whether a stream is of Excel 97 or newer; older ones keep their looks otherwise."""
    return len(stream) >= 8 and unpack_from("<HxxH", stream, 0) == (BOF, _BIFF8)


def read_globals(source: Source, stream: bytes) -> XlsGlobals:
    """Return what stands before the sheets of a BIFF8 stream.

    Raises:
        UnreadableFileError: INT-109 protected by a password.
    """
    places = _places(source, stream)
    if _FILE_PASS in places:
        raise source.refuse("INT-109")
    formats = {
        unpack_from("<H", stream, start)[0]: _text_within(stream, start, size, 2, 2)[:400]
        for start, size in places[_FORMAT]
        if size >= 5
    }
    palette = {number: colour for place in places[_PALETTE] for number, colour in _palette(stream, *place).items()}
    fonts = [_font(stream, start, size, palette) for start, size in places[_FONT][:_MOST_STYLES] if size >= 15]
    xfs = [start for start, size in places[_XF][:_MOST_STYLES] if size >= 20]
    styles = tuple(_style(stream, start, fonts, palette) for start in xfs)
    codes = tuple(_code(unpack_from("<H", stream, start + 2)[0], formats) for start in xfs)
    sheets = [
        (unpack_from("<I", stream, start)[0], _text_within(stream, start, size, 6, 1), bool(stream[start + 4] & 3))
        for start, size in places[_BOUND_SHEET]
        if size >= 8 and stream[start + 5] == 0
    ]
    return XlsGlobals(
        BookStyles(styles or (CellStyle(),), codes or ("",)),
        sheets[:_MOST_SHEETS],
        _shared_texts(source, stream, places[_SST]),
        any(size >= 2 and stream[start] == 1 for start, size in places[_DATE_1904]),
    )


def _places(source: Source, stream: bytes) -> defaultdict[int, list[tuple[int, int]]]:
    """Return where the records before the sheets stand, by kind; what continues the texts counts as texts."""
    places: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    last = 0
    for number, (kind, start, size) in enumerate(records(stream, 0)):
        if number % 4096 == 0:
            source.check_time()
        if kind == EOF:
            break
        last = _SST if kind == CONTINUE and last == _SST else kind
        places[last].append((start, size))
    return places


def _code(number: int, formats: dict[int, str]) -> str:
    said = formats.get(number)
    # Excel writes the built-in codes down in its own language; those of a Chinese Excel are shown.
    return BUILT_IN.get(number, "") or ("" if said is None or number == 0 else said)


def _text_within(stream: bytes, start: int, size: int, offset: int, length_bytes: int) -> str:
    """Return a text that stands in a record from an offset on, no character of it from behind the record."""
    return short_text(stream[start : start + size], offset, length_bytes)


def _palette(stream: bytes, start: int, size: int) -> dict[int, str]:
    count = min(unpack_from("<H", stream, start)[0], (size - 2) // 4, 56)
    return {8 + number: f"#{stream[start + 2 + 4 * number :][:3].hex()}" for number in range(count)}


def _colour(index: int, palette: dict[int, str]) -> str:
    """Return a colour by its number; from 64 on the system's own ink and paper are meant."""
    return "" if index >= 64 else palette.get(index) or palette_colour(index)


def _font(stream: bytes, start: int, size: int, palette: dict[int, str]) -> CellStyle:
    height, marks, colour, weight, _, underline = unpack_from("<HHHHHB", stream, start)
    return CellStyle(
        is_bold=weight >= _BOLD_FROM,
        is_italic=bool(marks & 2),
        is_underlined=underline != 0,
        is_struck=bool(marks & 8),
        size=min(max(height / 20, 1.0), 200.0),
        face=_text_within(stream, start, size, 14, 1)[:64].replace(";", " "),
        colour=_colour(colour, palette),
    )


def _style(stream: bytes, start: int, fonts: list[CellStyle], palette: dict[int, str]) -> CellStyle:
    font, _, _, align, _, indent, _, sides, _, grounds = unpack_from("<HHHBBBBIIH", stream, start)
    # There is no font of number 4.
    index = font - 1 if font > 4 else font
    look = fonts[index] if index < len(fonts) else CellStyle()
    pattern = stream[start + 17] >> 2
    return replace(
        look,
        ground=_colour(grounds & 0x7F, palette) if pattern else "",
        align=_ALIGNS.get(align & 7, ""),
        rise=_RISES.get(align >> 4 & 7, "bottom"),
        wraps=bool(align & 8),
        indent=indent & 15,
        lines=_lines(sides),
    )


def _lines(sides: int) -> tuple[bool, bool, bool, bool]:
    left, right, top, bottom = (bool(sides >> shift & 15) for shift in (0, 4, 8, 12))
    return left, top, right, bottom


class _Pieces:
    """The shared texts' bytes, which go on from record to record."""

    def __init__(self, stream: bytes, parts: list[tuple[int, int]]) -> None:
        self._stream, self._parts = stream, parts
        self._part = 0
        self._at = parts[0][0] if parts else 0

    @property
    def room(self) -> int:
        """Return how many bytes are left in this record."""
        start, size = self._parts[self._part]
        return start + size - self._at

    def next_part(self) -> bool:
        """Go to the next record and tell whether there is one."""
        if self._part + 1 >= len(self._parts):
            return False
        self._part += 1
        self._at = self._parts[self._part][0]
        return True

    def take(self, count: int) -> bytes:
        """Return the next bytes of this record, fewer at its end."""
        taken = self._stream[self._at : self._at + min(count, self.room)]
        self._at += len(taken)
        return taken

    def number(self, count: int) -> int | None:
        """Return a number of some bytes, None behind the last."""
        if not self.room and not self.next_part():
            return None
        taken = self.take(count)
        return int.from_bytes(taken, "little") if len(taken) == count else None

    def skip(self, count: int) -> None:
        """Pass over bytes, across records too."""
        while count > 0:
            count -= len(self.take(count))
            if count > 0 and not self.next_part():
                return


def _shared_texts(source: Source, stream: bytes, parts: list[tuple[int, int]]) -> list[str]:
    """Return the shared texts as far as they can be read."""
    texts: list[str] = []
    if not parts:
        return texts
    pieces = _Pieces(stream, parts)
    pieces.skip(8)
    while len(texts) < _MOST_TEXTS:
        if len(texts) % 4096 == 0:
            source.check_time()
        length, flags = pieces.number(2), pieces.number(1)
        if length is None or flags is None:
            break
        runs = (pieces.number(2) or 0) if flags & 8 else 0
        aids = (pieces.number(4) or 0) if flags & 4 else 0
        texts.append(_characters(pieces, length, is_wide=bool(flags & 1))[:_MOST_TEXT])
        pieces.skip(4 * runs + aids)
    return texts


def _characters(pieces: _Pieces, length: int, *, is_wide: bool) -> str:
    """Return characters; where they go on in the next record, that says anew how wide they are."""
    found: list[str] = []
    while length > 0:
        width = 2 if is_wide else 1
        taken = pieces.take(length * width)
        found.append(taken.decode("utf-16-le" if is_wide else "latin-1", "replace"))
        length -= len(taken) // width
        if length > 0:
            if not pieces.next_part():
                break
            is_wide = bool((pieces.number(1) or 0) & 1)
    return "".join(found)
