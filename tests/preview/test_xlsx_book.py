"""A workbook as it looks: frames at once, rows as they are asked for, numbers as their formats say."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ledger_app.intake.source import Source
from ledger_app.preview.number_format import general, show_number
from ledger_app.preview.xlsx_book import XlsxBook


def opened(book: Workbook) -> XlsxBook:
    out = io.BytesIO()
    book.save(out)
    return XlsxBook(Source("样本.xlsx", out.getvalue(), ".xlsx"))


def test_frames_tell_widths_merges_and_what_stays_in_view() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "任务表"
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C2")
    sheet.column_dimensions["B"].width = 30
    sheet.column_dimensions["C"].hidden = True
    sheet.freeze_panes = "B3"
    sheet.sheet_view.showGridLines = False
    book.create_sheet("隐藏表").sheet_state = "hidden"
    first, second = opened(book).book().sheets
    assert (first.name, second.name, second.is_hidden) == ("任务表", "隐藏表", True)
    assert [(span.row, span.column, span.rows, span.columns) for span in first.spans] == [(0, 0, 2, 3)]
    assert (first.widths[1], first.widths[2]) == (157.5, 0.0)
    assert (first.frozen_rows, first.frozen_columns, first.has_lines) == (2, 1, False)


def test_cells_keep_their_looks() -> None:
    book = Workbook()
    sheet = book.active
    cell = sheet["B2"]
    cell.value = dt.date(2024, 6, 30)
    cell.number_format = 'yyyy"年"m"月"d"日"'
    cell.font = Font(name="黑体", size=14, bold=True, color="FFC00000")
    cell.fill = PatternFill("solid", fgColor="FFFFE699")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = Border(left=Side("thin"), bottom=Side("medium"))
    sheet["C2"] = 0.256
    sheet["C2"].number_format = "0.0%"
    sheet.row_dimensions[2].height = 40
    open_book = opened(book)
    row = open_book.rows(0, 0, 50).rows[0]
    date, share = row.cells
    style = open_book.book().styles[date.style]
    assert (row.number, row.height, date.column, date.text, share.text) == (1, 40, 1, "2024年6月30日", "25.6%")
    assert (style.face, style.size, style.is_bold, style.colour, style.ground) == (
        "黑体", 14, True, "#c00000", "#ffe699",
    )  # fmt: skip
    assert (style.align, style.rise, style.wraps, style.lines) == ("center", "middle", True, (True, False, False, True))


def test_rows_are_read_as_far_as_they_are_asked_for() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(3000):
        sheet.append([number, f"行{number}"])
    open_book = opened(book)
    assert [row.cells[1].text for row in open_book.rows(0, 10, 2).rows] == ["行10", "行11"]
    # Twelve rows were read for that, not three thousand.
    assert open_book.read_rows(0) == 12
    last = open_book.rows(0, 2999, 10)
    assert ([row.cells[0].text for row in last.rows], last.is_last) == (["2999"], True)
    assert [row.number for row in open_book.rows(0, 5, 1).rows] == [5]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5, "#,##0;[Red]-#,##0", "-5"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (0.9999, "0%", "100%"),
        (7, "000", "007"),
        (12, '0"项"', "12项"),
        (1234, "[$¥-804]#,##0", "¥1,234"),
        (12345678, "0.0,,", "12.3"),
        (12345, "0.00E+00", "1.23E+04"),
        (2.5, "0", "3"),
        (-0.001, "0.00", "0.00"),
        (45473, "yyyy-mm-dd;@", "2024-06-30"),
        (45473.75, "yyyy/m/d h:mm", "2024/6/30 18:00"),
        (45473.75, "上午/下午h:mm", "下午6:00"),
        (0.5 / 24, "h:mm:ss", "0:30:00"),
        (1.5, "[h]:mm", "36:00"),
        (45473, "[$-804]aaaa", "星期日"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (1e12, "", "1E+12"),
        (0.1 + 0.2, "General", "0.3"),
    ],
)
def test_numbers_show_as_their_formats_say(value: float, code: str, text: str) -> None:
    assert show_number(value, code).text == text


def test_a_format_may_give_a_colour_and_nonsense_gives_the_number() -> None:
    assert show_number(-1, "0;[Red]0").colour == "#ff0000"
    assert show_number(-1e9, "yyyy-mm-dd").text == general(-1e9)
    for code in (";;;", "[", '"', "\\", "_", "*", "[>", "0" * 900, "[>=abc]0", "E+", ".", "%%%"):
        assert isinstance(show_number(1.5, code).text, str)
