"""Task tables in workbooks: merges, dates, percentages, hidden sheets, hostile extents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from openpyxl import Workbook

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document
from ledger_app.intake.readers import ReadLimits
from tests.intake.docx_builder import zipped
from tests.intake.reading import assert_offsets_hold, codes, grid, read_bytes, tables


def xlsx(fill: Callable[[Workbook], object]) -> bytes:
    book = Workbook()
    fill(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(fill: Callable[[Workbook], object]) -> Document:
    document = read_bytes(xlsx(fill), "台账.xlsx")
    assert_offsets_hold(document)
    return document


def test_merged_ranges_are_filled_and_marked() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        for values in (["任务表", None, None], ["序号", "任务", "时限"], [1, "建站", "6月"], [None, "培训", "7月"]):
            sheet.append(values)
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")

    (table,) = tables(read(fill))
    assert grid(table) == [["任务表"] * 3, ["序号", "任务", "时限"], ["1", "建站", "6月"], ["1", "培训", "7月"]]
    assert [cell.is_merged_copy for cell in table.rows[3]] == [True, False, False]
    assert table.sheet == "Sheet"


def test_blank_rows_and_outer_columns_are_dropped_but_row_numbers_stay() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet["B3"], sheet["D3"] = "任务", "时限"
        sheet["B7"], sheet["C8"], sheet["B8"] = "建站", " ", "培训"
        sheet.merge_cells("B8:B9")
        sheet["D9"] = "9月"

    (table,) = tables(read(fill))
    assert grid(table) == [["任务", "", "时限"], ["建站", "", ""], ["培训", "", ""], ["培训", "", "9月"]]
    assert (table.first_row, table.row_numbers) == (3, (3, 7, 8, 9))
    assert table.rows[3][0].origin == (2, 0)


def test_values_keep_their_kind() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.append(
            [
                dt.date(2025, 6, 30),
                dt.datetime(2025, 6, 30, 9, 30),  # noqa: DTZ001
                4.0,
                2.5,
                45838,
                True,
                "6月底",
                0.755,
                0.1 + 0.2,
            ]
        )
        sheet["H1"].number_format = "0.0%"
        sheet["A1"].number_format = 'yyyy"年"m"月"d"日"'

    cells = tables(read(fill))[0].rows[0]
    assert [(cell.text, cell.value, cell.value_kind) for cell in cells[:8]] == [
        ("2025-06-30", "2025-06-30", "date"),
        ("2025-06-30 09:30", "2025-06-30T09:30:00", "datetime"),
        ("4", 4, "number"),
        ("2.5", 2.5, "number"),
        ("45838", 45838, "number"),
        ("是", True, "bool"),
        ("6月底", None, "text"),
        ("75.5%", 0.755, "number"),
    ]
    assert cells[8].text == "0.3"


def test_sheets_are_tables_in_order_and_hidden_ones_are_said() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "医政股"
        book.active["A1"] = "建站"
        other = book.create_sheet("旧")
        other["A1"] = "去年"
        other.sheet_state = "hidden"
        other.row_dimensions[1].hidden = True
        book.create_sheet("空")

    document = read(fill)
    assert [(table.sheet, table.is_hidden) for table in tables(document)] == [("医政股", False), ("旧", True)]
    assert codes(document) == ["INT-157", "INT-158"]


def test_lines_in_a_cell_are_kept() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"], book.active["B1"] = "一是建站\n二是\t培训 ", "x"

    document = read(fill)
    assert tables(document)[0].rows[0][0].text == "一是建站\n二是\t培训"
    assert document.text == "一是建站\u2028二是 培训\tx\n"


def test_formula_without_saved_result_is_said() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"], book.active["A2"] = "合计", "=SUM(B1:B9)"

    assert codes(read(fill)) == ["INT-159"]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def links(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def package(rows: str, dimension: str = "A1", extra: str = "") -> bytes:
    """Return a small workbook around the rows of one sheet, its extent said wrongly as WPS does."""
    sheets = '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
    sheet = f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData>'
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": links("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": links("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
            "xl/other.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{extra}</sheetData></worksheet>',
        }
    )


def test_said_extent_is_not_believed() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    assert grid(tables(read_bytes(package(rows)))[0]) == [["1", "2"], ["", "3"]]


def test_one_cell_at_the_far_corner_is_refused_not_laid_out() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(package(rows), limits=ReadLimits(cells=100_000))


@pytest.mark.parametrize("reference", ["A99999999999", "AAAA1", "A0", "a1048576", "&#65;1048576", "A&#49;048576"])
def test_senseless_places_are_read_or_refused_but_never_laid_out(reference: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="{reference}"><v>1</v></c></row>'
    with suppress(UnreadableFileError):
        (table,) = tables(read_bytes(package(rows), limits=ReadLimits(cells=100_000)))
        assert len(table.rows) < 100_000


def test_sheet_no_workbook_names_is_measured_too() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(package('<row r="1"><c r="A1"><v>1</v></c></row>', extra=far), limits=ReadLimits(cells=100_000))


def test_claimed_extent_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert grid(tables(read_bytes(package(rows, "A1:XFD1048576")))[0]) == [["1"]]


def test_formats_at_the_far_corner_do_not_count() -> None:
    rows = '<row r="1"><c s="0" r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    document = read_bytes(package(rows), limits=ReadLimits(cells=100_000))
    assert grid(tables(document)[0]) == [["1"]]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_damaged_parts_are_refused(part: str) -> None:
    files = dict.fromkeys(["[Content_Types].xml"], '<Types><a b="spreadsheetml"/></Types>') | {part: "<workbook"}
    with pytest.raises(UnreadableFileError, match="INT-108"):
        read_bytes(zipped(files), "表.xlsx")
