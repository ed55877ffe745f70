"""Progress that was written month after month into one cell comes apart as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.own_ledger.progress_cell import split_progress

YEAR = 2024


def parts(text: str, year: int | None = YEAR) -> list[tuple[str, str]]:
    return [
        (f"{one.year or '?'}-{one.month or 0:02d}" + (f"-{one.day:02d}" if one.day else ""), one.text)
        for one in split_progress(text, year)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("完成培训86人", [("?-00", "完成培训86人")]),
        ("1月：甲;2月：乙", [("2024-01", "甲"), ("2024-02", "乙")]),
        ("1月份:甲。2月份：乙。", [("2024-01", "甲。"), ("2024-02", "乙。")]),
        ("截至6月底，完成改造3家", [("2024-06", "完成改造3家")]),
        ("截止2023年11月30日，完成改造3家。", [("2023-11-30", "完成改造3家。")]),
        ("【6月】甲【7月】乙", [("2024-06", "甲"), ("2024-07", "乙")]),
        ("（3月）甲\n（4月）乙", [("2024-03", "甲"), ("2024-04", "乙")]),
        ("2024.3.15：甲\n2024.3.28：乙", [("2024-03-15", "甲"), ("2024-03-28", "乙")]),
        ("2024/3/15 甲\n2024/4/2 乙", [("2024-03-15", "甲"), ("2024-04-02", "乙")]),
        ("3月15日召开动员会\n4月2日印发方案", [("2024-03-15", "召开动员会"), ("2024-04-02", "印发方案")]),
        ("一季度：甲；二季度：乙", [("2024-03", "甲"), ("2024-06", "乙")]),
        ("上半年：甲", [("2024-06", "甲")]),
        ("1-3月：甲\n4—6月：乙", [("2024-03", "甲"), ("2024-06", "乙")]),
        ("2023年11月：甲；12月：乙；1月：丙", [("2023-11", "甲"), ("2023-12", "乙"), ("2024-01", "丙")]),
        ("6月：丙\n5月：乙\n4月：甲", [("2024-06", "丙"), ("2024-05", "乙"), ("2024-04", "甲")]),
        ("三月：甲；十二月：乙", [("2024-03", "甲"), ("2024-12", "乙")]),
        ("前期已立项。1月：甲", [("?-00", "前期已立项。"), ("2024-01", "甲")]),
        (
            "1月：甲；已于3月15日验收，4月可投用；2月：乙",
            [("2024-01", "甲；已于3月15日验收，4月可投用"), ("2024-02", "乙")],
        ),
        ("计划6月底完成招标；5月：甲", [("?-00", "计划6月底完成招标"), ("2024-05", "甲")]),
        ("1. 6月：甲\n2. 7月：乙", [("2024-06", "甲"), ("2024-07", "乙")]),
        ("6月：完成率13月份占比", [("2024-06", "完成率13月份占比")]),
        ("13月：甲", [("?-00", "13月：甲")]),
        ("1月份，完成甲；2月份，完成乙。", [("2024-01", "完成甲"), ("2024-02", "完成乙。")]),
        ("1月完成甲；2月完成乙。", [("2024-01", "完成甲"), ("2024-02", "完成乙。")]),
        ("3月完成甲，4月投用", [("?-00", "3月完成甲，4月投用")]),
        ("1.3月12日召开会议；\n2.4月15日印发方案。", [("2024-03-12", "召开会议"), ("2024-04-15", "印发方案。")]),
        ("20240315：甲；20240420：乙", [("2024-03-15", "甲"), ("2024-04-20", "乙")]),
        ("6月进展情况：甲", [("2024-06", "甲")]),
        ("1月：\n①甲\n②乙\n2月：\n丙", [("2024-01", "①甲\n②乙"), ("2024-02", "丙")]),
    ],
)
def test_split(text: str, expected: list[tuple[str, str]]) -> None:
    assert parts(text) == expected


def test_without_a_year_the_month_stands_alone() -> None:
    assert parts("3月：甲", None) == [("?-03", "甲")]


STYLES = [
    (lambda y, m: f"{m}月：", "；"),
    (lambda y, m: f"{m}月份:", ";"),
    (lambda y, m: f"【{m}月】", ""),
    (lambda y, m: f"[{y}年{m}月]", "\n"),
    (lambda y, m: f"截至{m}月底，", "。\n"),
    (lambda y, m: f"截至{y}年{m}月底，", "。"),
    (lambda y, m: f"{y}年{m}月：", "\n"),
    (lambda y, m: f"{y}.{m}：", "；\n"),
    (lambda y, m: f"{m}月进展：", "\n"),
    (lambda y, m: f"{y}-{m:02d}：", "\n\n"),
    (lambda y, m: f"{m}.{m + 5}：", "\n"),
    (lambda y, m: f"{y}.{m}.{m + 9}：", "\n"),
]
WORDS = st.lists(
    st.sampled_from(["完成", "招标", "培训86人", "占年度目标75%", "，", "签约4家", "中标260万元", "（共3批）", "、"]),
    min_size=1,
    max_size=6,
).map(lambda words: "已" + "".join(words) + "到位")


@given(
    style=st.sampled_from(STYLES),
    months=st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True).map(sorted),
    texts=st.lists(WORDS, min_size=12, max_size=12),
    is_newest_first=st.booleans(),
)
def test_what_was_written_is_read_back(
    style: tuple, months: list[int], texts: list[str], is_newest_first: bool
) -> None:
    mark, joint = style
    written = list(zip(reversed(months) if is_newest_first else months, texts, strict=False))
    cell = joint.join(mark(YEAR, month) + text for month, text in written)
    read = [(one.year, one.month, one.text.rstrip("。；;\n")) for one in split_progress(cell, YEAR)]
    assert read == [(YEAR, month, text) for month, text in written]
