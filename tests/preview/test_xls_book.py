"""An old workbook as it looks: widths, fonts, grounds, lines, formats, texts; damaged records harm nothing."""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers.biff import workbook_stream
from ledger_app.intake.source import Source
from ledger_app.preview.model import SheetRow
from ledger_app.preview.xls_book import XlsBook
from ledger_app.preview.xls_styles import is_biff8
from tests.intake.biff_builder import label, number, record, xls


def opened(content: bytes) -> XlsBook:
    source = Source("样本.xls", content, ".xls")
    stream = workbook_stream(source)
    assert is_biff8(stream)
    return XlsBook(source, stream)


def wide(text: str, length_bytes: int) -> bytes:
    return len(text).to_bytes(length_bytes, "little") + b"\x01" + text.encode("utf-16-le")


def font(face: str, *, twips: int = 200, marks: int = 0, colour: int = 0x7FFF, weight: int = 400) -> bytes:
    return record(0x0031, pack("<HHHHHBBBB", twips, marks, colour, weight, 0, 0, 0, 0, 0) + wide(face, 1))


def xf(
    font_number: int = 0, form: int = 0, *, align: int = 0x20, indent: int = 0, sides: int = 0, fill: int = 0
) -> bytes:
    """Return a cell style; `fill` is a colour's number, 0 for none."""
    pattern = 1 << 26 if fill else 0
    rest = pack("<BBBBIIH", align, 0, indent, 0, sides, pattern, fill)
    return record(0x00E0, pack("<HHH", font_number, form, 0) + rest)


def first_rows(book: XlsBook) -> tuple[SheetRow, ...]:
    return book.rows(0, 0, 100).rows


def test_a_cell_keeps_its_look_and_its_format() -> None:
    extra = font("宋体") * 4 + font("黑体", twips=320, marks=2 | 8, colour=10, weight=700)
    extra += record(0x041E, pack("<H", 164) + wide('yyyy"年"m"月"', 2))
    extra += xf() + xf(5, 164, align=0x02 | 0x08 | 0x10, indent=2, sides=0x1001, fill=13) + xf(form=10)
    book = opened(xls(number(0, 0, 45473, 1), number(0, 1, 0.256, 2), number(1, 0, 12, 0), formats=(), extra=extra))
    plain, styled, _ = book.book().styles
    assert (styled.face, styled.size, styled.is_bold, styled.is_italic, styled.is_struck) == (
        "黑体",
        16,
        True,
        True,
        True,
    )
    assert (styled.colour, styled.ground) == ("#ff0000", "#ffff00")
    assert (styled.align, styled.rise, styled.wraps, styled.indent) == ("center", "middle", True, 2)
    assert styled.lines == (True, False, False, True)
    assert (plain.is_bold, plain.ground, plain.rise, plain.lines) == (False, "", "bottom", (False,) * 4)
    rows = first_rows(book)
    assert [[cell.text for cell in row.cells] for row in rows] == [["2024年6月", "25.60%"], ["12"]]
    assert all(cell.is_figure for row in rows for cell in row.cells)


def test_a_frame_tells_widths_heights_merges_and_what_stays_in_view() -> None:
    said = (
        record(0x0055, pack("<H", 10)),
        record(0x007D, pack("<HHHHHH", 1, 1, 30 * 256, 0, 0, 0)),
        record(0x007D, pack("<HHHHHH", 2, 2, 8 * 256, 0, 1, 0)),
        record(0x0208, pack("<HHHH4xHH", 0, 0, 4, 720, 0x40, 0)),
        record(0x0208, pack("<HHHH4xHH", 1, 0, 4, 300, 0x20, 0)),
        label(0, 0, "标题"),
        label(1, 3, "末格"),
        record(0x00E5, pack("<HHHHH", 1, 0, 0, 0, 3)),
        record(0x023E, pack("<H16x", 8)),
        record(0x0041, pack("<HHHHH", 1, 2, 0, 0, 0)),
    )
    book = opened(xls(*said))
    (frame,) = book.book().sheets
    assert (frame.name, frame.rows, frame.columns) == ("台账", 2, 4)
    assert (frame.widths[1], frame.widths[2], frame.widths[3]) == (157.5, 0.0, frame.default_width)
    assert [(span.row, span.column, span.rows, span.columns) for span in frame.spans] == [(0, 0, 1, 4)]
    assert (frame.frozen_rows, frame.frozen_columns, frame.has_lines) == (2, 1, False)
    assert [(row.height, row.is_hidden) for row in first_rows(book)] == [(36.0, False), (15.0, True)]


def test_shared_texts_go_on_in_the_next_record_in_another_width() -> None:
    # The first text is cut after two characters and goes on in one-byte characters; the second has marks of looks.
    texts = pack("<II", 2, 2) + pack("<HB", 4, 1) + "督查".encode("utf-16-le")
    more = b"\x00OK" + pack("<HBH", 2, 9, 1) + "通报".encode("utf-16-le") + pack("<HH", 0, 1)
    extra = record(0x00FC, texts) + record(0x003C, more)
    cells = [record(0x00FD, pack("<HHHI", 0, column, 0, column)) for column in range(3)]
    rows = first_rows(opened(xls(*cells, extra=extra)))
    # There is no third text.
    assert [cell.text for cell in rows[0].cells] == ["督查OK", "通报", ""]


def test_packed_numbers_saved_results_truths_and_errors() -> None:
    cells = (
        record(0x00BD, pack("<HHHIHIH", 0, 0, 0, 7 << 2 | 2, 0, 1234 << 2 | 3, 1)),
        record(0x027E, pack("<HHHI", 0, 2, 0, 0xFFFF_FFFE)),
        record(0x0006, pack("<HHHdHI", 1, 0, 0, 2.5, 0, 0)),
        record(0x0006, pack("<HHHBxBxxxHHI", 1, 1, 0, 0, 0, 0xFFFF, 0, 0)),
        record(0x0207, wide("合计", 2)),
        record(0x0006, pack("<HHHBxBxxxHHI", 1, 2, 0, 2, 7, 0xFFFF, 0, 0)),
        record(0x0205, pack("<HHHBB", 1, 3, 0, 1, 0)),
    )
    rows = first_rows(opened(xls(*cells)))
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["7", "12.34", "-1"],
        ["2.5", "合计", "#DIV/0!", "TRUE"],
    ]


def test_a_password_is_said() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened(xls(extra=record(0x002F, b"\x00\x00")))
    assert caught.value.code == "INT-109"


_KINDS = (
    *(0x0031, 0x041E, 0x00E0, 0x0092, 0x00FC, 0x003C, 0x0085, 0x0208, 0x00BD, 0x00BE, 0x0204, 0x0006, 0x0207),
    *(0x007D, 0x00E5, 0x0041, 0x0055, 0x0225, 0x0205, 0x00FD, 0x027E, 0x0203, 0x0201, 0x0809),
)
_DAMAGED = st.lists(st.tuples(st.sampled_from(_KINDS), st.binary(max_size=30)), max_size=8)


@given(_DAMAGED, _DAMAGED)
def test_damaged_records_show_less_and_raise_nothing(
    before: list[tuple[int, bytes]], within: list[tuple[int, bytes]]
) -> None:
    extra = b"".join(record(*one) for one in before if one[0] != 0x0085)
    book = opened(xls(label(0, 0, "还在"), *(record(*one) for one in within), extra=extra))
    book.rows(0, 0, 70_000)
    assert book.book().sheets[0].columns <= 256
    assert len(book.book().styles) >= 1
