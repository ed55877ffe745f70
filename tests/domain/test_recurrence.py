from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.recurrence import Recurrence, Turn, turns
from ledger_app.domain.task import Deadline
from ledger_app.domain.workday import WorkCalendar
from tests.domain.test_workday import CALENDAR

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


def of_2025(rule: Recurrence, calendar: WorkCalendar | None = None) -> list[tuple[str, str]]:
    return [(turn.period, turn.due.strftime("%m-%d")) for turn in turns(rule, FIRST, LAST, calendar)]


def test_every_month_by_the_fifth() -> None:
    found = of_2025(Recurrence("month", day="05"))
    assert len(found) == 12
    assert found[0] == ("2025-01", "01-05")


def test_month_ends_and_days_that_a_month_lacks() -> None:
    assert of_2025(Recurrence("month"))[1] == ("2025-02", "02-28")
    assert of_2025(Recurrence("month", day="31"))[3] == ("2025-04", "04-30")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            Recurrence("quarter"),
            [("2025-Q1", "03-31"), ("2025-Q2", "06-30"), ("2025-Q3", "09-30"), ("2025-Q4", "12-31")],
        ),
        (Recurrence("half-year", day="20"), [("2025-H1", "06-20"), ("2025-H2", "12-20")]),
        (Recurrence("year", day="09-30"), [("2025", "09-30")]),
        (Recurrence("year", day="15"), [("2025", "12-15")]),
        (Recurrence("year", times=2), [("2025", "07-01"), ("2025/2", "12-31")]),
    ],
)
def test_longer_rhythms(rule: Recurrence, expected: list[tuple[str, str]]) -> None:
    assert of_2025(rule) == expected


def test_weeks_are_named_by_the_iso_calendar() -> None:
    found = of_2025(Recurrence("week", day="5"))
    assert found[0] == ("2025-W01", "01-03")
    assert len(found) == 52


def test_due_dates_on_rest_days_roll() -> None:
    rule = Recurrence("month", day="01", roll="forward")
    assert of_2025(rule, CALENDAR)[9] == ("2025-10", "10-09")
    assert of_2025(Recurrence("month", day="01", roll="back"), CALENDAR)[9] == ("2025-10", "09-30")
    assert of_2025(rule)[9] == ("2025-10", "10-01")


def test_the_rule_of_a_deadline() -> None:
    deadline = Deadline(1, 1, 1, "每季度至少2次", "recurring", every="quarter", times=2)
    assert Recurrence.of(deadline) == Recurrence("quarter", 2)
    assert Recurrence.of(Deadline(1, 1, 1, "年底前", "by", every="year")) is None


RULES = st.builds(
    Recurrence,
    every=st.sampled_from(["year", "half-year", "quarter", "month", "week"]),
    times=st.integers(1, 4),
    day=st.one_of(st.none(), st.integers(1, 31).map(str)),
)
DATES = st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31))


@given(RULES, DATES, DATES)
def test_turns_are_in_order_unique_and_inside(rule: Recurrence, one: dt.date, other: dt.date) -> None:
    first, last = min(one, other), max(one, other)
    found = list(turns(rule, first, last))
    assert [turn.due for turn in found] == sorted(turn.due for turn in found)
    assert len({turn.period for turn in found}) == len(found)
    assert all(first <= turn.due <= last for turn in found)


@given(RULES, DATES, st.integers(0, 400), st.integers(0, 400))
def test_spans_can_be_cut_anywhere(rule: Recurrence, first: dt.date, days: int, more: int) -> None:
    """Making the first half of a span and then the second gives what the whole gives."""
    middle = first + dt.timedelta(days=days)
    last = middle + dt.timedelta(days=more + 1)
    parts: list[Turn] = [*turns(rule, first, middle), *turns(rule, middle + dt.timedelta(days=1), last)]
    assert parts == list(turns(rule, first, last))
