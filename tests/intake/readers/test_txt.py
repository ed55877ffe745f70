"""Plain text in the encodings and line habits clerks meet."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers import ReadLimits
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables

PLAN = "某县卫生健康工作要点\n一、深化改革\n（一）年底前完成 3 家医院评审，镕、喆两院先行。\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_encoding_is_found(encoding: str, mark: bytes) -> None:
    document = read_bytes(mark + PLAN.encode(encoding))
    assert lines(document) == PLAN.splitlines()
    assert document.encoding == encoding
    assert document.findings == ()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0c", "\u2028", "\r\n\r\n"])
def test_every_kind_of_line_end(end: str) -> None:
    assert lines(read_bytes(f"甲事{end}乙事{end}".encode())) == ["甲事", "乙事"]


def test_invisible_characters_and_indents_are_taken_off() -> None:
    document = read_bytes("\u3000\u3000一、\u200b改\xa0革\ufeff \x00\n".replace("\x00", "").encode())
    assert lines(document) == ["一、改 革"]


def test_centred_line_is_known_by_its_indent() -> None:
    blocks = read_bytes("            工作要点\n    正文开始。\n".encode()).blocks
    assert [getattr(block, "is_centred", None) for block in blocks] == [True, False]


def test_cut_last_character_is_left_out_and_said() -> None:
    document = read_bytes(PLAN.encode()[:-5])
    assert lines(document)[-1].endswith("先")
    assert codes(document) == ["INT-164"]


def test_few_broken_bytes_do_not_cost_the_file() -> None:
    data = (PLAN * 40).encode("gb18030")
    broken = data[:200] + b"\xff" + data[201:]
    document = read_bytes(broken)
    assert "\ufffd" in document.text
    assert codes(document) == ["INT-166"]


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500, b"\x9f\xff\x80\x01" * 400])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(data, "方案.txt")
    assert caught.value.code in {"INT-107", "INT-117"}


@pytest.mark.parametrize("blank", ["   \n\u3000\n", "\ufeff", "\r\n\r\n"])
def test_blank_text_is_refused(blank: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"INT-112|INT-107"):
        read_bytes(blank.encode())


def test_text_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-105"):
        read_bytes(PLAN.encode(), limits=ReadLimits(text_bytes=20))


def test_copied_sheet_is_a_table() -> None:
    document = read_bytes("任务表\n序号\t任务\t时限\n1\t建站\t6月\n2\t培训\t\n共 2 项\n".encode())
    assert grid(tables(document)[0]) == [["序号", "任务", "时限"], ["1", "建站", "6月"], ["2", "培训", ""]]
    assert lines(document) == ["任务表", "共 2 项"]
    assert_offsets_hold(document)


def wrapped(paragraphs: list[str], width: int, indent: str) -> str:
    out: list[str] = []
    for text in paragraphs:
        line = indent + text
        while len(line) > width:
            out.append(line[:width])
            line = line[width:]
        out.append(line)
    return "\n".join(out)


PARAGRAPHS = [
    "一、总体要求",
    "坚持以人民健康为中心，围绕年度目标任务，统筹推进各项工作，做到责任到人、时限到天、措施到位，确保全年任务圆满完成。",
    "二、重点任务",
    "（一）加强基层能力建设。各乡镇卫生院要对照标准逐项补齐短板，年内新增达标机构五家，村级服务覆盖率保持稳定，群众满意度继续提高。",
    "（二）推进信息互通。县级医院与乡镇卫生院检查结果互认项目达到三十项以上，年底前完成平台改造并组织一次应急演练，形成书面总结。",
]


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_lines_broken_at_a_fixed_width_are_joined(indent: str) -> None:
    document = read_bytes(wrapped(PARAGRAPHS, 26, indent).encode())
    assert lines(document) == PARAGRAPHS
    assert codes(document) == ["INT-156"]


def test_paragraphs_of_one_line_each_are_left_alone() -> None:
    text = "\n".join(f"{number}.第{number}项工作按季度推进并于年底前完成总结。" for number in range(1, 40))
    document = read_bytes(text.encode())
    assert len(document.blocks) == 39
    assert document.findings == ()


def test_sentence_cut_by_a_page_is_joined_over_the_blank_line() -> None:
    text = "正文。完善服务体系，加快推进县域共同体建设，优化资源布\n\n局，提升服务水平。\n\n二、保障"
    assert lines(read_bytes(text.encode())) == [
        "正文。完善服务体系，加快推进县域共同体建设，优化资源布局，提升服务水平。",
        "二、保障",
    ]


@given(st.text(max_size=400))
def test_offsets_hold_for_any_text(text: str) -> None:
    try:
        document = read_bytes(text.encode("utf-8", "replace"))
    except UnreadableFileError:
        return
    assert_offsets_hold(document)


def test_slow_reading_is_stopped() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(("事项\n" * 20_000).encode(), limits=ReadLimits(seconds=0))
