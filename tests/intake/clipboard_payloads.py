"""Clipboards as Excel, WPS, Word, LibreOffice, Chrome and chat programs fill them, around words of the test's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from io import BytesIO

Value = str | int | float | dt.date
Rows = Sequence[Sequence[Value]]

SHEET = 'application/x-qt-windows-mime;value="XML Spreadsheet"'
_EPOCH = dt.date(1899, 12, 30)
_EXCEL = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40"'
)
_WORD = (
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" '
    'xmlns="http://www.w3.org/TR/REC-html40"'
)
_STYLES = """<style>
<!--table
	{mso-displayed-decimal-separator:"\\.";
	mso-displayed-thousand-separator:"\\,";}
tr
	{mso-height-source:auto;
	mso-ruby-visibility:none;}
br
	{mso-data-placement:same-cell;}
.xl65
	{mso-number-format:"Short Date";}
.xl66
	{mso-number-format:0%;}
.xl67
	{white-space:normal;
	text-align:center;}
-->
</style>"""


def cf_html(html: str, *, source_url: str = "") -> bytes:
    """Return a page as Windows keeps it: byte offsets in a head of fixed width, the copied part between comments."""
    head = "Version:1.0\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\nStartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
    head += f"SourceURL:{source_url}\r\n" if source_url else ""
    start = len(head.format(0, 0, 0, 0))
    page = html.encode()
    opening, closing = b"<!--StartFragment-->", b"<!--EndFragment-->"
    first, last = page.index(opening) + len(opening), page.index(closing)
    return head.format(start, start + len(page), start + first, start + last).encode() + page + b"\x00"


def excel(rows: Rows, *, merged_title: str = "", has_values: bool = False) -> str:
    """Return Excel's page of a range; `has_values` as WPS writes it, with the numbers beside what is shown."""
    width = max(len(row) for row in rows)
    title = f"<tr height=28><td colspan={width} height=28 class=xl67>{merged_title}</td></tr>" if merged_title else ""
    body = "".join(
        "\r\n <tr height=19 style='height:14.25pt'>"
        + "".join(f"\r\n  {_excel_cell(value, has_values=has_values)}" for value in row)
        + "\r\n </tr>"
        for row in rows
    )
    widths = "".join("<td width=72 style='width:54pt'></td>" for _ in range(width))
    end = f"<![if supportMisalignedColumns]>\r\n <tr height=0 style='display:none'>{widths}</tr>\r\n <![endif]>"
    return (
        f'<html {_EXCEL}>\r\n\r\n<head>\r\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n'
        f'<meta name=ProgId content=Excel.Sheet>\r\n<meta name=Generator content="Microsoft Excel 15">\r\n{_STYLES}\r\n'
        '</head>\r\n\r\n<body link="#0563C1" vlink="#954F72">\r\n\r\n<table border=0 cellpadding=0 cellspacing=0 '
        "width=360 style='border-collapse:collapse'>\r\n<!--StartFragment-->\r\n <col width=72 style='width:54pt'>"
        f"{title}{body}\r\n {end}\r\n<!--EndFragment-->\r\n</table>\r\n\r\n</body>\r\n\r\n</html>"
    )


def _excel_cell(value: Value, *, has_values: bool) -> str:
    if isinstance(value, dt.date):
        said = f' x:num="{(value - _EPOCH).days}"' if has_values else ""
        shown = "########" if has_values else f"{value.year}/{value.month}/{value.day}"
        return f"<td class=xl65 align=right{said}>{shown}</td>"
    if isinstance(value, float):
        said = f' x:num="{value}"' if has_values else ""
        return f"<td class=xl66 align=right{said}>{value:.0%}</td>"
    if isinstance(value, int):
        return f"<td align=right{' x:num' if has_values else ''}>{value}</td>"
    text = escape(value).replace("\n", "<br style='mso-data-placement:same-cell'>\r\n    ")
    return f"<td class=xl67 width=72 style='width:54pt'{' x:str' if has_values else ''}>{text}</td>"


def spreadsheet(rows: Rows, *, merged_title: str = "") -> bytes:
    """Return Excel's "XML Spreadsheet" of a range."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    width = max(len(row) for row in rows)
    lines = ["<Row>" + "".join(_spreadsheet_cell(value) for value in row) + "</Row>" for row in rows]
    if merged_title:
        cell = f'<Cell ss:MergeAcross="{width - 1}"><Data ss:Type="String">{merged_title}</Data></Cell>'
        lines.insert(0, f"<Row>{cell}</Row>")
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{name}" xmlns:ss="{name}">\n'
        '<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style><Style ss:ID="s1">'
        '<NumberFormat ss:Format="0%"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="Short Date"/></Style>'
        "</Styles>\n"
        f'<Worksheet ss:Name="Sheet1"><Table ss:ExpandedColumnCount="{width}" ss:ExpandedRowCount="{len(lines)}">'
        f"{''.join(lines)}</Table></Worksheet></Workbook>"
    ).encode() + b"\r\n\x00"


def _spreadsheet_cell(value: Value) -> str:
    if isinstance(value, dt.date):
        return f'<Cell ss:StyleID="s2"><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data></Cell>'
    if isinstance(value, int | float):
        style = ' ss:StyleID="s1"' if isinstance(value, float) else ""
        return f'<Cell{style}><Data ss:Type="Number">{value}</Data></Cell>'
    return f'<Cell><Data ss:Type="String">{escape(value).replace(chr(10), "&#10;")}</Data></Cell>'


def tabbed(rows: Rows) -> str:
    """Return the plain text Excel and WPS put down: tabs, quotes round cells of several lines."""
    return "".join("\t".join(_tabbed_cell(value) for value in row) + "\r\n" for row in rows)


def _tabbed_cell(value: Value) -> str:
    if isinstance(value, dt.date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, float):
        return f"{value:.0%}"
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\n\t"') else text


def calc(rows: Rows) -> str:
    """Return LibreOffice Calc's page of a range."""
    body = "".join("<tr>" + "".join(_calc_cell(value) for value in row) + "</tr>\n" for row in rows)
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n\t<meta http-equiv="content-type" content="text/html; charset=utf-8"/>\n'
        '\t<meta name="generator" content="LibreOffice 7.6 (Linux)"/>\n</head>\n\n<body>\n<table cellspacing="0" '
        f'border="0">\n\t<colgroup width="85"></colgroup>\n{body}</table>\n</body>\n\n</html>\n'
    )


def _calc_cell(value: Value) -> str:
    if isinstance(value, dt.date):
        return f'<td align="right" sdval="{(value - _EPOCH).days}" sdnum="2052;0;YYYY-MM-DD">{value:%m/%d}</td>'
    if isinstance(value, int | float):
        style = "2052;0;0%" if isinstance(value, float) else "2052;"
        return f'<td align="right" sdval="{value}" sdnum="{style}">{value}</td>'
    return f"<td>{escape(value).replace(chr(10), '<br>')}</td>"


def xlsx(rows: Rows, *, merged_title: str = "") -> bytes:
    """Return the same range as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    if merged_title:
        sheet.append([merged_title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(len(row) for row in rows))
    for row in rows:
        sheet.append(list(row))
        for cell, value in zip(sheet[sheet.max_row], row, strict=False):
            if isinstance(value, float):
                cell.number_format = "0%"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def word(*paragraphs: str, table: str = "") -> str:
    """Return Word's page around paragraphs made by `word_paragraph`."""
    return (
        f'<html {_WORD}>\r\n<head>\r\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n'
        '<meta name=ProgId content=Word.Document>\r\n<meta name=Generator content="Microsoft Word 15">\r\n'
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->\r\n"
        '<style>\r\n<!--\r\n p.MsoNormal, li.MsoNormal\r\n\t{mso-style-parent:"";\r\n\tfont-size:10.5pt;}\r\n'
        "@list l0:level1\r\n\t{mso-level-number-format:chinese-counting-thousand;\r\n\tmso-level-text:%1、;}\r\n-->\r\n"
        "</style>\r\n</head>\r\n\r\n<body lang=ZH-CN style='tab-interval:21.0pt'>\r\n<!--StartFragment-->\r\n\r\n"
        f"{''.join(paragraphs)}{table}<!--EndFragment-->\r\n</body>\r\n\r\n</html>"
    )


def word_paragraph(inner: str, *, number: str = "", level: int = 1, style: str = "", bullet_face: str = "") -> str:
    """Return a paragraph; its number stands between marks that hide it from programs that know lists."""
    blanks = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
    face = f"font-family:{bullet_face};mso-fareast-font-family:{bullet_face}"
    label = (
        f"<![if !supportLists]><span lang=EN-US style='{face}'><span style='mso-list:Ignore'>{number}{blanks}</span>"
        "</span><![endif]>"
        if number
        else ""
    )
    own = f"text-indent:-24.0pt;mso-list:l0 level{level} lfo1;{style}" if number else style
    kind = "MsoListParagraph" if number else "MsoNormal"
    end = "<span lang=EN-US><o:p></o:p></span></span></p>\r\n\r\n"
    return f"<p class={kind} style='{own}'>{label}<span style='font-family:仿宋'>{inner}{end}"


def chat(*messages: tuple[str, str, str]) -> str:
    """Return messages copied from WeChat as (name, time, text)."""
    return "\n\n".join(f"{name} {time}\n{text}" for name, time, text in messages) + "\n"
