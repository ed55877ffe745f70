"""Write tables as .xlsx: a sheet each, ready to be read, filtered and printed in Excel and WPS.

Rows go to the file as they come, so that 100,000 of them take as little memory as ten.  Texts stay texts whatever
they begin with: the cell says so, and is marked as if an apostrophe had been typed before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import Outline, PageSetupProperties

from ledger_app.ports import Progress
from ledger_app.reports.cell_text import cleaned, escaped, is_like_formula, shortened
from ledger_app.reports.sheet import Kind, Sheet, SheetColumn, SheetRow, ToneWord, Value, Written

_PX_PER_CHARACTER = 7
_LEAST_WIDTH, _MOST_WIDTH = 5, 80
_STEP_ROWS = 200
# A4 landscape between its margins, in px of the columns' widths; wider tables are scaled down to the paper.
_PAPER_SIZES = {"A4": 9, "A3": 8}
_MARGIN_INCHES = 0.45
_FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "light": "@",
    "date": "yyyy-mm-dd",
    "number": "General",
    "percent": "0%",
    "points": "+0;-0;0",
    "days": '"还剩" 0 "天";"逾期" 0 "天";"今天到期"',
}
_FINE_FORMATS: Mapping[Kind, str] = {"percent": "0.0#%", "points": "+0.0#;-0.0#;0"}
# Source: the light theme of the window; text on its ground >= 4.5:1.
_TONES = {
    "red": ("B42318", "FDECEA"),
    "yellow": ("8A5A00", "FFF4D6"),
    "green": ("1E7B3A", "E7F6EC"),
    "blue": ("1F5FA8", "E8F1FB"),
    "grey": ("5B6672", "EEF0F3"),
}
_FACE = "宋体"
_LINE = Side(style="thin", color="C4CBD3")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_RIGHT_KINDS = frozenset({"date", "number", "percent", "points", "days"})


def write_xlsx(sheet: Sheet, stream: BinaryIO, progress: Progress | None = None) -> Written:
    """Write a workbook of one sheet.

    Raises:
        Cancelled: through `progress`, which is told rows.
    """
    return write_workbook([sheet], stream, progress)


def write_workbook(sheets: Sequence[Sheet], stream: BinaryIO, progress: Progress | None = None) -> Written:
    """Write a workbook of several sheets, at least one; their names differ.

    Returns:
        The counts of all sheets together.

    Raises:
        Cancelled: through `progress`, which is told rows.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "任务台账"
    book.properties.title = cleaned(sheets[0].title)
    writers: list[_SheetWriter] = []
    try:
        for sheet in sheets:
            writers.append(_SheetWriter(book, sheet))
            writers[-1].write_head()
            writers[-1].write_rows(progress)
    except BaseException:
        for writer in writers:
            writer.give_up()
        raise
    if progress is not None:
        count = sum(sheet.count for sheet in sheets)
        progress.step(count, count, "正在整理文件")
    book.save(stream)
    written = [writer.written for writer in writers]
    return Written(
        sum(one.row_count for one in written),
        sum(one.guarded_count for one in written),
        sum(one.cut_count for one in written),
    )


class _SheetWriter:
    """Writes one sheet from top to bottom."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._sheet = sheet
        # The write-only sheet's own attributes are not in the stubs.
        self._out: Any = book.create_sheet(_sheet_name(sheet.name))
        self._row = 0
        self._cells: dict[tuple[int, str], Any] = {}
        self._counts = {"rows": 0, "guarded": 0, "cut": 0}
        self._head_row = 1 + len(sheet.notes) + 1

    @property
    def written(self) -> Written:
        return Written(self._counts["rows"], self._counts["guarded"], self._counts["cut"])

    def write_head(self) -> None:
        """Set up views, widths and print, and write what stands above the rows."""
        out, sheet = self._out, self._sheet
        out.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{self._head_row + 1}"
        out.sheet_properties.outlinePr = Outline(summaryBelow=False)
        out.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        out.sheet_format.outlineLevelRow = 1
        for number, column in enumerate(sheet.columns, start=1):
            out.column_dimensions[get_column_letter(number)].width = _width(column)
        self._set_up_print()
        self._append([self._styled(escaped(cleaned(sheet.title)), Font(name="黑体", size=14, bold=True))], height=24)
        for note in sheet.notes:
            self._append([self._styled(escaped(cleaned(note)), Font(name=_FACE, size=9, color="5B6672"))])
        self._append([self._heading(column) for column in sheet.columns], height=24)

    def write_rows(self, progress: Progress | None) -> None:
        """Write the rows, and the filter over them."""
        sheet = self._sheet
        has_groups = False
        for number, row in enumerate(sheet.rows):
            if progress is not None and number % _STEP_ROWS == 0:
                progress.step(number, sheet.count, f"已写 {number:,} 行")
            if row.is_group:
                has_groups = True
                self._append(self._group(row))
            else:
                self._counts["rows"] += 1
                self._append([self._cell(place, value) for place, value in enumerate(row.values)], level=has_groups)
        last = get_column_letter(len(sheet.columns))
        self._out.auto_filter.ref = f"A{self._head_row}:{last}{max(self._row, self._head_row)}"

    def give_up(self) -> None:
        """Leave nothing of an unfinished sheet behind."""
        self._out.close()
        # The library removes its own part file only when it is put into the workbook.
        self._out._writer.cleanup()  # noqa: SLF001

    def _set_up_print(self) -> None:
        out = self._out
        out.page_setup.orientation = "landscape"
        out.page_setup.paperSize = _PAPER_SIZES[self._sheet.paper]
        out.page_setup.fitToWidth, out.page_setup.fitToHeight = 1, 0
        out.print_title_rows = f"{self._head_row}:{self._head_row}"
        out.oddFooter.center.text = "第 &P 页，共 &N 页"
        out.print_options.horizontalCentered = True
        for side in ("left", "right", "top"):
            setattr(out.page_margins, side, _MARGIN_INCHES)
        out.page_margins.bottom = _MARGIN_INCHES + 0.2

    def _append(self, cells: Sequence[Any], *, height: float | None = None, level: bool = False) -> None:
        self._row += 1
        dimensions = self._out.row_dimensions
        if height is not None:
            dimensions[self._row].height = height
        if level:
            dimensions[self._row].outlineLevel = 1
        self._out.append(cells)
        # Kept by the library for every row that has one.
        dimensions.pop(self._row, None)

    def _styled(self, text: str, font: Font) -> Any:  # noqa: ANN401 - the library's cell
        cell: Any = WriteOnlyCell(self._out)
        _put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(vertical="center")
        return cell

    def _heading(self, column: SheetColumn) -> Any:  # noqa: ANN401
        cell = self._styled(escaped(cleaned(column.heading)), Font(name=_FACE, size=10, bold=True))
        cell.fill = PatternFill("solid", fgColor="E3E9F0")
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell

    def _group(self, row: SheetRow) -> list[Any]:
        label = row.values[0] if row.values else ""
        text = label.text if isinstance(label, ToneWord) else str(label or "")
        cells = [self._made(place, "group") for place in range(len(self._sheet.columns))]
        _put_text(cells[0], escaped(shortened(cleaned(text))))
        return cells

    def _cell(self, place: int, value: Value) -> Any:  # noqa: ANN401
        kind = self._sheet.columns[place].kind
        if value is None or value == "":
            cell = self._made(place, "plain")
            cell.value = None
        elif isinstance(value, ToneWord):
            cell = self._made(place, value.tone if value.tone in _TONES else "plain")
            _put_text(cell, escaped(cleaned(value.text)))
        elif isinstance(value, str):
            cell = self._text(place, value)
        elif isinstance(value, dt.date):
            cell = self._made(place, "plain")
            cell.value = value
        else:
            number = value / 100 if kind == "percent" else value
            cell = self._made(place, "fine" if kind in _FINE_FORMATS and value != round(value) else "plain")
            cell.value = round(number, 10) if isinstance(number, float) else number
        return cell

    def _text(self, place: int, value: str) -> Any:  # noqa: ANN401
        text = cleaned(value)
        short = shortened(text)
        self._counts["cut"] += short is not text
        is_guarded = is_like_formula(value) or is_like_formula(text)
        self._counts["guarded"] += is_guarded
        cell = self._made(place, "quoted" if is_guarded else "words")
        if short:
            _put_text(cell, escaped(short))
        else:
            cell.value = None
        return cell

    def _made(self, place: int, variant: str) -> Any:  # noqa: ANN401
        """Return the cell of a column for one kind of content; the same for every row: styles are costly to set."""
        found = self._cells.get((place, variant))
        if found is None:
            found = self._cells[place, variant] = self._make(self._sheet.columns[place], variant)
        return found

    def _make(self, column: SheetColumn, variant: str) -> Any:  # noqa: ANN401
        cell: Any = WriteOnlyCell(self._out)
        is_text = variant in ("words", "quoted")
        is_right = column.kind in _RIGHT_KINDS and not is_text
        cell.font = Font(name=_FACE, size=10, bold=variant == "group", color=_TONES.get(variant, ("1F2933", ""))[0])
        cell.border = _BOX
        sides = "right" if is_right else "center" if column.kind == "light" else "left"
        cell.alignment = Alignment(
            horizontal="left" if variant == "group" else sides,
            vertical="center",
            wrap_text=variant != "group" and (column.wraps or column.kind == "text"),
        )
        cell.number_format = "@" if is_text else _FORMATS[column.kind]
        if variant == "fine":
            cell.number_format = _FINE_FORMATS[column.kind]
        if variant in _TONES:
            cell.fill = PatternFill("solid", fgColor=_TONES[variant][1])
        if variant == "group":
            cell.fill = PatternFill("solid", fgColor="F0F3F6")
            cell.number_format = "@"
        cell.quotePrefix = variant == "quoted"
        return cell


def _put_text(cell: Any, text: str) -> None:  # noqa: ANN401 - the library's cell
    """Put a text in as a text: the library would make a formula of what begins with =."""
    cell.value = text
    cell.data_type = "s"


def _width(column: SheetColumn) -> float:
    # The heading must stand beside the filter's arrow.
    heading = sum(2 if sign > "\xff" else 1 for sign in column.heading) + 3
    least = {"date": 11, "days": 11, "light": 11}.get(column.kind, _LEAST_WIDTH)
    return float(max(least, min(heading, 14), min(column.width_px / _PX_PER_CHARACTER, _MOST_WIDTH)))


def _sheet_name(name: str) -> str:
    """Return a name that spreadsheets take for a sheet."""
    plain = "".join(" " if sign in "\\/?*[]:" else sign for sign in cleaned(name)).strip(" '")
    return plain[:31] or "台账"
