from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.reports.linebreak import (
    NO_END,
    NO_START,
    Line,
    break_lines,
    clusters,
    spread_slack,
    stretch_points,
)

EM = 16.0
HANZI = "推进县域医共体建设落实家庭签约服务的一二三和与及"
PAUSES = "，。、；：！？）》」』】〕〉”’…—％"
OPENERS = "（《「『【〔〈“‘"
PIECES = st.one_of(
    st.text(HANZI, min_size=1, max_size=6),
    st.sampled_from(list(PAUSES)),
    st.sampled_from(list(OPENERS)),
    st.sampled_from(["——", "……", " ", "　"]),
    st.sampled_from(["2024年6月30日", "75.3%", "12,345.6万元", "1—6月", "第3期", "15mg", "2.1个百分点", "30天"]),
    st.sampled_from(["COVID-19", "H7N9", "WHO", "e-mail", "A4"]),
    st.sampled_from(["是/否", "县医院／中医院", "中－美", "线上–线下", "10%/年", "张·王", "人々", "［注］", "｛一｝"]),
)
CHINESE = st.lists(PIECES, min_size=1, max_size=60).map("".join)


def advances(text: str) -> list[float]:
    return [EM / 2 if sign.isascii() else EM for sign in text]


def width(text: str) -> float:
    return sum(advances(text))


def lines_of(text: str, columns: float, first: float | None = None) -> list[Line]:
    return break_lines(text, advances(text), columns * EM, None if first is None else first * EM, EM)


def texts(text: str, columns: float) -> list[str]:
    return [text[line.start : line.end] for line in lines_of(text, columns)]


def longest_cluster(text: str) -> float:
    return max(width(cluster.strip()) for cluster in clusters(text))


@given(CHINESE, st.integers(12, 30), st.integers(0, 2))
def test_no_line_begins_or_ends_with_a_forbidden_sign(text: str, columns: int, indent: int) -> None:
    if longest_cluster(text) > (columns - indent) * EM:
        return
    lines = lines_of(text, columns, columns - indent)
    for line, following in pairwise(lines):
        assert text[following.start] not in NO_START + "/／－–"
        assert text[line.end - 1] not in NO_END + "/／"


@given(CHINESE, st.integers(2, 30))
def test_no_line_is_wider_than_its_room(text: str, columns: int) -> None:
    for line in lines_of(text, columns):
        natural = width(text[line.start : line.end])
        assert line.width == pytest.approx(natural - sum(points for _, points in line.squeezed))
        assert line.width <= columns * EM + 1e-6


@given(CHINESE, st.integers(1, 30))
def test_no_character_is_lost_but_blanks_at_line_ends(text: str, columns: int) -> None:
    at = 0
    for line in lines_of(text, columns):
        assert line.start == at
        assert not text[line.end : line.next_start].strip()
        at = line.next_start
    assert not text[at:].strip()


@given(CHINESE, st.integers(12, 30))
def test_numbers_with_their_units_and_words_stay_whole(text: str, columns: int) -> None:
    if longest_cluster(text) > columns * EM:
        return
    for line in lines_of(text, columns)[:-1]:
        before, after = text[line.next_start - 1], text[line.next_start]
        assert not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())
        assert not (before.isdigit() and after in "%％年月日万个天期")


@given(CHINESE, st.integers(6, 30))
def test_justified_lines_end_at_the_right_edge(text: str, columns: int) -> None:
    for line in lines_of(text, columns):
        places, space = spread_slack(text, line, columns * EM, EM)
        if places:
            assert line.width + len(places) * space == pytest.approx(columns * EM)
            assert all(line.start <= place < line.end - 1 for place in places)
            assert space <= EM / 2


@given(CHINESE, st.integers(12, 30))
def test_a_line_is_short_only_where_what_follows_has_no_room(text: str, columns: int) -> None:
    for line, following in pairwise(lines_of(text, columns)):
        first = clusters(text[following.start :])[0].strip()
        assert not first or line.width + width(first) > columns * EM


def test_a_stroke_between_words_begins_no_line_and_ends_none() -> None:
    assert texts("请逐项填报是/否达标", 6) == ["请逐项填报", "是/否达标"]
    assert texts("由县医院／中医院承担", 5) == ["由县医", "院／中医院", "承担"]


def test_marks_are_pushed_on_or_squeezed_in() -> None:
    assert texts("一二三四五六，七八九", 6) == ["一二三四五", "六，七八九"]
    squeezed = lines_of("一二三四（五）。六", 7.5)[0]
    assert squeezed.squeezed
    assert squeezed.end == 8


def test_a_squeezed_last_mark_leaves_no_empty_line() -> None:
    lines = lines_of("一二三四五）。", 6.5)
    assert len(lines) == 1
    assert lines[0].is_last


def test_dashes_and_ellipses_stay_together() -> None:
    for columns in range(3, 9):
        for line in texts("推进改革——落实任务……继续推进工作", columns):
            assert line.count("—") in {0, 2}
            assert line.count("…") in {0, 2}
            assert line[0] not in "—…"


def test_an_amount_keeps_its_unit_range_and_brackets() -> None:
    assert clusters("（75.3%），1—6月完成12,345.6万元") == ["（75.3%），", "1—6月", "完", "成", "12,345.6万元"]
    assert clusters("青卫发〔2024〕15号") == ["青", "卫", "发", "〔2024〕15号"]


def test_a_date_is_cut_after_the_year_only_where_the_line_would_gape() -> None:
    assert texts("任务于2024年12月31日前完成", 7.5) == ["任务于2024年", "12月31日前完成"]
    before = "推进县域医共体建设落实签约服务于"
    assert texts(f"{before}5月31日前完成", 17.5) == [before, "5月31日前完成"]


def test_a_word_longer_than_the_line_is_cut_where_it_hurts_least() -> None:
    assert texts("2024年12月31日", 3) == ["2024年", "12月", "31日"]
    assert "".join(texts("https://example.org/a/very/long/path", 6)) == "https://example.org/a/very/long/path"


def test_a_column_narrower_than_a_character_has_one_on_each_line() -> None:
    for room in (-1.0, 0.0, 0.4):
        assert texts("列一2（", room) == ["列", "一", "2", "（"]


def test_line_feeds_force_breaks_and_empty_text_is_one_line() -> None:
    assert texts("甲\n\n乙", 9) == ["甲", "", "乙"]
    assert [line.is_last for line in lines_of("甲\n乙", 9)] == [True, True]
    assert len(lines_of("", 9)) == 1


def test_no_space_goes_into_numbers_and_words() -> None:
    text = "达到75.3%（COVID-19）——是"
    inside = {text.index("75.3%") + 1, text.index("COVID-19") + 2, text.index("——")}
    assert not inside & set(stretch_points(text, 0, len(text)))
