from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.ocr.letters import mended, prints_full_width


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("—、总体要求", "一、总体要求"),
        ("-、总体要求", "一、总体要求"),
        ("=、重点任务", "二、重点任务"),
        ("十-、加强保障", "十一、加强保障"),
        ("(—)健全制度", "（一）健全制度"),
        ("（ー）健全制度", "（一）健全制度"),
        ("(＝)健全制度", "（二）健全制度"),
        ("l.开展培训", "1.开展培训"),
        ("lO.开展培训", "10.开展培训"),
        ("（l）开展培训", "（1）开展培训"),
        ("2O25年l2月3l日前完成", "2025年12月31日前完成"),
        ("5月3l日、6月3口、10口前", "5月31日、6月3日、10日前"),
        ("2023年一2025年", "2023年—2025年"),
        ("青卫发[2025]12号", "青卫发〔2025〕12号"),
        ("青卫发〔2025]12号", "青卫发〔2025〕12号"),
        ("完善制度,压实责任;按月报送.", "完善制度，压实责任；按月报送。"),
        ("完成时限:2025年", "完成时限：2025年"),
        ("(责任单位:县医院)", "（责任单位：县医院）"),
    ],
)
def test_what_the_place_leaves_no_doubt_of_is_mended(seen: str, meant: str) -> None:
    assert mended(seen, begins=True) == meant


@pytest.mark.parametrize(
    "words",
    [
        "人、财、物保障到位",
        "第一季度—第三季度",
        "会议于15:37开始",
        "增长1.5倍，达到3,200人",
        "每户5口人",
        "-5℃至-2℃",
        "WHO l evel",
        "一是健全制度",
    ],
)
def test_what_may_be_meant_so_stays(words: str) -> None:
    assert mended(words, begins=True) == words


def test_numbers_are_mended_only_where_a_line_begins() -> None:
    assert mended("—、总体", begins=False) == "—、总体"


def test_a_dash_at_the_end_of_a_line_is_one_only_before_a_number() -> None:
    assert mended("行动方案（2023年一", begins=True, following="2025年）") == "行动方案（2023年—"
    assert mended("力争2023年一", begins=True, following="季度完成") == "力争2023年一"


def test_a_document_printed_with_half_width_stops_keeps_them() -> None:
    assert not prints_full_width(["健全制度,压实责任,按月报送", "明确专人，负责"])
    assert prints_full_width(["健全制度，压实责任", "按月,报送"])
    assert mended("健全制度,压实责任", begins=True, is_full_width=False) == "健全制度,压实责任"


@given(
    st.text(alphabet="一二十—-=lIO01259年月日口前〔[（()）]号，,.:、%甲乙", max_size=24), st.booleans(), st.booleans()
)
def test_one_sign_stands_for_one_and_mending_twice_changes_nothing(words: str, begins: bool, full: bool) -> None:
    once = mended(words, begins=begins, is_full_width=full)
    assert len(once) == len(words)
    assert mended(once, begins=begins, is_full_width=full) == once
