"""Patterns that are tried only where a hint stands find what they would find everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.fields import clauses, deadline_patterns, labelled, owner_sentences, targets, worded_figures
from ledger_app.intake.fields.clauses import Hinted

HINTED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (clauses, deadline_patterns, labelled, owner_sentences, targets, worded_figures)
    for name, value in vars(module).items()
    # The hint of large numbers also says which are numbers at all: 二〇二三 is a year.
    if isinstance(value, Hinted) and name != "_LARGE"
}
PIECES = """
    , 。 ; : ! ? ( ) 、 - ~ 至 到 2024年 二〇二三年 25年底 十四五期间 6月 三月份 30日 底前 上旬 第三季度 全年 年内 10:30
    2024.6.30 2025-12 国庆前 春节前 收到通知 之日起 5个工作日内 以内 力争 责任单位 完成时限 牵头 某卫发 (2024) 15号
    实现 门诊 全覆盖 率 较上年 逐年 提高 第1 由 县医院 牵头 负责 减半 九成 翻番 三倍 一半 五百人次 按季 每年两次 三 个
"""
WORDS = st.sampled_from(["\n", *PIECES.split()])


@pytest.mark.parametrize("name", HINTED)
@given(words=st.lists(WORDS, max_size=24))
def test_a_hint_loses_no_match(name: str, words: list[str]) -> None:
    text = "".join(words)
    everywhere = HINTED[name].pattern.finditer(text)
    assert [match.span() for match in HINTED[name].all_in(text)] == [match.span() for match in everywhere]


def test_a_pattern_is_not_tried_where_no_hint_stands() -> None:
    found = Hinted(re.compile("[甲乙]局?"), re.compile("局")).all_in("甲,乙局;乙。甲局")
    assert [match.group() for match in found] == ["乙局", "甲局"]


# Every run of letters that the patterns of times are written with, also those that are added to them one day.
WRITTEN = re.findall("[\u4e00-\u9fff]+", deadline_patterns.POINT.pattern + deadline_patterns.MONTH_SPAN.pattern.pattern)
TIMES = st.sampled_from([*WRITTEN, "“", "2024年", "25年", "6月", "3日", "到", "十四", "五", "第2", "-7月", ","])


def _is_found_by_its_first_sign(text: str) -> None:
    for pattern in (deadline_patterns.POINT, deadline_patterns.MONTH_SPAN.pattern):
        bare = re.compile(pattern.pattern.replace(deadline_patterns.FIRST_SIGN, ""), re.VERBOSE)
        assert bare.pattern != pattern.pattern
        assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in bare.finditer(text)]


@pytest.mark.parametrize("word", sorted(set(WRITTEN)))
def test_what_may_stand_before_a_time_begins_with_a_sign_that_is_looked_for(word: str) -> None:
    for text in (word, word + "前", word + "6月底前", word + "-9月"):
        _is_found_by_its_first_sign(text)


@given(words=st.lists(TIMES, max_size=8))
def test_times_begin_with_the_signs_that_are_looked_for(words: list[str]) -> None:
    _is_found_by_its_first_sign("".join(words))
