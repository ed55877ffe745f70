"""The sample task table as an office makes it: merged title, two-level head, merged cells, section rows."""

from __future__ import annotations

import datetime as dt
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from build_spec.sample_files import settled

TITLE = "2024年深化医药卫生体制改革重点任务分解表"
NOTES = (
    "注：1.牵头单位负责统筹协调并于每月25日前汇总进展；2.完成时限为“按上级安排”的，由牵头单位另行通知；",
    "3.列入民生实事和省级重点项目的，按季度调度。",
)
HEADS = ("序号", "类别", "重点任务", "工作措施", "责任分工", "", "完成时限", "备  注")
SUB_HEADS = {5: "牵头单位", 6: "配合单位"}
WIDTHS = (6, 12, 22, 46, 20, 30, 16, 14)
COLUMNS = len(HEADS)
FIRST_ROW = 6
_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def task_table(source: str) -> bytes:
    """Return the workbook of a source: "S " lines are section rows, "^" cells merge upwards, "D:" cells are dates."""
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):
        message = "a new workbook has one worksheet"
        raise TypeError(message)
    sheet.title = "任务分解表"
    _write_head(sheet)
    last = _write_body(sheet, [line for line in source.splitlines() if line and not line.startswith("#")])
    for number, note in enumerate(NOTES, start=last + 1):
        sheet.cell(number, 1, note)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=COLUMNS)
    for column, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"D{FIRST_ROW}"
    sheet.print_title_rows = f"4:{FIRST_ROW - 1}"
    sheet.page_setup.orientation = "landscape"
    target = io.BytesIO()
    workbook.save(target)
    return settled(target.getvalue())


def _write_head(sheet: Worksheet) -> None:
    sheet["A1"] = "附件"
    sheet["A2"] = TITLE
    sheet["A2"].font = Font(name="方正小标宋简体", size=20)
    sheet["A2"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A2:H2")
    sheet["A3"] = "填报单位：青禾县卫生健康局"
    sheet.merge_cells("A3:D3")
    sheet["G3"] = "2024年3月8日"
    sheet.merge_cells("G3:H3")
    for column, text in enumerate(HEADS, start=1):
        sheet.cell(4, column, text or None)
        sheet.cell(5, column, SUB_HEADS.get(column))
        if column not in SUB_HEADS:
            sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
        for row in (4, 5):
            cell = sheet.cell(row, column)
            cell.border = _GRID
            if row == 4 or column in SUB_HEADS:
                cell.font = Font(name="黑体", size=11)
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.merge_cells("E4:F4")


def _write_body(sheet: Worksheet, lines: list[str]) -> int:
    """Write section and task rows and return the number of the last row."""
    above: dict[int, int] = {}  # column -> row that holds the text of the merged cell
    row = FIRST_ROW - 1
    for row, line in enumerate(lines, start=FIRST_ROW):
        if line.startswith("S "):
            _close_merges(sheet, above, row - 1)
            sheet.cell(row, 1, line.removeprefix("S ")).font = Font(name="黑体", size=11)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=COLUMNS)
            continue
        for column, text in enumerate((cell.strip() for cell in line.split("|")), start=1):
            if text == "^":
                continue
            if column in {2, 3}:
                _close_merges(sheet, above, row - 1, column)
                above[column] = row
            _write_cell(sheet, row, column, text)
    _close_merges(sheet, above, row)
    return row


def _write_cell(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    if text.startswith("D:"):
        cell.value = dt.date.fromisoformat(text.removeprefix("D:"))
        cell.number_format = 'yyyy"年"m"月"d"日"'
    elif column == 1:
        cell.value = int(text)
    else:
        cell.value = text or None
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = _GRID


def _close_merges(sheet: Worksheet, above: dict[int, int], last: int, column: int | None = None) -> None:
    """Merge each open column, or the one named, from the row of its text down to `last`."""
    for open_column in [column] if column is not None else list(above):
        first = above.pop(open_column, last)
        if first < last:
            sheet.merge_cells(start_row=first, end_row=last, start_column=open_column, end_column=open_column)
