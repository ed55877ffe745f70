from __future__ import annotations

from itertools import accumulate, pairwise

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


MADE = [
    "关于2024年6月重点工作任务|进展情况的通报",
    "关于2024年6月全县|卫生健康重点工作任务进展情况的通报",
    "关于2024年上半年全县|卫生健康重点工作任务落实情况的通报",
    "关于2024年三季度深化医药卫生体制改革|重点任务进展情况的通报",
    "青溪县卫生健康局关于印发《2024年全县|卫生健康工作要点任务分解表》的通知",
    "关于印发《青溪县基层卫生能力提升|三年行动计划（2024—2026年）》的通知",
    "关于做好家庭医生签约服务|和基本公共卫生服务项目|年终绩效评价工作的通知",
    "关于进一步加强医疗机构|依法执业和医疗废物处置|监督检查工作的通知",
    "关于开展医疗卫生机构安全生产治本攻坚|三年行动督查情况的通报",
    "关于对2024年民生实事项目推进缓慢|单位进行督办的通报",
    "关于县人民医院等|3家单位逾期未报送工作进展的通报",
    "关于切实做好2024年元旦春节期间|医疗服务和应急值守工作的通知",
    "青溪县卫生健康局办公室关于报送|2024年度重点工作任务佐证材料的通知",
    "关于转发《国家卫生健康委办公厅|关于加强基层医疗卫生机构绩效考核的|指导意见》的通知",
    "关于成立青溪县|紧密型县域医共体建设工作|领导小组的通知",
    "关于2023年度爱国卫生运动|和健康县城建设工作情况的报告",
    "关于调整青溪县突发公共卫生事件|应急处置专家组成员的通知",
    "关于COVID-19和流感等呼吸道传染病|防控工作督导情况的通报",
    "关于全县村卫生室药品零差率|销售和基本药物配备使用情况|专项检查结果的通报",
    "青溪县深化医药卫生体制改革2024年|重点工作任务分解表",
    "2024年全县卫生健康系统|重点工作任务逾期和滞后清单",
    "关于加快推进“互联网+医疗健康”|便民惠民服务五个一行动的实施意见",
    "关于同意县妇幼保健院等|5家单位延期完成重点任务的批复",
    "关于2024年第二季度|老年健康服务体系建设与医养结合工作|推进情况的督查通报",
    "关于做好高考、中考期间|医疗卫生保障工作的紧急通知",
    "关于召开全县卫生健康系统|党风廉政建设暨重点工作推进会议的通知",
    "关于举办2024年青溪县基层卫生技术人员|岗位练兵和技能竞赛活动的通知",
    "关于印发青溪县托育服务工作专班|职责分工及工作机制的通知",
]
"""Titles with the places where a clerk would break them."""


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


@pytest.mark.parametrize("made", MADE)
def test_lines_end_where_a_clerk_would_end_them(made: str) -> None:
    assert "|".join(lines_of(made.replace("|", ""), 20.1)) == made


SPOKEN = st.lists(
    st.sampled_from(
        [
            "重点工作任务",
            "医疗机构",
            "2024年6月",
            "全县",
            "《工作要点》",
            "和",
            "督查",
            "COVID-19",
            "卫生健康局",
            "鑫龘",
            "5家单位",
        ]
    ),
    min_size=6,
    max_size=14,
)


@given(SPOKEN)
def test_words_and_numbers_of_a_title_are_never_broken(parts: list[str]) -> None:
    lines = lines_of(f"关于{''.join(parts)}的通报")
    whole = set(accumulate(map(len, ["关于", *parts])))
    ends = set(accumulate(map(len, lines)))
    inside = {end for end in ends if end not in whole} - {max(ends), max(ends) - 2}
    # Inside 《》 a line may end, and two known words may be a longer one together.
    assert not any("《" not in lines_of_text(parts, end) for end in inside)
    assert all(width(line) > 1 for line in lines)
    assert all(width(line) <= 20 for line in lines)


def lines_of_text(parts: list[str], end: int) -> str:
    """Return the part that a place lies in."""
    at = 2
    for part in parts:
        if at < end < at + len(part):
            return part
        at += len(part)
    return "《"


def test_a_short_title_stays_on_one_line() -> None:
    assert lines_of("重点任务总体进展情况表") == ["重点任务总体进展情况表"]


def test_a_title_with_line_feeds_is_broken_there_and_nowhere_else() -> None:
    assert lines_of("关于印发工作要点\n的通知") == ["关于印发工作要点", "的通知"]


@given(st.text("关于印发卫生健康工作任务的通知和及《》（）2024年", min_size=1, max_size=90))
def test_any_title_is_kept_whole_and_fits(title: str) -> None:
    lines = lines_of(title)
    assert "".join(lines) == title
    assert all(width(line) <= 20 for line in lines)
