from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.reports.title import break_title

TITLES = [
    "关于2024年6月全县卫生健康重点工作任务进展情况的通报",
    "关于2024年上半年重点工作任务进展情况的通报",
    "青溪县卫生健康局关于印发《青溪县基层卫生能力提升三年行动计划（2024—2026年）》任务分解表的通知",
    "青溪县卫生健康局关于做好2024年家庭医生签约服务和基本公共卫生服务项目督查问题整改工作的通知",
    "关于开展医疗机构安全生产专项整治行动的通知",
]


def lines_of(title: str, room: float = 20.0) -> list[str]:
    return break_title(title, [0.5 if sign.isascii() else 1.0 for sign in title], room)


def width(line: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in line)


@pytest.mark.parametrize("title", TITLES)
def test_lines_are_trapezoid_or_diamond_and_break_between_words(title: str) -> None:
    lines = lines_of(title)
    assert "".join(lines) == title
    widths = [width(line) for line in lines]
    assert max(widths) <= 20
    falls = [second < first for first, second in pairwise(widths)]
    # Once lines grow shorter they do not grow again: no hourglass.
    assert falls == sorted(falls)
    assert len(lines) < 2 or max(widths) - min(widths) > 0.5
    for before, after in pairwise(lines):
        assert not before.endswith(("关于", "和", "的通", "卫生健", "《"))
        assert not after.startswith(("的", "康", "作", "况", "》"))


def test_a_short_title_stays_on_one_line() -> None:
    assert lines_of("重点任务总体进展情况表") == ["重点任务总体进展情况表"]


def test_a_title_with_line_feeds_is_broken_there_and_nowhere_else() -> None:
    assert lines_of("关于印发工作要点\n的通知") == ["关于印发工作要点", "的通知"]


@given(st.text("关于印发卫生健康工作任务的通知和及《》（）2024年", min_size=1, max_size=90))
def test_any_title_is_kept_whole_and_fits(title: str) -> None:
    lines = lines_of(title)
    assert "".join(lines) == title
    assert all(width(line) <= 20 for line in lines)
