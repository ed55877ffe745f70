from __future__ import annotations

from itertools import pairwise

import pytest

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import Column, PageSetting, ReportModel, ReportTable, Row, Words
from tests.reports.pdf_reader import Printed
from tests.reports.samples import a_table

LONG_TEXT = "完成基线调查，印发实施方案并召开推进会；签约率达到75.3%，较上月提高2.1个百分点。"


def printed(table: ReportTable, book: FontBook, **setting: object) -> Printed:
    page = PageSetting(orientation="landscape", **setting)  # type: ignore[arg-type]
    return Printed(ReportModel("ledger", "任务台账", body=(table,), page=page), book)


def spans(pages: Printed, page: int) -> list[tuple[float, float]]:
    """Return the horizontal rules of a page as (left, right), from the top."""
    rules = [stroke for stroke in pages.strokes(page) if stroke.bottom - stroke.top < 0.1]
    return [(rule.left, rule.right) for rule in sorted(rules, key=lambda rule: rule.top)]


def test_heads_stand_on_every_page_and_no_row_is_lost_or_doubled(book: FontBook) -> None:
    pages = printed(a_table(100, LONG_TEXT), book)
    assert len(pages) > 3
    for page in range(len(pages)):
        head = pages.find(page, "序号")
        assert {sign.font for sign in head} == {"LedgerHei-Medium"}
    numbers = [
        text for page in range(len(pages)) for text in pages.text(page).replace("\n", " ").split() if "%" in text
    ]
    assert [number for number in numbers if number.removesuffix("%").isdigit()] == [f"{n}%" for n in range(1, 101)]


def test_all_text_stays_inside_its_cell(book: FontBook) -> None:
    pages = printed(a_table(40, LONG_TEXT), book)
    for page in range(len(pages)):
        strokes = [stroke for stroke in pages.strokes(page) if stroke.right - stroke.left < 0.1]
        edges = sorted({round(stroke.left, 1) for stroke in strokes})
        for sign in pages.signs(page):
            if sign.size == pytest.approx(10.5):
                assert not [edge for edge in edges if sign.left + 0.05 < edge < sign.right - 0.05]
                assert edges[0] < sign.left < sign.right < edges[-1]


def test_rows_do_not_run_into_each_other_and_pages_are_filled_to_the_foot(book: FontBook) -> None:
    pages = printed(a_table(60, LONG_TEXT), book)
    for page in range(len(pages)):
        tops = sorted({round(rule.top, 2) for rule in pages.strokes(page) if rule.bottom - rule.top < 0.1})
        assert tops[-1] <= 210 - 18 + 0.1
        assert all(lower - upper > 3 for upper, lower in pairwise(tops))
        if page + 1 < len(pages):
            assert tops[-1] > 210 - 18 - 30


def test_cells_with_the_same_text_are_one_tall_cell(book: FontBook) -> None:
    pages = printed(a_table(8), book)
    assert pages.text(0).count("板块1") == 1
    widths = [round(right - left) for left, right in spans(pages, 0)]
    # Between the rows of one section the rule leaves the tall cell out, so it comes in two parts.
    assert len(widths) > 8 + 2


def test_a_tall_cell_that_goes_over_a_page_is_named_again(book: FontBook) -> None:
    columns = (Column("s", "板块", merges=True), Column("t", "任务"))
    table = ReportTable("t", columns, tuple(Row(("深化改革", LONG_TEXT)) for _ in range(60)))
    pages = printed(table, book)
    assert len(pages) > 1
    assert all("深化改革" in pages.text(page) for page in range(len(pages)))


def test_group_rows_head_their_rows_and_are_repeated_as_continued(book: FontBook) -> None:
    columns = (Column("n", "序号"), Column("t", "任务"))
    rows = [Row(("一、深化改革（60项）",), "group"), *[Row((str(n), LONG_TEXT)) for n in range(60)]]
    rows += [Row(("二、基层卫生（1项）",), "group"), Row(("60", LONG_TEXT))]
    pages = printed(ReportTable("t", columns, tuple(rows)), book)
    assert "一、深化改革（60项）（续）" in pages.text(1)
    for page in range(len(pages)):
        last = pages.text(page).split("—")[0].strip().splitlines()[-1]
        assert not last.startswith(("一、", "二、"))


def test_a_total_never_stands_alone_on_a_page(book: FontBook) -> None:
    columns = (Column("n", "序号"), Column("t", "任务"))
    seen = set()
    for count in range(8, 40):
        rows = [Row(("一、深化改革",), "group"), *[Row((str(n), "短")) for n in range(count)]]
        rows.append(Row(("合计", str(count)), "total"))
        pages = printed(ReportTable("t", columns, tuple(rows)), book)
        last = pages.text(len(pages) - 1)
        assert "合计" in last
        assert last.count("短") >= 2
        seen.add(len(pages))
    assert {1, 2} <= seen


def test_a_row_taller_than_half_a_page_is_split_and_others_never_are(book: FontBook) -> None:
    columns = (Column("n", "序号", whole=True), Column("t", "任务", max_mm=60))
    long = ReportTable("t", columns, (Row(("1", LONG_TEXT * 120)), Row(("2", "甲" * 9))))
    pages = printed(long, book)
    text = "".join("".join(sign.text for sign in pages.signs(page) if sign.size < 11) for page in range(len(pages)))
    assert len(pages) > 1
    assert text.replace("序号任务", "").count("完成基线调查") == 120


def test_heads_of_two_levels_span_their_columns(book: FontBook) -> None:
    columns = (
        Column("n", "序号"),
        Column("l", "牵头单位", group="责任分工"),
        Column("c", "配合单位", group="责任分工"),
        Column("t", "任务"),
    )
    pages = printed(ReportTable("t", columns, (Row(("1", "县医院", "县疾控中心", LONG_TEXT)),)), book)
    group, lead, helper = (pages.find(0, text) for text in ("责任分工", "牵头单位", "配合单位"))
    assert lead[0].left < group[0].left < group[-1].right < helper[-1].right
    assert group[0].bottom < lead[0].top


def test_notes_and_captions_stand_outside_and_empty_tables_say_so(book: FontBook) -> None:
    table = ReportTable("t", (Column("a", "任务"),), (), caption="逾期任务", notes=("注：按牵头单位计数。",))
    text = printed(table, book).text(0)
    assert text.index("逾期任务") < text.index("（无）") < text.index("注：按牵头单位计数。")


def test_a_table_with_a_caption_says_on_each_page_that_it_goes_on(book: FontBook) -> None:
    pages = printed(a_table(100, LONG_TEXT, caption="滞后任务"), book)
    said = [pages.text(page).count("滞后任务（续）") for page in range(len(pages))]
    assert said == [0, *([1] * (len(pages) - 1))]
    assert len(pages) > 3
    assert pages.text(0).count("滞后任务") == 1
    plain = printed(a_table(60, LONG_TEXT), book)
    assert not [page for page in range(len(plain)) if "（续）" in plain.text(page)]
    for page in range(1, len(pages)):
        assert pages.find(page, "滞后任务（续）")[0].bottom < pages.find(page, "序号")[0].top
        assert max(rule.bottom for rule in pages.strokes(page)) <= 210 - 18 + 0.1


def test_colours_of_lights_are_never_the_only_sign(book: FontBook) -> None:
    table = ReportTable("t", (Column("a", "状态"),), (Row((Words("▲逾期", tone="red"),)),))
    assert "▲逾期" in printed(table, book).text(0)


def test_columns_share_the_width_by_their_text(book: FontBook) -> None:
    columns = (Column("n", "序号", whole=True), Column("s", "说明"), Column("d", "时限", whole=True))
    rows = tuple(Row((str(n), LONG_TEXT * 3, "2024-06-30")) for n in range(9))
    pages = printed(ReportTable("t", columns, rows), book)
    edges = sorted({round(stroke.left, 1) for stroke in pages.strokes(0) if stroke.right - stroke.left < 0.1})
    number, text, date = (right - left for left, right in pairwise(edges))
    assert number < 14
    assert 20 < date < 30
    assert text > 200
    assert edges[-1] - edges[0] == pytest.approx(297 - 40, abs=0.2)


def test_a3_gives_wide_tables_more_room(book: FontBook) -> None:
    assert printed(a_table(3), book, paper="A3").size_mm(0) == (
        pytest.approx(420, abs=0.2),
        pytest.approx(297, abs=0.2),
    )


def test_more_columns_than_fit_still_fill_the_width_and_no_more(book: FontBook) -> None:
    columns = tuple(Column(f"c{n}", "栏目名称", min_mm=30) for n in range(14))
    pages = printed(ReportTable("t", columns, (Row(tuple("内容文字" for _ in columns)),)), book)
    assert max(stroke.right for stroke in pages.strokes(0)) == pytest.approx(277, abs=0.3)
