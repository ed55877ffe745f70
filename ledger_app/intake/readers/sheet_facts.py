"""What a sheet's XML tells that calamine does not: extent, percent cells, hidden rows, unsaved formulas.

Read with byte patterns over the part, because the cells themselves are calamine's work.  calamine lays a
sheet out as one full rectangle, so the extent must be known before it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from ledger_app.intake.readers.docx_names import whole

_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_NOT_NEAR = re.compile(rb'<c(?: (?!r="[A-Z]\d{1,5}")|[>\t\r\n/])')
_UNUSUAL = re.compile(rb'<c(?: (?!r="[A-Z]{1,3}\d{1,7}")|[>\t\r\n/])')
_PREFIXED = re.compile(rb"<\w{1,32}:c[ >/\t\r\n]")
_HIDDEN = re.compile(rb'<(?:\w{1,8}:)?(?:row|col)\b[^>]* hidden="(?:1|true)"')
_UNSAVED = re.compile(rb"(?:</f>|<f\b[^>]*/>)(?:<v ?/>|<v></v>)?</c>")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
_PERCENT_BUILT_IN = frozenset({9, 10})
_BEYOND_ALL = 1 << 60
_HEAD = 256


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Facts of one sheet.

    Attributes:
        area: rows times columns of the rectangle that holds all cells with content.
        percent: (row, column) from 0 of cells shown as percentages.
        has_hidden: some rows or columns are hidden.
        unsaved_formulas: formulas whose result was not saved with the file.
    """

    area: int = 0
    percent: frozenset[tuple[int, int]] = frozenset()
    has_hidden: bool = False
    unsaved_formulas: int = 0


def read_facts(part: bytes, percent_styles: frozenset[int], most_cells: int) -> SheetFacts:
    """Return the facts of a worksheet part.

    Args:
        part: the part's XML.
        percent_styles: numbers of the cell styles that show percentages.
        most_cells: an estimate of the extent below this is good enough.
    """
    if b"\x00" in part[:_HEAD]:
        # The patterns here read UTF-8 only; no program writes sheets otherwise.
        return SheetFacts(_BEYOND_ALL)
    area = _estimated_area(part)
    if area is None or area > most_cells:
        area = _exact_area(part)
    return SheetFacts(
        area,
        _percent_cells(part, percent_styles),
        b"hidden=" in part and _HIDDEN.search(part) is not None,
        len(_UNSAVED.findall(part)) if b"<f" in part else 0,
    )


def percent_styles(styles: etree._Element | None) -> frozenset[int]:
    """Return the numbers of cell styles whose number format is a percentage."""
    if styles is None:
        return frozenset()
    formats = set(_PERCENT_BUILT_IN)
    for element in styles.iterfind("{*}numFmts/{*}numFmt"):
        number = whole(element.get("numFmtId"))
        # Text in quotes is not a percent sign of the format.
        code = re.sub(r'"[^"]*"|\\.', "", element.get("formatCode", ""))
        if number is not None and "%" in code:
            formats.add(number)
    return frozenset(
        index
        for index, element in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
        if whole(element.get("numFmtId")) in formats
    )


def column_of(letters: str) -> int:
    """Return a column's number from 0 for its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _estimated_area(part: bytes) -> int | None:
    """Return an upper bound for the extent, None where the part is written in an unusual way."""
    if b":c" in part and _PREFIXED.search(part):
        return None
    # A part is many megabytes: where all cells are near and plain, it is looked through only once.
    if _NOT_NEAR.search(part) is None:
        return _NEAR_ROWS * _NEAR_COLUMNS
    if _UNUSUAL.search(part):
        return None
    cells = _CELL.findall(part)
    columns = max(column_of(letters.decode()) for letters in {letters for letters, _ in cells}) + 1
    rows = [int(number) for _, number in cells]
    return (max(rows) - min(rows) + 1) * columns


def _exact_area(part: bytes) -> int:
    """Return the extent of the cells with content, by reading the part as XML."""
    low_row = low_column = 1 << 30
    high_row = high_column = -1
    row = column = -1
    context = etree.iterparse(BytesIO(part), ("start", "end"), resolve_entities=False, no_network=True)
    for event, element in context:
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start" and tag == "row":
            row = (whole(element.get("r")) or row + 2) - 1
            column = -1
        elif event == "start" and tag == "c":
            said = element.get("r")
            match = _REFERENCE.match(said or "")
            if said is not None and match is None:
                return _BEYOND_ALL
            column = column_of(match.group(1)) if match else column + 1
            row = int(match.group(2)) - 1 if match else row
        elif event == "end" and tag == "c":
            if any(child.text or len(child) for child in element):
                low_row, high_row = min(low_row, row), max(high_row, row)
                low_column, high_column = min(low_column, column), max(high_column, column)
        elif event == "end" and tag == "row":
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return max(high_row - low_row + 1, 0) * max(high_column - low_column + 1, 0)


def _percent_cells(part: bytes, styles: frozenset[int]) -> frozenset[tuple[int, int]]:
    if not styles:
        return frozenset()
    numbers = b"|".join(str(number).encode() for number in sorted(styles))
    pattern = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? s="(?:' + numbers + rb')"')
    return frozenset((int(match.group(2)) - 1, column_of(match.group(1).decode())) for match in pattern.finditer(part))
