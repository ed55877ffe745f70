"""What is copied in other programs is read as the file it comes from would be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake import clipboard
from ledger_app.intake.clipboard import Pasted, files_in, read_clipboard, wanted
from ledger_app.intake.proposal import ProposedItem
from ledger_app.intake.readers import read_source
from ledger_app.intake.understand import propose
from ledger_app.messages import describe
from tests.hostile.good import png
from tests.intake import clipboard_payloads as payloads
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

AT = dt.datetime(2024, 6, 30, 14, 5, tzinfo=dt.UTC)
TITLE = "2024年青禾县卫生健康重点任务分解表"
ROWS: payloads.Rows = (
    ("序号", "重点任务", "具体举措", "责任单位", "完成时限"),
    (1, "建设胸痛中心", "完成场地改造\n投入使用", "县人民医院", dt.date(2024, 6, 30)),
    (2, "规范村卫生室", "达标率95%以上", "基层股、各乡镇卫生院", dt.date(2024, 12, 31)),
    (3, "开展“双随机”抽查", "抽查不少于4次", "县疾控中心", "每季度末"),
    (4, "推进签约服务", "签约率达到\t目标", "基层股", "2024年10月底"),
)


def pasted(**formats: bytes) -> Pasted:
    names = {"html": "text/html", "text": "text/plain", "rtf": "text/rtf", "sheet": payloads.SHEET, "png": "image/png"}
    found = read_clipboard({names[key]: data for key, data in formats.items()}, clipboard.name_at(AT))
    assert_offsets_hold(found.document)
    return found


def items(found: Pasted) -> list[ProposedItem]:
    return [item for plan in propose(found.document).plans for item in plan.items]


def gist(some: list[ProposedItem]) -> list[object]:
    """Return what an import takes over of items."""
    return [
        (
            one.no,
            one.title,
            one.kind,
            [(owner.name, owner.role) for owner in one.owners],
            [(deadline.date, deadline.kind) for deadline in one.deadlines],
            [(target.op, target.value, target.unit) for target in one.targets],
        )
        for one in some
    ]


FORMS = {
    "excel": {"html": payloads.cf_html(payloads.excel(ROWS, merged_title=TITLE))},
    "excel as qt gives it": {"html": payloads.excel(ROWS, merged_title=TITLE).encode()},
    "wps": {"html": payloads.cf_html(payloads.excel(ROWS, merged_title=TITLE, has_values=True))},
    "xml spreadsheet": {
        "sheet": payloads.spreadsheet(ROWS, merged_title=TITLE),
        "text": payloads.tabbed(ROWS).encode("utf-16"),
    },
    "calc": {"html": payloads.calc(((TITLE, "", "", "", ""), *ROWS)).encode()},
    "tabs": {"text": (TITLE + "\t\t\t\t\r\n" + payloads.tabbed(ROWS)).encode("utf-16-le") + b"\x00\x00"},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_copied_table_gives_the_items_of_its_workbook(form: str) -> None:
    book = read_bytes(payloads.xlsx(ROWS, merged_title=TITLE), "任务表.xlsx")
    expected = gist([item for plan in propose(book).plans for item in plan.items])
    assert len(expected) == 4
    assert gist(items(pasted(**FORMS[form]))) == expected


def test_the_name_says_where_it_comes_from_and_the_bytes_can_be_read_again() -> None:
    for form, suffix in (("excel", ".html"), ("xml spreadsheet", ".xml"), ("tabs", ".tsv")):
        found = pasted(**FORMS[form])
        assert found.source.name == f"剪贴板 2024-06-30 1405{suffix}"
        assert found.document.sha256 == found.source.sha256
        assert read_source(found.source) == found.document


def test_values_of_cells_are_those_of_the_workbook() -> None:
    row = (("项目", "比例", "日期"), ("覆盖率", 0.95, dt.date(2024, 3, 5)))
    book = tables(read_bytes(payloads.xlsx(row), "表.xlsx"))[0]
    for found in (
        pasted(html=payloads.excel(row, has_values=True).encode()),
        pasted(html=payloads.calc(row).encode()),
        pasted(sheet=payloads.spreadsheet(row)),
    ):
        assert tables(found.document)[0].rows == book.rows


def test_text_that_runs_over_empty_cells_is_no_merged_area() -> None:
    page = payloads.excel((("甲", "乙", "丙"), ("一", "二", "三")))
    page = page.replace("<col", "<tr><td colspan=3 style='mso-ignore:colspan'>说明：每月报送</td></tr><col", 1)
    first = tables(pasted(html=page.encode()).document)[0].rows[0]
    assert [(cell.text, cell.is_merged_copy) for cell in first] == [
        ("说明：每月报送", False),
        ("", False),
        ("", False),
    ]


def test_hidden_rows_are_read_and_said_like_those_of_workbooks() -> None:
    page = payloads.excel((("任务", "单位"), ("培训", "县医院"), ("体检", "县中医院")))
    page = page.replace("<tr height=19", "<tr height=0 style='display:none'", 2)
    found = pasted(html=page.encode()).document
    assert grid(tables(found)[0]) == [["任务", "单位"], ["培训", "县医院"], ["体检", "县中医院"]]
    assert codes(found) == ["INT-163"]
    sheet = payloads.spreadsheet((("任务", "单位"), ("培训", "县医院"))).replace(b"<Row>", b'<Row ss:Hidden="1">', 1)
    assert codes(pasted(sheet=sheet).document) == ["INT-158"]


def test_list_numbers_of_word_are_kept_as_numbers() -> None:
    page = payloads.word(
        payloads.word_paragraph("提升服务能力", number="一、", style="mso-outline-level:1"),
        payloads.word_paragraph("建设胸痛中心", number="（一）", level=2),
        payloads.word_paragraph("做好保障", number="l", bullet_face="Wingdings"),
        payloads.word_paragraph("普通段落。"),
    )
    found = pasted(html=payloads.cf_html(page), text="甲".encode("utf-16")).document
    assert lines(found) == ["一、 提升服务能力", "（一） 建设胸痛中心", "● 做好保障", "普通段落。"]
    assert [getattr(block, "label", "") for block in found.blocks] == ["一、", "（一）", "●", ""]
    assert getattr(found.blocks[0], "outline_level", None) == 0


def test_changes_notes_and_hidden_text_of_word() -> None:
    inner = (
        '6月底前<span class=msoDel><del cite="mailto:a" datetime="2024">启动</del></span>'
        '<span class=msoIns><ins cite="mailto:a" datetime="2024">完成</ins></span>改造'
        "<a style='mso-footnote-id:ftn1' href=\"#_ftn1\"><span class=MsoFootnoteReference>[1]</span></a>"
        "<span style='display:none;mso-hide:all'>内部掌握</span>。<a class=msocomanchor href='#_msocom_1'>[张1]</a>"
    )
    notes = "<div style='mso-element:footnote-list'><p>脚注</p></div><div style='mso-element:comment-list'>批注</div>"
    found = pasted(html=payloads.word(payloads.word_paragraph(inner), table=notes).encode()).document
    assert lines(found) == ["6月底前完成改造。"]
    assert codes(found) == ["INT-151", "INT-152", "INT-153"]


def test_a_page_is_what_lies_between_the_marks() -> None:
    page = "<html><body>页头<div><!--StartFragment--><p>年底前完成培训。</p><!--EndFragment--></div>页脚</body></html>"
    found = pasted(html=payloads.cf_html(page, source_url="http://example.invalid/a.html"))
    assert lines(found.document) == ["年底前完成培训。"]
    assert b"StartHTML" not in found.source.data
    assert found.document.encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "gb18030"])
def test_encodings_of_a_browsers_page(encoding: str) -> None:
    page = '<meta http-equiv="content-type" content="text/html; charset=utf-8"><ol><li>建设胸痛中心</li></ol>'
    assert lines(pasted(html=page.encode(encoding)).document) == ["1. 建设胸痛中心"]


@pytest.mark.parametrize("said", ["gb2312", "utf-8"])
def test_a_page_on_the_clipboard_of_windows_is_utf8_whatever_it_says(said: str) -> None:
    page = (
        f"<html><head><meta charset={said}></head><body><!--StartFragment--><p>绿码</p><!--EndFragment--></body></html>"
    )
    assert lines(pasted(html=payloads.cf_html(page)).document) == ["绿码"]


@pytest.mark.parametrize(
    "head",
    [
        b"Version:0.9\r\nStartHTML:-1\r\nEndHTML:-1\r\nStartFragment:0000000111\r\nEndFragment:0000009999\r\n",
        b"Version:0.9\r\nStartHTML:9999999\r\nEndHTML:1\r\nStartFragment:5\r\nEndFragment:2\r\n",
        b"Version:1.0\r\n",
    ],
)
def test_wrong_offsets_lose_no_text(head: bytes) -> None:
    assert lines(pasted(html=head + "<p>年底前完成</p>".encode()).document)[-1].endswith("年底前完成")


def test_rich_text_of_libreoffice_goes_before_its_page() -> None:
    page = payloads.calc((("甲", "乙"),)).replace("<table", "<ol><li>提升能力</li></ol><p").encode()
    rich = rb"{\rtf1\ansi {\listtext\f0 \u19968?\u12289?\tab}\u25552?\u21319?\par}"
    names = ["text/html", "text/rtf", "text/plain", 'application/x-openoffice-x;windows_formatname="LibreOffice"']
    assert wanted(names) == ("text/html", "text/rtf", "text/plain")
    found = pasted(html=page, rtf=rich + b"\x00")
    assert (found.source.suffix, lines(found.document)) == (".rtf", ["一、提升"])


def test_names_and_times_of_a_chat_are_no_text() -> None:
    text = payloads.chat(
        ("张主任", "2024/3/5 10:21", "一、建设胸痛中心，6月底前完成。（责任单位：县人民医院）\n[图片]"),
        ("李四(基层股)", "3月5日 下午 2:07", "二、规范村卫生室，年底前完成。"),
        ("王五(10001)", "14:08:59", "收到"),
    )
    found = pasted(html="<div><b>张主任</b> 2024/3/5 10:21</div><div>一、</div>".encode(), text=text.encode())
    assert lines(found.document) == [
        "一、建设胸痛中心，6月底前完成。（责任单位：县人民医院）",
        "二、规范村卫生室，年底前完成。",
        "收到",
    ]
    assert codes(found.document) == ["INT-168"]
    assert found.source.data.decode("utf-8-sig") == text


@pytest.mark.parametrize(
    "text",
    [
        "来源：青禾县卫生健康局 2024-03-05 10:21\n工作要点",
        "会议安排\n签到 08:30\n讲话 09:00",
        "一、会议 3月5日 10:21\n二、培训 3月6日 10:21",
    ],
)
def test_times_in_a_plan_are_text(text: str) -> None:
    assert lines(pasted(text=text.encode()).document) == text.split("\n")


def test_numbers_with_a_tab_after_them_are_no_table() -> None:
    found = pasted(text="一、\t提升能力\r\n1.\t建设中心\r\n2.\t规范管理\r\n".encode())
    assert (found.source.suffix, tables(found.document)) == (".txt", [])


def test_a_format_without_text_gives_way_to_the_next() -> None:
    found = pasted(sheet=b"<Workbook", html=b"<html><body><img src='a.png'></body></html>", text="培训".encode())
    assert (found.source.suffix, lines(found.document)) == (".txt", ["培训"])


@pytest.mark.usefixtures("without_ocr")
def test_a_picture_without_the_recognition_is_one_sentence() -> None:
    with pytest.raises(UnreadableFileError, match="INT-116") as caught:
        pasted(html=b"<html><body><img src='a.png'></body></html>", png=png(9, 9, (b"\x00" + b"\xff" * 9) * 9))
    assert describe(caught.value).count("。") == 1


@pytest.mark.parametrize("formats", [{}, {"text": b" \r\n"}, {"html": b"<p></p>"}, {"sheet": b"x"}])
def test_nothing_to_read_is_one_sentence(formats: dict[str, bytes]) -> None:
    with pytest.raises(UnreadableFileError, match="INT-126") as caught:
        pasted(**formats)
    assert "剪贴板里没有" in describe(caught.value)


def test_only_the_formats_that_count_are_copied() -> None:
    picture, qt = "image/png", "application/x-qt-image"
    assert wanted(["text/html", "text/rtf", picture, "text/plain", payloads.SHEET]) == (payloads.SHEET, "text/plain")
    assert wanted(["text/html", "text/rtf", "text/plain", qt, "x/y"]) == ("text/html", "text/plain")
    assert wanted(["text/html", qt, picture]) == ("text/html", picture)
    assert wanted(["text/plain", "text/plain;charset=utf-8"]) == ("text/plain;charset=utf-8",)
    assert wanted(["application/x-other"]) == ()


def test_copied_files_are_files() -> None:
    listed = (
        b"# comment\r\nfile:///C:/%E8%AE%A1%E5%88%92/a%20b.docx\r\nfile:///srv/x.xlsx\r\nhttp://example.invalid/\r\n"
    )
    assert files_in({"text/uri-list": listed}) == (Path("C:/计划/a b.docx"), Path("/srv/x.xlsx"))
    assert files_in({"x-special/gnome-copied-files": b"copy\nfile:///srv/x.xlsx"}) == (Path("/srv/x.xlsx"),)
    assert clipboard.kind_of("text/uri-list") == clipboard.FILES
