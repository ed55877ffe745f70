"""Read TrueType files (.ttf, .ttc): names, permissions, characters, widths, boxes; and cut subsets from them.

Only what setting and embedding need.  Outlines of the PostScript kind (CFF) and variable faces are recognised and
left to the caller to refuse.  Damaged files raise `BadFaceError`, never anything else.

Source: the OpenType specification, tables name, OS/2, cmap, head, hhea, hmtx, maxp, loca, glyf.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from mmap import mmap
from pathlib import Path

MAX_FACE_BYTES = 200_000_000
_COPIED_TABLES = ("cvt ", "fpgm", "prep")
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


class BadFaceError(Exception):
    """A font file that cannot be read or used; the message is for the log only."""


class TrueTypeFace:
    """One face of a font file, held in memory.

    Attributes:
        units_per_em: the face's own units in one em.
    """

    def __init__(self, content: bytes, index: int = 0) -> None:
        """Read the table directory of the face with this index in the file.

        Raises:
            BadFaceError: not a font file, or no such face in it.
        """
        self._bytes = content
        try:
            offset = _face_offsets(content)[index]
            count = struct.unpack_from(">H", content, offset + 4)[0]
            self._tables = {
                tag.decode("latin-1"): (start, length)
                for tag, _, start, length in struct.iter_unpack(
                    ">4sLLL", content[offset + 12 : offset + 12 + 16 * count]
                )
            }
            self.is_postscript = "glyf" not in self._tables
            self.is_variable = "fvar" in self._tables
            self.units_per_em: int = self._unpack("head", ">H", 18)[0]
        except (struct.error, IndexError) as fault:
            raise BadFaceError(str(fault)) from fault

    @classmethod
    def load(cls, path: Path, index: int = 0) -> TrueTypeFace:
        """Read a face from a file.

        Raises:
            BadFaceError: it cannot be read, or is no font file.
        """
        try:
            if path.stat().st_size > MAX_FACE_BYTES:
                raise BadFaceError("too large")
            return cls(path.read_bytes(), index)
        except OSError as fault:
            raise BadFaceError(str(fault)) from fault

    @cached_property
    def embedding_allowed(self) -> bool:
        """Say whether the face's own permissions let a subset of it be embedded (OS/2 fsType)."""
        if self._tables.get("OS/2", (0, 0))[1] < 10:
            return True
        kind = self._unpack("OS/2", ">H", 8)[0]
        return (kind & 0x000F) != 0x0002 and not kind & 0x0300

    @cached_property
    def characters(self) -> dict[int, int]:
        """Return code point -> glyph number of the face's Unicode mapping."""
        try:
            return self._read_cmap()
        except (struct.error, IndexError, KeyError) as fault:
            raise BadFaceError(str(fault)) from fault

    @cached_property
    def _metrics(self) -> tuple[array[int], int]:
        count = self._unpack("hhea", ">H", 34)[0]
        return self._integers("H", *self._span("hmtx", count * 4))[::2], count

    def advance(self, glyph: int) -> int:
        """Return the advance of a glyph in the face's units."""
        widths, count = self._metrics
        return widths[min(glyph, count - 1)]

    def box(self, glyph: int) -> tuple[int, int, int, int]:
        """Return (x_min, y_min, x_max, y_max) of a glyph's ink in the face's units; zeros for a blank."""
        start, end = self._location[glyph], self._location[glyph + 1]
        if end - start < 10:
            return 0, 0, 0, 0
        x_min, y_min, x_max, y_max = struct.unpack_from(">4h", self._bytes, self._tables["glyf"][0] + start + 2)
        return x_min, y_min, x_max, y_max

    def line_metrics(self) -> tuple[int, int, tuple[int, int, int, int]]:
        """Return ascent, descent (negative) and the bounding box of all glyphs, in the face's units."""
        ascent, descent = self._unpack("hhea", ">hh", 4)
        x_min, y_min, x_max, y_max = self._unpack("head", ">4h", 36)
        return ascent, descent, (x_min, y_min, x_max, y_max)

    @cached_property
    def glyph_count(self) -> int:
        """Return how many glyphs the face has."""
        return int(self._unpack("maxp", ">H", 4)[0])

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """Return a font file with only these glyphs, numbered in the given order; the first must be 0.

        Parts of composite glyphs are appended after them.  No names, no character map: made for embedding in a PDF
        where glyphs are addressed by number.

        Raises:
            BadFaceError: the outlines cannot be read.
        """
        try:
            return self._assemble(list(glyphs))
        except (struct.error, IndexError, KeyError) as fault:
            raise BadFaceError(str(fault)) from fault

    @cached_property
    def _location(self) -> array[int]:
        start, length = self._tables["loca"]
        if self._unpack("head", ">h", 50)[0]:
            return self._integers("I", start, length // 4 * 4)
        return array("I", [2 * value for value in self._integers("H", start, length // 2 * 2)])

    def _read_cmap(self) -> dict[int, int]:
        base = self._tables["cmap"][0]
        count = struct.unpack_from(">H", self._bytes, base + 2)[0]
        found: dict[tuple[int, int], int] = {}
        for platform, encoding, offset in struct.iter_unpack(">HHL", self._bytes[base + 4 : base + 4 + 8 * count]):
            found[platform, encoding] = base + offset
        for key in ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0)):
            at = found.get(key)
            if at is not None:
                kind = struct.unpack_from(">H", self._bytes, at)[0]
                if kind == 12:
                    return self._read_segments_12(at)
                if kind == 4:
                    return self._read_segments_4(at)
        return {}

    def _read_segments_12(self, at: int) -> dict[int, int]:
        count = min(struct.unpack_from(">L", self._bytes, at + 12)[0], 0x110000)
        result: dict[int, int] = {}
        for first, last, glyph in struct.iter_unpack(">LLL", self._bytes[at + 16 : at + 16 + 12 * count]):
            if first <= last <= 0x10FFFF:
                result.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
        return result

    def _read_segments_4(self, at: int) -> dict[int, int]:
        length, _, doubled = struct.unpack_from(">3H", self._bytes, at + 2)
        count = doubled // 2
        words = self._integers("H", at, max(length, 16 + 8 * count) // 2 * 2)
        ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
        deltas = words[8 + 2 * count : 8 + 3 * count]
        offsets_at = 8 + 3 * count
        result: dict[int, int] = {}
        for number in range(count):
            offset = words[offsets_at + number]
            for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
                glyph = code
                if offset:
                    place = offsets_at + number + offset // 2 + code - starts[number]
                    glyph = words[place] if place < len(words) else 0
                    if not glyph:
                        continue
                glyph = (glyph + deltas[number]) & 0xFFFF
                if glyph:
                    result[code] = glyph
        return result

    def _assemble(self, glyphs: list[int]) -> bytes:
        numbers = {glyph: number for number, glyph in enumerate(glyphs)}
        # The list grows while it is walked: parts of composites are appended to it.
        outlines = [self._renumbered(self._outline(glyph), numbers, glyphs) for glyph in glyphs]
        location = [0]
        padded = [outline + bytes(-len(outline) % 4) for outline in outlines]
        for outline in padded:
            location.append(location[-1] + len(outline))
        left = self._left_bearings(glyphs)
        metrics = b"".join(struct.pack(">Hh", self.advance(glyph), left[place]) for place, glyph in enumerate(glyphs))
        tables = {
            "glyf": b"".join(padded) or b"\0\0\0\0",
            "head": self._patched("head", {8: b"\0\0\0\0", 50: b"\0\1"}),
            "hhea": self._patched("hhea", {34: struct.pack(">H", len(glyphs))}),
            "hmtx": metrics,
            "loca": struct.pack(f">{len(location)}L", *location),
            "maxp": self._patched("maxp", {4: struct.pack(">H", len(glyphs))}),
            **{tag: self._table(tag) for tag in _COPIED_TABLES if tag in self._tables},
        }
        return _font_file(tables)

    def _outline(self, glyph: int) -> bytes:
        if glyph >= self.glyph_count:
            return b""
        base = self._tables["glyf"][0]
        return self._bytes[base + self._location[glyph] : base + self._location[glyph + 1]]

    def _left_bearings(self, glyphs: Iterable[int]) -> list[int]:
        return [self.box(glyph)[0] if glyph < self.glyph_count else 0 for glyph in glyphs]

    def _renumbered(self, outline: bytes, numbers: dict[int, int], glyphs: list[int]) -> bytes:
        """Return the outline with the parts of a composite renumbered, appending parts not seen yet."""
        if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
            return outline
        patched = bytearray(outline)
        at = 10
        while True:
            flags, part = struct.unpack_from(">HH", patched, at)
            if part not in numbers:
                numbers[part] = len(glyphs)
                glyphs.append(part)
            struct.pack_into(">H", patched, at + 2, numbers[part])
            at += 8 if flags & _WORDS else 6
            at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
            if not flags & _MORE:
                return bytes(patched)

    def _table(self, tag: str) -> bytes:
        start, length = self._tables[tag]
        return self._bytes[start : start + length]

    def _patched(self, tag: str, patches: dict[int, bytes]) -> bytes:
        table = bytearray(self._table(tag))
        for at, value in patches.items():
            table[at : at + len(value)] = value
        return bytes(table)

    def _unpack(self, tag: str, form: str, offset: int) -> tuple[int, ...]:
        if tag not in self._tables:
            raise BadFaceError(f"no table {tag}")
        return struct.unpack_from(form, self._bytes, self._tables[tag][0] + offset)

    def _span(self, tag: str, length: int) -> tuple[int, int]:
        return self._tables[tag][0], length

    def _integers(self, code: str, start: int, length: int) -> array[int]:
        values: array[int] = array(code)
        values.frombytes(self._bytes[start : start + length])
        if sys.byteorder == "little":
            values.byteswap()
        return values


def read_names(content: bytes | mmap) -> list[tuple[int, frozenset[str]]]:
    """Return (face index, family and full names in every language) of each face of a font file.

    Raises:
        BadFaceError: not a font file.
    """
    try:
        return [(index, _names_at(content, offset)) for index, offset in enumerate(_face_offsets(content))]
    except (struct.error, IndexError) as fault:
        raise BadFaceError(str(fault)) from fault


def _face_offsets(content: bytes | mmap) -> list[int]:
    kind = content[:4]
    if kind == b"ttcf":
        count = struct.unpack_from(">L", content, 8)[0]
        return list(struct.unpack_from(f">{min(count, 64)}L", content, 12))
    if kind in {b"\0\1\0\0", b"true", b"OTTO"}:
        return [0]
    raise BadFaceError("not a font file")


def _directory(content: bytes | mmap, offset: int, count: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Return (tag, checksum, offset, length) of each table of the face whose header is at the offset."""
    return struct.iter_unpack(">4sLLL", content[offset + 12 : offset + 12 + 16 * count])


def _names_at(content: bytes | mmap, offset: int) -> frozenset[str]:
    count = struct.unpack_from(">H", content, offset + 4)[0]
    for tag, _, start, _ in _directory(content, offset, count):
        if tag == b"name":
            return _names_in(content, start)
    return frozenset()


def _names_in(content: bytes | mmap, start: int) -> frozenset[str]:
    _, count, strings = struct.unpack_from(">3H", content, start)
    names = set()
    for platform, encoding, _, name, length, at in struct.iter_unpack(
        ">6H", content[start + 6 : start + 6 + 12 * count]
    ):
        if name not in {1, 4, 16}:
            continue
        raw = content[start + strings + at : start + strings + at + length]
        if platform in {0, 3}:
            # Old Chinese faces hold their names under encoding 3 (PRC) in GBK, padded to two bytes.
            codec = "gbk" if (platform, encoding) == (3, 3) else "utf-16-be"
            names.add(raw.decode(codec, "ignore").replace("\0", "").strip())
        elif platform == 1:
            names.add(raw.decode("mac-roman", "ignore").strip())
    return frozenset(name for name in names if name)


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Return a font file of these tables, with its checksums."""
    tags = sorted(tables)
    power = 1 << (len(tags).bit_length() - 1)
    search = power * 16
    header = struct.pack(">LHHHH", 0x00010000, len(tags), search, power.bit_length() - 1, len(tags) * 16 - search)
    at = len(header) + 16 * len(tags)
    directory, body = [header], []
    head_at = 0
    for tag in tags:
        table = tables[tag]
        if tag == "head":
            head_at = at
        directory.append(struct.pack(">4sLLL", tag.encode("latin-1"), _checksum(table), at, len(table)))
        body.append(table + bytes(-len(table) % 4))
        at += len(body[-1])
    font = bytearray(b"".join(directory + body))
    struct.pack_into(">L", font, head_at + 8, (0xB1B0AFBA - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _checksum(table: bytes) -> int:
    words: array[int] = array("I")
    words.frombytes(table + bytes(-len(table) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
