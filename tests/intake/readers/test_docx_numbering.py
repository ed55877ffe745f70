"""The numbers Word would print: lists bound to styles, restarts, overrides, templates, forms."""

from __future__ import annotations

import pytest

from ledger_app.intake.document import Paragraph
from tests.intake.docx_builder import cell, definition, docx, instance, level, paragraph, row, table
from tests.intake.reading import grid, lines, read_bytes, tables

OFFICIAL = definition(
    1,
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircleChinese", "%4", '<w:suff w:val="space"/>'),
) + instance(1, 1)


def printed(*body: str, numbering: str = OFFICIAL, styles: str = "") -> list[str]:
    return lines(read_bytes(docx(*body, numbering=numbering, styles=styles)))


def test_levels_of_an_official_document_restart_under_each_heading() -> None:
    depths = [0, 1, 2, 2, 3, 1, 2, 0, 1]
    body = [paragraph("事", number=(1, depth)) for depth in depths]
    assert printed(*body) == ["一、事", "（一）事", "1. 事", "2. 事", "① 事", "（二）事", "1. 事", "二、事", "（一）事"]


def test_number_is_kept_apart_from_the_text() -> None:
    document = read_bytes(docx(paragraph("健全机制。", number=(1, 2)), numbering=OFFICIAL))
    block = document.blocks[0]
    assert isinstance(block, Paragraph)
    assert (block.label, block.label_gap, block.text, block.level) == ("1.", " ", "健全机制。", 2)


def test_numbers_run_on_where_a_level_never_restarts() -> None:
    numbering = definition(
        1,
        level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
        level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>'),
    ) + instance(1, 1)
    body = [paragraph("事", number=(1, depth)) for depth in (0, 1, 1, 0, 1)]
    assert printed(*body, numbering=numbering) == ["一、事", "1.事", "2.事", "二、事", "3.事"]


def test_level_may_restart_only_after_a_named_level() -> None:
    numbering = definition(
        1, level(0, "decimal", "%1"), level(1, "decimal", "%2"), level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>')
    ) + instance(1, 1)
    body = [paragraph("事", number=(1, depth)) for depth in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert [line.split()[0] for line in printed(*body, numbering=numbering)] == list("11122211")


def test_two_instances_of_one_list_count_together() -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + instance(1, 1) + instance(2, 1)
    body = [paragraph("事", number=(number, 0)) for number in (1, 2, 1)]
    assert printed(*body, numbering=numbering) == ["1. 事", "2. 事", "3. 事"]


def test_start_override_restarts_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = definition(1, level(0, "decimal", "%1.")) + instance(1, 1) + instance(2, 1, override)
    body = [paragraph("事", number=(number, 0)) for number in (1, 2, 2)]
    assert printed(*body, numbering=numbering) == ["1. 事", "5. 事", "6. 事"]


def test_instance_may_bring_a_whole_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1．")}</w:lvlOverride>'
    numbering = definition(1, level(0, "decimal", "%1.")) + instance(3, 1, own)
    assert printed(paragraph("事", number=(3, 0)), numbering=numbering) == ["甲． 事"]


def test_list_comes_with_the_style_and_its_ancestors() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 2"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="heading 3"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = definition(
        1,
        level(0, "chineseCountingThousand", "第%1章"),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="C"/><w:isLgl/>'),
    ) + instance(1, 1)
    body = [
        paragraph("甲", style="A"),
        paragraph("乙", style="C"),
        paragraph("丙", style="B"),
        paragraph("丁", style="C"),
    ]
    assert printed(*body, numbering=numbering, styles=styles) == ["第一章 甲", "1.1 乙", "第二章 丙", "2.1 丁"]


def test_number_zero_takes_a_paragraph_out_of_its_styles_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    number = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    out = f'<w:p><w:pPr><w:pStyle w:val="A"/>{number}</w:pPr><w:r><w:t>前言</w:t></w:r></w:p>'
    assert printed(out, paragraph("事", style="A"), styles=styles) == ["前言", "一、事"]


def test_list_defined_through_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="公文"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    numbering = (
        definition(1, extra='<w:numStyleLink w:val="L"/>')
        + definition(2, level(0, "chineseCounting", "（%1）"), extra='<w:styleLink w:val="L"/>')
        + instance(5, 1)
        + instance(7, 2)
    )
    assert printed(paragraph("事", number=(5, 0)), numbering=numbering, styles=styles) == ["（一） 事"]


def test_numbering_styles_in_a_ring_give_no_number() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    numbering = definition(1, extra='<w:numStyleLink w:val="L"/>') + instance(5, 1)
    assert printed(paragraph("事", number=(5, 0)), numbering=numbering, styles=styles) == ["事"]


def test_skipped_level_shows_its_start_and_stays_unused() -> None:
    numbering = definition(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + instance(1, 1)
    body = [paragraph("事", number=(1, depth)) for depth in (1, 0, 1)]
    assert printed(*body, numbering=numbering) == ["1.1 事", "1. 事", "1.1 事"]


def test_empty_numbered_paragraph_is_counted_though_left_out() -> None:
    body = [paragraph("甲", number=(1, 0)), paragraph(number=(1, 0)), paragraph("乙", number=(1, 0))]
    assert printed(*body) == ["一、甲", "三、乙"]


def test_number_column_of_a_table_without_text_is_kept() -> None:
    numbering = definition(1, level(0, "decimal", "%1")) + instance(1, 1)
    rows = [row(cell(paragraph(number=(1, 0))), cell(name)) for name in ("甲院", "乙院")]
    document = read_bytes(docx(table(*rows), numbering=numbering))
    assert grid(tables(document)[0]) == [["1", "甲院"], ["2", "乙院"]]


def test_bullet_of_a_symbol_face_is_a_dot() -> None:
    symbol = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    bullet = f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/>{symbol}</w:lvl>'
    assert printed(paragraph("事", number=(1, 0)), numbering=definition(1, bullet) + instance(1, 1)) == ["• 事"]


def test_form_written_out_with_zeros() -> None:
    form = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    body = [paragraph("事", number=(1, 0))] * 2
    assert printed(*body, numbering=definition(1, form) + instance(1, 1)) == ["009 事", "010 事"]


@pytest.mark.parametrize(
    "broken", ['<w:numId w:val="99"/>', '<w:numId w:val="x"/>', '<w:ilvl w:val="8"/><w:numId w:val="1"/>']
)
def test_number_that_points_nowhere_leaves_the_text(broken: str) -> None:
    body = f"<w:p><w:pPr><w:numPr>{broken}</w:numPr></w:pPr><w:r><w:t>事</w:t></w:r></w:p>"
    assert printed(body) == ["事"]
