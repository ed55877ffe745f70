"""The tables of a report as a workbook: a sheet each, typed, ready to print, and no formulas out of texts."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from openpyxl import load_workbook

from ledger_app.reports.model import Annex, Column, ReportModel, ReportTable, Row, Words
from ledger_app.reports.report_sheets import sheets_of
from ledger_app.reports.xlsx import write_workbook
from tests.reports.samples import a_notice, a_table

COLUMNS = tuple(Column(key, key) for key in ("单位", "任务数", "完成率", "时限", "编号"))
ROWS = (
    Row(("县城一组",), kind="group"),
    Row(("=1+1", "12", "56.3%", "2024-06-30", "1-03")),
    Row((Words("县二院", tone="red"), "—", "100.0%", "2024年7月5日", "007")),
)
TABLE = ReportTable("t", COLUMNS, ROWS, notes=("按牵头单位统计",))


def test_each_table_is_a_sheet_with_a_name_of_its_own() -> None:
    names = [sheet.name for sheet in sheets_of(a_notice(parts=(a_notice(),)))]
    assert names == [
        "附件1 总体进展情况表",
        "附件2 逾期任务清单",
        "附件1 总体进展情况表（2）",
        "附件2 逾期任务清单（2）",
    ]
    long = [sheet.name for sheet in sheets_of(a_notice(annexes=(Annex("附件", "甲" * 50, (TABLE, TABLE)),)))]
    assert [len(name) for name in long] == [31, 31]
    assert len(set(long)) == 2
    assert sheets_of(ReportModel("slip", "督办单", "forms")) == []


def test_values_are_what_their_columns_are() -> None:
    sheet = sheets_of(a_notice(annexes=(Annex("附件", "表", (TABLE,)),)))[0]
    assert [column.kind for column in sheet.columns] == ["text", "number", "percent", "date", "text"]
    group, first, second = sheet.rows
    assert (group.is_group, group.values) == (True, ("县城一组",))
    assert first.values == ("=1+1", 12, 56.3, dt.date(2024, 6, 30), "1-03")
    assert second.values[1:] == ("—", 100, dt.date(2024, 7, 5), "007")


def test_the_workbook_is_ready_to_print_and_holds_no_formula() -> None:
    out = io.BytesIO()
    model = a_notice(annexes=(Annex("附件1", "表", (TABLE,)), Annex("附件2", "大表", (a_table(5),), "turned", "A3")))
    assert write_workbook(sheets_of(model), out).guarded_count == 1
    book = load_workbook(out)
    assert book.sheetnames == ["附件1 表", "附件2 大表"]
    small, large = book.worksheets
    assert [cell.data_type for row in small.iter_rows() for cell in row].count("f") == 0
    row = next(row for row in small.iter_rows(values_only=True) if row[1] == 12)
    assert (*row[:3], row[4]) == ("=1+1", 12, 0.563, "1-03")
    assert isinstance(row[3], dt.datetime)
    assert row[3].date() == dt.date(2024, 6, 30)
    for sheet, paper in ((small, 9), (large, 8)):
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows is not None
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.paperSize) == (1, paper)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_column_of_mixed_values_stays_text() -> None:
    rows = (Row(("甲", "12", "5%", "2024-06-30", "1")), Row(("乙", "约12", "6", "6月底", "2")))
    sheet = sheets_of(a_notice(annexes=(Annex("附件", "表", (replace(TABLE, rows=rows),)),)))[0]
    assert [column.kind for column in sheet.columns] == ["text", "text", "text", "text", "number"]
