"""OpenDocument texts: computed numbers, tables, changes, what is left aside."""

from __future__ import annotations

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document, Paragraph
from ledger_app.intake.readers import ReadLimits
from tests.intake.docx_builder import zipped
from tests.intake.odt_builder import cell, covered, h, item, list_style, listed, number, odt, p, row, table
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

CHINESE = "一, 二, 三, ..."
OFFICIAL = list_style(
    "L1",
    number(1, CHINESE, suffix="、"),
    number(2, CHINESE, prefix="（", suffix="）"),
    number(3, "1", suffix=".", more='text:display-levels="1"'),
)


def read(*body: str, automatic: str = "", styles: str = "") -> Document:
    document = read_bytes(odt(*body, automatic=automatic, styles=styles), "要点.odt")
    assert_offsets_hold(document)
    return document


def test_headings_of_official_papers_get_their_numbers() -> None:
    document = read(
        p("2024年工作要点"),
        listed(
            item(p("提升能力"), listed(item(p("建设中心")), item(p("规范管理"), listed(item(p("培训")))))),
            item(p("组织保障"), listed(item(p("压实责任")))),
            style="L1",
        ),
        automatic=OFFICIAL,
    )
    assert lines(document) == [
        "2024年工作要点",
        "一、 提升能力",
        "（一） 建设中心",
        "（二） 规范管理",
        "1. 培训",
        "二、 组织保障",
        "（一） 压实责任",
    ]
    assert document.format == "odt"
    assert [block.level for block in document.blocks if isinstance(block, Paragraph)] == [None, 0, 1, 1, 2, 0, 1]


def test_lists_go_on_where_they_say_so_and_begin_anew_where_not() -> None:
    def one(text: str, more: str = "") -> str:
        return listed(item(p(text)), style="L1", more=more)

    document = read(
        one("甲", 'xml:id="a"'),
        p("文"),
        one("乙", 'text:continue-numbering="true"'),
        one("丙"),
        one("丁", 'text:continue-list="a"'),
        listed(item(p("戊"), start=9), style="L1"),
        automatic=OFFICIAL,
    )
    assert lines(document) == ["一、 甲", "文", "二、 乙", "一、 丙", "三、 丁", "九、 戊"]


def test_only_the_first_paragraph_of_an_item_is_numbered() -> None:
    header = "<text:list-header><text:p>说明</text:p></text:list-header>"
    document = read(listed(header, item(p("甲"), p("续")), item(p("乙")), style="L1"), automatic=OFFICIAL)
    assert lines(document) == ["说明", "一、 甲", "续", "二、 乙"]


@pytest.mark.parametrize(
    ("level", "printed"),
    [
        (number(1, "1", suffix="."), "1. 事"),
        (number(1, "①, ②, ③, ..."), "① 事"),
        (number(1, "壹, 贰, 叁, ...", suffix="、"), "壹、 事"),
        (number(1, "甲, 乙, 丙, ...", suffix="."), "甲. 事"),
        (number(1, "I", suffix=")"), "I) 事"),
        (number(1, "1", more='style:num-list-format="第%1%条"'), "第1条 事"),
        (number(1, ""), "事"),
        ('<text:list-level-style-bullet text:level="1" text:bullet-char="●"/>', "● 事"),
        (
            (
                '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="．">'
                '<style:list-level-properties><style:list-level-label-alignment text:label-followed-by="nothing"/>'
                "</style:list-level-properties></text:list-level-style-number>"
            ),
            "1．事",
        ),
    ],
)
def test_forms_of_numbers(level: str, printed: str) -> None:
    assert lines(read(listed(item(p("事")), style="L"), automatic=list_style("L", level))) == [printed]


def test_numbers_of_several_levels() -> None:
    style = list_style("L", number(1, "1"), number(2, "1", suffix=" ", more='text:display-levels="2"'))
    document = read(listed(item(p("甲"), listed(item(p("乙")), item(p("丙")))), style="L"), automatic=style)
    assert lines(document) == ["1 甲", "1.1  乙", "1.2  丙"]


def test_headings_count_in_the_outline() -> None:
    outline = list_style(
        "Outline", number(1, CHINESE, suffix="、", tag="outline"), number(2, "", tag="outline"), kind="outline-style"
    )
    document = read(
        h("甲", 1), h("子", 2), h("不编号", 1, more='text:is-list-header="true"'), h("乙", 1), styles=outline
    )
    assert lines(document) == ["一、 甲", "子", "不编号", "二、 乙"]
    assert [getattr(block, "outline_level", None) for block in document.blocks] == [0, 1, 0, 0]


def test_styles_come_from_their_parents() -> None:
    named = (
        '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" '
        'style:default-outline-level="1"><style:paragraph-properties fo:text-align="center"/>'
        '<style:text-properties fo:font-weight="bold" fo:font-size="22pt"/></style:style>'
    )
    own = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    block = read(p("标题", style="P1"), automatic=own, styles=named).blocks[0]
    assert isinstance(block, Paragraph)
    look = (block.style, block.outline_level, block.is_centred, block.is_bold, block.size_pt)
    assert look == ("heading 1", 0, True, True, 22.0)


def test_blanks_breaks_and_fields() -> None:
    inner = (
        '  甲 \n 乙<text:s text:c="2"/>丙<text:line-break/>丁<text:tab/><text:span>戊<text:a>己</text:a></text:span>'
    )
    assert lines(read(p(inner=inner))) == ["甲 乙  丙\u2028丁\t戊己"]


def test_changes_are_taken_as_accepted() -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="1"><text:deletion><text:p>旧</text:p></text:deletion>'
        '</text:changed-region><text:changed-region text:id="2"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
    )
    inner = '6月底前<text:change text:change-id="1"/><text:change-start text:change-id="2"/>完成<text:change-end/>。'
    document = read(changes, p(inner=inner))
    assert lines(document) == ["6月底前完成。"]
    assert codes(document) == ["INT-151"]


def test_hidden_text_notes_and_comments_are_left_aside() -> None:
    hidden = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>注</text:note-body></text:note>"
    remark = "<office:annotation><text:p>批注</text:p></office:annotation>"
    inner = f'完成{note}改造<text:span text:style-name="T1">内部</text:span>{remark}。'
    section = '<text:section text:display="none"><text:p>藏</text:p></text:section>'
    contents = "<text:table-of-content><text:index-body><text:p>目录</text:p></text:index-body></text:table-of-content>"
    document = read(contents, p(inner=inner), section, automatic=hidden)
    assert lines(document) == ["完成改造。"]
    assert codes(document) == ["INT-152", "INT-153"]


def test_boxes_stand_after_their_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>框中</text:p></draw:text-box></draw:frame>"
    document = read(p(inner=f"正文{box}"), box, p("后文"))
    assert lines(document) == ["正文", "框中", "框中", "后文"]
    assert codes(document) == ["INT-154"]


def test_merged_cells_lists_and_tables_in_cells() -> None:
    body = table(
        f"<table:table-header-rows>{row(cell('任务', right=2), cell('单位'))}</table:table-header-rows>",
        row(cell("一类", down=2), cell(inner=listed(item(p("甲")), item(p("乙")), style="L1")), cell("县医院")),
        row(covered(), cell(inner=table(row(cell("内1"), cell("内2")))), cell("县疾控")),
    )
    document = read(body, automatic=OFFICIAL)
    assert grid(tables(document)[0]) == [
        ["任务", "任务", "单位"],
        ["一类", "一、 甲\n二、 乙", "县医院"],
        ["一类", "内1\t内2", "县疾控"],
    ]


def test_a_frame_of_one_cell_is_text() -> None:
    assert lines(read(table(row(cell("框内的话"))), p("后文"))) == ["框内的话", "后文"]


def test_refusals() -> None:
    with pytest.raises(UnreadableFileError, match="INT-109"):
        read_bytes(odt(p("事"), manifest="<manifest><encryption-data/></manifest>"))
    with pytest.raises(UnreadableFileError, match="INT-112"):
        read_bytes(odt(p("")))
    with pytest.raises(UnreadableFileError, match="INT-108"):
        read_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "meta.xml": "<a/>"}))
    deep = table(row(cell("甲"), cell("乙")))
    for _ in range(9):
        deep = table(row(cell(inner=deep), cell("乙")))
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(odt(deep), limits=ReadLimits(depth=5))
    wide = '<table:table-cell table:number-columns-repeated="999999"><text:p>甲</text:p></table:table-cell>'
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(odt(table(row(wide), row(cell("乙")))), limits=ReadLimits(cells=100))


def test_slides_and_binary_workbooks_say_what_to_do() -> None:
    with pytest.raises(UnreadableFileError, match="INT-122"):
        read_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<a/>"}))
    types = '<Types><Override ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    with pytest.raises(UnreadableFileError, match="INT-121"):
        read_bytes(zipped({"[Content_Types].xml": types, "xl/workbook.bin": "x"}))
