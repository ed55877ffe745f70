"""Tasks are split into parts, parts are moved and joined again, and the whole is as far as its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Deadline, Task, TaskOwner
from ledger_app.errors import RejectedError
from ledger_app.intake.typed_deadline import Basis, read_typed
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing, parts, progress, tasks
from ledger_app.services.closing import StepTaken
from ledger_app.services.owners import OwnerChoice
from ledger_app.services.parts import NewPart
from ledger_app.services.progress import Report
from tests.builders import TODAY, a_task, a_unit


def the_task(ledger: SqliteLedger, code: str = "0-01") -> Task:
    with ledger.read() as session:
        return session.of(Task).find(code=code)[0]


def a_split(ledger: SqliteLedger, *titles: str) -> Task:
    with ledger.write() as work:
        task = a_task(work)
    with ledger.write() as work:
        parts.split(work, task.id, titles or ("制定方案", "组织实施"))
    return task


def refused(ledger: SqliteLedger, act: Callable[[UnitOfWork], object]) -> str:
    with pytest.raises(RejectedError) as caught, ledger.write() as work:
        act(work)
    return caught.value.code


def test_a_split_hands_down_owners_and_dates_and_counts_once(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        unit = a_unit(work)
        task = a_task(work, lead_unit_ids=(unit.id,))
    with ledger.write() as work:
        made = parts.split(work, task.id, ["制定方案", "组织实施"]).tasks
    assert [(part.code, part.title, part.parent_id) for part in made] == [
        ("0-01-1", "制定方案", task.id),
        ("0-01-2", "组织实施", task.id),
    ]
    with ledger.read() as session:
        for part in made:
            assert session.of(TaskOwner).find(task_id=part.id)[0].unit_id == unit.id
            assert session.of(Deadline).find(task_id=part.id)[0].current_due == dt.date(2024, 12, 31)
    whole = the_task(ledger)
    assert (whole.standing, whole.standing_reason) == ("cancelled", "已拆分为 0-01-1、0-01-2")
    ledger.undo()
    assert the_task(ledger).standing == "active"


def test_a_part_may_have_owners_and_a_date_of_its_own(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        whole, own = a_unit(work, "县医院"), a_unit(work, "县中医院")
        task = a_task(work, lead_unit_ids=(whole.id,))
    soon = read_typed("8月底前", Basis(TODAY))
    with ledger.write() as work:
        first, second = parts.split(
            work, task.id, [NewPart("方案", (OwnerChoice("lead", own.id),), soon), NewPart("实施")]
        ).tasks
    with ledger.read() as session:
        assert [one.raw for one in session.of(TaskOwner).find(task_id=first.id)] == ["县中医院"]
        assert [one.raw for one in session.of(TaskOwner).find(task_id=second.id)] == ["县医院"]
        assert [one.current_due for one in session.of(Deadline).find(task_id=first.id)] == [dt.date(2024, 8, 31)]
        assert [one.current_due for one in session.of(Deadline).find(task_id=second.id)] == [dt.date(2024, 12, 31)]


def test_one_part_is_no_split_but_one_more_is_enough(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
    assert refused(ledger, lambda work: parts.split(work, task.id, ["一项"])) == "SVC-056"
    with ledger.write() as work:
        parts.split(work, task.id, ["一", "二"])
        parts.split(work, task.id, ["三"])
    assert the_task(ledger).standing_reason == "已拆分为 0-01-1、0-01-2、0-01-3"
    assert the_task(ledger, "0-01-3").standing == "active", "a part begins anew though the whole is called off"


def test_a_code_given_by_hand_is_passed_over(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        a_task(work, code="0-01-1")
        task = a_task(work, code="0-01")
        made = parts.split(work, task.id, ["一", "二"]).tasks
    assert [one.code for one in made] == ["0-01-2", "0-01-3"]


def test_the_whole_is_as_far_as_its_parts(ledger: SqliteLedger) -> None:
    task = a_split(ledger, "一", "二", "三", "四")
    first, second, third = (the_task(ledger, f"0-01-{n}") for n in (1, 2, 3))
    with ledger.write() as work:
        progress.file_entry(work, first.id, "2024-06", Report("完成一半", 50))
        tasks.complete(work, [second.id], TODAY)
        tasks.cancel(work, [third.id], "不再需要")
    with ledger.read() as session:
        family = parts.family_of(session, task.id, TODAY)
        own = parts.family_of(session, first.id, TODAY)
        before = parts.family_of(session, task.id, dt.date(2024, 5, 1))
    assert [one.code for one in family.parts] == ["0-01-1", "0-01-2", "0-01-3", "0-01-4"]
    assert (family.parent, family.done_count, family.live_count, family.percent) == (None, 1, 3, 50.0)
    assert own.parent is not None
    assert (own.parent.code, own.parts, own.percent) == ("0-01", (), None)
    assert (before.done_count, before.percent) == (0, 0.0)


def test_a_splitting_is_taken_back_while_nobody_has_reported(ledger: SqliteLedger) -> None:
    task = a_split(ledger)
    with ledger.write() as work:
        parts.join(work, task.id)
    assert the_task(ledger).standing == "active"
    assert refused(ledger, lambda work: parts.join(work, task.id)) == "SVC-200"
    ledger.undo()
    part = the_task(ledger, "0-01-2")
    with ledger.write() as work:
        progress.file_entry(work, part.id, "2024-06", Report("已开始", 10))
    assert refused(ledger, lambda work: parts.join(work, task.id)) == "SVC-201"


def test_parts_move_and_leave_no_empty_whole_behind(ledger: SqliteLedger) -> None:
    task = a_split(ledger)
    first, second = the_task(ledger, "0-01-1"), the_task(ledger, "0-01-2")
    with ledger.write() as work:
        other = a_task(work, "另一项")
        parts.move(work, [first.id], other.id)
    assert the_task(ledger, "0-01-1").parent_id == other.id
    assert the_task(ledger).standing == "cancelled", "one part is left"
    with ledger.write() as work:
        parts.move(work, [second.id], None)
    assert the_task(ledger).standing == "active"
    assert refused(ledger, lambda work: parts.move(work, [other.id], first.id)) == "SVC-202"
    assert refused(ledger, lambda work: parts.move(work, [task.id], task.id)) == "SVC-202"
    assert refused(ledger, lambda work: parts.move(work, [], None)) == "SVC-005"


def test_what_was_struck_off_is_neither_split_nor_moved(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        task = a_task(work)
        tasks.complete(work, [task.id], TODAY)
        closing.ask(work, task.id, StepTaken())
        closing.approve(work, task.id, StepTaken())
    assert refused(ledger, lambda work: parts.split(work, task.id, ["一", "二"])) == "SVC-040"
    assert refused(ledger, lambda work: parts.move(work, [task.id], None)) == "SVC-040"
