"""Tables for spreadsheets: read back cell by cell, by the library and by the program's own reader."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ledger_app.errors import Cancelled, EnvironmentFault
from ledger_app.reports.cell_text import MOST_UNITS, cleaned, guarded, is_like_formula, shortened
from ledger_app.reports.plain_table import copied_table, write_csv
from ledger_app.reports.sheet import Kind, Sheet, SheetColumn, SheetRow, ToneWord, Value, plain_text
from ledger_app.reports.target_file import replaced_file, require_unlocked
from ledger_app.reports.xlsx import write_xlsx

COLUMNS = (
    SheetColumn("状态", "light", 112),
    SheetColumn("编号", "text", 60),
    SheetColumn("任务", "text", 280, wraps=True),
    SheetColumn("时限", "date", 86),
    SheetColumn("还剩", "days", 84),
    SheetColumn("进度", "percent", 84),
    SheetColumn("偏差", "points", 72),
    SheetColumn("投资额", "number", 72),
)
FIRST: tuple[Value, ...] = (
    ToneWord("▲逾期", "red"),
    "2-07",
    "改造村卫生室\n共 12 所",
    dt.date(2024, 6, 18),
    -12,
    62.5,
    -8,
    1234.5,
)
SECOND: tuple[Value, ...] = (ToneWord("✓已销号", "grey"), "007", "建成", None, "按期完成", 100, None, None)


def a_sheet(*rows: SheetRow, columns: tuple[SheetColumn, ...] = COLUMNS, **rest: object) -> Sheet:
    facts = {"name": "逾期", "title": "阳光县台账", "notes": ("截至 2024-06-30",), **rest}
    return Sheet(columns=columns, rows=rows, count=len(rows), **facts)  # type: ignore[arg-type]


def read_back(sheet: Sheet) -> Worksheet:
    stream = io.BytesIO()
    write_xlsx(sheet, stream)
    found = load_workbook(io.BytesIO(stream.getvalue())).active
    assert isinstance(found, Worksheet)
    return found


def xml_of(sheet: Sheet) -> str:
    """Return the sheet as it stands in the file."""
    stream = io.BytesIO()
    write_xlsx(sheet, stream)
    with zipfile.ZipFile(stream) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def one_text(text: str, kind: Kind = "text") -> tuple[object, str, bool]:
    """Return value, type and apostrophe mark of a text that went through a workbook."""
    cell = read_back(a_sheet(SheetRow((text,)), columns=(SheetColumn("任务", kind),))).cell(4, 1)
    return cell.value, cell.data_type, bool(cell.quotePrefix)


def test_values_keep_their_types_and_looks() -> None:
    sheet = read_back(a_sheet(SheetRow(FIRST), SheetRow(SECOND)))
    assert sheet.title == "逾期"
    assert [sheet.cell(1, 1).value, sheet.cell(2, 1).value] == ["阳光县台账", "截至 2024-06-30"]
    assert [cell.value for cell in sheet[3]] == [column.heading for column in COLUMNS]
    values = [cell.value for cell in sheet[4]]
    assert values[:3] == ["▲逾期", "2-07", "改造村卫生室\n共 12 所"]
    assert values[3:] == [dt.datetime(2024, 6, 18), -12, 0.625, -8, 1234.5]  # noqa: DTZ001 - a day of the sheet
    assert [cell.number_format for cell in sheet[4]][3:7] == [
        "yyyy-mm-dd",
        '"还剩" 0 "天";"逾期" 0 "天";"今天到期"',
        "0.0#%",
        "+0;-0;0",
    ]
    assert [cell.value for cell in sheet[5]] == ["✓已销号", "007", "建成", None, "按期完成", 1, None, None]
    assert sheet.cell(5, 6).number_format == "0%"
    assert sheet.cell(4, 1).fill.fgColor.rgb == "00FDECEA"
    assert sheet.cell(4, 1).font.color.rgb == "00B42318"
    assert sheet.cell(5, 1).fill.fgColor.rgb == "00EEF0F3"
    assert sheet.cell(4, 3).alignment.wrap_text


def test_the_sheet_is_ready_to_read_filter_and_print() -> None:
    sheet = read_back(a_sheet(SheetRow(FIRST), SheetRow(SECOND), frozen=3, paper="A3"))
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:H5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert '<pageSetUpPr fitToPage="1"/>' in xml_of(a_sheet(SheetRow(FIRST)))
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    footer = "&#31532; &amp;P &#39029;&#65292;&#20849; &amp;N &#39029;"
    assert f"<oddFooter>&amp;C{footer}</oddFooter>" in xml_of(a_sheet(SheetRow(FIRST)))
    assert sheet.column_dimensions["C"].width == 40
    assert sheet.column_dimensions["D"].width >= 11, "a whole day is on sight"


def test_an_empty_list_makes_a_table_of_headings() -> None:
    sheet = read_back(a_sheet())
    assert sheet.auto_filter.ref == "A3:H3"


def test_groups_are_headings_over_outlined_rows() -> None:
    rows = (
        SheetRow(("县医院（1 项）",), is_group=True),
        SheetRow(FIRST),
        SheetRow(("疾控中心（1 项）",), is_group=True),
    )
    sheet = read_back(a_sheet(*rows, SheetRow(SECOND)))
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [
        "县医院（1 项）",
        "▲逾期",
        "疾控中心（1 项）",
        "✓已销号",
    ]
    assert [sheet.row_dimensions[row].outlineLevel for row in range(4, 8)] == [0, 1, 0, 1]
    assert '<outlinePr summaryBelow="0"/>' in xml_of(a_sheet(*rows))
    assert sheet.cell(4, 1).font.bold
    assert not sheet.cell(5, 2).font.bold


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_stays_text_in_a_workbook(text: str) -> None:
    assert one_text(text) == (text, "s", True)
    assert "<f>" not in xml_of(a_sheet(SheetRow((text,)), columns=(SheetColumn(text),), title=text, notes=(text,)))


@pytest.mark.parametrize("text", ["\t=1+1", "\r=1+1", "\x00=1+1"])
def test_a_sign_before_a_formula_does_not_hide_it(text: str) -> None:
    value, kind, is_marked = one_text(text)
    assert (kind, is_marked) == ("s", True)
    assert str(value).lstrip() == "=1+1"
    assert guarded(text)[1]


def test_figures_with_a_sign_are_no_formulas() -> None:
    assert not any(is_like_formula(text) for text in ("-12", "+5 点", "-3.5%", "2-07", "a=b", ""))


def test_written_says_how_many_cells_were_guarded_and_cut() -> None:
    rows = [SheetRow(("=1",)), SheetRow(("甲" * 40_000,)), SheetRow(("乙",))]
    written = write_xlsx(a_sheet(*rows, columns=(SheetColumn("任务"),)), io.BytesIO())
    assert (written.row_count, written.guarded_count, written.cut_count) == (3, 1, 1)


def test_a_cell_takes_what_spreadsheets_take_counted_as_they_count() -> None:
    assert shortened("甲" * MOST_UNITS) == "甲" * MOST_UNITS
    assert shortened("甲" * (MOST_UNITS + 1)) == "甲" * (MOST_UNITS - 1) + "…"
    wide = shortened("𠮷" * 20_000)
    assert len(wide.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert wide.endswith("𠮷…")


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    assert one_text("甲\x0b乙\ud800丙\uffff丁\r\n戊")[0] == "甲乙丙丁\n戊"


def test_texts_that_look_like_character_numbers_are_escaped_for_spreadsheets() -> None:
    assert one_text("代码_x0041_")[0] == "代码_x005F_x0041_"


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_comes_back_as_it_was_read(text: str) -> None:
    value, kind, _ = one_text(text)
    assert str(value or "").replace("_x005F_x", "_x") == cleaned(text)
    assert kind == ("s" if cleaned(text) else "n")


def test_csv_is_read_right_by_excel_and_holds_no_formula() -> None:
    stream = io.BytesIO()
    written = write_csv(a_sheet(SheetRow(("县医院",), is_group=True), SheetRow(FIRST), SheetRow(("=1",) * 8)), stream)
    content = stream.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[0] == [column.heading for column in COLUMNS]
    assert lines[1] == [
        "▲逾期",
        "2-07",
        "改造村卫生室\n共 12 所",
        "2024-06-18",
        "逾期 12 天",
        "62.5%",
        "-8 点",
        "1234.5",
    ]
    assert lines[2] == ["'=1"] * 8
    assert (written.row_count, written.guarded_count) == (2, 8)


def test_copied_cells_say_that_they_are_text() -> None:
    copied = copied_table(a_sheet(SheetRow(FIRST), SheetRow(("<b>",) * 8)))
    lines = copied.text.split("\n")
    assert lines[1].split("\t")[:3] == ["▲逾期", "2-07", "改造村卫生室 共 12 所"]
    assert "<td style=\"mso-number-format:'\\@'\">2-07</td>" in copied.html
    assert "<td>2024-06-18</td>" in copied.html
    assert "改造村卫生室<br>共 12 所" in copied.html
    assert "&lt;b&gt;" in copied.html
    assert "<b>" not in copied.html


def test_values_read_as_people_say_them() -> None:
    assert [plain_text("days", value) for value in (-3, 0, 7)] == ["逾期 3 天", "今天到期", "还剩 7 天"]
    assert plain_text("number", 1234567.0) == "1234567.0"
    assert plain_text("points", 2.5) == "+2.5 点"


class _StopsAt:
    def __init__(self, row: int) -> None:
        self._row = row

    def step(self, done: int, _total: int, _label: str = "") -> None:
        if done >= self._row:
            raise Cancelled


def test_cancelled_work_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "清单.xlsx"
    target.write_bytes(b"old")
    rows = [SheetRow(FIRST)] * 500

    def write() -> None:
        with replaced_file(target) as stream:
            write_xlsx(a_sheet(*rows), stream, _StopsAt(200))

    with pytest.raises(Cancelled):
        write()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["清单.xlsx"]


def test_a_file_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    folder = tmp_path / "清单.xlsx"
    folder.mkdir()
    with pytest.raises(EnvironmentFault) as caught:
        require_unlocked(folder)
    assert caught.value.code == "REP-002"
    require_unlocked(tmp_path / "还没有.xlsx")
