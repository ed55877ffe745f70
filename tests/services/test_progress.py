from __future__ import annotations

import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Occurrence, Task
from ledger_app.errors import RejectedError
from ledger_app.services import closing, deadlines, progress
from ledger_app.services.closing import StepTaken
from ledger_app.services.progress import Report
from tests.builders import TODAY, a_task, a_unit


def entries(ledger: SqliteLedger) -> list[ProgressEntry]:
    with ledger.read() as session:
        return session.of(ProgressEntry).find()


def test_a_report_is_an_entry_of_its_own(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task, unit = a_task(work), a_unit(work)
    with ledger.write() as work:
        report = Report(" 完成选址 ", 35, "缺经费", "报批", unit.id, reporter="李强", received=dt.date(2024, 6, 24))
        changes = progress.file_entry(work, task.id, "2024-06", report)
    (entry,) = entries(ledger)
    assert (entry.period, entry.text, entry.percent, entry.kind) == ("2024-06", "完成选址", 35, "report")
    assert (entry.problems, entry.next_step, entry.unit_id, entry.reporter) == ("缺经费", "报批", unit.id, "李强")
    assert (entry.received, entry.created_at) == (dt.date(2024, 6, 24), "2024-07-05T01:00:00Z")
    assert changes.ids("progress_entry") == {entry.id}
    assert ledger.operations()[0].name == "填报 0-01 的2024年6月进展"


def test_the_day_of_receipt_is_today_unless_said(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        progress.file_entry(work, a_task(work).id, "2024-06", Report("有进展"))
    assert entries(ledger)[0].received == TODAY


@pytest.mark.parametrize(
    ("period", "report", "code"),
    [
        ("2024-13", Report("x"), "SVC-022"),
        ("2024-Q2", Report("x"), "SVC-022"),
        ("六月", Report("x"), "SVC-022"),
        ("2024-09", Report("x"), "SVC-023"),
        ("2024-06", Report("  "), "SVC-020"),
        ("2024-06", Report("x", 100.5), "SVC-021"),
        ("2024-06", Report("x", -1), "SVC-021"),
        ("2024-06", Report("x", float("nan")), "SVC-021"),
        ("2024-06", Report("x" * 20_001), "SVC-026"),
        ("2024-06", Report("x", unit_id=99), "SVC-004"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    period: str, report: Report, code: str, ledger: SqliteLedger
) -> None:
    with ledger.write() as work:
        task = a_task(work)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        progress.file_entry(work, task.id, period, report)
    assert caught.value.code == code
    assert entries(ledger) == []


def test_a_correction_replaces_the_words_and_the_history_keeps_them(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        progress.file_entry(work, a_task(work).id, "2024-06", Report("写错了", 90))
    with ledger.write() as work:
        progress.amend(work, entries(ledger)[0].id, Report("写对了", 60), "2024-05")
    (entry,) = entries(ledger)
    assert (entry.text, entry.percent, entry.period) == ("写对了", 60, "2024-05")
    before, after = ledger.history("progress_entry", entry.id)[0][1]["text"]
    assert (before, after) == ("写错了", "写对了")


def test_no_change_keeps_the_percent(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_task(work), a_task(work, "另一项")
        progress.file_entry(work, one.id, "2024-05", Report("五月", 40))
        progress.no_change(work, [one.id, two.id], "2024-06")
    found = [(entry.kind, entry.percent, entry.text) for entry in entries(ledger)[1:]]
    assert found == [("no_change", 40, "本月无变化。"), ("no_change", None, "本月无变化。")]


def test_of_several_tasks_those_that_said_so_too_often_are_left_and_named(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        tasks = [a_task(work, f"第{n}项") for n in range(3)]
        for month in ("2024-03", "2024-04", "2024-05"):
            progress.no_change(work, [tasks[1].id], month)
    with ledger.write() as work:
        repeated = progress.no_change(work, [task.id for task in tasks], "2024-06")
    assert [(error.code, error.facts["task"]) for error in repeated.left] == [("SVC-175", tasks[1].code)]
    with ledger.read() as session:
        june = session.of(ProgressEntry).find(period="2024-06")
    assert [entry.task_id for entry in june] == [tasks[0].id, tasks[2].id]
    operation = ledger.undoable()
    assert operation is not None
    assert "2 项任务" in operation.name, "what is undone is what was filed"
    ledger.undo()
    with ledger.read() as session:
        assert session.of(ProgressEntry).count(period="2024-06") == 0


def test_of_several_tasks_those_without_a_report_are_left_when_others_are_carried_over(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        told, untold = a_task(work, "报过"), a_task(work, "没报过")
        progress.file_entry(work, told.id, "2024-05", Report("五月", 30))
    with ledger.write() as work:
        repeated = progress.carry_over(work, [untold.id, told.id], "2024-06")
    assert [error.code for error in repeated.left] == ["SVC-052"]
    assert [(entry.task_id, entry.kind) for entry in entries(ledger)[1:]] == [(told.id, "carried")]


def test_carrying_over_takes_the_last_earlier_report(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        progress.file_entry(work, task.id, "2024-04", Report("四月", 30, "问题", "打算"))
        progress.file_entry(work, task.id, "2024-06", Report("六月", 50))
        progress.carry_over(work, [task.id], "2024-05")
    entry = entries(ledger)[-1]
    assert (entry.kind, entry.period, entry.text, entry.percent) == ("carried", "2024-05", "四月", 30)
    assert (entry.problems, entry.next_step) == ("问题", "打算")


def test_without_an_earlier_report_nothing_is_carried_over(ledger: SqliteLedger) -> None:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        progress.carry_over(work, [a_task(work).id], "2024-06")
    assert caught.value.code == "SVC-052"


def test_a_task_that_was_struck_off_takes_no_reports(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        closing.ask(work, task.id, StepTaken())
        closing.approve(work, task.id, StepTaken())
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        progress.file_entry(work, task.id, "2024-06", Report("x"))
    assert caught.value.code == "SVC-040"


def test_an_entry_can_be_taken_back(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        progress.file_entry(work, a_task(work).id, "2024-06", Report("x"))
    with ledger.write() as work:
        progress.remove_entry(work, entries(ledger)[0].id)
    assert entries(ledger) == []


def a_monthly_duty(ledger: SqliteLedger) -> Task:
    with ledger.write() as work:
        task = a_task(work, kind="recurring", due=None, start=dt.date(2024, 3, 1))
        work.of(Deadline).add(Deadline(0, task.id, 1, "每月底", "recurring", every="month", is_primary=True))
        deadlines.make_turns(work, task)
    return task


def open_turns(ledger: SqliteLedger) -> list[str]:
    with ledger.read() as session:
        return [turn.period for turn in session.of(Occurrence).find(state="open")]


def test_a_report_on_a_monthly_duty_settles_the_turns_due_by_then(ledger: SqliteLedger) -> None:
    task = a_monthly_duty(ledger)
    assert open_turns(ledger)[0] == "2024-03"
    with ledger.write() as work:
        progress.file_entry(work, task.id, "2024-05", Report("已报送", received=dt.date(2024, 5, 28)))
    assert open_turns(ledger)[0] == "2024-06"
    with ledger.read() as session:
        turn = session.of(Occurrence).find(period="2024-05")[0]
    assert (turn.state, turn.done_on) == ("done", dt.date(2024, 5, 28))
    assert entries(ledger)[0].occurrence_id == turn.id
    ledger.undo()
    assert open_turns(ledger)[0] == "2024-03"


def test_a_report_may_leave_the_turns_open(ledger: SqliteLedger) -> None:
    task = a_monthly_duty(ledger)
    with ledger.write() as work:
        progress.file_entry(work, task.id, "2024-05", Report("还没有报送", settles_turns=False))
    assert open_turns(ledger)[0] == "2024-03"
