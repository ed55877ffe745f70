"""A .docx as it looks: runs, indents, list numbers, merged cells, widths, borders, pictures, pages."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from PIL import Image

from ledger_app.intake.source import Source
from ledger_app.preview.docx_flow import read_docx
from ledger_app.preview.model import Flow, TableBlock, TextBlock
from ledger_app.preview.wire import decode, encode


def read(document: object) -> Flow:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    flow = read_docx(Source("样本.docx", out.getvalue(), ".docx"))
    assert decode(encode(flow)) == flow
    return flow


def texts(flow: Flow) -> list[str]:
    return ["".join(run.text for run in block.runs) for block in flow.blocks if isinstance(block, TextBlock)]


def test_runs_keep_their_looks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("平常")
    bold = paragraph.add_run("加粗")
    bold.bold = True
    bold.font.size = Pt(22)
    bold.font.color.rgb = RGBColor(0xC0, 0, 0)
    bold.font.name = "Arial"
    bold._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")  # noqa: SLF001 - the library has no other way
    under = paragraph.add_run("下划线")
    under.underline = under.italic = True
    block = read(document).blocks[0]
    assert isinstance(block, TextBlock)
    plain, heavy, slanted = block.runs
    assert block.align == "center"
    assert (plain.is_bold, heavy.is_bold, heavy.size, heavy.colour, heavy.face) == (
        False, True, 22.0, "#c00000", "Arial;仿宋_GB2312",
    )  # fmt: skip
    assert (slanted.is_underlined, slanted.is_italic) == (True, True)


def test_headings_lists_indents_and_pages() -> None:
    document = docx.Document()
    document.add_heading("总体要求", 1)
    document.add_paragraph("第一条", "List Number")
    document.add_paragraph("第二条", "List Number")
    indented = document.add_paragraph("正文")
    indented.paragraph_format.first_line_indent = Pt(24)
    indented.paragraph_format.line_spacing = Pt(28)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("第二页")
    flow = read(document)
    heading, first, second, body, _, behind = (block for block in flow.blocks if isinstance(block, TextBlock))
    assert heading.heading == 1
    assert texts(flow)[1:3] == ["1. 第一条", "2. 第二条"]
    assert first.first < 0 < first.left
    assert second.left == first.left
    assert (body.first, body.line_exact) == (24, 28)
    assert behind.starts_page


def test_tables_keep_merges_widths_and_lines() -> None:
    document = docx.Document()
    table = document.add_table(3, 3, "Table Grid")
    for column, width in enumerate((2, 4, 6)):
        table.columns[column].width = Cm(width)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "表头"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "并下"
    table.cell(2, 2).text = "末格"
    bare = document.add_table(1, 2)
    bare.cell(0, 0).text = "无框"
    flow = read(document)
    ruled, plain = (block for block in flow.blocks if isinstance(block, TableBlock))
    spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in ruled.cells}
    assert spans == {(0, 0): (1, 3), (1, 0): (2, 1), (1, 1): (1, 1), (1, 2): (1, 1), (2, 1): (1, 1), (2, 2): (1, 1)}
    assert [round(width / ruled.widths[0], 2) for width in ruled.widths] == [1.0, 2.0, 3.0]
    assert all(cell.lines == (True, True, True, True) for cell in ruled.cells)
    assert all(cell.lines == (False, False, False, False) for cell in plain.cells)


def test_pictures_are_decoded_once_and_keep_their_size() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (2800, 100), (1, 2, 3)).save(picture, "PNG")
    document = docx.Document()
    for _ in range(2):
        picture.seek(0)
        document.add_picture(picture, width=Cm(10))
    flow = read(document)
    runs = [run for block in flow.blocks if isinstance(block, TextBlock) for run in block.runs if run.picture >= 0]
    assert [run.picture for run in runs] == [0, 0]
    assert round(runs[0].width / 28.35, 1) == 10.0
    assert (flow.pictures[0].width, flow.pictures[0].full_width) == (1400, 2800)


def test_a_very_long_text_is_cut_and_said() -> None:
    document = docx.Document()
    for _ in range(30):
        document.add_paragraph("字" * 10_000)
    flow = read(document)
    assert sum(map(len, texts(flow))) == 200_000
    assert "只显示前面的部分" in flow.note


def test_what_stands_in_the_margins_is_told_once_behind_the_text() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.add_section()
    for section in document.sections:
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "青禾县卫生健康局文件"
        section.footer.is_linked_to_previous = False
        section.footer.paragraphs[0].text = "- 1 -"
    flow = read(document)
    assert [text for text in texts(flow) if text] == ["正文", "页眉　青禾县卫生健康局文件"]
    last = flow.blocks[-1]
    assert isinstance(last, TextBlock)
    assert last.runs[0].size < 10
    assert last.runs[0].colour


def _with_part(name: str, content: bytes) -> Source:
    """Return a document with notes (a part that the library cannot write) of some content."""
    document, out, again = docx.Document(), io.BytesIO(), io.BytesIO()
    document.add_paragraph("正文")
    document.save(out)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w") as new:
        for one in old.namelist():
            data = old.read(one)
            if one == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rNotes" Type="{kind}" Target="{name}"/></Relationships>'
                data = data.replace(b"</Relationships>", relation.encode())
            new.writestr(one, data)
        new.writestr(f"word/{name}", content)
    return Source("样本.docx", again.getvalue(), ".docx")


def test_footnotes_are_numbered_and_a_damaged_part_leaves_the_text_alone() -> None:
    space = qn("w:p")[1:].partition("}")[0]
    notes = f"""<w:footnotes xmlns:w="{space}">
        <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="1"><w:p><w:r><w:t>数据来自</w:t></w:r><w:r><w:t>统计年鉴</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>含乡镇</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    whole = read_docx(_with_part("footnotes.xml", notes.encode()))
    assert [text for text in texts(whole) if text] == ["正文", "脚注1　数据来自统计年鉴", "脚注2　含乡镇"]
    damaged = read_docx(_with_part("footnotes.xml", b"<w:footnotes"))
    assert [text for text in texts(damaged) if text] == ["正文"]
