"""Property modifiers of Word 97 ("sprm"): how they are read, and the few that matter to text.

Source: MS-DOC 2.2.5 and 2.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from struct import unpack_from

from ledger_app.intake.readers.row_tables import RowShape

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_T_DEF_TABLE, _P_CHANGE_TABS = 0xD608, 0xC615

_P_ISTD, _P_JC, _P_JC_80, _P_ILVL, _P_ILFO = 0x4600, 0x2461, 0x2403, 0x260A, 0x460B
_P_IN_TABLE, _P_ROW_END, _P_DEPTH = 0x2416, 0x2417, 0x6649
_P_INNER_CELL, _P_INNER_ROW_END, _P_OUTLINE = 0x244B, 0x244C, 0x2640
_T_MERGE, _T_VERTICAL = 0x5624, 0xD62B
_C_BOLD, _C_SIZE, _C_VANISH, _C_DELETED, _C_INSERTED = 0x0835, 0x4A43, 0x083C, 0x0800, 0x0801
_C_STYLE, _C_SYMBOL = 0x4A30, 0x6A09
_SAME_AS_STYLE, _OPPOSITE = 0x80, 0x81
_CELL_BYTES = 20


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What is said of a paragraph; defaults are Word's."""

    istd: int = 0
    justification: int = 0
    level: int = 0
    list_index: int = 0
    outline: int = 9
    is_in_table: bool = False
    is_row_end: bool = False
    is_inner_cell_end: bool = False
    is_inner_row_end: bool = False
    depth: int = 0
    row: RowShape | None = None


@dataclass(frozen=True, slots=True)
class CharacterProperties:
    """What is said of a run of characters; size in half points.

    Attributes:
        symbol: (number of the typeface, code) of a character taken from a symbol face.
    """

    is_bold: bool = False
    size: int | None = None
    is_hidden: bool = False
    is_deleted: bool = False
    is_inserted: bool = False
    istd: int | None = None
    symbol: tuple[int, int] | None = None


def modifiers(block: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (code, operand) of each modifier up to the block's end or the first broken one."""
    at = 0
    while at + 3 <= len(block):
        code = unpack_from("<H", block, at)[0]
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _SIZES[kind]
            skip = 0
        elif code == _T_DEF_TABLE:
            size, skip = (unpack_from("<H", block, at)[0] - 1 if at + 2 <= len(block) else 0), 2
        else:
            size, skip = block[at], 1
            if code == _P_CHANGE_TABS and size == 255:
                size = _long_tabs(block, at)
        operand = block[at + skip : at + skip + size]
        if len(operand) < size or size < 0:
            return
        yield code, operand
        at += skip + size


def paragraph_with(base: ParagraphProperties, block: bytes) -> ParagraphProperties:
    """Return properties with a block's modifiers applied."""
    said: dict[str, object] = {}
    shape: RowShape | None = base.row
    for code, operand in modifiers(block):
        field = _PARAGRAPH_FIELDS.get(code)
        if field is not None:
            name, is_flag = field
            value = int.from_bytes(operand, "little")
            said[name] = bool(value) if is_flag else value
        elif code == _T_DEF_TABLE:
            shape = _row_shape(operand)
        elif code == _T_MERGE and shape is not None and len(operand) == 2:
            shape = _merged(shape, operand[0], operand[1])
        elif code == _T_VERTICAL and shape is not None and len(operand) == 2:
            shape = _vertical(shape, operand[0], operand[1])
    return replace(base, row=shape, **said) if said or shape is not base.row else base  # type: ignore[arg-type]


def character_with(base: CharacterProperties, block: bytes) -> CharacterProperties:
    """Return properties with a block's modifiers applied; toggles refer to `base`."""
    said: dict[str, object] = {}
    for code, operand in modifiers(block):
        if code in _TOGGLES:
            name = _TOGGLES[code]
            said[name] = _toggled(operand[0], is_on=bool(getattr(base, name)))
        elif code == _C_SIZE:
            said["size"] = int.from_bytes(operand, "little")
        elif code == _C_STYLE:
            said["istd"] = int.from_bytes(operand, "little")
        elif code == _C_SYMBOL:
            said["symbol"] = unpack_from("<HH", operand, 0)
    return replace(base, **said) if said else base  # type: ignore[arg-type]


_PARAGRAPH_FIELDS = {
    _P_ISTD: ("istd", False),
    _P_JC: ("justification", False),
    _P_JC_80: ("justification", False),
    _P_ILVL: ("level", False),
    _P_ILFO: ("list_index", False),
    _P_OUTLINE: ("outline", False),
    _P_DEPTH: ("depth", False),
    _P_IN_TABLE: ("is_in_table", True),
    _P_ROW_END: ("is_row_end", True),
    _P_INNER_CELL: ("is_inner_cell_end", True),
    _P_INNER_ROW_END: ("is_inner_row_end", True),
}
_TOGGLES = {
    _C_BOLD: "is_bold",
    _C_VANISH: "is_hidden",
    _C_DELETED: "is_deleted",
    _C_INSERTED: "is_inserted",
}


def _toggled(operand: int, *, is_on: bool) -> bool:
    if operand == _SAME_AS_STYLE:
        return is_on
    return not is_on if operand == _OPPOSITE else bool(operand)


def _long_tabs(block: bytes, at: int) -> int:
    """Return the size of a list of tabs too long for one byte: deleted ones (4 bytes), added ones (3)."""
    if at + 2 > len(block):
        return 0
    deleted = block[at + 1]
    added_at = at + 2 + 4 * deleted
    added = block[added_at] if added_at < len(block) else 0
    return 2 + 4 * deleted + 3 * added


def _row_shape(operand: bytes) -> RowShape:
    count = operand[0] if operand else 0
    if not 0 < count <= 64 or len(operand) < 1 + 2 * (count + 1):
        return RowShape()
    edges = unpack_from(f"<{count + 1}h", operand, 1)
    cells = operand[1 + 2 * (count + 1) :]
    flags = [unpack_from("<H", cells, index * _CELL_BYTES)[0] if (index + 1) * _CELL_BYTES <= len(cells) else 0
             for index in range(count)]  # fmt: skip
    return RowShape(
        edges,
        tuple(flag & 0x3 == 2 or flag & 0x3 == 3 for flag in flags),
        tuple(flag >> 5 & 0x3 == 1 for flag in flags),
        tuple(flag >> 5 & 0x3 == 3 for flag in flags),
    )


def _merged(shape: RowShape, first: int, limit: int) -> RowShape:
    marks = [mark or first < index < limit for index, mark in enumerate(shape.continues_left)]
    return replace(shape, continues_left=tuple(marks))


def _vertical(shape: RowShape, index: int, flags: int) -> RowShape:
    up, down = list(shape.continues_up), list(shape.starts_down)
    if index < len(up):
        up[index], down[index] = flags & 0x3 == 1, flags & 0x3 == 3
    return replace(shape, continues_up=tuple(up), starts_down=tuple(down))
