"""What a .docx shows on its pages: tables, boxes, revisions, hidden text, fields."""

from __future__ import annotations

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Paragraph
from tests.intake.docx_builder import cell, docx, paragraph, row, run, table, zipped
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

HIDDEN = "<w:vanish/>"


def printed(*body: str, styles: str = "") -> list[str]:
    document = read_bytes(docx(*body, styles=styles))
    assert_offsets_hold(document)
    return lines(document)


def field(mark: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>'


def test_runs_breaks_and_symbols_make_one_line() -> None:
    inner = (
        run("第一")
        + "<w:r><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>四\u00ad</w:t>"
        + '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    )
    assert printed(paragraph(inner=inner)) == ["第一\t二\u2028三-四✓"]


def test_wrappers_are_read_through() -> None:
    inner = (
        f"<w:hyperlink>{run('链接')}</w:hyperlink><w:smartTag>{run('标记')}</w:smartTag>"
        f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt><w:fldSimple>{run('域')}</w:fldSimple>"
    )
    block = f"<w:sdt><w:sdtContent>{paragraph('块')}</w:sdtContent></w:sdt>"
    assert printed(paragraph(inner=inner), block) == ["链接标记控件域", "块"]


def test_field_gives_its_result_not_its_code() -> None:
    code = "<w:r><w:instrText> PAGEREF x </w:instrText><w:t>码</w:t></w:r>"
    inner = field("begin") + code + field("separate") + run("12") + field("end") + run("页")
    assert printed(paragraph(inner=inner)) == ["12页"]


def test_field_left_open_hides_nothing_after_its_paragraph() -> None:
    assert printed(paragraph(inner=field("begin") + run("码")), paragraph("后文")) == ["后文"]


def test_revisions_are_read_as_accepted_and_said() -> None:
    inner = (
        run("完成") + f"<w:ins>{run('全部')}</w:ins><w:del>{run('部分')}</w:del><w:moveFrom>{run('旧')}</w:moveFrom>"
    )
    document = read_bytes(docx(paragraph(inner=inner + f"<w:moveTo>{run('任务')}</w:moveTo>")))
    assert lines(document) == ["完成全部任务"]
    assert codes(document) == ["INT-151"]


def test_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p>"
    assert printed(first, paragraph("后半")) == ["前半后半"]


def test_deleted_table_row_is_left_out() -> None:
    gone = row(cell("旧"), cell("事"), properties="<w:del/>")
    document = read_bytes(docx(table(row(cell("甲"), cell("乙")), gone)))
    assert grid(tables(document)[0]) == [["甲", "乙"]]


def test_hidden_text_is_left_out_and_said() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    inner = run("看见") + run("看不见", HIDDEN) + run("也不见", '<w:rStyle w:val="H"/>')
    shown = run("又见", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    document = read_bytes(docx(paragraph(inner=inner + shown), styles=styles))
    assert lines(document) == ["看见又见"]
    assert codes(document) == ["INT-152"]


def test_text_box_is_read_once_though_written_twice() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read_bytes(docx(paragraph(inner=run("正文") + drawing), paragraph("后文")))
    assert lines(document) == ["正文", "框内", "后文"]
    assert codes(document) == ["INT-154"]


def test_footnotes_stand_aside() -> None:
    document = read_bytes(docx(paragraph(inner=run("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>')))
    assert lines(document) == ["正文"]
    assert codes(document) == ["INT-153"]


def test_merged_cells_fill_a_full_rectangle() -> None:
    def down(value: str = "") -> str:
        return f"<w:vMerge{value}/>"

    document = read_bytes(
        docx(
            table(
                row(cell("类别", '<w:gridSpan w:val="2"/>'), cell("时限")),
                row(cell("医改", down(' w:val="restart"')), cell("甲"), cell("6月")),
                row(cell("", down()), cell("乙"), cell("7月")),
                row(cell("丙"), properties='<w:gridBefore w:val="1"/>'),
            )
        )
    )
    (block,) = tables(document)
    assert grid(block) == [["类别", "类别", "时限"], ["医改", "甲", "6月"], ["医改", "乙", "7月"], ["", "丙", ""]]
    copy = block.rows[2][0]
    assert copy.is_merged_copy
    assert copy.origin == (1, 0)
    assert document.text == "类别\t\t时限\n医改\t甲\t6月\n\t乙\t7月\n\t丙\t\n"
    assert_offsets_hold(document)


def test_cell_keeps_its_lines_and_nested_rows() -> None:
    inner = table(row(cell("一"), cell("二")), row(cell("三"), cell("四")))
    document = read_bytes(docx(table(row(cell(paragraph("甲") + paragraph("乙") + inner), cell("右")))))
    assert tables(document)[0].rows[0][0].text == "甲\n乙\n一\t二\n三\t四"
    assert_offsets_hold(document)


def test_frame_around_text_is_no_table() -> None:
    assert printed(table(row(cell(paragraph("框中第一段") + paragraph("第二段"))))) == ["框中第一段", "第二段"]


def test_look_of_a_paragraph() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="Heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    )
    mixed = paragraph(inner=run("粗", '<w:b/><w:sz w:val="44"/>') + run("细"))
    blocks = read_bytes(docx(paragraph("标题", style="1"), mixed, styles=styles)).blocks
    first, second = blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.style, first.outline_level, first.is_centred, first.is_bold, first.size_pt) == (
        "heading 1", 0, True, True, 16.0,
    )  # fmt: skip
    assert (second.style, second.outline_level, second.is_bold, second.size_pt) == ("normal", None, False, 22.0)


def test_styles_based_on_each_other_do_not_hang() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert printed(paragraph("事", style="A"), styles=styles) == ["事"]


def test_strict_document_is_read_like_the_usual_one() -> None:
    usual = docx(paragraph("严格格式"))
    main = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = "<w:body><w:p><w:r><w:t>严格格式</w:t></w:r></w:p></w:body>"
    strict = zipped(
        {
            "[Content_Types].xml": '<Types><Override ContentType="a.wordprocessingml.document.main+xml"/></Types>',
            "word/document.xml": f'<w:document xmlns:w="{main}">{body}</w:document>',
        }
    )
    assert lines(read_bytes(strict)) == lines(read_bytes(usual))


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(data, "方案.docx")
    assert caught.value.facts["file"] == "方案.docx"
    return caught.value.code


def test_external_entities_are_refused() -> None:
    part = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:t>&x;</w:t></w:document>'
    assert refusal(docx(parts={"word/document.xml": part})) == "INT-114"


def test_entities_that_grow_are_refused() -> None:
    part = '<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
    assert refusal(docx(parts={"word/document.xml": part})) == "INT-114"


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert refusal(docx(paragraph("事"), parts={"word/media/a.xml": " " * 60_000_000})) == "INT-113"


def test_tables_nested_without_end_are_refused() -> None:
    inner = paragraph("底")
    for _ in range(30):
        inner = table(row(cell(inner), cell("旁")))
    assert refusal(docx(inner)) == "INT-115"


def test_broken_xml_is_refused() -> None:
    assert refusal(docx(parts={"word/document.xml": "<w:document>"})) == "INT-108"


def test_document_without_text_is_refused() -> None:
    assert refusal(docx(paragraph())) == "INT-112"
