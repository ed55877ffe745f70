"""The lists of a Word 97 file, from its list tables to the numbers that are printed.

A paragraph names an override (LFO) by number; the override names a list (LST) by its id and may restart or
redefine levels.  Source: MS-DOC 2.9.131 (LFO), 2.9.147 (LSTF), 2.9.150 (LVLF).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from ledger_app.intake.readers.number_forms import form_of_word97
from ledger_app.intake.readers.numbering import LEVELS, ListCounter, ListLevel, bullet
from ledger_app.intake.readers.word97_file import WordFile
from ledger_app.intake.readers.word97_sprm import modifiers

_LISTS, _OVERRIDES, _FACES = 73, 74, 15
_LIST_BYTES, _LEVEL_BYTES, _OVERRIDE_BYTES = 28, 28, 16
_SIMPLE, _LEGAL, _NO_RESTART = 0x01, 0x04, 0x08
_GAPS = {0: " ", 1: " ", 2: ""}
_C_FACE_ASCII = 0x4A4F
_MOST_LISTS = 4096
_NOT_NUMBERED = 0x7FF


@dataclass(frozen=True, slots=True)
class _Override:
    list_id: int
    levels: dict[int, ListLevel]
    restarted: frozenset[int]


class WordLists:
    """Computes printed numbers paragraph by paragraph, in document order."""

    def __init__(self, file: WordFile) -> None:
        """Read the list tables; broken ones give no numbers, not an error."""
        self._faces = _faces(file.part(_FACES))
        self._overrides: list[_Override] = []
        self._counters: dict[int, ListCounter] = {}
        self._begun: set[tuple[int, int]] = set()
        lists = self._read_lists(file.part_to_end(_LISTS))
        self._overrides = self._read_overrides(file.part_to_end(_OVERRIDES), lists)

    def face(self, number: int) -> str:
        """Return the name of a typeface by its number."""
        return self._faces[number] if number < len(self._faces) else ""

    def label(self, list_index: int, level: int) -> tuple[str, str, int] | None:
        """Count a paragraph and return (number, gap, level); None where it is in no list."""
        if not 0 < list_index <= len(self._overrides) or list_index == _NOT_NUMBERED:
            return None
        override = self._overrides[list_index - 1]
        level = min(level, LEVELS - 1)
        here = override.levels.get(level)
        if here is None:
            return None
        counter = self._counters.setdefault(override.list_id, ListCounter())
        if level in override.restarted and (list_index, level) not in self._begun:
            counter.restart(level)
        self._begun.add((list_index, level))
        counter.advance(level, override.levels)
        text = counter.label(level, override.levels)
        return text, here.gap if text else "", level

    def _read_lists(self, table: bytes) -> dict[int, dict[int, ListLevel]]:
        lists: dict[int, dict[int, ListLevel]] = {}
        if len(table) < 2:
            return lists
        count = min(unpack_from("<H", table, 0)[0], _MOST_LISTS)
        at = 2 + count * _LIST_BYTES
        for index in range(count):
            try:
                list_id = unpack_from("<i", table, 2 + index * _LIST_BYTES)[0]
                flags = table[2 + index * _LIST_BYTES + 26]
                levels: dict[int, ListLevel] = {}
                for level in range(1 if flags & _SIMPLE else LEVELS):
                    levels[level], at = self._read_level(table, at)
            except (StructError, IndexError):
                break
            lists[list_id] = levels
        return lists

    def _read_overrides(self, table: bytes, lists: dict[int, dict[int, ListLevel]]) -> list[_Override]:
        overrides: list[_Override] = []
        if len(table) < 4:
            return overrides
        count = min(unpack_from("<I", table, 0)[0], _MOST_LISTS)
        at = 4 + count * _OVERRIDE_BYTES
        for index in range(count):
            start = 4 + index * _OVERRIDE_BYTES
            if start + _OVERRIDE_BYTES > len(table):
                break
            list_id = unpack_from("<i", table, start)[0]
            levels = dict(lists.get(list_id, {}))
            restarted: set[int] = set()
            try:
                at = self._read_changes(table, at + 4, table[start + 12], levels, restarted)
            except (StructError, IndexError):
                # Later overrides cannot be found any more; their lists are used as they are.
                at = len(table)
            overrides.append(_Override(list_id, levels, frozenset(restarted)))
        return overrides

    def _read_changes(
        self, table: bytes, at: int, count: int, levels: dict[int, ListLevel], restarted: set[int]
    ) -> int:
        """Apply an override's changes of levels and return the offset after them."""
        for _ in range(count):
            start, flags = unpack_from("<iI", table, at)
            at += 8
            level = flags & 0xF
            if flags & 0x20:
                changed, at = self._read_level(table, at)
                levels[level] = changed
            elif flags & 0x10:
                levels[level] = replace(levels.get(level, ListLevel()), start=max(start, 0))
            if flags & 0x10:
                restarted.add(level)
        return at

    def _read_level(self, table: bytes, at: int) -> tuple[ListLevel, int]:
        start, code, flags = unpack_from("<iBB", table, at)
        follow, limit = table[at + 15], table[at + 26]
        characters, paragraphs = table[at + 24], table[at + 25]
        block_at = at + _LEVEL_BYTES + paragraphs
        block = table[block_at : block_at + characters]
        text_at = block_at + characters
        length = unpack_from("<H", table, text_at)[0]
        end = text_at + 2 + 2 * length
        if end > len(table):
            raise IndexError
        text = table[text_at + 2 : end].decode("utf-16-le", "replace")
        form = form_of_word97(code)
        if form == "bullet":
            template = bullet(text, self._face_of(block))
        else:
            template = "".join(f"%{ord(char) + 1}" if ord(char) < LEVELS else char for char in text)
        level = ListLevel(
            start=max(start, 0),
            form=form,
            template=template,
            gap=_GAPS.get(follow, " "),
            restart_after=limit if flags & _NO_RESTART else None,
            is_legal=bool(flags & _LEGAL),
        )
        return level, end

    def _face_of(self, block: bytes) -> str:
        for code, operand in modifiers(block):
            if code == _C_FACE_ASCII:
                return self.face(int.from_bytes(operand, "little"))
        return ""


def _faces(table: bytes) -> list[str]:
    """Return the names of typefaces by number."""
    faces: list[str] = []
    if len(table) < 4:
        return faces
    count = unpack_from("<H", table, 0)[0]
    at = 4
    for _ in range(count):
        if at >= len(table):
            break
        size = table[at]
        name = table[at + 40 : at + 1 + size].decode("utf-16-le", "replace")
        faces.append(name.partition("\x00")[0])
        at += 1 + size
    return faces
