"""Styles and the formatted pages of a Word 97 file: which properties hold at which byte.

Source: MS-DOC 2.9.271 (STSH), 2.9.33 (ChpxFkp), 2.9.175 (PapxFkp), 2.8.5 and 2.8.6 (bin tables).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from ledger_app.intake.readers.word97_file import WordFile
from ledger_app.intake.readers.word97_sprm import (
    CharacterProperties,
    ParagraphProperties,
    character_with,
    modifiers,
    paragraph_with,
)

_STYLES, _BIN_CHARACTERS, _BIN_PARAGRAPHS = 1, 12, 13
_PAGE = 512
_NO_BASE = 0xFFF
_KIND_PARAGRAPH, _KIND_CHARACTER = 1, 2
_HEADINGS = range(1, 10)
_BODY = 9
_HUGE = (0x6645, 0x6646)


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style with its ancestors' words included."""

    name: str
    paragraph: ParagraphProperties
    character: CharacterProperties


@dataclass(frozen=True, slots=True)
class _RawStyle:
    name: str
    base: int
    paragraph: bytes
    character: bytes
    heading: int | None


class WordStyles:
    """The style sheet, resolved style by style."""

    def __init__(self, file: WordFile) -> None:
        """Read the sheet; a broken one is cut where it breaks."""
        self._raw = _raw_styles(file.part(_STYLES))
        self._resolved: dict[int, WordStyle] = {}

    def get(self, istd: int) -> WordStyle:
        """Return a style by its number; an unknown one says nothing."""
        return self._resolve(istd, 0)

    def _resolve(self, istd: int, depth: int) -> WordStyle:
        known = self._resolved.get(istd)
        if known is not None:
            return known
        raw = self._raw.get(istd)
        if raw is None:
            return WordStyle("", ParagraphProperties(istd=istd), CharacterProperties())
        if raw.base == _NO_BASE or depth > 20:
            base = WordStyle("", ParagraphProperties(), CharacterProperties())
        else:
            base = self._resolve(raw.base, depth + 1)
        start = base.paragraph
        if raw.heading is not None:
            start = replace(start, outline=raw.heading)
        paragraph = replace(paragraph_with(start, raw.paragraph), istd=istd)
        style = WordStyle(raw.name, paragraph, character_with(base.character, raw.character))
        self._resolved[istd] = style
        return style


class FormattedRuns:
    """Blocks of modifiers by byte ranges of the main stream, from the pages a bin table names."""

    def __init__(self, file: WordFile, *, is_paragraphs: bool) -> None:
        """Read all pages of paragraphs, or of characters."""
        self._starts: list[int] = []
        self._runs: list[tuple[int, int, bytes]] = []
        table = file.part(_BIN_PARAGRAPHS if is_paragraphs else _BIN_CHARACTERS)
        read = _paragraph_page if is_paragraphs else _character_page
        found: dict[int, tuple[int, int, bytes]] = {}
        # A page is believed once, however often a hostile table names it.
        for number in dict.fromkeys(_page_numbers(table)):
            page = file.main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) == _PAGE:
                for first, last, block in read(page):
                    kept = _unfolded(block, file.data) if is_paragraphs and file.data else block
                    found.setdefault(first, (first, last, kept))
        self._runs = [found[start] for start in sorted(found)]
        self._starts = [run[0] for run in self._runs]

    def at(self, offset: int) -> bytes:
        """Return the modifiers that hold at a byte, none outside all ranges."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._runs[index][1]:
            return b""
        return self._runs[index][2]

    def within(self, start: int, end: int) -> list[tuple[int, int, bytes]]:
        """Return (first byte, end, modifiers) of the ranges that touch a range of bytes, cut to it."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        out: list[tuple[int, int, bytes]] = []
        while index < len(self._runs) and self._runs[index][0] < end:
            first, last, block = self._runs[index]
            if last > start:
                out.append((max(first, start), min(last, end), block))
            index += 1
        return out


def _page_numbers(table: bytes) -> list[int]:
    count = (len(table) - 4) // 8
    if count <= 0:
        return []
    numbers = unpack_from(f"<{count}I", table, 4 * (count + 1))
    return [number & 0x3FFFFF for number in numbers]


def _character_page(page: bytes) -> list[tuple[int, int, bytes]]:
    count = page[-1]
    if not 0 < count <= 0x65:
        return []
    edges = unpack_from(f"<{count + 1}I", page, 0)
    runs: list[tuple[int, int, bytes]] = []
    for index in range(count):
        at = page[4 * (count + 1) + index] * 2
        block = page[at + 1 : at + 1 + page[at]] if at else b""
        if edges[index] < edges[index + 1]:
            runs.append((edges[index], edges[index + 1], block))
    return runs


def _paragraph_page(page: bytes) -> list[tuple[int, int, bytes]]:
    count = page[-1]
    if not 0 < count <= 0x1D:
        return []
    edges = unpack_from(f"<{count + 1}I", page, 0)
    runs: list[tuple[int, int, bytes]] = []
    for index in range(count):
        at = page[4 * (count + 1) + index * 13] * 2
        if edges[index] >= edges[index + 1]:
            continue
        if not at:
            block = b""
        elif page[at]:
            block = page[at + 1 : at + 2 * page[at]]
        else:
            block = page[at + 2 : at + 2 + 2 * page[at + 1]]
        runs.append((edges[index], edges[index + 1], block))
    return runs


def _raw_styles(sheet: bytes) -> dict[int, _RawStyle]:
    styles: dict[int, _RawStyle] = {}
    if len(sheet) < 6:
        return styles
    size, count, base_size = unpack_from("<HHH", sheet, 0)
    at = 2 + size
    for istd in range(count):
        if at + 2 > len(sheet):
            break
        length = unpack_from("<H", sheet, at)[0]
        entry = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        if length:
            try:
                styles[istd] = _raw_style(entry, base_size)
            except (StructError, IndexError):
                # One broken style must not cost the document: its paragraphs look like plain ones.
                continue
    return styles


def _raw_style(entry: bytes, base_size: int) -> _RawStyle:
    first, second, third = unpack_from("<HHH", entry, 0)
    kind, base, blocks = second & 0xF, second >> 4, third & 0xF
    sti = first & 0xFFF
    length = unpack_from("<H", entry, base_size)[0]
    name_at = base_size + 2
    name = entry[name_at : name_at + 2 * length].decode("utf-16-le", "replace").lower()
    at = name_at + 2 * length + 2
    found: list[bytes] = []
    for _ in range(blocks):
        at += at % 2
        if at + 2 > len(entry):
            break
        size = unpack_from("<H", entry, at)[0]
        found.append(entry[at + 2 : at + 2 + size])
        at += 2 + size
    heading = sti - 1 if kind == _KIND_PARAGRAPH and sti in _HEADINGS else None
    if heading is not None:
        name = f"heading {sti}"
    paragraph = found[0][2:] if kind == _KIND_PARAGRAPH and found else b""
    character = found[1] if kind == _KIND_PARAGRAPH and len(found) > 1 else b""
    if kind == _KIND_CHARACTER and found:
        character = found[0]
    return _RawStyle("normal" if sti == 0 else name, base, paragraph, character, heading)


def paragraph_properties(styles: WordStyles, block: bytes) -> ParagraphProperties:
    """Return a paragraph's properties from its block: the number of its style, then modifiers."""
    istd = unpack_from("<H", block, 0)[0] if len(block) >= 2 else 0
    return paragraph_with(styles.get(istd).paragraph, block[2:])


def _unfolded(block: bytes, data: bytes) -> bytes:
    """Return a paragraph's block; one too long for its page stands in the Data stream, named by its place."""
    for code, operand in modifiers(block[2:]):
        if code in _HUGE:
            place = int.from_bytes(operand, "little")
            size = int.from_bytes(data[place : place + 2], "little")
            return block[:2] + data[place + 2 : place + 2 + size]
    return block


def is_body(outline: int) -> bool:
    """Tell whether an outline level means body text."""
    return not 0 <= outline < _BODY
