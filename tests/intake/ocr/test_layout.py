"""Recognised lines become the same paragraphs and tables as a PDF's glyphs do, however the pages lay on the glass."""

from __future__ import annotations

from ledger_app.intake.document import Document
from ledger_app.intake.ocr.layout import contents_of
from ledger_app.intake.ocr.reading import Recognition
from ledger_app.intake.ocr.wire import PageRead
from ledger_app.intake.readers.pdf import document_of
from ledger_app.intake.source import Source
from tests.intake.ocr.recognised import HEIGHT, broken_lines, line, page, prose, shaken
from tests.intake.pdf_builder import PITCH, SIZE, TOP
from tests.intake.reading import assert_offsets_hold, codes, grid, lines, tables

PLAN = [
    "一、健全工作机制。各单位要把任务落实到科室、落实到个人，明确分管领导和具体责任人，做到事事有人管、件件有着落，形成齐抓共管的局面，确保各项任务按时完成。",
    "（一）完善会商制度。由县卫生健康局牵头，每季度召开一次会商会议，通报任务进展，研究解决存在的困难和问题，会议议定事项纳入督查范围并限期办结。",
    "（二）强化信息报送。各乡镇卫生院于每月五日前报送上月进展情况，数据要真实准确。",
    "二、严格督导考核。年底前由县卫生健康局会同县财政局组织考核，考核结果作为评先评优的重要依据。",
]


def document(*pages: PageRead, failed: tuple[int, ...] = ()) -> Document:
    """Return the document that recognised pages make up."""
    contents, texts = contents_of(pages)
    recognition = Recognition(contents, texts, pages, failed)
    made = document_of(Source("扫描.pdf", b"%PDF"), "pdf", [contents[one.page] for one in pages], recognition)
    assert_offsets_hold(made)
    return made


def test_lines_become_paragraphs_for_all_the_tremor_of_recognition() -> None:
    straight = page(1, prose(broken_lines(PLAN)))
    for seed in range(8):
        assert lines(document(shaken(straight, seed=seed))) == PLAN


def test_a_paragraph_goes_on_over_pages_that_lay_differently_on_the_glass() -> None:
    written = broken_lines(PLAN)
    pages = [page(1, prose(written[:4])), page(2, prose(written[4:]))]
    moved = [shaken(pages[0], by=-9), shaken(pages[1], by=14, scale=1.03, seed=5)]
    read = document(*moved)
    assert lines(read) == PLAN
    assert [block.page for block in read.blocks] == [1, 1, 2, 2]


def test_a_page_of_indented_items_only_is_not_moved_to_the_margin() -> None:
    items = ["1.健全制度。", "2.压实责任。", "3.按月报送。", "4.年底考核。"]
    read = document(page(1, prose(broken_lines(PLAN))), page(2, prose([(item, 2) for item in items])))
    assert lines(read) == PLAN + items


def test_two_columns_are_read_one_after_the_other() -> None:
    written = broken_lines(PLAN[:2], per_line=14)
    left, right = prose(written, left=40, size=16), prose(written, left=312, size=16)
    assert lines(document(shaken(page(1, left + right)))) == PLAN[:2] * 2


def test_a_line_found_in_pieces_is_one_line() -> None:
    written = broken_lines(PLAN)
    whole = prose(written)
    first = whole[1]
    words = first.text
    pieces = [line(words[:9], first.left, first.middle), line(words[9:], first.left + 9 * SIZE, first.middle + 1.2)]
    assert lines(document(page(1, [whole[0], *pieces, *whole[2:]]))) == PLAN


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        page(
            number,
            [
                line("青禾县卫生健康局文件汇编", 220, 60, 10),
                *prose([(PLAN[3][:28], 0), (f"第{number}页的正文。", 0)]),
                line(f"—{number}一", 290, HEIGHT - 60, 14),
            ],
        )
        for number in (1, 2, 3, 4)
    ]
    read = document(*pages)
    assert "汇编" not in read.text
    assert not any(text.strip("—一 ").isdecimal() for text in lines(read))
    assert "INT-162" in codes(read)


def test_short_lines_have_the_type_of_the_text_around_them() -> None:
    tall = [*prose(broken_lines(PLAN)), line("实。", 79.5, TOP + 14 * PITCH)]
    high = [one if one.text != "实。" else shaken(page(1, [one]), scale=1.0).lines[0] for one in tall]
    sizes = {block.size_pt for block in document(page(1, high)).blocks if hasattr(block, "size_pt")}
    assert len(sizes) == 1


def test_a_title_is_larger_and_centred() -> None:
    title = line("年度工作要点", 595.3 / 2 - 3 * 22, 90, 22)
    first = document(page(1, [title, *prose(broken_lines(PLAN), top=160)])).blocks[0]
    assert first.is_centred
    assert first.size_pt == 22


def test_ruled_lines_make_a_table_and_it_is_said() -> None:
    xs, ys = (60.0, 110.0, 330.0, 535.0), (100.0, 130.0, 160.0, 190.0)
    rows = [("序号", "工作任务", "责任单位"), ("l", "建成平台", "县医院"), ("2", "改造门诊12个", "各乡镇")]
    cells = [
        line(words, xs[column] + 6, ys[row] + 15, 13)
        for row, texts in enumerate(rows)
        for column, words in enumerate(texts)
    ]
    read = document(page(1, [*cells, *prose(broken_lines(PLAN), top=250)], grid=(xs, ys)))
    assert grid(tables(read)[0])[2] == ["2", "改造门诊12个", "各乡镇"]
    assert "INT-174" in codes(read)
    assert lines(read) == PLAN


def test_a_frame_around_text_is_no_table() -> None:
    frame = ((40.0, 560.0), (70.0, 780.0))
    read = document(page(1, prose(broken_lines(PLAN)), grid=frame))
    assert lines(read) == PLAN
    assert "INT-174" not in codes(read)


def test_rows_of_a_table_without_rules_stay_rows_and_it_is_said() -> None:
    rows = [("序号", "工作任务", "责任单位"), ("1", "建成平台", "县医院"), ("2", "改造门诊", "各乡镇")]
    cells = [
        line(words, (80, 160, 360)[column], 110 + row * 30)
        for row, texts in enumerate(rows)
        for column, words in enumerate(texts)
    ]
    read = document(page(1, cells))
    assert [text.split() for text in lines(read)] == [list(row) for row in rows]
    assert "INT-175" in codes(read)


def test_a_table_goes_on_over_pages_that_lay_differently_on_the_glass() -> None:
    xs, ys = (60.0, 110.0, 330.0, 535.0), (100.0, 130.0, 160.0)
    rows = [
        ("序号", "工作任务", "责任单位"),
        ("1", "建成平台", "县医院"),
        ("2", "改造门诊", "各乡镇"),
        ("3", "培训", "县医院"),
    ]

    def piece(number: int, texts: list[tuple[str, ...]], by: float) -> PageRead:
        cells = [
            line(words, xs[column] + 6 + by, ys[row] + 15, 13)
            for row, cells in enumerate(texts)
            for column, words in enumerate(cells)
        ]
        return page(number, cells, grid=([x + by for x in xs], ys))

    read = document(piece(1, rows[:2], 0), piece(2, rows[2:], 19))
    assert [[tuple(row) for row in grid(table)] for table in tables(read)] == [rows]


def test_a_percent_sign_seen_twice_stands_once() -> None:
    assert lines(document(page(1, [line("达到98％%以上。", 111.5, 110)]))) == ["达到98％以上。"]


def test_a_blank_page_makes_nothing() -> None:
    written = page(1, prose(broken_lines(PLAN)))
    assert lines(document(written, page(2, []))) == PLAN
