from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.holiday_notice import WEEKDAYS, NoticeReading, read_notice
from ledger_app.domain.workday import WorkCalendar, read_calendar

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "calendars"


def _days(reading: NoticeReading) -> tuple[list[str], list[str]]:
    off = [one.day.strftime("%m%d") for one in reading.days if not one.is_workday]
    return off, [one.day.strftime("%m%d") for one in reading.days if one.is_workday]


def test_one_holiday_with_its_weekends() -> None:
    found = read_notice("10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。", 2025)
    off, worked = _days(found)
    assert (off[0], off[-1], len(off)) == ("1001", "1008", 8)
    assert worked == ["0928", "1011"]
    assert found.doubts == ()
    assert {one.name for one in found.days} == {"国庆节"}


@pytest.mark.parametrize("text", ["一、元旦：1月1日（周三）放假1天，不调休。", "元旦:1月1日 放假 1 天;"])
def test_a_single_day(text: str) -> None:
    assert _days(read_notice(text, 2025))[0] == ["0101"]


def test_words_in_brackets_are_no_days() -> None:
    text = "二、春节：2月10日（星期六、农历正月初一）至17日（星期六）放假调休，共8天。安排职工在除夕（2月9日）休息。"
    off, _worked = _days(read_notice(text, 2024))
    assert off[0] == "0210"
    assert len(off) == 8


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("五一：5月1日（周三）放假。10月1日放假。", "5月1日写的是周三"),
        ("10月1日至7日放假，共8天。", "共 8 天，读到 7 天"),
        ("10月1日至7日放假。9月30日上班。", "本来就上班"),
        ("10月1日至7日放假。10月5日上班。", "既写了放假又写了上班"),
        ("5月1日至5日放假调休。", "没有读到国庆节"),
        ("2月30日放假。10月1日放假。", "没有 2025 年 2 月 30 日"),
        ("10月1日至9月1日放假。", "不像一段假期"),
        ("各单位要安排好值班。", "没有读到放假的日期"),
        ("2027年1月1日放假，2025年10月1日放假", "不在 2027 年"),
    ],
)
def test_what_does_not_agree_is_said(text: str, doubt: str) -> None:
    assert doubt in "".join(read_notice(text, 2025).doubts)


def test_without_a_year_it_asks_for_one() -> None:
    assert read_notice("10月1日至7日放假") == NoticeReading(None, doubts=("文字里没有写是哪一年，请先选择年份。",))


@given(st.text(max_size=300))
def test_any_text_is_read_to_an_end(text: str) -> None:
    found = read_notice(text, 2025)
    assert [one.day for one in found.days] == sorted(one.day for one in found.days)


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_a_shipped_year_written_as_a_notice_reads_back(year: int) -> None:
    """The shipped file, said in the notice's own form with weekdays and counts, gives the same days without a doubt."""
    rows = read_calendar((SHIPPED / f"{year}.csv").read_text("utf-8"))
    names = list(dict.fromkeys(one.name for one in rows))
    lines = [f"国务院办公厅关于{year}年部分节假日安排的通知"]
    for name in names:
        off = [one.day for one in rows if one.name == name and not one.is_workday]
        worked = [one.day for one in rows if one.name == name and one.is_workday]
        span = _written(off[0]) + (f"至{_written(off[-1])}" if len(off) > 1 else "")
        lines.append(
            f"{name}：{span}放假调休，共{len(off)}天。" + "、".join(map(_written, worked)) + "上班。" * bool(worked)
        )
    found = read_notice("\n".join(lines))
    assert found.doubts == ()
    assert {(one.day, one.is_workday, one.name) for one in found.days} == {
        (one.day, one.is_workday, one.name) for one in rows
    }


def _written(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


@given(st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)), st.integers(0, 400))
def test_counting_by_days_is_counting_by_formula(first: dt.date, length: int) -> None:
    calendar = WorkCalendar(
        [row for path in SHIPPED.glob("*.csv") for row in read_calendar(path.read_text(encoding="utf-8"))]
    )
    days = [first + dt.timedelta(days=number) for number in range(length)]
    worked = [day for day in days if calendar.is_workday(day)]
    assert calendar.count(first, first + dt.timedelta(days=length - 1)) == len(worked)
    assert calendar.days_left(first - dt.timedelta(days=1), first + dt.timedelta(days=length - 1)) == len(worked)
