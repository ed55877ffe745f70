"""What the headings of plans say about the items under them."""

from __future__ import annotations

import pytest

from ledger_app.intake.fields.kinds import kind_of_item

KINDS = [
    (["指导思想"], "background"),
    (["总体要求"], "background"),
    (["总体要求", "基本原则"], "background"),
    (["总体要求", "工作目标"], "goal"),
    (["现状与形势"], "background"),
    (["工作目标"], "goal"),
    (["目标任务"], "goal"),
    (["主要指标"], "goal"),
    (["预期目标（2024—2026年）"], "goal"),
    (["重点任务"], "task"),
    (["重点任务", "完善目标责任管理"], "task"),
    (["强化医疗质量管理", "健全指标体系"], "task"),
    (["工作安排", "启动阶段（2024年3月）"], "schedule"),
    (["实施步骤"], "schedule"),
    (["年度推进计划", "2024年度任务目标"], "schedule"),
    (["推进安排", "第一阶段"], "schedule"),
    (["保障措施", "加强组织领导"], "safeguard"),
    (["组织领导"], "safeguard"),
    (["切实加强组织领导"], "safeguard"),
    (["强化组织保障，压实工作责任"], "safeguard"),
    (["实施要求"], "safeguard"),
    (["有关要求"], "safeguard"),
    (["工作保障", "经费投入"], "safeguard"),
    (["加强党的建设", "加强组织领导"], "task"),
    (["加强政治和作风建设"], "task"),
    (["健全多层次医疗保障体系"], "task"),
    (["提升基层服务能力"], "task"),
    ([""], "task"),
]


@pytest.mark.parametrize(("headings", "kind"), KINDS, ids=["/".join(row[0]) for row in KINDS])
def test_kind(headings: list[str], kind: str) -> None:
    assert kind_of_item(headings) == kind
