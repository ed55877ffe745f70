"""What an undo leaves alone, and how it says so."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.plan import Plan, PlanDocument, PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Deadline, Task, TaskOwner, TaskSource
from ledger_app.domain.unit import Unit, UnitAlias
from ledger_app.errors import RejectedError
from ledger_app.messages import describe
from tests.builders_ledger import Place
from tests.db.contents import assert_sound, contents_of

DUE = dt.date(2024, 12, 31)


def import_plan(ledger: SqliteLedger, count: int = 3) -> list[Task]:
    """Import a plan of a few tasks with a unit, as one operation."""
    with ledger.write() as work:
        work.describe("plan.import", "导入《工作要点》")
        unit = work.of(Unit).add(Unit(0, "u", "县人民医院"))
        plan = work.of(Plan).add(Plan(0, "p", "工作要点", 2024))
        work.of(PlanDocument).add(PlanDocument(plan.id, "正文"))
        tasks = []
        for number in range(1, count + 1):
            item = work.of(PlanItem).add(PlanItem(0, f"i{number}", plan.id, number, "1.", (), "条目", "task", "原文"))
            task = work.of(Task).add(
                Task(0, f"t{number}", f"2-{number:02d}", f"任务{number}", plan_id=plan.id, ordinal=number)
            )
            work.of(TaskSource).add(TaskSource(0, task.id, item.id))
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", unit.id, "县人民医院"))
            work.of(Deadline).add(Deadline(0, task.id, 1, "年底前", "by", DUE, DUE))
            tasks.append(task)
    return tasks


def report(ledger: SqliteLedger, task: Task) -> None:
    with ledger.write() as work:
        work.describe("progress.file", f"填报 {task.code} 的6月进展")
        work.of(ProgressEntry).add(ProgressEntry(0, f"e{task.id}", task.id, "2024-06", "已完成"))


def rename(ledger: SqliteLedger, task_id: int, title: str) -> None:
    with ledger.write() as work:
        work.describe("task.edit", f"改名为{title}")
        task = work.of(Task).get(task_id)
        assert task is not None
        work.of(Task).update(dataclasses.replace(task, title=title))


def counts(ledger: SqliteLedger) -> dict[str, int]:
    return {table: len(rows) for table, rows in contents_of(ledger).items() if rows and table != "setting"}


def test_an_old_import_undone_keeps_and_lists_the_tasks_touched_since(place: Place) -> None:
    ledger = place.create()
    tasks = import_plan(ledger)
    report(ledger, tasks[1])
    ledger.close()
    ledger = place.open()
    changes = ledger.undo(1)
    assert counts(ledger) == {
        "unit": 1,
        "plan": 1,
        "plan_document": 1,
        "plan_item": 3,
        "task": 1,
        "task_source": 1,
        "task_owner": 1,
        "deadline": 1,
        "progress_entry": 1,
    }
    assert changes.kept == (
        "2-02 任务2：之后有“填报 2-02 的6月进展”，已保留",
        "《工作要点》：仍被保留的内容引用，已保留",
        "单位“县人民医院”：仍被保留的内容引用，已保留",
    )
    assert [one.is_undone for one in ledger.operations() if one.kind == "plan.import"] == [True]
    assert_sound(ledger)
    ledger.close()


def test_what_was_kept_comes_back_whole_when_the_import_is_redone(ledger: SqliteLedger) -> None:
    tasks = import_plan(ledger)
    report(ledger, tasks[1])
    before = contents_of(ledger)
    ledger.undo(1)
    changes = ledger.redo(1)
    assert changes.kept == ()
    assert contents_of(ledger) == before


@pytest.mark.parametrize("touch", ["rename", "add_owner", "remove_owner", "point_to_it"])
def test_every_way_of_touching_a_task_keeps_it_whole(ledger: SqliteLedger, touch: str) -> None:
    task = import_plan(ledger)[0]
    with ledger.write() as work:
        work.describe("touch", "后来的事")
        if touch == "rename":
            work.of(Task).update(dataclasses.replace(task, title="新名"))
        elif touch == "add_owner":
            work.of(TaskOwner).add(TaskOwner(0, task.id, "cooperate", None, "疾控中心"))
        elif touch == "remove_owner":
            work.of(TaskOwner).remove(1)
        else:
            work.of(Task).add(Task(0, "other", "9-01", "拆分出来的任务", parent_id=task.id))
    kept = ledger.undo(1).kept
    assert f"2-01 {'新名' if touch == 'rename' else '任务1'}：之后有“后来的事”，已保留" in kept
    with ledger.read() as session:
        assert session.of(Task).get(1) is not None
        assert session.of(Task).get(2) is None
        assert session.of(Deadline).count(task_id=1) == 1
    assert_sound(ledger)


def test_a_touch_that_was_itself_undone_keeps_nothing(ledger: SqliteLedger) -> None:
    tasks = import_plan(ledger)
    empty = counts(ledger).keys()
    report(ledger, tasks[0])
    ledger.undo()
    assert ledger.undo(1).kept == ()
    assert not counts(ledger).keys() & empty


def test_fields_that_were_changed_since_keep_their_value(ledger: SqliteLedger) -> None:
    task = import_plan(ledger)[0]
    with ledger.write() as work:
        work.describe("task.edit", "批量改")
        work.of(Task).update(dataclasses.replace(task, title="第一次", section="一、重点"))
    rename(ledger, task.id, "第二次")
    changes = ledger.undo(2)
    assert changes.kept == ("2-01 第二次的名称：之后有“改名为第二次”，保留现在的内容",)
    with ledger.read() as session:
        found = session.of(Task).get(task.id)
    assert found is not None
    assert (found.title, found.section) == ("第二次", "")
    assert found.version > task.version


def test_where_all_of_it_was_changed_since_it_does_not_count_as_undone(ledger: SqliteLedger) -> None:
    task = import_plan(ledger)[0]
    rename(ledger, task.id, "第一次")
    rename(ledger, task.id, "第二次")
    changes = ledger.undo(2)
    assert changes.is_empty
    assert changes.operation_id == 0
    assert len(changes.kept) == 1
    assert not any(one.is_undone for one in ledger.operations())
    ledger.undo()
    ledger.undo()
    with ledger.read() as session:
        found = session.of(Task).get(task.id)
    assert found == task


def test_a_row_deleted_since_is_named(ledger: SqliteLedger) -> None:
    task = import_plan(ledger)[0]
    rename(ledger, task.id, "改过")
    with ledger.write() as work:
        work.of(Task).remove(task.id)
    changes = ledger.undo(2)
    assert changes.kept == ("2-01 改过：之后已删除，没有改动",)


def test_a_deleted_task_whose_code_was_taken_does_not_come_back(ledger: SqliteLedger) -> None:
    task = import_plan(ledger)[0]
    with ledger.write() as work:
        work.of(Task).remove(task.id)
    with ledger.write() as work:
        work.of(Task).add(Task(0, "new", "2-01", "同号新任务"))
    changes = ledger.undo(2)
    assert changes.kept == ("2-01 任务1：所属的记录已删除，或编号、名称已被占用，没有恢复",)
    assert_sound(ledger)


def test_a_row_whose_parent_is_gone_does_not_come_back(ledger: SqliteLedger) -> None:
    task = import_plan(ledger)[0]
    report(ledger, task)
    with ledger.write() as work:
        work.of(ProgressEntry).remove(1)
    with ledger.write() as work:
        work.of(Task).remove(task.id)
    changes = ledger.undo(3)
    assert len(changes.kept) == 1
    assert counts(ledger).get("progress_entry") is None
    assert_sound(ledger)


def test_swapped_codes_are_swapped_back(ledger: SqliteLedger) -> None:
    tasks = import_plan(ledger)
    with ledger.write() as work:
        aside = work.of(Task).update(dataclasses.replace(tasks[0], code="空"))
        work.of(Task).update(dataclasses.replace(tasks[1], code="2-01"))
        work.of(Task).update(dataclasses.replace(aside, code="2-02"))
    ledger.undo()
    with ledger.read() as session:
        assert [task.code for task in session.of(Task).find()] == ["2-01", "2-02", "2-03"]


def test_a_swap_that_would_double_a_code_taken_since_changes_nothing(ledger: SqliteLedger) -> None:
    tasks = import_plan(ledger)
    with ledger.write() as work:
        work.describe("swap", "交换编号")
        work.of(Task).update(dataclasses.replace(tasks[0], code="5-01"))
        work.of(Task).update(dataclasses.replace(tasks[1], code="2-01"))
    with ledger.write() as work:
        work.of(Task).add(Task(0, "new", "2-02", "占了编号"))
    before = contents_of(ledger)
    with pytest.raises(RejectedError) as caught:
        ledger.undo(2)
    assert caught.value.code == "DB-031"
    assert "交换编号" in describe(caught.value)
    assert contents_of(ledger) == before


def test_merged_units_part_again(ledger: SqliteLedger) -> None:
    import_plan(ledger)
    with ledger.write() as work:
        other = work.of(Unit).add(Unit(0, "u2", "县医院"))
        work.of(UnitAlias).add(UnitAlias(0, other.id, "县院"))
    before = contents_of(ledger)
    with ledger.write() as work:
        for owner in work.of(TaskOwner).find(unit_id=1):
            work.of(TaskOwner).update(dataclasses.replace(owner, unit_id=other.id))
        work.of(Unit).remove(1)
    after = contents_of(ledger)
    ledger.undo()
    assert contents_of(ledger) == before
    ledger.redo()
    assert contents_of(ledger) == after


def test_plain_undo_and_redo_walk_back_and_forth_and_new_work_ends_redo(ledger: SqliteLedger) -> None:
    tasks = import_plan(ledger)
    for title in ("甲", "乙", "丙"):
        rename(ledger, tasks[0].id, title)

    def names() -> tuple[str | None, str | None]:
        undo, redo = ledger.undoable(), ledger.redoable()
        return (undo.name if undo else None, redo.name if redo else None)

    assert names() == ("改名为丙", None)
    assert ledger.undo().name == "撤销：改名为丙"
    ledger.undo()
    assert names() == ("改名为甲", "改名为乙")
    assert ledger.redo().name == "恢复：改名为乙"
    assert names() == ("改名为乙", "改名为丙")
    rename(ledger, tasks[0].id, "丁")
    assert names() == ("改名为丁", None)
    with pytest.raises(RejectedError) as caught:
        ledger.redo()
    assert caught.value.code == "DB-032"
    ledger.undo()
    assert names() == ("改名为乙", "改名为丁")
    with pytest.raises(RejectedError) as caught:
        ledger.undo(5)
    assert caught.value.code == "DB-030"
    for _ in range(3):
        ledger.undo()
    with pytest.raises(RejectedError):
        ledger.undo()
    assert counts(ledger) == {}
