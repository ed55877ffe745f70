"""How deadlines are written, and what each means for a plan of 2024 issued on 1 March 2024."""

from __future__ import annotations

import pytest

from ledger_app.intake.document import Place
from ledger_app.intake.fields.deadline_cells import read_cell_value
from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.deadlines import read_cell, read_deadlines
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.folding import fold_text
from tests.intake.plan_documents import deadline_key

PLAN_2024 = Setting(2024, "2024-03-01")

SENTENCES = [
    # by the end of something
    ("年内完成改造。", ["by 2024-12-31"]),
    ("本年度内全部整改到位。", ["by 2024-12-31"]),
    ("年底前实现联网。", ["by 2024-12-31"]),
    ("力争年末投入使用。", ["by 2024-12-31"]),
    ("12月底前报送总结。", ["by 2024-12-31"]),
    ("十二月底前报送总结。", ["by 2024-12-31"]),
    ("6月底前印发方案。", ["by 2024-06-30"]),
    ("６月底前印发方案。", ["by 2024-06-30"]),
    ("2月末完成招标。", ["by 2024-02-29"]),
    ("一季度末前完成摸底。", ["by 2024-03-31"]),
    ("第三季度末完成验收。", ["by 2024-09-30"]),
    ("2024年底,覆盖率达到90%。", ["by 2024-12-31"]),
    ("2024年年底前建成。", ["by 2024-12-31"]),
    ("到2025年,体系基本建立。", ["by 2025-12-31"]),
    ("到 2025 年底,体系基本建立。", ["by 2025-12-31"]),
    ("至2026年末全面建成。", ["by 2026-12-31"]),
    ("到二〇二五年,体系基本建立。", ["by 2025-12-31"]),
    ("25年底前全部建成。", ["by 2025-12-31"]),
    ("到“十四五”末,达到全省平均水平。", ["by 2025-12-31"]),
    # days
    ("6月30日前完成。", ["by 2024-06-30"]),
    ("于2024年7月15日前报局办公室。", ["by 2024-07-15"]),
    ("2024年9月10日之前报送。", ["by 2024-09-10"]),
    ("请于5月20日17时前报送名单。", ["by 2024-05-20"]),
    ("11月上旬开展考评。", ["by 2024-11-10"]),
    ("8月中旬召开推进会。", ["by 2024-08-20"]),
    ("10月下旬完成初审。", ["by 2024-10-31"]),
    ("国庆节前完成排查。", ["by 2024-09-30"]),
    ("“五一”假期前完成排查。", ["by 2024-04-30"]),
    ("春节前完成慰问。", ["by 2024-02-09"]),
    ("2025年春节前完成慰问。", ["by 2025-01-27"]),
    ("元旦前完成慰问。", ["by 2024-12-31"]),
    # lists that share one sign
    ("5、8、11月底前各验收一批。", ["by 2024-05-31", "by 2024-08-31", "by 2024-11-30"]),
    ("6月和11月各督查一轮。", ["by 2024-06-30", "by 2024-11-30"]),
    ("二、四季度各评估一次。", ["by 2024-06-30", "by 2024-12-31"]),
    ("力争2024年、2025年分别达到60%、65%。", ["by 2024-12-31", "by 2025-12-31"]),
    ("今年完成整体搬迁,明年建成新院区。", ["by 2024-12-31", "by 2025-12-31"]),
    # ambiguous forms, taken by the letter
    ("8月前完成改造。", ["by 2024-07-31"]),
    ("2025年前完成改造。", ["by 2024-12-31"]),
    ("9月初启动招标。", ["by 2024-09-05"]),
    # a time at the beginning of a clause
    ("2024年,开展基层能力评估。", ["by 2024-12-31"]),
    ("2024年培训全科医生30名。", ["by 2024-12-31"]),
    ("5月,组织宣传活动。", ["by 2024-05-31"]),
    ("9月份组织验收。", ["by 2024-09-30"]),
    ("上半年完成选址,下半年开工建设。", ["by 2024-06-30", "by 2024-12-31"]),
    ("第二季度组织考核。", ["by 2024-06-30"]),
    ("全年开展义诊20场。", ["by 2024-12-31"]),
    ("3月底前出台方案;6月底前完成试点;年底前全面推开。", ["by 2024-03-31", "by 2024-06-30", "by 2024-12-31"]),
    ("迁建项目2月开工、综合楼8月封顶。", ["by 2024-02-29", "by 2024-08-31"]),
    ("自即日起至2024年11月30日开展整治。", ["by 2024-11-30"]),
    ("2024年2月开工的项目要加快进度。", []),
    # spans
    ("2024年3月1日—4月15日开展自查。", ["range 2024-03-01 2024-04-15"]),
    ("3月至5月集中整治。", ["range 2024-03-01 2024-05-31"]),
    ("2024年5-9月开展排查。", ["range 2024-05-01 2024-09-30"]),
    ("2024年11月至次年2月做好防控。", ["range 2024-11-01 2025-02-28"]),
    ("4月10日至20日集中申报。", ["range 2024-04-10 2024-04-20"]),
    ("2024—2026年,每个乡镇建成一个示范点。", ["range 2024-01-01 2026-12-31"]),
    ("2024年到2026年,分批完成。", ["range 2024-01-01 2026-12-31"]),
    ("“十四五”期间,新建公立托育机构。", ["range 2021-01-01 2025-12-31"]),
    ("总结提升阶段（2024年11月—12月）。", ["range 2024-11-01 2024-12-31"]),
    ("11—12月总结验收。", ["range 2024-11-01 2024-12-31"]),
    ("到2026年和2030年,素养水平明显提高。", ["by 2026-12-31", "by 2030-12-31"]),
    # rhythms
    ("每月召开例会。", ["recurring month 1"]),
    ("每月5日前报送报表。", ["recurring month 1 05"]),
    ("每季度末通报进展。", ["recurring quarter 1"]),
    ("每个季度至少检查一次。", ["recurring quarter 1"]),
    ("每半年开展两次演练。", ["recurring half-year 2"]),
    ("每年10月底前报送总结。", ["recurring year 1 10-31"]),
    ("每年至少举办4次培训。", ["recurring year 4"]),
    ("按月调度,按季通报。", ["recurring month 1", "recurring quarter 1"]),
    ("实行月调度、季通报、半年评估制度。", ["recurring month 1", "recurring quarter 1", "recurring half-year 1"]),
    ("每年3月、9月各检查1次。", ["recurring year 1 03-31", "recurring year 1 09-30"]),
    ("半年一次综合评估。", ["recurring half-year 1"]),
    ("每周发布科普信息。", ["recurring week 1"]),
    # counted from a day
    ("自收到通知之日起10个工作日内报送。", ["relative"]),
    ("会后7日内上报落实情况。", ["relative"]),
    # no deadlines
    ("今年继续做好培训,今年以来进展顺利。", []),
    ("对一、二、三类机构分类监管。", []),
    ("三季度一次性奖补。", ["by 2024-09-30"]),
    ("根据《2023年工作要点》和“十四五”规划要求,抓好落实。", []),
    ("截至2023年底,已建成示范点12个。", []),
    ("自2024年1月1日起施行。", []),
    ("按照2024年度考核指标,逐项对照。", []),
    ("2023年全县已完成改造任务。", []),
    ("报告率较2023年提高2个百分点。", []),
    ("3个月内无违规行为的机构优先支持。", []),
    ("为6月龄以上儿童接种疫苗。", []),
    ("做好上半年工作总结。", []),
    ("贯彻国办发〔2023〕4号文件精神。", []),
    ("《健康行动(2019—2030年)》明确的任务。", []),
    ("纳入年终考核内容。", []),
    ("每人每年补助80元。", []),
    ("3月24日“世界防治结核病日”期间义诊。", []),
    ("开展世界无烟日(5月31日)主题宣传。", []),
    ("到2022年的6家增加了一倍,由2018年的3家发展而来。", []),
    ("每千人口床位数达到6.5张。", []),
    ("2小时内完成流行病学调查。", []),
    ("加强全年龄段健康管理。", []),
    ("病例在24小时内网络直报。", []),
]

CELLS = [
    ("2024年6月底前", ["by 2024-06-30"]),
    ("2024/10/31", ["by 2024-10-31"]),
    ("2024.6.30", ["by 2024-06-30"]),
    ("2024-06", ["by 2024-06-30"]),
    ("2024.11", ["by 2024-11-30"]),
    ("6.30前", ["by 2024-06-30"]),
    ("6月30", ["by 2024-06-30"]),
    ("9月底", ["by 2024-09-30"]),
    ("9月", ["by 2024-09-30"]),
    ("2024年12月", ["by 2024-12-31"]),
    ("2024年", ["by 2024-12-31"]),
    ("第三季度", ["by 2024-09-30"]),
    ("三季度", ["by 2024-09-30"]),
    ("前三季度", ["by 2024-09-30"]),
    ("上半年", ["by 2024-06-30"]),
    ("全年", ["by 2024-12-31"]),
    ("年底前", ["by 2024-12-31"]),
    ("2024年3月-11月", ["range 2024-03-01 2024-11-30"]),
    ("2024.3-2024.11", ["range 2024-03-01 2024-11-30"]),
    ("2024.3.1-6.30", ["range 2024-03-01 2024-06-30"]),
    ("2024-03-01至2024-06-30", ["range 2024-03-01 2024-06-30"]),
    ("3.1-6.30", ["range 2024-03-01 2024-06-30"]),
    ("20240630", ["by 2024-06-30"]),
    ("6月、12月", ["by 2024-06-30", "by 2024-12-31"]),
    ("6、12月", ["by 2024-06-30", "by 2024-12-31"]),
    ("每年6月、12月", ["recurring year 1 06-30", "recurring year 1 12-31"]),
    ("半年一次", ["recurring half-year 1"]),
    ("3—11月", ["range 2024-03-01 2024-11-30"]),
    ("一至三季度", ["range 2024-01-01 2024-09-30"]),
    ("2024-2026年", ["range 2024-01-01 2026-12-31"]),
    ("每月底", ["recurring month 1"]),
    ("每季度", ["recurring quarter 1"]),
    ("每年12月底前", ["recurring year 1 12-31"]),
    ("长期坚持", ["continuing"]),
    ("常态化推进", ["continuing"]),
    ("持续推进", ["continuing"]),
    ("立行立改", ["relative"]),
    ("15个工作日内", ["relative"]),
    ("按上级要求", ["open"]),
    ("适时", ["open"]),
    ("待定", ["open"]),
    ("与医保改革同步推进", ["link"]),
    ("3月底前出方案；12月底前完成", ["by 2024-03-31", "by 2024-12-31"]),
    ("", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_sentence(sentence: str, expected: list[str]) -> None:
    folded = fold_text(sentence)
    found = read_deadlines(folded, find_fields(folded.text), PLAN_2024)
    assert [deadline_key(deadline) for deadline in found] == expected


@pytest.mark.parametrize(("cell", "expected"), CELLS, ids=[text for text, _ in CELLS])
def test_cell(cell: str, expected: list[str]) -> None:
    assert [deadline_key(deadline) for deadline in read_cell(fold_text(cell), PLAN_2024)] == expected


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        ("年前完成设备采购。", "年前"),
        ("力争年前投用。", "力争年前"),
        ("（宣教股,节前完成）", "节前"),
        ("节日前开展走访慰问。", "节日前"),
        ("“两节”前开展安全检查。", "“两节”前"),
        ("双节前完成督查。", "双节前"),
    ],
)
def test_a_day_before_no_named_year_or_holiday_is_asked(sentence: str, raw: str) -> None:
    (deadline,) = read_deadlines(fold_text(sentence), (), PLAN_2024)
    assert (deadline.reading.raw, deadline.date, deadline.needs_answer) == (raw, None, True)


def test_two_days_that_are_to_be_asked_are_two_questions() -> None:
    found = read_deadlines(fold_text("年前完成采购,节前完成安装。"), (), PLAN_2024)
    assert [deadline.reading.raw for deadline in found] == ["年前", "节前"]
    without_year = read_deadlines(fold_text("6月底前完成采购,9月底前完成安装。"), (), Setting())
    assert [deadline.reading.raw for deadline in without_year] == ["6月底前", "9月底前"]


@pytest.mark.parametrize(
    "sentence", ["关口和环节前移。", "十年前建设的病房。", "每季节前后做好预防。", "节前节后都要值守。"]
)
def test_words_that_only_look_like_such_a_day_are_none(sentence: str) -> None:
    assert read_deadlines(fold_text(sentence), (), PLAN_2024) == []


@pytest.mark.parametrize(
    "sentence", ["8月前完成改造。", "2025年前完成改造。", "9月初启动招标。", "自收到通知之日起10个工作日内报送。"]
)
def test_ambiguous_forms_are_asked(sentence: str) -> None:
    (deadline,) = read_deadlines(fold_text(sentence), (), PLAN_2024)
    assert deadline.needs_answer
    assert deadline.reading.confidence < 0.8


def test_a_clock_time_is_kept() -> None:
    (deadline,) = read_deadlines(fold_text("请于5月20日下午5时前报送。"), (), PLAN_2024)
    assert deadline.time == "17:00"


def test_stretch_is_told_from_duty() -> None:
    (deadline,) = read_deadlines(fold_text("力争到2025年建成。"), (), PLAN_2024)
    assert deadline.is_stretch
    (firm,) = read_deadlines(fold_text("确保到2025年建成。"), (), PLAN_2024)
    assert not firm.is_stretch


def test_a_labelled_field_may_say_what_a_sentence_may_not() -> None:
    folded = fold_text("持续推进健康科普。责任单位：宣传科；完成时限：长期坚持。")
    found = read_deadlines(folded, find_fields(folded.text), PLAN_2024)
    assert [deadline_key(deadline) for deadline in found] == ["continuing"]


def test_without_a_year_a_span_is_asked_for_whole() -> None:
    (deadline,) = read_cell(fold_text("8月-11月"), Setting())
    assert (deadline.reading.raw, deadline.date, deadline.needs_answer) == ("8月-11月", None, True)


def test_without_a_year_the_date_is_asked_for() -> None:
    (deadline,) = read_deadlines(fold_text("6月底前完成。"), (), Setting())
    assert deadline.date is None
    assert deadline.needs_answer


@pytest.mark.parametrize(
    ("value", "kind", "date", "asked"),
    [
        ("2024-10-31", "date", "2024-10-31", False),
        ("2024-10-31T00:00:00", "datetime", "2024-10-31", False),
        (45838, "number", "2025-06-30", False),
        (20240630, "number", "2024-06-30", False),
        (202406, "number", "2024-06-30", False),
        (2024.6, "number", "2024-06-30", False),
        (2024.1, "number", "2024-10-31", True),
        (6, "number", "2024-06-30", True),
    ],
)
def test_dates_and_numbers_in_cells(value: object, kind: str, date: str, asked: bool) -> None:
    (deadline,) = read_cell_value(value, kind, str(value), Place(0, 4), PLAN_2024)
    assert (deadline.date, deadline.needs_answer) == (date, asked)


@pytest.mark.parametrize(("value", "kind"), [("年底", "text"), (True, "bool"), (12345678, "number"), (None, "empty")])
def test_cells_that_hold_no_date(value: object, kind: str) -> None:
    assert read_cell_value(value, kind, str(value), Place(0, 4), PLAN_2024) == []


def test_places_point_at_the_words() -> None:
    text = "一、总体安排\n２０２４年 6月底前完成。"
    folded = fold_text(text)
    (deadline,) = read_deadlines(folded, (), PLAN_2024)
    place = deadline.reading.place
    assert place is not None
    assert text[place.start : place.end] == deadline.reading.raw == "２０２４年 6月底前"
