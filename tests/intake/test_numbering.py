"""Numbers at the beginning of a line, and what only looks like one."""

from __future__ import annotations

import pytest

from ledger_app.intake.chinese_number import chinese_value
from ledger_app.intake.numbering import read_label
from ledger_app.intake.outline_levels import accepted, ranks

LABELS = [
    ("一、总体要求", "cn", 1, "一、"),
    ("十二、保障措施", "cn", 12, "十二、"),
    ("一．总体要求", "cn", 1, "一．"),
    ("（一）加强领导", "cn_paren", 1, "（一）"),
    ("(十一)加强领导", "cn_paren", 11, "(十一)"),
    ("（一)加强领导", "cn_paren", 1, "（一)"),
    ("（ 一 ）加强领导", "cn_paren", 1, "（ 一 ）"),
    ("〔二〕加强领导", "cn_paren", 2, "〔二〕"),
    ("㈢ 加强领导", "cn_paren", 3, "㈢"),
    ("一）加强领导", "cn_half", 1, "一）"),
    ("（一）、加强领导", "cn_paren", 1, "（一）、"),
    ("1.加强领导", "ar", 1, "1."),
    ("1．加强领导", "ar", 1, "1．"),
    ("１２．加强领导", "ar", 12, "１２．"),
    ("1、加强领导", "ar_dun", 1, "1、"),
    ("3、2024年完成改造", "ar_dun", 3, "3、"),
    ("3.2024年完成改造", "ar", 3, "3."),
    ("⒊加强领导", "ar", 3, "⒊"),
    ("（1）加强领导", "ar_paren", 1, "（1）"),
    ("⑵加强领导", "ar_paren", 2, "⑵"),
    ("2）加强领导", "ar_half", 2, "2）"),
    ("①加强领导", "circled", 1, "①"),
    ("㉑加强领导", "circled", 21, "㉑"),
    ("❷加强领导", "circled", 2, "❷"),
    ("1.1 加强领导", "decimal2", 1, "1.1"),
    ("2.3.4 加强领导", "decimal3", 4, "2.3.4"),
    ("第一部分 现状", "part", 1, "第一部分"),
    ("第二章：任务", "chapter", 2, "第二章"),
    ("第三节 要求", "section", 3, "第三节"),
    ("第十条 施行", "article", 10, "第十条"),
    ("第一阶段：动员", "stage", 1, "第一阶段"),
    ("壹、目标", "formal", 1, "壹、"),
    ("甲、目标", "stem", 1, "甲、"),
    ("Ⅱ、目标", "roman", 2, "Ⅱ、"),
    ("任务三：夯实基础", "named", 3, "任务三"),
    ("ー、总体要求", "cn", 1, "ー、"),
    ("ニ、重点任务", "cn", 2, "ニ、"),
    ("⼆、重点任务", "cn", 2, "⼆、"),
    ("　　（三）加强领导", "cn_paren", 3, "（三）"),
]


@pytest.mark.parametrize(("line", "form", "value", "printed"), LABELS, ids=[row[0] for row in LABELS])
def test_label(line: str, form: str, value: int, printed: str) -> None:
    label = read_label(line)
    assert label is not None
    assert (label.form, label.value, label.printed) == (form, value, printed)
    assert not label.is_doubtful


@pytest.mark.parametrize(
    "line",
    [
        "l.加强领导",
        "lO、加强领导",
        "—、总体要求",
        "一 总体要求",
        "1 加强领导",
        "三、四级手术",
        "一、二级医院",
        "1、2号楼改造",
        "1.5万张影像",
    ],
)
def test_doubtful_label(line: str) -> None:
    label = read_label(line)
    assert label is None or label.is_doubtful


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "2024年6月",
        "3.15晚会后",
        "2.0版本上线",
        "专栏1 指标",
        "表1 任务",
        "附件1",
        "一是加强",
        "二〇二四年",
        "500张床位",
        "1,200人",
        "第一，加强",
    ],
)
def test_no_label(line: str) -> None:
    label = read_label(line)
    assert label is None or label.is_doubtful or label.form.startswith("decimal")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("九十九", 99),
        ("一百零二", 102),
        ("两", 2),
        ("廿三", 23),
        ("二〇二四", 2024),
        ("12", 12),
        ("贰", 2),
        ("ニ", 2),
        ("", None),
        ("年", None),
        ("9" * 12, None),
    ],
)
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert chinese_value(text) == value


def chosen(*lines: str) -> list[str]:
    labels = [read_label(line) for line in lines]
    return [label.printed for label in accepted(labels) if label is not None]


def test_a_phrase_is_no_heading_unless_the_sequence_needs_it() -> None:
    assert chosen("一、管理要求", "三、四级手术须经讨论", "二、三级医院达标", "二、工作要求") == ["一、", "二、"]
    assert chosen("一、管理要求", "二、三级医院达标", "三、工作要求") == ["一、", "二、", "三、"]


def test_look_alikes_count_where_they_fit() -> None:
    assert chosen("—、总体要求", "二、重点任务", "三、保障") == ["—、", "二、", "三、"]
    assert chosen("l.摸底", "2.整改", "3.验收") == ["l.", "2.", "3."]
    assert chosen("1 摸底", "2 整改", "3 验收") == ["1", "2", "3"]
    assert chosen("1 型糖尿病患者") == []


def test_a_figure_after_the_stop_belongs_to_the_item() -> None:
    lines = ("1.建档率62%以上", "2.0—6岁儿童管理率90%", "3.产后访视率90%", "4.65岁以上老年人管理率65%", "5.随访")
    assert chosen(*lines) == ["1.", "2.", "3.", "4.", "5."]
    assert chosen("（一）影像归档", "1.5万张影像归档", "（二）互认") == ["（一）", "（二）"]
    assert chosen("1.1 建档", "1.2家庭医生签约", "1.3 随访") == ["1.1", "1.2", "1.3"]


def test_a_figure_far_from_the_sequence_is_no_number() -> None:
    assert chosen("1.摸底", "120、110联动机制", "2.整改") == ["1.", "2."]


def levels(*lines: str) -> list[int]:
    labels = [label for label in map(read_label, lines) if label is not None]
    order = ranks(labels)
    return [order[label.form] for label in labels]


def test_usual_order() -> None:
    assert levels("一、甲", "（一）乙", "1.丙", "（1）丁", "①戊") == [0, 1, 2, 3, 4]


def test_levels_may_be_skipped() -> None:
    assert levels("一、甲", "1.乙", "2.丙", "二、丁", "3.戊") == [0, 1, 1, 0, 1]


def test_the_order_of_the_plan_wins_over_the_usual_one() -> None:
    lines = ("（一）甲", "（二）乙", "一、丙", "二、丁", "（三）戊", "一、己", "二、庚")
    assert levels(*lines) == [0, 0, 1, 1, 0, 1, 1]


def test_running_numbers_do_not_turn_the_order() -> None:
    lines = ("一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "3.己", "二、庚", "（一）辛", "4.壬")
    assert levels(*lines) == [0, 1, 2, 2, 1, 2, 0, 1, 2]


def test_two_spellings_of_one_level() -> None:
    assert levels("一、甲", "1.乙", "2、丙", "3.丁") == [0, 1, 1, 1]


def test_two_spellings_nested_in_each_other() -> None:
    assert levels("1、甲", "1.乙", "2.丙", "2、丁", "1.戊") == [0, 1, 1, 0, 1]
