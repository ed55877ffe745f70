"""RTF documents: code pages, Unicode, tables, list numbers, what is left aside."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document, Paragraph
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 FangSong;}{\f1\fcharset0 Times;}}"


def gbk(text: str) -> bytes:
    return b"".join(b"\\'%02x" % byte if byte > 0x7F else bytes([byte]) for byte in text.encode("gbk"))


def unicode(text: str) -> bytes:
    data = text.encode("utf-16-le")
    units = [int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2)]
    return b"".join(b"\\u%d?" % unit for unit in units)


def read(body: bytes, head: bytes = HEAD) -> Document:
    document = read_bytes(head + body + b"}", "方案.rtf")
    assert_offsets_hold(document)
    return document


def test_hex_bytes_and_unicode() -> None:
    document = read(gbk("一、医改") + b"\\par " + unicode("二、镕基𠀀") + b" A\\~B\\_C\\-D\\emdash\\par")
    assert lines(document) == ["一、医改", "二、镕基𠀀 A B-CD—"]
    assert document.format == "rtf"


def test_raw_bytes_of_the_code_page() -> None:
    assert lines(read("工作要点".encode("gbk") + b"\\par")) == ["工作要点"]


def test_skip_count_of_unicode_stand_ins() -> None:
    assert lines(read(b"{\\uc2\\u19968 ??\\u20108\\'b6\\'fe}\\uc0\\u19977 \\par")) == ["一二三"]


def test_looks_of_paragraphs() -> None:
    body = rb"{\stylesheet{\s0 Normal;}{\s3 Heading 1;}}\pard\s3\qc\outlinelevel0{\b\fs44 " + gbk("标题") + rb"}\par"
    first, second = read(body + rb"\pard\plain " + gbk("正文") + rb"\line x\par").blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.style, first.outline_level, first.is_centred, first.is_bold, first.size_pt) == (
        "heading 1", 0, True, True, 22.0,
    )  # fmt: skip
    assert (second.text, second.is_centred, second.is_bold) == ("正文\u2028x", False, False)


def test_list_number_kept_for_old_readers_is_the_label() -> None:
    (block,) = read(rb"\pard{\listtext\pard\plain " + gbk("（一）") + rb"\tab}" + gbk("建站") + rb"\par").blocks
    assert isinstance(block, Paragraph)
    assert (block.label, block.text) == ("（一）", "建站")


def test_table_with_merged_cells() -> None:
    rows = (
        rb"\trowd\clmgf\cellx1000\clmrg\cellx2000\cellx3000\pard\intbl " + gbk("任务") + rb"\cell\cell " + gbk("时限")
        + rb"\cell\row\trowd\clvmgf\cellx1000\cellx2000\cellx3000\intbl " + gbk("医改") + rb"\cell " + gbk("甲")
        + rb"\par " + gbk("乙") + rb"\cell " + gbk("6月") + rb"\cell\row"
        + rb"\trowd\clvmrg\cellx1000\cellx2000\cellx3000\intbl\cell " + gbk("丙") + rb"\cell " + gbk("7月")
        + rb"\cell\row"
    )  # fmt: skip
    document = read(rows + rb"\pard " + gbk("完") + rb"\par")
    assert grid(tables(document)[0]) == [["任务", "任务", "时限"], ["医改", "甲\n乙", "6月"], ["医改", "丙", "7月"]]
    assert lines(document) == ["完"]


def test_what_stands_aside_is_left_out() -> None:
    body = (
        rb"{\info{\title x}}{\header y\par}{\pict\bin4 \}{\\ ab}{\*\unknown z}{\field{\*\fldinst PAGE}{\fldrslt 3}}"
        rb"{\footnote n}{\v h}{\deleted d}{\upr{old}{\*\ud new}}\par"
    )
    document = read(body)
    assert lines(document) == ["3new"]
    assert codes(document) == ["INT-151", "INT-152"]


def test_text_box_is_read() -> None:
    assert lines(read(rb"a\par{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}}b\par")) == ["a", "box", "b"]


def test_groups_nested_without_end_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(b"{\\rtf1" + b"{" * 5000 + b"x")


def test_file_cut_short_gives_what_is_there() -> None:
    assert lines(read_bytes(HEAD + gbk("第一段") + b"\\par " + gbk("第二"))) == ["第一段", "第二"]


@pytest.mark.parametrize("seed", range(40))
def test_damaged_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    good = HEAD + gbk("一、医改") * 20 + rb"\par\trowd\cellx100\intbl a\cell\row\pard b\par}"
    broken = bytearray(good)
    for _ in range(chance.choice([1, 10, 60])):
        broken[chance.randrange(6, len(broken))] = chance.randrange(256)
    with suppress(UnreadableFileError):
        assert_offsets_hold(read_bytes(bytes(broken)))
