from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.grid import Condition, Sorting, TaskQuery
from ledger_app.domain.lights import Light, Tone, judge_all, nearness
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Deadline, Extension, Milestone, Occurrence, Task
from tests.builders_ledger import Place, quick_folder

DAYS = st.dates(dt.date(2023, 10, 1), dt.date(2025, 3, 31))
# Ends of months and years, where rules turn.
EDGES = st.sampled_from([dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 6, 30), dt.date(2024, 12, 31)])
DAY = DAYS | EDGES
MAYBE_DAY = st.none() | DAY
PERCENT = st.none() | st.sampled_from([0.0, 0.04, 0.05, 33.3, 49.95, 50.0, 99.94, 99.95, 100.0]) | st.floats(0, 100)
PERIOD = st.sampled_from([f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)])

SETTINGS = st.builds(
    LedgerSettings,
    cutoff_day=st.sampled_from([0, 1, 20, 25, 31]),
    report_due_day=st.sampled_from([0, 5, 25]),
    report_due_next_month=st.booleans(),
    colour_scheme=st.sampled_from(["three_lights", "four_lights", "slip_colours", "cards"]),
    schedule_rule=st.sampled_from(["month", "quarter", "days", "milestones"]),
    lag_yellow=st.sampled_from([0.0, 5.0, 10.0, 10.05]),
    lag_red=st.sampled_from([10.0, 30.0, 33.3]),
    not_started_red_months=st.integers(1, 4),
    due_soon_short=st.integers(0, 9),
    due_soon_middle=st.integers(0, 20),
    due_soon_long=st.integers(0, 40),
    judge_by=st.sampled_from(["current", "original"]),
)
TASK = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["once", "once", "recurring", "continuing", "year_end"]),
        "planned": st.booleans(),
        "start": MAYBE_DAY,
        "issued": MAYBE_DAY,
        "completed_on": st.none() | st.none() | DAY,
        "standing": st.sampled_from(["active", "active", "suspended", "cancelled"]),
        "standing_since": MAYBE_DAY,
        "override": st.none() | st.none() | st.sampled_from(list(Light)),
    }
)
HANGING = st.fixed_dictionaries(
    {
        "dues": st.lists(st.tuples(MAYBE_DAY, MAYBE_DAY, st.booleans()), max_size=2),
        "extensions": st.lists(st.tuples(DAY, DAY, st.sampled_from([None, True, False]), MAYBE_DAY), max_size=2),
        "entries": st.lists(st.tuples(PERIOD, PERCENT), max_size=4),
        "closings": st.lists(
            st.tuples(st.sampled_from(["asked", "checked", "approved", "sent_back", "reopened"]), DAY), max_size=3
        ),
        "milestones": st.lists(st.tuples(MAYBE_DAY, st.none() | st.floats(0, 100)), max_size=3),
        "turns": st.lists(st.tuples(DAY, st.sampled_from(["open", "done", "skipped"]), MAYBE_DAY), max_size=2),
    }
)


def store(ledger: SqliteLedger, number: int, task: dict, hanging: dict) -> None:  # type: ignore[type-arg]
    with ledger.write() as work:
        plan = work.of(Plan).find()[0]
        light = task["override"]
        stored = work.of(Task).add(
            Task(
                0,
                f"t{number}",
                f"1-{number}",
                "任务",
                kind=task["kind"],
                plan_id=plan.id if task["planned"] else None,
                start=task["start"],
                issued=task["issued"],
                completed_on=task["completed_on"],
                standing=task["standing"],
                standing_reason="" if task["standing"] == "active" else "原因",
                standing_since=task["standing_since"],
                light_override=light.value if light else None,
                override_reason="会议决定" if light else "",
            )
        )
        for ordinal, (original, current, is_primary) in enumerate(hanging["dues"]):
            deadline = work.of(Deadline).add(
                Deadline(0, stored.id, ordinal, "时限", "by", original, current, is_primary=is_primary)
            )
            for old, new, is_approved, decided in hanging["extensions"]:
                work.of(Extension).add(
                    Extension(0, deadline.id, "原因", old, new, dt.date(2024, 3, 1), is_approved, decided)
                )
        for count, (period, percent) in enumerate(hanging["entries"]):
            work.of(ProgressEntry).add(
                ProgressEntry(0, f"e{number}-{count}", stored.id, period, "进展", percent, created_at=f"{count % 2}")
            )
        work.of(Closing).add_all([Closing(0, stored.id, step, day) for step, day in hanging["closings"]])
        work.of(Milestone).add_all([Milestone(0, stored.id, 1, "", "", d, None, p) for d, p in hanging["milestones"]])
        work.of(Occurrence).add_all(
            [Occurrence(0, stored.id, None, "2024", due, state, done) for due, state, done in hanging["turns"]]
        )


def assert_equal_to_the_rule(ledger: SqliteLedger, cutoff: dt.date) -> None:
    """Compare every list that the database makes by light with the rule applied task by task."""
    with ledger.read() as session:
        judged = list(judge_all(session.facts(cutoff), cutoff, session.settings()))
        for light in Light:
            ids = session.task_ids(TaskQuery(cutoff, (Condition("light", "is", (light.value,)),)))
            assert set(ids) == {facts.id for facts, found in judged if found.light is light}
        for tone in Tone:
            ids = session.task_ids(TaskQuery(cutoff, (Condition("light", "any_of", (tone.word,)),)))
            assert set(ids) == {facts.id for facts, found in judged if found.tone is tone}
        rows = session.connection.execute("SELECT id, due, percent, elapsed, gap FROM temp.judged").fetchall()
        for facts, found in judged:
            due = found.due.isoformat() if found.due else None
            elapsed = None if found.elapsed_percent is None else round(found.elapsed_percent * 10)
            gap = None if found.gap is None else round(found.gap * 10)
            assert (facts.id, due, facts.percent, elapsed, gap) in rows
        ids = session.task_ids(TaskQuery(cutoff, (Condition("unreported", "is", (1,)),)))
        assert set(ids) == {facts.id for facts, found in judged if found.is_unreported}
        for near in (1, 2):
            ids = session.task_ids(TaskQuery(cutoff, (Condition("soon", "is", (near,)),)))
            assert set(ids) == {
                facts.id for facts, found in judged if nearness(facts, found, session.settings()) == near
            }


@given(st.lists(st.tuples(TASK, HANGING), min_size=1, max_size=6), SETTINGS, st.lists(DAY, min_size=1, max_size=3))
def test_lights_in_sql_equal_the_rule(
    tasks: list[tuple[dict, dict]],  # type: ignore[type-arg]
    chosen: LedgerSettings,
    cutoffs: list[dt.date],
) -> None:
    with quick_folder() as folder:
        ledger = Place(folder).create()
        with ledger.write() as work:
            work.save_settings(chosen)
            work.of(Plan).add(Plan(0, "p", "2024年要点", 2024))
        for number, (task, hanging) in enumerate(tasks):
            store(ledger, number, task, hanging)
            # In between, so that the table of lights has to follow what comes after.
            assert_equal_to_the_rule(ledger, cutoffs[0])
        for cutoff in cutoffs:
            assert_equal_to_the_rule(ledger, cutoff)
        ledger.close()


@settings(max_examples=settings().max_examples // 5)
@given(st.lists(st.tuples(TASK, HANGING), min_size=2, max_size=4), st.integers(0, 99))
def test_the_table_of_lights_follows_every_kind_of_change(
    tasks: list[tuple[dict, dict]],  # type: ignore[type-arg]
    seed: int,
) -> None:
    cutoff = dt.date(2024, 6, 30)
    with quick_folder() as folder:
        ledger = Place(folder).create()
        with ledger.write() as work:
            work.of(Plan).add(Plan(0, "p", "2024年要点", 2024))
        for number, (task, hanging) in enumerate(tasks):
            store(ledger, number, task, hanging)
        assert_equal_to_the_rule(ledger, cutoff)
        for entity in (Task, Deadline, Extension, ProgressEntry, Closing, Milestone, Occurrence):
            with ledger.write() as work:
                rows = work.of(entity).find()  # type: ignore[type-abstract]
                if rows:
                    work.of(entity).remove(rows[seed % len(rows)].id)
            assert_equal_to_the_rule(ledger, cutoff)
        with ledger.write() as work:
            plan = work.of(Plan).find()[0]
            work.of(Plan).update(dataclasses.replace(plan, plan_year=2023))
            # Also in the midst of an operation, before anything is in the journal.
            query = TaskQuery(cutoff, sorting=(Sorting("light"),))
            inside = sum(work.light_counts(query).values())
            assert inside == work.of(Task).count()
        assert_equal_to_the_rule(ledger, cutoff)
        while ledger.undoable() is not None:
            ledger.undo()
            assert_equal_to_the_rule(ledger, cutoff)
        ledger.close()
