"""What a person types into a deadline field is read like a table's cell, and counted out to a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.supervision import Holiday
from ledger_app.domain.workday import WorkCalendar
from ledger_app.intake.typed_deadline import Basis, read_typed, reading_of

TODAY = dt.date(2024, 7, 5)
HOLIDAYS = [
    *(Holiday(0, dt.date(2024, 10, day), is_workday=False, name="国庆节") for day in range(1, 8)),
    Holiday(0, dt.date(2024, 9, 29), is_workday=True, name="国庆节"),
    Holiday(0, dt.date(2024, 10, 12), is_workday=True, name="国庆节"),
]
CALENDAR = WorkCalendar(HOLIDAYS)


def due(text: str, **basis: object) -> str:
    (deadline,) = read_typed(text, Basis(TODAY, calendar=CALENDAR, **basis))  # type: ignore[arg-type]
    assert deadline.is_primary
    assert deadline.original_due == deadline.current_due
    return deadline.original_due.isoformat() if deadline.original_due else deadline.kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("年底前", "2024-12-31"),
        ("9月底", "2024-09-30"),
        ("明年一季度", "2025-03-31"),
        ("2024.9.3", "2024-09-03"),
        ("9.3", "2024-09-03"),
        ("收到后10个工作日内", "2024-07-19"),
        ("+10工作日", "2024-07-19"),
        ("＋10 个工作日", "2024-07-19"),
        ("5天", "2024-07-10"),
        ("印发之日起15日内", "2024-07-22"),
        ("一周内", "2024-07-12"),
        ("三个月内", "2024-10-08"),
        ("立即", "2024-07-05"),
        ("今天", "2024-07-05"),
        ("明天前", "2024-07-06"),
        ("本周五前完成", "2024-07-05"),
        ("下周三", "2024-07-10"),
        ("下周末", "2024-07-12"),
        ("月底前", "2024-07-31"),
        ("下月底", "2024-08-31"),
        ("下个月10日前报送", "2024-08-10"),
        ("节前", "2024-09-30"),
        ("长期坚持", "continuing"),
        ("按上级要求", "open"),
        ("每季度", "recurring"),
    ],
)
def test_words_are_counted_out(text: str, day: str) -> None:
    assert due(text) == day


def test_relative_times_count_from_the_day_of_issue_over_days_off_in_exchange() -> None:
    issued = dt.date(2024, 9, 27)
    assert due("收到后3个工作日内", issued=issued) == "2024-10-08", "the 29th is worked, the holidays are not"
    assert due("收到后5日内", issued=issued) == "2024-10-08", "a span of days that ends on a holiday goes on"
    assert due("1个月内", issued=dt.date(2024, 1, 31)) == "2024-02-29"


def test_a_year_may_be_given() -> None:
    assert due("年底前", year=2026) == "2026-12-31"


@pytest.mark.parametrize("text", ["", "  ", "胡说", "2024-13-45", "下月32日"])
def test_what_names_no_time_gives_nothing(text: str) -> None:
    assert read_typed(text, Basis(TODAY)) == ()


def test_several_days_are_kept_and_the_last_one_judges() -> None:
    rows = read_typed("9月底前完成一半，年底前全部完成", Basis(TODAY))
    assert [(row.raw, str(row.original_due), row.is_primary, row.ordinal) for row in rows] == [
        ("9月底前", "2024-09-30", False, 1),
        ("年底前", "2024-12-31", True, 2),
    ]


@pytest.mark.parametrize(
    ("text", "rhythm", "said"),
    [
        ("每月5日前", ("month", "05"), "每月，5 日到期"),
        ("每周五", ("week", "5"), "周五到期"),
        ("每季度末", ("quarter", None), "期末到期"),
        ("每年6月", ("year", "06-30"), "6 月 30 日到期"),
    ],
)
def test_a_rhythm_is_said_back(text: str, rhythm: tuple[str, str | None], said: str) -> None:
    rows = read_typed(text, Basis(TODAY))
    assert (rows[0].every, rows[0].day) == rhythm
    assert said in reading_of(rows, Basis(TODAY))


def test_the_reading_says_the_day_and_what_is_odd_about_it() -> None:
    basis = Basis(TODAY, calendar=CALENDAR)
    line = reading_of(read_typed("收到后10个工作日内", basis), basis)
    assert line == "2024-07-19（周五），自 2024-07-05 次日起第 10 个工作日"
    handed_out = replace(basis, issued=basis.today)
    assert "早于交办日期" in reading_of(read_typed("6月底", handed_out), handed_out)
    assert "早于今天" in reading_of(read_typed("6月底", basis), basis)
    unknown = Basis(TODAY)
    assert "放假调休安排尚未载入" in reading_of(read_typed("3个工作日内", unknown), unknown)
    assert reading_of((), basis) == ""


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_written_out_is_that_day(day: dt.date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"):
        (deadline,) = read_typed(text, Basis(TODAY))
        assert deadline.original_due == day


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(text: str) -> None:
    basis = Basis(TODAY)
    reading_of(read_typed(text, basis), basis)
