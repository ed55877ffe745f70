"""The frame of a Word 97 file: its two streams, the header's table of parts, the piece table.

Versions: nFib 0x00C1 (Word 97) and later; Word 6 and 95 keep their header differently and are refused.
Source: MS-DOC 2.5 (Fib), 2.8.35 and 2.9.38 (Clx, Plcs of pieces).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from

from ledger_app.intake.source import Source

TITLE = "Word 文档"

_IDENT_97, _IDENT_95 = 0xA5EC, 0xA5DC
_OLDEST_97 = 0x00C1
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_PAIRS_AT = 154
_STORY_LENGTHS_AT = 76
_CLX = 33
_COMPRESSED = 0x4000_0000
_PIECE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stands together in the file.

    Attributes:
        start, end: character positions, half-open.
        offset: of its first byte in the main stream.
        width: bytes a character, 1 (Windows-1252) or 2 (UTF-16).
    """

    start: int
    end: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class WordFile:
    """The streams of one file and what its header says.

    Attributes:
        main: the WordDocument stream.
        table: the 0Table or 1Table stream.
        pieces: in order of character positions.
        text: characters of all stories, one after the other.
        stories: lengths of main text, footnotes, headers, macros, comments, endnotes, boxes, header boxes.
        data: the Data stream, which holds property blocks too long for their page.
    """

    main: bytes
    table: bytes
    pieces: tuple[Piece, ...]
    text: str
    stories: tuple[int, ...]
    data: bytes = b""

    def part(self, index: int) -> bytes:
        """Return a part of the table stream by its number in the header, empty where there is none."""
        at = _PAIRS_AT + 8 * index
        if at + 8 > len(self.main):
            return b""
        offset, size = unpack_from("<II", self.main, at)
        return self.table[offset : offset + size] if size else b""

    def part_to_end(self, index: int) -> bytes:
        """Return a part and all that follows it, for parts that run past their stated size."""
        at = _PAIRS_AT + 8 * index
        if at + 8 > len(self.main):
            return b""
        offset, size = unpack_from("<II", self.main, at)
        return self.table[offset:] if size else b""

    def pieces_within(self, start: int, end: int) -> list[Piece]:
        """Return the pieces that touch a range of positions."""
        index = max(bisect_right(self.pieces, start, key=_start_of) - 1, 0)
        out: list[Piece] = []
        while index < len(self.pieces) and self.pieces[index].start < end:
            if self.pieces[index].end > start:
                out.append(self.pieces[index])
            index += 1
        return out

    def offset_of(self, position: int) -> int:
        """Return the byte offset of a character in the main stream, -1 outside all pieces."""
        index = bisect_right(self.pieces, position, key=_start_of) - 1
        if index < 0 or position >= self.pieces[index].end:
            return -1
        piece = self.pieces[index]
        return piece.offset + (position - piece.start) * piece.width


def _start_of(piece: Piece) -> int:
    return piece.start


def open_word_file(source: Source) -> WordFile:
    """Return a file's frame.

    Raises:
        UnreadableFileError: INT-108 damaged, INT-109 protected, INT-123 older than Word 97, INT-115 too long.
    """
    import olefile

    with olefile.OleFileIO(BytesIO(source.data)) as container:
        main: bytes = container.openstream("WordDocument").read()
        ident, version = unpack_from("<HH", main, 0)
        flags = unpack_from("<H", main, 10)[0]
        if ident == _IDENT_95 or (ident == _IDENT_97 and version < _OLDEST_97):
            raise source.refuse("INT-123")
        if ident != _IDENT_97:
            raise source.refuse("INT-108", format=TITLE)
        if flags & _ENCRYPTED:
            raise source.refuse("INT-109")
        name = "1Table" if flags & _TABLE_ONE else "0Table"
        if not container.exists(name):
            name = "0Table" if name == "1Table" else "1Table"
        table: bytes = container.openstream(name).read()
        data: bytes = container.openstream("Data").read() if container.exists("Data") else b""
    frame = WordFile(main, table, (), "", unpack_from("<8I", main, _STORY_LENGTHS_AT))
    pieces = _pieces(frame.part(_CLX))
    if not pieces or sum(piece.end - piece.start for piece in pieces) > source.limits.characters:
        raise source.refuse("INT-115", what="文字过长") if pieces else source.refuse("INT-108", format=TITLE)
    return WordFile(main, table, pieces, _text(main, pieces), frame.stories, data)


def _pieces(clx: bytes) -> tuple[Piece, ...]:
    """Return the pieces from the piece table, which stands behind any number of property blocks."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        return ()
    size = min(unpack_from("<I", clx, at + 1)[0], len(clx) - at - 5)
    count = (size - 4) // (4 + _PIECE_BYTES)
    if count <= 0:
        return ()
    positions = unpack_from(f"<{count + 1}I", clx, at + 5)
    pieces: list[Piece] = []
    descriptors = at + 5 + 4 * (count + 1)
    for index in range(count):
        place = unpack_from("<I", clx, descriptors + index * _PIECE_BYTES + 2)[0]
        start, end = positions[index], positions[index + 1]
        if end <= start:
            continue
        if place & _COMPRESSED:
            pieces.append(Piece(start, end, (place & ~_COMPRESSED) // 2, 1))
        else:
            pieces.append(Piece(start, end, place, 2))
    return tuple(pieces)


def _text(main: bytes, pieces: tuple[Piece, ...]) -> str:
    """Return the characters of all pieces; what lies outside the stream is blank, so positions stay true."""
    out: list[str] = []
    for piece in pieces:
        length = piece.end - piece.start
        data = main[piece.offset : piece.offset + length * piece.width]
        if piece.width == 1:
            text = data.decode("cp1252", "replace")
        else:
            # Half of a pair must not shift positions: unpaired and paired surrogates are one unit each here.
            text = data.decode("utf-16-le", "surrogatepass") if _is_plain(data) else _units(data)
        out.append(text.ljust(length)[:length])
    return "".join(out)


def _is_plain(data: bytes) -> bool:
    """Tell whether two-byte characters hold no surrogates."""
    return len(data) % 2 == 0 and not any(0xD8 <= high <= 0xDF for high in set(data[1::2]))


def _units(data: bytes) -> str:
    """Return one character for each two bytes; pairs are joined again when the text is written out."""
    return "".join(map(chr, unpack_from(f"<{len(data) // 2}H", data, 0)))


def joined_pairs(text: str) -> str:
    """Return text with surrogate pairs as one character each."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
