"""Text formats made to do harm: endless lines and brackets, odd encodings, senseless control words.

Each table is name of the attack -> function that makes the file.
"""

# ruff: noqa: E501 - an attack reads better on one line than on five

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.good import LINES, mht

Make = Callable[[], bytes]
MEGABYTE = 1 << 20

_ENDLESS = {
    "brackets_open": "（", "brackets_closed": "）", "brackets_mixed": "（〔【《“(", "brackets_nested": "（（）", "quotes": "“",
    "numerals": "一", "digits": "9", "marks": "（一）", "headings": "一、", "decimals": "1.", "dashes": "1-", "commas": "、",
    "stops": "。", "semicolons": "；", "firsts": "一是", "years_end": "年底前", "dates": "2024年99月99日", "ranges": "2024年1月至",
    "owners": "（责任单位：", "owners_closed": "（责任单位：甲、乙）", "leads": "牵头单位：", "units": "县卫生健康局、", "percent": "95%以上", "more": "不少于",
    "spaces": " ", "wide_spaces": "　", "tabs": "\t", "zero_width": "\u200b", "combining": "\u0301", "overrides": "\u202e",
    "emoji": "👩‍👩‍👧", "controls": "\x01\x02", "nul": "\0", "private": "\ue000", "noncharacters": "\ufffe", "kangxi": "⼀",
    "colons": "：", "slashes": "/", "bars": "|", "percent_signs": "%", "circled": "①", "and_so": "等", "cjk_b": "𠀀", "crs": "\r", "latin": "a",
    "underscores": "_", "pluses": "+", "separators": "\u2028", "numbers_cn": "一百二十三万四千五百六十七", "to": "从1提高到", "quarters": "每季度", "attachments": "附件：1.",
}  # fmt: skip


def text_attacks() -> dict[str, dict[str, Make]]:
    """Return attacks by suffix and name."""
    return {
        "txt": _txt_attacks(),
        "csv": _csv_attacks(),
        "html": _html_attacks(),
        "mht": _mht_attacks(),
        "rtf": _rtf_attacks(),
    }


def _txt_attacks() -> dict[str, Make]:
    attacks: dict[str, Make] = {}
    for name, words in _ENDLESS.items():
        line = words * (100_000 // len(words))
        attacks[f"line_of_{name}"] = lambda line=line: f"一、任务\n（一）{line}完成任务\n".encode(
            "utf-8", "surrogatepass"
        )
        lines = "\n".join([words * 3] * 5000)
        attacks[f"lines_of_{name}"] = lambda lines=lines: f"2024年工作要点\n{lines}\n".encode("utf-8", "surrogatepass")
    plan = "\n".join(LINES)
    unicode_names = (
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-7",
        "big5",
        "euc-jp",
        "cp037",
        "shift_jis",
        "hz",
        "gb18030",
    )
    for name in unicode_names:
        attacks[f"encoding_{name}"] = lambda name=name: plan.encode(name, "replace")
    return attacks | {
        "surrogates_utf8": lambda: ("一、" + "\ud800\udfff\udc00" * 50 + "完成任务").encode("utf-8", "surrogatepass"),
        "surrogates_utf16": lambda: b"\xff\xfe" + ("一、完成任务\ud800\n" * 50).encode("utf-16-le", "surrogatepass"),
        "overlong": lambda: plan.encode() + b"\xc0\x80\xe0\x80\x80\xf8\x88\x80\x80\x80",
        "mixed_encodings": lambda: plan.encode() + plan.encode("gb18030") + plan.encode("utf-16"),
        "mark_only": lambda: b"\xef\xbb\xbf",
        "mark_only_16": lambda: b"\xff\xfe",
        "blank_only": lambda: b" \r\n\t" * 1000,
        "nul_only": lambda: bytes(5000),
        "odd_length_16": lambda: plan.encode("utf-16") + b"x",
        "noise": lambda: bytes((7 * n * n + 3 * n) % 251 for n in range(100_000)),
        "headings_50000": lambda: "\n".join(f"{n}. 完成第{n}项任务，6月底前完成。（责任单位：县医院）" for n in range(50_000)).encode(),
        "levels_deep": lambda: "\n".join(".".join(["1"] * n) + " 任务" for n in range(1, 300)).encode(),
        "years_out_of_range": lambda: "\n".join(
            f"（{n}）{year}年{month}月{day}日前完成任务。" for n, (year, month, day) in enumerate(
                [(0, 1, 1), (99999, 1, 1), (2024, 0, 0), (2024, 13, 1), (2023, 2, 29), (10**40, 5, 5), (9999, 12, 31), (1, 1, 1)])
        ).encode(),
        "figures_out_of_range": f"一、任务\n（一）达到{'9' * 5000}%以上，增长1e999，控制在{'0.' * 500}以内。\n".encode,
        "numbers_out_of_range": f"第{'九' * 5000}条 任务\n{'9' * 5000}. 任务\n（{'十' * 5000}）任务\n".encode,
        "text_200_mb": lambda: "完成任务，年底前。\n".encode() * (200 * MEGABYTE // 28),
        "line_50_mb": lambda: "完成任务，".encode() * (50 * MEGABYTE // 15),
        "line_5_mb": lambda: "完成任务，".encode() * (5 * MEGABYTE // 15),
        "text_20_mb": lambda: "（一）完成任务，年底前。\n".encode() * (20 * MEGABYTE // 37),
        "text_201_mb": lambda: bytes(201 * MEGABYTE),
        "text_45_mb": lambda: "（一）完成第九项任务，6月底前完成。（责任单位：县医院）\n".encode() * (45 * MEGABYTE // 79),
    }  # fmt: skip


def _csv_attacks() -> dict[str, Make]:
    head = "任务,责任单位,完成时限\n"
    return {
        "fields_million": (head + "," * 1_000_000).encode,
        "lines_200000": (head + "a,b,c\n" * 200_000).encode,
        "quote_open": (head + '"' + "完成,任务\n" * 30_000).encode,
        "quotes": (head + '"' * 100_001).encode,
        "field_long": (head + "任" * 300_000 + ",县医院,6月底\n").encode,
        "ragged": (head + "".join("x," * (n % 500) + "\n" for n in range(2000))).encode,
        "nul": (head + "完成\0任务,县医院,6月底\n").encode,
        "separators_mixed": (head + "a;b\tc|d\n" * 500).encode,
        "formulas": (head + "=cmd|' /C calc'!A0,@SUM(1),+1\n" * 50).encode,
        "cells_ten_million": lambda: (head + "," * 4999 + "\n").encode() * 2000,
    }


def _html_attacks() -> dict[str, Make]:
    def page(body: str, head: str = "") -> Make:
        return lambda: f"<html><head>{head}</head><body>{body}</body></html>".encode("utf-8", "surrogatepass")

    charsets = (
        "utf-7",
        "bz2",
        "zip",
        "hex",
        "rot13",
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "base64",
        "x" * 10_000,
        "",
        "mbcs",
        "\0",
        "utf-16",
        "ibm037",
    )
    cell = "<td colspan={} rowspan={}>任务</td>".format
    attacks = {
        f"charset_{name[:20]}".replace("\0", "nul"): page("<p>一、工作</p>", f'<meta charset="{name}">')
        for name in charsets
    }
    attacks |= {
        f"span_{value[:12]}": page("<table>" + f"<tr>{cell(value, value)}<td>时限</td></tr>" * 3 + "</table>")
        for value in ("1000000000", "-1", "0", "x", "9" * 5000, "1e9", "65535")
    }
    return attacks | {
        "depth_400": page("<div>" * 400 + "底"),
        "depth_100000": page("<div>" * 100_000 + "底"),
        "spans_deep": page("<p>" + "<b>" * 3000 + "底"),
        "tables_in_tables": page("<table><tr><td>" * 100 + "底"),
        "tables_in_tables_3000": page("<table><tr><td>" * 3000 + "底"),
        "lists_deep": page("<ul><li>" * 2000 + "底"),
        "unclosed": page("<p><td><table><li><b><i><div>" * 3000),
        "attributes": page("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">底"),
        "comment_open": page("<p>一</p><!--" + "x" * 1_000_000),
        "script_open": page("<p>一</p><script>" + "<" * 1_000_000),
        "angles": page("<" * 300_000),
        "ampersands": page("&" * 300_000),
        "references": page("<p>" + "&#xD800;&#0;&#x110000;&#99999999999;&nosuch;&lt" * 1000),
        "entities": lambda: b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><html><p>&b;</p></html>',
        "external": lambda: b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>&e;</p></html>',
        "svg": page('<svg><script>x</script><image href="file:///etc/passwd"/><text>字</text></svg><p>一、工作</p>'),
        "picture_inside": page(f'<p>一</p><img src="data:image/png;base64,{"A" * 10_000_000}">'),
        "rows_20000": page("<table>" + "<tr><td>完成任务</td><td>县医院</td></tr>" * 20_000),
        "row_wide": page("<table><tr>" + "<td>字" * 50_000),
        "paragraphs_100000": page("<p>一、完成任务。" * 100_000),
        "breaks": page("字<br>" * 200_000),
        "spreadsheet_xml_deep": lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">' + b"<Worksheet><Table><Row><Cell>" * 20_000,
        "spreadsheet_xml_index": lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row ss:Index="999999999"><Cell ss:Index="999999999" ss:MergeAcross="999999999" ss:MergeDown="-5"><Data ss:Type="Number">1e999</Data></Cell></Row></Table></Worksheet></Workbook>',
    }  # fmt: skip


def _mht_attacks() -> dict[str, Make]:
    def deep(depth: int) -> bytes:
        data = b"<html><p>\xe5\xba\x95</p></html>"
        for number in range(depth):
            data = mht(b"Content-Type: text/html", data, f"b{number}".encode())
        return data

    kind = b"Content-Type: text/html; charset="
    return {
        "charset_odd": lambda: mht(kind + b"bz2", b"<html><p>x</p></html>"),
        "charset_escape": lambda: mht(kind + b"unicode_escape", b"<html><p>\\ud800</p></html>"),
        "coding_odd": lambda: mht(b"Content-Type: text/html\r\nContent-Transfer-Encoding: x-uuencode", b"begin 666 a\n#86)C\n"),
        "base64_odd": lambda: mht(b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64", b"=" * 100_000),
        "boundary_empty": lambda: mht(b"Content-Type: text/html", b"<html><p>x</p></html>", b""),
        "boundary_long": lambda: mht(b"Content-Type: text/html", b"<html><p>x</p></html>", b"x" * 100_000),
        "head_long": lambda: mht(b"Content-Type: text/html\r\n" + b"X: y\r\n" * 100_000, b"<html><p>x</p></html>"),
        "head_folded": lambda: mht(b"Content-Type: text/html" + b"\r\n x" * 100_000, b"<html><p>x</p></html>"),
        "parts_deep": lambda: deep(12),
        "parts_many": lambda: mht(b"Content-Type: image/png", b"x\r\n------=_x\r\n\r\n" * 20_000),
    }  # fmt: skip


def _rtf_attacks() -> dict[str, Make]:
    def rtf(body: bytes) -> Make:
        return lambda: rb"{\rtf1\ansi\ansicpg936 " + body + b"}"

    row = rb"\trowd\cellx1000\cellx2000\intbl a\cell b\cell\row "
    endless = (rb"\u-99999999?", rb"\ansicpg999999 ", rb"\'zz", rb"\'", rb"\ls99999999 ", rb"\ilvl99 ", rb"\uc999999999 ", rb"\bin-5 ", rb"\cellx-2147483648 ", rb"\u55357?", rb"\cell", rb"\row", rb"\nestrow", rb"{\*\x", rb"\par", rb"\upr", rb"\field", rb"\pict", b"{", b"}", b"\\", b"{}", rb"\'81", rb"\trowd", rb"\intbl\cell")  # fmt: skip
    attacks = {f"word_{number}": rtf(b"a" + word * 3000 + b"z") for number, word in enumerate(endless)}
    return attacks | {
        "groups_million": rtf(b"{" * 1_000_000),
        "groups_deep": rtf(b"{" * 300_000 + b"a" + b"}" * 300_000),
        "binary_endless": rtf(rb"\bin9999999999 x"),
        "binary_larger": rtf(rb"\bin500 x"),
        "number_long": rtf(rb"\u" + b"9" * 100_000),
        "word_long": rtf(b"\\" + b"a" * 1_000_000),
        "picture": rtf(rb"{\pict\pngblip " + b"0" * 20_000_000 + b"}"),
        "rows_10000": rtf(row * 10_000),
        "cells_wide": rtf(rb"\trowd" + b"".join(rb"\cellx%d" % n for n in range(20_000)) + rb"\intbl" + rb" a\cell" * 20_000 + rb"\row"),
        "nested_tables": rtf(rb"\intbl\itap999 a\nestcell{\nesttableprops\trowd\cellx5\nestrow}" * 500),
        "page_unknown": lambda: rb"{\rtf1\ansi\ansicpg1 \'b9\'a4}",
        "head_only": lambda: rb"{\rtf1",
    }  # fmt: skip
