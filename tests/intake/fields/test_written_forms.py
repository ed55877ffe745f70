"""Property tests: what is written in any usual form is read back as it was meant."""

from __future__ import annotations

import calendar
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.intake.fields.deadline_context import Setting
from ledger_app.intake.fields.deadlines import read_cell, read_deadlines
from ledger_app.intake.fields.labelled import find_fields
from ledger_app.intake.fields.owners import read_owners
from ledger_app.intake.fields.targets import read_targets
from ledger_app.intake.folding import fold_text
from ledger_app.intake.roster import EMPTY_ROSTER
from tests.intake.plan_documents import deadline_key

YEAR = 2025
SETTING = Setting(YEAR, f"{YEAR}-02-20")

DAYS = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR + 2, 12, 31))
MONTHS = st.tuples(st.integers(YEAR, YEAR + 2), st.integers(1, 12))
WORK = st.sampled_from(["完成设备安装", "建成并投入使用", "报局办公室备案", "全部整改到位", "印发实施方案"])
OPENING = st.sampled_from(["", "各镇卫生院", "加快推进。", "一是改善条件；", "力争", "确保", "做好摸底，"])


def _digits(number: int) -> str:
    """Return a number in Chinese, as months and days are written."""
    signs = "〇一二三四五六七八九"
    if number < 10:
        return signs[number]
    tens = "" if number < 20 else signs[number // 10]
    return tens + "十" + ("" if number % 10 == 0 else signs[number % 10])


def _chinese_year(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)


def _written_day(day: dt.date) -> list[str]:
    plain = f"{day.year}年{day.month}月{day.day}日"
    forms = [
        f"{plain}前",
        f"于{plain}前",
        f"{_wide(plain)}之前",
        f"{day.year} 年 {day.month} 月 {day.day} 日前",
        f"不迟于{plain}",
        f"{_chinese_year(day.year)}年{_digits(day.month)}月{_digits(day.day)}日前",
        f"{plain}17:00前",
    ]
    return [*forms, f"{day.month}月{day.day}日前"] if day.year == YEAR else forms


def _written_month(year: int, month: int) -> list[str]:
    forms = [
        f"{year}年{month}月底前",
        f"{year}年{month}月末",
        f"在{year}年{month}月底之前",
        f"{_wide(str(year))}年{_wide(str(month))}月底前",
        f"{_chinese_year(year)}年{_digits(month)}月底前",
    ]
    return [*forms, f"{month}月底前", f"{_digits(month)}月底前"] if year == YEAR else forms


def _month_end(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


@given(DAYS, OPENING, WORK, st.data())
def test_a_day_in_a_sentence(day: dt.date, opening: str, work: str, data: st.DataObject) -> None:
    sentence = f"{opening}{data.draw(st.sampled_from(_written_day(day)))}{work}。"
    found = read_deadlines(fold_text(sentence), (), SETTING)
    assert [deadline_key(deadline) for deadline in found] == [f"by {day.isoformat()}"], sentence


@given(MONTHS, OPENING, WORK, st.data())
def test_a_month_in_a_sentence(month: tuple[int, int], opening: str, work: str, data: st.DataObject) -> None:
    sentence = f"{opening}{data.draw(st.sampled_from(_written_month(*month)))}{work}。"
    found = read_deadlines(fold_text(sentence), (), SETTING)
    assert [deadline_key(deadline) for deadline in found] == [f"by {_month_end(*month)}"], sentence


@given(MONTHS, st.integers(1, 30), st.data())
def test_a_span_of_months(month: tuple[int, int], length: int, data: st.DataObject) -> None:
    year, first = month
    last_year, last = year + (first + length - 1) // 12, (first + length - 1) % 12 + 1
    forms = [
        f"{year}年{first}月至{last_year}年{last}月",
        f"{year}年{first}月—{last_year}年{last}月",
        f"{year}.{first}-{last_year}.{last}",
    ]
    if last_year == year:
        forms += [f"{year}年{first}月—{last}月", f"{year}年{first}-{last}月"]
    written = data.draw(st.sampled_from(forms))
    found = read_cell(fold_text(written), SETTING)
    wanted = f"range {year}-{first:02d}-01 {_month_end(last_year, last)}"
    assert [deadline_key(deadline) for deadline in found] == [wanted], written


@given(
    DAYS, st.sampled_from(["{y}/{m}/{d}", "{y}.{m}.{d}", "{y}-{m:02d}-{d:02d}", "{y}{m:02d}{d:02d}", "{y}年{m}月{d}日"])
)
def test_a_day_in_a_cell(day: dt.date, form: str) -> None:
    written = form.format(y=day.year, m=day.month, d=day.day)
    assert [deadline_key(one) for one in read_cell(fold_text(written), SETTING)] == [f"by {day.isoformat()}"]


UNITS = st.lists(
    st.sampled_from(
        [
            "县卫健局",
            "县卫健局（县爱卫办）",
            "医政医管和药政股",
            "规划财务与信息股",
            "县人力资源和社会保障局",
            "老龄健康与家庭发展股",
            "县妇幼保健院",
            "各乡镇卫生院",
            "各镇人民政府（街道办事处）",
            "县直有关部门",
            "局机关各股室",
            "县第一人民医院医共体",
            "县疾控中心",
            "团县委",
            "各乡镇党委和政府",
        ]
    ),
    min_size=1,
    max_size=5,
    unique=True,
)
BRACKETS = st.sampled_from(["（）", "()", "【】", "〔〕", "[]", "（)"])


@given(UNITS, UNITS, BRACKETS, st.booleans(), st.data())
def test_who_leads_and_who_helps(
    leaders: list[str], helpers: list[str], brackets: str, stop_before: bool, data: st.DataObject
) -> None:
    helpers = [unit for unit in helpers if unit not in leaders]
    lead, helping = "、".join(leaders), "、".join(helpers)
    if helpers:
        forms = [
            f"{lead}牵头，{helping}配合",
            f"牵头单位：{lead}；配合单位：{helping}",
            f"牵头科室：{lead}　配合科室：{helping}",
            f"主办：{lead}；协办：{helping}",
            f"由{lead}牵头负责，{helping}参与",
        ]
    else:
        forms = [f"{lead}牵头", f"牵头单位：{lead}", f"由{lead}牵头负责"]
    stated = data.draw(st.sampled_from(forms))
    body = "推进达标建设，加强日常督导"
    in_bracket = f"{brackets[0]}{stated}{brackets[1]}"
    text = f"{body}。{in_bracket}" if stop_before else f"{body}{in_bracket}。"
    folded = fold_text(text)
    found, is_open = read_owners(folded, find_fields(folded.text), EMPTY_ROSTER, first_leads=False)
    wanted = [(unit, "lead") for unit in leaders] + [(unit, "cooperate") for unit in helpers]
    assert [(owner.name, owner.role) for owner in found] == wanted, text
    assert not is_open


@given(
    UNITS,
    st.sampled_from(["负责", "分别负责", "按职责分工负责", "按照职责分工负责", "共同落实", "具体负责", "组织实施"]),
)
def test_who_is_responsible(units: list[str], duty: str) -> None:
    for text in (f"推进达标建设。（{'、'.join(units)}{duty}）", f"推进达标建设。责任单位：{'，'.join(units)}。"):
        folded = fold_text(text)
        found, _ = read_owners(folded, find_fields(folded.text), EMPTY_ROSTER, first_leads=False)
        assert [(owner.name, owner.role) for owner in found] == [(unit, "responsible") for unit in units], text


NOUNS = st.sampled_from(["规范管理率", "群众满意度", "持证上岗率", "基层诊疗占比", "重点人群签约率"])
SHARES = st.one_of(st.integers(2, 100), st.decimals(1, 99, places=1).map(float))
AT_LEAST = [
    "达到{n}%",
    "不低于{n}%",
    "达{n}%以上",
    "≥{n}％",
    "提高到{n}%以上",
    "不少于{n}%",
    "高于{n}%",
    "力争达到{n}%",
]
AT_MOST = ["控制在{n}%以内", "不超过{n}%", "≤{n}%", "下降到{n}%以下", "降至{n}%", "不高于{n}%", "低于{n}％"]


@given(NOUNS, SHARES, st.sampled_from(AT_LEAST + AT_MOST))
def test_a_share_to_be_reached(noun: str, share: float, form: str) -> None:
    sentence = f"加强管理，{noun}{form.format(n=f'{share:g}')}。"
    (target,) = read_targets(fold_text(sentence), (), YEAR)
    assert target.value == float(f"{share:g}"), sentence
    assert (target.op, target.unit) == (">=" if form in AT_LEAST else "<=", "%"), sentence


@given(st.integers(1, 9000), st.sampled_from(["家", "所", "个", "名", "人次", "场次", "台", "张"]), st.data())
def test_a_count_to_be_reached(count: int, unit: str, data: st.DataObject) -> None:
    forms = {
        f"新增合格点{count}{unit}": "=",
        f"新增合格点不少于{count}{unit}": ">=",
        f"新增合格点{count}{unit}以上": ">=",
        f"至少建成{count}{unit}": ">=",
        f"总数控制在{count}{unit}以内": "<=",
    }
    written = data.draw(st.sampled_from(sorted(forms)))
    (target,) = read_targets(fold_text(f"加强建设，{written}。"), (), YEAR)
    assert (target.op, target.value, target.unit) == (forms[written], count, unit)


@given(st.integers(1, 50), st.integers(1, 49), st.sampled_from("—-～至"), st.sampled_from(["%", "个", "家"]))
def test_a_range_to_be_reached(low: int, more: int, dash: str, unit: str) -> None:
    first = f"{low}{unit}" if dash == "至" else str(low)
    (target,) = read_targets(fold_text(f"合格点达到{first}{dash}{low + more}{unit}。"), (), YEAR)
    assert (target.op, target.value, target.unit) == ("range", (low, low + more), unit)
