"""What a task's own words ask for; sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.expected_names import expected_names


def _names(text: str) -> list[str]:
    return [one.name for one in expected_names(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("研究制定胸痛中心建设方案。", ["胸痛中心建设方案"]),
        ("印发《青禾县全民健身实施方案》，抓好落实。", ["青禾县全民健身实施方案"]),
        ("制定《值班细则》和《交接班办法》。", ["值班细则", "交接班办法"]),
        ("每季度形成质量分析报告和问题清单。", ["质量分析报告", "问题清单"]),
        ("建立健全对口帮扶制度，建立设备台账。", ["对口帮扶制度", "设备台账"]),
        ("修订人员、财务、药械统一管理办法。", ["人员、财务、药械统一管理办法"]),
        ("与各卫生院签订目标责任书。", ["目标责任书"]),
        ("召开专题推进会。", ["会议通知", "会议记录或纪要", "会议签到表"]),
        ("组织防汛应急演练。", ["演练方案", "演练照片", "演练总结"]),
        ("举办乡村医生培训2期。", ["培训通知", "培训签到表", "培训照片"]),
    ],
)
def test_verbs_and_their_results(text: str, names: list[str]) -> None:
    assert _names(text)[: len(names)] == names


@pytest.mark.parametrize("label", ["验收要点", "考核要点", "佐证材料", "成果形式"])
def test_a_list_that_names_itself_is_read_part_by_part(label: str) -> None:
    found = expected_names(f"推进智慧用药。{label}：1.实施方案；2.提供培训记录、现场照片；3.总结报告。")
    assert [(one.name, one.kind) for one in found] == [
        ("实施方案", "文件"),
        ("培训记录", "会议"),
        ("现场照片", "照片"),
        ("总结报告", "总结"),
    ]
    assert found[0].reason.startswith(f"{label}：")


@pytest.mark.parametrize(
    "text",
    [
        "落实《省里关于印发行动方案的通知》要求，强化监管。",
        "按照市里制定的实施方案推进。",
        "根据上级印发的通知开展工作",
        "完成200张床位建设。",
        "完善方案",
        "提升群众满意度，改善就医环境",
        "",
    ],
)
def test_papers_of_others_and_plain_work_ask_for_nothing(text: str) -> None:
    assert _names(text) == []


def test_each_reading_gives_its_words_and_a_paper_stands_once() -> None:
    found = expected_names("制定急救体系建设方案。年内印发急救体系建设方案。")
    assert len(found) == 1
    assert found[0].reason == "原文“制定急救体系建设方案”"


@given(st.text(alphabet="制定印发建立形成《》和、，。方案台账报告通知的召开会议验收要点：1.〓\ue000", max_size=80))
def test_whatever_stands_there_names_are_short_and_different(text: str) -> None:
    found = expected_names(text)
    assert all(2 <= len(one.name) <= 40 and one.reason for one in found)
    assert len({one.name for one in found}) == len(found)
