"""What files say about themselves: each field from where it stands, nothing where nothing is said."""

from __future__ import annotations

import datetime as dt
import struct
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.evidence_text import Description
from ledger_app.evidence.describing import date_in_name, describe_file
from ledger_app.evidence.kinds import kind_of
from ledger_app.evidence.properties import Properties, read_properties
from ledger_app.intake.readers.registry import read_source
from ledger_app.intake.source import Source
from tests.intake.docx_builder import docx, paragraph, zipped

NOTICE = (
    "沐溪县卫生健康局文件",
    "沐卫发〔2024〕12号",
    "沐溪县卫生健康局关于印发基层慢病管理实施方案的通知",
    "各乡镇卫生院、局属各单位：",
    "现将《基层慢病管理实施方案》印发给你们，请认真组织实施，按时报送进展情况。",
    "沐溪县卫生健康局",
    "2024年6月12日",
)
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def described(tmp_path: Path, name: str, content: bytes) -> Description:
    """Return what the description of a file of this name and content is."""
    path = tmp_path / name
    path.write_bytes(content)
    with path.open("rb") as stream:
        media = kind_of(stream).format
    source = Source(name, content, path.suffix)
    return describe_file(read_source(source), read_properties(source, media), name, media)


def test_an_official_notice_names_its_head_and_foot(tmp_path: Path) -> None:
    for name, content in (
        ("扫描0001.docx", docx(*map(paragraph, NOTICE))),
        ("扫描0001.txt", "\n".join(NOTICE).encode("gb18030")),
    ):
        said = described(tmp_path, name, content)
        assert said.title == NOTICE[2], name
        assert (said.kind, said.doc_number, said.author) == ("通知", "沐卫发〔2024〕12号", "沐溪县卫生健康局")
        assert said.document_date == dt.date(2024, 6, 12)
        assert (said.has_text, said.personal) == (True, "")
        assert said.source_of("document_date") == "成文日期"


def test_a_sheet_of_names_is_a_list_and_personal(tmp_path: Path) -> None:
    rows = "村医培训签到表\n\n姓名  手机\n李小满  13900001111\n王大年  13900002222\n"
    said = described(tmp_path, "新建文本文档.txt", rows.encode())
    assert (said.title, said.kind) == ("村医培训签到表", "签到表")
    assert said.personal == "手机号 2 个（如 139****1111）"


def test_minutes_without_a_number_say_only_what_they_say(tmp_path: Path) -> None:
    words = (
        "基层卫生工作例会会议记录",
        "时间：2024年5月8日",
        "地点：三楼会议室",
        "会议研究了签约服务进度，要求各院按月报送。",
    )
    said = described(tmp_path, "会议记录(2).txt", "\n".join(words).encode())
    assert (said.title, said.kind) == (words[0], "会议记录")
    assert (said.doc_number, said.author, said.page_count) == ("", "", None)


@pytest.mark.parametrize(
    "first", ["关于这件事，我们已经研究过了。", "附件1", "姓名：张三", "12345", "沐溪县卫生健康局"]
)
def test_a_first_line_that_is_no_title_gives_none(tmp_path: Path, first: str) -> None:
    said = described(tmp_path, "a.txt", f"{first}\n后面是一般的文字，没有标题。\n".encode())
    assert said.title == ""


def test_a_photograph_is_known_by_its_name_and_format() -> None:
    said = describe_file(None, Properties(1), "微信图片_20240612093021.jpg", "jpeg")
    assert (said.kind, said.document_date, said.has_text) == ("照片", dt.date(2024, 6, 12), False)
    taken = describe_file(None, Properties(1, "", dt.date(2024, 3, 4)), "DSC_0001.JPG", "jpeg")
    assert (taken.document_date, taken.source_of("document_date")) == (dt.date(2024, 3, 4), "拍摄时间")


def test_a_title_property_of_a_program_is_no_title() -> None:
    assert describe_file(None, Properties(2, "Microsoft Word - 文档1"), "a.pdf", "pdf").title == ""
    assert describe_file(None, Properties(2, "年度工作总结材料"), "a.pdf", "pdf").title == "年度工作总结材料"


def test_pages_are_counted_by_the_file_itself(tmp_path: Path) -> None:
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Pages>{}</Pages></Properties>"
    )
    short = docx(paragraph("会议通知"), parts={"docProps/app.xml": app.format(3)})
    assert described(tmp_path, "a.docx", short).page_count == 3
    # Some programs write 1 without counting.
    long = docx(*(paragraph("工作内容" * 100) for _ in range(20)), parts={"docProps/app.xml": app.format(1)})
    assert described(tmp_path, "b.docx", long).page_count is None
    broken = docx(paragraph("会议通知"), parts={"docProps/app.xml": app.format(escape("很多"))})
    assert described(tmp_path, "c.docx", broken).page_count is None


def test_a_fax_of_several_pages_counts_them() -> None:
    def folder(following: int) -> bytes:
        return struct.pack("<HHHIII", 1, 0x0100, 3, 1, 8, following)

    data = b"II*\x00" + struct.pack("<I", 8) + folder(8 + 18) + folder(8 + 36) + folder(0)
    assert read_properties(Source("a.tif", data), "tiff").page_count == 3
    looped = b"II*\x00" + struct.pack("<I", 8) + folder(8)
    assert read_properties(Source("a.tif", looped), "tiff").page_count == 1
    assert read_properties(Source("a.tif", data[:20]), "tiff") == Properties()


def test_a_workbook_has_no_pages_and_its_merged_head_is_its_title(tmp_path: Path) -> None:
    cells = (
        '<c t="inlineStr" r="A1"><is><t>2024年签约服务数据统计表</t></is></c>',
        '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c>',
    )
    rows = "".join(f'<row r="{number}">{cell}</row>' for number, cell in enumerate(cells, start=1))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>',
    }
    said = described(tmp_path, "数据.xlsx", zipped(parts))
    assert (said.title, said.kind, said.page_count) == ("2024年签约服务数据统计表", "数据表", None)


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)), st.sampled_from(["{:%Y%m%d}", "{:%Y-%m-%d}", "{:%Y.%m.%d}"])
)
def test_a_day_in_a_name_is_read_in_each_form(day: dt.date, form: str) -> None:
    assert date_in_name(f"照片_{form.format(day)}_01") == day
    assert date_in_name(f"{day.year}年{day.month}月{day.day}日会议") == day


@pytest.mark.parametrize("name", ["", "扫描0001", "20241399", "文件202406", "1.2.3", "13800138000", "12024061299999"])
def test_other_numbers_in_a_name_are_no_day(name: str) -> None:
    assert date_in_name(name) is None
