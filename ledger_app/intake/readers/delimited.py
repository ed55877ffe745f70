"""Reads tables kept as text: .csv with commas, semicolons or tabs, in any encoding.

A file is taken for a table when its rows agree on their number of fields; prose with commas does not.
Values stay the text they are: no numbers or dates are guessed here.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document
from ledger_app.intake.readers.building import EMPTY_CELL, DocumentBuilder
from ledger_app.intake.readers.cell_values import CellsByValue
from ledger_app.intake.readers.encoding import decode
from ledger_app.intake.readers.peek import Peek
from ledger_app.intake.readers.txt import check_text_size, note_decoding
from ledger_app.intake.source import Source

_DELIMITERS = (",", "\t", ";", "|")
_SUFFIXES = (".csv", ".tsv")
_SAMPLE_ROWS = 60
_SAMPLE_BYTES = 1 << 16
_SAME_SHARE = 0.85
_LONGEST_FIELD = 1 << 20


def can_read(peek: Peek) -> float | None:
    """Return how surely the file is a table; the suffix lowers what is asked of its rows."""
    if peek.is_zip or peek.is_ole or peek.is_markup or peek.looks_binary:
        return None
    source = peek.source
    head = source.data[:_SAMPLE_BYTES]
    if len(head) < len(source.data):
        head = head[: head.rfind(b"\n") + 1] or head
    try:
        text = decode(Source(source.name, head, source.suffix, source.limits)).text
    except UnreadableFileError:
        return None
    is_named = peek.suffix in _SUFFIXES
    found = _delimiter(text, fewest_rows=1 if is_named else 4, fewest_fields=2 if is_named else 3)
    return None if found is None else 0.5 if is_named else 0.3


def read(source: Source) -> Document:
    """Return the document, one table.

    Raises:
        UnreadableFileError: INT-105 too large, INT-108 damaged, INT-112 no text, INT-117 unknown encoding.
    """
    check_text_size(source)
    decoded = decode(source)
    builder = DocumentBuilder(source, "csv")
    note_decoding(builder, decoded)
    is_by_tabs = source.suffix == ".tsv" and "\t" in decoded.text
    delimiter = "\t" if is_by_tabs else _delimiter(decoded.text, fewest_rows=1, fewest_fields=2) or ","
    known = CellsByValue()
    rows: list[list[str]] = []
    numbers: list[int] = []
    cells = 0
    for number, row in enumerate(_rows(decoded.text, delimiter), start=1):
        cells += len(row)
        if cells > source.limits.cells:
            raise source.refuse("INT-115", what=f"表格超过 {source.limits.cells} 格")
        if any(field.strip() for field in row):
            rows.append(row)
            numbers.append(number)
    width = max((_used_width(row) for row in rows), default=0)
    table = [[known[field] for field in row[:width]] + [EMPTY_CELL] * (width - len(row)) for row in rows]
    builder.add_table(table, first_row=numbers[0] if numbers else 1, row_numbers=numbers)
    return builder.build()


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the fields of all rows; quotes hold line breaks together."""
    csv.field_size_limit(_LONGEST_FIELD)
    lines = text.replace("\x00", "").splitlines(keepends=True)
    return list(csv.reader(lines, delimiter=delimiter))


def _delimiter(text: str, *, fewest_rows: int, fewest_fields: int) -> str | None:
    """Return the delimiter on which most rows agree, None where no rows do."""
    best: tuple[float, int, str] | None = None
    lines = list(islice((line for line in text.splitlines(keepends=True) if line.strip()), _SAMPLE_ROWS * 4))
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        try:
            sample = list(islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            continue
        fields, share = _agreement(sample)
        is_table = fields >= fewest_fields and len(sample) >= fewest_rows and share >= _SAME_SHARE
        if is_table and (best is None or (share, fields) > best[:2]):
            best = (share, fields, delimiter)
    return None if best is None else best[2]


def _agreement(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    """Return the commonest number of fields and the share of rows that have it."""
    if not rows:
        return 0, 0.0
    fields, count = Counter(len(row) for row in rows).most_common(1)[0]
    return fields, count / len(rows)


def _used_width(row: Sequence[str]) -> int:
    return max((index + 1 for index, field in enumerate(row) if field.strip()), default=0)
