from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.period import MONTHS_IN, Period, add_months, month_of

KINDS = st.sampled_from(["month", "quarter", "half-year", "year"])
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "name", "short"),
    [
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024年2月", "2月"),
        ("2024-Q3", dt.date(2024, 7, 1), dt.date(2024, 9, 30), "2024年三季度", "三季度"),
        ("2024-H1", dt.date(2024, 1, 1), dt.date(2024, 6, 30), "2024年上半年", "上半年"),
        ("2024-H2", dt.date(2024, 7, 1), dt.date(2024, 12, 31), "2024年下半年", "下半年"),
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024年", "全年"),
    ],
)
def test_forms_and_names(text: str, first: dt.date, last: dt.date, name: str, short: str) -> None:
    period = Period.parse(text)
    assert (period.first_day, period.last_day, period.name, period.short_name) == (first, last, name, short)
    assert str(period) == text


@pytest.mark.parametrize(
    "text", ["", "2024-13", "2024-00", "2024-Q5", "2024-H3", "24-06", "2024-6", "0000", "2024年6月"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


def test_the_cutoff_is_the_settings_day_or_the_months_end() -> None:
    february = Period.parse("2023-02")
    assert [february.cutoff(day).day for day in (0, 25, 28, 30, 31)] == [28, 25, 28, 28, 28]
    assert Period.parse("2023-Q1").cutoff(25) == dt.date(2023, 3, 25)


def test_names_of_the_period_before() -> None:
    names = [Period.parse(text).previous_name for text in ("2024-06", "2024-Q2", "2024-H1", "2024-H2", "2024")]
    assert names == ["上月", "上季度", "上年下半年", "上半年", "上年"]


@given(DATES, KINDS)
def test_periods_tile_the_calendar(day: dt.date, kind: str) -> None:
    period = Period.containing(day, kind)  # type: ignore[arg-type]
    assert period.contains(day)
    assert Period.parse(str(period)) == period
    assert period.next.first_day == period.last_day + dt.timedelta(days=1)
    assert period.next.previous == period == period.previous.next
    assert len(period.months) == MONTHS_IN[period.kind]
    assert period.months[0].first_day == period.first_day
    assert period.months[-1].last_day == period.last_day


@given(DATES, KINDS, st.integers(-40, 40))
def test_shifting_is_counting(day: dt.date, kind: str, steps: int) -> None:
    period = Period.containing(day, kind)  # type: ignore[arg-type]
    assert period.shifted(steps).shifted(-steps) == period
    assert (period.shifted(steps) > period) == (steps > 0)


@given(DATES, st.integers(-60, 60))
def test_adding_months_never_skips_a_month(day: dt.date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
    assert month_of(moved) == str(Period.containing(moved))
