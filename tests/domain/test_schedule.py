from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.schedule import Yardstick, begin_of, due_of, elapsed_tenths, gap_tenths, start_of, to_tenths
from ledger_app.domain.settings import LedgerSettings
from tests.domain.strategies import CUTOFFS, facts_of_tasks, settings_of_ledgers

YEAR_END = dt.date(2024, 12, 31)


def elapsed(cutoff: dt.date, rule: str, **fields: object) -> float:
    facts = TaskFacts(id=1, uid="u", code="1", title="t", plan_year=2024, **fields)  # type: ignore[arg-type]
    settings = LedgerSettings(schedule_rule=rule)  # type: ignore[arg-type]
    found = elapsed_tenths(facts, facts.current_due, Yardstick.at(cutoff, settings))
    assert found is not None
    return found / 10


@pytest.mark.parametrize(
    ("rule", "cutoff", "percent"),
    [
        ("month", dt.date(2024, 9, 30), 75.0),
        ("month", dt.date(2024, 8, 15), 58.3),
        ("quarter", dt.date(2024, 8, 31), 50.0),
        ("quarter", dt.date(2024, 9, 30), 75.0),
        ("days", dt.date(2024, 7, 1), 50.0),
        ("milestones", dt.date(2024, 9, 30), 75.0),
        ("month", dt.date(2023, 12, 31), 0.0),
        ("month", dt.date(2025, 2, 1), 100.0),
    ],
)
def test_a_whole_year_task_goes_by_the_ledgers_rule(rule: str, cutoff: dt.date, percent: float) -> None:
    assert elapsed(cutoff, rule, current_due=YEAR_END) == percent


@pytest.mark.parametrize("rule", ["month", "quarter", "days"])
def test_a_task_with_its_own_days_goes_by_days(rule: str) -> None:
    fields = {"start": dt.date(2024, 6, 1), "current_due": dt.date(2024, 6, 10)}
    shares = [elapsed(dt.date(2024, 6, 1) + dt.timedelta(days=day), rule, **fields) for day in (-1, 0, 4, 9, 20)]
    assert shares == [0.0, 10.0, 50.0, 100.0, 100.0]


def test_milestones_count_what_was_to_be_reached() -> None:
    points = ((dt.date(2024, 9, 30), None), (dt.date(2024, 3, 31), 20.0), (dt.date(2024, 6, 30), None))
    days = (dt.date(2024, 3, 30), dt.date(2024, 3, 31), dt.date(2024, 6, 30), dt.date(2024, 9, 30))
    shares = [elapsed(day, "milestones", current_due=YEAR_END, milestones=points) for day in days]
    assert shares == [0.0, 20.0, 66.7, 100.0]


def test_due_before_start_is_one_day() -> None:
    fields = {"start": dt.date(2024, 6, 10), "current_due": dt.date(2024, 6, 1)}
    assert [elapsed(dt.date(2024, 6, day), "days", **fields) for day in (1, 2)] == [100.0, 100.0]
    assert elapsed(dt.date(2024, 5, 31), "days", **fields) == 0.0


def test_start_falls_back_to_the_plans_year_then_to_the_issue() -> None:
    facts = TaskFacts(id=1, uid="u", code="1", title="t", issued=dt.date(2024, 3, 5))
    assert start_of(facts) == dt.date(2024, 3, 5)
    in_plan = replace(facts, plan_year=2024)
    assert (start_of(in_plan), begin_of(in_plan)) == (dt.date(2024, 1, 1), dt.date(2024, 3, 5))
    assert start_of(replace(in_plan, start=dt.date(2024, 2, 1))) == dt.date(2024, 2, 1)
    assert start_of(TaskFacts(id=1, uid="u", code="1", title="t")) is None


def test_the_report_that_had_to_be_in() -> None:
    def expected(day: dt.date, **fields: object) -> str:
        return Yardstick.at(day, LedgerSettings(**fields)).expected_period  # type: ignore[arg-type]

    assert expected(dt.date(2024, 6, 24)) == "2024-05"
    assert expected(dt.date(2024, 6, 25)) == "2024-06"
    assert expected(dt.date(2024, 2, 29), report_due_day=30) == "2024-02"
    assert expected(dt.date(2024, 1, 4), report_due_day=5, report_due_next_month=True) == "2023-11"
    assert expected(dt.date(2024, 1, 5), report_due_day=5, report_due_next_month=True) == "2023-12"


@given(facts_of_tasks(), CUTOFFS, settings_of_ledgers(), st.integers(0, 120))
def test_elapsed_share_never_falls_and_stays_in_bounds(
    facts: TaskFacts, cutoff: dt.date, settings: LedgerSettings, days: int
) -> None:
    due = due_of(facts, settings)
    now = elapsed_tenths(facts, due, Yardstick.at(cutoff, settings))
    later = elapsed_tenths(facts, due, Yardstick.at(cutoff + dt.timedelta(days=days), settings))
    if now is None or later is None:
        assert due is None or start_of(facts) is None
    else:
        assert 0 <= now <= later <= 1000


@given(st.floats(0, 100))
def test_tenths_are_the_nearest(value: float) -> None:
    assert abs(to_tenths(value) / 10 - value) <= 0.05 + 1e-9


@given(st.floats(0, 1000), st.integers(0, 1000))
def test_a_gap_counts_at_most_the_whole(percent: float, elapsed_share: int) -> None:
    gap = gap_tenths(percent, elapsed_share)
    assert gap is not None
    assert -1000 <= gap <= 1000
