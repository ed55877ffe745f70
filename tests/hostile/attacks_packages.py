"""Archives and XML made to do harm: bombs, entities, endless links, senseless numbers.

Each table is name of the attack -> function that makes the file.
"""

# ruff: noqa: E501 - an attack reads better on one line than on five

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.hostile.attacks_odt import odt_attacks
from tests.hostile.damage import packed, unpacked
from tests.hostile.good import OFD, good_files, ods, ods_row, ofd, ofd_text
from tests.intake.docx_builder import (
    NAMESPACES,
    cell,
    definition,
    docx,
    instance,
    level,
    paragraph,
    row,
    run,
    table,
    zipped,
)  # fmt: skip

Make = Callable[[], bytes]

_LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "笑"}">' for number in range(12))
_ENTITIES = {
    "laughs": (f"<!DOCTYPE x [{_LAUGHS}]>", "&l11;"),
    "outside": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "dtd": ('<!DOCTYPE x SYSTEM "file:///dev/zero">', "x"),
    "parameter": ('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', "x"),
    "large": (f'<!DOCTYPE x [<!ENTITY e "{"笑" * 100_000}">]>', "&e;" * 1000),
}


def package_attacks() -> dict[str, dict[str, Make]]:
    """Return attacks by suffix and name."""
    return {
        "docx": {**_docx_attacks(), **_zip_attacks()},
        "xlsx": _xlsx_attacks(),
        "ods": _ods_attacks(),
        "odt": odt_attacks(),
        "ofd": _ofd_attacks(),
    }


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return an archive with a part replaced or added."""
    parts = [part for part in unpacked(data) if part[0] != name]
    return packed([*parts, (name, content)])


def _docx_attacks() -> dict[str, Make]:
    attacks: dict[str, Make] = {}
    for name, (declared, used) in _ENTITIES.items():
        text = f'<?xml version="1.0"?>{declared}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>{used}</w:t></w:r></w:p></w:body></w:document>'
        attacks[f"entity_{name}"] = lambda text=text: with_part(_good("docx"), "word/document.xml", text.encode())
        styles = text.replace("w:document", "w:styles")
        attacks[f"entity_{name}_in_styles"] = lambda styles=styles: with_part(
            _good("docx"), "word/styles.xml", styles.encode()
        )
    return attacks | _docx_depth() | _docx_links() | _docx_numbers() | _docx_amounts() | _docx_encodings()


def _docx_depth() -> dict[str, Make]:
    def nested(depth: int) -> bytes:
        return docx("<w:tbl><w:tr><w:tc>" * depth + paragraph("底") + "</w:tc></w:tr></w:tbl>" * depth)

    def wrapped(depth: int, tag: str) -> bytes:
        return docx(f"<w:{tag}>" * depth + paragraph("底") + f"</w:{tag}>" * depth)

    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>",
        "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    )
    return {
        "tables_in_tables": lambda: nested(60),
        "tables_in_tables_500": lambda: nested(500),
        "tables_in_tables_30000": lambda: nested(30_000),
        "xml_depth_200": lambda: wrapped(200, "sdt"),
        "xml_depth_100000": lambda: wrapped(100_000, "sdtContent"),
        "boxes_in_boxes": lambda: docx(f"<w:p>{box[0] * 40}{run('底')}{box[1] * 40}</w:p>"),
        "alternatives": lambda: docx(
            "<w:p><w:r>" + "<mc:AlternateContent><mc:Choice><w:r>" * 60 + "<w:t>底</w:t>"
            + "</w:r></mc:Choice></mc:AlternateContent>" * 60 + "</w:r></w:p>"
        ),
    }  # fmt: skip


def _docx_links() -> dict[str, Make]:
    def style(name: str, based: str, extra: str = "") -> str:
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based}"/>{extra}</w:style>'

    def listed(number: int) -> str:
        return f'<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'

    chain = "".join(style(f"s{number}", f"s{number + 1}") for number in range(20_000))
    circle = definition(0, extra='<w:numStyleLink w:val="a"/>') + definition(1, extra='<w:numStyleLink w:val="b"/>')
    links = style("a", "b", listed(2)) + style("b", "a", listed(1))
    relations = "word/_rels/document.xml.rels"
    return {
        "styles_in_a_circle": lambda: docx(paragraph("一、事", style="a"), styles=style("a", "b") + style("b", "a")),
        "style_of_itself": lambda: docx(paragraph("一、事", style="a"), styles=style("a", "a")),
        "styles_in_a_long_chain": lambda: docx(paragraph("一、事", style="s0"), styles=chain),
        "list_links_in_a_circle": lambda: docx(
            paragraph("事", style="a", number=(1, 0)), numbering=circle + instance(1, 0) + instance(2, 1), styles=links
        ),
        "link_upwards": lambda: with_part(_good("docx"), relations, _relation("../../../../etc/passwd")),
        "link_outside": lambda: with_part(_good("docx"), relations, _relation("http://x.invalid/a", "External")),
        "link_to_itself": lambda: with_part(_good("docx"), relations, _relation("_rels/document.xml.rels")),
        "link_to_the_document": lambda: with_part(_good("docx"), relations, _relation("document.xml")),
        "no_links": lambda: with_part(_good("docx"), "_rels/.rels", b""),
    }


def _relation(target: str, mode: str = "Internal") -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{name}" Type="{kind}/{name}" Target="{target}" TargetMode="{mode}"/>'
        for name in ("styles", "numbering", "footnotes", "officeDocument")
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'.encode()


def _docx_numbers() -> dict[str, Make]:
    def listed(form: str, start: object, template: str = "%1、", place: tuple[int, int] = (1, 0)) -> Make:
        levels = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{template}"/></w:lvl>'
        return lambda: docx(
            *(paragraph("事项。", number=place) for _ in range(5)),
            numbering=f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{instance(1, 0)}',
        )

    attacks = {
        f"number_{form}_{start}"[:60]: listed(form, start)
        for form in ("upperRoman", "lowerLetter", "chineseCountingThousand", "decimalZero", "ideographTraditional", "ordinalText", "hex", "")
        for start in (2_147_483_647, -5, "9" * 30, "x")
    }  # fmt: skip
    spans = [(f"span_{value}", value) for value in ("1000000000", "-1", "0", "99999999999999999999", "x")]
    for name, value in spans:
        one = row(
            cell("任务", f'<w:gridSpan w:val="{value}"/>'), cell("时限"), properties=f'<w:gridBefore w:val="{value}"/>'
        )
        attacks[name] = lambda one=one: docx(table(one, one))
    return attacks | {
        "level_template": listed("decimal", 1, "%1%2%3%4%5%6%7%8%9%%0%" * 2000),
        "level_99": listed("decimal", 1, place=(1, 99)),
        "level_below": listed("decimal", 1, place=(1, -1)),
        "level_endless": listed("decimal", 1, place=(10**30, 10**30)),
        "levels_many": lambda: docx(
            paragraph("事", number=(1, 500)),
            numbering=definition(0, *(level(index, "decimal", "%1.") for index in range(1000))) + instance(1, 0),
        ),
        "merge_without_start": lambda: docx(
            table(*(row(cell("x", '<w:vMerge w:val="continue"/>')) for _ in range(50)))
        ),
        "symbol": lambda: docx(paragraph(inner='<w:r><w:sym w:font="x" w:char="FFFFFFFF"/><w:sym w:char=""/></w:r>')),
        "fields_open": lambda: docx(paragraph(inner='<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 500 + run("底"))),
        "fields_closed": lambda: docx(paragraph(inner='<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 500 + run("底"))),
    }


def _docx_amounts() -> dict[str, Make]:
    return {
        "paragraphs_empty": lambda: docx(paragraph() * 200_000),
        "paragraphs_short": lambda: docx(paragraph("一、完成任务。") * 50_000),
        "paragraph_long": lambda: docx(paragraph("完成任务，" * 400_000)),
        "runs_many": lambda: docx(paragraph(inner=run("字") * 60_000)),
        "cells_many": lambda: docx(table(row(cell("字") * 40_000))),
        "rows_many": lambda: docx(table(row(cell("任务"), cell("6月底前")) * 20_000)),
        "tables_many": lambda: docx(table(row(cell("任务"), cell("时限"))) * 10_000),
        "attributes_many": lambda: docx(
            "<w:p " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/>" + paragraph("底")
        ),
        "attribute_long": lambda: docx(f'<w:p a="{"x" * 11_000_000}"/>' + paragraph("底")),
        "comments": lambda: docx("<!-- x -->" * 300_000 + paragraph("底")),
        "styles_many": lambda: docx(
            paragraph("底"),
            styles="".join(f'<w:style w:styleId="s{n}"><w:name w:val="x"/></w:style>' for n in range(60_000)),
        ),
    }


def _docx_encodings() -> dict[str, Make]:
    def document(head: str, encoding: str) -> Make:
        text = f"{head}<w:document {NAMESPACES}><w:body>{paragraph('一、工作')}</w:body></w:document>"
        return lambda: with_part(_good("docx"), "word/document.xml", text.encode(encoding, "replace"))

    declared = '<?xml version="1.0" encoding="{}"?>'.format
    attacks = {
        f"encoding_{name}_as_{said}": document(declared(said), name)
        for name, said in (("utf-16", "utf-16"), ("utf-16", "utf-8"), ("gb18030", "utf-8"), ("utf-8", "utf-7"), ("utf-8", "none"), ("utf-32", "utf-32"))
    }  # fmt: skip
    attacks["nul_in_text"] = lambda: with_part(
        _good("docx"), "word/document.xml", f"<w:document {NAMESPACES}><w:body>\0</w:body></w:document>".encode()
    )
    attacks["surrogate_reference"] = document("", "utf-8")
    attacks["references"] = lambda: with_part(
        _good("docx"), "word/document.xml",
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&#xD800;&#0;&#x110000;</w:t></w:r></w:p></w:body></w:document>".encode(),
    )  # fmt: skip
    return attacks


def _zip_attacks() -> dict[str, Make]:  # noqa: C901 - each small maker is an attack of its own
    def bomb(megabytes: int) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in unpacked(_good("docx")):
                if name != "word/document.xml":
                    archive.writestr(name, content)
            with archive.open("word/document.xml", "w", force_zip64=True) as stream:
                for _ in range(megabytes):
                    stream.write(b" " * (1 << 20))
        return out.getvalue()

    def nested(depth: int) -> bytes:
        data = b"\0" * 1_000_000
        for number in range(depth):
            data = packed([(f"{one}{number}.zip", data) for one in range(8)])
        return with_part(_good("docx"), "word/media/x.zip", data)

    def lying(size: int) -> bytes:
        # The directory at the end says another size than what unpacks.
        data = bytearray(bomb(60))
        at = data.rindex(b"PK\x01\x02")
        data[at + 24 : at + 28] = size.to_bytes(4, "little")
        return bytes(data)

    def flagged(offset: int, value: int) -> bytes:
        data = bytearray(_good("docx"))
        at = 0
        while (at := data.find(b"PK\x01\x02", at)) >= 0:
            data[at + offset] = value
            at += 4
        return bytes(data)

    def overlapping() -> bytes:
        data = bytearray(packed([(f"p{n:05}", b"") for n in range(2000)] + unpacked(_good("docx"))))
        last = data.rindex(b"PK\x01\x02")
        place = data[last + 42 : last + 46]
        at = 0
        while (at := data.find(b"PK\x01\x02", at)) >= 0:
            data[at + 42 : at + 46] = place
            at += 4
        return bytes(data)

    names = (
        "../../../x",
        "/etc/passwd",
        "word\\document.xml",
        "C:\\x",
        "a\nb",
        "x" * 60_000,
        "word/document.xml",
        "word/",
    )
    return {
        "bomb_1_gb": lambda: bomb(1000),
        "bomb_80_mb": lambda: bomb(80),
        "bombs_nested": lambda: nested(6),
        "size_said_small": lambda: lying(100),
        "size_said_large": lambda: lying(0xFFFFFFFE),
        "entries_many": lambda: packed([*unpacked(_good("docx")), *((f"x{n}", b"") for n in range(30_000))]),
        "entries_overlapping": overlapping,
        "names_odd": lambda: packed([*unpacked(_good("docx")), *((name, b"x") for name in names)]),
        "names_doubled": lambda: packed(unpacked(_good("docx")) * 3),
        "encrypted_entries": lambda: flagged(8, 1),
        "method_unknown": lambda: flagged(10, 99),
        "method_lzma": lambda: flagged(10, 14),
        "only_a_directory": lambda: b"PK\x05\x06" + b"\0" * 18,
        "directory_said_elsewhere": lambda: b"PK\x05\x06" + b"\0" * 4 + b"\xff" * 12 + b"\0\0",
        "rubbish_in_front": lambda: b"PK\x03\x04" + b"x" * 100_000 + _good("docx"),
        "comment_behind": lambda: _good("docx")[:-2] + b"\xff\xff" + b"x" * 65535,
        "zip_of_nothing": lambda: zipped({"说明.txt": "x"}),
    }  # fmt: skip


def _xlsx_attacks() -> dict[str, Make]:
    def sheet(rows: str, rest: str = "", head: str = "") -> Make:
        return lambda: with_part(_good("xlsx"), "xl/worksheets/sheet1.xml", (
            '<?xml version="1.0"?>' + head
            + f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{rest}</worksheet>'
        ).encode())  # fmt: skip

    def book(inner: str) -> Make:
        name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        return lambda: with_part(_good("xlsx"), "xl/workbook.xml", f"<workbook {name}>{inner}</workbook>".encode())

    def one(reference: str, value: str, kind: str = "n") -> str:
        return f'<row r="1"><c r="A1" t="inlineStr"><is><t>任务</t></is></c></row><row r="2"><c r="{reference}" t="{kind}"><v>{value}</v></c></row>'

    heads = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("任务", "责任单位", "完成时限"))
    line = '<row><c t="inlineStr"><is><t>完成任务</t></is></c><c t="inlineStr"><is><t>县医院</t></is></c><c><v>45000</v></c></row>'
    merges = "".join(f'<mergeCell ref="A{n}:C{n}"/>' for n in range(1, 60_000))
    attacks = {f"entity_{name}": sheet(one("A2", used), head=declared) for name, (declared, used) in _ENTITIES.items()}
    attacks |= {
        f"place_{at[:12]}": sheet(one(at, "1"))
        for at in ("A0", "A99999999999", "ZZZZZ1", "XFD1048576", "", "1A", "A-1", "甲1")
    }
    attacks |= {
        f"value_{kind}_{value[:12]}": sheet(one("A2", value, kind))
        for kind in ("n", "s", "d", "b", "e", "x", "str")
        for value in (
            "1e308",
            "-1e300",
            "NaN",
            "99999999999999999999",
            "-1",
            "2958466",
            "9999-99-99T99:99:99",
            "9" * 400,
        )
    }
    return attacks | {
        "merge_whole_sheet": sheet(one("A2", "1"), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "merge_backwards": sheet(one("A2", "1"), '<mergeCells><mergeCell ref="Z99:A1"/><mergeCell ref="A1"/><mergeCell/></mergeCells>'),
        "merge_overlapping": sheet(one("C9", "1"), '<mergeCells><mergeCell ref="A1:C9"/><mergeCell ref="B2:D5"/><mergeCell ref="A1:C9"/></mergeCells>'),
        "merges_many": sheet(f"<row>{heads}</row>" + line * 100, f"<mergeCells>{merges}</mergeCells>"),
        "cells_empty": sheet("<row>" + "<c/>" * 16_384 + "</row>"),
        "cells_six_million": sheet(("<row>" + "<c><v>1</v></c>" * 6000 + "</row>") * 1000),
        "rows_wide": sheet((f"<row>{heads}" + "<c><v>1</v></c>" * 3000 + "</row>") * 100),
        "rows_20000": sheet(f"<row>{heads}</row>" + line * 20_000),
        "cell_long": sheet(f'<row><c t="inlineStr"><is><t>{"完成任务，" * 200_000}</t></is></c></row>'),
        "formulas": sheet("".join(f'<row><c><f>{"(" * 5000}A1</f></c></row>' for _ in range(100))),
        "depth": sheet("<row><c><is>" * 50_000),
        "sheets_10000": book("<sheets>" + "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(10_000)) + "</sheets>"),
        "sheets_of_one_name": book("<sheets>" + '<sheet name="表" sheetId="1" r:id="rId1"/>' * 50 + "</sheets>"),
        "sheet_without_link": book('<sheets><sheet name="表" sheetId="1" r:id="none"/></sheets>'),
        "sheet_names_odd": book("<sheets><sheet name=\"&#10;'[]:*?/\" sheetId=\"-1\" r:id=\"rId1\"/></sheets>"),
        "date_base_1904": book('<workbookPr date1904="x"/><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'),
        "strings_said_endless": lambda: with_part(
            _good("xlsx"), "xl/sharedStrings.xml",
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295" uniqueCount="4294967295"/>',
        ),
        "formats_odd": lambda: with_part(
            _good("xlsx"), "xl/styles.xml",
            ('<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="-1" formatCode="'
             + "[" * 5000 + 'y"/></numFmts><cellXfs><xf numFmtId="99999999999"/></cellXfs></styleSheet>').encode(),
        ),
        "members_of_docx": lambda: packed(unpacked(_good("docx")) + unpacked(_good("xlsx"))),
    }  # fmt: skip


def _ods_attacks() -> dict[str, Make]:
    def content(inner: str) -> Make:
        return lambda: with_part(_good("ods"), "content.xml", inner.encode())

    def cells(attributes: str, words: str = "任务") -> Make:
        return lambda: ods(ods_row(words, "责任单位", attributes=attributes) * 3)

    wide = "table:number-columns-repeated"
    attacks = {f"entity_{name}": content(declared + f"<x>{used}</x>") for name, (declared, used) in _ENTITIES.items()}
    for value in ("1000000000", "-1", "0", "x", "9" * 30):
        attacks[f"repeated_{value[:12]}"] = cells(f'{wide}="{value}"')
        attacks[f"spanned_{value[:12]}"] = cells(
            f'table:number-columns-spanned="{value}" table:number-rows-spanned="{value}"'
        )
        attacks[f"blanks_{value[:12]}"] = cells("", f'字<text:s text:c="{value}"/>字')
        attacks[f"rows_repeated_{value[:12]}"] = lambda value=value: ods(
            ods_row("任务").replace("<table:table-row>", f'<table:table-row table:number-rows-repeated="{value}">')
        )
        for kind in ("date", "time", "float", "percentage", "boolean", "x"):
            attacks[f"value_{kind}_{value[:12]}"] = cells(
                f'office:value-type="{kind}" office:value="{value}" office:date-value="{value}-99-99" office:time-value="{value}"'
            )
    return attacks | {
        "depth": lambda: ods(ods_row("<text:span>" * 200 + "底" + "</text:span>" * 200)),
        "depth_100000": lambda: ods("<table:table-row-group>" * 100_000),
        "groups_in_groups": lambda: ods("<table:table-row-group>" * 200 + ods_row("底") + "</table:table-row-group>" * 200),
        "tables_in_cells": lambda: ods("<table:table-row><table:table-cell><table:table>" * 60 + ods_row("底") + "</table:table></table:table-cell></table:table-row>" * 60),
    }  # fmt: skip


def _ofd_attacks() -> dict[str, Make]:
    attacks: dict[str, Make] = {}
    for value in ("1e308", "-1", "0", "NaN", "inf", "x", "9" * 400):
        attacks[f"size_{value[:8]}"] = lambda value=value: ofd(ofd_text("一、工作", 30, size=value))
        attacks[f"place_{value[:8]}"] = lambda value=value: ofd(ofd_text("一、工作", 30, left=value))
        attacks[f"box_{value[:8]}"] = lambda value=value: ofd(ofd_text("一、工作", 30), box=f"0 0 {value} {value}")
        attacks[f"steps_{value[:8]}"] = lambda value=value: ofd(
            ofd_text("一、工作", 30, steps=f"g 1000000000 {value} g {value} 5")
        )
    for name, (declared, used) in _ENTITIES.items():
        attacks[f"entity_{name}"] = lambda declared=declared, used=used: with_part(
            _good("ofd"), "D/Document.xml", f"{declared}<ofd:Document {OFD}>{used}</ofd:Document>".encode()
        )
    pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P0.xml"/>' for n in range(20_000))
    return attacks | {
        "page_is_the_document": lambda: ofd(ofd_text("事", 30), page="Document.xml"),
        "page_upwards": lambda: ofd(ofd_text("事", 30), page="../../../../etc/passwd"),
        "pages_20000": lambda: with_part(
            _good("ofd"),
            "D/Document.xml",
            f"<ofd:Document {OFD}><ofd:Pages>{pages}</ofd:Pages></ofd:Document>".encode(),
        ),
        "objects_50000": lambda: ofd("".join(ofd_text("字", index % 290) for index in range(50_000))),
        "groups_deep": lambda: ofd("<ofd:PageBlock>" * 200 + ofd_text("底", 30) + "</ofd:PageBlock>" * 200),
        "line_long": lambda: ofd(ofd_text("字" * 200_000, 30)),
    }


_GOOD: dict[str, bytes] = {}


def _good(name: str) -> bytes:
    if not _GOOD:
        _GOOD.update((key, data) for key, (_, data) in good_files().items())
    return _GOOD[name]
