"""An OpenDocument workbook as it looks: styles and their parents, widths, merges; claims of millions are cut."""

from __future__ import annotations

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.source import Source
from ledger_app.preview.ods_book import OdsBook
from tests.intake.docx_builder import zipped
from tests.intake.odt_builder import NAMESPACES


def ods(body: str, automatic: str = "", styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return a workbook around its sheets."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
            "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
    )


def opened(body: str, automatic: str = "", styles: str = "", manifest: str = "<manifest/>") -> OdsBook:
    return OdsBook(Source("样本.ods", ods(body, automatic, styles, manifest), ".ods"))


def style(name: str, properties: str, family: str = "table-cell", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">{properties}'
        "</style:style>"
    )


def cell(text: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>" + (f"<text:p>{text}</text:p>" if text else "") + "</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(*inner: str, more: str = 'table:name="表一"') -> str:
    return f"<table:table {more}>{''.join(inner)}</table:table>"


def test_a_cell_takes_its_look_from_its_style_and_that_styles_parent() -> None:
    styles = style(
        "基础",
        '<style:text-properties fo:font-size="14pt" fo:font-weight="bold" style:font-name="黑体"/>'
        '<style:table-cell-properties fo:border="0.5pt solid #000000" fo:background-color="#FFE699"/>',
    )
    automatic = style(
        "ce1",
        '<style:text-properties fo:color="#c00000" fo:font-style="italic" style:text-underline-style="solid"/>'
        '<style:paragraph-properties fo:text-align="center"/>'
        '<style:table-cell-properties style:vertical-align="middle" fo:wrap-option="wrap" fo:border-top="none"/>',
        parent="基础",
    )
    shown = 'office:value-type="percentage" office:value="0.25" table:style-name="ce1"'
    book = opened(sheet(row(cell("25.0%", shown), cell("普通"))), automatic, styles)
    first, second = book.rows(0, 0, 10).rows[0].cells
    assert (first.text, first.is_figure, second.text, second.style) == ("25.0%", True, "普通", 0)
    look = book.book().styles[first.style]
    assert (look.face, look.size, look.is_bold, look.is_italic, look.is_underlined) == ("黑体", 14, True, True, True)
    assert (look.colour, look.ground, look.align, look.rise, look.wraps) == (
        *("#c00000", "#ffe699", "center", "middle"),
        True,
    )
    assert look.lines == (True, False, True, True)
    assert book.book().styles[0].lines == (False,) * 4


def test_frames_tell_widths_heights_merges_and_what_is_hidden() -> None:
    automatic = (
        style("co1", '<style:table-column-properties style:column-width="2.54cm"/>', "table-column")
        + style("ro1", '<style:table-row-properties style:row-height="0.5in"/>', "table-row")
        + style("ta1", '<style:table-properties table:display="false"/>', "table")
        + style("ce1", '<style:table-cell-properties fo:background-color="#ddeeff"/>')
    )
    body = sheet(
        '<table:table-column table:style-name="co1" table:default-cell-style-name="ce1"/>'
        '<table:table-column table:visibility="collapse"/><table:table-column/>',
        row(
            cell("标题", 'table:number-columns-spanned="3" table:number-rows-spanned="2"'),
            more='table:style-name="ro1"',
        ),
        "<table:table-row-group>" + row(cell("组内"), more='table:visibility="filter"') + "</table:table-row-group>",
    )
    book = opened(body + sheet(row(cell("甲")), more='table:name="藏" table:style-name="ta1"'), automatic)
    first, second = book.book().sheets
    assert (first.name, first.is_hidden, second.name, second.is_hidden) == ("表一", False, "藏", True)
    assert [round(width, 1) for width in first.widths] == [72.0, 0.0, 64.0]
    assert [(span.row, span.column, span.rows, span.columns) for span in first.spans] == [(0, 0, 2, 3)]
    rows = book.rows(0, 0, 10).rows
    assert [(one.height, one.is_hidden) for one in rows] == [(36.0, False), (0.0, True)]
    # A cell without a style of its own has that of its column.
    assert book.book().styles[rows[0].cells[0].style].ground == "#ddeeff"


def test_repeats_are_shown_where_they_hold_something_and_not_believed_where_they_do_not() -> None:
    automatic = style("ce1", '<style:table-cell-properties fo:background-color="#ddeeff"/>')
    empty = cell(more='table:style-name="ce1" table:number-columns-repeated="16384"')
    body = sheet(
        row(cell("同上", 'table:number-columns-repeated="3"'), empty, more='table:number-rows-repeated="2"'),
        row(empty, more='table:number-rows-repeated="1048000"'),
        row(cell("末行")),
    )
    book = opened(body, automatic)
    (frame,) = book.book().sheets
    assert (frame.rows, frame.columns) == (1_048_003, 3)
    found = book.rows(0, 0, 100)
    assert [[one.text for one in line.cells] for line in found.rows] == [["同上"] * 3] * 2
    assert [line.cells[0].text for line in book.rows(0, 1_048_000, 10).rows] == ["末行"]


def test_a_claim_of_millions_of_texts_is_cut() -> None:
    many = row(cell("多", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048576"')
    (frame,) = opened(sheet(many)).book().sheets
    assert (frame.columns, frame.rows <= 1_000) == (1_000, True)


@pytest.mark.parametrize(("body", "code"), [("", "INT-108"), ("<x", "INT-108")])
def test_what_is_no_workbook_is_refused(body: str, code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened(body)
    assert caught.value.code == code
    with pytest.raises(UnreadableFileError) as caught:
        opened(sheet(row(cell("甲"))), manifest="<manifest><encryption-data/></manifest>")
    assert caught.value.code == "INT-109"
