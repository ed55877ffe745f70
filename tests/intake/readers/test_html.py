"""Web pages saved from sites, and web archives."""

from __future__ import annotations

import base64
import quopri

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document, Paragraph
from ledger_app.intake.readers import ReadLimits
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables


def read(body: str, encoding: str = "utf-8", head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head><meta charset='{encoding}'>{head}</head><body>{body}</body></html>"
    document = read_bytes(page.encode(encoding))
    assert_offsets_hold(document)
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030", "big5", "utf-16"])
def test_encoding_the_page_names(encoding: str) -> None:
    document = read("<p>工作安排</p>", encoding)
    assert lines(document) == ["工作安排"]


def test_page_that_names_the_wrong_encoding() -> None:
    page = "<html><head><meta charset='utf-8'></head><body><p>卫生健康工作要点，年底前完成。</p></body></html>"
    assert lines(read_bytes(page.encode("gb18030"))) == ["卫生健康工作要点，年底前完成。"]


def test_blocks_breaks_and_blanks() -> None:
    body = "<div>第一段，\n  续行<br>第二段。<br/><br/>第三 <b>段</b>。</div><p>词 语&nbsp;&nbsp;&nbsp;间</p>尾"
    assert lines(read(body)) == ["第一段，续行", "第二段。", "第三 段。", "词 语 间", "尾"]


def test_look_of_headings() -> None:
    body = (
        "<h1>要点</h1><p align=center style='font-size:22pt'><b>关于<br>通知</b></p>"
        "<div style='text-align:center'><p style='text-align:left'>正文<span style='font-size:16px'>小</span></p></div>"
    )
    first, second, third = read(body).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert isinstance(third, Paragraph)
    assert (first.style, first.outline_level, first.is_bold) == ("heading 1", 0, True)
    assert (second.text, second.is_centred, second.is_bold, second.size_pt) == ("关于\u2028通知", True, True, 22.0)
    assert (third.is_centred, third.is_bold, third.size_pt) == (False, False, None)


def test_numbers_of_ordered_lists_are_made() -> None:
    body = (
        "<ol><li>甲<li><p>乙</p></ol><ol start=3 type=a><li>丙</ol><ul><li>丁</ul>"
        "<ol style='list-style-type:cjk-ideographic'><li>戊<li value=10>己</ol><ol style='list-style:none'><li>庚</ol>"
    )
    assert lines(read(body)) == ["1. 甲", "2. 乙", "c. 丙", "丁", "一、戊", "十、己", "庚"]


def test_spans_of_a_table_and_lines_in_cells() -> None:
    body = (
        "<table><thead><tr><th colspan=2>任务</th><th>时限</th></tr></thead><tbody>"
        "<tr><td rowspan=2>医改</td><td><p>一是建站</p><p>二是<br>培训</p></td><td>6月</td></tr>"
        "<tr><td>考核</td><td>7月</td></tr></tbody></table>"
    )
    (table,) = tables(read(body))
    assert grid(table) == [["任务", "任务", "时限"], ["医改", "一是建站\n二是\n培训", "6月"], ["医改", "考核", "7月"]]
    assert [cell.is_merged_copy for cell in table.rows[2]] == [True, False, False]


@pytest.mark.parametrize("span", ["0", "-3", "x", "99999999999"])
def test_senseless_spans_are_one_cell(span: str) -> None:
    body = f"<table><tr><td rowspan={span} colspan={span}>甲</td><td>乙</td></tr></table>"
    assert grid(tables(read(body))[0]) == [["甲", "乙"]]


def test_tables_that_lay_out_the_page_are_read_through() -> None:
    article = "<p>一、总体要求</p><p>坚持目标导向，统筹推进。</p>" * 40
    inner = "<table><tr><td><table><tr><td>内</td></tr></table></table>"
    body = f"<table><tr><td>左</td><td>{article}</td></tr></table>{inner}"
    document = read(body)
    assert tables(document) == []
    assert lines(document)[:2] == ["左", "一、总体要求"]
    assert lines(document)[-1] == "内"


ARTICLE = "".join(f"<p>（{number}）加强能力建设，完善工作机制，年底前完成。</p>" for number in "一二三四五六")


def test_surroundings_of_a_site_are_taken_away() -> None:
    body = (
        "<div class='top-nav'><a href=/>首页</a> <a href=/a>政务公开</a></div>"
        "<ul><li><a href=/1>要闻</a></li><li><a href=/2>公告</a></li></ul>"
        "<div>当前位置：首页 &gt; 文件</div><h1>某县卫生健康工作要点</h1>"
        "<table><tr><td>索引号</td><td>0001</td></tr><tr><td>发文字号</td><td>某卫发〔2025〕1号</td></tr></table>"
        f"<div class='TRS_Editor'>{ARTICLE}</div><div>附件：<a href=/x>任务表</a> <a href=/y>名单</a></div>"
        "<div>上一篇：<a href=/p>旧闻</a></div><div class=footer><p>主办单位：某某</p></div><p>某ICP备001号</p>"
        "<div style='display:none'>看不见</div><script>var a='一、脚本。'</script>"
    )
    document = read(body)
    assert lines(document)[0] == "某县卫生健康工作要点"
    assert len(lines(document)) == 8
    assert lines(document)[-1].startswith("附件：")
    assert grid(tables(document)[0])[1] == ["发文字号", "某卫发〔2025〕1号"]
    assert codes(document) == ["INT-165"]


def test_plain_page_loses_nothing() -> None:
    document = read(f"<div class='content'>{ARTICLE}</div><p>某县卫生健康局</p>")
    assert len(lines(document)) == 7
    assert document.findings == ()


def test_title_of_the_page_is_kept_as_a_hint() -> None:
    assert read("<p>事</p>", head="<title> 工作要点 \n</title>").title_hint == "工作要点"


def test_table_over_the_limit_is_refused() -> None:
    page = "<html><body><table>" + "<tr><td>一</td><td colspan=900>二</td></tr>" * 50 + "</table></body></html>"
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(page.encode(), limits=ReadLimits(cells=1000))


def test_page_handed_out_as_a_workbook_is_read_as_what_it_is() -> None:
    page = "<html><table><tr><td>任务</td><td>时限</td></tr><tr><td>建站</td><td>6月</td></tr></table></html>"
    document = read_bytes(page.encode(), "台账.xls")
    assert document.format == "html"
    assert grid(tables(document)[0]) == [["任务", "时限"], ["建站", "6月"]]


def archive(encoding: str, charset: str, inner: bytes, packed: bytes) -> bytes:
    return (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html"; boundary="----=_x"\r\n\r\n\r\n------=_x\r\n'
        b"Content-Type: image/png\r\n\r\nPNG\r\n------=_x\r\nContent-Type: text/html; charset="
        + charset.encode()
        + b"\r\nContent-Transfer-Encoding: "
        + encoding.encode()
        + b"\r\n\r\n"
        + packed
        + b"\r\n------=_x--\r\n"
    )


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_web_archive(encoding: str) -> None:
    inner = "<html><body><p>一、工作目标</p></body></html>".encode("gbk")
    pack = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[encoding]
    document = read_bytes(archive(encoding, "gb2312", inner, pack(inner)))
    assert document.format == "mht"
    assert lines(document) == ["一、工作目标"]


def test_web_archive_without_a_page_is_refused() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\nabc\r\n--x--\r\n"
    with pytest.raises(UnreadableFileError, match="INT-108"):
        read_bytes(data)


@pytest.mark.parametrize("depth", [300, 5000])
def test_page_nested_without_end_is_read_or_refused(depth: int) -> None:
    data = ("<html><body>" + "<div>" * depth + "底" + "</div>" * depth).encode()
    try:
        assert "底" in read_bytes(data).text
    except UnreadableFileError as error:
        assert error.code in {"INT-108", "INT-112"}  # noqa: PT017
