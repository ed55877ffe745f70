from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Occurrence, Task
from ledger_app.errors import RejectedError
from ledger_app.services import deadlines, turns
from ledger_app.services.progress import Report
from ledger_app.services.turns import Rhythm
from tests.builders import TODAY, a_task


@pytest.fixture
def duty(ledger: SqliteLedger) -> Task:
    """Return a task with a monthly rule of the plan year 2024; today is 5 July."""
    with ledger.write() as work:
        plan = work.of(Plan).add(Plan(0, "p", "2024年工作要点", 2024))
        task = a_task(work, due=None, plan_id=plan.id)
        turns.set_rhythm(work, task.id, Rhythm("month", day="10"))
    return task


def occurrences(ledger: SqliteLedger) -> list[Occurrence]:
    with ledger.read() as session:
        return sorted(session.of(Occurrence).find(), key=lambda one: one.due)


def one_turn(ledger: SqliteLedger, period: str) -> Occurrence:
    return next(one for one in occurrences(ledger) if one.period == period)


def code_of(ledger: SqliteLedger, act: object) -> str:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        act(work)  # type: ignore[operator]
    return caught.value.code


@pytest.mark.parametrize(
    ("rhythm", "words", "count"),
    [
        (Rhythm("month"), "每月末", 12),
        (Rhythm("month", day="10"), "每月10日前", 12),
        (Rhythm("quarter", day="20"), "每季度末月20日前", 4),
        (Rhythm("quarter", times=2), "每季度2次", 8),
        (Rhythm("half-year"), "每半年末", 2),
        (Rhythm("year", day="12-05"), "每年12月5日前", 1),
        (Rhythm("week", day="5"), "每周五前", 52),
    ],
)
def test_a_rule_is_told_in_words_and_previewed(rhythm: Rhythm, words: str, count: int) -> None:
    assert rhythm.words == words
    assert len(turns.preview(rhythm, 2024)) == count


def test_a_first_rule_makes_a_recurring_duty_with_all_turns_of_its_year(ledger: SqliteLedger, duty: Task) -> None:
    made = occurrences(ledger)
    assert [one.period for one in made][:2] == ["2024-01", "2024-02"]
    assert {one.due.day for one in made} == {10}
    assert len(made) == 12
    with ledger.read() as session:
        task = session.of(Task).get(duty.id)
        assert task is not None
        assert task.kind == "recurring"
        (deadline,) = session.of(Deadline).find()
        assert (deadline.raw, deadline.is_primary) == ("每月10日前", True)
    ledger.undo()
    assert occurrences(ledger) == []


def test_a_rule_beside_a_date_leaves_the_date_in_force(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work, due=dt.date(2024, 12, 31))
        turns.set_rhythm(work, task.id, Rhythm("quarter"))
    with ledger.read() as session:
        stored = session.of(Task).get(task.id)
        assert stored is not None
        assert stored.kind == "once"
        assert [one.kind for one in session.of(Deadline).find(is_primary=True)] == ["by"]


def test_changing_the_rule_makes_anew_only_what_is_to_come(ledger: SqliteLedger, duty: Task) -> None:
    with ledger.write() as work:
        deadlines.finish_turn(work, one_turn(ledger, "2024-01").id, TODAY)
    with ledger.read() as session:
        (deadline,) = session.of(Deadline).find()
    with ledger.write() as work:
        turns.set_rhythm(work, duty.id, Rhythm("quarter"), deadline.id)
    now = occurrences(ledger)
    assert [one.period for one in now if one.due < TODAY] == [f"2024-0{n}" for n in range(1, 7)]
    assert [(one.period, one.due) for one in now if one.due >= TODAY] == [
        ("2024-Q3", dt.date(2024, 9, 30)),
        ("2024-Q4", dt.date(2024, 12, 31)),
    ]


def test_turns_are_made_for_a_chosen_year_once(ledger: SqliteLedger, duty: Task) -> None:
    with ledger.write() as work:
        changes = turns.generate(work, duty.id, 2025)
    assert len(changes.ids("occurrence")) == 12
    assert code_of(ledger, lambda work: turns.generate(work, duty.id, 2025)) == "SVC-171"
    assert code_of(ledger, lambda work: turns.generate(work, duty.id, 20)) == "SVC-027"
    with ledger.write() as work:
        plain = a_task(work)
    assert code_of(ledger, lambda work: turns.generate(work, plain.id, 2025)) == "SVC-170"


def test_one_turn_is_moved_reported_reopened_and_removed_by_itself(ledger: SqliteLedger, duty: Task) -> None:
    march = one_turn(ledger, "2024-03")
    with ledger.write() as work:
        turns.move(work, march.id, dt.date(2024, 3, 20), "与会议合并")
    assert (one_turn(ledger, "2024-03").due, one_turn(ledger, "2024-03").note) == (dt.date(2024, 3, 20), "与会议合并")
    with ledger.write() as work:
        turns.report(work, march.id, "2024-06", Report("补报 3 月情况", received=dt.date(2024, 6, 24)))
    done = one_turn(ledger, "2024-03")
    assert (done.state, done.done_on) == ("done", dt.date(2024, 6, 24))
    assert {one.state for one in occurrences(ledger) if one.period != "2024-03"} == {"open"}, "other turns stay"
    with ledger.read() as session:
        (entry,) = session.of(ProgressEntry).find()
        assert entry.occurrence_id == march.id
        assert session.of(Task).get(duty.id) is not None
    with ledger.write() as work:
        turns.reopen_turn(work, march.id)
    assert one_turn(ledger, "2024-03").state == "open"
    with ledger.write() as work:
        turns.remove(work, one_turn(ledger, "2024-12").id)
        turns.add(work, duty.id, dt.date(2024, 11, 11))
    assert "2024-12" not in {one.period for one in occurrences(ledger)}
    assert one_turn(ledger, "2024-11/2").due == dt.date(2024, 11, 11)


@pytest.mark.parametrize(
    ("rhythm", "code"),
    [
        (Rhythm("month", day="32"), "SVC-025"),
        (Rhythm("week", day="8"), "SVC-025"),
        (Rhythm("year", day="13-01"), "SVC-025"),
        (Rhythm("month", day="十"), "SVC-025"),
        (Rhythm("month", times=0), "SVC-027"),
        (Rhythm("decade"), "SVC-025"),  # type: ignore[arg-type]
    ],
)
def test_a_rule_that_cannot_be_is_refused(ledger: SqliteLedger, duty: Task, rhythm: Rhythm, code: str) -> None:
    before = occurrences(ledger)
    assert code_of(ledger, lambda work: turns.set_rhythm(work, duty.id, rhythm)) == code
    assert occurrences(ledger) == before
