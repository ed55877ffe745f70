"""OFD pages, OpenDocument sheets, and workbooks as one XML file."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers import ReadLimits
from tests.intake.docx_builder import zipped
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_object(words: str, left: float, top: float, size: float = 5.0, delta: str = "") -> str:
    steps = delta or f"g {len(words) - 1} {size}"
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {top} 180 {size}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size * 0.86}" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*pages: Sequence[str]) -> bytes:
    files = {
        "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/P{number}.xml"/>' for number in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, objects in enumerate(pages):
        layer = f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"
        files[f"Doc_0/Pages/P{number}.xml"] = f"<ofd:Page {OFD}>{layer}</ofd:Page>"
    return zipped(files)


def test_ofd_lines_are_joined_into_paragraphs() -> None:
    full = "围绕全年目标任务统筹推进各项工作做到责任到人时限到天措施到位确"
    page = [
        text_object("二、重点任务", 40, 30),
        text_object(full[:30], 40, 40),
        text_object("保圆满完成。", 30, 50),
        text_object(full[:32], 30, 60),
        text_object("完。", 30, 70),
    ]
    document = read_bytes(ofd(page), "要点.ofd")
    assert lines(document) == ["二、重点任务", full[:30] + "保圆满完成。", full[:32] + "完。"]
    assert codes(document) == ["INT-161"]
    assert_offsets_hold(document)


@pytest.mark.parametrize(
    ("delta", "text"), [("5 5", "一二三"), ("g 2 5", "一二三"), ("", "一二三"), ("g x y z", "一二三")]
)
def test_ofd_distances_of_characters(delta: str, text: str) -> None:
    assert lines(read_bytes(ofd([text_object(text, 30, 30, delta=delta)]))) == [text]


def test_ofd_of_pictures_is_refused_as_a_scan() -> None:
    with pytest.raises(UnreadableFileError, match="INT-111"):
        read_bytes(ofd(['<ofd:ImageObject ID="1" Boundary="0 0 9 9" ResourceID="2"/>']))


def test_ofd_without_its_document_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-112"):
        read_bytes(zipped({"OFD.xml": f"<ofd:OFD {OFD}/>"}))


ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def ods(rows: str, style: str = "", manifest: str = "<manifest/>") -> bytes:
    styles = (
        '<office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles>"
    )
    table = f'<table:table table:name="表" table:style-name="{style}">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": f"<office:document-content {ODS}>{styles}{body}</office:document-content>",
        }
    )


def text_cell(words: str, attributes: str = "") -> str:
    return f'<table:table-cell {attributes} office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def test_ods_values_merges_and_repeats() -> None:
    value = '<table:table-cell office:value-type="{}" office:{}="{}"><text:p>x</text:p></table:table-cell>'
    rows = (
        row(
            text_cell("任务表", 'table:number-columns-spanned="3"'),
            '<table:covered-table-cell table:number-columns-repeated="2"/>',
        )
        + row(attributes='table:number-rows-repeated="3"')
        + row(
            value.format("float", "value", "4"),
            value.format("percentage", "value", "0.755"),
            value.format("date", "date-value", "2025-06-30"),
        )
        + row(
            text_cell("甲<text:s text:c='2'/>乙<text:line-break/>丙"),
            text_cell("同", 'table:number-columns-repeated="2"'),
        )
        + row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            attributes='table:number-rows-repeated="1048000"',
        )
    )
    document = read_bytes(ods(rows))
    (table,) = tables(document)
    assert grid(table) == [["任务表"] * 3, ["4", "75.5%", "2025-06-30"], ["甲  乙\n丙", "同", "同"]]
    assert table.row_numbers == (1, 5, 6)
    assert [cell.value_kind for cell in table.rows[1]] == ["number", "number", "date"]
    assert_offsets_hold(document)


def test_ods_hidden_sheet_is_said() -> None:
    document = read_bytes(ods(row(text_cell("旧")), style="ta2"))
    assert tables(document)[0].is_hidden
    assert codes(document) == ["INT-157"]


def test_ods_that_repeats_text_without_end_is_refused() -> None:
    rows = row(
        text_cell("x", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"'
    )
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(ods(rows), limits=ReadLimits(cells=100_000))


def test_ods_with_a_password_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-109"):
        read_bytes(ods(row(text_cell("x")), manifest="<manifest><encryption-data/></manifest>"))


def spreadsheet_xml(rows: str) -> bytes:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def test_workbook_as_one_xml_file() -> None:
    cell = "<Cell {}><Data ss:Type='{}'>{}</Data></Cell>".format
    rows = "".join(
        (
            "<Row>" + cell("ss:MergeAcross='1'", "String", "任务") + cell("", "String", "时限") + "</Row>",
            "<Row ss:Index='3'>" + cell("ss:MergeDown='1'", "String", "医改") + cell("", "Number", "4.0"),
            cell("", "DateTime", "2025-06-30T00:00:00.000") + "</Row><Row>" + cell("", "String", "乙") + "</Row>",
        )
    )
    document = read_bytes(spreadsheet_xml(rows), "台账.xls")
    (table,) = tables(document)
    assert grid(table) == [["任务", "任务", "时限"], ["医改", "4", "2025-06-30"], ["医改", "乙", ""]]
    assert table.row_numbers == (1, 3, 4)
    assert table.sheet == "表"


def test_workbook_as_xml_that_claims_far_rows_is_refused() -> None:
    rows = "<Row ss:Index='1048576'><Cell ss:Index='16384'><Data ss:Type='String'>x</Data></Cell></Row>"
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(spreadsheet_xml(rows), limits=ReadLimits(cells=100_000))
