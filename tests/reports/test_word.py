"""Word files read back: the words of the report in its order, the page of the standard, tables that keep within it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length

from ledger_app.errors import Cancelled
from ledger_app.intake.readers.registry import read_document
from ledger_app.reports.fonts import FontBook
from ledger_app.reports.layout import settle
from ledger_app.reports.model import (
    Annex,
    Chart,
    ChartSeries,
    Figure,
    FormCell,
    FormPage,
    FormPart,
    FormRow,
    Head,
    PageSetting,
    Paragraph,
    ReportModel,
    Row,
    Words,
)
from ledger_app.reports.typeset import Typesetter
from ledger_app.reports.word import render_word
from ledger_app.reports.word_official import signature_indents
from tests.reports.samples import BUREAU, PROPERTIES, a_notice, a_table
from tests.reports.word_reader import MM_PER_TWIP, model_texts, opened, solid, word_texts

CLOSE = 0.2
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def written(model: ReportModel, book: FontBook) -> bytes:
    out = io.BytesIO()
    render_word(model, book, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def notice(book: FontBook) -> bytes:
    return written(a_notice(), book)


def parts(document: Document, path: str) -> list[Any]:
    """Return the elements of the body that a path finds."""
    found: list[Any] = document.element.body.xpath(path)
    return found


def mm(length: Length | None) -> float:
    assert length is not None
    return float(length.mm)


def test_all_words_stand_in_the_file_in_their_order(notice: bytes) -> None:
    text, at = solid("".join(word_texts(notice))), 0
    for words in map(solid, model_texts(a_notice())):
        found = text.find(words, at)
        assert found >= 0, words
        at = found + len(words)


def test_our_own_reader_reads_it_back(notice: bytes, tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(notice)
    document = read_document(path)
    assert document.format == "docx"
    assert "一、总体情况" in document.text
    assert solid("关于2024年6月全县卫生健康重点工作任务进展情况的通报") in solid(document.text)
    assert document.text.count("推进紧密型县域医共体建设") == 33


def test_the_page_is_that_of_the_standard(notice: bytes) -> None:
    first = opened(notice).sections[0]
    sizes = (first.page_width, first.page_height, first.top_margin, first.left_margin)
    assert [mm(size) for size in sizes] == pytest.approx([210, 297, 37, 28], abs=CLOSE)
    assert [mm(first.right_margin), mm(first.bottom_margin)] == pytest.approx([26, 35], abs=CLOSE)
    grid = parts(opened(notice), "//w:docGrid")[0]
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch"))) * MM_PER_TWIP
    assert 22 <= 225 / pitch < 23
    # The pitch of characters is 三号 and the space between them, in 1/4096 of a point.
    characters = 156 / 25.4 * 72 / (16 + int(grid.get(qn("w:charSpace"))) / 4096)
    assert characters == pytest.approx(28, abs=0.01)


def test_body_type_keeps_to_the_grid(notice: bytes) -> None:
    paragraph = next(one for one in parts(opened(notice), "//w:p") if "截至2024年" in "".join(one.itertext()))
    said = {name: dict(paragraph.find(f".//{qn(name)}").attrib) for name in ("w:ind", "w:spacing", "w:rFonts", "w:sz")}
    assert said["w:ind"][qn("w:firstLineChars")] == "200"
    assert (said["w:spacing"][qn("w:line")], said["w:spacing"][qn("w:lineRule")]) == ("579", "exact")
    # The first run is the heading that the text runs on from.
    face = paragraph.findall(f".//{qn('w:rFonts')}")[-1]
    assert (face.get(qn("w:eastAsia")), face.get(qn("w:ascii"))) == ("仿宋_GB2312", "Times New Roman")
    run = paragraph.find(qn("w:r")).find(qn("w:rPr"))
    assert (run.find(qn("w:sz")).get(qn("w:val")), run.find(qn("w:spacing")).get(qn("w:val"))) == ("32", "-5")
    assert 28 * (16 - 0.25) <= 156 / 25.4 * 72


@pytest.mark.parametrize(("pitch", "line"), [(29.6, "579"), (None, "579"), (28.0, "554"), (32.0, "637")])
def test_as_many_lines_stand_on_a_page_as_on_our_own(book: FontBook, pitch: float | None, line: str) -> None:
    file = opened(written(a_notice(page=PageSetting(line_pitch_pt=pitch)), book))
    paragraph = next(one for one in parts(file, "//w:p") if "截至2024年" in "".join(one.itertext()))
    assert paragraph.find(f".//{qn('w:spacing')}").get(qn("w:line")) == line


def test_a_seal_has_as_many_blank_lines_as_on_our_own_page(book: FontBook) -> None:
    setter = Typesetter(book)
    notices = [a_notice(body=(Paragraph((Words("通报。" * many),)),), annexes=()) for many in range(10, 120, 4)]
    by_lines = {settle(notice, setter).seal_lines: notice for notice in notices}
    assert set(by_lines) == {2, 3}
    for lines, notice in by_lines.items():
        name = parts(opened(written(notice, book)), "//w:p[w:pPr/w:keepNext and w:pPr/w:jc/@w:val='right']")
        assert name[0].find(f".//{qn('w:spacing')}").get(qn("w:before")) == str(lines * 579)


def test_the_first_page_of_a_letter_has_a_foot_without_number(book: FontBook) -> None:
    letter = a_notice(form="letter", head=Head(BUREAU, "青卫函〔2024〕7号"), annexes=(), imprint=None)
    first = opened(written(letter, book)).sections[0]
    assert first.first_page_footer.paragraphs[0].text.strip() == "2024-06-月报-01 截至2024-06-30"


def test_headings_make_the_outline_in_their_faces(notice: bytes) -> None:
    headings = [
        (one.find(f".//{qn('w:pStyle')}").get(qn("w:val")), one.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")))
        for one in parts(opened(notice), "//w:p[w:pPr/w:pStyle[starts-with(@w:val, 'Heading')]]")
    ]
    assert headings[:3] == [("Heading1", "黑体"), ("Heading2", "楷体_GB2312"), ("Heading3", "仿宋_GB2312")]
    levels = {style.name: style.element.xpath(".//w:outlineLvl/@w:val") for style in opened(notice).styles}
    assert [levels[f"Heading {level}"] for level in (1, 2, 3, 4)] == [["0"], ["1"], ["2"], ["3"]]


def lengths_of_rules(document: Document) -> list[tuple[str, float, float]]:
    """Return (against what, place, width) of the rules, mm."""
    rules = []
    for anchor in parts(document, "//wp:anchor"):
        across = anchor.find(f"{WP}positionV")
        rules.append(
            (across.get("relativeFrom"), int(across[0].text) / 36000, int(anchor.find(f"{WP}extent").get("cx")) / 36000)
        )
    return rules


def test_the_red_rule_is_as_wide_as_the_text_and_the_imprint_ends_with_it(notice: bytes) -> None:
    red, *imprint = lengths_of_rules(opened(notice))
    assert red[0] == "paragraph"
    assert [width for _, _, width in (red, *imprint)] == pytest.approx([156] * 4, abs=CLOSE)
    assert imprint[-1][0] == "page"
    assert imprint[-1][1] == pytest.approx(297 - 35, abs=CLOSE)


def test_a_letter_has_its_double_rules(book: FontBook) -> None:
    letter = a_notice(form="letter", head=Head(BUREAU, "青卫函〔2024〕7号"), annexes=(), imprint=None)
    rules = lengths_of_rules(opened(written(letter, book)))
    assert [place for _, place, _ in rules][2:] == pytest.approx([297 - 20.75, 297 - 20], abs=CLOSE)
    assert {round(width) for _, _, width in rules} == {170}


def test_page_numbers_stand_outside_and_some_pages_bear_none(notice: bytes) -> None:
    document = opened(notice)
    assert document.settings.odd_and_even_pages_header_footer
    first, last = document.sections[0], document.sections[-1]
    odd, even = first.footer.paragraphs[0].text, first.even_page_footer.paragraphs[0].text
    assert odd.split("\t") == ["2024-06-月报-01 截至2024-06-30", "—  —"] or odd.endswith("—")
    assert even.startswith("—")
    assert "—" not in last.footer.paragraphs[0].text
    stops = first.footer.paragraphs[0].paragraph_format.tab_stops
    assert stops[0].position.mm == pytest.approx(156 - 14 / 72 * 25.4, abs=CLOSE)


def test_tables_keep_within_the_text_and_repeat_their_heads(notice: bytes) -> None:
    document = opened(notice)
    assert [section.orientation for section in document.sections].count(WD_ORIENT.LANDSCAPE) == 1
    for table, room in zip(parts(document, "//w:tbl"), (156.0, 225.0), strict=True):
        widths = [int(width) for width in table.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert room - CLOSE <= sum(widths) * MM_PER_TWIP <= room
        assert len(table.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1
        assert len(table.xpath("./w:tr/w:trPr/w:cantSplit")) == len(table.xpath("./w:tr"))
    wide = document.tables[1]
    assert [wide.cell(row, 1).text for row in (1, 3, 4)] == ["板块0", "板块0", "板块1"]
    joined = parts(document, "//w:tbl[2]/w:tr/w:tc[2]/w:tcPr/w:vMerge/@w:val")
    assert joined[:4] == ["restart", "continue", "continue", "restart"]


def test_the_file_says_what_it_is_and_is_always_the_same(notice: bytes, book: FontBook) -> None:
    facts = opened(notice).core_properties
    assert (facts.author, facts.identifier) == (BUREAU, PROPERTIES.snapshot)
    assert facts.keywords == "2024-06-月报-01；截至2024-06-30"
    assert facts.created is not None
    assert facts.created.isoformat()[:10] == "2024-07-05"
    assert written(a_notice(), book) == notice
    with zipfile.ZipFile(io.BytesIO(notice)) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in packed.namelist() if "thumbnail" in name or "customXml" in name]


def test_a_form_becomes_a_table_that_can_be_filled_in(book: FontBook) -> None:
    rows = (
        FormRow((FormCell("事项", is_label=True, width_mm=26), FormCell("建设胸痛中心"))),
        FormRow((FormCell("意见", is_label=True, width_mm=26), FormCell("同意", foot="（盖章）年 月 日")), grows=True),
    )
    form = FormPage(
        "slip", "督办单", (FormPart(rows), FormPart(rows, "回执")), "【红色】", "red", 3, ("编号：1", "签发人：")
    )
    model = ReportModel("slip", "督办单", "forms", body=(form, replace(form, title="第二张")), foot="2024-06-督办单-01")
    content = written(model, book)
    assert solid("".join(word_texts(content))).count("建设胸痛中心") == 4
    texts = [solid(text) for text in word_texts(content)]
    for words in filter(None, map(solid, model_texts(model))):
        assert words in "".join(texts)
    document = opened(content)
    assert len(document.sections) == 2
    assert document.sections[0].footer.paragraphs[0].text.strip() == "2024-06-督办单-01"
    assert [len(table.columns) for table in document.tables] == [7, 2, 2] * 2


def test_a_chart_is_a_picture_whose_figures_are_told(book: FontBook) -> None:
    figures = (Figure("9.1%", (1,)), Figure("5", (2,)))
    chart = Chart("t", "bars", ("五月", "六月"), (ChartSeries("完成率", (9.1, 5.0), figures),), caption="走势")
    annex = Annex("附件", "图", (chart,))
    document = opened(written(a_notice(annexes=(annex,)), book))
    told = [
        one.get("descr") for one in document.element.body.iter(f"{WP}docPr") if "完成率" in (one.get("descr") or "")
    ]
    assert told == ["走势；完成率：五月 9.1%，六月 5。"]
    assert len([name for name in document.part.rels.values() if name.reltype.endswith("/image")]) == 1


class _StopsAtOnce:
    def step(self, done: int, total: int, label: str = "") -> None:
        raise Cancelled


def test_a_stopped_file_is_not_begun(book: FontBook, tmp_path: Path) -> None:
    out = tmp_path / "通报.docx"
    out.write_bytes(b"old")
    with pytest.raises(Cancelled):
        render_word(a_notice(), book, out, _StopsAtOnce())
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_control_characters_and_markup_in_words_do_no_harm(book: FontBook) -> None:
    row = Row(("1", "甲", "<w:p>&\x0b\x00“引号”]]>", "2024-06-30", "1%"))
    model = a_notice(annexes=(Annex("附件", "表", (replace(a_table(0), rows=(row,)),)),))
    assert any("<w:p>&“引号”]]>" in text for text in word_texts(written(model, book)))


def test_signatures_stand_as_the_standard_says() -> None:
    assert signature_indents(8 * 16, 6 * 16, 16, has_seal=True) == (3 * 16, 4 * 16)
    assert signature_indents(8 * 16, 5 * 16, 16, has_seal=False) == (2 * 16, 3 * 16)
    # A long name over a short date would hang out at the right: both move left.
    name, date = signature_indents(20 * 16, 6 * 16, 16, has_seal=True)
    assert name == 0
    assert date == pytest.approx(7 * 16)
