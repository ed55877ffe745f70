"""Figures to be reached, and figures that are none."""

from __future__ import annotations

import pytest

from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.deadlines import read_deadlines
from ledger_app.intake.fields.targets import read_targets
from ledger_app.intake.folding import fold_text

WANTED = [
    ("规范管理率达到65%以上。", [(">=", 65, "%")]),
    ("规范管理率不低于65％。", [(">=", 65, "%")]),
    ("合格率≥95%。", [(">=", 95, "%")]),
    ("死亡率控制在6/10万以内。", [("<=", 6, "/10万")]),
    ("婴儿死亡率控制在3‰以下。", [("<=", 3, "‰")]),
    ("吸烟率下降到20%以下。", [("<=", 20, "%")]),
    ("就诊率提高5个百分点。", [("increase", 5, "个百分点")]),
    ("次均费用下降3%。", [("decrease", 3, "%")]),
    ("采血量同比增长5%。", [("increase", 5, "%")]),
    ("覆盖率100%。", [("=", 100, "%")]),
    ("增速保持在5%-8%。", [("range", (5, 8), "%")]),
    ("新建县级重点专科3个。", [("=", 3, "个")]),
    ("新增托位150个以上。", [(">=", 150, "个")]),
    ("培育示范机构6—8家。", [("range", (6, 8), "家")]),
    ("招聘医师20名、护士30名。", [("=", 20, "名"), ("=", 30, "名")]),
    ("培训乡村医生不少于1200人次。", [(">=", 1200, "人次")]),
    ("每千人口床位数达到6.5张。", [(">=", 6.5, "张")]),
    ("安排专项资金1.2亿元。", [("=", 1.2, "亿元")]),
    ("发放资料2万份。", [("=", 2, "万份")]),
    ("等候时间缩短至30分钟以内。", [("<=", 30, "分钟")]),
    ("应用水平达到4级。", [(">=", 4, "级")]),
    ("与1所以上省级医院结对。", [(">=", 1, "所")]),
    ("床护比达到1:0.6。", [("=", "1:0.6", "比例")]),
    ("建成两家互联网医院。", [("=", 2, "家")]),
    ("2024年达到80%,2025年达到90%。", [(">=", 80, "%"), (">=", 90, "%")]),
    ("接种率分别达到90%和95%。", [(">=", 90, "%"), (">=", 95, "%")]),
    ("诊疗量较上年增长10%。", [("increase", 10, "%")]),
    ("满意度较2023年提高1.5分。", [("increase", 1.5, "分")]),
    ("占比由52%提高到58%。", [(">=", 58, "%")]),
    ("材料由12份减至3份。", [("<=", 3, "份")]),
    ("满意度95分以上,住院日8天以内。", [(">=", 95, "分"), ("<=", 8, "天")]),
    ("使用强度控制在40DDDs以内。", [("<=", 40, "DDDs")]),
    ("义诊不少于20场次。", [(">=", 20, "场次")]),
    ("反应时间小于15分钟。", [("<=", 15, "分钟")]),
    ("发病率低于250/10万。", [("<=", 250, "/10万")]),
    ("分别达到60%、65%、70%。", [(">=", 60, "%"), (">=", 65, "%"), (">=", 70, "%")]),
    ("购置AED10台。", [("=", 10, "台")]),
    ("至少打造三个示范科室。", [(">=", 3, "个")]),
    ("评选十名最美医生。", [("=", 10, "名")]),
    ("选择1—2个乡镇试点。", [("range", (1, 2), "个")]),
    ("实现乡镇卫生院中医馆全覆盖。", [("=", 100, "%")]),
    ("门诊次均费用较上年同期下降。", [("decrease", None, "")]),
]

UNWANTED = [
    "落实18项核心制度。",
    "落实30%预拨政策。",
    "2020年以来累计培训3000人次。",
    "得分低于60分的,予以通报。",
    "落实1人1档、1户1策。",
    "2023年全县死亡率2.1‰,签约3000人。",
    "推广三级联动机制,组建三个方面的专班。",
    "为65岁以上老年人体检。",
    "2小时内开展流行病学调查。",
    "三级医院和二级医院协同。",
    "根据国办发〔2023〕4号文件执行。",
    "截至2023年底,已建成示范点12个。",
    "目前已有3家医院达标,覆盖5个街道。",
    "开展第35个爱国卫生月活动。",
    "电子病历应用水平4、5级的医院数量增加。",
    "《关于推进36条措施的意见》",
    "拨打120急救电话。",
    "推广5G应用。",
    "由2018年的9.8/10万逐步改善。",
    "逐步实现城乡服务网络全覆盖。",
    "联系电话01234567。",
]


@pytest.mark.parametrize(("sentence", "expected"), WANTED, ids=[row[0] for row in WANTED])
def test_wanted(sentence: str, expected: list[tuple[str, object, str]]) -> None:
    found = read_targets(fold_text(sentence), ())
    assert [(target.op, target.value, target.unit) for target in found] == expected


@pytest.mark.parametrize("sentence", UNWANTED)
def test_unwanted(sentence: str) -> None:
    assert [target.reading.raw for target in read_targets(fold_text(sentence), (), 2024)] == []


def test_a_rhythm_is_no_target() -> None:
    folded = fold_text("每季度检查不少于2次,发现问题整改率100%。")
    deadlines = read_deadlines(folded, (), Setting(2024))
    assert [target.value for target in read_targets(folded, deadlines)] == [100]


def test_raw_names_what_is_measured() -> None:
    (target,) = read_targets(fold_text("强化管理，重点人群签约率达到80%以上，提高满意度。"), ())
    assert target.reading.raw == "重点人群签约率达到80%以上"
