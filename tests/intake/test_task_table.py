"""Task tables: heads on one and two levels, merged cells, group rows, totals, notes, dates of every sort."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ledger_app.intake.document import Document
from ledger_app.intake.proposal import ProposedPlan
from ledger_app.intake.table_headers import column_role, find_head
from ledger_app.intake.understand import propose
from tests.intake.plan_documents import MERGED, a_document, a_table, deadline_key, owner_keys

LEFT = MERGED + "<"

ROLES = [
    ("序号", "seq"),
    ("序  号", "seq"),
    ("编号", "seq"),
    ("重点任务", "task"),
    ("2024年重点工作任务", "task"),
    ("督办事项", "task"),
    ("会议议定事项", "task"),
    ("民生实事项目", "task"),
    ("项目名称", "task"),
    ("具体举措", "measures"),
    ("工作措施", "measures"),
    ("细化分工", "measures"),
    ("主要内容", "measures"),
    ("重点领域", "area"),
    ("一级指标", "area"),
    ("年度目标", "target"),
    ("目标值", "target"),
    ("牵头\n单位", "lead"),
    ("牵头责任单位", "lead"),
    ("主办单位", "lead"),
    ("责任单位", "responsible"),
    ("责任股室", "responsible"),
    ("主体责任单位", "responsible"),
    ("承办单位", "responsible"),
    ("配合单位", "cooperate"),
    ("主要协作单位", "cooperate"),
    ("其他责任单位", "cooperate"),
    ("完成时限", "due"),
    ("时限要求", "due"),
    ("办结时限：", "due"),
    ("整改时限", "due"),
    ("时间节点", "due"),
    ("计划完成时间", "due"),
    ("要求办结时间", "due"),
    ("计划竣工时间", "due"),
    ("完成标准及时限", "due"),
    ("启动时间", "start"),
    ("计划开工时间", "start"),
    ("牵头  领导", "person"),
    ("分管领导", "person"),
    ("责任人", "person"),
    ("联系人", "person"),
    ("联系电话", "phone"),
    ("1-6月进展情况", "progress"),
    ("完成率", "progress"),
    ("存在问题", "problems"),
    ("下一步打算", "next"),
    ("佐证材料", "evidence"),
    ("是否销号", "status"),
    ("任务来源", "source"),
    ("备 注", "note"),
    ("资金（万元）", ""),
    ("", ""),
]


@pytest.mark.parametrize(("head", "role"), ROLES, ids=[repr(row[0]) for row in ROLES])
def test_column_role(head: str, role: str) -> None:
    assert column_role(head) == role


def plan_of(rows: Sequence[Sequence[str]], *, year: int | None = 2024) -> ProposedPlan:
    (plan,) = propose(a_document(rows, name="台账.xlsx", sheet="任务"), year=year).plans
    return plan


def test_title_and_form_rows_stand_above_the_head() -> None:
    plan = plan_of(
        [
            ["附件2", LEFT, LEFT, LEFT],
            ["2024年卫生健康重点任务分解表", LEFT, LEFT, LEFT],
            ["填报单位：", "", "填报日期：2024年3月1日", ""],
            ["序号", "重点任务", "责任单位", "完成时限"],
            ["1", "推进医共体建设", "基层股", "6月底前"],
        ],
        year=None,
    )
    assert plan.title == "2024年卫生健康重点任务分解表"
    assert plan.plan_year == 2024
    (item,) = plan.items
    assert (item.no, item.title, item.path) == ("1", "推进医共体建设", ())
    assert owner_keys(item) == ["R 基层股"]
    assert [deadline_key(deadline) for deadline in item.deadlines] == ["by 2024-06-30"]
    assert item.place.row == 5


def test_the_merged_column_is_the_path_and_the_inner_one_the_title() -> None:
    plan = plan_of(
        [
            ["序号", "重点任务", "工作任务", "具体措施", "牵头单位", "责任单位", "完成时限"],
            ["1", "深化医改", "完善薪酬制度", "落实两个允许。建立绩效办法。", "人事股", "各公立医院", "年底前"],
            ["2", MERGED, "规范采购", "落实集中采购。", "医政股", "", "9月底"],
            ["3", "强化基层", "配齐设备", "购置彩超2台。", "规划股", "各卫生院", "2024年3月-11月"],
        ]
    )
    assert [item.path for item in plan.items] == [("深化医改",), ("深化医改",), ("强化基层",)]
    assert [item.title for item in plan.items] == ["完善薪酬制度", "规范采购", "配齐设备"]
    assert owner_keys(plan.items[0]) == ["L 人事股", "R 各公立医院"]
    assert [deadline_key(item.deadlines[0]) for item in plan.items] == [
        "by 2024-12-31",
        "by 2024-09-30",
        "range 2024-03-01 2024-11-30",
    ]
    assert [target.value for target in plan.items[2].targets] == [2]


def test_a_long_cell_gives_its_first_sentence_as_title() -> None:
    plan = plan_of(
        [
            ["序号", "重点任务", "工作措施", "责任单位", "时限要求"],
            ["1", "深化医改", "完善薪酬制度。落实两个允许，建立与考核挂钩的绩效办法。", "人事股", "长期坚持"],
            ["2", MERGED, "规范采购。落实集中采购结果。", "医政股", "年底前"],
        ]
    )
    assert [item.title for item in plan.items] == ["完善薪酬制度", "规范采购"]
    assert plan.items[0].deadlines[0].kind == "continuing"


def test_head_on_two_levels() -> None:
    rows = [
        ["序号", "重点任务", "责任分工", LEFT, "完成时限", "进展情况", LEFT],
        [MERGED, MERGED, "牵头", "配合", MERGED, "1月", "2月"],
        ["1", "开展义诊", "医政股", "宣传股、工会", "每月", "已开展", "已开展2场"],
    ]
    head = find_head(a_table(rows))
    assert head is not None
    assert head.roles == ("seq", "task", "lead", "cooperate", "due", "progress", "progress")
    plan = plan_of(rows)
    assert owner_keys(plan.items[0]) == ["L 医政股", "C 宣传股", "C 工会"]
    assert dict(plan.items[0].extra) == {"进展情况/1月": "已开展", "进展情况/2月": "已开展2场"}


def test_group_rows_totals_notes_and_repeated_heads() -> None:
    head = ["序号", "工作任务", "责任单位", "完成时限", "备注"]
    plan = plan_of(
        [
            head,
            ["一、深化医改（2项）", LEFT, LEFT, LEFT, LEFT],
            ["1", "完善薪酬制度", "人事股", "年底前", ""],
            ["2", "规范采购", "医政股", "6月底前", "已启动"],
            head,
            ["", "", "", "", ""],
            ["二、强化基层", LEFT, LEFT, LEFT, LEFT],
            ["3", "配齐设备", "规划股", "9月底前", ""],
            ["合计", "3", "", "", ""],
            ["注：列第一位的为牵头单位。", LEFT, LEFT, LEFT, LEFT],
        ]
    )
    assert [(item.no, item.path) for item in plan.items] == [
        ("1", ("一、深化医改（2项）",)),
        ("2", ("一、深化医改（2项）",)),
        ("3", ("二、强化基层",)),
    ]
    assert plan.items[1].extra == (("备注", "已启动"),)
    assert [owner.role for item in plan.items for owner in item.owners] == ["lead", "lead", "lead"]
    assert [rule.key for rule in plan.rules] == ["first-named-leads"]


def test_ditto_takes_the_cell_above() -> None:
    plan = plan_of(
        [
            ["序号", "工作任务", "责任单位", "完成时限"],
            ["1", "完善薪酬制度", "人事股", "年底前"],
            ["2", "规范采购", "同上", "〃"],
        ]
    )
    assert owner_keys(plan.items[1]) == ["R 人事股"]
    assert [deadline_key(deadline) for deadline in plan.items[1].deadlines] == ["by 2024-12-31"]


def test_leaders_contacts_and_unknown_columns_are_kept_as_they_are() -> None:
    plan = plan_of(
        [
            ["序号", "工作任务", "分管领导", "责任单位", "联系人", "完成时限", "资金（万元）"],
            ["1", "完善薪酬制度", "李某", "人事股", "王某", "年底前", "30"],
        ]
    )
    assert dict(plan.items[0].extra) == {"分管领导": "李某", "联系人": "王某", "资金（万元）": "30"}
    assert owner_keys(plan.items[0]) == ["R 人事股"]


def test_the_deadline_cell_alone_counts() -> None:
    plan = plan_of(
        [
            ["序号", "工作任务", "责任单位", "完成时限"],
            ["1", "2023年底前完成摸底，完善制度。", "人事股", "2024年6月底前"],
            ["2", "10月底前完成改造。", "医政股", ""],
        ]
    )
    assert [deadline_key(deadline) for deadline in plan.items[0].deadlines] == ["by 2024-06-30"]
    assert [deadline_key(deadline) for deadline in plan.items[1].deadlines] == ["by 2024-10-31"]


def test_a_table_continued_on_the_next_page_is_one_plan() -> None:
    head = ["序号", "工作任务", "责任单位", "完成时限"]
    first = [head, ["1", "完善薪酬制度", "人事股", "年底前"]]
    second = [["2", "规范采购", "医政股", "6月底前"]]
    third = [head, ["3", "配齐设备", "规划股", "9月底前"]]
    proposal = propose(a_document("2024年任务清单", first, second, third))
    (plan,) = proposal.plans
    assert [item.no for item in plan.items] == ["1", "2", "3"]


def test_scores_and_lists_of_names_are_no_tasks() -> None:
    scores = [["一级指标", "二级指标", "分值", "评分标准"], ["组织管理", "制度建设", "10", "缺一项扣2分"]]
    names = [["序号", "医院名称", "级别"], ["1", "县人民医院", "二级"], ["2", "县中医院", "二级"]]
    for rows in (scores, names):
        assert propose(a_document(rows), year=2024).plans == ()


def test_numbers_typed_into_the_task_cell_are_the_items_numbers() -> None:
    plan = plan_of(
        [
            ["工作任务", "责任单位", "完成时限"],
            ["1.完善薪酬制度", "人事股", "年底前"],
            ["2.规范采购", "医政股", "年底前"],
        ]
    )
    assert [(item.no, item.title) for item in plan.items] == [("1.", "完善薪酬制度"), ("2.", "规范采购")]


def test_places_of_owners_point_into_the_row() -> None:
    document = a_document(
        [["序号", "工作任务", "责任单位", "完成时限"], ["1", "完善薪酬制度", "人事股、医政股", "年底前"]]
    )
    (plan,) = propose(document, year=2024).plans
    for owner in plan.items[0].owners:
        place = owner.reading.place
        assert place is not None
        assert document.text[place.start : place.end] == owner.name


def test_each_sheet_is_a_plan_of_its_own() -> None:
    head = ["序号", "工作任务", "责任单位", "完成时限"]
    first = a_document([head, ["1", "完善薪酬制度", "人事股", "年底前"]], sheet="人事股")
    second = a_table([head, ["1", "规范采购", "医政股", "年底前"]], start=len(first.text), sheet="医政股")
    text = first.text + "".join(second.line(row) + "\n" for row in range(2))
    document = Document("台账.xlsx", "xlsx", (*first.blocks, second), text)
    assert [plan.title for plan in propose(document, year=2024).plans] == ["人事股", "医政股"]


def test_a_rectification_ledger_names_the_problem() -> None:
    plan = plan_of(
        [
            ["序号", "存在问题", "整改措施", "责任单位", "整改时限"],
            ["1", "学习不深入", "制定计划，每月学习。", "机关党委", "立行立改"],
        ]
    )
    assert plan.items[0].title == "学习不深入"
    assert plan.items[0].deadlines[0].kind == "relative"


def test_a_goal_stands_for_the_task_where_there_is_no_other() -> None:
    plan = plan_of([["序号", "工作目标", "责任单位", "完成时限"], ["1", "签约率达到80%", "基层股", "年底前"]])
    assert plan.items[0].title == "签约率达到80%"


def test_a_heading_over_a_table_is_no_item() -> None:
    table = [["序号", "工作任务", "责任单位", "完成时限"], ["1", "规范采购", "医政股", "年底前"]]
    proposal = propose(a_document("2024年工作方案\n一、任务\n（一）完善制度。\n二、任务分工", table))
    assert [[item.title for item in plan.items] for plan in proposal.plans] == [["完善制度"], ["规范采购"]]


def test_group_rows_with_a_number_of_their_own_on_two_levels() -> None:
    plan = plan_of(
        [
            ["序号", "工作事项", "具体要求", "责任单位", "时限"],
            ["一", "深化改革", LEFT, LEFT, LEFT],
            ["（一）", "医共体", LEFT, LEFT, LEFT],
            ["1", "人事改革", "出台办法", "人事股", "3月底"],
            ["（二）", "医保支付", LEFT, LEFT, LEFT],
            ["2", "按病组付费", "全面实施", "县医保局", "年底前"],
            ["二", "公共卫生", LEFT, LEFT, LEFT],
            ["3", "疾控改革", "完成挂牌", "疾控股", "6月底"],
        ]
    )
    assert [item.path for item in plan.items] == [
        ("一、深化改革", "（一）医共体"),
        ("一、深化改革", "（二）医保支付"),
        ("二、公共卫生",),
    ]


def test_weights_do_not_make_a_task_table_with_units_and_days_a_scoring_table() -> None:
    plan = plan_of(
        [
            ["序号", "目标任务", "分值", "责任单位", "完成时限"],
            ["1", "完成筛查6000人", "10", "县妇幼保健院", "10月底"],
        ]
    )
    assert [item.title for item in plan.items] == ["完成筛查6000人"]
