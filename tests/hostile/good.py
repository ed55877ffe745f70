"""One small sound file of every format, and the shipped samples: what the damaged files are made from."""

from __future__ import annotations

import quopri
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import pack

from tests.intake.biff_builder import label, number, xls
from tests.intake.docx_builder import cell, definition, docx, instance, level, paragraph, row, table, zipped
from tests.intake.odt_builder import cell as odt_cell
from tests.intake.odt_builder import item, list_style, listed, odt, p
from tests.intake.odt_builder import number as number_level
from tests.intake.odt_builder import row as odt_row
from tests.intake.odt_builder import table as odt_table
from tests.intake.pdf_builder import Sheet, broken_lines, pdf, prose
from tests.intake.word97_builder import Lists, numbered, row_shape, text, word97
from tests.intake.word97_builder import level as word_level

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ODS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
LINES = (
    "2024年青禾县卫生健康工作要点",
    "为做好全年工作，制定本要点。",
    "一、提升服务能力",
    "（一）建设胸痛中心。县人民医院完成胸痛中心建设，6月底前投入使用。（牵头单位：县人民医院；配合单位：县急救中心）",
    "（二）规范村卫生室管理。一是年底前完成标准化改造，二是达标率95%以上。（责任单位：基层股、各乡镇卫生院）",
    "二、加强公共卫生",
    "（一）开展培训。每季度组织一次流行病学调查培训，全年不少于4次。（责任单位：县疾控中心）",
)
HEADS = ("序号", "重点任务", "具体举措", "责任单位", "完成时限")
ROWS = (
    ("1", "建设胸痛中心", "完成建设并投入使用", "县人民医院", "2024年6月底"),
    ("2", "规范村卫生室", "达标率95%以上", "基层股、各乡镇卫生院", "12月31日前"),
    ("3", "开展培训", "每季度组织一次", "县疾控中心", "每季度末"),
)


def good_files() -> dict[str, tuple[str, bytes]]:
    """Return (suffix, bytes) by the name of the format or sample."""
    made: dict[str, Callable[[], bytes]] = {
        "docx": _docx, "xlsx": _xlsx, "ods": _ods, "odt": _odt, "ofd": _ofd, "pdf": _pdf, "doc": _doc, "xls": _xls,
        "rtf": _rtf, "html": _html, "mht": _mht, "txt": _txt, "csv": _csv, "png": _png,
    }  # fmt: skip
    files = {name: (f".{name}", make()) for name, make in made.items()}
    files["gbk.txt"] = (".txt", "\r\n".join(LINES).encode("gb18030"))
    files["utf16.txt"] = (".txt", "\n".join(LINES).encode("utf-16"))
    files["xml.xls"] = (".xls", _spreadsheet_xml())
    for path in sorted(SAMPLES.glob("2024*")):
        files[f"sample{path.suffix}"] = (path.suffix, path.read_bytes())
    return files


def _docx() -> bytes:
    numbering = definition(
        0, level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCountingThousand", "（%2）")
    ) + instance(1, 0)
    heading = '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:basedOn w:val="n"/></w:style>'
    body = [paragraph(LINES[0], style="h1"), paragraph(LINES[1])]
    body += [paragraph(line.split("、", 1)[-1], number=(1, 0)) for line in (LINES[2], LINES[5])]
    body += [paragraph(line[3:], number=(1, 1)) for line in (LINES[3], LINES[4], LINES[6])]
    body.append(table(*(row(*(cell(words) for words in one)) for one in (HEADS, *ROWS))))
    return docx(*body, numbering=numbering, styles=heading)


def _xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2024年重点任务分解表"])
    sheet.merge_cells("A1:E1")
    for one in (HEADS, *ROWS):
        sheet.append(one)
    book.create_sheet("说明").append(["本表按季度更新"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: str) -> bytes:
    """Return an OpenDocument sheet around rows."""
    body = f'<office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {ODS}>{body}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
    )


def ods_row(*words: str, attributes: str = "") -> str:
    """Return a row of text cells, each with the same attributes."""
    cells = "".join(f"<table:table-cell {attributes}><text:p>{one}</text:p></table:table-cell>" for one in words)
    return f"<table:table-row>{cells}</table:table-row>"


def _ods() -> bytes:
    return ods("".join(ods_row(*one) for one in (HEADS, *ROWS)))


def _odt() -> bytes:
    style = list_style("L1", number_level(1, "一, 二, 三, ...", suffix="、"))
    heads = [listed(item(p(line.split("、", 1)[-1])), style="L1") for line in (LINES[2], LINES[5])]
    rows = (odt_row(*(odt_cell(words) for words in one)) for one in (HEADS, *ROWS))
    return odt(
        p(LINES[0]), p(LINES[1]), heads[0], p(LINES[3]), heads[1], p(LINES[6]), odt_table(*rows), automatic=style
    )


def ofd(content: str, *, page: str = "Pages/P0.xml", box: str = "0 0 210 297") -> bytes:
    """Return an OFD of one page around its objects."""
    area = f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    pages = f'<ofd:Pages><ofd:Page ID="1" BaseLoc="{page}"/></ofd:Pages>'
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "D/Document.xml": f"<ofd:Document {OFD}>{area}{pages}</ofd:Document>",
            "D/Pages/P0.xml": f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


def ofd_text(words: str, top: float, *, steps: str = "", size: str = "5", left: str = "30") -> str:
    """Return one line of text on an OFD page."""
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {top} 180 {size}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="{steps or f"g {len(words) - 1} 5"}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def _ofd() -> bytes:
    return ofd("".join(ofd_text(line, 30 + 10 * index) for index, line in enumerate(LINES)))


def _pdf() -> bytes:
    def ruled(sheet: Sheet) -> None:
        xs, ys = [60.0, 110.0, 220.0, 330.0, 450.0, 540.0], [100.0, 130.0, 160.0, 190.0, 220.0]
        sheet.grid(xs, ys)
        for y, one in zip(ys, (HEADS, *ROWS), strict=False):
            for x, words in zip(xs, one, strict=False):
                sheet.text(words, x + 4, y + 20, 9)

    return pdf(prose(broken_lines(LINES)), ruled)


def _doc() -> bytes:
    shape = row_shape(*range(0, 6000, 1000))
    body = [text(LINES[0]), text(LINES[1]), numbered("提升服务能力", 1, 0), numbered(LINES[3][3:], 1, 1)]
    for one in (HEADS, *ROWS):
        body += [text(words, mark="\x07") for words in one]
        body.append(text("", mark="\x07", modifiers=shape))
    lists = Lists(lists=((word_level(39, "%1、"), word_level(39, "（%2）")),), overrides=((0, ()),))
    return word97(*body, lists=lists)


def _xls() -> bytes:
    cells = [label(0, column, words) for column, words in enumerate(HEADS)]
    for line, one in enumerate(ROWS, start=1):
        cells += [number(line, 0, line)] + [label(line, column, one[column]) for column in range(1, 5)]
    return xls(*cells, dimensions=(0, 4, 0, 5))


def _rtf() -> bytes:
    def escaped(words: str) -> bytes:
        return "".join(f"\\u{ord(one) if ord(one) < 32768 else ord(one) - 65536}?" for one in words).encode()

    body = b"".join(escaped(line) + b"\\par\n" for line in LINES)
    for one in ROWS:
        edges = b"".join(b"\\cellx%d" % (1000 * index) for index in range(1, 6))
        body += b"\\trowd" + edges + b"\\intbl " + b"".join(escaped(words) + b"\\cell " for words in one) + b"\\row\n"
    return rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 FangSong;}}" + body + b"}"


def _html(charset: str = "utf-8") -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{words}</td>" for words in one) + "</tr>" for one in (HEADS, *ROWS))
    body = "".join(f"<p>{line}</p>" for line in LINES) + f"<table>{rows}</table>"
    page = (
        f'<html><head><meta charset="{charset}"><title>{LINES[0]}</title></head><body><div>{body}</div></body></html>'
    )
    return page.encode(charset)


def mht(head: bytes, packed: bytes, boundary: bytes = b"----=_x") -> bytes:
    """Return a web archive of one part with a head of its own."""
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html"; boundary="'
        + boundary
        + b'"\r\n\r\n--'
        + boundary
        + b"\r\n"
        + head
        + b"\r\n\r\n"
        + packed
        + b"\r\n--"
        + boundary
        + b"--\r\n"
    )


def _mht() -> bytes:
    head = b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable"
    return mht(head, quopri.encodestring(_html("gb2312")))


def _txt() -> bytes:
    return "\n".join(LINES).encode()


def _csv() -> bytes:
    return "\r\n".join(",".join(one) for one in (HEADS, *ROWS)).encode("utf-8-sig")


def _spreadsheet_xml() -> bytes:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{words}</Data></Cell>' for words in one) + "</Row>"
        for one in (HEADS, *ROWS)
    )
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def png(width: int, height: int, rows: bytes) -> bytes:
    """Return a grey picture whose pixel data is compressed here, whatever its size says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _png() -> bytes:
    return png(40, 20, (b"\x00" + b"\xff" * 40) * 20)
