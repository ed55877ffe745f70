"""Units that are closed, or joined into others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import ReturnLog
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.domain.unit import Unit, UnitGroupMember
from ledger_app.errors import RejectedError
from ledger_app.services import progress, returns, unit_groups, unit_succession, units
from ledger_app.services.lookup import roster_of, unit_by_name
from ledger_app.services.progress import Report
from tests.builders import TODAY, a_task, a_unit


def test_merging_moves_everything_and_keeps_the_name(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        gone, kept = a_unit(work, "城关卫生院"), a_unit(work, "城关中心卫生院")
        unit_groups.set_group(work, "各卫生院", [gone.id])
        alone, both = a_task(work, lead_unit_ids=(gone.id,)), a_task(work, lead_unit_ids=(gone.id, kept.id))
        progress.file_entry(work, alone.id, "2024-06", Report("x", unit_id=gone.id))
        returns.receive(work, gone.id, "2024-06")
        returns.receive(work, gone.id, "2024-05")
        returns.receive(work, kept.id, "2024-05")
    with ledger.write() as work:
        unit_succession.merge(work, gone.id, kept.id)
    with ledger.read() as session:
        assert [unit.name for unit in session.of(Unit).find()] == ["城关中心卫生院"]
        assert unit_by_name(session, "城关卫生院").id == kept.id
        assert {owner.unit_id for owner in session.of(TaskOwner).find()} == {kept.id}
        assert session.of(TaskOwner).count(task_id=both.id) == 1
        assert session.of(ProgressEntry).find()[0].unit_id == kept.id
        assert [(log.unit_id, log.period) for log in session.of(ReturnLog).find()] == [
            (kept.id, "2024-06"),
            (kept.id, "2024-05"),
        ]
        assert [member.unit_id for member in session.of(UnitGroupMember).find()] == [kept.id]
    ledger.undo()
    with ledger.read() as session:
        assert session.of(Unit).count() == 2


def test_a_unit_is_not_merged_into_itself(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        unit_succession.merge(work, unit.id, unit.id)
    assert caught.value.code == "SVC-045"


def test_a_unit_with_tasks_is_closed_not_deleted(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit, heir = a_unit(work, "甲"), a_unit(work, "乙")
        a_task(work, lead_unit_ids=(unit.id,))
        with pytest.raises(RejectedError) as caught:
            units.remove(work, unit.id)
        assert caught.value.code == "SVC-046"
        unit_succession.close(work, unit.id, dt.date(2024, 6, 30), heir.id)
        assert [one.name for one in roster_of(work, TODAY).units] == ["乙"]
        assert [one.name for one in roster_of(work, dt.date(2024, 6, 30)).units] == ["甲", "乙"]
        units.remove(work, heir.id)


def test_the_open_tasks_of_a_closed_unit_go_to_its_successor(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        old, new = a_unit(work, "卫生监督所"), a_unit(work, "疾控局")
        open_task, done, later = (a_task(work, title) for title in ("甲", "乙", "丙"))
        for task in (open_task, done, later):
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", old.id, "卫生监督所"))
        progress.file_entry(work, open_task.id, "2024-05", Report("检查12户", unit_id=old.id))
        stored = {task.title: task for task in work.of(Task).find()}
        work.of(Task).update(replace(stored["乙"], completed_on=dt.date(2024, 5, 31)))
        work.of(Task).update(replace(stored["丙"], completed_on=dt.date(2024, 7, 2)))
    with ledger.write() as work:
        unit_succession.close(work, old.id, dt.date(2024, 6, 30), new.id, hands_over=True)
    with ledger.read() as session:
        owned = {row.task_id: row.unit_id for row in session.of(TaskOwner).find()}
        assert owned == {open_task.id: new.id, done.id: old.id, later.id: new.id}
        assert {row.raw for row in session.of(TaskOwner).find()} == {"卫生监督所"}
        assert session.of(ProgressEntry).find()[0].unit_id == old.id
    ledger.undo()
    with ledger.read() as session:
        assert {row.unit_id for row in session.of(TaskOwner).find()} == {old.id}


def test_a_preview_tells_what_a_merge_would_move(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one, two = a_unit(work, "县医院", short_name="医院"), a_unit(work, "县人民医院")
        first, second = a_task(work, "甲"), a_task(work, "乙")
        for task in (first, second):
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", one.id, "县医院"))
        work.of(TaskOwner).add(TaskOwner(0, second.id, "cooperate", two.id, "县人民医院"))
        units.add_alias(work, one.id, "人民医院")
        seen = unit_succession.merge_preview(work, one.id, two.id)
        assert (seen.tasks, seen.shared_tasks, seen.names) == (2, 1, ("县医院", "医院", "人民医院"))
