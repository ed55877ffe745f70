"""Hypothesis strategies for facts and settings, for every test that needs tasks in all their states."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.tones import Light

YEAR = 2024
DAYS = st.dates(dt.date(YEAR - 1, 6, 1), dt.date(YEAR + 1, 6, 30))
CUTOFFS = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR + 1, 3, 31))
MONTHS = tuple(f"{YEAR}-{month:02d}" for month in range(1, 13))
DUES = st.one_of(st.none(), DAYS, st.sampled_from([dt.date(YEAR, 12, 31), dt.date(YEAR, 6, 30)]))
PERCENTS = st.one_of(st.none(), st.sampled_from([0.0, 40.0, 65.0, 99.9, 100.0]), st.floats(0, 100))


@st.composite
def settings_of_ledgers(draw: st.DrawFn) -> LedgerSettings:
    """Draw settings within what an office would choose."""
    lag_yellow = draw(st.sampled_from([5.0, 10.0, 12.5]))
    return LedgerSettings(
        cutoff_day=draw(st.sampled_from([0, 5, 25, 31])),
        report_due_day=draw(st.sampled_from([0, 5, 25])),
        report_due_next_month=draw(st.booleans()),
        colour_scheme=draw(st.sampled_from(["three_lights", "four_lights", "slip_colours", "cards"])),
        schedule_rule=draw(st.sampled_from(["month", "quarter", "days", "milestones"])),
        lag_yellow=lag_yellow,
        lag_red=lag_yellow + draw(st.sampled_from([0.0, 20.0])),
        not_started_red_months=draw(st.integers(1, 4)),
        judge_by=draw(st.sampled_from(["current", "original"])),
        counting=draw(st.sampled_from(["lead", "all"])),
        rank_minimum=draw(st.integers(0, 4)),
    )


def facts_of_tasks(task_id: int = 1, **fixed: Any) -> st.SearchStrategy[TaskFacts]:  # noqa: ANN401 - any field
    """Draw the facts of one task; named fields are fixed."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "kind": st.sampled_from(["once", "once", "once", "recurring", "continuing", "year_end"]),
        "standing": st.sampled_from(["active", "active", "active", "suspended", "cancelled"]),
        "plan_id": st.sampled_from([None, 1, 2]),
        "plan_year": st.sampled_from([None, YEAR, YEAR]),
        "section": st.sampled_from(["", "医改", "疾控"]),
        "lead_unit_ids": st.lists(st.integers(1, 4), max_size=2, unique=True).map(tuple),
        "unit_ids": st.lists(st.integers(1, 5), max_size=3, unique=True).map(tuple),
        "lead_names": st.lists(st.sampled_from(["县医院", "疾控中心"]), max_size=1).map(tuple),
        "leader_names": st.lists(st.sampled_from(["王局长", "李副局长"]), max_size=2, unique=True).map(tuple),
        "original_due": DUES,
        "current_due": DUES,
        "is_deadline_doubtful": st.booleans(),
        "start": st.one_of(st.none(), DAYS),
        "issued": st.one_of(st.none(), DAYS),
        "completed_on": st.one_of(st.none(), st.none(), DAYS),
        "closing_step": st.sampled_from([None, None, None, "asked", "checked", "approved", "sent_back", "reopened"]),
        "percent": PERCENTS,
        "full_since": st.one_of(st.none(), DAYS),
        "reported_periods": st.lists(st.sampled_from(MONTHS), max_size=4, unique=True).map(
            lambda months: tuple(sorted(months))
        ),
        "expected_count": st.integers(0, 2),
        "light_override": st.one_of(st.none(), st.none(), st.none(), st.sampled_from([light.value for light in Light])),
        "milestones": st.lists(st.tuples(DAYS, st.one_of(st.none(), st.floats(0, 100))), max_size=3).map(tuple),
        "occurrence_count": st.sampled_from([0, 0, 3]),
        "next_occurrence_due": st.one_of(st.none(), DAYS),
    }
    drawn = {name: strategy for name, strategy in fields.items() if name not in fixed}
    named = {"id": task_id, "uid": f"uid-{task_id}", "code": f"1-{task_id:02d}", "title": f"任务{task_id}", **fixed}
    return st.fixed_dictionaries(drawn).map(lambda values: TaskFacts(**named, **values))


@st.composite
def ledgers_of_facts(draw: st.DrawFn, most: int = 8) -> list[TaskFacts]:
    """Draw the facts of some tasks, with ids that do not follow the order."""
    ids = draw(st.lists(st.integers(1, 10_000), max_size=most, unique=True))
    return [draw(facts_of_tasks(task_id)) for task_id in ids]
