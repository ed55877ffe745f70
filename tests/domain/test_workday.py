from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.supervision import Holiday
from ledger_app.domain.workday import CalendarFileError, WorkCalendar, read_calendar

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "calendars"


def shipped() -> WorkCalendar:
    rows: list[Holiday] = []
    for path in sorted(SHIPPED.glob("*.csv")):
        rows += read_calendar(path.read_text(encoding="utf-8"))
    return WorkCalendar(rows)


CALENDAR = shipped()
DAYS = st.dates(dt.date(2022, 12, 1), dt.date(2027, 2, 28))


@pytest.mark.parametrize(("year", "workdays"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_the_shipped_years(year: int, workdays: int) -> None:
    assert CALENDAR.count(dt.date(year, 1, 1), dt.date(year, 12, 31)) == workdays


def test_it_says_until_when_it_knows() -> None:
    assert CALENDAR.known_years == {2023, 2024, 2025, 2026}
    assert CALENDAR.known_until == dt.date(2026, 12, 31)
    assert CALENDAR.warning(dt.date(2023, 1, 1), dt.date(2026, 12, 31)) == ""
    assert "2027" in CALENDAR.warning(dt.date(2026, 12, 1), dt.date(2027, 1, 5))
    assert WorkCalendar().known_until is None


def test_weekends_worked_in_exchange_are_working_days() -> None:
    assert dt.date(2025, 10, 11).weekday() == 5
    assert CALENDAR.is_workday(dt.date(2025, 10, 11))
    assert not CALENDAR.is_workday(dt.date(2025, 10, 8))
    assert not CALENDAR.is_workday(dt.date(2025, 10, 12))


def test_five_working_days_over_the_national_holiday() -> None:
    assert CALENDAR.add(dt.date(2025, 9, 29), 5) == dt.date(2025, 10, 13)
    assert CALENDAR.add(dt.date(2025, 10, 13), -5) == dt.date(2025, 9, 29)


def test_rest_days_roll() -> None:
    assert CALENDAR.roll_forward(dt.date(2025, 10, 1)) == dt.date(2025, 10, 9)
    assert CALENDAR.roll_back(dt.date(2025, 10, 8)) == dt.date(2025, 9, 30)
    assert CALENDAR.roll_forward(dt.date(2025, 10, 9)) == dt.date(2025, 10, 9)


def test_the_day_before_a_holiday_block() -> None:
    assert CALENDAR.day_before("春节", 2025) == dt.date(2025, 1, 27)
    assert CALENDAR.day_before("国庆", 2023) == dt.date(2023, 9, 28)
    assert CALENDAR.day_before("元旦", 2023) == dt.date(2022, 12, 30)
    assert CALENDAR.day_before("春节", 2030) is None
    assert CALENDAR.day_before("", 2025) is None
    assert CALENDAR.day_before_next(dt.date(2025, 5, 6)) == dt.date(2025, 5, 30)
    assert CALENDAR.day_before_next(dt.date(2026, 12, 1)) is None


def test_blocks_are_whole() -> None:
    found = [(block.name, block.first.isoformat(), block.last.isoformat()) for block in CALENDAR.blocks(2026)]
    assert found[:2] == [("元旦", "2026-01-01", "2026-01-03"), ("春节", "2026-02-15", "2026-02-23")]
    assert len(found) == 7


def test_a_file_of_a_clerk_is_read() -> None:
    text = "\ufeff日期,安排,节日\n# 说明\n2027/2/5～2027/2/7,休,春节\n\n2027年2月20日,班,春节,某通知\n"
    rows = read_calendar(text, source="放假通知")
    assert [(row.day.isoformat(), row.is_workday, row.source) for row in rows] == [
        ("2027-02-05", False, "放假通知"),
        ("2027-02-06", False, "放假通知"),
        ("2027-02-07", False, "放假通知"),
        ("2027-02-20", True, "某通知"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2027-02-30,休,春节",
        "2027-02-05,上班,春节",
        "2027-02-07~2027-02-05,休,春节",
        "2027-01-01~2027-12-31,休,全年",
        "初一,休,春节",
        "2027-02-05",
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(CalendarFileError) as caught:
        read_calendar(f"日期,安排,节日,依据\n{line}\n")
    assert caught.value.line == 2


@given(DAYS, DAYS)
def test_counting_is_asking_each_day(first: dt.date, last: dt.date) -> None:
    days = (first + dt.timedelta(days=offset) for offset in range((last - first).days + 1))
    assert CALENDAR.count(first, last) == sum(1 for day in days if CALENDAR.is_workday(day))


@given(DAYS, st.integers(1, 60))
def test_adding_is_counting(day: dt.date, workdays: int) -> None:
    reached = CALENDAR.add(day, workdays)
    assert CALENDAR.is_workday(reached)
    assert CALENDAR.days_left(day, reached) == workdays
    assert CALENDAR.add(reached, -workdays) <= day or not CALENDAR.is_workday(day)


@given(DAYS)
def test_rolling_goes_to_the_nearest_working_day(day: dt.date) -> None:
    forward, back = CALENDAR.roll_forward(day), CALENDAR.roll_back(day)
    assert CALENDAR.is_workday(forward)
    assert CALENDAR.is_workday(back)
    assert back <= day <= forward
    assert CALENDAR.count(day, forward) == 1
    assert CALENDAR.count(back, day) == 1
