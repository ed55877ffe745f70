"""Builds binary Word files from paragraphs, runs and list tables, for tests.  Source: MS-DOC."""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import pack

from tests.intake.ole_builder import compound

CENTRED = pack("<HB", 0x2461, 1)
IN_TABLE = pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + pack("<HB", 0x2417, 1)
BOLD = pack("<HB", 0x0835, 1)
HIDDEN = pack("<HB", 0x083C, 1)
DELETED = pack("<HB", 0x0800, 1)
INSERTED = pack("<HB", 0x0801, 1)

_TEXT_AT = 2048
_PAGE = 512
_A_PAGE_OF_PARAGRAPHS = 6
_PARTS = 93


@dataclass(frozen=True)
class Text:
    """A paragraph: its runs as (text, character modifiers), its mark, its own modifiers, its style."""

    runs: tuple[tuple[str, bytes], ...]
    mark: str = "\r"
    modifiers: bytes = b""
    style: int = 0


@dataclass(frozen=True)
class Lists:
    """List tables: levels by list, lists by override with (level, start) restarts."""

    lists: tuple[tuple[bytes, ...], ...] = ()
    overrides: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()


@dataclass
class _Layout:
    text: str = ""
    paragraphs: list[tuple[int, int, bytes]] = field(default_factory=list)
    runs: list[tuple[int, int, bytes]] = field(default_factory=list)


def text(words: str, *, modifiers: bytes = b"", run: bytes = b"", mark: str = "\r", style: int = 0) -> Text:
    """Return a paragraph of one run."""
    return Text(((words, run),), mark, modifiers, style)


def numbered(words: str, override: int, level: int) -> Text:
    """Return a paragraph in a list."""
    return text(words, modifiers=pack("<HBHH", 0x260A, level, 0x460B, override))


def level(form: int, template: str, *, start: int = 1, follow: int = 2, flags: int = 0, limit: int = 0) -> bytes:
    """Return one list level; %1 to %9 in the template stand for the levels' numbers."""
    characters = template
    for index in range(9):
        characters = characters.replace(f"%{index + 1}", chr(index))
    head = pack("<iBB9sBii", start, form, flags, bytes(9), follow, 0, 0) + pack("<BBBB", 0, 0, limit, 0)
    return head + pack("<H", len(characters)) + characters.encode("utf-16-le")


def row_shape(*edges: int, flags: tuple[int, ...] = ()) -> bytes:
    """Return the modifiers that end a table row with cells between edges in twips."""
    count = len(edges) - 1
    marks = flags or (0,) * count
    body = bytes([count]) + pack(f"<{count + 1}h", *edges) + b"".join(pack("<H18x", mark) for mark in marks)
    return ROW_END + pack("<HH", 0xD608, len(body) + 1) + body


def word97(
    *paragraphs: Text,
    lists: Lists | None = None,
    is_narrow: bool = False,
    boxes: tuple[tuple[int, Text], ...] = (),
    flags: int = 0,
    ident: int = 0xA5EC,
    version: int = 0xC1,
    styles: bytes = b"",
) -> bytes:
    """Return a .doc file.

    Args:
        paragraphs: the main text.
        lists: list tables.
        is_narrow: write one byte a character (Windows-1252).
        boxes: text boxes as (position of the anchor in the main text, paragraph).
        flags: of the header.
        ident: first word of the header.
        version: second word of the header.
        styles: the style sheet.
    """
    layout = _laid_out(paragraphs, 1 if is_narrow else 2)
    main_length = len(layout.text)
    box_text = "".join("".join(words for words, _ in box.runs) + "\r" for _, box in boxes)
    characters = layout.text + box_text + ("\r" if boxes else "")
    data = characters.encode(*(("cp1252",) if is_narrow else ("utf-16-le", "surrogatepass")))
    pages, paragraph_table, run_table = _pages(layout, (_TEXT_AT + len(data) + _PAGE - 1) // _PAGE)
    place = (_TEXT_AT * 2) | 0x40000000 if is_narrow else _TEXT_AT
    pieces = pack("<BI", 2, 16) + pack("<II", 0, len(characters)) + pack("<HIH", 0, place, 0)
    parts: dict[int, bytes] = {33: pieces, 13: paragraph_table, 12: run_table, 1: styles}
    if boxes:
        parts |= _box_parts(boxes)
    if lists is not None:
        parts |= {73: _list_table(lists), 74: _override_table(lists)}
    table, pairs = _table_stream(parts)
    lengths = [main_length, 0, 0, 0, 0, 0, len(box_text) + 1 if boxes else 0, 0]
    header = pack("<HH6xH", ident, version, flags).ljust(32, b"\x00") + pack("<H28x", 14)
    header += pack("<H12x8I", 22, *lengths).ljust(90, b"\x00") + pack("<H", _PARTS) + pairs
    main = (header.ljust(_TEXT_AT, b"\x00") + data).ljust(-(-(_TEXT_AT + len(data)) // _PAGE) * _PAGE, b"\x00") + pages
    return compound({"WordDocument": main, "0Table": table})


def _units(words: str) -> str:
    """Return one character for each two bytes, as positions are counted."""
    data = words.encode("utf-16-le")
    return "".join(chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2))


def _laid_out(paragraphs: tuple[Text, ...], width: int) -> _Layout:
    layout = _Layout()
    for paragraph in paragraphs:
        start = len(layout.text)
        for words, modifiers in paragraph.runs:
            begin = len(layout.text)
            layout.text += _units(words)
            layout.runs.append((_TEXT_AT + begin * width, _TEXT_AT + len(layout.text) * width, modifiers))
        layout.runs.append((_TEXT_AT + len(layout.text) * width, _TEXT_AT + (len(layout.text) + 1) * width, b""))
        layout.text += paragraph.mark
        block = pack("<H", paragraph.style) + paragraph.modifiers
        layout.paragraphs.append((_TEXT_AT + start * width, _TEXT_AT + len(layout.text) * width, block))
    return layout


def _pages(layout: _Layout, first: int) -> tuple[bytes, bytes, bytes]:
    """Return the formatted pages and the two tables that name them."""
    pages: list[bytes] = []
    tables: list[bytes] = []
    for items, is_paragraphs in ((layout.paragraphs, True), (layout.runs, False)):
        edges: list[int] = []
        numbers: list[int] = []
        for start in range(0, len(items), _A_PAGE_OF_PARAGRAPHS):
            chunk = items[start : start + _A_PAGE_OF_PARAGRAPHS]
            numbers.append(first + len(pages))
            edges.append(chunk[0][0])
            pages.append(_page(chunk, is_paragraphs=is_paragraphs))
        edges.append(items[-1][1])
        tables.append(pack(f"<{len(edges)}I{len(numbers)}I", *edges, *numbers))
    return b"".join(pages), tables[0], tables[1]


def _page(items: list[tuple[int, int, bytes]], *, is_paragraphs: bool) -> bytes:
    count = len(items)
    edges = [item[0] for item in items] + [items[-1][1]]
    at = _PAGE - 2
    places: list[int] = []
    page = bytearray(_PAGE)
    for _, _, block in items:
        if is_paragraphs:
            padded = block + b"\x00" * (len(block) % 2)
            entry = bytes([0, len(padded) // 2]) + padded
        else:
            entry = bytes([len(block)]) + block if block else b""
        at = (at - len(entry)) // 2 * 2 if entry else at
        page[at : at + len(entry)] = entry
        places.append(at // 2 if entry else 0)
    page[: 4 * (count + 1)] = pack(f"<{count + 1}I", *edges)
    step = 13 if is_paragraphs else 1
    for index, place in enumerate(places):
        page[4 * (count + 1) + index * step] = place
    page[-1] = count
    return bytes(page)


def _list_table(lists: Lists) -> bytes:
    head = pack("<H", len(lists.lists))
    for number, levels in enumerate(lists.lists):
        head += pack("<ii18sBB", 100 + number, 0, b"\xff\x0f" * 9, 1 if len(levels) == 1 else 0, 0)
    return head + b"".join(item for levels in lists.lists for item in levels)


def _override_table(lists: Lists) -> bytes:
    head = pack("<I", len(lists.overrides))
    tail = b""
    for number, restarts in lists.overrides:
        head += pack("<i8xBBBB", 100 + number, len(restarts), 0, 0, 0)
        tail += b"\xff" * 4 + b"".join(pack("<iI", start, index | 0x10) for index, start in restarts)
    return head + tail


def _box_parts(boxes: tuple[tuple[int, Text], ...]) -> dict[int, bytes]:
    anchors = [position for position, _ in boxes]
    starts = [0]
    for _, box in boxes:
        starts.append(starts[-1] + sum(len(words) for words, _ in box.runs) + 1)
    shapes = b"".join(pack("<i22x", 1000 + index) for index in range(len(boxes)))
    items = b"".join(pack("<14xi4x", 1000 + index) for index in range(len(boxes)))
    return {
        40: pack(f"<{len(anchors) + 1}I", *anchors, anchors[-1] + 1) + shapes,
        56: pack(f"<{len(starts)}I", *starts) + items,
    }


def _table_stream(parts: dict[int, bytes]) -> tuple[bytes, bytes]:
    table = b"\x00" * 16
    pairs = [(0, 0)] * _PARTS
    for index, data in parts.items():
        if data:
            # The list table is followed by its levels, which its stated size leaves out.
            pairs[index] = (len(table), len(data))
            table += data
    return table, b"".join(pack("<II", *pair) for pair in pairs)
