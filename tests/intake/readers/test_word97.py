"""Binary Word files: text by pieces, list numbers, tables by marks, refusals."""

from __future__ import annotations

import random
from contextlib import suppress
from struct import pack

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.document import Document, Paragraph
from ledger_app.intake.readers import ReadLimits
from tests.intake.ole_builder import compound
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, read_bytes, tables
from tests.intake.word97_builder import (
    BOLD,
    CENTRED,
    DELETED,
    HIDDEN,
    IN_TABLE,
    INSERTED,
    Lists,
    Text,
    level,
    numbered,
    row_shape,
    text,
    word97,
)

CHINESE, DECIMAL, BULLET = 39, 0, 23
OFFICIAL = Lists(
    lists=(
        (
            level(CHINESE, "%1、"),
            level(CHINESE, "（%2）"),
            level(DECIMAL, "%3.", follow=0),
            *([level(DECIMAL, "")] * 6),
        ),
    ),
    overrides=((0, ()), (0, ((0, 5),))),
)


def read(*paragraphs: Text, **options: object) -> Document:
    document = read_bytes(word97(*paragraphs, **options), "方案.doc")  # type: ignore[arg-type]
    assert_offsets_hold(document)
    return document


def cell(words: str) -> Text:
    return text(words, modifiers=IN_TABLE, mark="\x07")


def end(*edges: int, flags: tuple[int, ...] = ()) -> Text:
    return text("", modifiers=row_shape(*edges, flags=flags), mark="\x07")


def test_two_byte_text_with_breaks_and_marks() -> None:
    document = read(text("某县\x0b工作要点\x1e一\x1f览"), text("后文 𠀀"))
    assert lines(document) == ["某县\u2028工作要点-一览", "后文 𠀀"]
    assert document.format == "doc"


def test_one_byte_text() -> None:
    assert lines(read(text("Plan 2025 – café"), is_narrow=True)) == ["Plan 2025 – café"]


def test_look_of_a_paragraph() -> None:
    (block,) = read(text("标题", modifiers=CENTRED, run=BOLD + pack("<HH", 0x4A43, 44))).blocks
    assert isinstance(block, Paragraph)
    assert (block.is_centred, block.is_bold, block.size_pt) == (True, True, 22.0)


def test_numbers_come_from_the_list_tables() -> None:
    body = [numbered("事", 1, depth) for depth in (0, 1, 2, 2, 1, 0, 1)]
    printed = ["一、事", "（一）事", "1. 事", "2. 事", "（二）事", "二、事", "（一）事"]
    assert lines(read(*body, lists=OFFICIAL)) == printed


def test_override_restarts_once_and_counts_on_in_the_same_list() -> None:
    body = [numbered("事", override, 0) for override in (1, 2, 2, 1)]
    assert lines(read(*body, lists=OFFICIAL)) == ["一、事", "五、事", "六、事", "七、事"]


def test_level_that_never_restarts() -> None:
    running = level(CHINESE, "（%2）", flags=0x08, limit=0)
    lists = Lists(lists=((level(CHINESE, "%1、"), running, *([level(DECIMAL, "")] * 7)),), overrides=((0, ()),))
    body = [numbered("事", 1, depth) for depth in (0, 1, 0, 1)]
    assert lines(read(*body, lists=lists)) == ["一、事", "（一）事", "二、事", "（二）事"]


def test_bullet_of_one_level_list() -> None:
    lists = Lists(lists=((level(BULLET, "\uf0b7", follow=1),),), overrides=((0, ()),))
    assert lines(read(numbered("事", 1, 0), lists=lists)) == ["• 事"]


@pytest.mark.parametrize("override", [0, 9, 2047, 65535])
def test_number_of_no_list_leaves_the_text(override: int) -> None:
    assert lines(read(numbered("事", override, 0), lists=OFFICIAL)) == ["事"]


def test_table_by_cell_marks_and_row_shapes() -> None:
    start, below = 0x60, 0x20
    document = read(
        text("任务表"),
        cell("类别"),
        cell("时限"),
        end(0, 2000, 3000),
        cell("医改"),
        cell("甲\r乙".replace("\r", "\x0b")),
        cell("6月"),
        end(0, 1000, 2010, 3000, flags=(start, 0, 0)),
        cell(""),
        cell("丙"),
        cell("7月"),
        end(5, 1000, 2000, 3000, flags=(below, 0, 0)),
        text("完"),
    )
    assert grid(tables(document)[0]) == [["类别", "类别", "时限"], ["医改", "甲\n乙", "6月"], ["医改", "丙", "7月"]]
    assert lines(document) == ["任务表", "完"]


def test_several_paragraphs_and_numbers_in_a_cell() -> None:
    first = Text((("甲", b""),), "\r", IN_TABLE)
    number = text("", modifiers=IN_TABLE + pack("<HBHH", 0x260A, 2, 0x460B, 1), mark="\x07")
    document = read(first, cell("乙"), number, end(0, 1000, 2000), lists=OFFICIAL)
    assert grid(tables(document)[0]) == [["甲\n乙", "1."]]


def test_frame_around_text_is_no_table() -> None:
    document = read(Text((("框内", b""),), "\r", IN_TABLE), cell("第二段"), end(0, 1000))
    assert lines(document) == ["框内", "第二段"]


def test_field_gives_its_result() -> None:
    assert lines(read(text("见\x13 PAGEREF a \x143\x15页"))) == ["见3页"]


def test_field_left_open_hides_one_paragraph_at_most() -> None:
    assert lines(read(text("甲"), text("\x13 码"), text("后文"))) == ["甲", "后文"]


def test_revisions_and_hidden_text() -> None:
    runs = (("保留", b""), ("删去", DELETED), ("新增", INSERTED), ("隐藏", HIDDEN))
    document = read(Text(runs))
    assert lines(document) == ["保留新增"]
    assert codes(document) == ["INT-151", "INT-152"]


def test_text_box_follows_the_paragraph_it_hangs_on() -> None:
    document = read(text("正\x08文"), text("后文"), boxes=((1, text("框内文字")),))
    assert lines(document) == ["正文", "框内文字", "后文"]
    assert codes(document) == ["INT-154"]


def test_footnote_mark_is_left_out() -> None:
    document = read(text("正文\x02"))
    assert lines(document) == ["正文"]
    assert codes(document) == ["INT-153"]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(data, "方案.doc")
    return caught.value.code


def test_protected_file_is_refused() -> None:
    assert refusal(word97(text("事"), flags=0x0100)) == "INT-109"


def test_word_95_is_refused() -> None:
    assert refusal(word97(text("事"), ident=0xA5DC, version=0x68)) == "INT-123"


def test_protected_package_is_refused() -> None:
    assert refusal(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})) == "INT-109"


def test_slides_and_unknown_containers_are_named() -> None:
    assert refusal(compound({"PowerPoint Document": b"x"})) == "INT-122"
    assert refusal(compound({"Contents": b"x"})) == "INT-107"


def test_pieces_that_promise_too_much_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(word97(text("一二三四五六")), limits=ReadLimits(characters=5))


GOOD = word97(
    *(numbered(f"第{index}项工作", 1, index % 3) for index in range(12)),
    cell("甲"),
    cell("乙"),
    end(0, 1000, 2000),
    lists=OFFICIAL,
)


@pytest.mark.parametrize("seed", range(120))
def test_damaged_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    broken = bytearray(GOOD if seed % 4 else GOOD[: chance.randrange(1, len(GOOD))])
    for _ in range(chance.choice([1, 5, 40])):
        # The frame is where damage tells: text bytes alone change only characters.
        broken[chance.randrange(min(len(broken), 9000))] = chance.choice([0, 255, chance.randrange(256)])
    with suppress(UnreadableFileError):
        assert_offsets_hold(read_bytes(bytes(broken)))
