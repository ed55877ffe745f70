"""Patterns that are tried only where a hint stands find what they would find everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.fields import clauses, deadline_patterns, labelled, targets
from ledger_app.intake.fields.clauses import Hinted

HINTED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (clauses, deadline_patterns, labelled, targets)
    for name, value in vars(module).items()
    if isinstance(value, Hinted)
}
PIECES = """
    , 。 ; : ! ? ( ) 、 - ~ 至 到 2024年 二〇二三年 25年底 十四五期间 6月 三月份 30日 底前 上旬 第三季度 全年 年内 10:30
    2024.6.30 2025-12 国庆前 春节前 收到通知 之日起 5个工作日内 以内 力争 责任单位 完成时限 牵头 某卫发 (2024) 15号
    实现 门诊 全覆盖 率 较上年 逐年 提高 第1
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
