"""Builds small .xls files (BIFF8) record by record.  Source: MS-XLS 2.4."""

from __future__ import annotations

from struct import pack

from tests.intake.ole_builder import compound

Value = str | float


def record(kind: int, data: bytes = b"") -> bytes:
    """Return one record."""
    return pack("<HH", kind, len(data)) + data


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """Return a cell with a number."""
    return record(0x0203, pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str) -> bytes:
    """Return a cell with text of its own."""
    return record(0x0204, pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def xls(
    *cells: bytes,
    formats: tuple[int, ...] = (0,),
    dimensions: tuple[int, int, int, int] = (0, 1, 0, 1),
    extra: bytes = b"",
) -> bytes:
    """Return a workbook of one sheet.

    Args:
        cells: records of the sheet, in order.
        formats: number format of each cell style.
        extra: further records of the workbook.
        dimensions: first row, row after the last, first column, column after the last, as claimed.
    """
    start = record(0x0809, pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    styles = extra + b"".join(record(0x00E0, pack("<HH16x", 0, form)) for form in formats)
    name = "台账"
    sheet_at = len(start) + len(styles) + 4 + 8 + 2 * len(name) + 4
    bound = record(0x0085, pack("<IBBBB", sheet_at, 0, 0, len(name), 1) + name.encode("utf-16-le"))
    sheet = record(0x0809, pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += record(0x0200, pack("<IIHH2x", *dimensions)) + b"".join(cells) + record(0x000A)
    return compound({"Workbook": start + styles + bound + record(0x000A) + sheet})
