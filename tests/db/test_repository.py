from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.evidence import StoredFile
from ledger_app.domain.plan import Plan, PlanDocument
from ledger_app.domain.task import Task, TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.errors import BugError, ConflictError, RejectedError
from ledger_app.messages import describe


def a_task(number: int, **fields: object) -> Task:
    return dataclasses.replace(Task(0, f"t{number}", f"1-{number:02d}", f"任务{number}"), **fields)  # type: ignore[arg-type]


def test_rows_get_ids_in_order_and_come_back_equal(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        one = work.of(Task).add(a_task(1, start=dt.date(2024, 2, 29)))
        two, three = work.of(Task).add_all([a_task(2), a_task(3)])
    assert [one.id, two.id, three.id] == [1, 2, 3]
    with ledger.read() as session:
        assert session.of(Task).get(1) == one
        assert session.of(Task).get(99) is None
        assert session.of(Task).find() == [one, two, three]
        assert session.of(Task).count() == 3


def test_ids_given_by_the_caller_are_kept(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        plan = work.of(Plan).add(Plan(0, "p", "要点"))
        work.of(PlanDocument).add(PlanDocument(plan.id, "正文"))
        file = work.of(StoredFile).add(StoredFile("ab" * 32, 5))
        assert work.of(StoredFile).get("ab" * 32) == file
        assert work.of(PlanDocument).get(plan.id) == PlanDocument(plan.id, "正文")


def test_find_compares_fields_null_and_any_of(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        plan = work.of(Plan).add(Plan(0, "p", "要点"))
        work.of(Task).add_all([a_task(1, plan_id=plan.id), a_task(2), a_task(3, start=dt.date(2024, 1, 1))])
        tasks = work.of(Task)
        assert [t.code for t in tasks.find(plan_id=None)] == ["1-02", "1-03"]
        assert [t.code for t in tasks.find(code=["1-01", "1-03", "9"])] == ["1-01", "1-03"]
        assert [t.code for t in tasks.find(start=dt.date(2024, 1, 1))] == ["1-03"]
        assert tasks.find(id=[]) == []
        assert tasks.count(plan_id=plan.id, standing="active") == 1
        with pytest.raises(BugError):
            tasks.find(nonsense=1)


def test_a_stale_edit_is_refused_and_the_newer_one_stays(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        read = work.of(Task).add(a_task(1))
    with ledger.write() as work:
        newer = work.of(Task).update(dataclasses.replace(read, title="新名"))
    assert newer.version > read.version
    with pytest.raises(ConflictError) as caught, ledger.write() as work:
        work.of(Task).update(dataclasses.replace(read, title="旧表单"))
    assert caught.value.code == "DB-020"
    assert "刷新" in describe(caught.value)
    with ledger.read() as session:
        assert session.of(Task).get(1) == newer


def test_a_form_opened_before_an_undone_edit_cannot_overwrite_the_next_one(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        first = work.of(Task).add(a_task(1))
    with ledger.write() as work:
        on_screen = work.of(Task).update(dataclasses.replace(first, title="甲"))
    ledger.undo()
    with ledger.write() as work:
        work.of(Task).update(dataclasses.replace(first, title="乙"))
    with pytest.raises(ConflictError), ledger.write() as work:
        work.of(Task).update(dataclasses.replace(on_screen, note="还以为是甲"))


def test_an_edit_of_a_row_that_is_gone_says_so(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = work.of(Task).add(a_task(1))
        work.of(Task).remove(task.id)
        with pytest.raises(ConflictError) as caught:
            work.of(Task).update(task)
    assert caught.value.code == "DB-021"


def test_saving_what_is_there_already_is_no_operation(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = work.of(Task).add(a_task(1))
    before = ledger.operations()
    with ledger.write() as work:
        assert work.of(Task).update(task) == task
        assert work.changes().is_empty
    assert ledger.operations() == before


def test_what_belongs_to_a_row_goes_with_it_and_is_told(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = work.of(Task).add(a_task(1))
        owner = work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", None, "某单位"))
        child = work.of(Task).add(a_task(2, parent_id=task.id))
    with ledger.write() as work:
        work.of(Task).remove(task.id)
        changes = work.changes()
    assert changes.rows == {
        "task": {task.id: "removed", child.id: "changed"},
        "task_owner": {owner.id: "removed"},
    }


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (Task(0, "t9", "1-01", "重号"), "DB-023"),
        (Task(0, "t9", "1-09", "无计划", plan_id=77), "DB-022"),
        (Task(0, "t9", "1-09", "缺原因", standing="suspended"), "DB-025"),
        (Task(0, "t9", "1-09", "缺原因", light_override="overdue"), "DB-025"),
        (Unit(0, "", "无标识"), "DB-025"),
    ],
)
def test_the_tables_are_the_last_line_of_defence(ledger: SqliteLedger, item: object, code: str) -> None:
    with ledger.write() as work:
        work.of(Task).add(a_task(1))
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        work.of(type(item)).add(item)
    assert caught.value.code == code
    assert not any(character.isascii() and character.isalpha() for character in describe(caught.value))
    with ledger.read() as session:
        assert session.of(Task).count() == 1


def test_a_unit_that_owns_tasks_cannot_be_removed(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = work.of(Unit).add(Unit(0, "u", "卫生院"))
        task = work.of(Task).add(a_task(1))
        work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", unit.id, "卫生院"))
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        work.of(Unit).remove(unit.id)
    assert caught.value.code == "DB-022"


def test_two_active_units_cannot_share_a_name_but_a_former_one_may(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        work.of(Unit).add(Unit(0, "u1", "卫生院", active_to=dt.date(2023, 12, 31)))
        work.of(Unit).add(Unit(0, "u2", "卫生院"))
        with pytest.raises(RejectedError):
            work.of(Unit).add(Unit(0, "u3", "卫生院"))
