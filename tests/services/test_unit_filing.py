from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.errors import RejectedError
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing, progress, settings, unit_filing
from ledger_app.services.unit_filing import FiledCount, FiledRow
from tests.builders import a_task, a_unit

JUNE, MAY = "2024-06", "2024-05"


def owned(work: UnitOfWork, title: str, unit_id: int, role: str = "lead", raw: str = "甲院") -> Task:
    task = a_task(work, title)
    work.of(TaskOwner).add(TaskOwner(0, task.id, role, unit_id, raw))  # type: ignore[arg-type]
    return task


def titles(ledger: SqliteLedger, unit_id: int) -> list[str]:
    with ledger.read() as session:
        return [row.facts.title for row in unit_filing.read_filing(session, unit_id, JUNE)]


def test_a_unit_reports_on_what_it_leads_or_answers_for_first(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit, other = a_unit(work, "甲院"), a_unit(work, "乙院")
        owned(work, "牵头", unit.id)
        owned(work, "配合", unit.id, "cooperate")
        alone = owned(work, "责任", unit.id, "responsible")
        work.of(TaskOwner).add(TaskOwner(0, alone.id, "responsible", other.id, "乙院", ordinal=1))
        led = owned(work, "别家牵头", other.id, raw="乙院")
        work.of(TaskOwner).add(TaskOwner(0, led.id, "responsible", unit.id, "甲院"))
        group = owned(work, "各院", unit.id, "responsible", raw="各乡镇卫生院")
        work.of(TaskOwner).add(TaskOwner(0, group.id, "responsible", other.id, "各乡镇卫生院", ordinal=1))
        stopped = owned(work, "暂缓", unit.id)
        work.of(Task).update(replace(stopped, standing="suspended", standing_reason="等上级"))
    assert titles(ledger, unit.id) == ["牵头", "责任", "各院"]
    assert titles(ledger, other.id) == ["别家牵头", "各院"]
    with ledger.read() as session:
        counts = unit_filing.count_filed(session, [unit.id, other.id, 99], JUNE)
    assert counts == {unit.id: FiledCount(0, 3), other.id: FiledCount(0, 2)}


def test_what_was_struck_off_is_not_asked_for(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        task = owned(work, "做完", unit.id)
        progress.file_entry(work, task.id, MAY, progress.Report("完成。", 100))
        for verb in (closing.ask, closing.check, closing.approve):
            verb(work, task.id, closing.StepTaken(on_date=dt.date(2024, 6, 3), by_name="李强"))
    assert titles(ledger, unit.id) == []
    with ledger.read() as session:
        assert unit_filing.count_filed(session, [unit.id], JUNE) == {}


def test_a_unit_is_filed_in_one_operation(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        first, second, third, fourth = (owned(work, f"任务{number}", unit.id) for number in range(4))
        for task in (second, third):
            progress.file_entry(work, task.id, MAY, progress.Report("已完成 3 个。", 40, "缺钱", "争取资金"))
    day = dt.date(2024, 6, 24)
    with ledger.write() as work:
        rows = [
            FiledRow(first.id, "建成 2 个。", 20),
            FiledRow(second.id, kind="no_change"),
            FiledRow(third.id, kind="carried"),
            FiledRow(fourth.id),
        ]
        unit_filing.file_unit(work, unit.id, JUNE, rows, day)
    with ledger.read() as session:
        found = {
            row.facts.title: (row.entry.text, row.entry.percent, row.entry.kind, row.entry.unit_id, row.entry.received)
            for row in unit_filing.read_filing(session, unit.id, JUNE)
            if row.entry is not None
        }
        logs = session.of(ReturnLog).find()
        counts = unit_filing.count_filed(session, [unit.id], JUNE)
    assert found == {
        "任务0": ("建成 2 个。", 20.0, "report", unit.id, day),
        "任务1": ("本月无变化。", 40.0, "no_change", unit.id, day),
        "任务2": ("已完成 3 个。", 40.0, "carried", unit.id, day),
    }
    assert [(log.unit_id, log.period, log.received_on) for log in logs] == [(unit.id, JUNE, day)]
    assert counts[unit.id] == FiledCount(3, 4)
    assert ledger.operations()[0].name == "填报 县人民医院 2024年6月进展 3 项，并登记收到"
    ledger.undo()
    with ledger.read() as session:
        assert session.of(ReturnLog).count() == 0
        assert session.of(ProgressEntry).count(period=JUNE) == 0


def test_what_was_filed_is_corrected_not_doubled(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        task = owned(work, "任务", unit.id)
        unit_filing.file_unit(work, unit.id, JUNE, [FiledRow(task.id, "建成 2 个。", 20)])
        (entry,) = work.of(ProgressEntry).find()
        unit_filing.file_unit(work, unit.id, JUNE, [FiledRow(task.id, "建成 3 个。", 30, entry_id=entry.id)])
        assert [(one.text, one.percent) for one in work.of(ProgressEntry).find()] == [("建成 3 个。", 30.0)]


def test_what_was_unchanged_too_often_is_left_and_named_and_the_rest_filed(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        stuck, quiet, moving = (owned(work, f"任务{number}", unit.id) for number in range(3))
        for month in ("2024-03", "2024-04", MAY):
            progress.no_change(work, [stuck.id], month)
        progress.no_change(work, [quiet.id], MAY)
    with ledger.read() as session:
        rows = unit_filing.read_filing(session, unit.id, JUNE)
    assert {row.facts.title: row.unchanged for row in rows} == {"任务0": 3, "任务1": 0, "任务2": 0}
    same = [FiledRow(task.id, "本月无变化。", kind="no_change") for task in (stuck, quiet)]
    with ledger.write() as work:
        filed = unit_filing.file_unit(work, unit.id, JUNE, [*same, FiledRow(moving.id, "建成 2 个。", 20)])
    assert filed.left == (stuck.code,)
    assert not filed.changes.is_empty
    with ledger.read() as session:
        assert {one.task_id for one in session.of(ProgressEntry).find(period=JUNE)} == {quiet.id, moving.id}
        assert session.of(ReturnLog).count(period=JUNE) == 1
    assert ledger.operations()[0].name == "填报 县人民医院 2024年6月进展 2 项，并登记收到"
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        unit_filing.file_unit(work, unit.id, JUNE, same[:1])
    assert (caught.value.code, caught.value.facts["task"]) == ("SVC-175", stuck.code)
    with ledger.write() as work:
        settings.change(work, replace(work.settings(), no_change_limit=0))
        assert unit_filing.file_unit(work, unit.id, JUNE, same[:1]).left == ()


def test_saying_unchanged_of_a_report_that_stands_meets_the_limit_too(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        task = owned(work, "任务", unit.id)
        for month in ("2024-03", "2024-04", MAY):
            progress.no_change(work, [task.id], month)
        unit_filing.file_unit(work, unit.id, JUNE, [FiledRow(task.id, "建成 2 个。", 20)])
        (entry,) = work.of(ProgressEntry).find(period=JUNE)
    row = FiledRow(task.id, "本月无变化。", kind="no_change", entry_id=entry.id)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        unit_filing.file_unit(work, unit.id, JUNE, [row])
    assert caught.value.code == "SVC-175"


def test_what_cannot_be_filed_leaves_nothing_behind(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        task, other = owned(work, "任务", unit.id), owned(work, "另一项", unit.id)
    good = FiledRow(other.id, "建成 2 个。", 20)
    for rows, code in (
        ([FiledRow(task.id)], "SVC-223"),
        ([good, FiledRow(task.id, percent=30)], "SVC-224"),
        ([good, FiledRow(task.id, "超额。", 130)], "SVC-021"),
        ([good, FiledRow(task.id, kind="carried")], "SVC-052"),
    ):
        with pytest.raises(RejectedError) as caught, ledger.write() as work:
            unit_filing.file_unit(work, unit.id, JUNE, rows)
        assert caught.value.code == code
    with ledger.read() as session:
        assert session.of(ProgressEntry).count() == 0
